import type { RunEvent } from "../../run/event.ts";
import type { Run } from "../../run/run.ts";
import type { Anchor } from "../../sdk/evidence.ts";

/** How a life of the bot ended, as far as telemetry and log tell. */
export interface RunEnd {
  /** stopped: through its shutdown. signal: a signal ended the process by itself. failed: an exception did. left: with an exit status and no sign of the shutdown. restarted: the next start without any end. */
  readonly how: "stopped" | "signal" | "failed" | "left" | "restarted";
  readonly signal: string | null;
  readonly code: number | null;
  /** The line that shows the end: of telemetry, else of the log. */
  readonly at: Anchor;
  /** The last line of the log before. */
  readonly before: RunEvent | null;
  readonly exception: { readonly at: Anchor; readonly name: string } | null;
}

const ENDING: ReadonlySet<string> = new Set(["shutdown", "shutdown-step", "stopped"]);
/** Milliseconds between the traceback of an exception and the end of the process that it ended. */
const SOON = 10_000;

/** Pure. The bot's code says whether its shutdown would show in the log (`announces`): else a log without it proves nothing. */
export function endsOf(run: Pick<Run, "telemetry" | "tracebacks">, events: readonly RunEvent[], announces: boolean): RunEnd[] {
  const lives = livesOf(events);
  const restarts = announces ? lives.slice(0, -1).flatMap((life, i): RunEnd[] => {
    const next = lives[i + 1]![0]!;
    return life.some((one) => ENDING.has(one.kind)) ? [] : [{ how: "restarted", signal: null, code: null, at: next.at, before: life.at(-1)!, exception: null }];
  }) : [];
  const exit = run.telemetry?.exit;
  if (!exit) return restarts;
  const last = lives.at(-1) ?? [];
  const at: Anchor = { in: "run", file: run.telemetry!.file, line: exit.line };
  const base = { signal: exit.signal, code: exit.code, at, before: last.at(-1) ?? null };
  const later = last.findLast((one) => one.time !== null && one.kind !== "exception" && one.kind !== "runtime-warning")?.time ?? -Infinity;
  const traceback = run.tracebacks.findLast((one) => one.time !== null && one.time >= later && exit.time - one.time < SOON && exit.time - one.time > -1000);
  const exception = traceback ? { at: traceback.at, name: traceback.exception } : null;
  // An interpreter that was interrupted runs its `finally` and then ends by the signal all the same.
  if (exit.signal !== "SIGKILL" && last.some((one) => ENDING.has(one.kind))) return [...restarts, { ...base, how: "stopped", exception: null }];
  if (exit.signal !== null) return [...restarts, { ...base, how: "signal", exception }];
  if (exit.code !== 0 && exception) return [...restarts, { ...base, how: "failed", exception }];
  return [...restarts, { ...base, how: "left", exception: null }];
}

/** Seconds within which a bot has connected after its start; components that start within them are one start. */
const STARTING = 60_000;

/**
 * Parted where the bot starts again: it says so in the words of its first line, and connects again although nothing was lost. "The
 * bot is running" is said by many bots every minute.
 */
function livesOf(events: readonly RunEvent[]): RunEvent[][] {
  const first = events.find((one) => one.kind === "started");
  const starts = new Set(first ? events.flatMap((one, i) => (one.kind === "started" && one.at.file === first.at.file && words(one) === words(first) && one.time !== null ? [i] : [])) : []);
  const lives: RunEvent[][] = [[]];
  let connected = new Set<number>();
  let from = first?.time ?? 0;
  events.forEach((one, i) => {
    const begins = one !== first && starts.has(i) && one.time! > from + STARTING && connects(events, i, connected);
    if (begins) {
      lives.push([]);
      connected = new Set();
      from = one.time!;
    }
    if (one.kind === "connected" && one.pattern !== null) connected.add(one.pattern);
    if (one.kind === "disconnected" || one.kind === "reconnect-wait") connected = new Set();
    lives.at(-1)!.push(one);
  });
  return lives;
}

function connects(events: readonly RunEvent[], start: number, connected: ReadonlySet<number>): boolean {
  for (let i = start + 1; i < events.length && (events[i]!.time ?? 0) <= events[start]!.time! + STARTING; i++) {
    const one = events[i]!;
    if (one.kind === "disconnected" || one.kind === "reconnect-wait") return false;
    if (one.kind === "connected" && one.pattern !== null && connected.has(one.pattern)) return true;
  }
  return false;
}

const words = (one: RunEvent): string => one.text.replace(/\d+/g, "#");

/** How long the shutdown took. */
export interface StopTime {
  readonly begun: RunEvent;
  /** Seconds to the end of the process, or to the line that says that it has stopped. */
  readonly took: number;
  readonly end: Anchor;
  /** SIGKILL ended the process: whatever the log says of a stop, it went on. */
  readonly killed: boolean;
}

/** What a bot does that has not been told to stop. */
const AT_WORK: ReadonlySet<string> = new Set(["signal", "entry", "started", "regime", "skip"]);

/** Pure: the last shutdown of the run that has an end; null: none. */
export function stopTimeOf(run: Pick<Run, "telemetry">, events: readonly RunEvent[]): StopTime | null {
  const timed = events.filter((one) => one.time !== null);
  const exit = run.telemetry?.exit ?? null;
  const stopped = timed.findLast((one) => one.kind === "stopped") ?? null;
  const end = exit ? { time: exit.time, at: { in: "run", file: run.telemetry!.file, line: exit.line } as Anchor } : stopped ? { time: stopped.time!, at: stopped.at } : null;
  if (!end) return null;
  const from = timed.findLastIndex((one) => AT_WORK.has(one.kind) && one.time! <= end.time);
  const begun = timed.find((one, i) => i > from && one.kind === "shutdown" && one.time! <= end.time);
  return begun ? { begun, took: (end.time - begun.time!) / 1000, end: end.at, killed: exit?.signal === "SIGKILL" } : null;
}

/** Pure: lines of the bot's shutdown would show in this log: its code prints them, at a level that this log shows. */
export function announcesStop(run: Pick<Run, "patterns" | "records">, events: readonly RunEvent[]): boolean {
  if (run.records === 0) return false;
  const lowest = events.reduce((low, one) => Math.min(low, one.level ?? 50), 50);
  return run.patterns.some((one) => one.events.some((kind) => ENDING.has(kind)) && (one.level === null || one.level >= lowest));
}
