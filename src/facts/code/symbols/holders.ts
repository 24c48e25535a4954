import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { ORDER_METHODS } from "../../../knowledge/order-calls.ts";
import {
  ACCOUNT_CALLS, ACCOUNT_CURRENCY, CAMEL_SYMBOL_NAME, INSTRUMENT_KEY, INSTRUMENT_POSITION, MARKET_CALLS, NETWORK_NAME, SURE_SYMBOL_NAME, SYMBOL_NAME, SYMBOLS_NAME,
} from "../../../knowledge/instrument-arguments.ts";
import type { Inference } from "../inference/context.ts";
import { scopeOf } from "../inference/scope-of.ts";
import type { Definition, Index } from "../module-index.ts";
import { followedOnce } from "../followed-once.ts";

/** sure: an instrument or coin. likely: its name says so, and others use the name too. many: a collection of them. */
export type Holding = "sure" | "likely" | "many";

const MAX_DEPTH = 6;
const SPELLED = /^(upper|lower|strip|replace|rstrip|lstrip|removesuffix|removeprefix|casefold|format|title)$/;
const PARTS = /^(split|rsplit|partition|rpartition)$/;

/** Tells which expressions hold the name of a market or coin: by where the value goes or comes from, then by names. */
export class SymbolHolders {
  readonly #on: Inference;
  readonly #index: Index;
  readonly #handed = new Map<FunctionNode, ReadonlySet<string>>();
  /** What an expression holds, each followed once. */
  readonly of = followedOnce<Holding>(MAX_DEPTH, (expr, depth) => this.#find(expr, depth));

  constructor(on: Inference, index: Index) {
    this.#on = on;
    this.#index = index;
  }

  #find(expr: Expr, depth: number): Holding | null {
    switch (expr.kind) {
      case "name": return this.#name(expr, depth);
      case "attribute": return isOther(wordOf(expr.object)) ? null : named(expr.name);
      case "call": return this.#call(expr, depth);
      case "subscript": return this.#subscript(expr, depth);
      case "await": case "bind": return this.of(expr.value, depth);
      case "logical": return expr.op === "and" ? this.of(expr.right, depth) : this.of(expr.left, depth) ?? this.of(expr.right, depth);
      case "conditional": return this.of(expr.then, depth) ?? this.of(expr.otherwise, depth);
      case "binary": return expr.op === "+" ? this.of(expr.left, depth) ?? this.of(expr.right, depth) : null;
      case "template": return firstOf(expr.parts, (one) => (one.kind === "interpolation" ? this.of(one.value, depth) : null));
      case "comprehension": return this.of(expr.element, depth) ? "many" : null;
      default: return null;
    }
  }

  #name(expr: Expr & { kind: "name" }, depth: number): Holding | null {
    const byName = named(expr.id);
    if (byName === "sure" || byName === "many" || isOther(expr.id)) return byName;
    const fn = enclosingFunction(expr);
    if (fn && this.#handedOver(fn).has(expr.id)) return "sure";
    const definitions = this.#on.moduleIndexOf(expr).scopes.get(scopeOf(expr))?.get(expr.id) ?? [];
    return firstOf(definitions, (one) => this.#defined(one, depth)) ?? byName;
  }

  #defined(one: Definition, depth: number): Holding | null {
    if (one.kind === "value" && one.item < 0) return this.of(one.expr, depth);
    if (one.kind !== "iteration") return null;
    // `for symbol, data in d.items()` is told by its name; `for s in symbols` by what it runs over.
    return one.item < 0 && this.of(one.expr, depth) === "many" ? "sure" : null;
  }

  #call(call: Call, depth: number): Holding | null {
    const { callee } = call;
    const first = call.args[0]?.value;
    if (callee.kind === "attribute") {
      if (SPELLED.test(callee.name)) return this.of(callee.object, depth);
      if (PARTS.test(callee.name)) return this.of(callee.object, depth);
      if ((callee.name === "get" || callee.name === "pop") && first?.kind === "string") return isOther(wordOf(callee.object)) ? null : named(first.value);
      if (callee.name === "keys") return this.of(callee.object, depth);
      return ofCallee(callee.name);
    }
    if (callee.kind !== "name") return null;
    if (callee.id === "getattr" && call.args[1]?.value.kind === "string") return named(call.args[1].value.value);
    if (/^(str|list|set|sorted|tuple|next)$/.test(callee.id)) return first ? this.of(first, depth) : null;
    return ofCallee(callee.id);
  }

  #subscript(expr: Expr & { kind: "subscript" }, depth: number): Holding | null {
    // `order["fee"]["currency"]` is no market.
    if (expr.index.kind === "string") return isOther(wordOf(expr.object)) ? null : named(expr.index.value);
    if (expr.index.kind !== "number" && expr.index.kind !== "slice" && expr.index.kind !== "unary") return null;
    const whole = this.of(expr.object, depth);
    return whole === "many" && expr.index.kind !== "slice" ? "sure" : whole;
  }

  /** Names that the function hands to venue calls as the instrument. */
  #handedOver(fn: FunctionNode): ReadonlySet<string> {
    const known = this.#handed.get(fn);
    if (known) return known;
    const found = new Set<string>();
    for (const call of this.#index.callsIn(fn)) {
      const given = instrumentArgument(call);
      if (given?.kind === "name") found.add(given.id);
    }
    this.#handed.set(fn, found);
    return found;
  }
}

/** The instrument that a venue call acts on: its keyword, or its position in the libraries' methods. */
export function instrumentArgument(call: Call): Expr | null {
  const name = call.callee.kind === "attribute" ? call.callee.name : "";
  if (!ACCOUNT_CALLS.has(name) && !MARKET_CALLS.has(name) && !ORDER_METHODS.has(name)) return null;
  const keyword = call.args.find((one) => one.name !== null && INSTRUMENT_KEY.test(one.name));
  if (keyword) return keyword.value;
  const positional = call.args[INSTRUMENT_POSITION.get(name) ?? 0];
  if (!positional || positional.name !== null || positional.spread !== "none") return null;
  // Wrappers of the bot take the market first where ccxt takes the leverage.
  const first = call.args[0]!.value;
  return positional.value.kind === "number" && first.kind === "string" ? first : positional.value;
}

const isOther = (name: string): boolean => ACCOUNT_CURRENCY.test(name) || NETWORK_NAME.test(name);

/** What a name says about its value. */
export function named(name: string): Holding | null {
  if (isOther(name)) return null;
  if (SYMBOL_NAME.test(name) || CAMEL_SYMBOL_NAME.test(name)) return SURE_SYMBOL_NAME.test(name) ? "sure" : "likely";
  return SYMBOLS_NAME.test(name) ? "many" : null;
}

/** `base_of(symbol)`, `self.get_symbol()`, `normalize_symbol(x)` give a name; `fetch_ticker(...)` gives prices. */
function ofCallee(name: string): Holding | null {
  if (MARKET_CALLS.has(name) || /^(fetch|watch|is|has|can|check|set|update|add|remove|load|subscribe)_/.test(name)) return null;
  const held = named(name);
  return held === "likely" ? null : held;
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/** The word that tells what an expression is: `symbol` of `signal.symbol`, `row["symbol"]`, `row.get("symbol")`, `symbol.split("/")[0]`. */
export function wordOf(node: Node): string {
  switch (node.kind) {
    case "name": return node.id;
    case "attribute": return node.name;
    case "subscript": return node.index.kind === "string" ? node.index.value : wordOf(node.object);
    case "call": {
      const { callee } = node;
      if (callee.kind !== "attribute") return wordOf(callee);
      const key = callee.name === "get" || callee.name === "pop" ? node.args[0]?.value : undefined;
      return key?.kind === "string" ? key.value : SPELLED.test(callee.name) || PARTS.test(callee.name) ? wordOf(callee.object) : callee.name;
    }
    default: return "";
  }
}
