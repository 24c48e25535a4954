import { EVENT_FIELDS, EVENT_TAGS, type LogEvent } from "../../knowledge/log-words.ts";
import type { RunEvent, RunField } from "../../run/event.ts";
import type { LogPattern } from "../../run/log-pattern.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { RUN_KINDS } from "./told-kinds.ts";
import { toldOnce } from "./told-once.ts";

/** Lines of one logging call that report a mandatory event and lack what a trade is followed by. */
export interface Lacking {
  readonly event: LogEvent;
  readonly fields: readonly string[];
  readonly lines: readonly [RunEvent, ...RunEvent[]];
}

export interface PrintedFields {
  readonly lacking: readonly Lacking[];
  /** Tagged lines of each event that carry everything. */
  readonly complete: Readonly<Partial<Record<LogEvent, RunEvent>>>;
}

export const printedFields = runFact({
  name: "printed-fields",
  doc: "Whether the printed lines of mandatory events carry their fields.",
  requires: { toldOnce, run },
  derive: ({ toldOnce, run }): PrintedFields => printedFieldsOf(toldOnce, run.patterns),
});

/** What the values of a line look like, where nothing names them. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  symbol: /\b[A-Z0-9]{2,12}[-/_]?(USDT?|USDC|BUSD|BTC|ETH|EUR|PERP|SWAP)\b/, price: /@\s?\d/, stop: /\d/, latency: /\d ?(ms|мс|s|с|sec|сек)(?![\p{L}])/u, pnl: /[-+]\d|\d ?(%|\$|usdt?)/i, size: /\d/,
};
const CARRIED: Readonly<Record<string, readonly RunField[]>> = {
  symbol: ["symbol"], price: ["price"], size: ["size"], pnl: ["pnl"], stop: ["price", "value"], latency: ["value"],
};

/** A text of that length was cut: what is missing may have stood behind. */
const CUT = 400;

/** Pure. Only lines with the mandatory tag: what another wording leaves out is another finding. */
export function printedFieldsOf(events: readonly RunEvent[], patterns: readonly LogPattern[]): PrintedFields {
  const lacking = new Map<string, Lacking>();
  const complete: Partial<Record<LogEvent, RunEvent>> = {};
  for (const event of Object.keys(RUN_KINDS) as LogEvent[]) {
    const tag = new RegExp(`\\b(${EVENT_TAGS[event].join("|")})\\b`);
    for (const one of events) {
      if (!RUN_KINDS[event].includes(one.kind) || !tag.test(one.text) || one.text.length >= CUT) continue;
      const fields = missingIn(event, one, one.pattern === null ? null : (patterns[one.pattern] ?? null));
      if (fields.length === 0) complete[event] ??= one;
      else {
        const key = `${event} ${one.pattern} ${fields.join()}`;
        const known = lacking.get(key);
        lacking.set(key, known ? { ...known, lines: [known.lines[0], ...known.lines.slice(1, 4), one] } : { event, fields, lines: [one] });
      }
    }
  }
  return { lacking: [...lacking.values()], complete };
}

function missingIn(event: LogEvent, one: RunEvent, pattern: LogPattern | null): string[] {
  const words = pattern ? [...pattern.keys, ...pattern.pieces.map((piece) => (typeof piece === "string" ? piece : piece.words.replaceAll(" ", "_")))].join(" ") : "";
  const text = `${one.text} ${words}`.toLowerCase();
  return Object.entries(EVENT_FIELDS[event]).flatMap(([field, wanted]) => {
    const carried = (CARRIED[field] ?? []).some((name) => (one.fields[name] ?? "") !== "");
    return wanted.test(text) || SHAPES[field]?.test(one.text) || (carried && field !== "latency") ? [] : [field];
  });
}
