import type { Anchor } from "../sdk/evidence.ts";

/**
 * What a run can tell about: the field's own words. An order that timed out is unresolved, never rejected. A kind that the log
 * cannot show is absent from the run, which is silence, never proof.
 */
export const RUN_EVENT_KINDS = [
  "started", "signal", "skip",
  "order-submitted", "order-accepted", "order-rejected", "order-canceled", "order-unresolved", "fill",
  "entry", "exit", "trail", "trail-reload",
  "drift-add", "drift-remove", "drift-size", "sync", "sync-failed", "regime",
  "connected", "disconnected", "reconnect-wait", "gave-up",
  "metric", "memory", "counters", "limit-reached", "shutdown", "shutdown-step", "stopped",
  "exception", "runtime-warning",
] as const;
export type RunEventKind = (typeof RUN_EVENT_KINDS)[number];

/** Standard names of what an event carries, whatever the bot calls it. Values are the log's own text. */
export type RunField =
  | "symbol" | "side" | "price" | "size" | "pnl" | "reason" | "regime"
  | "order-id" | "client-order-id" | "trade-id" | "position-id"
  | "metric" | "value" | "unit" | "threshold"
  | "attempt" | "delay" | "exception" | "message" | "name" | "counts";

export interface RunEvent {
  readonly kind: RunEventKind;
  /** The line of the log that told it. */
  readonly at: Anchor;
  /** Milliseconds since 1970 UTC; null where the line has no time. Lines without a zone are taken as UTC: differences are right, the hour may not be. */
  readonly time: number | null;
  /** 10 debug, 20 info, 30 warning, 40 error, 50 critical; null where the line has none. */
  readonly level: number | null;
  /** The message without its prefix, at most 400 characters, as the bot wrote it: escape before it is shown. */
  readonly text: string;
  /** The index of the logging call that printed it in `Run.patterns`; null where the line was understood by its words alone. */
  readonly pattern: number | null;
  readonly fields: Readonly<Partial<Record<RunField, string>>>;
}
