import type { NotAnalysed } from "../ir/program.ts";
import type { Telemetry } from "./telemetry.ts";

export interface TelemetryReading {
  readonly telemetry: Telemetry;
  /** Lines that were torn or are no telemetry, and what the supervisor says was lost. */
  readonly notRead: readonly NotAnalysed[];
}

/** Milliseconds since 1970 UTC, both included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}
