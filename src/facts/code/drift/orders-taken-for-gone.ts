import { leaves } from "../../../ir/blocks.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Handler, Node } from "../../../ir/nodes.ts";
import { isKeptFrom, truthOf } from "../../../ir/truth.ts";
import { children, contains, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ORDER_UNKNOWN, UNKNOWN_IN_TEXT } from "../../../knowledge/order-queries.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { locations } from "../races/locations.ts";
import { reach } from "../reach.ts";
import { sharedState } from "../shared-state.ts";
import { widerCalls } from "../wider-calls.ts";
import { absentActs } from "./absent-acts.ts";
import { followFailures } from "./failed-fetches.ts";
import { afterHandler } from "./failure-seeds.ts";
import { flagsOf, knownOf } from "./kept-from.ts";
import { orderEndings, type OrderEnding } from "./order-endings.ts";
import { orderQueries } from "./order-queries.ts";
import type { Spread } from "./spread.ts";
import { failedValue, rootOf, type FailedAs } from "./trail.ts";
import { answersOf, sourcesOf } from "./venue-positions.ts";
import { venueQuestions, type VenueQuestions } from "./venue-questions.ts";

/** A failed request for an order that is read as "it is over". */
export interface OrderTakenForGone {
  readonly fn: FunctionNode;
  /** Where the failure becomes an answer, or the handler that goes on. */
  readonly root: Node;
  readonly source: string;
  readonly knownAt: Node | null;
  readonly test: Node | null;
  readonly ending: OrderEnding;
}

export const ordersTakenForGone = codeFact({
  name: "orders-taken-for-gone",
  doc: "Orders that the bot looks after no more because the request for their state failed.",
  requires: { orderQueries, index, callGraph, widerCalls, locations, sharedState, reach, venueQuestions },
  derive({ orderQueries, index, callGraph, widerCalls, locations, sharedState, reach, venueQuestions }): readonly OrderTakenForGone[] {
    if (orderQueries.length === 0) return [];
    const spread = answersOf(orderQueries, callGraph, widerCalls);
    const venue = { fetches: orderQueries, spread, mirrors: new Set<never>(), sourcesIn: sourcesOf(orderQueries, spread) };
    const failed = followFailures({ index, callGraph, widerCalls, locations, sharedState }, venue, tellsOrder);
    const found: OrderTakenForGone[] = [];
    const take = (one: OrderTakenForGone): void => {
      if (isKnownGone(one.knownAt, one.test ? one.root : one.ending.node) || isPatient(one.ending.node, one.fn) || asksPositions(venueQuestions, index.callsIn(one.fn), one)) return;
      found.push(one);
    };
    for (const [fn, absences] of failed.absences) {
      const endings = reach.of(fn) === "dead" ? [] : orderEndings(sharedState, fn);
      for (const { absence, act } of endings.length > 0 ? absentActs(absences, endings) : []) {
        const root = rootOf(absence.mark).node;
        take({ fn, root, source: enclosingFunction(root)?.qualname ?? "", knownAt: failed.seedOf(absence.mark)?.knownAt ?? null, test: absence.at, ending: act as OrderEnding });
      }
    }
    for (const fn of new Set(orderQueries.map((one) => one.fn).concat([...spread.given].flatMap((call) => enclosingFunction(call) ?? [])))) {
      const endings = reach.of(fn) === "dead" ? [] : orderEndings(sharedState, fn).filter((one) => one.how !== "done");
      if (endings.length > 0) for (const one of afterFailure(fn, venue.sourcesIn(fn), endings)) take(one);
    }
    return once(found);
  },
});

/** `_is_order_still_pending`: it says whether there is one. */
const tellsOrder = (fn: FunctionNode, _answers: Spread): boolean => /pending|open|active|exist|alive|live|resting|still/i.test(fn.name);

/** What stands behind a handler around the request, or in it, and ends the order whatever it found out. */
function afterFailure(fn: FunctionNode, sources: readonly Call[], endings: readonly OrderEnding[]): OrderTakenForGone[] {
  const found: OrderTakenForGone[] = [];
  const flow = flowOf(fn);
  const avoided = new Set(sources.flatMap((call) => pointsOf(flow, call)));
  walkBody(fn, (node) => {
    if (node.kind !== "try" || !sources.some((call) => node.body.some((one) => contains(one, call)))) return;
    for (const handler of node.handlers) {
      const after = afterHandler(flow, handler, avoided);
      const ending = endings.find((one) => (contains(handler, one.node) || one.node.start > node.end) && pointsOf(flow, one.node).some((point) => after.has(point)) && !isTidying(one.node, fn) && !isHeld(handler, one.node));
      if (ending) found.push({ fn, root: emptied(handler) ?? handler, source: fn.qualname, knownAt: handler, test: null, ending });
    }
  });
  return found;
}

/** `filled = 0.0` in the handler: where it is mended. */
const emptied = (handler: Handler): Node | null => handler.body.find((one) => one.kind === "assign" && failedValue(one.value) !== null) ?? null;

/** What the handler sets keeps the code from it. */
function isHeld(handler: Handler, act: Node): boolean {
  const carried = new Map<string, FailedAs>();
  for (const one of handler.body) {
    const value = one.kind === "assign" ? failedValue(one.value) : null;
    if (one.kind === "assign" && value && value.as !== "pair") for (const target of one.targets) if (target.kind === "name") carried.set(target.id, value.as);
  }
  const told = new Set(flagsOf(handler).filter((one) => !carried.has(one)));
  return isKeptFrom(act, (expr) => knownOf(expr, carried, told, true)) !== null || (told.size > 0 && isKeptFrom(act, (expr) => knownOf(expr, carried, told, false)) !== null);
}

/** The exchange itself says that it does not know the order: by the class of the exception, or by its text. */
function isKnownGone(knownAt: Node | null, at: Node): boolean {
  if (knownAt?.kind !== "handler") return false;
  const types = knownAt.type?.kind === "tuple" ? knownAt.type.items : knownAt.type ? [knownAt.type] : [];
  if (types.length > 0 && types.every((one) => ORDER_UNKNOWN.test(ownName(one)))) return true;
  return isKeptFrom(at, isUnknown) !== null || knownAt.body.some((one) => {
    const truth = one.kind === "if" ? truthOf(one.test, isUnknown) : null;
    return truth !== null && one.kind === "if" && leaves(truth ? one.body : one.otherwise);
  });
}

/** How a test for the exchange's "there is no such order" comes out where it said nothing of the kind. */
function isUnknown(expr: Expr): boolean | null {
  if (expr.kind === "call") return ORDER_UNKNOWN.test(calledName(expr)) || (calledName(expr) === "isinstance" && expr.args[1] !== undefined && ORDER_UNKNOWN.test(ownName(expr.args[1].value))) || (calledName(expr) === "any" && UNKNOWN_IN_TEXT.test(textsIn(expr))) ? false : null;
  return expr.kind === "compare" && UNKNOWN_IN_TEXT.test(textsIn(expr)) ? expr.op === "not in" || expr.op === "!=" : null;
}

function textsIn(node: Node): string {
  let texts = node.kind === "string" || node.kind === "number" ? `${node.value}` : "";
  children(node, (one) => { texts += ` ${textsIn(one)}`; });
  return texts;
}

/** `if not self.pending[symbol]: self.pending.pop(symbol)`: nothing is in it any more. */
function isTidying(act: Node, fn: FunctionNode): boolean {
  for (let at = act.parent; at && at !== fn; at = at.parent) if (at.kind === "if" && asksEmpty(at.test)) return true;
  return false;
}

const asksEmpty = (test: Expr): boolean => (test.kind === "logical" ? asksEmpty(test.left) || asksEmpty(test.right) : test.kind === "unary" && test.op === "not" && (test.operand.kind === "subscript" || test.operand.kind === "call"));

/** Given up only after several tries or some time: that was decided. */
function isPatient(act: Node, fn: FunctionNode): boolean {
  for (let at = act.parent; at && at !== fn; at = at.parent) if (at.kind === "if" && waits(at.test)) return true;
  return false;
}

function waits(test: Expr): boolean {
  if (test.kind === "logical") return waits(test.left) || waits(test.right);
  return test.kind === "compare" && /^[<>]/.test(test.op) && /attempt|retr|miss|tries|count|fail|elapsed|age|since|time|now|deadline|expir|ttl/i.test(`${wordsIn(test.left)} ${wordsIn(test.right)}`);
}

function wordsIn(node: Node): string {
  let words = ownName(node);
  children(node, (one) => { words += ` ${wordsIn(one)}`; });
  return words;
}

/** Between the failure and the end of the order the positions are asked for. */
const asksPositions = (questions: VenueQuestions, calls: readonly Call[], { root, fn, ending, test }: OrderTakenForGone): boolean => {
  const from = test?.start ?? (enclosingFunction(root) === fn ? root.start : 0);
  return calls.some((call) => call.start > from && call.end < ending.node.start && (questions.asks(call) || /position|reconcil|sync/i.test(calledName(call))));
};

/** One for each failure. */
function once(all: readonly OrderTakenForGone[]): readonly OrderTakenForGone[] {
  const seen = new Set<Node>();
  return all.filter((one) => {
    const known = one.knownAt ?? one.root;
    const marks = [one.root, known, one.ending.node];
    return !marks.some((each) => seen.has(each)) && (marks.forEach((each) => seen.add(each)), true);
  });
}
