import { expect, test } from "vitest";
import { repairsOf } from "../../../src/facts/run/unwritten-repairs.ts";
import { event } from "./run-of.ts";

const exit = (reason: string, seconds = 10) => event("exit", seconds, { symbol: "SOL-USDT-SWAP", reason });

test("an exit for want of the position on the exchange, with no line of the repair beside it", () => {
  expect(repairsOf([exit("drift"), exit("take_profit"), exit("external")])).toHaveLength(1);
});

test("the line of the repair stands beside it, under another spelling of the market", () => {
  expect(repairsOf([event("drift-remove", 9, { symbol: "SOL/USDT:USDT" }), exit("drift")])).toEqual([]);
  expect(repairsOf([event("drift-remove", 9, { symbol: "ETH/USDT:USDT" }), exit("drift")])).toHaveLength(1);
  expect(repairsOf([event("drift-remove", 100, { symbol: "SOL/USDT:USDT" }), exit("drift")])).toHaveLength(1);
});
