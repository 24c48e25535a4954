import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach } from "vitest";
import { readTelemetry } from "../../src/run/read-telemetry.ts";
import type { Telemetry } from "../../src/run/telemetry.ts";
import type { RunOutcome, RunPlan } from "../../src/supervisor/supervise.ts";

/** Debian's own, if there: a version manager's shim would be one process more. */
export const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

export interface Watched {
  readonly supervisor: ChildProcess;
  /** The run's directory. */
  readonly directory: string;
  readonly stdout: () => Buffer;
  readonly stderr: () => Buffer;
  /** What the bot wrote into its file so far. */
  readonly printed: () => string;
  readonly telemetry: () => Promise<Telemetry>;
  /** Resolves when the supervisor has ended. */
  readonly outcome: () => Promise<RunOutcome & { readonly told: readonly string[]; readonly refused?: string; readonly says?: string }>;
}

const undo: (() => void)[] = [];
afterEach(() => { for (const act of undo.splice(0).reverse()) act(); });

export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), "golive-run-"));
  undo.push(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts a bot under a supervisor in a process of its own; both are gone after the test. */
export function watch(command: readonly string[], plan: Partial<RunPlan> & { readonly crashAfter?: number } = {}, options: { readonly stdio?: StdioOptions; readonly directory?: string } = {}): Watched {
  const directory = options.directory ?? join(scratch(), "run");
  mkdirSync(directory, { recursive: true });
  const supervisor = spawn(process.execPath, [join(import.meta.dirname, "watch.ts"), directory, JSON.stringify(plan), ...command], { stdio: options.stdio ?? ["ignore", "pipe", "pipe"] });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  if (options.stdio === undefined) {
    supervisor.stdout?.on("data", (bytes: Buffer) => out.push(bytes));
    supervisor.stderr?.on("data", (bytes: Buffer) => err.push(bytes));
  }
  const ended = new Promise<void>((resolve) => supervisor.on("close", () => resolve()));
  const path = join(directory, "telemetry.jsonl");
  undo.push(() => {
    const pid = existsSync(path) ? /"pid":(\d+)/.exec(readFileSync(path, "utf8"))?.[1] : undefined;
    supervisor.kill("SIGKILL");
    if (pid) stop(-Number(pid));
  });
  return {
    supervisor, directory, stdout: () => Buffer.concat(out), stderr: () => Buffer.concat(err),
    printed: () => (existsSync(join(directory, "stdout.log")) ? readFileSync(join(directory, "stdout.log"), "utf8") : ""),
    telemetry: async () => (await readTelemetry(path, directory)).telemetry,
    outcome: async () => {
      await ended;
      return JSON.parse(readFileSync(`${directory}.json`, "utf8"));
    },
  };
}

/** A bot in Python, as a command. */
export function pythonBot(source: string): string[] {
  const file = join(scratch(), "bot.py");
  writeFileSync(file, source);
  return [python, file];
}

/** Waits for what must become true some time; what it is stands in the message when it does not. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const patience = performance.now() + 60_000;
  while (!(await isTrue())) {
    if (performance.now() > patience) throw new Error(`waited in vain until ${what}`);
    await pause(20);
  }
}

export const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

export function stop(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch { /* gone */ }
}
