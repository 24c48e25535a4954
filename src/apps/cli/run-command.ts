import { rmSync, statSync } from "node:fs";
import { loadConfig } from "../../config/load.ts";
import { InputError } from "../../sdk/input-error.ts";
import type { Language } from "../../sdk/text.ts";
import { makeRunDirectory } from "../../store/run-directory.ts";
import type { GuardPlan } from "../../supervisor/memory-guard.ts";
import { logsBefore, logsOfRun } from "../../supervisor/own-logs.ts";
import { supervise, type RunOutcome, type RunPlan } from "../../supervisor/supervise.ts";
import type { AuditOptions } from "./audit-command.ts";
import { complaints } from "./complaints.ts";
import type { ExitCode } from "./exit-code.ts";
import { sectionIds } from "./only-sections.ts";
import { outputsOf } from "./outputs.ts";
import { bytesOf, secondsOf } from "./quantities.ts";
import { say } from "./say.ts";
import { botDirectory, jobsOf, reportLanguage } from "./settings.ts";

export interface RunOptions extends Omit<AuditOptions, "telemetry"> {
  readonly dir?: string;
  readonly interval?: string;
  readonly memoryLimit?: string;
  readonly grace?: string;
  readonly killAfter?: string;
}

const INTERVAL = 1;
const GRACE = 30;
const DAY = 86_400;

/**
 * `golive run`: the bot's own run from its start to its end, then the audit of its code and of this run, whose gate is the exit
 * code. How the bot itself ended stands in the report.
 */
export async function runCommand(command: readonly string[], options: RunOptions): Promise<ExitCode> {
  const { bot, language, interval, guard, reportTakesStdout } = await understood(options);
  const directory = makeRunDirectory(bot, new Date());
  const named = options.logs ?? [];
  const before = logsBefore(bot, named);
  const tell: RunPlan["tell"] = (weight, text) => { if (weight === "warning" || process.stderr.isTTY) say(text[language]); };
  const outcome = await supervised({ command, directory, interval, guard, tell, language, forwardTo: { stdout: reportTakesStdout ? 2 : 1, stderr: 2 } });
  const logs = outcome.logs.filter(isWritten);
  for (const path of named) {
    const own = await logsOfRun(bot, [path], before, directory);
    if (own.length === 0) tell("warning", complaints("noOwnLog", { path }));
    logs.push(...own);
  }
  tell("note", complaints("again", { path: directory, directory: bot }));
  // Loaded now only: who watches a bot for weeks should be small.
  const { auditCommand } = await import("./audit-command.ts");
  return auditCommand(bot, { ...options, logs: [...new Set(logs)], telemetry: outcome.telemetry });
}

interface Understood {
  readonly bot: string;
  readonly language: Language;
  readonly interval: number;
  readonly guard: GuardPlan | null;
  /** A report for a program goes to stdout: what the bot prints there would spoil it. */
  readonly reportTakesStdout: boolean;
}

/** Everything that could be refused after the run is refused before it. */
async function understood(options: RunOptions): Promise<Understood> {
  const bot = botDirectory(options.dir);
  jobsOf(options.jobs);
  if (options.section) sectionIds(options.section, (await import("../../sections/index.ts")).SECTIONS);
  const outputs = outputsOf(options.format ?? []);
  const { config } = await loadConfig(bot);
  return {
    bot, language: reportLanguage(options.lang, config.language), interval: secondsOf("--interval", options.interval, 0.1, 3600) ?? INTERVAL,
    guard: guardOf(options), reportTakesStdout: outputs.some(({ format, file }) => format !== "terminal" && file === null),
  };
}

function guardOf({ memoryLimit, grace, killAfter }: RunOptions): GuardPlan | null {
  const plan = { grace: secondsOf("--grace", grace, 0, DAY) ?? GRACE, killAfter: secondsOf("--kill-after", killAfter, 0, DAY) };
  if (memoryLimit !== undefined) return { limit: bytesOf("--memory-limit", memoryLimit), ...plan };
  for (const [option, value] of [["--grace", grace], ["--kill-after", killAfter]] as const) if (value !== undefined) throw new InputError(complaints("needsLimit", { option }));
  return null;
}

/** A command that could not be started leaves nothing behind. */
async function supervised(plan: RunPlan): Promise<RunOutcome> {
  try {
    return await supervise(plan);
  } catch (error) {
    if (error instanceof InputError) rmSync(plan.directory, { recursive: true, force: true });
    throw error;
  }
}

const isWritten = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
