import { describe, expect, test } from "vitest";
import { elementOf, keyOf, refined } from "../../src/facts/code/venue-values/select.ts";
import { payload, type Payload } from "../../src/facts/code/venue-values/tracked.ts";
import { VENUE_CONTAINERS, VENUE_FIELDS } from "../../src/knowledge/venue-fields.ts";

const root = (venue: Payload["venue"], topic: Payload["topic"], rest: Partial<Payload> = {}): Payload =>
  payload({ venue, ccxtClass: null, topic, certain: true, openOnly: false, stream: false, depth: 0, book: false, opened: "", ...rest });
const key = (from: Payload, ...keys: (string | number)[]) => keys.reduce<any>((at, one) => (at?.kind === "payload" ? (typeof one === "string" ? keyOf(at, one) : elementOf(at, one)) : null), from);

describe("what a payload's keys give", () => {
  test("every field once for a venue and topic", () => {
    const names = VENUE_FIELDS.map((one) => `${one.venue} ${one.topic} ${one.name}`);
    expect(names.filter((one, i) => names.indexOf(one) !== i)).toEqual([]);
  });
  test("no field is a container too, but for a book's sides", () => {
    const both = VENUE_FIELDS.filter((one) => VENUE_CONTAINERS[one.venue].has(one.name)).map((one) => `${one.venue} ${one.name}`);
    expect(both).toEqual(["binance o"]);
  });
  test("an OKX position: text, empty without a position", () => {
    expect(key(root("okx", "positions"), "data", 0, "avgPx")).toMatchObject({ kind: "text", empty: true, text: "decimal" });
    expect(key(root("okx", "positions"), "data", 0, "pos")).toMatchObject({ empty: false, zero: true });
  });
  test("rows of open positions are filled, their liquidation price need not be", () => {
    const open = root("bybit", "positions", { openOnly: true });
    expect(key(open, "result", "list", 0, "positionValue")).toMatchObject({ empty: false });
    expect(key(open, "result", "list", 0, "liqPrice")).toMatchObject({ empty: true });
  });
  test("an unknown field, an unknown venue, a common word of an uncertain venue: nothing is known", () => {
    expect(key(root("okx", "positions"), "data", 0, "nobody")).toBeNull();
    expect(key(root(null, null), "avgPx")).toBeNull();
    expect(key(root("binance", null, { certain: false }), "price")).toBeNull();
  });
  test("a field is empty for an unknown topic only where it is in every topic", () => {
    expect(key(root("okx", null), "avgPx")).toMatchObject({ empty: true });
    expect(key(root("bybit", null), "avgPrice")).toMatchObject({ empty: false });
  });
  test("Bitget's missing stop is empty, Gate's size is a number, a trade's last id is no price, ccxt's average is None until a fill", () => {
    expect(key(root("bitget", "positions"), "data", 0, "stopLoss")).toMatchObject({ kind: "text", empty: true });
    expect(key(root("bitget", "positions"), "data", 0, "total")).toMatchObject({ empty: false });
    expect(key(root("gate", "positions"), 0, "size")).toBeNull();
    expect(key(root("gate", "positions"), 0, "entry_price")).toMatchObject({ text: "decimal" });
    expect(key(root("binance", "trades"), "l")).toBeNull();
    expect(key(root("binance", null), "l")).toBeNull();
    expect(key(root("ccxt", "orders"), "average")).toMatchObject({ text: "number", null: true });
    expect(key(root("ccxt", "orders"), "amount")).toBeNull();
    expect(key(root("ccxt", "positions"), "leverage")).toMatchObject({ null: true, rare: true });
    expect(key(root("ccxt", "positions", { ccxtClass: "okx" }), "contracts")).toBeNull();
    expect(key(root("ccxt", "positions", { ccxtClass: "binanceusdm" }), "leverage")).toMatchObject({ null: true, rare: false });
    expect(key(root("ccxt", "placed", { ccxtClass: "okx" }), "average")).toMatchObject({ null: true, absent: true });
    expect(key(root("ccxt", "placed", { ccxtClass: "binance" }), "filled")).toBeNull();
    expect(key(root("ccxt", "orders"), "symbol")).toBeNull();
  });
  test("candles and books: cells by position", () => {
    expect(key(root("binance", "klines"), 0, 4)).toMatchObject({ kind: "text", text: "decimal" });
    expect(key(root("binance", "klines"), 0, 6)).toBeNull();
    expect(key(root("okx", "klines"), "data", 0, 0)).toMatchObject({ text: "whole" });
    expect(key(root("okx", "book"), "data", 0, "asks", 0, 1)).toMatchObject({ field: "level" });
  });
  test("a caller's endpoint tells what the payload is about, once", () => {
    const told = { venue: "okx", topic: "balance", openOnly: false } as const;
    expect(refined(root(null, null, { certain: false }), told)).toMatchObject({ venue: "okx", topic: "balance", certain: true });
    expect(refined(root("okx", "positions"), told)).toMatchObject({ topic: "positions" });
    expect(refined(root("bybit", null), told)).toMatchObject({ venue: "bybit", topic: null });
  });
});
