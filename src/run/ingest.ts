import type { NotAnalysed } from "../ir/program.ts";
import { catalogue } from "../sdk/text.ts";
import type { Text } from "../sdk/text.ts";
import { RunAssembler } from "./assemble.ts";
import type { KnownFile } from "./known-code.ts";
import type { LogPattern } from "./log-pattern.ts";
import { logThreads } from "./log-threads.ts";
import { readPart } from "./read-logs.ts";
import { readTelemetry } from "./read-telemetry.ts";
import type { Run } from "./run.ts";
import { discover } from "./sources/discover.ts";

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

const says = catalogue({
  reading: { en: "Reading logs (MB)", ru: "Чтение логов (МБ)" },
});

const MB = 1024 * 1024;

/**
 * Logs and telemetry → what happened in the run.
 * @throws {InputError} a path that is not there, a telemetry file that is none.
 */
export async function ingest({ root, logs, telemetry, patterns, files, jobs, onProgress }: RunInput): Promise<Run> {
  const { parts, notRead: refused } = discover(root, logs);
  const notRead: NotAnalysed[] = [...refused];
  const threads = logThreads({ patterns, files }, jobs);
  const assembler = new RunAssembler();
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  let read = 0;
  const onBytes = (count: number): void => {
    read += count;
    onProgress?.(says("reading"), Math.ceil(read / MB), Math.ceil(Math.max(read, total) / MB));
  };
  try {
    for (const part of parts) for (const digest of await readPart(part, { threads, patterns, onBytes, notRead })) assembler.add(digest);
  } finally {
    await threads.close();
  }
  const seen = assembler.span();
  const told = telemetry === null ? null : await readTelemetry(telemetry, root, seen);
  return assembler.result(patterns, told?.telemetry ?? null, [...notRead, ...(told?.notRead ?? [])]);
}
