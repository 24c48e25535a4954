import type { RunFunnel, RunProcess, RunSeries, RunSource, RunSummary, RunTraceback } from "../sdk/run-summary.ts";

/** Field by field, so that what is published is written down here. */
export const runJson = (run: RunSummary) => ({
  start: run.start, seconds: run.seconds, records: run.records, linked: run.linked, foreign: run.foreign,
  sources: run.sources.map(({ file, format, lines, records, matched }: RunSource) => ({ file, format, lines, records, matched })),
  process: run.process && processJson(run.process),
  events: run.events.map(({ kind, count }) => ({ kind, count })),
  funnel: funnelJson(run.funnel),
  series: run.series.map(({ kind, name, unit, count, first, last, min, median, p95, max, points }: RunSeries) => ({ kind, name, unit, count, first, last, min, median, p95, max, points: [...points] })),
  tracebacks: run.tracebacks.map(({ exception, message, count, at, code }: RunTraceback) => ({
    exception, message, count, at: { file: at.file, line: at.line }, code: code && { file: code.file, line: code.line },
  })),
});

const processJson = ({ file, samples, exit, guard }: RunProcess) => ({
  file, samples, exit: exit && { code: exit.code, signal: exit.signal },
  guard: guard && { limit: guard.limit, trippedAt: guard.trippedAt, stoppedAfter: guard.stoppedAfter },
});

const funnelJson = ({ signals, skips, skipReasons, orders, rejected, canceled, unresolved, fills, entries, exits, open, own }: RunFunnel) => ({
  signals, skips, skipReasons: skipReasons.map(({ reason, count }) => ({ reason, count })), orders, rejected, canceled, unresolved, fills, entries, exits, open,
  own: own && { signals: own.signals, skips: own.skips, orders: own.orders, fills: own.fills, entries: own.entries, exits: own.exits, at: { file: own.at.file, line: own.at.line } },
});
