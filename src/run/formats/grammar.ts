import type { ClockShape } from "./clock.ts";

/**
 * The prefix of a log's lines: fields in their order with what stands between them. It is inferred from a sample, because
 * loggers let people write any format: a list of regexes knows the formats of yesterday, an order of fields is what they all are.
 */
export interface Grammar {
  readonly fields: readonly Field[];
  /** What stands between the last field and the message. */
  readonly tail: string;
  /** All blanks before the message are padding of the last field. */
  readonly padded: boolean;
}

export interface Field {
  readonly is: FieldKind;
  /** What stands before it. A blank means one or more blanks. */
  readonly before: string;
  /** Of a time. */
  readonly shape: ClockShape | null;
  /** Of a name: the text that ends it. */
  readonly until: string;
}

/**
 * site: loguru's module:function:line. function: the same without a line. place: file.py:12 or module:12. number: a process or thread. name: a logger, host, thread ...
 * other: what a declared format says to be neither a logger nor a module.
 */
export type FieldKind = "time" | "level" | "site" | "function" | "place" | "number" | "name" | "other";

/** `time | level | site - `: how a format is called in reports. */
export function nameOfGrammar({ fields, tail }: Grammar): string {
  return `${fields.map((field) => `${field.before}{${field.is}}`).join("")}${tail}{message}`;
}
