import { CAST_OPERANDS, CONVERSION_MESSAGES, CONVERTING_LIBRARIES, PYTHON_SAYS, type FailedOperation } from "../../knowledge/run-errors.ts";
import type { RunEvent } from "../../run/event.ts";
import type { Run, Traceback } from "../../run/run.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { toldOnce, tracebacksOnce } from "./told-once.ts";

/** A value that was not of the kind that an operation needed, as the log shows it. */
export interface ConversionFailure {
  readonly operation: FailedOperation;
  /** As the exception shows it: `''`, `'str' and 'float'`. */
  readonly value: string;
  readonly message: string;
  /** First line of the log that tells it. */
  readonly at: Anchor;
  readonly count: number;
  /** Of the line; null where it has none. */
  readonly level: number | null;
  /** The bot's line that failed, in the audited source; null where the log holds no traceback. */
  readonly frame: Anchor | null;
  /** The logging call that printed it; null where it was not recognised. */
  readonly printedBy: Anchor | null;
}

export const conversionFailures = runFact({
  name: "conversion-failures",
  doc: "Conversions, comparisons and sums of the bot that failed in the run because of the kind of a value.",
  requires: { run, toldOnce, tracebacksOnce },
  derive: ({ run, toldOnce, tracebacksOnce }): readonly ConversionFailure[] => failuresOf({ events: toldOnce, tracebacks: tracebacksOnce, patterns: run.patterns }),
});

/** Lines that tell of an exception, below that level it is told as an everyday matter. */
const WARNING = 30;

/** Pure. One entry for each place and kind of failure, in the order of the log. */
export function failuresOf({ tracebacks, events, patterns }: Pick<Run, "tracebacks" | "events" | "patterns">): readonly ConversionFailure[] {
  const found = new Map<string, ConversionFailure>();
  const add = (one: Omit<ConversionFailure, "count">): void => {
    const place = one.frame ?? one.printedBy;
    const key = `${one.operation} ${one.value === "''"} ${place ? `${place.file}:${place.line}` : one.at.file}`;
    const known = found.get(key);
    found.set(key, known ? { ...known, count: known.count + 1 } : { ...one, count: 1 });
  };
  const printedBy = new Map(events.map((one) => [lineOf(one.at), one.pattern === null ? null : (patterns[one.pattern]?.at ?? null)]));
  const levels = new Map(events.map((one) => [lineOf(one.at), one.level]));
  for (const traceback of tracebacks) {
    const understood = failedOperation(`${traceback.exception}: ${traceback.message}`);
    const frame = understood && failingFrame(traceback);
    if (understood && frame) add({ ...understood, message: `${traceback.exception}: ${traceback.message}`, at: traceback.at, level: levels.get(lineOf(traceback.at)) ?? null, frame, printedBy: printedBy.get(lineOf(traceback.at)) ?? null });
  }
  const shown = new Set(tracebacks.map((one) => lineOf(one.at)));
  for (const one of events) {
    if (shown.has(lineOf(one.at)) || !tellsFailure(one)) continue;
    const understood = failedOperation(one.text);
    if (understood) add({ ...understood, message: one.text, at: one.at, level: one.level, frame: null, printedBy: printedBy.get(lineOf(one.at)) ?? null });
  }
  return [...found.values()];
}

const lineOf = (at: Anchor): string => `${at.file}:${at.line}`;

const tellsFailure = (one: RunEvent): boolean => one.kind === "exception" || one.kind === "sync-failed" || ((one.level ?? 0) >= WARNING && one.kind !== "skip");

/** Which operation an exception's text speaks of, and on what; null: another failure. */
export function failedOperation(text: string): { readonly operation: FailedOperation; readonly value: string } | null {
  if (!PYTHON_SAYS.test(text)) return null;
  for (const [operation, pattern] of CONVERSION_MESSAGES) {
    const match = pattern.exec(text);
    if (!match) continue;
    const value = (match[1] ?? "").trim();
    // Lists and objects that meet numbers are another mistake than a cast that was forgotten.
    if (/^'[\w.]+' and '[\w.]+'$/.test(value) && !CAST_OPERANDS.test(value)) return null;
    return { operation, value: quotedHead(value) };
  }
  return null;
}

/** `'' (attempt 3)` → `''`: what follows the value belongs to the bot's own words. */
function quotedHead(value: string): string {
  const quote = value[0];
  if (quote !== "'" && quote !== '"') return value;
  if (/^'[\w.]+' and '/.test(value)) return value;
  const end = value.indexOf(quote, 1);
  return end < 0 ? value : value.slice(0, end + 1);
}

/** The innermost frame, where it is the bot's, or where the bot handed its value to a library that converts. */
function failingFrame({ frames }: Traceback): Anchor | null {
  for (let i = frames.length - 1; i >= 0; i--) {
    const { code, file } = frames[i]!;
    if (code) return code;
    if (!CONVERTING_LIBRARIES.test(file)) return null;
  }
  return null;
}
