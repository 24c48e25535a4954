import { once } from "node:events";
import { closeSync, writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { InputError } from "../sdk/input-error.ts";
import type { Language, Text } from "../sdk/text.ts";
import { messengerOf, withoutSecrets } from "./command-words.ts";
import { isDiskFull, sureFor } from "./disk-room.ts";
import { LoopLag } from "./loop-lag.ts";
import { MemoryGuard, type GuardPlan } from "./memory-guard.ts";
import { says } from "./messages.ts";
import { OutputFollower } from "./output-follower.ts";
import type { Sampler } from "./reading.ts";
import { openRunFiles, type RunFiles } from "./run-files.ts";
import { samplerOf } from "./sampler.ts";
import { passSignalsOn, signalGroup } from "./signals.ts";
import { startCommand, type StartedCommand } from "./start-command.ts";
import type { TelemetryFile } from "./telemetry-file.ts";

export interface RunPlan {
  readonly command: readonly string[];
  /** An empty directory that keeps the run. */
  readonly directory: string;
  /** Seconds between two readings. */
  readonly interval: number;
  readonly guard: GuardPlan | null;
  /** File descriptors that the bot's output goes on to. */
  readonly forwardTo: { readonly stdout: number; readonly stderr: number };
  /** What the person has to know: `note` only if somebody watches, `warning` in any case. */
  readonly tell: (weight: "note" | "warning", text: Text) => void;
  readonly language: keyof Text;
}

export interface RunOutcome {
  readonly telemetry: string;
  /** What the bot printed. */
  readonly logs: readonly string[];
  readonly exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null };
  readonly seconds: number;
  /** Processes of the bot that outlived it. */
  readonly left: readonly number[];
}

/** Sockets cost milliseconds where the rest costs a tenth of one; where they cost more, they are read less often yet. */
const SOCKET_SECONDS = 2;
/** The room on the disk is looked at so often: a tiny one may be full within a second. */
const LONGEST_LOOK_MS = 1000;
const SHORTEST_LOOK_MS = 10;
/** On a tiny disk room is made several times a second. */
const TOLD_AGAIN_MS = 60_000;
/** For what the bot started and ended itself, to be gone. */
const LAST_WAIT_MS = 2000;

/**
 * Runs the bot, writes down what it sees of it, and returns when it has ended. The bot depends on nothing of this process: it
 * runs on when this one is killed, and what was written until then is whole.
 * @throws {InputError} the command cannot be started, the directory cannot be written.
 */
export async function supervise(plan: RunPlan): Promise<RunOutcome> {
  const messenger = messengerOf(plan.command);
  if (messenger !== null && plan.guard) throw new InputError(says("noGuard", { program: messenger }));
  const early: NodeJS.Signals[] = [];
  let send = (signal: NodeJS.Signals): void => void early.push(signal);
  const endSignals = passSignalsOn((signal) => send(signal));
  try {
    const files = openRunFiles(plan.directory, (code) => plan.tell("warning", says("noWrite", { directory: plan.directory, code })));
    const started = await startCommand(plan.command, files.stdout.file, files.stderr.file);
    for (const { file } of [files.stdout, files.stderr]) closeSync(file);
    send = (signal) => signalGroup(started.pid, signal);
    for (const signal of early) send(signal);
    return await new Supervision(plan, started, files).run();
  } finally {
    endSignals();
  }
}

/** The life of one run, from the start of the bot to its last line. */
class Supervision {
  readonly #plan: RunPlan;
  readonly #bot: StartedCommand;
  readonly #started = Date.now();
  readonly #files: RunFiles;
  readonly #telemetry: TelemetryFile;
  readonly #outputs: readonly { readonly name: string; readonly follower: OutputFollower }[];
  readonly #lag = new LoopLag();
  readonly #guard: MemoryGuard | null;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Bytes that were given up and not told yet, and when it was told last. */
  #untold = 0;
  #toldRoom = -Infinity;
  #hasEnded = false;
  #deaf = false;

  constructor(plan: RunPlan, bot: StartedCommand, files: RunFiles) {
    this.#plan = plan;
    this.#bot = bot;
    this.#files = files;
    this.#telemetry = files.telemetry.file;
    this.#guard = plan.guard && new MemoryGuard(plan.guard);
    this.#outputs = (["stdout", "stderr"] as const).map((name) => ({
      name: `${name}.log`,
      follower: new OutputFollower({ file: files[name].path, to: plan.forwardTo[name], onBytes: (bytes) => this.#lag.see(bytes), onDeaf: (code) => this.#tellDeaf(code) }),
    }));
  }

  async run(): Promise<RunOutcome> {
    const { command, directory, interval, tell } = this.#plan;
    const { child, pid } = this.#bot;
    const lastWords = (): void => sayLast(says("alone", { pid: String(pid), directory })[this.#plan.language]);
    process.once("exit", lastWords);
    this.#watchDiskFromNowOn();
    const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : Promise.resolve([child.exitCode, child.signalCode]);
    const sampler = await samplerOf(command, pid, SOCKET_SECONDS);
    this.#telemetry.append({ golive: "telemetry", version: 1, command: withoutSecrets(command), started: this.#started, interval, pid, source: sampler.source });
    if (this.#guard) this.#telemetry.append(this.#guard.line());
    tell("note", says("started", { pid: String(pid), directory }));
    if (sampler.source === "pidusage") tell("warning", says("lessPrecise"));
    if (sampler.source === "none") tell("warning", says("elsewhere", { program: messengerOf(command) ?? "" }));
    this.#sampleFromNowOn(sampler);
    const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
    process.off("exit", lastWords);
    return this.#end({ code, signal }, sampler);
  }

  #sampleFromNowOn(sampler: Sampler): void {
    const every = this.#plan.interval * 1000;
    const begun = performance.now();
    let turn = 0;
    const next = async (): Promise<void> => {
      await this.#sample(sampler);
      // A reading that took long, or a machine that slept, leaves readings out and moves none.
      const passed = performance.now() - begun;
      turn = Math.max(turn + 1, Math.ceil(passed / every));
      if (!this.#hasEnded) this.#after(turn * every - passed, () => void next());
    };
    void next();
  }

  async #sample(sampler: Sampler): Promise<void> {
    const now = Date.now();
    const reading = await sampler.read(now).catch(() => null);
    if (!reading || this.#hasEnded) return;
    const { rss, processes, threads, fds, sockets, cpu } = reading;
    this.#telemetry.append({ t: now, rss, procs: processes, threads, fds, ...(sockets ? { sockets } : {}), cpu, loopLag: this.#lag.take() });
    this.#watchMemory(rss, now);
  }

  #watchDiskFromNowOn(): void {
    if (isDiskFull(this.#plan.directory)) this.#makeRoom(Date.now());
    const sure = sureFor(this.#plan.directory);
    this.#after(Math.min(LONGEST_LOOK_MS, this.#plan.interval * 1000, Math.max(SHORTEST_LOOK_MS, sure)), () => this.#watchDiskFromNowOn());
  }

  #watchMemory(rss: number | null, now: number): void {
    const act = this.#guard?.look(rss, now) ?? null;
    const { guard, tell } = this.#plan;
    if (act === null || !guard || !this.#guard) return;
    if (act === "tell") return tell("warning", says("stillRuns", { grace: String(guard.grace) }));
    signalGroup(this.#bot.pid, act === "kill" ? "SIGKILL" : "SIGTERM");
    this.#telemetry.append(this.#guard.line());
    if (act === "kill") return tell("warning", says("killed", { seconds: String(guard.killAfter) }));
    tell("warning", inEach((language) => says("overLimit", { now: megabytes(rss ?? 0, language), limit: megabytes(guard.limit, language), grace: String(guard.grace) })));
    for (const seconds of [guard.grace, guard.killAfter]) if (seconds !== null) this.#after(seconds * 1000 + 1, () => this.#watchMemory(null, Date.now()));
  }

  /** A bot that prints into a full disk may break: its log is worth less than its life. */
  #makeRoom(now: number): void {
    const dropped = this.#outputs.map(({ name, follower }) => ({ name, bytes: follower.size > 0 ? follower.drop() : 0 })).filter(({ bytes }) => bytes > 0);
    for (const { name, bytes } of dropped) this.#telemetry.append({ lost: { t: now, log: name, bytes, why: "ENOSPC" } });
    this.#untold += dropped.reduce((sum, one) => sum + one.bytes, 0);
    if (now - this.#toldRoom >= TOLD_AGAIN_MS) this.#tellRoom(now);
  }

  #tellRoom(now: number): void {
    const bytes = this.#untold;
    if (bytes === 0) return;
    [this.#untold, this.#toldRoom] = [0, now];
    this.#plan.tell("warning", inEach((language) => says("noRoom", { directory: this.#plan.directory, megabytes: megabytes(bytes, language) })));
  }

  async #end(exit: RunOutcome["exit"], sampler: Sampler): Promise<RunOutcome> {
    this.#hasEnded = true;
    const now = Date.now();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#guard?.ended(now);
    if (this.#guard?.trippedAt != null) this.#telemetry.append(this.#guard.line());
    this.#telemetry.append({ exit: { t: now, code: exit.code, signal: exit.signal } });
    const left = await this.#leftOver(sampler);
    if (left.length > 0) this.#telemetry.append({ left });
    this.#telemetry.close();
    for (const { follower } of this.#outputs) await follower.end();
    const outcome = { telemetry: this.#files.telemetry.path, logs: [this.#files.stdout.path, this.#files.stderr.path], exit, seconds: (now - this.#started) / 1000, left };
    this.#tellRoom(now);
    this.#tellEnd(outcome, now);
    return outcome;
  }

  async #leftOver(sampler: Sampler): Promise<readonly number[]> {
    const until = performance.now() + LAST_WAIT_MS;
    for (;;) {
      const left = await sampler.left();
      if (left.length === 0 || performance.now() > until) return left;
      await pause(100);
    }
  }

  #tellEnd({ exit, seconds, left }: RunOutcome, now: number): void {
    const { tell } = this.#plan;
    tell("note", inEach((language) => {
      const time = duration(seconds, language);
      return exit.signal ? says("endedSignal", { signal: exit.signal, time }) : says("endedCode", { code: String(exit.code), time });
    }));
    const { directory } = this.#plan;
    if ((exit.signal !== null || exit.code !== 0) && isDiskFull(directory)) tell("warning", says("endedFull", { directory }));
    const tripped = this.#guard?.trippedAt ?? null;
    if (tripped !== null && exit.signal !== "SIGKILL") {
      tell("warning", exit.signal === "SIGTERM" ? says("notHandled") : inEach((language) => says("graceful", { seconds: decimal((now - tripped) / 1000, 1, language) })));
    }
    if (left.length > 0) tell("warning", says("left", { count: left.length, pids: left.slice(0, 10).join(" ") }));
  }

  #tellDeaf(code: string): void {
    if (this.#deaf) return;
    this.#deaf = true;
    this.#plan.tell("warning", says("deaf", { code, directory: this.#plan.directory }));
  }

  #after(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

const inEach = (say: (language: Language) => Text): Text => ({ en: say("en").en, ru: say("ru").ru });
const decimal = (value: number, digits: number, language: Language): string => (language === "ru" ? value.toFixed(digits).replace(".", ",") : value.toFixed(digits));
const megabytes = (bytes: number, language: Language): string => decimal(bytes / 2 ** 20, bytes < 10 * 2 ** 20 ? 1 : 0, language);

/** `2:03:04`, hours, minutes and seconds. */
function duration(seconds: number, language: Language): string {
  const whole = Math.floor(seconds);
  const two = (n: number): string => String(n).padStart(2, "0");
  return whole < 60 ? `${decimal(seconds, 1, language)} ${language === "ru" ? "с" : "s"}` : `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** In an exit handler nothing but this is possible, and it may be that nobody listens. */
function sayLast(line: string): void {
  try {
    writeSync(2, `golive: ${line}\n`);
  } catch { /* nobody listens */ }
}
