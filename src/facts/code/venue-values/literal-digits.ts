import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node, Template } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ORDER_POSITIONS } from "../../../knowledge/trading-numbers.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { buildsIn } from "../builds-of.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { infer } from "../inference/infer.ts";
import { InstrumentSources } from "../instrument-sources.ts";
import { index, type Index } from "../module-index.ts";
import { wordsIn } from "../numbers/words-of.ts";
import { fieldsOf } from "../order-fields.ts";
import { orderSites, type OrderSite } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { settingReads } from "../setting-reads.ts";
import { snake } from "../snake.ts";
import { instrumentsOf } from "../symbols/order-arguments.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { follower } from "../value-follower.ts";

/** `round(qty, 3)` on the way into an order's size, for every market alike: 0.0004 BTC are nothing, and 12.345 XRP are refused. */
export interface LiteralDigits {
  readonly at: Expr;
  readonly digits: number;
  readonly side: "price" | "size";
  readonly site: OrderSite;
}

export const literalDigits = codeFact({
  name: "literal-digits",
  doc: "Sizes and prices of orders that are rounded to digits which the code fixes for every market.",
  requires: { program, index, infer, callGraph, constants, settingReads, follower, orderSites, reach },
  derive({ program, index, infer, callGraph, constants, settingReads, follower, orderSites, reach }): readonly LiteralDigits[] {
    const sites = orderSites.filter((one) => one.role !== "cancel" && !ONE_STEP.test(one.by) && !ONE_STEP.test(index.moduleOf(one.call).file) && reach.of(one.fn) !== "dead");
    if (sites.length === 0) return [];
    const found: LiteralDigits[] = [];
    const sinks = new Sinks(sites, index);
    const markets = new InstrumentSources(infer, callGraph, constants, settingReads);
    const buildsOf = buildsIn(index, callGraph);
    const knowsSteps = stepAsker(callGraph);
    const several = new Map<OrderSite, boolean>();
    // One literal market, or the one that the settings name: its step may be known to whoever wrote the digits.
    const tradesSeveral = (site: OrderSite): boolean => {
      const named = instrumentsOf(infer, site.call)[0];
      return named !== undefined && markets.of(named, buildsOf)?.size !== 1;
    };
    for (const one of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(one.module.file) ?? "bot")) continue;
      for (const kind of ["call", "template"] as const) for (const node of one.byKind.get(kind) ?? []) {
        const rounded = node.kind === "call" ? cutIn(node) : node.kind === "template" ? shownIn(node) : null;
        const fn = rounded && enclosingFunction(node);
        if (!rounded || !fn || !isOrdered(rounded.value, node) || reach.of(fn) === "dead" || byMarket(node)) continue;
        const held = [...follower.from<object>(node as Expr, WHOLE, leaves, "where-entered").keys()];
        const sink = held.map((each) => sinks.at(each)).find((each) => each !== null);
        if (!sink || rounded.digits > MOST[sink.side] || rounded.digits < LEAST[sink.side] || (sink.side === "size" && isMoney(rounded.value))) continue;
        if ([...new Set([...held.map((each) => enclosingFunction(each)), sink.site.fn])].some((each) => each !== null && knowsSteps(each))) continue;
        if (!several.has(sink.site)) several.set(sink.site, tradesSeveral(sink.site));
        if (several.get(sink.site)) found.push({ at: node as Expr, digits: rounded.digits, ...sink });
      }
    }
    return found;
  },
});

/** Shares are priced in cents, and a terminal or a prediction market has one step for all. */
const ONE_STEP = /alpaca|ib_insync|ibapi|ibkr|interactive|MetaTrader|mt5|polymarket|py_clob|kalshi|robinhood|schwab|kiteconnect|upstox/i;

/** Coarser than some market that is traded; finer digits cut nothing that anybody orders. */
const MOST = { size: 4, price: 4 } as const;
/** Whole contracts are what some venues want. */
const LEAST = { size: 1, price: 0 } as const;

interface Rounded { readonly value: Expr; readonly digits: number }

/** `round(x, 3)`, `np.round(x, 3)`, `x.quantize(Decimal("0.001"))`. */
function cutIn(call: Call): Rounded | null {
  const name = calledName(call);
  const [first, second] = call.args;
  if ((name === "round" || name === "around") && call.args.length === 2 && second!.value.kind === "number" && Number.isInteger(second!.value.value)) return { value: first!.value, digits: second!.value.value };
  if (name !== "quantize" || call.callee.kind !== "attribute" || first?.value.kind !== "call") return null;
  const text = first.value.args[0]?.value;
  const step = text?.kind === "string" ? /^(?:0?\.(0*1)|1(?:\.(0+))?)$/.exec(text.value) : null;
  return step ? { value: call.callee.object, digits: (step[1] ?? step[2] ?? "").length } : null;
}

/** `f"{price:.2f}"`, and nothing else in the text. */
function shownIn({ parts }: Template): Rounded | null {
  const [only] = parts;
  if (parts.length !== 1 || only?.kind !== "interpolation" || !only.format) return null;
  const format = only.format.kind === "template" ? (only.format.parts.length === 1 ? only.format.parts[0]! : null) : only.format;
  const digits = format?.kind === "string" ? /^\.(\d)f$/.exec(format.value) : null;
  return digits ? { value: only.value, digits: Number(digits[1]) } : null;
}

const ORDERED = /qty|quantity|size|amount|(^|_)sz(_|$)|contracts|(^|_)(lots|coins|units|px|sl|tp\d?|stop|target|trigger|limit|mid|bid|ask|entry)(_|$)|price|take_?profit|stop_?loss/;

/** By its words or those of what it is kept under it is a size or a price. */
function isOrdered(value: Expr, node: Node): boolean {
  let at: Node = node;
  while (at.parent && (at.parent.kind === "argument" || (at.parent.kind === "call" && /^(str|float|Decimal|max|min|abs)$/.test(calledName(at.parent))))) at = at.parent;
  const { parent } = at;
  const target = parent?.kind === "assign" ? parent.targets.map(nameOf).join(" ") : parent?.kind === "entry" && parent.key?.kind === "string" ? parent.key.value : at.kind === "argument" ? at.name ?? "" : "";
  const words = [...wordsIn(value).split(" "), ...target.split(" ")].map(snake);
  // `btc_amount`: of one coin.
  return words.some((one) => ORDERED.test(one)) && !words.some((one) => /(^|_)(btc|eth|sol|xrp|bnb|doge|xau)(_|$)/.test(one));
}

const nameOf = (target: Expr): string => (target.kind === "subscript" ? (target.index.kind === "string" ? target.index.value : "") : ownName(target));

const WHOLE = {};

/** What leaves the value as it was rounded. */
function leaves(parent: Expr, child: Expr): object | null {
  switch (parent.kind) {
    case "call": return parent.callee.kind === "name" && /^(str|float|Decimal|max|min|abs)$/.test(parent.callee.id) ? WHOLE : null;
    case "unary": return parent.op === "-" ? WHOLE : null;
    case "conditional": return parent.test === child ? null : WHOLE;
    case "logical": case "bind": case "await": return WHOLE;
    default: return null;
  }
}

const MONEY = /(^|_)(usdt?|usdc|busd|quote|cost|notional|stake|margin|value|cash|funds|budget|krw|jpy|idr|eur)(_|$)/;

/** An amount of money: cents are its digits. Divided by a price it is none any more. */
function isMoney(value: Expr): boolean {
  let divided = false;
  let money = false;
  const look = (expr: Expr): void => {
    if (expr.kind === "binary") {
      divided ||= expr.op === "/";
      look(expr.left);
      look(expr.right);
    } else if (expr.kind === "call") expr.args.forEach((one) => look(one.value));
    else money ||= MONEY.test(snake(ownName(expr)));
  };
  look(value);
  return money && !divided;
}

/** `if "BTC" in symbol:`, `3 if price > 1000 else 1`: the code knows that markets differ. */
function byMarket(node: Node): boolean {
  let child = node;
  for (let at = node.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if ((at.kind === "if" || at.kind === "conditional") && at.test !== child && asksMarket(at.test)) return true;
  }
  return false;
}

function asksMarket(test: Expr): boolean {
  if (test.kind === "logical") return asksMarket(test.left) || asksMarket(test.right);
  if (test.kind === "unary") return asksMarket(test.operand);
  if (test.kind === "call") return /startswith|endswith/.test(calledName(test));
  if (test.kind !== "compare") return false;
  const fixed = [test.left, test.right].some((one) => one.kind === "string" || one.kind === "list" || one.kind === "tuple" || one.kind === "set" || (one.kind === "number" && one.value !== 0));
  return fixed && /symbol|coin|asset|pair|market|inst|base|price|(^|_)px(_|$)|ticker/i.test(wordsIn(test));
}

/** The market's steps by their names; `round_qty` and the like may ask for them. */
const STEPS = /(^|_)(steps?|tick|tick_?sz|precisions?|increments?|lot_?(size|sz|step)|min_?move|filters|sz_decimals)(_|$)|tick_?size|step_?size|to_precision/;
const CUTS = /(^|_)(normali[sz]e|snap|truncate|quanti[sz]e|round|format|adjust|fix|floor)_\w*(qty|quantity|size|amount|price|px|lot|step|tick|order)|(^|_)(digits|decimals|decimal_places)(_|$)/;

/** Whether a function on the way speaks of the market's steps, itself or in the helper that it cuts with: it may cut the value by them. */
function stepAsker(graph: CallGraph): (fn: FunctionNode) => boolean {
  const known = new Map<FunctionNode, boolean>();
  return function knowsSteps(fn) {
    const before = known.get(fn);
    if (before !== undefined) return before;
    let found = false;
    known.set(fn, found);
    walkBody(fn, (node) => {
      if (found) return;
      if (node.kind === "string" && node.value.length < 40) found = STEPS.test(snake(node.value));
      if (node.kind !== "name" && node.kind !== "attribute") return;
      const word = snake(ownName(node));
      const helpers = CUTS.test(word) && node.parent?.kind === "call" && node.parent.callee === node ? graph.runs(node.parent) : null;
      found = STEPS.test(word) || (helpers ? helpers.length === 0 || helpers.some(knowsSteps) : CUTS.test(word) && !fn.params.some((one) => one.name === ownName(node)));
    });
    known.set(fn, found);
    return found;
  };
}

const SENT = /^(qty|quantity|size|sz|amount|contracts|vol|volume|price|px|stopPrice|stop_price|triggerPrice|trigger_price|triggerPx|stopLoss|takeProfit|stopLossPrice|takeProfitPrice|slTriggerPx|tpTriggerPx|orderQty|origQty|limitPrice|limit_px|activationPrice|executePrice)$/;
const PRICED = /price|px|^stopLoss$|^takeProfit$/i;
const OF_HYPERLIQUID = [null, null, "size", "price"] as const;

/** Where orders take their sizes and prices. */
class Sinks {
  readonly #fields = new Map<Expr, Pick<LiteralDigits, "side" | "site">>();
  /** Records by function and name that are handed to an order: `params["qty"] = ...`. */
  readonly #records = new Map<FunctionNode, Map<string, OrderSite>>();

  constructor(sites: readonly OrderSite[], index: Index) {
    for (const site of sites) {
      const fields = fieldsOf(site.call, index).flat();
      if (fields.some((one) => one.key === "tgtCcy" || one.key === "quoteOrderQty" || one.key === "marketUnit")) continue;
      for (const { key, value } of fields) if (SENT.test(key)) this.#fields.set(value, { side: PRICED.test(key) ? "price" : "size", site });
      const places = ORDER_POSITIONS.get(site.method) ?? (site.by.startsWith("hyperliquid") && site.method === "order" ? OF_HYPERLIQUID : []);
      site.sent.forEach(({ name, value }, i) => {
        const meant = name === null ? places[i] : null;
        if (meant === "size" || meant === "price") this.#fields.set(value, { side: meant, site });
        if (value.kind !== "name") return;
        const records = this.#records.get(site.fn) ?? new Map<string, OrderSite>();
        this.#records.set(site.fn, records.set(value.id, site));
      });
    }
  }

  at(expr: Expr): Pick<LiteralDigits, "side" | "site"> | null {
    const { parent } = expr;
    const shown = parent?.kind === "interpolation" && parent.format === null && parent.parent?.kind === "template" && parent.parent.parts.length === 1 ? parent.parent : expr;
    const field = this.#fields.get(shown);
    if (field) return field;
    const target = shown.parent?.kind === "assign" && shown.parent.value === shown ? shown.parent.targets[0]! : null;
    if (target?.kind !== "subscript" || target.index.kind !== "string" || !SENT.test(target.index.value) || target.object.kind !== "name") return null;
    const site = this.#records.get(enclosingFunction(target)!)?.get(target.object.id);
    return site ? { side: PRICED.test(target.index.value) ? "price" : "size", site } : null;
  }
}
