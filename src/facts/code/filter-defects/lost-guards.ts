import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Handler, If, Node, Try } from "../../../ir/nodes.ts";
import { children, contains, loopAround } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { openWays, type OpenWays } from "../open-ways.ts";
import { orderReach, type OrderReach } from "../order-reach.ts";
import { tradePaths, type PathStep, type TradePaths } from "../trade-paths.ts";
import { isHarmless } from "./harmless.ts";
import { isTold } from "./open-call-sites.ts";
import { statementsOf } from "./statements.ts";

/** What asks in a `try` whether the order may go out, and whose failure is only written down: the order goes out unasked. */
export interface LostGuard {
  readonly handler: Handler;
  /** The test that leaves. */
  readonly test: Expr;
  /** What it asks, which may fail. */
  readonly asked: Call;
  /** The order, or the call towards it, behind the `try`. */
  readonly step: Node;
}

export const lostGuards = codeFact({
  name: "lost-guards",
  doc: "Tests before an order inside of a `try` that serves nothing but them, and whose failure is only written down.",
  requires: { openWays, tradePaths, callGraph, orderReach },
  derive({ openWays, tradePaths, callGraph, orderReach }): readonly LostGuard[] {
    const found = new Map<Handler, LostGuard>();
    const on: On = { graph: callGraph, orders: orderReach, tries: new Map() };
    const steps = stepsOfSignals(openWays, tradePaths);
    for (const step of steps) {
      for (const node of triesOf(on, step.from)) {
        for (const one of node.end <= step.at.start ? lostIn(on, node, step) : []) if (!found.has(one.handler) && !step.partial.some((each) => each.handler === one.handler && isTold(each, step, openWays))) found.set(one.handler, one);
      }
    }
    return [...found.values()];
  },
});

/** All steps out of the functions that a signal passes from its birth to its order. */
export function stepsOfSignals(ways: OpenWays, { web }: Pick<TradePaths, "web">): ReadonlySet<PathStep> {
  const passed = new Set<FunctionNode>();
  for (const { kind, start, steps, born } of ways.without(null)) {
    if (!/^(signal|unborn|quoting)$/.test(kind) || start === "unknown") continue;
    for (const step of steps.slice(kind === "unborn" ? -MOST_UNBORN : born)) passed.add(step.from);
  }
  const found = new Set<PathStep>();
  for (const { step, ups } of web(0).places) for (const one of [step, ...ups.map((up) => up.step)]) if (passed.has(one.from)) found.add(one);
  return found;
}

/** Where no decision was recognised: the functions next to the order. */
const MOST_UNBORN = 4;

interface On { readonly graph: CallGraph; readonly orders: OrderReach; readonly tries: Map<FunctionNode, readonly Try[]> }

function triesOf(on: On, fn: FunctionNode): readonly Try[] {
  let known = on.tries.get(fn);
  if (!known) {
    const found: Try[] = [];
    statementsOf(fn, (node) => void (node.kind === "try" && node.handlers.length > 0 && found.push(node)));
    on.tries.set(fn, (known = found));
  }
  return known;
}

function lostIn(on: On, node: Try, step: PathStep): LostGuard[] {
  const handlers = node.handlers.filter((one) => catchesFailures(one) && onlyWrites(one.body));
  if (handlers.length === 0 || !sharesWay(node, step.at)) return [];
  const leaving = rejectionsIn(node, step.at);
  const [test] = leaving;
  if (!test) return [];
  const asked = askedBefore(on, node, leaving.at(-1)!);
  if (!asked || !servesOnly(on, node, step.from)) return [];
  return handlers.map((handler) => ({ handler, test: test.test, asked, step: step.at }));
}

/** Behind the `try` the way to the order goes on: the `try` stands in one of the blocks that hold the step. */
function sharesWay(node: Node, at: Node): boolean {
  let outer = node.parent;
  while (outer && outer.kind !== "function") {
    if (outer.kind === "try" && outer.finally.some((one) => contains(one, node))) return false;
    if (outer.kind === "handler" && !contains(outer, at)) return false;
    if ((outer.kind === "for" || outer.kind === "while") && !contains(outer, at)) return false;
    if (outer.kind === "if" && contains(outer, at) && outer.body.some((one) => contains(one, node)) !== outer.body.some((one) => contains(one, at))) return false;
    outer = outer.parent;
  }
  return true;
}

/** Tests in the `try` that leave with no order: a plain `return`, or `continue` of a loop that the order stands in too. */
function rejectionsIn(node: Try, at: Node): If[] {
  const found: If[] = [];
  const step = (one: Node): void => {
    if (one.kind === "function" || one.kind === "class" || one.kind === "handler" || one.kind === "try") return;
    if (one.kind === "if" && (givesUp(one.body.at(-1), node, at) || givesUp(one.otherwise.at(-1), node, at))) found.push(one);
    children(one, step);
  };
  for (const statement of node.body) step(statement);
  return found;
}

function givesUp(last: Node | undefined, outer: Try, at: Node): boolean {
  if (last?.kind === "continue") {
    const loop = loopAround(last);
    return loop !== null && contains(loop, outer) && contains(loop, at);
  }
  return last?.kind === "return" && (last.value === null || isNo(last.value));
}

/** None, False, zero, `(False, reason)`, `{"blocked": True}`: no order was made. */
const isNo = (value: Expr): boolean =>
  value.kind === "none" || (value.kind === "boolean" && !value.value) || value.kind === "dict" || value.kind === "string" || value.kind === "template"
  || ((value.kind === "tuple" || value.kind === "list") && (value.items.length === 0 || isNo(value.items[0]!)));

/** Cancellation and missing packages are no failures to ask. */
export const catchesFailures = ({ type }: Handler): boolean =>
  !(type?.kind === "tuple" ? type.items : type ? [type] : []).some((one) => /Cancelled|ImportError|ModuleNotFound|KeyboardInterrupt|StopIteration|StopAsync/.test(ownName(one)));

/** It logs, counts or does nothing. */
export const onlyWrites = (body: readonly Node[]): boolean =>
  body.every((one) => one.kind === "pass" || (one.kind === "expression" && (one.value.kind === "string" || one.value.kind === "ellipsis" || (one.value.kind === "call" && isWritten(one.value)))));

const isWritten = (call: Call): boolean => WRITES.test(calledName(call)) || (call.callee.kind === "attribute" && /^_*(\w+_)?(log|logger|logging|console)$/i.test(ownName(call.callee.object)));
const WRITES = /^_*(log|print|debug|info|warn|warning|error|exception|critical|print_exc|capture_exception|(log|send|push)_\w*(error|warning|alert|message|event|failure))$/i;

/** A call in the `try`, at or before a test of it, which asks something that may not answer: rather what is waited for. */
export function askedBefore({ graph }: Pick<On, "graph">, node: Try, last: If): Call | null {
  const found: Call[] = [];
  let acts = false;
  const step = (one: Node): void => {
    if (one.kind === "function") return;
    if (one.kind === "call") {
      acts ||= ACTS.test(calledName(one));
      if (one.start < last.test.end && !isWritten(one) && mayFail(graph, one)) found.push(one);
    }
    children(one, step);
  };
  for (const statement of node.body) step(statement);
  const asked = found.find((one) => one.parent?.kind === "await") ?? found.find((one) => graph.runs(one).length > 0) ?? found.at(-1) ?? null;
  return acts || !asked || VENUE_TELLS.test(calledName(asked)) ? null : asked;
}

/** The `try` changes orders that are there: it asks about no new one. */
const ACTS = /^_*(amend|cancel|replace|modify|edit|close|set_leverage|set_margin_mode)(_|$)/;
/** Too little money or too small an order: the venue itself refuses it. */
const VENUE_TELLS = /balance|instrument|(^|_)(markets?|min_\w+|filters?_for|symbol_info|exchange_info|lot_size|precision|contract_\w+)(_|$)/;

const mayFail = (graph: CallGraph, call: Call): boolean =>
  call.parent?.kind === "await" ? calledName(call) !== "sleep"
  : graph.runs(call).length > 0 ? !CONVERTS.test(calledName(call))
  : call.callee.kind === "attribute" && !isHarmless(call.callee.name) && !isHarmless(ownName(call.callee.object));

/** `_safe_float(x)`, `is_number(x)` */
const CONVERTS = /(^|_)(float|int|num|number|number_like|decimal|str|bool|ts|timestamp|now|utc)s?$|^_*(safe|to|as|parse|norm\w*|format|fmt)_/;

/** The `try` sends no order, keeps nothing and makes nothing that is read behind it. */
function servesOnly(on: On, node: Try, fn: FunctionNode): boolean {
  const made = new Set<string>();
  let pure = true;
  const step = (one: Node, rejecting: boolean): void => {
    if (!pure || one.kind === "function") return;
    if (one.kind === "call" && on.orders.ofCall(one) !== 0) pure = false;
    if (one.kind === "assign" || one.kind === "augmented") {
      for (const target of one.kind === "assign" ? one.targets : [one.target]) {
        if (target.kind === "name") made.add(target.id);
        else if (target.kind === "tuple" || target.kind === "list") for (const item of target.items) made.add(ownName(item));
        else if (!rejecting) pure = false;
      }
    }
    children(one, (child) => step(child, rejecting || (one.kind === "if" && one.body.includes(child as never) && one.body.at(-1)!.kind === "return")));
  };
  for (const statement of node.body) step(statement, false);
  return pure && !readsAfter(fn, node, made);
}

/** A name that is read behind the `try` before it is given another value. */
function readsAfter(fn: FunctionNode, node: Try, names: ReadonlySet<string>): boolean {
  const written = new Set<string>();
  let found = false;
  const step = (one: Node): void => {
    if (found || (one.end <= node.end && one.kind !== "function")) return;
    if (one.kind === "assign" && one.start >= node.end) {
      step(one.value);
      for (const target of one.targets) if (target.kind === "name") written.add(target.id);
      else step(target);
      return;
    }
    if (one.kind === "name" && one.start >= node.end && names.has(one.id) && !written.has(one.id)) found = true;
    if ((one.kind === "for" || one.kind === "clause") && one.target.kind === "name" && one.start >= node.end) written.add(one.target.id);
    children(one, step);
  };
  for (const statement of fn.body) step(statement);
  return found;
}
