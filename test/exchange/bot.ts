import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Exchange } from "./exchange.ts";
import { pause } from "./faults.ts";
import { keepTelemetry } from "./sampler.ts";

export interface BotProcess {
  /** Waits until the log says it, from where the last wait ended or from `since`. */
  readonly said: (text: RegExp, ms?: number) => Promise<boolean>;
  readonly log: () => string;
  readonly running: () => boolean;
  readonly stop: (signal: NodeJS.Signals, ms?: number) => Promise<{ readonly code: number | null; readonly signal: string | null; readonly killed: boolean }>;
}

export interface BotSettings {
  /** What is started; the directory of the bot is the working directory. */
  readonly command: readonly string[];
  readonly directory: string;
  /** Where the log, the telemetry, the journal and the state of the run go. */
  readonly out: string;
  readonly timeScale: number;
  readonly logLevel: string;
}

const environment = (exchange: Exchange, { out, timeScale, logLevel }: BotSettings) => ({
  OKX_API_KEY: "key", OKX_API_SECRET: "secret", OKX_API_PASSPHRASE: "passphrase",
  SCALPER_REST_URL: exchange.restUrl, SCALPER_WS_PUBLIC_URL: exchange.public.url, SCALPER_WS_PRIVATE_URL: exchange.private.url,
  SCALPER_TIME_SCALE: String(timeScale), SCALPER_SIMULATED: "true", SCALPER_LOG_LEVEL: logLevel,
  SCALPER_STATE_FILE: join(out, "state.json"), SCALPER_JOURNAL_FILE: join(out, "fills.csv"),
  PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8",
});

const SAMPLE_MS = 250;

export function startBot(exchange: Exchange, settings: BotSettings): BotProcess {
  rmSync(settings.out, { recursive: true, force: true });
  mkdirSync(settings.out, { recursive: true });
  const [program, ...words] = settings.command as [string, ...string[]];
  const child = spawn(program, words, { cwd: settings.directory, env: { ...process.env, ...environment(exchange, settings) }, stdio: ["ignore", "pipe", "pipe"] });
  const kept = createWriteStream(join(settings.out, "run.log"));
  const telemetry = keepTelemetry(join(settings.out, "run.jsonl"), child.pid ?? 0, settings.command, SAMPLE_MS);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part: Buffer) => {
      kept.write(part);
      log += part.toString();
    });
  }
  const ended = new Promise<void>((resolve) => child.on("close", (code, signal) => {
    telemetry(code, signal);
    kept.end(resolve);
  }));
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
    stop: async (signal, ms = 10_000) => {
      child.kill(signal);
      const timer = setTimeout(() => child.kill("SIGKILL"), ms);
      await ended;
      clearTimeout(timer);
      return { code: child.exitCode, signal: child.signalCode, killed: child.signalCode === "SIGKILL" };
    },
  };
}
