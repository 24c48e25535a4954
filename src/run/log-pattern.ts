import type { Anchor } from "../sdk/evidence.ts";
import type { RunEventKind } from "./event.ts";

/** A value that a logging call puts into its message. */
export interface Hole {
  /** The expression in a few words, lower case: `symbol`, `order id`, `fill price`. */
  readonly words: string;
  /** Of `{x:.2f}` or `%.2f`; null where there is none. */
  readonly format: string | null;
}

/** A logging call of the bot, as a pattern of the lines that it prints. */
export interface LogPattern {
  readonly at: Anchor;
  /** `file:qualname` of the function that logs: what the call's line belongs to. */
  readonly fn: string;
  /** What a formatter calls the place that prints: the logging call itself, which for a helper's callers is the helper's line. */
  readonly printedBy: PrintedBy;
  readonly level: number | null;
  /** Literal text and holes, in the order of the message. A pattern without any literal text matches nothing by itself. */
  readonly pieces: readonly (string | Hole)[];
  /** Names of values that structured loggers print as key=value or JSON beside the message. */
  readonly keys: readonly string[];
  /** What the code around the call says that it reports. */
  readonly events: readonly RunEventKind[];
  /** Which metric or limit such an event is about, where the code tells and the words need not. */
  readonly names?: Readonly<Partial<Record<RunEventKind, string>>>;
}

export interface PrintedBy {
  /** Relative to the bot's root. */
  readonly file: string;
  /** As CPython names the function: `run`, `<module>`. */
  readonly fn: string;
  readonly line: number;
  readonly endLine: number;
}
