import { lineOf } from "../../../ir/nodes.ts";
import type { Hole, LogPattern } from "../../../run/log-pattern.ts";
import { RUN_EVENT_KINDS, type RunEventKind } from "../../../run/event.ts";
import { taggedKinds, worded } from "../../../run/link/wordings.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { demojibake } from "./event-texts.ts";
import type { Draft } from "./draft.ts";
import { handlerAround } from "./next-line.ts";
import { printedLines, type PrintedLine } from "./printed-lines.ts";
import type { ToldEvent } from "./told-event.ts";
import { toldEvents } from "./told-events.ts";

export const logPatterns = codeFact({
  name: "log-patterns",
  doc: "The bot's logging calls as patterns of the lines that they print.",
  requires: { index, places, printedLines, toldEvents },
  derive({ index, places, printedLines, toldEvents }): readonly LogPattern[] {
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
        ...eventsOf(one, pieces, toldEvents.of(one.call)),
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
    else if (typeof pieces[last] === "string") pieces[last] = demojibake(`${pieces[last]}${colourless(one)}`);
    else if (colourless(one) !== "") pieces.push(demojibake(colourless(one)));
  }
  return pieces;
}

/** Readers of logs take colours off. */
const colourless = (text: string): string => (text.includes("\u001b") ? text.replaceAll(/\u001b\[[0-9;]*[A-Za-z]/g, "") : text);

/** Nothing of the kind took place where these are said too. */
const INSTEAD: ReadonlySet<RunEventKind> = new Set(["skip", "order-rejected", "order-canceled", "order-unresolved", "sync-failed", "gave-up"]);
/** What a line in a handler does not report: it runs because something went wrong. */
const WENT_WELL: ReadonlySet<RunEventKind> = new Set(["signal", "order-submitted", "order-accepted", "fill", "entry", "exit", "trail", "trail-reload", "sync", "connected"]);

/** By its words, and by where it stands; a line that says that nothing came of it reports nothing else. */
function eventsOf(line: PrintedLine, pieces: readonly (string | Hole)[], told: readonly ToldEvent[]): Pick<LogPattern, "events" | "names"> {
  const text = pieces.map((one) => (typeof one === "string" ? one : "{}")).join("");
  const handled = handlerAround(line.call) !== null;
  const words = worded(text).filter((one) => !handled || !WENT_WELL.has(one.kind) || taggedKinds(text).includes(one.kind));
  const kinds = new Set(words.map((one) => one.kind));
  const instead = words.some((one) => INSTEAD.has(one.kind));
  const failed = line.level !== null && line.level >= 40;
  // A rule of dashes that stands there tells nothing.
  if (/\p{L}/u.test(text)) for (const { kind } of told) if (fits(kind, kinds, instead || failed) && (kind !== "sync-failed" || COMPARING.test(text))) kinds.add(kind);
  const names = Object.fromEntries(told.flatMap(({ kind, name }) => (name !== null && kinds.has(kind) ? [[kind, name]] : [])));
  return { events: RUN_EVENT_KINDS.filter((one) => kinds.has(one)), ...(Object.keys(names).length > 0 ? { names } : {}) };
}

/** A handler around a comparison is entered for other reasons too: its line must speak of the comparison. */
const COMPARING = /(?<!clock |time |timestamp )(sync|reconcil)|(fetch|get|load|request)\w* positions|^\W*(positions|позиции)\s*[:—-]|сверк|синхр|(получ|загру|запро)\w* позици/i;
/** What speaks of an order behind its submission. */
const SAYS_MORE: readonly RunEventKind[] = ["fill", "entry", "exit", "order-accepted", "signal"];

/** Where a line stands adds to what it says, and never against it. */
function fits(kind: RunEventKind, said: ReadonlySet<RunEventKind>, failed: boolean): boolean {
  if (kind === "shutdown-step") return said.size === 0;
  if (kind === "drift-remove") return !said.has("drift-add");
  if (kind === "disconnected") return !said.has("reconnect-wait") && !said.has("gave-up") && !said.has("connected");
  if (kind === "reconnect-wait") return !said.has("gave-up");
  if (kind === "order-submitted") return !failed && !SAYS_MORE.some((one) => said.has(one));
  return !(failed && WENT_WELL.has(kind));
}
