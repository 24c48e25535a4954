import type { NotAnalysed } from "../ir/program.ts";
import type { Anchor } from "../sdk/evidence.ts";
import type { RunEvent, RunEventKind } from "./event.ts";
import type { LogPattern } from "./log-pattern.ts";
import type { Telemetry } from "./telemetry.ts";

/** One log as it was read; archives and rotated parts of one log are one source each, in the order of time. */
export interface LogSource {
  /** Relative to the bot's root where it lies inside, else as it was named. */
  readonly file: string;
  readonly format: string;
  readonly bytes: number;
  readonly lines: number;
  readonly records: number;
  /** Records whose prefix was understood, of all records: 0 to 1. */
  readonly matched: number;
}

export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly fn: string;
  /** The same place in the audited source; null where the file is not the bot's. */
  readonly code: Anchor | null;
}

/** An exception that the log shows, outermost frame first. */
export interface Traceback {
  readonly at: Anchor;
  readonly time: number | null;
  readonly exception: string;
  readonly message: string;
  readonly frames: readonly Frame[];
}

export interface Tally {
  readonly count: number;
  /** Of these, how many are in `Run.events`: a kind that comes by the million is kept in part, and counted whole. */
  readonly kept: number;
}

/** Everything that logs and telemetry of one run showed, bounded in memory whatever their size. */
export interface Run {
  readonly sources: readonly LogSource[];
  readonly patterns: readonly LogPattern[];
  /** In the order of time, then of file and line. */
  readonly events: readonly RunEvent[];
  readonly tallies: Readonly<Partial<Record<RunEventKind, Tally>>>;
  /** Why signals were dropped, by the log's own words, most frequent first. */
  readonly skipReasons: readonly { readonly reason: string; readonly count: number }[];
  readonly tracebacks: readonly Traceback[];
  /** Milliseconds of the first and the last line or sample; null where nothing carries a time. */
  readonly start: number | null;
  readonly end: number | null;
  readonly records: number;
  /** Records that were traced to the logging call that printed them. */
  readonly linked: number;
  /** Records of libraries and of the interpreter (`Classified.by`): the link rate is linked / (records - foreign). */
  readonly foreign: number;
  readonly telemetry: Telemetry | null;
  /** What could not be read, and why: it blocks go-live like code that was not analysed. */
  readonly notRead: readonly NotAnalysed[];
}
