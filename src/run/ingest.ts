import type { Text } from "../sdk/text.ts";
import type { KnownFile } from "./known-code.ts";
import type { LogPattern } from "./log-pattern.ts";
import type { Run } from "./run.ts";

export interface RunInput {
  /** The bot's directory: places in logs that lie inside are told relative to it. */
  readonly root: string;
  /** Files, directories, globs; "-" is standard input. */
  readonly logs: readonly string[];
  readonly telemetry: string | null;
  readonly patterns: readonly LogPattern[];
  /** The bot's source files and functions: what frames of tracebacks are brought to. */
  readonly files: readonly KnownFile[];
  /** Worker threads. */
  readonly jobs: number;
  readonly onProgress?: (stage: Text, done: number, total: number) => void;
}

/**
 * Logs and telemetry → what happened in the run.
 * @throws {InputError} a path that is not there, a telemetry file that is none.
 */
export async function ingest(input: RunInput): Promise<Run> {
  return {
    sources: [], patterns: input.patterns, events: [], tallies: {}, skipReasons: [], tracebacks: [], start: null, end: null,
    records: 0, linked: 0, foreign: 0, telemetry: null, notRead: [],
  };
}
