import type { RunSummary } from "../../src/sdk/run-summary.ts";
import type { Audit } from "../../src/sdk/audit-result.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { code, finding, SAMPLE, verdict } from "./sample-audit.ts";

const wave = (low: number, high: number): (number | null)[] => Array.from({ length: 48 }, (_, i) => (i === 20 ? null : low + ((high - low) * ((i * 7) % 48)) / 47));

export const RUN: RunSummary = {
  start: "2026-11-20T10:00:03.120Z", seconds: 7985.2, records: 12345, linked: 12101, foreign: 0,
  sources: [
    { file: "logs/bot.log", format: "loguru", lines: 12400, records: 12345, matched: 0.9981 },
    { file: "logs/errors.log", format: "std logging", lines: 0, records: 0, matched: 0 },
  ],
  process: { file: "run.jsonl", samples: 7980, exit: { code: null, signal: "SIGTERM" }, guard: { limit: 600 * 1024 ** 2, trippedAt: 7200, stoppedAfter: 4.2 } },
  events: [
    { kind: "signal", count: 1200 }, { kind: "skip", count: 1180 }, { kind: "order-submitted", count: 20 }, { kind: "order-rejected", count: 2 }, { kind: "fill", count: 18 },
    { kind: "entry", count: 18 }, { kind: "exit", count: 17 }, { kind: "sync", count: 133 }, { kind: "disconnected", count: 3 }, { kind: "reconnect-wait", count: 4 }, { kind: "metric", count: 36 },
  ],
  funnel: {
    signals: 1200, skips: 1180, skipReasons: [{ reason: "cooldown", count: 900 }, { reason: "spread too wide", count: 280 }],
    orders: 20, rejected: 2, canceled: null, unresolved: 1, fills: 18, entries: 18, exits: 17, own: null, open: 1,
  },
  series: [
    { kind: "memory", name: "memory", unit: "B", count: 7980, first: 125829120, last: 503316480, min: 125829120, median: 314572800, p95: 492830720, max: 513802240, points: wave(1e8, 5e8) },
    { kind: "sockets", name: "sockets", unit: "", count: 7980, first: 2, last: 9, min: 2, median: 4, p95: 9, max: 9, points: wave(2, 9) },
    { kind: "metric", name: "latency", unit: "ms", count: 18, first: 80, last: 95, min: 40, median: 82, p95: 310, max: 1204.5, points: wave(40, 1204) },
    { kind: "metric", name: "slippage of the exit in percent of the price", unit: "%", count: 18, first: 0.01, last: 0.02, min: 0, median: 0.012, p95: 0.3, max: 0.41, points: [0.01, null, 0.41] },
  ],
  tracebacks: [
    { exception: "KeyError", message: "'BTC-USDT-SWAP'", count: 3, at: { in: "run", file: "logs/bot.log", line: 812 }, code: code("src/risk/risk_manager.py", 75) },
    { exception: "aiohttp.ClientError", message: "", count: 1, at: { in: "run", file: "logs/bot.log", line: 9012 }, code: null },
  ],
};

/** SAMPLE with a run: a finding in the log, a finding in the code that the log shows, a gap of our own. */
export const WITH_RUN: Audit = {
  ...SAMPLE, run: RUN,
  verdicts: SAMPLE.verdicts.map((one) => (one.section === "reconnect" ? verdict({ ...one, notExercised: [{ en: "no connection was lost in this run.", ru: "в этом запуске соединение не терялось." }] })
    : one.section === "symbols" ? verdict({ ...one, status: "red", findings: [
      finding({ check: "warnings/late-fill", evidenceStatus: "confirmed", at: { in: "run", file: "logs/bot.log", line: 4021 }, message: { en: "a fill of 1,204 ms has no WARNING", ru: "исполнение за 1 204 мс без WARNING" }, evidence: [{ at: { in: "run", file: "logs/bot.log", line: 4021 }, note: verbatim("FILL BTC-USDT-SWAP latency=1204.5ms") }] }),
      finding({ check: "races/key-error", evidenceStatus: "confirmed", analysisGap: true, at: code("src/risk/risk_manager.py", 75), message: { en: "a position is read after it is gone", ru: "позиция читается, когда её уже нет" }, evidence: [{ at: code("src/risk/risk_manager.py", 75), note: verbatim("here") }, { at: { in: "run", file: "logs/bot.log", line: 812 }, note: verbatim("KeyError: 'BTC-USDT-SWAP'") }] }),
    ] }) : one)),
};
