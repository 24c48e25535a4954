import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import { calledName } from "../../ir/names.ts";
import type { Call, Expr, FunctionNode, Name, Node, Parameter } from "../../ir/nodes.ts";
import { children, classOf, enclosingFunction } from "../../ir/walk.ts";
import { DECIDING_CALLS, DECISION_HOLDERS, DECISION_WORDS, MARKET_WORDS } from "../../knowledge/signal-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { boundConcepts, SIGNAL, type BoundConcepts } from "./bound-concepts.ts";
import { snake } from "./guard-kinds.ts";
import { isOrdering } from "./guard-shapes.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type Definition, type Index } from "./module-index.ts";
import { queues, type Queues } from "./queues.ts";
import type { PathStep } from "./trade-steps.ts";
import { entersOnWidth } from "./wide-spreads.ts";

/**
 * How sure it is that a decision to trade is made where a step begins. signal: a value that decides is made here and handed
 * on or tested. market: the step hangs on a test of market data. none: what decides comes from the caller.
 */
export type Birth = "signal" | "market" | "none";

export interface SignalBirths {
  at(step: PathStep): Birth;
  /** Where the deciding value gets its value; null: nothing was recognised. */
  origin(step: PathStep): Node | null;
  /** `side = params.get("side")`: the deciding value is taken out of what the caller gave. Where the caller decides, it is the caller's. */
  isToldOf(step: PathStep): boolean;
}

export const signalBirths = codeFact({
  name: "signal-births",
  doc: "At which steps towards an order the decision to trade is made.",
  requires: { index, queues, boundConcepts },
  derive({ index, queues, boundConcepts }): SignalBirths {
    const births = new Births(index, queues, boundConcepts);
    const known = new Map<PathStep, Found>();
    const found = (step: PathStep): Found => {
      let one = known.get(step);
      if (!one) known.set(step, (one = births.of(step)));
      return one;
    };
    return { at: (step) => found(step).birth, origin: (step) => found(step).origin, isToldOf: (step) => isTaken(found(step).origin, step.from) };
  },
});

interface Found { readonly birth: Birth; readonly origin: Node | null }

const NONE: Found = { birth: "none", origin: null };

class Births {
  readonly #index: Index;
  readonly #queues: Queues;
  readonly #bound: BoundConcepts;

  constructor(index: Index, queues: Queues, bound: BoundConcepts) {
    this.#index = index;
    this.#queues = queues;
    this.#bound = bound;
  }

  of(step: PathStep): Found {
    const fn = step.from;
    if (step.at.kind === "call" && this.#bound.means(SIGNAL, step.at)) return { birth: "signal", origin: step.at };
    const tested = conditionsOf(fn, step.at);
    const handed = step.at.kind === "call" ? step.at.args.map((one) => one.value as Node) : [];
    for (const expr of [...handed, ...tested]) {
      const origin = this.#decides(fn, expr);
      if (origin) return { birth: "signal", origin };
    }
    if (carries(fn)) return NONE;
    const market = tested.find((one) => asksMarket(one, fn)) ?? widened(fn, step.at);
    return market ? { birth: "market", origin: market } : NONE;
  }

  /** The place where a deciding value in the expression is made in this function; null: there is none, or the caller gave it. */
  #decides(fn: FunctionNode, expr: Node): Node | null {
    let found: Node | null = null;
    const step = (node: Node): void => {
      if (found || node.kind === "function") return;
      if (node.kind === "name") found = this.#made(fn, node);
      else if (node.kind === "call" && !found) found = this.#decidingCall(node, fn);
      else if (node.kind === "attribute" && node.object.kind === "name" && node.object.id === "self" && decides(node.name) && node.parent?.kind !== "call") found = node;
      if (!found) children(node, step);
    };
    step(expr);
    return found;
  }

  #decidingCall(call: Call, fn: FunctionNode): Node | null {
    if (this.#bound.means(SIGNAL, call)) return call;
    const name = snake(calledName(call));
    if ((!DECIDING_CALLS.test(name) && !DECISION_WORDS.test(name)) || DECISION_HOLDERS.test(name)) return null;
    // `signal.is_long()`, `enrich_signal(signal)`: about a decision that was made elsewhere.
    return mentionsCarried(call, fn) ? null : call;
  }

  #made(fn: FunctionNode, name: Name): Node | null {
    if (scopeOf(name) !== fn) return null;
    const definitions = this.#index.modules.get(this.#index.moduleOf(fn).file)!.scopes.get(fn)?.get(name.id) ?? [];
    if (definitions.length === 0 || definitions.some((one) => one.kind === "parameter")) return null;
    const named = decides(name.id);
    for (const one of definitions) {
      const origin = this.#definition(fn, one, named);
      if (origin) return origin;
    }
    return null;
  }

  #definition(fn: FunctionNode, one: Definition, decides: boolean): Node | null {
    if (one.kind !== "value" && one.kind !== "iteration") return null;
    // `signal = None` until one comes.
    if (one.expr.kind === "none" || this.#fromQueue(fn, one.expr) || mentionsCarried(one.expr, fn)) return null;
    const call = innerCall(one.expr);
    // `for snapshot in signals:`
    if (one.kind === "iteration" && !carries(fn) && one.expr.kind === "name" && MANY.test(one.expr.id) && !isParameter(one.expr, fn)) return one.node;
    // Where the caller decides already, only what is called a decision is another one.
    if (!decides && carries(fn)) return null;
    if (call && this.#bound.means(SIGNAL, call)) return one.node;
    if (call && this.#decidingCall(call, fn)) return one.node;
    if (!decides) return null;
    if (one.kind === "iteration") return isParameter(one.expr, fn) ? null : one.node;
    if (carries(fn)) return null;
    // `side = "buy"` under `if request.side == "long"`: the caller's decision in other words.
    return conditionsOf(fn, one.expr).some((test) => mentionsCarried(test, fn)) ? null : one.node;
  }

  #fromQueue(fn: FunctionNode, expr: Expr): boolean {
    const call = innerCall(expr);
    return call?.callee.kind === "attribute" && /^(get|get_nowait|receive)$/.test(call.callee.name) && call.args.length === 0 && this.#queues.putsFor(fn).length > 0;
  }
}

/** Called like a decision, and not like what holds or makes them. */
const decides = (name: string): boolean => DECISION_WORDS.test(snake(name)) && !DECISION_HOLDERS.test(snake(name));

const isDecision = ({ name, annotation }: Parameter): boolean =>
  decides(name) || (annotation !== null && !DECISION_HOLDERS.test(snake(name)) && /signal|opportun|setup|decision/i.test(typeName(annotation)) && !DECISION_HOLDERS.test(snake(typeName(annotation))));

const MANY = /(^|_)(signals|opportunities|candidates|setups)$/;

const RESPELT = /^(lower|upper|strip|title|capitalize|value|name|data|payload)$/;

/** An assignment of a field of a parameter. */
function isTaken(origin: Node | null, fn: FunctionNode): boolean {
  if (origin?.kind !== "assign") return false;
  let fields = 0;
  for (let at: Expr = origin.value; ; ) {
    if (at.kind === "name") return fields > 0 && at.id !== "self" && at.id !== "cls" && isParameter(at, fn);
    if (at.kind === "subscript" && at.index.kind === "string") [fields, at] = [fields + 1, at.object];
    else if (at.kind === "attribute") [fields, at] = [fields + 1, at.object];
    else if (at.kind === "call" && at.callee.kind === "attribute" && (calledName(at) === "get" ? at.args[0]?.value.kind === "string" : RESPELT.test(calledName(at)))) {
      [fields, at] = [fields + Number(calledName(at) === "get"), at.callee.object];
    } else if (at.kind === "call" && calledName(at) === "str" && at.args.length === 1) at = at.args[0]!.value;
    else return false;
  }
}

/** The function is given what decides: a parameter of such a name or type. */
export function carries(fn: FunctionNode): boolean {
  return paramsAround(fn).some(isDecision);
}

/** The same by a parameter of its own. */
export const isHanded = (fn: FunctionNode): boolean => fn.params.some(isDecision);

/** Its own parameters, and for a function within a function those of the outer ones: `async def operation()` in `place_orders(direction)`. */
function paramsAround(fn: FunctionNode): readonly Parameter[] {
  const outer = enclosingFunction(fn);
  return outer === null || outer.parent === null || classOf(fn) !== null ? fn.params : [...fn.params, ...paramsAround(outer)];
}

/** The parameter by which it is given what decides. */
export const isTold = (fn: FunctionNode, name: string): boolean => fn.params.some((one) => one.name === name && isDecision(one));

/** What a type is called: `Signal` of `models.Signal`, "Signal", `list[Signal]` and `Signal | None`. */
export const typeName = (expr: Expr): string =>
  expr.kind === "name" ? expr.id : expr.kind === "attribute" ? expr.name : expr.kind === "string" ? expr.value : expr.kind === "subscript" ? typeName(expr.index) : expr.kind === "binary" ? typeName(expr.left) : "";

/** Reads a parameter that carries a decision, or the part of one that does: `request.side`. */
function mentionsCarried(expr: Node, fn: FunctionNode): boolean {
  let found = false;
  const step = (node: Node): void => {
    if (found || node.kind === "function") return;
    const [holder, part] = node.kind === "attribute" ? [node.object, node.name] : node.kind === "subscript" && node.index.kind === "string" ? [node.object, node.index.value] : [null, ""];
    // `bot.should_buy(data)` makes one, `request.side` is one.
    const calls = node.parent?.kind === "call" && node.parent.callee === node;
    if (holder?.kind === "name" && holder.id !== "self" && isParameter(holder, fn) && decides(part) && !calls) found = true;
    else if (node.kind === "name") found = paramsAround(fn).some((one) => one.name === node.id && isDecision(one));
    children(node, step);
  };
  step(expr);
  return found;
}

const isParameter = (expr: Expr, fn: FunctionNode): boolean => expr.kind === "name" && paramsAround(fn).some((one) => one.name === expr.id);

function innerCall(expr: Expr): Call | null {
  if (expr.kind === "await") return innerCall(expr.value);
  return expr.kind === "call" ? expr : expr.kind === "subscript" || expr.kind === "attribute" ? innerCall(expr.object) : null;
}

function conditionsOf(fn: FunctionNode, at: Node): Node[] {
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, at);
  if (point === undefined) return [];
  // The target of a loop that has ended decides nothing: `for sig in (SIGINT, SIGTERM)` before the bot starts.
  return conditionsAt(flow, point).filter((one) => one.outcome || one.node.kind !== "for").map((one) => (one.node.kind === "for" || one.node.kind === "clause" ? one.node.target : one.node)).filter((one) => one.kind !== "handler" && one.kind !== "case");
}

function asksMarket(test: Node, fn: FunctionNode): boolean {
  let found = false;
  const step = (node: Node): void => {
    if (found || node.kind === "function") return;
    // `request.price <= 0` looks whether an order makes sense, not whether there should be one.
    const checks = node.kind === "compare" && [node.left, node.right].some((side) => side.kind === "number" && side.value === 0);
    if (node.kind === "compare" && isOrdering(node) && !checks) found = [node.left, node.right].some((side) => mentionsMarket(side, fn));
    children(node, step);
  };
  step(test);
  return found;
}

/** The spread or basis whose width is the decision. */
function widened(fn: FunctionNode, at: Node): Node | undefined {
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, at);
  return point === undefined ? undefined : conditionsAt(flow, point).find(({ node, outcome }) => entersOnWidth(node, outcome))?.node;
}

const ORDER_LIKE = /request|order|position|trade|plan|params/;

function mentionsMarket(expr: Node, fn: FunctionNode): boolean {
  let found = false;
  const step = (node: Node): void => {
    if (found || (node.kind === "attribute" && node.object.kind === "name" && ORDER_LIKE.test(node.object.id) && isParameter(node.object, fn))) return;
    const word = node.kind === "name" ? node.id : node.kind === "attribute" ? node.name : node.kind === "string" ? node.value : "";
    found = word !== "" && MARKET_WORDS.test(snake(word));
    children(node, step);
  };
  step(expr);
  return found;
}
