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
  const traceback = run.tracebacks.findLast((one) => one.time !== null && exit.time - one.time < SOON && exit.time - one.time > -1000);
  const exception = traceback ? { at: traceback.at, name: traceback.exception } : null;
  if (exit.signal !== null) return [...restarts, { ...base, how: "signal", exception }];
  if (last.some((one) => ENDING.has(one.kind))) return [...restarts, { ...base, how: "stopped", exception: null }];
  if (exit.code !== 0 && exception) return [...restarts, { ...base, how: "failed", exception }];
  return [...restarts, { ...base, how: "left", exception: null }];
}

/** Parted where the bot says again, in the words of its first line, that it starts; a shutdown's own lines come before. */
function livesOf(events: readonly RunEvent[]): RunEvent[][] {
  const first = events.find((one) => one.kind === "started");
  const lives: RunEvent[][] = [[]];
  for (const one of events) {
    const again = first !== undefined && one !== first && one.kind === "started" && one.at.file === first.at.file && words(one) === words(first);
    if (again) lives.push([]);
    lives.at(-1)!.push(one);
  }
  return lives;
}

const words = (one: RunEvent): string => (one.pattern === null ? one.text.replace(/\d+/g, "#") : `pattern ${String(one.pattern)}`);

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
