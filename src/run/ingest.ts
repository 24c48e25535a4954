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
import { EVERYTHING, startOf, TIMES_ONLY } from "./since.ts";
import type { Since } from "./since.ts";
import { discover } from "./sources/discover.ts";
import type { LogPart } from "./sources/discover.ts";

export interface RunInput {
  /** The bot's directory: places in logs that lie inside are told relative to it. */
  readonly root: string;
  /** Files, directories, globs; "-" is standard input. */
  readonly logs: readonly string[];
  readonly telemetry: string | null;
  readonly patterns: readonly LogPattern[];
  /** Format strings that the bot gives its loggers. */
  readonly formats?: readonly string[];
  /** The bot's source files and functions: what frames of tracebacks are brought to. */
  readonly files: readonly KnownFile[];
  /** Of the logs only what was written from then on; null: all of it. */
  readonly since?: Since | null;
  /** Worker threads. */
  readonly jobs: number;
  readonly onProgress?: (stage: Text, done: number, total: number) => void;
}

const says = catalogue({
  reading: { en: "reading logs (MB)", ru: "чтение логов (МБ)" },
});

const MB = 1024 * 1024;

/**
 * Logs and telemetry → what happened in the run.
 * @throws {InputError} a path that is not there, a telemetry file that is none.
 */
export async function ingest(input: RunInput): Promise<Run> {
  const { root, logs, telemetry, patterns, since = null } = input;
  const { parts, notRead: refused } = discover(root, logs);
  const from = since === null ? EVERYTHING : startOf(since, since.kind === "time" ? NaN : await endOf(parts, input));
  const { assembler, notRead } = await readParts(parts, from, input);
  const seen = assembler.span();
  const told = telemetry === null ? null : await readTelemetry(telemetry, root, seen);
  return assembler.result(patterns, told?.telemetry ?? null, [...refused, ...notRead, ...(told?.notRead ?? [])]);
}

/** The last time of the logs, which are read for it; NaN where nothing in them has one. */
async function endOf(parts: readonly LogPart[], input: RunInput): Promise<number> {
  const { assembler } = await readParts(parts, TIMES_ONLY, input);
  return assembler.end();
}

async function readParts(parts: readonly LogPart[], since: number, { patterns, files, formats = [], jobs, onProgress }: RunInput): Promise<{ readonly assembler: RunAssembler; readonly notRead: readonly NotAnalysed[] }> {
  const notRead: NotAnalysed[] = [];
  const code = { patterns, files, formats };
  const threads = logThreads(code, jobs);
  const assembler = new RunAssembler();
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  let read = 0;
  const onBytes = (count: number): void => {
    read += count;
    onProgress?.(says("reading"), Math.ceil(read / MB), Math.ceil(Math.max(read, total) / MB));
  };
  try {
    for (const part of parts) for (const digest of await readPart(part, { threads, code, since, onBytes, notRead })) assembler.add(digest);
  } finally {
    await threads.close();
  }
  return { assembler, notRead };
}
