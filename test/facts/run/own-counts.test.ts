import { expect, test } from "vitest";
import { ownCountsOf } from "../../../src/facts/run/own-counts.ts";
import type { RunEvent, RunEventKind } from "../../../src/run/event.ts";
import { countersIn } from "../../../src/run/link/counters.ts";
import { worded } from "../../../src/run/link/wordings.ts";

const countsOf = (text: string) => Object.fromEntries(countersIn(text)?.counts ?? []);

test.each([
  ["signals=49 skips=4 orders=12 open_orders=3", { signals: 49, skips: 4, orders: 12 }],
  ["Signals: 49 | Skipped: 4", { signals: 49, skips: 4 }],
  ["Heartbeat: 49 signals, 4 skipped, 12 orders, 11 filled", { signals: 49, skips: 4, orders: 12, fills: 11 }],
  ["Итого: сигналов=49 пропущено=4, ордеров: 12", { signals: 49, skips: 4, orders: 12 }],
  ["{'total_signals': 7, 'orders_placed': 5}", { signals: 7, orders: 5 }],
  ["TP orders: 3, SL orders: 2", {}],
  ["signal=1 order=12345 filled=0.5", {}],
  ["open orders: 3 | signals: 0.75", {}],
  ["win rate 3/5 orders, 40% skipped", {}],
])("%s", (text, counts) => expect(countsOf(text)).toEqual(counts));

test.each([
  ["signals={} skips={} orders={}", ["counters"]],
  ["SIGNAL_SKIP symbol={} signals={} orders={}", ["skip"]],
  ["Skipping {}: 3 orders, 2 fills already", []],
])("%s says %j", (text, kinds) => expect(worded(text).map(({ kind }) => kind)).toEqual(kinds));

const said = (kind: RunEventKind, line: number, text: string, fields: RunEvent["fields"] = {}): RunEvent =>
  ({ kind, at: { in: "run", file: "bot.log", line }, time: line * 1000, level: 20, text, pattern: null, fields });
const order = (line: number): RunEvent => said("order-submitted", line, `ORDER_SENT id=${line}`, { "order-id": String(line) });
const beat = (line: number, orders: number): RunEvent => said("counters", line, `beat signals=0 orders=${orders}`);
const verdictOf = (...events: readonly RunEvent[]) => ownCountsOf(events, {}).map(({ what, verdict, ids }) => ({ what, verdict, ids }));

test("counts from the start and counts since the last summary both agree", () => {
  expect(verdictOf(beat(1, 40), order(2), order(3), beat(4, 42), order(5), order(6), beat(7, 44))).toEqual([{ what: "orders", verdict: "agrees", ids: 4 }]);
  expect(verdictOf(beat(1, 9), order(2), order(3), order(4), order(5), beat(6, 4), order(7), order(8), beat(9, 2))).toEqual([{ what: "orders", verdict: "agrees", ids: 6 }]);
});

test("a count that is too low in both readings, one that is too high, and silence", () => {
  const sent = Array.from({ length: 12 }, (_, i) => order(2 + i));
  expect(verdictOf(beat(1, 0), ...sent, beat(20, 1), beat(21, 1))).toEqual([{ what: "orders", verdict: "more in the log", ids: 12 }]);
  expect(verdictOf(beat(1, 0), beat(20, 30), beat(21, 60))).toEqual([{ what: "orders", verdict: "fewer in the log", ids: 0 }]);
  expect(verdictOf(beat(1, 0), beat(20, 0), beat(21, 0))).toEqual([]);
});

test("over a restart nothing is compared, and two summaries are too few", () => {
  expect(verdictOf(beat(1, 0), said("started", 2, "bot started"), order(3), order(4), order(5), beat(6, 0), beat(7, 0))).toEqual([]);
  expect(verdictOf(beat(1, 0), order(3), order(4), order(5), beat(6, 0))).toEqual([]);
});
