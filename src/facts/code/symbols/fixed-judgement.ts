import type { Call, ClassNode, FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { BENCHMARK_WORDS, INSTRUMENT_KEY, MARKET_CALLS } from "../../../knowledge/instrument-arguments.ts";
import { HELD_READ, POSITION_METHODS } from "../../../knowledge/position-calls.ts";
import { argumentOf } from "../settings-join/arguments.ts";
import { declaresValues } from "../settings-join/declared.ts";
import { named, wordOf } from "./holders.ts";
import { onlyAsksMarket } from "./parameter-reads.ts";
import { classTrades, isConstant, use, type Case, type Desk, type FineWhy, type SymbolUse } from "./desk.ts";
import type { SymbolRole } from "./literal-role.ts";
import { namesOf } from "./standing.ts";

/** A literal handed to a function of the bot that sends orders for it. */
export function judgeArgument(desk: Desk, one: Case, role: SymbolRole & { kind: "argument" }): SymbolUse | FineWhy {
  const fn = enclosingFunction(one.literal)!;
  if (one.instrument.form === "word") return "no-symbol";
  if (asksHeld(wordOf(role.call.callee))) return judgePositionRead(desk, one, role, fn);
  const targets = desk.callGraph.targets(role.call);
  if (MARKET_CALLS.has(wordOf(role.call.callee)) || targets.functions.some((each) => ASKS_MARKET.test(each.name))) return judgeMarketRead(desk, one, role, fn);
  const record = targets.classes.find((each) => declaresValues(desk.infer, each));
  if (record) return judgeRecord(desk, one, role, record, fn);
  const taker = desk.callGraph.runs(role.call).find((each) => takesSymbol(each, role.call, role.at));
  if (!taker) return "no-symbol";
  if (desk.standing.isAside(fn)) return "aside";
  const details = { check: "symbol-in-order", at: role.at, word: wordOf(role.call.callee), decides: taker.name === "__init__" ? wordOf(role.call.callee) : taker.name, via: taker } as const;
  if (targets.how === "resolved" && desk.trading.of(taker) === "order") return use(desk, one, { ...details, weight: "order" });
  return taker.name === "__init__" && classTrades(desk, taker) ? use(desk, one, { ...details, weight: "trade" }) : "read";
}

export const asksHeld = (method: string): boolean => POSITION_METHODS.has(method) || HELD_READ.test(method);

/** What the bot holds is asked of one market that the code names: in any other it believes itself flat. */
function judgePositionRead(desk: Desk, one: Case, role: SymbolRole & { kind: "argument" }, fn: FunctionNode): SymbolUse | FineWhy {
  if (one.standing !== null || one.instrument.form !== "pair") return one.standing === "untold" ? "elsewhere" : one.standing ?? "no-symbol";
  if (desk.standing.isAside(fn)) return "aside";
  return use(desk, one, { check: "symbol-in-order", weight: "trade", at: role.at, word: wordOf(role.call.callee), decides: wordOf(role.call.callee), via: null });
}

/** `OrderIntent(symbol="BTCUSDT", side=side)`: what is to be traded, made for one market that the code names. */
function judgeRecord(desk: Desk, one: Case, role: SymbolRole & { kind: "argument" }, record: ClassNode, fn: FunctionNode): SymbolUse | FineWhy {
  if (one.standing !== null || one.instrument.form !== "pair" || !INTENT.test(record.name) || named(role.key ?? "") === null || desk.trading.of(fn) === "other") return "declared";
  if (desk.standing.isAside(fn)) return "aside";
  return use(desk, one, { check: "symbol-in-order", weight: "trade", at: role.at, word: record.name, decides: record.name, via: role.call });
}

const INTENT = /(Order|Intent|Signal|Trade|Entry|Action)(Request|Intent|Spec|Command|Plan|Idea)?$/;

/**
 * `fetch_multi_timeframe(symbol="BTC/JPY")` in code that decides about orders: what it sees is this market, whatever it trades.
 * The leader of the market is asked after by everybody: not told where names around say so, or the function is handed a market of its own.
 */
function judgeMarketRead(desk: Desk, one: Case, role: SymbolRole & { kind: "argument" }, fn: FunctionNode): SymbolUse | FineWhy {
  if (one.standing !== null || one.instrument.form !== "pair" || desk.trading.of(fn) === "other") return "read";
  if (desk.standing.isAside(fn)) return "aside";
  const words = [...namesOf(fn), targetOf(role.call), wordOf(role.call.callee), one.instrument.base === "BTC" ? desk.infer.moduleIndexOf(fn).module.file : ""];
  // The leaders side by side, fetched at once: a look at the whole market.
  if (role.call.parent?.kind === "argument") return "benchmark";
  if (words.some((each) => BENCHMARK_WORDS.test(each) || CONTEXT.test(each)) || fn.params.some((each) => named(each.name) !== null)) return "benchmark";
  return use(desk, one, { check: "symbol-in-order", weight: "trade", at: role.at, word: wordOf(role.call.callee), decides: wordOf(role.call.callee), via: null });
}

const ASKS_MARKET = /^_?(?:fetch|get|load|query|request)_(?:\w+_)?(?:klines?|candles?|ohlcv|tickers?|order_?book|market_data|timeframes?|prices?|bars|funding_rate)$/;
/** Whether there is an answer at all, and how the whole market is. */
const CONTEXT = /ping|connect|health|check_api|verify|warm|init|setup|start_?up|(?:^|_)test|time_?sync|(?:^|_)(?:eth|context|sentiment|global|index|mood|fear)(?:_|$)/i;

const targetOf = (call: Call): string => {
  const value = call.parent?.kind === "await" ? call.parent : call;
  return value.parent?.kind === "assign" ? wordOf(value.parent.targets[0]!) : "";
};

export const asksMarket = (method: string): boolean => MARKET_CALLS.has(method) || ASKS_MARKET.test(method);

const takesSymbol = (fn: FunctionNode, call: Call, given: unknown): boolean =>
  fn.params.some((param, position) => named(param.name) !== null && argumentOf(call, fn, position) === given && !onlyAsksMarket(fn, param));

/** An entry of a payload or record; those that reach an order were found from the order. */
export function judgePayload(desk: Desk, one: Case, role: SymbolRole & { kind: "payload" }): SymbolUse | FineWhy {
  const fn = enclosingFunction(one.literal)!;
  if (desk.standing.isAside(fn)) return "aside";
  const holder = role.dict.parent;
  const call = holder?.kind === "argument" && holder.parent?.kind === "call" ? holder.parent : null;
  if (!call || one.instrument.form === "word") return "no-symbol";
  const taker = desk.callGraph.targets(call).how === "resolved" ? desk.callGraph.runs(call).find((each) => desk.trading.of(each) === "order") : undefined;
  return taker ? use(desk, one, { check: "symbol-in-order", weight: "order", at: one.literal, word: wordOf(call.callee), decides: taker.name, via: taker }) : "no-symbol";
}

/** `self.symbol = "ETH"` in a class that trades; `symbol = "BTCUSDT"` handed on to what sends orders. */
export function judgeAssigned(desk: Desk, one: Case, { name, assign }: SymbolRole & { kind: "assigned" }): SymbolUse | FineWhy {
  const fn = enclosingFunction(one.literal)!;
  if (one.instrument.form === "word") return "no-symbol";
  if (isConstant(name, assign)) return "declared";
  if (desk.standing.isAside(fn)) return "aside";
  const target = assign.targets[0]!;
  const details = { check: "symbol-in-order", at: assign, word: name, decides: fn.qualname } as const;
  if (target.kind === "attribute") {
    return target.object.kind === "name" && classTrades(desk, fn) ? use(desk, one, { ...details, weight: "order", via: null }) : "elsewhere";
  }
  if (target.kind !== "name") return "no-symbol";
  const call = desk.infer.moduleIndexOf(fn).calls[fn.index]!.find((each) => takersOf(desk, each, target.id).some((taker) => desk.trading.of(taker) === "order"));
  return call ? use(desk, one, { ...details, weight: "order", decides: handedOver(call) ?? wordOf(call.callee), via: call }) : "elsewhere";
}

/** The functions that a call runs with the name as an argument; `to_thread(client.create_order, symbol=symbol)` says by the keyword that it is the market. */
function takersOf(desk: Desk, call: Call, name: string): readonly FunctionNode[] {
  const given = call.args.filter(({ value }) => value.kind === "name" && value.id === name);
  if (given.length === 0) return [];
  if (desk.callGraph.targets(call).how === "resolved") return desk.callGraph.runs(call);
  return given.some((one) => one.name !== null && INSTRUMENT_KEY.test(one.name)) ? desk.widerCalls.runs(call) : [];
}

/** `create_order` of `to_thread(client.create_order, ...)`. */
const handedOver = (call: Call): string | null => {
  const first = call.args[0]?.value;
  return /^(to_thread|run_in_executor|create_task|submit|partial)$/.test(wordOf(call.callee)) && first?.kind === "attribute" ? first.name : null;
};
