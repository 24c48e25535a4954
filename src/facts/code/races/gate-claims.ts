import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, pointsOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { REMOVALS, WRITES, type Access } from "./accesses.ts";
import { ADDS } from "./gate-writes.ts";
import { isBusyMark } from "../locks.ts";
import { isSetUp } from "../shared-state.ts";
import type { GatedOrder, GateFacts, Tested } from "./gated-order.ts";
import type { Stretch } from "./run-locks.ts";
import { questionOf } from "./state-summaries.ts";
import { staleWindow } from "./windows.ts";

const MAX_DEPTH = 6;

/**
 * Whether what sends the order asks the same again and takes the place before anything else may run, and does so before the
 * order: a registry that is asked when the answer of an entry is booked excludes nobody. What closes goes through states of
 * which this is one; that it asks and writes again at all is taken for such a step.
 */
export const claimedLater = (on: GateFacts, tested: Tested, act: Call, write: Access): boolean =>
  on.graph.runs(act).some((callee) => (ADDS.has(write.kind) && tested.question !== "flag" ? on.acts.from(callee) !== null && claimsBefore(on, tested, callee, 0) : on.summaries.claims(callee, tested.place, tested.question)));

function claimsBefore(on: GateFacts, tested: Tested, fn: FunctionNode, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const flow = flowOf(fn);
  const calls = on.index.callsIn(fn);
  const ways = calls.flatMap((call) => (on.acts.of(call) ? pointsOf(flow, call).filter((point) => flow.position[point]! >= 0).slice(0, 1).map((point) => ({ call, point })) : []));
  return ways.length > 0 && ways.every(({ call, point }) =>
    isTaken(on, tested, fn, flow, point) || on.graph.runs(call).some((callee) => callee !== fn && on.acts.from(callee) !== null && claimsBefore(on, tested, callee, depth + 1)));
}

/** On every way to the point the place was asked and, with no wait between, taken. */
function isTaken(on: GateFacts, tested: Tested, fn: FunctionNode, flow: FlowGraph, to: Point): boolean {
  const tree = dominatorsOf(flow);
  const real = on.suspension.points(flow);
  const before = (points: readonly Point[]): Point[] => points.filter((point) => point !== to && flow.position[point]! >= 0 && dominates(tree, point, to));
  const own = on.state.inside(fn).flatMap(({ place, access }) => (place === tested.place ? [access] : []));
  const calls = on.index.callsIn(fn).filter((call) => on.graph.targets(call).how === "resolved");
  if (own.some((one) => takesOut(one, tested) && before(pointsOf(flow, one.node)).length > 0)) return true;
  if (calls.some((call) => on.graph.runs(call).some((callee) => on.summaries.claims(callee, tested.place, tested.question)) && before(pointsOf(flow, call)).length > 0)) return true;
  const asks = [...own.filter((one) => questionOf(one) === tested.question).map((one) => one.node), ...calls.filter((call) => on.graph.runs(call).some((callee) => on.summaries.asks(callee).some((one) => one.place === tested.place && one.question === tested.question)))];
  const fits = (one: Access): boolean => WRITES.has(one.kind) && (!REMOVALS.has(one.kind) || tested.question === "key");
  const takes = [...own.filter(fits).map((one) => one.node), ...calls.filter((call) => on.graph.runs(call).some((callee) => on.summaries.writes(callee, tested.place, fits) !== null))];
  const asked = asks.flatMap((node) => before(pointsOf(flow, node)).map((point) => ({ node, point })));
  return asked.some((ask) => takes.some((node) => node !== ask.node && (isUnderLock(on, ask.node, node)
    || before(pointsOf(flow, node)).some((point) => dominates(tree, ask.point, point) && staleWindow(flow, real, ask.point, point, () => false) < 0))));
}

/** Asked and written under one lock that is not given back in between: the order may stand there too. */
const isUnderLock = (on: GateFacts, first: Node, last: Node): boolean => on.locks.heldThrough(first, last).size > 0;

/** `entry = d.pop(key, None)`, then a test of what came: whoever is second gets nothing. */
const takesOut = (one: Access, tested: Tested): boolean => tested.question === "key" && one.kind === "drop" && one.key !== null && one.node.parent?.kind !== "expression";

/**
 * What keeps tasks apart (no await in between, a busy mark) keeps no threads apart: where two of them may be here, or another
 * one writes meanwhile, under no common lock, nothing is proved.
 */
export function withoutThreads(on: GateFacts, one: GatedOrder): GatedOrder {
  if (one.verdict !== "atomic" && one.verdict !== "locked" && one.verdict !== "tested-again") return one;
  const { fn, place, question } = one;
  const counts = (id: string): boolean => !isBusyMark(id) && (question !== "count" || !id.endsWith("[]"));
  const mine: Stretch = [one.test, one.write.fn === fn ? one.write.node : one.act];
  const meet = (other: FunctionNode, theirs: Stretch): boolean => on.together.pair(fn, other, question === "count" ? "anything" : "same-key", place.location.owner, (left, right) =>
    !on.together.inThreads([left, right]) || on.runLocks.exclude(left, mine, right, theirs, counts)) !== null;
  const meets = meet(fn, mine) || place.accesses.some((each) => WRITES.has(each.kind) && !isSetUp(each.fn) && meet(each.fn, [each.node, each.node]));
  return meets ? { ...one, verdict: "unsure" } : one;
}
