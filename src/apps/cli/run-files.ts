import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Since } from "../../read-run.ts";
import { InputError } from "../../sdk/input-error.ts";
import { complaints } from "./complaints.ts";
import { sinceOf } from "./since.ts";

/** The run that is to be audited with the code. */
export interface RunFiles {
  /** Files, directories, globs; "-" is standard input. */
  readonly logs?: readonly string[];
  readonly telemetry?: string;
  /** Of the logs only what was written from then on. */
  readonly since?: Since;
}

/** As it was typed. */
export interface NamedRun {
  readonly logs?: readonly string[];
  readonly telemetry?: string;
  readonly logsSince?: string;
}

const GLOB = /[*?[\]{}]/;

/**
 * Logs and telemetry as the person named them. What is not there is said before the code is read, which takes seconds; what
 * a glob finds is known when the logs are read.
 * @throws {InputError} a path that is not there, a time that is none.
 */
export function runFiles({ logs, telemetry, logsSince }: NamedRun): RunFiles {
  const missing = (logs ?? []).find((path) => path !== "-" && !GLOB.test(path) && !existsSync(path));
  if (missing !== undefined) throw new InputError(complaints("noLog", { path: missing }));
  if (telemetry !== undefined) requireFile(telemetry);
  const since = logsSince === undefined ? null : sinceOf(logsSince);
  if (since && !logs?.length) throw new InputError(complaints("needsLogs", { option: "--logs-since" }));
  if (since && since.kind !== "time" && logs!.includes("-")) throw new InputError(complaints("onlyOnce"));
  return { ...(logs && logs.length > 0 ? { logs } : {}), ...(telemetry === undefined ? {} : { telemetry }), ...(since ? { since } : {}) };
}

/** A Prometheus server is asked later, and the directory of a run holds its telemetry. */
function requireFile(path: string): void {
  if (/^https?:\/\//i.test(path)) return;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new InputError(complaints("noTelemetry", { path }));
  if (stat.isDirectory() && !existsSync(join(path, "telemetry.jsonl"))) throw new InputError(complaints("telemetryDirectory", { path }));
}

/** `--logs run.log bot/` hands the bot to the option: a directory of code is no directory of logs. */
export function looksLikeBot(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
  return readdirSync(path).some((name) => name.endsWith(".py") || name === "golive.yaml" || name === "pyproject.toml" || name === "requirements.txt");
}
