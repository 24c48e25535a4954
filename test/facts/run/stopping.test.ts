import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dailyLossReached } from "../../../src/facts/run/daily-loss-reached.ts";
import { heldIntervals, mostHeld } from "../../../src/facts/run/held-intervals.ts";
import { excessesOf } from "../../../src/facts/run/memory-excess.ts";
import type { MemorySample } from "../../../src/facts/run/memory-samples.ts";
import { endsOf, stopTimeOf } from "../../../src/facts/run/run-end.ts";
import type { RunEvent } from "../../../src/run/event.ts";
import type { Telemetry } from "../../../src/run/telemetry.ts";
import { event, START, traceback } from "./run-of.ts";

const entry = (second: number, symbol: string) => event("entry", second, { symbol });
const exit = (second: number, symbol: string) => event("exit", second, { symbol });

describe("heldIntervals", () => {
  test("a position counts to its exit", () => expect(heldIntervals([entry(0, "A"), exit(9, "A")]).map((one) => one.symbol)).toEqual(["A"]));
  test("an entry that nothing shows open proves no time", () => expect(heldIntervals([entry(0, "A"), entry(5, "B"), exit(9, "B")]).map((one) => one.symbol)).toEqual(["B"]));
  test("a trailing update shows it open", () => expect(heldIntervals([entry(0, "A"), event("trail", 5, { symbol: "A" })]).length).toBe(1));
  test("a restart forgets", () => expect(heldIntervals([entry(0, "A"), event("started", 4), exit(9, "A")])).toEqual([]));
  test("a night of silence forgets", () => expect(heldIntervals([entry(0, "A"), exit(40_000, "A")])).toEqual([]));
  test("three at once", () => {
    const events = [entry(0, "A"), entry(1, "B"), exit(2, "A"), entry(3, "C"), entry(4, "D"), exit(9, "B"), exit(9, "C"), exit(10, "D")];
    expect(mostHeld(heldIntervals(events)).map((one) => one.symbol)).toEqual(["B", "C", "D"]);
  });

  test("no symbol is held twice at once, and never more symbols than there are", () => {
    const any = fc.array(fc.record({ kind: fc.constantFrom("entry", "exit", "trail", "drift-remove", "started" as const), symbol: fc.constantFrom("A", "B", "C", "D") }), { maxLength: 60 });
    fc.assert(fc.property(any, (given) => {
      const events = given.map((one, i) => event(one.kind as RunEvent["kind"], i, { symbol: one.symbol }));
      const intervals = heldIntervals(events);
      expect(mostHeld(intervals).length).toBeLessThanOrEqual(4);
      for (const symbol of ["A", "B", "C", "D"]) {
        const own = intervals.filter((one) => one.symbol === symbol);
        own.forEach((one, i) => expect(one.entry.time!).toBeGreaterThanOrEqual(own[i - 1]?.alive.time ?? 0));
      }
    }));
  });

  test("without its exits a log proves no more", () => {
    const any = fc.array(fc.record({ kind: fc.constantFrom("entry", "exit" as const), symbol: fc.constantFrom("A", "B", "C") }), { maxLength: 40 });
    fc.assert(fc.property(any, (given) => {
      const events = given.map((one, i) => event(one.kind as RunEvent["kind"], i, { symbol: one.symbol }));
      expect(mostHeld(heldIntervals(events.filter((one) => one.kind !== "exit"))).length).toBe(0);
    }));
  });
});

describe("dailyLossReached", () => {
  const limit = (second: number, text = "DAILY LOSS LIMIT reached: -3.1 %") => event("limit-reached", second, {}, { text });
  test("an entry some minutes later is one too many", () => expect(dailyLossReached([limit(0), entry(300, "A")])!.opened.length).toBe(1));
  test("one that was on its way is not", () => expect(dailyLossReached([limit(0), entry(1, "A")])!.opened.length).toBe(0));
  test("in between a day may have begun somewhere", () => expect(dailyLossReached([limit(0), entry(7200, "A")])!.opened.length).toBe(0));
  test("unless the bot says that the limit still holds", () => expect(dailyLossReached([limit(0), entry(7200, "A"), limit(9000)])!.opened.length).toBe(1));
  test("closing orders are no entries", () => expect(dailyLossReached([limit(0), event("order-submitted", 60, {}, { text: "ORDER_SENT reduce=True" }), event("order-submitted", 60, {}, { text: "close APT reduce=False" })])!.opened.length).toBe(0));
  test("an order that says that it opens is one", () => expect(dailyLossReached([limit(0), event("order-submitted", 60, {}, { text: "ORDER_SENT side=buy reduce=False" })])!.opened.length).toBe(1));
  test.each(["trading stops when the daily loss limit is reached", "daily loss limit not reached: -1.1 %", "new day, daily loss limit reset"])("%s: nothing is reached", (text) => expect(dailyLossReached([limit(0, text), entry(300, "A")])).toBe(null));
  test.each(["DAILY_LOSS_LIMIT loss=3.4% entries are stopped until tomorrow", "daily loss limit hit, no new trades until 00:00 UTC", "дневной лимит убытка: входы закрыты до завтра"])("%s: it is reached, and says for how long", (text) => expect(dailyLossReached([limit(0, text), entry(300, "A")])!.opened.length).toBe(1));
  test("another limit is another limit", () => expect(dailyLossReached([event("limit-reached", 0, {}, { text: "max positions reached" }), entry(300, "A")])).toBe(null));
});

describe("excessesOf", () => {
  const sample = (second: number, rss: number, life = 0): MemorySample => ({ time: START + second * 1000, rss, processes: 1, life, at: { in: "run", file: "run.jsonl", line: second + 2 } });
  test("a stretch above the limit", () => expect(excessesOf([sample(0, 5), sample(1, 11), sample(2, 14), sample(5, 12), sample(6, 9)], 10).map((one) => [one.lasted, one.peak.rss, one.untilEnd])).toEqual([[4, 14, false]]));
  test("another life is another stretch", () => expect(excessesOf([sample(0, 11), sample(5, 11), sample(6, 11, 1)], 10).map((one) => one.lasted)).toEqual([5, 0]));
  test("all above is one stretch, all below is none", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 50 }), (values) => {
      const samples = values.map((rss, i) => sample(i, rss));
      expect(excessesOf(samples, 0).length).toBe(1);
      expect(excessesOf(samples, 100).length).toBe(0);
    }));
  });
});

const telemetry = (second: number, code: number | null, signal: string | null): Telemetry => ({
  file: "run.jsonl", command: ["python3", "main.py"], samples: [], guard: null, exit: { line: 99, time: START + second * 1000, code, signal },
});

describe("endsOf", () => {
  const started = (second: number) => event("started", second, {}, { text: "bot starts" });
  const end = (events: readonly RunEvent[], code: number | null, signal: string | null, announces = true, tracebacks = [] as ReturnType<typeof traceback>[]) =>
    endsOf({ telemetry: telemetry(100, code, signal), tracebacks }, events, announces).map((one) => one.how);
  test("a signal that nobody handled", () => expect(end([started(0)], null, "SIGTERM")).toEqual(["signal"]));
  test("a shutdown", () => expect(end([started(0), event("shutdown", 90), event("stopped", 95)], 0, null)).toEqual(["stopped"]));
  test("an exception", () => expect(end([started(0)], 1, null, true, [traceback(99, "KeyError", "'APT'")])).toEqual(["failed"]));
  test("an exception of an hour ago ended nothing", () => expect(end([started(0)], 1, null, true, [traceback(3, "KeyError", "'APT'")])).toEqual(["left"]));
  const up = (second: number) => event("connected", second, {}, { pattern: 1 });
  const again = [started(0), up(1), event("signal", 5), started(80), up(81), event("stopped", 99)];
  test("started again without any end", () => expect(end(again, 0, null)).toEqual(["restarted", "stopped"]));
  test("that is not said of a bot whose shutdown is silent", () => expect(end(again, 0, null, false)).toEqual(["stopped"]));
  test("\"the bot is running\", said each minute, is no start", () => expect(end([started(0), up(1), started(61), started(121), event("stopped", 130)], 0, null)).toEqual(["stopped"]));
  test("a reconnect after it is none either", () => expect(end([started(0), up(1), started(80), event("disconnected", 81), up(82), event("stopped", 99)], 0, null)).toEqual(["stopped"]));
  test("an interrupt that ran the shutdown", () => expect(end([started(0), event("shutdown", 90), event("stopped", 95)], null, "SIGINT")).toEqual(["stopped"]));
  test("an error before the last work ended nothing", () => expect(end([started(0), event("signal", 98)], 1, null, true, [traceback(97, "KeyError", "'APT'")])).toEqual(["left"]));
  test("without telemetry the last life may go on", () => expect(endsOf({ telemetry: null, tracebacks: [] }, [started(0)], true)).toEqual([]));
});

describe("stopTimeOf", () => {
  test("from the first line of the shutdown to the end of the process", () => expect(stopTimeOf({ telemetry: telemetry(100, 0, null) }, [event("shutdown", 10), event("signal", 20), event("shutdown", 90), event("shutdown", 95)])!.took).toBe(10));
  test("to the line that says so where no telemetry tells", () => expect(stopTimeOf({ telemetry: null }, [event("shutdown", 90), event("stopped", 96)])!.took).toBe(6));
  test("no end, no time", () => expect(stopTimeOf({ telemetry: null }, [event("shutdown", 90)])).toBe(null));
});
