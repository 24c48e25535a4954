import type { Call, Expr, FunctionNode, Node, Stmt } from "../../../ir/nodes.ts";
import { calledName } from "../../../ir/names.ts";
import { children, enclosingFunction, isInLoop, mentions, walkBody } from "../../../ir/walk.ts";
import { DOUBT_WORDS } from "../../../knowledge/order-doubts.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { fillNews } from "../drift/fill-news.ts";
import { schedules } from "../drift/schedules.ts";
import { index, type Index } from "../module-index.ts";
import { assignedTo, namesOfAnswer } from "../order-answers.ts";
import { orderReach } from "../order-reach.ts";
import { reducesOnly } from "../order-sites.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import { orderLookups, type OrderLookups } from "./order-lookups.ts";

/** An opening order that was taken by the venue, whose fill is asked for some times, and that is then given up as failed. */
export interface UnconfirmedOrder {
  readonly fn: FunctionNode;
  readonly order: Call;
  /** The question for its fill. */
  readonly asked: Call;
  /** The branch that gives it up. */
  readonly givenUp: Node;
}

export const unconfirmedOrders = codeFact({
  name: "unconfirmed-orders",
  doc: "Opening orders that are given up when their fill is not confirmed in time: neither cancelled nor kept in mind.",
  requires: { index, callGraph, orderActs, orderReach, orderLookups, sharedState, schedules, fillNews },
  derive({ index, callGraph, orderActs, orderReach, orderLookups, sharedState, schedules, fillNews }): readonly UnconfirmedOrder[] {
    // Whatever the exchange has is taken in soon, or it tells of it by itself.
    const adopts = schedules.some(({ reconciliation, runs }) => runs.some((one) => one.kind === "loop") && reconciliation.compared.some((one) => one.direction === "add" && one.acts && one.whole && one.books));
    if (adopts || fillNews.length > 0) return [];
    const on: On = { index, graph: callGraph, acts: orderActs, lookups: orderLookups, state: sharedState };
    return index.functions.flatMap((fn) => (orderActs.from(fn) !== null && orderReach.trades(fn) ? inFunction(on, fn) : []));
  },
});

interface On {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly acts: OrderActs;
  readonly lookups: OrderLookups;
  readonly state: SharedState;
}

const CLOSING = /(^|_)(close|exit|flatten|liquidate|reduce|sell_all|unwind|take_profit|stop_loss|protect\w*|hedge\w*|rollback\w*)(_|$)/i;

function inFunction(on: On, fn: FunctionNode): UnconfirmedOrder[] {
  if (CLOSING.test(fn.name)) return [];
  const calls = callsOf(on, fn);
  const found: UnconfirmedOrder[] = [];
  for (const order of calls) {
    const site = on.acts.of(order);
    if (!site || site.role !== "open" || reducesOnly(order) || reducesOnly(site.call) || CLOSING.test(calledName(order)) || isInLoop(order)) continue;
    const names = namesOfAnswer(fn, order);
    if (names.size === 0) continue;
    for (const asked of calls) {
      if (asked.start < order.end || on.acts.of(asked) !== null || !on.lookups.asks(asked) || !asked.args.some((one) => mentions(one.value, names)) || !isPatient(on, asked)) continue;
      const givenUp = branchThatGivesUp(on, fn, asked);
      if (givenUp && !isKept(on, fn, order, asked, names) && !on.graph.callersOf(fn).some(({ call, caller }) => settledLater(on, caller, call))) found.push({ fn, order, asked, givenUp });
      break;
    }
  }
  return found;
}

const callsOf = (on: On, fn: FunctionNode): readonly Call[] => on.index.callsIn(fn);

/** Asked some times over: here in a loop, or in the function that asks. */
function isPatient(on: On, asked: Call): boolean {
  return isInLoop(asked) || on.graph.runs(asked).some((fn) => callsOf(on, fn).some((one) => isInLoop(one) && /(^|_)sleep$/.test(calledName(one))));
}

/** The first `if` behind the question that is taken when it found nothing, and that leaves the function. */
function branchThatGivesUp(on: On, fn: FunctionNode, asked: Call): Node | null {
  const name = answerOf(asked);
  if (name === null) return null;
  let found: Node | null = null;
  walkBody(fn, (node) => {
    if (found || node.kind !== "if" || node.start < asked.end || isInLoop(node) !== isInLoop(fn)) return;
    if (saysUnconfirmed(node.test, name) && gives(node.body) && !on.lookups.settles({ ...node, otherwise: [] } as Node) && !node.body.some(doubts)) found = node;
  });
  return found;
}

/** `fill = ...`, also the first of `ok, order = ...`. */
function answerOf(asked: Call): string | null {
  const single = assignedTo(asked);
  if (single !== null) return single;
  for (let at: Node | null = asked.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind !== "assign") continue;
    const target = at.targets[0];
    return target?.kind === "tuple" && target.items[0]?.kind === "name" ? target.items[0].id : null;
  }
  return null;
}

/** `fill is None`, `not confirmed`, `not c.confirmed or c.result is None`. */
function saysUnconfirmed(test: Expr, name: string): boolean {
  if (test.kind === "logical") return saysUnconfirmed(test.left, name);
  if (test.kind === "unary" && test.op === "not") return isOf(test.operand, name);
  return test.kind === "compare" && test.right.kind === "none" && (test.op === "is" || test.op === "==") && isOf(test.left, name);
}

const isOf = (expr: Expr, name: string): boolean => (expr.kind === "name" ? expr.id === name : expr.kind === "attribute" && isOf(expr.object, name));

const gives = (body: readonly Stmt[]): boolean => body.at(-1)?.kind === "raise" || body.at(-1)?.kind === "return";

/** It is written down that the order's fate is open; what is only said in a log line or an error is not. */
function doubts(node: Node): boolean {
  if (node.kind === "raise" || (node.kind === "call" && TELLS.test(calledName(node)))) return false;
  if (node.kind === "string" ? DOUBT_WORDS.test(node.value) : node.kind === "call" && /pending|watch|track|retry|later|queue|enqueue|halt|pause|kill|emergency/i.test(calledName(node))) return true;
  let found = false;
  children(node, (one) => { found ||= doubts(one); });
  return found;
}

const TELLS = /^_?(debug|info|warning|warn|error|exception|critical|print|log\w*|send_\w+|notify\w*|alert\w*)$/i;

/** The order is put into what outlives the call before its fill is asked for. */
function isKept(on: On, fn: FunctionNode, order: Call, asked: Call, names: ReadonlySet<string>): boolean {
  return on.state.inside(fn).some(({ access }) => access.node.start > order.end && access.node.start < asked.start && (access.kind === "store" || access.kind === "add" || access.kind === "rebind") && mentions(access.node, names));
}

/** The caller takes the order back, or asks for it, when it hears of the failure. */
function settledLater(on: On, caller: FunctionNode, call: Call): boolean {
  return enclosingFunction(call) === caller && callsOf(on, caller).some((one) => one.start > call.end && (on.lookups.cancels(one) && one.args.length > 0));
}
