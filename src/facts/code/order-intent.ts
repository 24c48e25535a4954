import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf } from "../../ir/flow.ts";
import { isReachable, ownPoints } from "../../ir/flow-graph.ts";
import { calledName, ownName } from "../../ir/names.ts";
import type { Argument, Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import type { Inference } from "./inference/context.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { snake } from "./snake.ts";

/**
 * Whether an order only reduces, as seen from a function: `closes` always, `opens` always, or it hangs on a parameter (or an
 * attribute of one) that the caller gives.
 */
export type Intent = "closes" | "opens" | Hanging;

export interface Hanging {
  /** Index of the parameter of the function. */
  readonly param: number;
  /** The attribute of the parameter that says it, or null for the parameter itself. */
  readonly attribute: string | null;
}

const FLAG = /^((intent|is|force)_)?(reduce_?only|close_?position|is_?close|closing|is_?exit)$/i;

/** Functions that close, protect or take back by their name; a name with an opening word says nothing. */
const CLOSING_NAME = /(^|_)(close|closes|closing|exit|exits|flatten|liquidate|unwind|reduce|stop|stops|stop_?loss|take_?profit|sl|tp|tps|trail|trailing|protect|protective|cancel|emergency|hedge_off|square_?off|dump|dust|leftovers?|residuals?|closeout|close_?out|repay)(_|$)/;
const OPENING_NAME = /(^|_)(open|opens|opening|enter|entry|entries)(_|$)/;

export function closesByName(fn: FunctionNode): boolean {
  const name = snake(fn.name);
  if (OPENING_NAME.test(name)) return false;
  if (CLOSING_NAME.test(name)) return true;
  // A lambda, or `async def operation()` in `close_position`, does what the function around it does.
  const outer = classOf(fn) === null ? enclosingFunction(fn) : null;
  return outer !== null && outer.parent !== null && closesByName(outer);
}

/** What it calls opens by its name, whoever asks for it: `place_limit_entry`, `open_position`, `add_dca_level`. */
export const opensByName = (fn: FunctionNode): boolean => OPENER_NAME.test(snake(fn.name)) && !closesByName(fn);
const OPENER_NAME = /(^|_)(open|enter|place|execute|submit|send|add|increase)_(\w+_)?(position|entry|long|short|dca|trade)$|(^|_)(dca|pyramid|scale_in|average_(down|up|in))(_|$)/;

/** The intent of an order call within its function. */
export function intentOf(on: Inference, call: Call): Intent {
  const fn = enclosingFunction(call)!;
  for (const argument of call.args) {
    const found = flagIn(on, fn, argument);
    if (found) return found;
  }
  return turnsBack(on, call) || sellsHolding(on, call) ? "closes" : "opens";
}

/** What is handed to the call says itself that it only reduces: `reduce_only=True`, `{"reduceOnly": True}`, also by way of a local name. */
export const reducesOnly = (on: Inference, call: Call): boolean => call.args.some((one) => flagIn(on, enclosingFunction(call)!, one) === "closes");

const HOLDING = /(^|_)(pos|position|holding|held|inventory)$/i;

/** `if not position: return` ... `place_order(symbol, "sell", ...)`: what is held is sold; without margin nothing else can be. */
function sellsHolding(on: Inference, call: Call): boolean {
  if (sells(call) && (holdsAt(call) || call.args.some(({ value }) => isHeld(on, value, 0)))) return true;
  const fields = call.args.flatMap(({ value }) => dictsOf(on, call, value)).flatMap(({ entries }) => entries);
  return fields.some(isWithoutMargin) && (sells(call) || fields.some(({ key, value }) => key?.kind === "string" && key.value === "side" && SHORT.test(wordOf(value) ?? "")));
}

const dictsOf = (on: Inference, call: Call, value: Expr): (Expr & { kind: "dict" })[] =>
  (value.kind === "name" ? locals(on, enclosingFunction(call)!, value.id) : [value]).flatMap((one) => (one.kind === "dict" ? [one] : []));

/** `self.position["amount"]`, also by way of a local name. */
function isHeld(on: Inference, expr: Expr, depth: number): boolean {
  if (depth > 3) return false;
  if (isCoinBalance(expr)) return true;
  if (expr.kind === "subscript" || expr.kind === "attribute") return HOLDING.test(lastName(expr.object)) || isHeld(on, expr.object, depth + 1);
  if (expr.kind === "call") return expr.args.some(({ value }) => isHeld(on, value, depth + 1)) || (expr.callee.kind === "attribute" && expr.callee.name === "get" && HOLDING.test(lastName(expr.callee.object)));
  return expr.kind === "name" && locals(on, enclosingFunction(expr)!, expr.id).some((one) => isHeld(on, one, depth + 1));
}

/** `balance["BTC"]["free"]`, `balance.get(base, {}).get("free", 0)`: all there is of a coin; what the account pays with is not sold. */
function isCoinBalance(expr: Expr): boolean {
  const amount = fieldOf(expr);
  const coin = amount && amount.key.kind === "string" && /^(free|total)$/.test(amount.key.value) ? fieldOf(amount.of) : null;
  return coin !== null && /balance/i.test(lastName(coin.of)) && (coin.key.kind === "string" ? !PAID_WITH.test(coin.key.value) : COIN.test(lastName(coin.key)));
}

const fieldOf = (expr: Expr): { readonly of: Expr; readonly key: Expr } | null =>
  expr.kind === "subscript" ? { of: expr.object, key: expr.index }
    : expr.kind === "call" && expr.callee.kind === "attribute" && expr.callee.name === "get" && expr.args[0] ? { of: expr.callee.object, key: expr.args[0].value } : null;

const PAID_WITH = /USD|EUR|GBP|DAI$|^(free|total|used)$/i;
const COIN = /^(?!.*quote).*(base|coin|crypto|token|asset)/i;

/** OKX: `tdMode: cash`, and `tgtCcy`, which only spot orders have (https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order). */
const isWithoutMargin = ({ key, value }: { readonly key: Expr | null; readonly value: Expr }): boolean =>
  key?.kind === "string" && (key.value === "tgtCcy" || (/^td_?mode$/i.test(key.value) && value.kind === "string" && value.value === "cash"));

/** Under a test that something is held. */
function holdsAt(call: Call): boolean {
  const flow = flowOf(enclosingFunction(call)!);
  const point = ownPoints(flow, call).find((one) => isReachable(flow, one));
  return point !== undefined && conditionsAt(flow, point).some(({ node, outcome }) => {
    if (node.kind === "name" || node.kind === "attribute") return outcome && HOLDING.test(lastName(node));
    return node.kind === "compare" && node.right.kind === "none" && HOLDING.test(lastName(node.left)) && (node.op === "is not" || node.op === "!=") === outcome;
  });
}

const sells = (call: Call): boolean => {
  // `safe_call(exchange.create_market_sell_order, symbol, amount)`: also where the method is handed over.
  if ([call.callee, call.args[0]?.value].some((one) => one?.kind === "attribute" && /(^|_)market_sell$|_sell_order$/.test(one.name))) return true;
  return call.args.some(({ name, value }) => wordOf(value) !== null && SHORT.test(wordOf(value)!) && (name === null || /side|action|direction/i.test(name)));
};

/** `place_order(close_short_params)` */
const BACK_ORDER = /^_?(close|closing|exit|flatten|reduce)_(\w+_)?(params|order|request|body|payload|kwargs)$/i;
const BACK_NAME = /^_?([a-z0-9]+_)*?(close|closing|exit|opposite|reverse|reduce|unwind|flatten)_?(side|direction|action|order_side)$/i;
const LONG = /^(buy|long)$/i;
const SHORT = /^(sell|short)$/i;

/** One of its arguments is the opposite side of what is open: `"sell" if position.side == "buy" else "buy"`, or an order that is called a close. */
export function turnsBack(on: Inference, call: Call): boolean {
  const fn = enclosingFunction(call)!;
  return call.args.some(({ value }) => {
    const side = unwrapped(value);
    if (side.kind === "name" && (BACK_NAME.test(side.id) || BACK_ORDER.test(side.id))) return true;
    if (side.kind === "attribute") return BACK_NAME.test(side.name);
    return side.kind === "name" ? locals(on, fn, side.id).some((one) => isOpposite(unwrapped(one))) : isOpposite(side);
  });
}

/** `side.upper()`, `str(side)` */
function unwrapped(expr: Expr): Expr {
  if (expr.kind !== "call") return expr;
  if (expr.callee.kind === "attribute" && expr.args.length === 0) return unwrapped(expr.callee.object);
  return expr.args.length === 1 && expr.callee.kind === "name" ? unwrapped(expr.args[0]!.value) : expr;
}

function isOpposite(expr: Expr): boolean {
  if (expr.kind !== "conditional" || expr.test.kind !== "compare") return false;
  const { test } = expr;
  const asked = wordOf(test.right) ?? wordOf(test.left) ?? (test.op === "in" ? firstWord(test.right) : null);
  const then = wordOf(expr.then);
  const otherwise = wordOf(expr.otherwise);
  if (!then || !otherwise) return false;
  // `amount > 0`: what is held is sold.
  const held = test.op === ">" && test.right.kind === "number" && test.right.value === 0 && /size|amt|amount|qty|position|contracts/i.test(lastName(test.left));
  const isLong = asked ? LONG.test(asked) : held;
  const isShort = asked ? SHORT.test(asked) : false;
  return (isLong && SHORT.test(then) && LONG.test(otherwise)) || (isShort && LONG.test(then) && SHORT.test(otherwise));
}

/** The side that a literal or an enum member names. */
const wordOf = (expr: Expr): string | null => {
  const word = expr.kind === "string" ? expr.value : expr.kind === "attribute" ? (expr.name === "value" ? lastName(expr.object) : expr.name) : "";
  const bare = word.replace(/^(side|direction|order_side)_/i, "");
  return LONG.test(bare) || SHORT.test(bare) ? bare : null;
};
const firstWord = (expr: Expr): string | null => (expr.kind === "tuple" || expr.kind === "list" || expr.kind === "set" ? expr.items.map(wordOf).find((one) => one !== null) ?? null : null);
const lastName = (expr: Expr): string =>
  expr.kind === "name" ? expr.id : expr.kind === "attribute" ? expr.name : expr.kind === "subscript" && expr.index.kind === "string" ? expr.index.value : expr.kind === "call" && expr.args[0] ? lastName(expr.args[0].value) : "";

function flagIn(on: Inference, fn: FunctionNode, argument: Argument): Intent | null {
  if (argument.name !== null && FLAG.test(argument.name)) return valued(on, fn, argument.value, 0);
  const { value } = argument;
  if (value.kind === "dict") return inDict(on, fn, value);
  if (value.kind !== "name") return null;
  for (const one of locals(on, fn, value.id)) if (one.kind === "dict") {
    const found = inDict(on, fn, one);
    if (found) return found;
  }
  return stored(on, fn, value.id);
}

function inDict(on: Inference, fn: FunctionNode, dict: Expr & { kind: "dict" }): Intent | null {
  for (const entry of dict.entries) {
    if (entry.key?.kind === "string" && FLAG.test(entry.key.value)) return valued(on, fn, entry.value, 0);
  }
  return null;
}

/** `params["reduceOnly"] = ...` somewhere in the function: under a test, the test says it. */
function stored(on: Inference, fn: FunctionNode, name: string): Intent | null {
  for (const store of on.moduleIndexOf(fn).stores) {
    const { target } = store;
    if (store.fn !== fn || target.kind !== "subscript" || target.object.kind !== "name" || target.object.id !== name) continue;
    if (target.index.kind !== "string" || !FLAG.test(target.index.value)) continue;
    const flow = flowOf(fn);
    const point = ownPoints(flow, target).find((one) => isReachable(flow, one));
    const tested = point === undefined ? [] : conditionsAt(flow, point).filter((one) => one.outcome);
    for (const one of tested) {
      const found = valued(on, fn, one.node as Expr, 0);
      if (found !== "opens" && found !== "closes") return found;
    }
    return store.value ? valued(on, fn, store.value, 0) : null;
  }
  return null;
}

const MAX_DEPTH = 6;

function valued(on: Inference, fn: FunctionNode, expr: Expr, depth: number): Intent {
  if (depth > MAX_DEPTH) return "opens";
  switch (expr.kind) {
    case "boolean": return expr.value ? "closes" : "opens";
    case "string": return expr.value.toLowerCase() === "true" ? "closes" : "opens";
    case "name": {
      const param = fn.params.findIndex((one) => one.name === expr.id);
      if (param >= 0) return { param, attribute: null };
      const values = locals(on, fn, expr.id).map((one) => valued(on, fn, one, depth + 1));
      if (values.length > 0 && values.every((one) => one === "closes")) return "closes";
      return values.find((one) => typeof one !== "string") ?? "opens";
    }
    case "attribute": {
      const holder = expr.object.kind === "name" ? fn.params.findIndex((one) => one.name === (expr.object as Expr & { kind: "name" }).id) : -1;
      return holder >= 0 ? { param: holder, attribute: expr.name } : "opens";
    }
    case "conditional": return valued(on, fn, expr.test, depth + 1);
    case "call": {
      const inner = expr.args[0]?.value ?? (expr.callee.kind === "attribute" ? expr.callee.object : null);
      return inner ? valued(on, fn, inner, depth + 1) : "opens";
    }
    case "logical": return valued(on, fn, expr.left, depth + 1);
    default: return "opens";
  }
}

/** The intent in the caller of a function whose order hangs on its argument. */
export function intentThrough(on: Inference, call: Node, callee: FunctionNode, intent: Intent, bound: boolean): Intent {
  if (intent === "closes" || call.kind !== "call") return intent;
  if (turnsBack(on, call) || sellsHolding(on, call) || (/(^|_)sell(_|$)/i.test(callee.name) && holdsAt(call)) || call.args.some((one) => one.name !== null && FLAG.test(one.name) && one.value.kind === "boolean" && one.value.value)) return "closes";
  const caller = enclosingFunction(call)!;
  if (intent === "opens") return call.args.map((one) => flagIn(on, caller, one)).find((one) => one !== null) ?? intent;
  const given = argumentFor(call, callee, intent.param, bound) ?? callee.params[intent.param]?.default ?? null;
  if (!given) return "opens";
  if (intent.attribute === null) return valued(on, caller, given, 0);
  if (given.kind !== "name") return given.kind === "call" ? constructed(on, caller, given, intent.attribute) : "opens";
  const param = caller.params.findIndex((one) => one.name === given.id);
  if (param >= 0) return { param, attribute: intent.attribute };
  for (const one of locals(on, caller, given.id)) if (one.kind === "call") return constructed(on, caller, one, intent.attribute);
  return "opens";
}

function constructed(on: Inference, fn: FunctionNode, call: Call, attribute: string): Intent {
  const keyword = call.args.find((one) => one.name === attribute);
  if (keyword) return valued(on, fn, keyword.value, 0);
  for (const value of on.evaluate(call.callee)) {
    if (value.kind !== "class") continue;
    const own = on.moduleIndexOf(value.class).scopes.get(value.class);
    const fields = [...(own ?? [])].filter(([, all]) => all.some((one) => one.kind === "declared" || (one.kind === "value" && one.annotation))).map(([name]) => name);
    const given = call.args[fields.indexOf(attribute)];
    if (given && given.name === null) return valued(on, fn, given.value, 0);
  }
  return "opens";
}

function argumentFor(call: Call, callee: FunctionNode, param: number, bound: boolean): Expr | null {
  const name = callee.params[param]?.name;
  const keyword = call.args.find((one) => one.name !== null && one.name === name);
  if (keyword) return keyword.value;
  // `to_thread(client.create_order, symbol, side)`: what is behind the function is its own.
  const handed = calledName(call) === callee.name ? -1 : call.args.findIndex((one) => one.name === null && ownName(one.value) === callee.name);
  const positional = call.args.slice(handed + 1).filter((one) => one.name === null && one.spread === "none")[param - (bound ? 1 : 0)];
  return positional?.value ?? null;
}

function locals(on: Inference, fn: FunctionNode, name: string): readonly Expr[] {
  const own = on.moduleIndexOf(fn).scopes.get(fn)?.get(name) ?? [];
  return own.flatMap((one) => (one.kind === "value" && one.item < 0 && scopeOf(one.expr) === fn ? [one.expr] : []));
}
