import type { Anchor } from "./evidence.ts";

/**
 * What a run showed, in numbers: what reports tell about it beside its findings. Words of the log stand in names, reasons and
 * messages only, each cut short; whoever shows them escapes them.
 */
export interface RunSummary {
  /** ISO 8601, UTC, of the first line or sample, by the log's own clock; null where nothing carries a time. */
  readonly start: string | null;
  /** From the first to the last line or sample. */
  readonly seconds: number | null;
  readonly records: number;
  /** Records that were traced to the logging call that printed them. */
  readonly linked: number;
  /** Records of libraries and of the interpreter, which no call of the bot prints: the share that was traced is of the others. */
  readonly foreign: number;
  readonly sources: readonly RunSource[];
  /** How the process was watched; null where no telemetry was given. */
  readonly process: RunProcess | null;
  /** By kind, in the order of a trade's life; a kind that the run does not show is not listed. */
  readonly events: readonly { readonly kind: string; readonly count: number }[];
  readonly funnel: RunFunnel;
  /** Memory, sockets, latencies ... over the run. */
  readonly series: readonly RunSeries[];
  /** Exceptions, alike ones told once, the most frequent first. */
  readonly tracebacks: readonly RunTraceback[];
}

export interface RunSource {
  readonly file: string;
  readonly format: string;
  readonly lines: number;
  readonly records: number;
  /** Records whose prefix was understood, of all: 0 to 1. */
  readonly matched: number;
}

export interface RunProcess {
  readonly file: string;
  readonly samples: number;
  /** Null: the supervisor did not live to see the end. */
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  readonly guard: { readonly limit: number; /** Seconds after the start. */ readonly trippedAt: number | null; readonly stoppedAfter: number | null } | null;
}

/** What bots count of themselves in summaries and heartbeats, in the order of a trade's life. */
export const COUNTERS = ["signals", "skips", "orders", "fills", "entries", "exits"] as const;
export type Counter = (typeof COUNTERS)[number];

/** From signals to exits. Null: the log does not show this kind at all, which is silence and not zero. */
export interface RunFunnel {
  readonly signals: number | null;
  readonly skips: number | null;
  /** Why signals were dropped, by the log's own words, the most frequent first, at most 20. */
  readonly skipReasons: readonly { readonly reason: string; readonly count: number }[];
  readonly orders: number | null;
  readonly rejected: number | null;
  readonly canceled: number | null;
  readonly unresolved: number | null;
  readonly fills: number | null;
  readonly entries: number | null;
  readonly exits: number | null;
  /** The counts that the bot's own last summary of this run prints; null where it prints none. */
  readonly own: ({ readonly [what in Counter]: number | null } & { readonly at: Anchor }) | null;
  /** Entries without an exit at the end; negative where more was closed than opened: the log begins in the middle, or lies. */
  readonly open: number | null;
}

export type SeriesKind = "memory" | "sockets" | "files" | "threads" | "lag" | "metric";

export interface RunSeries {
  readonly kind: SeriesKind;
  /** Of a metric, as the log calls it; else the kind. */
  readonly name: string;
  /** `B` for memory, `ms` for the lag, empty for counts, the log's own word for metrics. */
  readonly unit: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  /** The highest value in each of as many equal parts of the run; null where a part has none. */
  readonly points: readonly (number | null)[];
}

export interface RunTraceback {
  readonly exception: string;
  readonly message: string;
  readonly count: number;
  /** The first one's line of the log. */
  readonly at: Anchor;
  /** The innermost frame in the bot's own source. */
  readonly code: Anchor | null;
}
