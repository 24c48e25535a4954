import { lineOf } from "../../../ir/nodes.ts";
import type { Hole, LogPattern } from "../../../run/log-pattern.ts";
import type { RunEventKind } from "../../../run/event.ts";
import { worded } from "../../../run/link/wordings.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { demojibake } from "./event-texts.ts";
import type { Draft } from "./message-drafts.ts";
import { complains } from "./log-summaries.ts";
import { printedLines, type PrintedLine } from "./printed-lines.ts";

export const logPatterns = codeFact({
  name: "log-patterns",
  doc: "The bot's logging calls as patterns of the lines that they print.",
  requires: { index, places, printedLines },
  derive({ index, places, printedLines }): readonly LogPattern[] {
    return printedLines.map((one) => {
      const module = index.moduleOf(one.by.call);
      const printing = one.by.call;
      const pieces = piecesOf(one.draft);
      return {
        at: places.at(one.call),
        fn: `${index.moduleOf(one.fn).file}:${one.fn.qualname}`,
        printedBy: { file: module.file, fn: one.by.fn.name, line: lineOf(module, printing.start), endLine: lineOf(module, printing.end) },
        level: one.level,
        pieces,
        keys: one.keys,
        events: eventsOf(one, pieces),
      };
    });
  },
});

/** Neighbouring literals become one; what is still a parameter is a hole. */
function piecesOf(draft: Draft): readonly (string | Hole)[] {
  const pieces: (string | Hole)[] = [];
  for (const one of draft) {
    const last = pieces.length - 1;
    if (typeof one !== "string") pieces.push({ words: one.words, format: one.format });
    else if (typeof pieces[last] === "string") pieces[last] = demojibake(`${pieces[last]}${one}`);
    else if (one !== "") pieces.push(demojibake(one));
  }
  return pieces;
}

function eventsOf(line: PrintedLine, pieces: readonly (string | Hole)[]): readonly RunEventKind[] {
  const text = pieces.map((one) => (typeof one === "string" ? one : "{}")).join("");
  void complains;
  void line;
  return worded(text).map((one) => one.kind);
}
