import { describe, expect, test } from "vitest";
import { driftsOf } from "../../src/facts/run/drifts.ts";
import { rhythmOf } from "../../src/facts/run/sync-rhythm.ts";
import type { LogPattern } from "../../src/run/log-pattern.ts";
import type { RunEvent } from "../../src/run/event.ts";
import { event, findingOf, found, START, verdictOf } from "../facts/run/run-of.ts";

const every = (seconds: number, count: number, from = 0): RunEvent[] => Array.from({ length: count }, (_, i) => event("sync", from + i * seconds, {}, { pattern: 0 }));
/** A line in the second line of a function, in a branch or not. */
const JOURNAL = (branch: string): Record<string, string> => ({ "bot.py": `def synced(count):\n    ${branch}logger.info("SYNC_OK")\n` });
const patterns = [{ at: { in: "code", file: "bot.py", line: 2 }, fn: "bot.py:synced", level: 20, pieces: ["SYNC_OK"], keys: [], events: ["sync"] }] as unknown as readonly LogPattern[];
const atWork = (from: number, to: number, step = 5): RunEvent[] => Array.from({ length: Math.floor((to - from) / step) }, (_, i) => event("fill", from + i * step + 1));
const inOrder = (...parts: readonly RunEvent[][]): RunEvent[] => parts.flat().sort((a, b) => a.time! - b.time!);
const BTC = { symbol: "BTC-USDT" };

const BOT = (interval: string): string => `import asyncio
import ccxt.async_support as ccxt

exchange = ccxt.okx()
positions = {}


async def sync_positions():
    try:
        remote = {one["symbol"]: one for one in await exchange.fetch_positions()}
    except Exception:
        return
    for symbol in list(positions):
        if symbol not in remote:
            del positions[symbol]
    for symbol in remote:
        if symbol not in positions:
            positions[symbol] = remote[symbol]


async def main():
    await sync_positions()
    while True:
        await asyncio.sleep(${interval})
        await sync_positions()


asyncio.run(main())
`;

describe("the rhythm of comparisons", () => {
  test("a gap in which the bot is at work", () => {
    const events = inOrder(every(30, 6), every(30, 4, 400), atWork(0, 500));
    const { median, steady, gaps } = rhythmOf(events, START + 490_000);
    expect([median, steady]).toEqual([30, true]);
    expect(gaps.filter((one) => one.seconds > 60 && one.awake).map((one) => one.seconds)).toEqual([250]);
  });

  test("a machine that slept, a restart, an attempt that failed", () => {
    const slept = inOrder(every(30, 6), every(30, 4, 4000), atWork(0, 150), atWork(4000, 4100));
    expect(rhythmOf(slept, null).gaps.filter((one) => one.seconds > 60).map((one) => one.awake)).toEqual([false]);
    const again = inOrder(every(30, 6), [event("started", 390)], every(30, 4, 400), atWork(0, 500));
    expect(rhythmOf(again, null).gaps.some((one) => one.seconds > 60)).toBe(false);
    const failed = inOrder(every(30, 6), [180, 210, 240].map((at) => event("sync-failed", at)), every(30, 4, 270), atWork(0, 400));
    expect(rhythmOf(failed, null).gaps.some((one) => one.seconds > 60)).toBe(false);
  });

  test("red for five minutes, a concern for ninety seconds, nothing for a correct run", () => {
    const gapOf = (seconds: number, branch = "") => verdictOf("drift", JOURNAL(branch), { patterns, events: inOrder(every(30, 6), every(30, 4, 150 + seconds), atWork(0, 300 + seconds)) });
    expect(findingOf(gapOf(400), "drift/sync-gap").grade).toBe("fail");
    expect(findingOf(gapOf(90), "drift/sync-gap").grade).toBe("concern");
    expect(found(gapOf(45)).filter((one) => one.includes("sync-gap"))).toEqual([]);
    expect(found(gapOf(400, "if count: ")).filter((one) => one.includes("sync-gap"))).toEqual([]);
  });

  test("a comparison that died", () => {
    const verdict = verdictOf("drift", JOURNAL(""), { patterns, events: inOrder(every(30, 6), atWork(0, 1500)), end: START + 1_500_000 });
    expect(findingOf(verdict, "drift/sync-gap").message.en).toContain("never compared");
  });
});

describe("the schedule that the run kept", () => {
  test("meets the schedule of the code", () => {
    const slow = verdictOf("drift", { "bot.py": BOT("300") }, { events: inOrder(every(300, 6), atWork(0, 1800, 20)) });
    expect(findingOf(slow, "drift/schedule-too-slow")).toMatchObject({ evidenceStatus: "confirmed", analysisGap: false, grade: "fail" });
  });

  test("a compressed clock neither acquits nor convicts", () => {
    const verdict = verdictOf("drift", { "bot.py": BOT("300") }, { events: inOrder(every(5, 20), atWork(0, 100)) });
    expect(findingOf(verdict, "drift/schedule-too-slow").evidenceStatus).toBe("suspected");
  });

  test("is proven where code and run agree", () => {
    const verdict = verdictOf("drift", { "bot.py": BOT("30") }, { events: inOrder(every(30.2, 20), atWork(0, 600)) });
    expect(verdict.held.find((one) => one.check === "drift/schedule-too-slow")?.evidenceStatus).toBe("proven");
  });
});

describe("drifts of a run", () => {
  test("told again and again is not repaired", () => {
    const again = [0, 30, 60, 90].map((at) => event("drift-add", at, BTC));
    expect(driftsOf(again).open.map((one) => one.times.length)).toEqual([4]);
    expect(driftsOf(again.slice(0, 2)).open).toEqual([]);
    expect(driftsOf([again[0]!, event("exit", 10, BTC), again[1]!, event("exit", 40, BTC), again[2]!]).open).toEqual([]);
    expect(driftsOf(again.map((one) => ({ ...one, text: "DRIFT_ADD symbol=BTC-USDT managed=False" }))).open).toEqual([]);
    expect(findingOf(verdictOf("drift", { "bot.py": "x = 1\n" }, { events: again }), "drift/drift-not-repaired").grade).toBe("fail");
  });

  test("books that were wiped after a failed request", () => {
    const events = [event("entry", 0, BTC), event("entry", 1, { symbol: "ETH-USDT" }), ...every(30, 4, 10), event("sync-failed", 130), event("drift-remove", 130.1, BTC), event("drift-remove", 130.1, { symbol: "ETH-USDT" })];
    expect(driftsOf(events).wipes.map((one) => one.removed.length)).toEqual([2]);
    expect(driftsOf([...events.slice(0, 7), event("sync", 130.05), ...events.slice(7)]).wipes).toEqual([]);
    const one = [event("entry", 0, BTC), event("sync-failed", 30), event("drift-remove", 30.5, BTC)];
    expect(driftsOf([one[0]!, one[1]!, event("drift-remove", 30.01, BTC)]).wipes.length).toBe(1);
    expect(driftsOf(one).wipes).toEqual([]);
    expect(driftsOf([...one, event("drift-add", 60, BTC)]).wipes.length).toBe(1);
  });
});
