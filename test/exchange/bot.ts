import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { goLast } from "./calm-machine.ts";
import type { Exchange } from "./exchange.ts";
import { pause } from "./faults.ts";

const GOLIVE = join(import.meta.dirname, "../../bin/golive.mjs");

export interface BotSettings {
  /** The bundled bot. It runs in a copy, so that nothing of the run stays beside it. */
  readonly directory: string;
  readonly python: string;
  /** The copy and the run are made in here. */
  readonly out: string;
  readonly timeScale: number;
  readonly logLevel: string;
  /** Of `golive run`: what it prints when the run is over. */
  readonly format: readonly string[];
  /** The built golive, as users have it, or the one that is being worked on. */
  readonly golive: "built" | "source";
  /** The bot has ended; `golive run` goes on to its audit. */
  readonly onExit?: () => void;
  /** Where the bot's lines and the report go on to; absent: nowhere. */
  readonly show?: NodeJS.WriteStream;
}

export interface BotEnd {
  /** Of the bot. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Had to be killed: it did not end by itself. */
  readonly killed: boolean;
  /** Exit code of `golive run`. */
  readonly golive: number | null;
}

export interface BotProcess {
  /** Waits until the log says it. */
  readonly said: (text: RegExp, ms?: number) => Promise<boolean>;
  readonly log: () => string;
  readonly running: () => boolean;
  readonly stop: (signal: NodeJS.Signals, ms?: number) => Promise<BotEnd>;
}

export interface KeptRun {
  /** The copy of the bot. */
  readonly bot: string;
  readonly log: string;
  readonly errors: string;
  readonly telemetry: string;
}

/** Where `golive run` keeps the one run of a bot that ran in `out`. */
export function keptRun({ out, directory }: Pick<BotSettings, "out" | "directory">): KeptRun {
  const bot = join(out, basename(directory));
  const runs = join(bot, ".golive/runs");
  const run = join(runs, readdirSync(runs).sort().at(-1) ?? "");
  return { bot, log: join(run, "stdout.log"), errors: join(run, "stderr.log"), telemetry: join(run, "telemetry.jsonl") };
}

const environment = (exchange: Exchange, { out, timeScale, logLevel, golive }: BotSettings) => ({
  OKX_API_KEY: "key", OKX_API_SECRET: "secret", OKX_API_PASSPHRASE: "passphrase",
  SCALPER_REST_URL: exchange.restUrl, SCALPER_WS_PUBLIC_URL: exchange.public.url, SCALPER_WS_PRIVATE_URL: exchange.private.url,
  SCALPER_TIME_SCALE: String(timeScale), SCALPER_SIMULATED: "true", SCALPER_LOG_LEVEL: logLevel,
  SCALPER_STATE_FILE: join(out, "state.json"), SCALPER_JOURNAL_FILE: join(out, "fills.csv"),
  PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8",
  ...(golive === "source" ? { GOLIVE_FROM_SOURCE: "1" } : {}),
});

/** Of a second; the runs are short. */
const SAMPLE_SECONDS = "0.25";

export function startBot(exchange: Exchange, settings: BotSettings): BotProcess {
  const bot = join(settings.out, basename(settings.directory));
  rmSync(settings.out, { recursive: true, force: true });
  mkdirSync(settings.out, { recursive: true });
  cpSync(settings.directory, bot, { recursive: true, filter: (path) => !/[/\\](\.golive|__pycache__|logs)$/.test(path) });
  const formats = settings.format.flatMap((format) => ["--format", format]);
  const words = [GOLIVE, "run", "--dir", bot, "--interval", SAMPLE_SECONDS, "--no-history", ...formats, "--", settings.python, "main.py"];
  const child = spawn(process.execPath, words, { cwd: bot, env: { ...process.env, ...environment(exchange, settings) }, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part: Buffer) => {
      log += part.toString();
      settings.show?.write(part);
    });
  }
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    running, log: () => log,
    said: async (text, ms = 3_000) => {
      const end = Date.now() + ms;
      while (!text.test(log)) {
        if (Date.now() > end || !running()) return text.test(log);
        await pause(4);
      }
      return true;
    },
    stop: async (signal, ms = 12_000) => {
      const { telemetry } = keptRun(settings);
      // golive passes it on and lives to audit the run; the bot itself may not.
      child.kill(signal);
      let killed = false;
      const timer = setTimeout(() => {
        killed = true;
        kill(pidIn(telemetry));
      }, ms);
      const exit = await exitIn(telemetry, running);
      clearTimeout(timer);
      settings.onExit?.();
      goLast(child.pid);
      await ended;
      return { ...exit, killed, golive: child.exitCode };
    },
  };
}

interface TelemetryLine {
  readonly pid?: number;
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
}

const linesOf = (telemetry: string): TelemetryLine[] => readFileSync(telemetry, "utf8").trim().split("\n").map((line) => JSON.parse(line) as TelemetryLine);

const pidIn = (telemetry: string): number | null => linesOf(telemetry)[0]?.pid ?? null;

function kill(pid: number | null): void {
  try {
    if (pid !== null) process.kill(pid, "SIGKILL");
  } catch { /* it is gone already */ }
}

async function exitIn(telemetry: string, running: () => boolean): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  for (;;) {
    const exit = readFileSync(telemetry, "utf8").includes('"exit"') ? linesOf(telemetry).find((one) => one.exit)?.exit : undefined;
    if (exit) return { code: exit.code, signal: exit.signal };
    if (!running()) return { code: null, signal: null };
    await pause(20);
  }
}
