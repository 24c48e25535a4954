import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../src/run/event.ts";
import type { Run } from "../../../src/run/run.ts";
import type { Telemetry, TelemetrySample } from "../../../src/run/telemetry.ts";
import type { Finding, Verdict } from "../../../src/sdk/finding.ts";
import { event, START, verdictOf } from "./run-of.ts";

/** A bot that trades, so that the section has something to speak about. */
const BOT = {
  "bot.py": `
import asyncio
import ccxt.async_support as ccxt

MAX_OPEN_POSITIONS = 2


class Trader:
    def __init__(self):
        self.exchange = ccxt.okx()
        self.positions = {}

    async def on_signal(self, symbol):
        if len(self.positions) >= MAX_OPEN_POSITIONS:
            return
        await self.exchange.create_order(symbol, "market", "buy", 1)
        self.positions[symbol] = 1

    async def run(self):
        while True:
            signal = await self.next_signal()
            await self.on_signal(signal)

    async def next_signal(self):
        await asyncio.sleep(1)
        return "APT/USDT"


asyncio.run(Trader().run())
`,
};

const NAMES = ["memory-over-limit", "more-positions-than-allowed", "orders-after-daily-loss", "ended-without-shutdown", "stop-took-too-long"].map((one) => `shutdown/${one}`);
const own = (list: readonly Finding[]): string[] => list.filter((one) => NAMES.includes(one.check)).map((one) => `${one.check.slice(9)} ${one.evidenceStatus} ${one.grade}`).sort();
const broken = (verdict: Verdict): string[] => own(verdict.findings);
const look = (parts: Partial<Run>): Verdict => verdictOf("shutdown", BOT, { records: 100, ...parts });

const sample = (second: number, mb: number): TelemetrySample => ({ line: second + 2, time: START + second * 1000, rss: mb * 2 ** 20, processes: 1, threads: 1, fds: 9, sockets: null, cpu: 1, loopLag: null });
const telemetry = (samples: readonly TelemetrySample[], exit: Telemetry["exit"] = null, guard: Telemetry["guard"] = null): Telemetry => ({ file: "run.jsonl", command: ["python3", "bot.py"], samples, exit, guard });
const stops = { patterns: [{ at: { in: "code", file: "bot.py", line: 20 }, fn: "bot.py:stop", level: 20, pieces: ["stopped"], keys: [], events: ["stopped"], printedBy: null }] } as unknown as Partial<Run>;
const entry = (second: number, symbol: string): RunEvent => event("entry", second, { symbol });
const exit = (second: number, symbol: string): RunEvent => event("exit", second, { symbol });

describe("shutdown in a run", () => {
  test("a run that shows nothing proves nothing and gates nothing", () => {
    const verdict = look({});
    expect(broken(verdict)).toEqual([]);
    expect(verdict.notExercised.length).toBe(5);
    expect(verdict.reasons.filter((one) => NAMES.includes(one.check ?? ""))).toEqual([]);
  });

  test("two minutes over the limit and still at work", () => expect(broken(look({ telemetry: telemetry(Array.from({ length: 200 }, (_, i) => sample(i, i < 20 ? 500 : 700))) }))).toEqual(["memory-over-limit confirmed fail"]));
  test("over the limit, and a shutdown at once", () => {
    const verdict = look({ telemetry: telemetry(Array.from({ length: 90 }, (_, i) => sample(i, i < 20 ? 500 : 700))), events: [event("shutdown", 25)] });
    expect(broken(verdict)).toEqual([]);
    expect(own(verdict.held)).toEqual(["memory-over-limit proven pass"]);
  });
  test("a peak of seconds proves nothing", () => expect(broken(look({ telemetry: telemetry([sample(0, 500), sample(1, 900), sample(5, 500), sample(90, 500)]) }))).toEqual([]));

  test("three positions where two are allowed", () => expect(broken(look({ events: [entry(0, "A"), entry(1, "B"), entry(2, "C"), exit(9, "A"), exit(9, "B"), exit(9, "C")] }))).toEqual(["more-positions-than-allowed confirmed fail"]));
  test("three entries of which nobody knows how long they lasted", () => expect(broken(look({ events: [entry(0, "A"), entry(1, "B"), entry(2, "C"), exit(9, "C")] }))).toEqual([]));
  test("two at once are allowed", () => expect(own(look({ events: [entry(0, "A"), entry(1, "B"), exit(9, "A"), exit(9, "B")] }).held)).toEqual(["more-positions-than-allowed proven pass"]));

  test("an entry after the daily loss", () => {
    const limit = event("limit-reached", 5, {}, { text: "DAILY_LOSS limit reached -3.2 %" });
    expect(broken(look({ events: [limit, entry(60, "A")] }))).toEqual(["orders-after-daily-loss confirmed fail"]);
    expect(own(look({ events: [entry(0, "A"), limit, event("skip", 60, { symbol: "A" })] }).held)).toEqual(["orders-after-daily-loss proven pass"]);
  });

  test("SIGTERM that nobody handled", () => expect(broken(look({ telemetry: telemetry([], { line: 9, time: START + 9000, code: null, signal: "SIGTERM" }) }))).toEqual(["ended-without-shutdown confirmed fail"]));
  test("SIGKILL is a question", () => {
    const verdict = look({ telemetry: telemetry([], { line: 9, time: START + 9000, code: null, signal: "SIGKILL" }) });
    expect(broken(verdict)).toEqual([]);
    expect(verdict.reasons.some((one) => one.check === "shutdown/ended-without-shutdown")).toBe(true);
  });
  test("status 0 without a line of the shutdown that the code would print", () => {
    const end = telemetry([], { line: 9, time: START + 9000, code: 0, signal: null });
    expect(broken(look({ ...stops, telemetry: end, events: [entry(0, "A")] }))).toEqual(["ended-without-shutdown confirmed concern"]);
    expect(broken(look({ ...stops, telemetry: { ...end, exit: { ...end.exit!, code: 3 } }, events: [entry(0, "A")] }))).toEqual(["ended-without-shutdown confirmed fail"]);
    expect(broken(look({ telemetry: end, events: [entry(0, "A")] }))).toEqual([]);
    expect(own(look({ ...stops, telemetry: end, events: [event("shutdown", 7), event("stopped", 8)] }).held)).toEqual(["ended-without-shutdown proven pass", "stop-took-too-long proven pass"]);
  });

  test("a shutdown of three minutes", () => expect(broken(look({ events: [event("shutdown", 0), event("stopped", 180)] }))).toEqual(["stop-took-too-long confirmed fail"]));
  test("a bot that the guard had to kill", () => expect(broken(look({ telemetry: telemetry([], null, { line: 5, limit: 1, trippedAt: START, stoppedAfter: null }) }))).toEqual(["stop-took-too-long confirmed fail"]));
});
