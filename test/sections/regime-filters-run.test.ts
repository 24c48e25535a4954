import { describe, expect, test } from "vitest";
import { changesOf, flapsOf } from "../../src/facts/run/regime-changes.ts";
import { leaksOf } from "../../src/facts/run/signal-funnel.ts";
import { filterOf } from "../../src/knowledge/skip-reasons.ts";
import { event, findingOf, found, verdictOf } from "../facts/run/run-of.ts";

const BTC = { symbol: "BTC-USDT-SWAP" };
const change = (second: number, from: string, to: string) => event("regime", second, BTC, { text: `REGIME_CHANGE symbol=BTC-USDT-SWAP from=${from} to=${to}` });
const reload = (second: number, fields = BTC) => event("trail-reload", second, fields);

describe("changes of the regime", () => {
  test("in the words of the line, or by what it was before", () => {
    expect(changesOf([change(0, "ranging", "trending")]).changes.map((one) => [one.from, one.to])).toEqual([["ranging", "trending"]]);
    expect(changesOf(["a", "a", "b"].map((regime, i) => event("regime", i, { ...BTC, regime }, { text: `regime is ${regime}` }))).changes.length).toBe(1);
    expect(changesOf([event("regime", 0, BTC, { text: "режим: RANGE → TREND" })]).changes[0]).toMatchObject({ from: "range", to: "trend" });
  });

  test("and what followed", () => {
    const { changes } = changesOf([change(0, "a", "b"), reload(1), change(10, "b", "c"), reload(40), change(50, "c", "a")]);
    expect(changes.map((one) => one.reload?.seconds ?? null)).toEqual([1, 30, null]);
    expect(changesOf([reload(1), change(1.2, "a", "b")]).changes[0]!.reload?.seconds).toBe(0);
    expect(changesOf([change(0, "a", "b"), reload(1, { symbol: "ETH-USDT-SWAP" })]).changes[0]!.reload).toBe(null);
  });

  test("to and fro", () => {
    const { changes } = changesOf([change(0, "a", "b"), change(10, "b", "a"), change(20, "a", "b"), change(400, "b", "a")]);
    expect(flapsOf(changes, 60).length).toBe(2);
  });

  test("a position without new parameters is red, a market without a position is nothing", () => {
    const missing = [event("entry", 0, BTC), change(5, "a", "b"), reload(5.1), change(60, "b", "c"), event("exit", 200, BTC)];
    expect(findingOf(verdictOf("regime", { "bot.py": "x = 1\n" }, { events: missing }), "regime/reload-missing").grade).toBe("fail");
    expect(found(verdictOf("regime", { "bot.py": "x = 1\n" }, { events: missing.slice(1) }))).toEqual([]);
    expect(found(verdictOf("regime", { "bot.py": "x = 1\n" }, { events: [event("entry", 0, BTC), change(5, "a", "b"), change(60, "b", "c")] }))).toEqual([]);
  });

  test("flapping is a concern, and not on a clock that can be run faster", () => {
    const events = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? change(i * 10, "a", "b") : change(i * 10, "b", "a")));
    expect(found(verdictOf("regime", { "bot.py": "x = 1\n" }, { events }))).toEqual(["regime/regime-flaps confirmed"]);
    expect(found(verdictOf("regime", { "bot.py": "time_scale = 60\n" }, { events }))).toEqual([]);
    const history = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? change(i / 100, "a", "b") : change(i / 100, "b", "a")));
    expect(found(verdictOf("regime", { "bot.py": "x = 1\n" }, { events: history }))).toEqual([]);
  });
});

describe("the funnel", () => {
  const signal = (second: number, side = "buy") => event("signal", second, { ...BTC, side });
  const skip = (second: number, reason: string) => event("skip", second, { ...BTC, side: "buy", reason });
  const entry = (second: number, side = "buy") => event("entry", second, { ...BTC, side });

  test("reasons name their filter", () => {
    expect(["ev_below_cost", "max_gap", "breaker", "is_symbol_blocked", "correlated", "спред слишком широкий", "already_in_position"].map(filterOf)).toEqual(["expected-value", "gap", "breaker", "breaker", "correlation", "gap", null]);
  });

  test("an order for a dropped signal", () => {
    expect(leaksOf([signal(0), skip(0.1, "gap"), entry(0.3)]).ordersAfterSkip.length).toBe(1);
    for (const events of [
      [skip(0.1, "gap"), entry(0.3)], [signal(0), skip(0.1, "gap"), signal(0.2), entry(0.3)], [signal(0), skip(0.1, "gap"), entry(30)],
      [signal(0), skip(0.1, "gap"), entry(0.3, "sell")], [signal(-1), signal(0), skip(0.1, "gap"), entry(0.3)],
    ]) expect(leaksOf(events).ordersAfterSkip).toEqual([]);
    expect(findingOf(verdictOf("filters", { "bot.py": "x = 1\n" }, { events: [signal(0), skip(0.1, "gap"), entry(0.3)] }), "filters/order-for-dropped-signal").grade).toBe("fail");
  });

  test("an order while the breaker is on", () => {
    expect(leaksOf([skip(0, "breaker"), entry(10), skip(20, "breaker")]).ordersWhileBlocked.length).toBe(1);
    for (const events of [
      [skip(0, "breaker"), entry(10)], [skip(0, "breaker"), entry(10), event("exit", 15, BTC), skip(20, "breaker")],
      [skip(0, "breaker"), entry(10), skip(400, "breaker")], [skip(0, "cooldown"), entry(10), skip(20, "cooldown")], [skip(0, "gap"), entry(10), skip(20, "breaker")],
    ]) expect(leaksOf(events).ordersWhileBlocked).toEqual([]);
  });

  test("a filter that rejected nothing is a note, never red", () => {
    const events = Array.from({ length: 30 }, (_, i) => [signal(i * 20), skip(i * 20 + 0.1, "spread too wide")]).flat();
    const verdict = verdictOf("filters", { "bot.py": "x = 1\n" }, { events, skipReasons: [{ reason: "spread too wide", count: 30 }] });
    expect(found(verdict)).toEqual([]);
    expect(verdict.notExercised.map((one) => one.en).filter((one) => one.includes("rejected none of 30")).length).toBe(3);
  });
});
