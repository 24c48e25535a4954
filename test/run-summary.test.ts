import { expect, test } from "vitest";
import { Unavailable } from "../src/facts/engine.ts";
import type { RunEvent, RunEventKind } from "../src/run/event.ts";
import type { Run, Traceback } from "../src/run/run.ts";
import { summaryOf } from "../src/run-summary.ts";
import { verbatim } from "../src/sdk/text.ts";
import type { RunSummary } from "../src/sdk/run-summary.ts";

const START = Date.UTC(2026, 10, 20, 10);
const at = (line: number) => ({ in: "run", file: "bot.log", line }) as const;
const event = (kind: RunEventKind, seconds: number | null, fields: RunEvent["fields"] = {}): RunEvent => ({
  kind, at: at(1), time: seconds === null ? null : START + seconds * 1000, level: 20, text: "", pattern: null, fields,
});

const EMPTY: Run = {
  sources: [], patterns: [], events: [], tallies: {}, skipReasons: [], tracebacks: [], start: null, end: null, records: 0, linked: 0, foreign: 0, telemetry: null, notRead: [],
};
const summary = (over: Partial<Run>): RunSummary => summaryOf({ ...EMPTY, ...over }, new Unavailable(verbatim("no books")));

test("what the log does not show is null, not zero", () => {
  const { funnel, events, start, seconds } = summary({ tallies: { signal: { count: 9, kept: 2 } } });
  expect(funnel).toMatchObject({ signals: 9, skips: null, orders: null, fills: null, entries: null, exits: null, open: null });
  expect(events).toEqual([{ kind: "signal", count: 9 }]);
  expect([start, seconds]).toEqual([null, null]);
});

test("entries are exits and what is open", () => {
  expect(summary({ tallies: { entry: { count: 5, kept: 5 }, exit: { count: 3, kept: 3 } } }).funnel).toMatchObject({ entries: 5, exits: 3, open: 2 });
  expect(summary({ tallies: { entry: { count: 5, kept: 5 } } }).funnel).toMatchObject({ exits: null, open: 5 });
});

test("times are those of the run", () => {
  expect(summary({ start: START, end: START + 90_500 })).toMatchObject({ start: "2026-11-20T10:00:00.000Z", seconds: 90.5 });
  expect(summary({ start: 1e300, end: 1e300 }).start).toBe(null);
});

test("measurements are drawn by metric and unit, peaks kept", () => {
  const points = Array.from({ length: 100 }, (_, i) => event("metric", i, { metric: i % 2 ? "Latency" : "latency", value: i === 50 ? "1,204.5" : "80", unit: "ms" }));
  const { series } = summary({ events: [...points, event("metric", 3, { metric: "slippage", value: "0.1", unit: "%" }), event("metric", 4, { metric: "slippage", value: "n/a", unit: "%" })], start: START, end: START + 100_000 });
  expect(series.map(({ name, unit, count, median, max }) => [name, unit, count, median, max])).toEqual([["latency", "ms", 100, 80, 1204.5], ["slippage", "%", 1, 0.1, 0.1]]);
  expect(series[0]!.points.length).toBe(48);
  expect(series[0]!.points[24]).toBe(1204.5);
  expect(series[1]!.points.filter((one) => one !== null)).toEqual([0.1]);
});

test("memory comes from telemetry, else from lines that name its unit", () => {
  const lines = [event("memory", 1, { value: "100", unit: "MB" }), event("memory", 9, { value: "200", unit: "MiB" }), event("memory", 9, { value: "7" })];
  expect(summary({ events: lines, start: START, end: START + 10_000 }).series).toMatchObject([{ kind: "memory", unit: "B", count: 2, first: 104857600, last: 209715200 }]);
  const sample = (seconds: number, rss: number, sockets: number | null) => ({
    line: 1, time: START + seconds * 1000, rss, processes: 1, threads: 1, fds: null, cpu: null, loopLag: null,
    sockets: sockets === null ? null : { established: sockets, closeWait: 0, timeWait: 1, other: 0, peers: {} },
  });
  const telemetry = { file: "run.jsonl", command: [], samples: [sample(0, 1e6, 2), sample(5, 2e6, null), sample(10, 3e6, 4)], exit: null, guard: { line: 9, limit: 5e6, trippedAt: START + 4000, stoppedAfter: null } };
  const { series, process } = summary({ events: lines, telemetry, start: START, end: START + 10_000 });
  expect(series.map(({ kind, first, last, max }) => [kind, first, last, max])).toEqual([["memory", 1e6, 3e6, 3e6], ["sockets", 3, 5, 5], ["threads", 1, 1, 1]]);
  expect(series[1]!.points.every((one) => one !== null)).toBe(true);
  expect(process).toEqual({ file: "run.jsonl", samples: 3, exit: null, guard: { limit: 5e6, trippedAt: 4, stoppedAfter: null } });
});

test("alike exceptions are told once, with the innermost frame of the bot", () => {
  const code = { in: "code", file: "a.py", line: 7 } as const;
  const one = (line: number, over: Partial<Traceback> = {}): Traceback => ({
    at: at(line), time: null, exception: "KeyError", message: "'BTC'".repeat(100), frames: [{ file: "/x/a.py", line: 7, fn: "f", code }, { file: "/lib/b.py", line: 9, fn: "g", code: null }], ...over,
  });
  const { tracebacks } = summary({ tracebacks: [one(3, { exception: "OSError" }), one(5), one(9), one(11, { frames: [] })] });
  expect(tracebacks.map(({ exception, count, at, code }) => [exception, count, at.line, code?.line ?? null])).toEqual([["KeyError", 2, 5, 7], ["OSError", 1, 3, 7], ["KeyError", 1, 11, null]]);
  expect(tracebacks[0]!.message.length).toBe(160);
});

test("reasons that differ in their numbers alone are one", () => {
  const skipReasons = [{ reason: "cooldown", count: 5 }, { reason: "ev 0.097% <= cost 0.142%", count: 3 }, { reason: "ev 0.1% <= cost 0.142%", count: 3 }, { reason: "tp1 hit", count: 1 }, { reason: "tp2 hit", count: 1 }, { reason: "correlated 2", count: 1 }];
  expect(summary({ skipReasons }).funnel.skipReasons).toEqual([
    { reason: "ev …% <= cost …%", count: 6 }, { reason: "cooldown", count: 5 }, { reason: "tp1 hit", count: 1 }, { reason: "tp2 hit", count: 1 }, { reason: "correlated 2", count: 1 },
  ]);
});

test("words of the log are cut and at most twenty reasons are kept", () => {
  const { funnel } = summary({ skipReasons: Array.from({ length: 30 }, (_, i) => ({ reason: `${"abcdefghijklmnopqrstuvwxyz123456"[i]!.repeat(500)}`, count: 30 - i })) });
  expect(funnel.skipReasons.length).toBe(20);
  expect(funnel.skipReasons[0]!.reason.length).toBe(160);
});
