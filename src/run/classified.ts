import type { RunEventKind, RunField } from "./event.ts";
import type { Traceback } from "./run.ts";

/** What one record of a log turned out to be. */
export interface Classified {
  /** The index of the logging call that printed it; null where none of the bot's calls could have, or several could and they disagree. */
  readonly pattern: number | null;
  /**
   * bot: its own code wrote it, or nobody else can be told. library: a library's logger or the interpreter; such a record has
   * no logging call in the bot's source and is left out of the link rate.
   */
  readonly by: "bot" | "library";
  readonly events: readonly Told[];
  readonly traceback: Omit<Traceback, "at" | "time"> | null;
}

/** An event of a record, without what the record itself knows: place, time, level, text. */
export interface Told {
  readonly kind: RunEventKind;
  readonly fields: Readonly<Partial<Record<RunField, string>>>;
}
