import { Unavailable } from "./facts/engine.ts";
import type { PositionBooks } from "./facts/run/position-books.ts";
import type { RunEventKind } from "./run/event.ts";
import { RUN_EVENT_KINDS } from "./run/event.ts";
import type { Run, Traceback } from "./run/run.ts";
import type { Telemetry } from "./run/telemetry.ts";
import { seriesOf } from "./run-series.ts";
import { countersOf } from "./run/link/counters.ts";
import type { Counter, RunFunnel, RunProcess, RunSummary, RunTraceback } from "./sdk/run-summary.ts";

const LONGEST_WORDS = 160;
const MOST_REASONS = 20;
const MOST_TRACEBACKS = 50;

/** A run in numbers, for reports: the same run gives the same bytes. */
export function summaryOf(run: Run, books: PositionBooks | Unavailable): RunSummary {
  return {
    start: run.start === null ? null : isoOf(run.start),
    seconds: run.start === null || run.end === null ? null : rounded((run.end - run.start) / 1000),
    records: run.records,
    linked: run.linked,
    foreign: run.foreign,
    sources: run.sources.map(({ file, format, lines, records, matched }) => ({ file, format, lines, records, matched: Math.round(matched * 1e4) / 1e4 })),
    process: run.telemetry && processOf(run.telemetry, run.start),
    events: RUN_EVENT_KINDS.flatMap((kind) => {
      const count = countOf(run, kind);
      return count === null ? [] : [{ kind, count }];
    }),
    funnel: funnelOf(run, books instanceof Unavailable || books.cut || books.entries === 0 ? null : books),
    series: seriesOf(run),
    tracebacks: tracebacksOf(run.tracebacks),
  };
}

/** Times beyond what a date can hold come from damaged lines. */
const isoOf = (time: number): string | null => (Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const countOf = (run: Run, kind: RunEventKind): number | null => run.tallies[kind]?.count ?? null;

/** Two lines may tell of one exit, so positions are counted by the books where they are whole, else lines. */
function funnelOf(run: Run, books: PositionBooks | null): RunFunnel {
  const entries = books?.entries ?? countOf(run, "entry");
  const exits = books?.closed ?? countOf(run, "exit");
  return {
    signals: countOf(run, "signal"), skips: countOf(run, "skip"),
    skipReasons: reasonsOf(run.skipReasons),
    orders: countOf(run, "order-submitted") ?? countOf(run, "order-accepted"),
    rejected: countOf(run, "order-rejected"), canceled: countOf(run, "order-canceled"), unresolved: countOf(run, "order-unresolved"),
    fills: countOf(run, "fill"), entries, exits, open: books?.open ?? (entries === null ? null : entries - (exits ?? 0)),
    own: ownCounts(run.events),
  };
}

function ownCounts(events: Run["events"]): RunFunnel["own"] {
  const last = events.findLast(({ kind }) => kind === "counters");
  const own = last && countersOf(last);
  if (!last || !own) return null;
  const of = (what: Counter): number | null => (Number.isInteger(own.counts.get(what)) ? own.counts.get(what)! : null);
  return { signals: of("signals"), skips: of("skips"), orders: of("orders"), fills: of("fills"), entries: of("entries"), exits: of("exits"), at: last.at };
}

/** Reasons that differ in their numbers alone are one: `ev … <= cost …`. Digits inside of a name are no number. */
function reasonsOf(reasons: Run["skipReasons"]): RunFunnel["skipReasons"] {
  const alike = new Map<string, { reason: string; count: number }>();
  for (const { reason, count } of reasons) {
    const key = reason.replace(/(?<![\p{L}\d_])\d+(?:[.,]\d+)*/gu, "…");
    const known = alike.get(key);
    alike.set(key, known ? { reason: known.reason === reason ? reason : key, count: known.count + count } : { reason, count });
  }
  return [...alike.values()].sort((a, b) => b.count - a.count).slice(0, MOST_REASONS).map(({ reason, count }) => ({ reason: cut(reason), count }));
}

function processOf({ file, samples, exit, guard }: Telemetry, start: number | null): RunProcess {
  const since = (time: number | null): number | null => (time === null || start === null ? null : rounded((time - start) / 1000));
  return {
    file, samples: samples.length, exit: exit && { code: exit.code, signal: exit.signal },
    guard: guard && { limit: guard.limit, trippedAt: since(guard.trippedAt), stoppedAfter: guard.stoppedAfter },
  };
}

/** Alike: the same exception at the same place. */
function tracebacksOf(all: readonly Traceback[]): RunTraceback[] {
  const groups = new Map<string, { first: Traceback; code: RunTraceback["code"]; count: number }>();
  for (const one of all) {
    const code = one.frames.findLast((frame) => frame.code !== null)?.code ?? null;
    const last = one.frames.at(-1);
    const key = JSON.stringify([one.exception, code?.file ?? last?.file, code?.line ?? last?.line]);
    const known = groups.get(key);
    if (known) known.count += 1;
    else groups.set(key, { first: one, code, count: 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count).slice(0, MOST_TRACEBACKS).map(({ first, code, count }) => ({
    exception: cut(first.exception), message: cut(first.message), count, at: first.at, code,
  }));
}

const cut = (text: string): string => (text.length > LONGEST_WORDS ? `${text.slice(0, LONGEST_WORDS - 1)}…` : text);
