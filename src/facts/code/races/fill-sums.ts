import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, walk, walkBody } from "../../../ir/walk.ts";
import { CUMULATIVE_FIELD, EXECUTION_ID, FILL_FIELD, FILL_TOTAL, FILL_WORD, SEEN_WORD, SIMULATED } from "../../../knowledge/fill-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { reach, type Reachability } from "../reach.ts";
import { lastName } from "./lock-identity.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A quantity of a fill that is added to a running sum. */
export interface FillSum {
  /** The function that gets the fill. */
  readonly handler: FunctionNode;
  /** In the handler: the addition, or the call that leads to it. */
  readonly site: Node;
  /** The addition itself. */
  readonly addition: Node;
  readonly total: string;
  /** The test that keeps a repeated fill out; null: none was found on the way. */
  readonly deduplicated: Node | null;
  /** Only ever called with the answer to an order that was just sent. */
  readonly ownAnswer: boolean;
}

export const fillSums = codeFact({
  name: "fill-sums",
  doc: "Where quantities of fills are added up, and whether a repeated message is kept out.",
  requires: { program, index, callGraph, reach, orderActs },
  derive({ program, index, callGraph, reach, orderActs }): readonly FillSum[] {
    const on: On = { index, graph: callGraph, acts: orderActs, reach };
    const found: FillSum[] = [];
    const taken = new Set<FunctionNode>();
    for (const fn of index.functions) {
      const { file } = index.moduleOf(fn);
      if (reach.of(fn) === "dead" || UNTRADED_ROLES.has(program.roles.get(file) ?? "bot") || SIMULATED.test(`${file} ${fn.qualname}`)) continue;
      for (const { node, value, total } of additions(on, fn)) {
        for (const one of handlersOf(on, fn, node, value, 0)) {
          if (taken.has(one.handler) || reach.of(one.handler) === "dead" || SIMULATED.test(`${index.moduleOf(one.handler).file} ${one.handler.qualname}`)) continue;
          taken.add(one.handler);
          found.push({ ...one, addition: node, total, deduplicated: filterOf(on, one.handler, fn), ownAnswer: isOwnAnswer(on, one.handler) });
        }
      }
    }
    return found;
  },
});

interface On { readonly index: Index; readonly graph: CallGraph; readonly acts: OrderActs; readonly reach: Reachability }

interface Addition { readonly node: Node; readonly value: Expr; readonly total: string }

/** `x.filled += v`, `x.filled = x.filled + v`, also through a local: `total = self.filled + v; self.filled = total`. */
function additions(on: On, fn: FunctionNode): Addition[] {
  const one = on.index.modules.get(on.index.moduleOf(fn).file)!;
  return one.stores.flatMap(({ target, statement, fn: holder, value }): Addition[] => {
    if (holder !== fn) return [];
    const total = lastName(target);
    if (!FILL_TOTAL.test(total) || (target.kind === "subscript" && target.index.kind !== "string" && !/position|fill|qty|size|inventory/i.test(total))) return [];
    if (statement.kind === "augmented") return statement.op === "+" ? [{ node: statement, value: statement.value, total }] : [];
    const sum = value && resolved(on, fn, value);
    if (sum?.kind !== "binary" || sum.op !== "+" || target.kind !== "attribute") return [];
    const same = (side: Expr): boolean => side.kind === "attribute" && side.name === target.name;
    return same(sum.left) ? [{ node: statement, value: sum.right, total }] : same(sum.right) ? [{ node: statement, value: sum.left, total }] : [];
  });
}

/** The one value of a local name. */
function resolved(on: On, fn: FunctionNode, expr: Expr): Expr {
  if (expr.kind !== "name") return expr;
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(expr.id);
  const [only] = own ?? [];
  return own?.length === 1 && only!.kind === "value" && only!.item < 0 ? only!.expr : expr;
}

const MAX_HOPS = 4;

/** What the added value comes from: fields of an event that a parameter brings, or a parameter that a caller fills from one. */
function handlersOf(on: On, fn: FunctionNode, site: Node, value: Expr, depth: number): { handler: FunctionNode; site: Node }[] {
  const source = sourceOf(on, fn, value, 0);
  if (!source) return [];
  if (source.kind === "event") return isFill(fn, source.name, source.field) && !isMadeUp(on, fn, source.name) ? [{ handler: fn, site }] : [];
  if (depth > 2) return [];
  const position = fn.params.findIndex((one) => one.name === source.name);
  const offset = classOf(fn) ? 1 : 0;
  const callers = on.graph.callersOf(fn).filter((one) => one.how === "resolved");
  const above = callers.flatMap(({ call, caller }) => {
    const given = call.args.find((one) => one.name === source.name) ?? call.args.filter((one) => one.name === null)[position - offset];
    return given ? handlersOf(on, caller, call, given.value, depth + 1) : [];
  });
  return above.length > 0 || depth > 0 ? above : isFillFunction(fn) && /qty|quantity|size|amount|volume/i.test(source.name) ? [{ handler: fn, site }] : [];
}

type Source = { readonly kind: "event"; readonly name: string; readonly field: string } | { readonly kind: "parameter"; readonly name: string };

/** Every caller hands in a fill that it has made itself, out of no message: `self.apply(Fill(price=level.price, ...))`. */
function isMadeUp(on: On, fn: FunctionNode, name: string): boolean {
  const position = fn.params.findIndex((one) => one.name === name);
  const callers = on.graph.callersOf(fn).filter((one) => on.reach.of(one.caller) !== "dead");
  if (position < 0 || callers.length === 0) return false;
  return callers.every(({ call, caller, how }) => {
    const given = call.args.find((one) => one.name === name) ?? call.args.filter((one) => one.name === null)[position - (classOf(fn) ? 1 : 0)];
    const made = how === "resolved" && given ? resolved(on, caller, given.value) : null;
    return made?.kind === "call" && on.graph.targets(made).classes.length > 0 && !readsFields(made);
  });
}

/** `msg["px"]`, `msg.get("px")`: fields of something that came as text keys. */
function readsFields(node: Node): boolean {
  let found = false;
  walk(node, (one) => {
    found ||= (one.kind === "subscript" && one.index.kind === "string") || (one.kind === "call" && one.callee.kind === "attribute" && one.callee.name === "get" && one.args[0]?.value.kind === "string");
  });
  return found;
}

/** Follows conversions and one-value locals to `event.field`, `event["field"]`, `event.get("field")` or a plain parameter. */
function sourceOf(on: On, fn: FunctionNode, expr: Expr, hops: number): Source | null {
  if (hops > MAX_HOPS) return null;
  switch (expr.kind) {
    case "name": {
      const value = resolved(on, fn, expr);
      if (value !== expr) return sourceOf(on, fn, value, hops + 1);
      return fn.params.some((one) => one.name === expr.id) ? { kind: "parameter", name: expr.id } : null;
    }
    case "attribute": return event(on, fn, expr.object, expr.name);
    case "subscript": return expr.index.kind === "string" ? event(on, fn, expr.object, expr.index.value) : null;
    case "call": {
      const [first] = expr.args;
      if (expr.callee.kind === "attribute" && expr.callee.name === "get" && first?.value.kind === "string") return event(on, fn, expr.callee.object, first.value.value);
      return first && (expr.callee.kind === "name" || expr.args.length <= 2) ? sourceOf(on, fn, first.value, hops + 1) : null;
    }
    case "logical": return sourceOf(on, fn, expr.left, hops + 1);
    case "binary": return expr.op === "*" || expr.op === "/" ? (sourceOf(on, fn, expr.left, hops + 1) ?? sourceOf(on, fn, expr.right, hops + 1)) : null;
    default: return null;
  }
}

function event(on: On, fn: FunctionNode, object: Expr, field: string): Source | null {
  const value = resolved(on, fn, object);
  const name = value.kind === "name" ? value.id : lastName(value);
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name);
  const isParameter = fn.params.some((one) => one.name === name) && name !== "self";
  const isItem = (own ?? []).some((one) => one.kind === "iteration");
  return isParameter || isItem ? { kind: "event", name, field } : null;
}

/** What only works out a cost or a price counts no fill. */
const WORKS_OUT = /^_*(compute|calc\w*|estimate|predict|expected|project|simulate|get|model)(_|$)/;
const isFillFunction = (fn: FunctionNode): boolean => FILL_WORD.test(fn.name) && !WORKS_OUT.test(fn.name);
const isFill = (fn: FunctionNode, name: string, field: string): boolean =>
  !CUMULATIVE_FIELD.test(field) && FILL_FIELD.test(field) && (FILL_WORD.test(name) || isFillFunction(fn) || /^(execQty|fillSz|execFee|fillPnl|lastFilledQty)$/.test(field));

/** A test that keeps repeated executions out: in the handler, on the way from it to the addition, or in all that call it. */
function filterOf(on: On, handler: FunctionNode, adder: FunctionNode): Node | null {
  return testIn(handler) ?? (adder === handler ? null : testIn(adder)) ?? testInCallees(on, handler) ?? testInCallers(on, handler, new Set(), 0);
}

const tests = new WeakMap<FunctionNode, Node | null>();

function testIn(fn: FunctionNode): Node | null {
  const known = tests.get(fn);
  if (known !== undefined) return known;
  let found: Node | null = null;
  walkBody(fn, (node) => {
    if (found) return;
    if (node.kind === "compare" && (node.op === "in" || node.op === "not in") && node.left.kind !== "string" && (SEEN_WORD.test(lastName(node.right)) || EXECUTION_ID.test(lastName(node.left)))) found = node;
    if (node.kind === "call" && /(^|_)(is_?dup|is_?new|dedup|already|seen|mark_?(processed|seen)|insert_or_ignore|insert_ignore|on_conflict)/i.test(lastName(node.callee))) found = node;
    if (node.kind === "string" && /(INSERT\s+OR\s+IGNORE|ON\s+CONFLICT)/i.test(node.value)) found = node;
  });
  tests.set(fn, found);
  return found;
}

function testInCallees(on: On, fn: FunctionNode): Node | null {
  for (const call of on.index.callsIn(fn)) {
    if (!call.parent || call.parent.kind === "expression") continue;
    for (const callee of on.graph.runs(call)) {
      const test = testIn(callee);
      if (test) return test;
    }
  }
  return null;
}

function testInCallers(on: On, fn: FunctionNode, seen: Set<FunctionNode>, depth: number): Node | null {
  if (seen.has(fn)) return null;
  seen.add(fn);
  const callers = on.graph.callersOf(fn).filter((one) => !isAside(on, one.caller, 0));
  if (callers.length === 0 || depth > 3) return null;
  let first: Node | null = null;
  for (const { caller } of callers) {
    const test = testIn(caller) ?? testInCallees(on, caller) ?? testInCallers(on, caller, seen, depth + 1);
    if (!test) return null;
    first ??= test;
  }
  return first;
}

/** Dead, or called by simulations alone. */
function isAside(on: On, fn: FunctionNode, depth: number): boolean {
  if (on.reach.of(fn) === "dead" || SIMULATED.test(`${on.index.moduleOf(fn).file} ${fn.qualname}`)) return true;
  const callers = on.graph.callersOf(fn);
  return callers.length > 0 && depth < 2 && callers.every((one) => isAside(on, one.caller, depth + 1));
}

/** Every caller has just sent the order itself: the answer comes once. */
function isOwnAnswer(on: On, fn: FunctionNode): boolean {
  const callers = on.graph.callersOf(fn).filter((one) => one.how === "resolved");
  return callers.length > 0 && callers.every(({ call, caller }) => on.index.callsIn(caller).some((one) => one !== call && one.end < call.start && (on.acts.of(one) !== null || SENDS_ONE.test(lastName(one.callee)))));
}

/** An adapter whose class is not known: `fill = await self.exchange.open_position(...)`. */
const SENDS_ONE = /^(open|close|reduce|place|create|submit|execute)_(\w+_)?(order|position|trade)$/;

