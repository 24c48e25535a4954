import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RUN_EVENT_KINDS, type RunEvent } from "../../../src/run/event.ts";
import type { Telemetry } from "../../../src/run/telemetry.ts";
import { event, START, verdictOf } from "./run-of.ts";

const BOT = {
  "bot.py": `
import asyncio
import logging
import ccxt.async_support as ccxt
import websockets

log = logging.getLogger(__name__)
MAX_OPEN = 2


class Stream:
    def __init__(self):
        self.exchange = ccxt.okx()
        self.positions = {}

    async def run(self):
        attempts = 0
        while True:
            try:
                async with websockets.connect("wss://ws.okx.com:8443/ws/v5/public") as ws:
                    attempts = 0
                    log.info("stream connected")
                    async for message in ws:
                        await self.enter(message)
            except OSError:
                pass
            delay = min(5 * 2**attempts, 300)
            attempts += 1
            log.info("reconnect in %.1f s", delay)
            await asyncio.sleep(delay)

    async def enter(self, symbol):
        if len(self.positions) < MAX_OPEN:
            await self.exchange.create_order(symbol, "market", "buy", 1)


asyncio.run(Stream().run())
`,
};
const patterns = [1, 2, 3].map((line) => ({ at: { in: "code", file: "bot.py", line }, fn: "bot.py:Stream.run", printedBy: { file: "bot.py", fn: "run", line, endLine: line }, level: 20, pieces: ["x"], keys: [], events: ["connected", "disconnected", "reconnect-wait"] })) as never;

const texts = fc.oneof(
  fc.string({ maxLength: 120 }),
  fc.constantFrom("latency=900ms order", "slippage=-0.5%", "Task was destroyed but it is pending!\ncoro=<Stream.run() running at bot.py:9>", "rss=700MB", "daily loss limit reached", "Unclosed client session", "attempt 1e9 in NaN s"),
);
const events: fc.Arbitrary<RunEvent[]> = fc.array(fc.record({
  kind: fc.constantFrom(...RUN_EVENT_KINDS), second: fc.integer({ min: 0, max: 20_000 }), timed: fc.boolean(), level: fc.constantFrom(null, 10, 20, 30, 50), text: texts, pattern: fc.constantFrom(null, 0, 1, 2, 99),
  fields: fc.record({ symbol: fc.constantFrom("A", "B", "C"), delay: fc.constantFrom("5", "-1", "NaN", "1e309", "", "250ms"), attempt: fc.constantFrom("1", "2", "x"), metric: fc.constantFrom("latency", "slippage", ""), value: fc.constantFrom("900", "", "x", "0"), unit: fc.constantFrom("ms", "%", "") }, { requiredKeys: [] }),
}), { maxLength: 80 }).map((given) => given.sort((a, b) => a.second - b.second).map(({ kind, second, timed, level, text, pattern, fields }) => event(kind, second, fields, { level, text, pattern, ...(timed ? {} : { time: null }) })));

const telemetry: fc.Arbitrary<Telemetry | null> = fc.option(fc.record({
  samples: fc.array(fc.record({ second: fc.integer({ min: 0, max: 20_000 }), rss: fc.constantFrom(null, 0, 1e8, 1e9), count: fc.constantFrom(null, 0, 5) }), { maxLength: 60 }),
  exit: fc.option(fc.record({ code: fc.constantFrom(null, 0, 1), signal: fc.constantFrom(null, "SIGTERM", "SIGKILL") })),
}).map(({ samples, exit }) => ({
  file: "run.jsonl", command: [], guard: null,
  samples: samples.sort((a, b) => a.second - b.second).map(({ second, rss, count }, i) => ({ line: i + 2, time: START + second * 1000, rss, processes: 1, threads: count, fds: count, sockets: null, cpu: null, loopLag: null })),
  exit: exit && { line: 99, time: START + 20_000_000, ...exit },
})));

describe.each(["leaks", "shutdown", "reconnect", "warnings"])("any run of %s", (section) => {
  test("is judged without a fault, twice the same, and every finding of the run shows its line", () => {
    fc.assert(fc.property(events, telemetry, (given, measured) => {
      const parts = { records: given.length, patterns, events: given, telemetry: measured };
      const verdict = verdictOf(section, BOT, parts);
      expect(verdict.reasons.filter((one) => one.why.en.startsWith("Internal error")).map((one) => one.why.en)).toEqual([]);
      expect(verdictOf(section, BOT, parts)).toEqual(verdict);
      for (const one of verdict.findings.filter((each) => each.run.length > 0)) expect(one.run.every((seen) => seen.evidence.some(({ at }) => at.in === "run"))).toBe(true);
    }), { numRuns: 40 });
  }, 60_000);
});
