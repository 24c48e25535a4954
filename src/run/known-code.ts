import type { LogPattern } from "./log-pattern.ts";

/** What reading a log needs to know of the bot's source: plain data, for worker threads too. */
export interface KnownCode {
  readonly patterns: readonly LogPattern[];
  readonly files: readonly KnownFile[];
  /** Format strings that the bot gives its loggers. */
  readonly formats: readonly string[];
}

export interface KnownFile {
  /** Relative to the bot's root, with `/`. */
  readonly file: string;
  readonly functions: readonly KnownFunction[];
}

export interface KnownFunction {
  /** As CPython names it in a traceback: `run`, `<module>`, `<lambda>`. */
  readonly name: string;
  /** Lines from 1, both included. */
  readonly line: number;
  readonly endLine: number;
}
