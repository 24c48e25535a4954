import type { RunEvent } from "../../run/event.ts";

/** What the interpreter said about work that was lost or a resource that was left open. */
export interface RuntimeWarning {
  readonly what: "task-destroyed" | "task-exception" | "never-awaited" | "unclosed";
  readonly event: RunEvent;
  /** The coroutine, as Python writes it: `PrivateStream._ping_loop`; null: none is named. */
  readonly coroutine: string | null;
  /** The file that the line names for it, as written there. */
  readonly file: string | null;
  /** Of what was left open: `client session`, `connector`, `socket`. */
  readonly resource: string | null;
  /** The exception of a task, as the line writes it. */
  readonly exception: string | null;
  /** The bot was at work long after, so it is no matter of the end. */
  readonly atWork: boolean;
}

const UNCLOSED = /^(?:.*?ResourceWarning:\s*)?unclosed\s+(?:<)?([\w. ]{3,40})/im;
const COROUTINE = /coro=<([\w.<>]+?)\(\)|coroutine ['"]([\w.<>]+)['"] was never awaited/;
const PLACE = /(?:running at|defined at)\s+(.+?):\d+[>\s]|^(.+?\.py):\d+: RuntimeWarning/m;
const BARE_FUTURE = /future: <Future /;
const EXCEPTION = /exception=(\w+)\(/;

/** Kinds of events that a bot gives only while it works. */
const WORK: ReadonlySet<string> = new Set(["signal", "skip", "order-submitted", "order-accepted", "fill", "entry", "trail", "trail-reload", "sync", "regime", "connected", "metric", "memory"]);
/** Milliseconds after which work shows that the bot did not end there. */
const LATER = 5000;

/** Pure: events in the order of time → the warnings among them. Logs of a shutdown tell the same lines, so each says when. */
export function runtimeWarningsOf(events: readonly RunEvent[]): RuntimeWarning[] {
  // The last work of each life: what follows a start says nothing about the life before.
  const lastWork: number[] = new Array<number>(events.length).fill(-Infinity);
  let last = -Infinity;
  for (let i = events.length - 1; i >= 0; i--) {
    const one = events[i]!;
    if (one.kind === "started") last = -Infinity;
    if (one.time !== null && WORK.has(one.kind)) last = Math.max(last, one.time);
    lastWork[i] = last;
  }
  // What the interpreter prints past the formatter has no time: that of the line before will do.
  let now: number | null = null;
  return events.flatMap((event, i): RuntimeWarning[] => {
    now = event.time ?? now;
    const what = event.kind === "runtime-warning" ? whatOf(event) : null;
    if (!what) return [];
    const { text } = event;
    const coroutine = COROUTINE.exec(text);
    const place = PLACE.exec(text);
    // A future that runs no coroutine is a transport's or a library's own: no task of the bot died with it.
    if (what === "task-exception" && !coroutine && BARE_FUTURE.test(text)) return [];
    return [{
      what, event, coroutine: coroutine?.[1] ?? coroutine?.[2] ?? null, file: place?.[1] ?? place?.[2] ?? null,
      resource: what === "unclosed" ? (UNCLOSED.exec(text)?.[1]?.trim().toLowerCase() ?? "resource") : null,
      exception: EXCEPTION.exec(text)?.[1] ?? null, atWork: now !== null && lastWork[i]! >= now + LATER,
    }];
  });
}

function whatOf({ fields, text }: RunEvent): RuntimeWarning["what"] | null {
  const name = fields.name ?? "";
  if (name === "task-destroyed" || text.includes("Task was destroyed but it is pending")) return "task-destroyed";
  if (name === "task-exception" || /(Task|Future) exception was never retrieved/.test(text)) return "task-exception";
  if (name === "never-awaited" || text.includes("was never awaited")) return "never-awaited";
  return name.startsWith("unclosed") ? "unclosed" : null;
}
