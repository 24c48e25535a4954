import type { Call, Expr, FunctionNode, Handler, Node } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { catchesOrdinary } from "../../../ir/exception-kinds.ts";
import { flowOf, pointsOf, reachablePointOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import { reaches } from "../../../ir/paths.ts";
import { contains, enclosingFunction, isDropped, mentions, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { assignedTo, namesOfAnswer } from "../order-answers.ts";
import { orderReach } from "../order-reach.ts";
import { places, type Places } from "../places.ts";
import { clientIdOf } from "./order-client-ids.ts";
import { isOpening, orderActs, type OrderActs } from "./order-acts.ts";
import { orderLookups, type OrderLookups } from "./order-lookups.ts";
import { isAmbiguous, isToldRefusal } from "./refusals.ts";
import { swallowerOf } from "./swallowed.ts";

/** An opening order that is sent again in other words while nobody knows what became of the first one. */
export interface DoubtedOrder {
  readonly fn: FunctionNode;
  readonly first: Call;
  readonly second: Call;
  /** What sends each of them: the callee, or the method that is handed to a wrapper: `safe_call(exchange.create_order, ...)`. */
  readonly senders: readonly [Expr, Expr];
  /**
   * raised: the first request failed with an exception, and its handler sends the order another way. answered: the function
   * that sent it answers a failed request with nothing, and the caller takes that for not placed. cancelled: it was
   * cancelled, and nobody looked how much of it had been filled.
   */
  readonly how: "raised" | "answered" | "cancelled";
  /** The handler, or the cancelling call. */
  readonly at: Node;
}

export const doubtedOrders = codeFact({
  name: "doubted-orders",
  doc: "Opening orders that are sent a second time, in another way, while the first one may be alive or filled.",
  requires: { index, callGraph, orderActs, orderReach, orderLookups, places },
  derive({ index, callGraph, orderActs, orderReach, orderLookups, places }): readonly DoubtedOrder[] {
    const on: On = { graph: callGraph, acts: orderActs, lookups: orderLookups, places };
    return index.functions.flatMap((fn) => {
      if (orderActs.from(fn) === null || !orderReach.trades(fn)) return [];
      const calls = index.callsIn(fn);
      const opening = calls.filter((call) => isOpening(orderActs, call));
      return opening.length < 2 ? [] : inFunction(on, fn, opening, calls);
    });
  },
});

interface On {
  readonly graph: CallGraph;
  readonly acts: OrderActs;
  readonly lookups: OrderLookups;
  readonly places: Places;
}

/** One id for both would tell the venue that they are one; an id of each own does not help an order that was taken back. */
const isNameless = (on: On, call: Call): boolean => clientIdOf(on.graph, on.acts.of(call)!).found === null;

function inFunction(on: On, fn: FunctionNode, opening: readonly Call[], calls: readonly Call[]): DoubtedOrder[] {
  const flow = flowOf(fn);
  const found: DoubtedOrder[] = [];
  for (const second of opening) {
    const point = reachablePointOf(flow, second);
    if (point === undefined) continue;
    for (const first of opening.filter((one) => one.end <= second.start).reverse()) {
      const nameless = isSameOrder(on, first, second, 2) && isNameless(on, first) && isNameless(on, second);
      const one = (nameless ? raised(on, flow, first, second, point) ?? answered(on, flow, first, point) : null)
        ?? (isSameOrder(on, first, second, 1) ? cancelled(on, flow, first, second, point, calls) : null);
      if (!one) continue;
      found.push({ fn, first, second, senders: [senderOf(on, first), senderOf(on, second)], ...one });
      break;
    }
  }
  return found;
}

function senderOf(on: On, call: Call): Expr {
  const site = on.acts.of(call);
  const handed = site?.call === call && site.method !== calledName(call) ? call.args.find(({ value }) => ownName(value) === site.method) : undefined;
  return handed?.value ?? call.callee;
}

type Doubt = Pick<DoubtedOrder, "how" | "at">;

/** The second order stands in the handler of the first, on a way that no refusal takes. */
function raised(on: On, flow: FlowGraph, first: Call, second: Call, to: Point): Doubt | null {
  for (const { node, outcome } of conditionsAt(flow, to)) {
    if (node.kind !== "handler" || !outcome || node.parent?.kind !== "try" || !node.parent.body.some((one) => contains(one, first))) continue;
    if (!isAmbiguous(on.graph, node) || isToldRefusal(node, second) || settlesBefore(on, node, second)) return null;
    return { how: "raised", at: node };
  }
  return null;
}

/** Between the start of the handler and the second order somebody asks what became of the first. */
function settlesBefore(on: On, handler: Handler, second: Call): boolean {
  let found = false;
  for (const one of handler.body) walk(one, (node) => void (found ||= node.kind === "call" && node.end <= second.start && (on.lookups.asks(node) || on.lookups.cancels(node))));
  return found;
}

/** `order = self.place_limit(...)` answers a failed request with None; `if not order: return self.place_market(...)`. */
function answered(on: On, flow: FlowGraph, first: Call, to: Point): Doubt | null {
  const name = assignedTo(first);
  const site = on.acts.of(first);
  if (name === null || !site || !on.graph.runs(first).includes(site.fn)) return null;
  const test = conditionsAt(flow, to).find(({ node, outcome, point }) => saysMissing(node, name, outcome) && pointsOf(flow, first).some((one) => reaches(flow, one, point)));
  const swallower = test ? swallowerOf(site.call) : null;
  if (!test || !swallower || !isAmbiguous(on.graph, swallower) || !answersNothing(swallower) || on.lookups.settles(swallower)) return null;
  return settled(on, flow, test.point, to) ? null : { how: "answered", at: swallower };
}

function saysMissing(node: Node, name: string, outcome: boolean): boolean {
  if (node.kind === "name") return node.id === name && !outcome;
  if (node.kind !== "compare" || node.left.kind !== "name" || node.left.id !== name || node.right.kind !== "none") return false;
  return (node.op === "is" || node.op === "==") === outcome;
}

const answersNothing = (handler: Handler): boolean => {
  const last = handler.body.at(-1);
  return catchesOrdinary(handler.type) === "always" && (last?.kind !== "return" || last.value === null || last.value.kind === "none" || (last.value.kind === "boolean" && !last.value.value));
};

/** The first order was taken back, and the same amount is sent again without a look at what had been filled. */
function cancelled(on: On, flow: FlowGraph, first: Call, second: Call, to: Point, calls: readonly Call[]): Doubt | null {
  const names = namesOfAnswer(enclosingFunction(first)!, first);
  if (names.size === 0) return null;
  for (const call of calls) {
    if (call.start < first.end || call.end > second.start || !on.lookups.cancels(call) || on.acts.of(call) !== null || !isDropped(call)) continue;
    if (!call.args.some((one) => mentions(one.value, names))) continue;
    const at = reachablePointOf(flow, call);
    if (at !== undefined && reaches(flow, at, to) && !settled(on, flow, at, to)) return { how: "cancelled", at: call };
  }
  return null;
}

/** Some call between the two points asks the venue: on every way, or not at all, is not told apart. */
function settled(on: On, flow: FlowGraph, from: Point, to: Point): boolean {
  for (let point = 0; point < flow.size; point++) {
    const node = flow.nodes[point];
    if (node?.kind === "call" && point !== from && point !== to && flow.position[point]! >= 0 && on.lookups.asks(node) && reaches(flow, from, point) && reaches(flow, point, to)) return true;
  }
  return false;
}

const SIDE = /^(buy|sell|long|short|bid|ask)$/i;
const AMOUNT = /size|qty|quantity|amount|contracts|volume|lots/i;
const FORM = /^(market|limit|ioc|fok|gtc|post_?only|linear|spot|swap|none|true|false|[\d.]+)$/i;

/** The same instrument, side and amount, as far as the arguments say it in the same words. */
function isSameOrder(on: On, first: Call, second: Call, least: 1 | 2): boolean {
  const [one, other] = [wordsOf(on, first), wordsOf(on, second)];
  const [side, otherSide] = [sideOf(first, one), sideOf(second, other)];
  if (side !== null && otherSide !== null && side !== otherSide) return false;
  const common = [...one].filter((word) => other.has(word) && !SIDE.test(word) && !FORM.test(word));
  return common.length >= 2 || (common.length === least && AMOUNT.test(common[0]!));
}

function wordsOf(on: On, call: Call): ReadonlySet<string> {
  return new Set(call.args.map(({ value }) => (value.kind === "string" ? value.value : on.places.snippet(value, 60))));
}

function sideOf(call: Call, words: ReadonlySet<string>): string | null {
  const word = [...words].find((each) => SIDE.test(each)) ?? calledName(call).match(/buy|sell|long|short/i)?.[0];
  return word ? (/^(buy|long|bid)$/i.test(word) ? "buy" : "sell") : null;
}
