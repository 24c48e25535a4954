import { wordingOf } from "../../facts/code/logs/event-texts.ts";
import type { LogCall } from "../../facts/code/logs/log-calls.ts";
import type { LogEvent } from "../../knowledge/log-words.ts";

/** What the records amount to: a log line or another trace, a mere count, nothing. */
export type Trace = "written" | "counted" | "silent";

export function traceOf(records: readonly LogCall[]): Trace {
  if (records.some((one) => one.kind !== "counter")) return "written";
  return records.length > 0 ? "counted" : "silent";
}

/** A text of holes and pictures only: what the line says is not known. */
export const isBlank = ({ text }: LogCall): boolean => !/\p{L}/u.test(text.replace(/%[-+.\d]*[a-z]/g, ""));

/** A log text short enough to be quoted. */
export function quoted(text: string, most = 60): string {
  const one = text.replace(/\s+/g, " ").trim();
  return one.length > most ? `${one.slice(0, most - 1)}…` : one;
}

/** A row of a table, an entry of a list: `self._record_order("close", ...)`. Its words are the bot's own data, not a line that somebody reads. */
export const isNote = (event: LogEvent, one: LogCall): boolean => one.kind === "record" && !/\p{L}\s+\p{L}/u.test(one.text) && wordingOf(event, one.text.replaceAll("_", " ")) === "none";
