import type { Facts } from "./facts/engine.ts";
import { Unavailable } from "./facts/engine.ts";
import { knownFiles } from "./facts/code/logs/known-files.ts";
import { logFormats } from "./facts/code/logs/log-formats.ts";
import { logPatterns } from "./facts/code/logs/log-patterns.ts";
import type { RunInput } from "./run/ingest.ts";
import type { Run } from "./run/run.ts";
import type { Since } from "./run/since.ts";

export type { Since } from "./run/since.ts";

export interface RunSettings {
  readonly jobs: number;
  readonly logs?: readonly string[];
  readonly telemetry?: string;
  readonly since?: Since;
  readonly onProgress?: RunInput["onProgress"];
}

/**
 * The run that was given, read with the bot's own logging calls; null where none was given. The code that reads logs is not
 * even loaded then.
 */
export async function readRun(facts: Facts, root: string, { jobs, logs = [], telemetry, since, onProgress }: RunSettings): Promise<Run | null> {
  if (logs.length === 0 && telemetry === undefined) return null;
  const known = facts.get(logPatterns);
  const files = facts.get(knownFiles);
  const formats = facts.get(logFormats);
  const { ingest } = await import("./run/ingest.ts");
  return ingest({ root, logs, telemetry: telemetry ?? null, jobs, patterns: known instanceof Unavailable ? [] : known, files: files instanceof Unavailable ? [] : files, formats: formats instanceof Unavailable ? [] : formats, ...(since ? { since } : {}), ...(onProgress ? { onProgress } : {}) });
}
