import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossingsOf, wording, type Reckoning } from "../../../src/facts/run/metric-crossings.ts";
import { readingsOf } from "../../../src/facts/run/metric-readings.ts";
import type { RunEvent, RunEventKind } from "../../../src/run/event.ts";
import { event } from "./run-of.ts";

const said = (text: string, second = 0, level = 20, kind: RunEventKind = "metric", fields: RunEvent["fields"] = { symbol: "APT" }): RunEvent => event(kind, second, fields, { text, level });
const brief = (text: string, kind: RunEventKind = "metric") => readingsOf(said(text, 0, 20, kind)).map((one) => [one.kind, one.written, one.stated]);

describe("readingsOf", () => {
  test.each([
    ["SLIPPAGE symbol=APT-USDT slippage=0.412% expected=8.1", [["slippage", 0.412, 100]]],
    ["FILL APT price=8.1 latency=450ms", [["latency", 450, 1000]]],
    ["fill latency: 0.45 s", [["latency", 0.45, 1]]],
    ["order latency_ms=812.5 id=7", [["latency", 812.5, 1000]]],
    ["exit_slippage=35 bps", [["exit-slippage", 35, 10000]]],
    ["closed APT, slippage 0.4%", [["exit-slippage", 0.4, 100]]],
    ["проскальзывание: 0,35 %", [["slippage", 0.35, 100]]],
    ["задержка ордера 512 мс", [["latency", 512, 1000]]],
    ["задержка: 512 мс, ордер 17", [["latency", 512, 1000]]],
    ["TRAIL_UPDATE trail_distance=0.04%", [["trail-distance", 0.04, 100]]],
    ["slippage=0.4", [["slippage", 0.4, null]]],
    ["slippage (bps): 12", [["slippage", 12, 10000]]],
  ])("%s", (text, readings) => expect(brief(text)).toEqual(readings));

  test.each([
    "avg latency of orders 900ms", "order latency avg=900ms", "SUMMARY fills=3 latency=900ms", "max slippage 0.5%", "slippage_limit=0.5%", "expected slippage 0.6% is fine",
    "ping latency 900ms of order stream", "slippage tolerance 1%", "order rejected: too much slippage", "signal skipped: slippage 0.5% > 0.3%", "paper fill slippage=0.5%", "latency order_1=5",
  ])("nothing in: %s", (text) => expect(brief(text)).toEqual([]));

  test("hostile text is read in time", () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z_=.:0-9% \-]{0,380}$/), (text) => {
      const started = performance.now();
      readingsOf(said(`slippage ${text} latency ${text}`));
      expect(performance.now() - started).toBeLessThan(50);
    }));
  });
});

const LIMITS = { "slippage": 0.002, "exit-slippage": 0.003, "trail-distance": 0.0005, "latency": 0.3 };
const UNKNOWN: Reckoning = { scale: null, ofOrder: false, warns: false, unmeasured: false };
const crossed = (events: readonly RunEvent[], known: Reckoning = UNKNOWN) => {
  const groups = crossingsOf(events.flatMap(readingsOf), events, LIMITS, () => known, () => null);
  const sum = (of: (one: (typeof groups)[number]) => number): number => groups.reduce((all, one) => all + of(one), 0);
  return { silent: sum((one) => one.silent.length), warned: sum((one) => one.warned.length), within: sum((one) => one.within), unitless: sum((one) => one.unitless.length) };
};

describe("crossingsOf", () => {
  const fill = (second: number, ms: number, symbol = "APT") => said(`FILL ${symbol} latency=${String(ms)}ms`, second, 20, "fill", { symbol });
  const warning = (second: number, symbol = "APT") => said(`LATENCY ${symbol} latency is high`, second, 30, "metric", { symbol });

  test("a value beyond its threshold without a WARNING is silent", () => expect(crossed([fill(0, 450)])).toEqual({ silent: 1, warned: 0, within: 0, unitless: 0 }));
  test("a WARNING for the same symbol within a second is one", () => expect(crossed([fill(0, 450), warning(0.5)]).warned).toBe(1));
  test("a WARNING before the line counts too", () => expect(crossed([warning(0), fill(0.9, 450)]).warned).toBe(1));
  test("that of another symbol is none", () => expect(crossed([fill(0, 450), warning(0.5, "BTC")]).silent).toBe(1));
  test("a WARNING of another metric is none, whatever digits its prices begin with", () => expect(crossed([fill(0, 453), said("EXIT_SLIPPAGE APT entry=4535.95", 0.1, 30, "metric", { symbol: "APT" })]).silent).toBe(1));
  test("one with the very value is", () => expect(crossed([fill(0, 453), said("APT was slow: 453 ms", 0.1, 30, "metric", { symbol: "APT" })]).warned).toBe(1));
  test("that of three seconds later is none", () => expect(crossed([fill(0, 450), warning(3)]).silent).toBe(1));
  test("the line itself may be the WARNING", () => expect(crossed([said("slippage=0.5%", 0, 30)]).warned).toBe(1));
  test("the threshold itself is not beyond it", () => expect(crossed([said("slippage=0.2%"), fill(0, 300)])).toMatchObject({ silent: 0, within: 2 }));
  test("without a unit nothing is said", () => expect(crossed([said("slippage=0.5")])).toEqual({ silent: 0, warned: 0, within: 0, unitless: 1 }));
  test("the unit of the code comes before that of the line", () => expect(crossed([said("slippage=0.005%")], { ...UNKNOWN, scale: 1 }).silent).toBe(1));
  test("what the code warns about is not called silent", () => expect(crossed([said("slippage=0.5%")], { ...UNKNOWN, warns: true }).silent).toBe(0));
  test("the sign that the bot warns about is the bad one", () => expect(crossed([said("slippage=-0.5%", 0, 30), said("slippage=0.5%", 9)])).toMatchObject({ silent: 0, warned: 1 }));
  test("a distance that is not set is not too small", () => expect(crossed([said("trail_distance=0%"), said("trail_distance=0.01%")])).toMatchObject({ silent: 1, within: 1 }));
  test("settings that are printed at the start are no readings", () => expect(crossed([said("Trading Fee: 0.05% | Slippage: 0.3%", 0, 20, "metric", {})])).toEqual({ silent: 0, warned: 0, within: 0, unitless: 0 }));
  test("latencies of other things are left alone", () => expect(crossed([said("stream latency=900ms"), said("something latency=900ms")])).toEqual({ silent: 0, warned: 0, within: 0, unitless: 0 }));

  test("what was within stays within when warnings are added, and nothing is counted twice", () => {
    fc.assert(fc.property(fc.array(fc.record({ second: fc.integer({ min: 0, max: 60 }), ms: fc.integer({ min: 1, max: 900 }), warn: fc.boolean() }), { maxLength: 30 }), (given) => {
      const fills = given.map((one) => fill(one.second, one.ms));
      const warnings = given.filter((one) => one.warn).map((one) => warning(one.second));
      const [before, after] = [crossed(fills), crossed([...fills, ...warnings])];
      expect(after.within).toBe(before.within);
      expect(after.silent + after.warned).toBe(before.silent);
      expect(before.silent + before.within).toBe(given.length);
    }));
  });
});

test("wording keeps the words and drops the values", () => {
  expect(wording("FILL APT-USDT-SWAP price=8.1 latency=450ms")).toBe(wording("FILL BTC-USDT-SWAP price=97000 latency=12ms"));
});
