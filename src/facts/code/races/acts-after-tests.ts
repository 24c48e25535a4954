import { ownName } from "../../../ir/names.ts";
import type { Call, ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, pointsOf, reachablePointOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { pointsAfter, reaches } from "../../../ir/paths.ts";
import { classOf, isRepeated, walk, walkBody } from "../../../ir/walk.ts";
import { SIMULATED } from "../../../knowledge/fill-words.ts";
import { CLIENT_ORDER_ID } from "../../../knowledge/client-order-ids.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { locks } from "../locks.ts";
import { program } from "../../roots.ts";
import { orderSites, type OrderSite } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedPlace } from "../shared-state.ts";
import type { Access } from "./accesses.ts";
import { claimedLater, withoutThreads } from "./gate-claims.ts";
import { withRivals } from "./gate-rivals.ts";
import { writePoints } from "./gate-writes.ts";
import { REGISTRY, type GatedOrder, type GateFacts, type Tested } from "./gated-order.ts";
import { lastName } from "./lock-identity.ts";
import { clientIdOf } from "./order-client-ids.ts";
import { runLocks, type Stretch } from "./run-locks.ts";
import { ownRecords } from "./own-records.ts";
import { openRuns } from "./open-runs.ts";
import { orderActs } from "./order-acts.ts";
import { reservations } from "./reservations.ts";
import { sessions } from "./sessions.ts";
import { isLimited, questionOf, stateSummaries } from "./state-summaries.ts";
import { suspension } from "./suspension.ts";
import type { TaskRoot } from "../tasks.ts";
import { together, type Pair } from "./together.ts";
import { staleWindow } from "./windows.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

export type { GatedOrder } from "./gated-order.ts";

export const actsAfterTests = codeFact({
  name: "acts-after-tests",
  doc: "Tests of shared state that gate an order: whether another task may pass the same test before the state changes.",
  requires: { index, callGraph, sharedState, stateSummaries, orderActs, suspension, together, locks, runLocks, openRuns, reach, reservations, ownRecords, sessions },
  derive({ index, callGraph, sharedState, stateSummaries, orderActs, suspension, together, locks, runLocks, openRuns, reach, reservations, ownRecords, sessions }): readonly GatedOrder[] {
    const on: GateFacts = { index, graph: callGraph, state: sharedState, summaries: stateSummaries, acts: orderActs, suspension, together, locks, runLocks, openRuns, reservations, records: ownRecords, sessions };
    const all = withRivals(index.functions.filter((fn) => reach.of(fn) !== "dead" && orderActs.from(fn) !== null && (fn.async ? suspension.of(fn) : true)).flatMap((fn) => judgeFunction(on, fn)).map((one) => withoutThreads(on, one)), (one, other) => turns(on, one, other.fn, [[one.test, one.act], [other.test, other.act]]));
    return all.filter((one) => !toldInside(on, one, all));
  },
});

/** An opening order that several runs may send at a time, with no test of shared state before it that was recognised. */
export interface UngatedOrder {
  readonly order: OrderSite;
  readonly pair: Pair;
}

export const ungatedOrders = codeFact({
  name: "ungated-orders",
  doc: "Opening orders of several runs to which a run comes without a recognised test of shared state.",
  requires: { orderSites, reach, together, program, index, gated: actsAfterTests },
  derive({ orderSites, reach, together, program, index, gated }): readonly UngatedOrder[] {
    const gates = new Map<OrderSite, GatedOrder[]>();
    for (const one of gated) gates.set(one.order, [...(gates.get(one.order) ?? []), one]);
    return orderSites.flatMap((order): UngatedOrder[] => {
      if (order.role !== "open" || reach.of(order.fn) === "dead" || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(order.fn).file) ?? "bot")) return [];
      // A test on one way to the order says nothing of the runs that come to it on another.
      const tests = gates.get(order) ?? [];
      const pair = together.among(order.fn, (root) => !tests.some((one) => together.runs(root, one.fn)));
      return pair ? [{ order, pair }] : [];
    });
  },
});

/** Setting a stop twice opens and closes nothing twice. */
const PROTECTS = /(stop_?(loss|order|price)|(^|_)(sl|tp)(_|$)|take_?profit|trail|protect|oco|cancel|leverage|margin_mode|breakeven)/i;

/** What is not about positions and orders: caches, throttles, statistics. */
const BESIDES = /(cache|counter|^_?last_|_at$|_ts$|cooldown|throttl|metric|stats?$|statistic|histor|price|ticker|candle|config|setting|^_?log|error|fail|attempt|telemetr|connected|session|socket|^_?ws|client|token|nonce|equity|balance|running|stopped|enabled|started|instrument|precision|leverage|filters?$|(stop_?loss|take_?profit|target)$)/i;
const isDecisive = ({ name, label, owner }: SharedPlace["location"]): boolean => !BESIDES.test(name) && !/cache|meta/i.test(label) && !("kind" in owner && SIMULATED.test(owner.name));

function judgeFunction(on: GateFacts, fn: FunctionNode): GatedOrder[] {
  const flow = flowOf(fn);
  const calls = on.index.callsIn(fn);
  const orders = calls.flatMap((call) => {
    const order = PROTECTS.test(lastName(call.callee)) ? null : on.acts.of(call);
    return order ? pointsOf(flow, call).filter((point) => flow.position[point]! >= 0).slice(0, 1).map((point) => ({ call, order, point })) : [];
  });
  if (orders.length === 0) return [];
  const found = new Map<SharedPlace, GatedOrder>();
  for (const { call, order, point } of orders) {
    for (const tested of gates(on, fn, flow, point)) {
      const one = judge(on, fn, flow, tested, call, order, point);
      const known = one && found.get(one.place);
      if (one && (!known || (known.verdict !== "race" && one.verdict === "race"))) found.set(one.place, one);
    }
  }
  return onePerOrder([...found.values()]);
}

/** Several tests on the way to one order are mended together: the one that is told is what the function itself writes, best the registry. */
function onePerOrder(all: readonly GatedOrder[]): GatedOrder[] {
  const rank = (one: GatedOrder): number => (one.write.fn === one.fn ? 0 : 2) + (REGISTRY.test(one.place.location.name) ? 0 : 1);
  const isWorse = (one: GatedOrder): boolean => one.verdict === "race" && one.question !== "count"
    && all.some((other) => other !== one && other.verdict === "race" && other.question !== "count" && other.act === one.act && (rank(other) < rank(one) || (rank(other) === rank(one) && other.test.start < one.test.start)));
  return all.filter((one) => !isWorse(one));
}

/** The state that the conditions on the way to the order ask about. */
function gates(on: GateFacts, fn: FunctionNode, flow: FlowGraph, point: Point): Tested[] {
  const found: Tested[] = limitsBeside(on, fn, flow, point);
  for (const { node, outcome } of conditionsAt(flow, point)) {
    if (node.kind === "for" || node.kind === "clause" || node.kind === "handler" || node.kind === "case") continue;
    for (const one of asked(on, fn, node, presence(node, outcome), 0)) {
      if (!isDecisive(one.place.location)) continue;
      const known = found.findIndex((each) => each.place === one.place && each.question === one.question);
      if (known < 0) found.push(one);
      else if (found[known]!.present === null && one.node === found[known]!.node) found[known] = one;
    }
  }
  return found;
}

/** `if is_first: if len(open) >= most: return`: a limit that some of the ways to the order pass. */
function limitsBeside(on: GateFacts, fn: FunctionNode, flow: FlowGraph, order: Point): Tested[] {
  const found: Tested[] = [];
  walkBody(fn, (node) => {
    if (node.kind !== "if" || node.parent === fn || !/^(return|raise|continue)$/.test(node.body.at(-1)?.kind ?? "")) return;
    const at = reachablePointOf(flow, node.test);
    if (at === undefined || !reaches(flow, at, order)) return;
    found.push(...asked(on, fn, node.test, null, 0).filter((one) => one.question === "count" && isDecisive(one.place.location)).map((one) => ({ ...one, node: node.test })));
  });
  return found;
}

/** `k in d`, `x is None`, `x`: whether the outcome says that it is there. */
function presence(node: Node, outcome: boolean): boolean | null {
  if (node.kind === "compare") {
    if (node.op === "in" || (node.op === "is not" && node.right.kind === "none") || (node.op === "!=" && node.right.kind === "none")) return outcome;
    if (node.op === "not in" || (node.op === "is" && node.right.kind === "none") || (node.op === "==" && node.right.kind === "none")) return !outcome;
    return null;
  }
  return node.kind === "name" || node.kind === "call" || node.kind === "bind" ? outcome : null;
}

/** `told`: the name that stands for the node in the test. */
function asked(on: GateFacts, fn: FunctionNode, node: Node, present: boolean | null, hops: number, told: Node | null = null): Tested[] {
  const found: Tested[] = [];
  for (const { place, access } of on.state.inside(fn)) {
    if (access.place.start < node.start || access.place.end > node.end) continue;
    const question = questionOf(access);
    if (question && (question !== "count" || isLimited(access.node) || (told !== null && isLimited(told)))) found.push({ place, question, node: access.node, read: access, present });
  }
  walk(node, (one) => {
    if (one.kind === "call") found.push(...asksByCall(on, one, present));
    else if (one.kind === "name" && hops < 2) for (const expr of valuesOf(on, fn, one)) found.push(...asked(on, fn, expr, present, hops + 1, told ?? one));
  });
  return found;
}

function asksByCall(on: GateFacts, call: Call, present: boolean | null): Tested[] {
  if (on.graph.targets(call).how !== "resolved") return [];
  return on.graph.runs(call).flatMap((callee) => on.summaries.asks(callee).filter(({ place, question, limited }) => (question !== "count" || limited || isLimited(call)) && !on.summaries.claims(callee, place, question))
    .map(({ place, question, access }) => ({ place, question, node: call, read: access, present: access.fn === callee ? answered(access, present) : null })));
}

/** `return self.positions.get(k)`, `return k not in self.positions`: what the caller's test of the answer says about the key. */
function answered({ node, kind }: Access, present: boolean | null): boolean | null {
  if (present === null || node.parent?.kind !== "return") return null;
  return kind === "has" && node.kind === "compare" && node.op === "not in" ? !present : present;
}

/** What a local name was bound to by plain assignments of calls and reads. */
function valuesOf(on: GateFacts, fn: FunctionNode, name: Expr & { kind: "name" }): readonly Expr[] {
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name.id);
  if (!own || own.length > 3) return [];
  return own.flatMap((one) => (one.kind === "value" && one.item < 0 && !(one.expr.kind === "await" && one.expr.value.kind !== "call") ? [one.expr] : []));
}

function judge(on: GateFacts, fn: FunctionNode, flow: FlowGraph, tested: Tested, act: Call, order: OrderSite, orderPoint: Point): GatedOrder | null {
  const from = reachablePointOf(flow, tested.node);
  if (from === undefined) return null;
  const writes = writePoints(on, fn, flow, tested, order).filter(({ point }) => point !== from && (point === orderPoint || reaches(flow, from, point)));
  const write = writes.find(({ point }) => point === orderPoint || reaches(flow, orderPoint, point)) ?? writes[0];
  if (!write) return null;
  const threads = !fn.async;
  const base = { threads, fn, place: tested.place, question: tested.question, test: tested.node, read: tested.read, order, act, write: write.access, yieldsAt: null, pair: null, rival: null };
  if (isHeld(on, tested, write.node)) return { ...base, verdict: "locked" };
  if (isKnownToVenue(on, tested, order)) return { ...base, verdict: "tested-again" };
  const via = threads ? blockingWindow(flow, from, writes.map((one) => one.point), orderPoint) : firstWindow(on, flow, from, writes.map((one) => one.point), orderPoint);
  if (via < 0) return { ...base, verdict: "atomic" };
  const yieldsAt = flow.nodes[via]!;
  if (isReserved(on, fn, flow, tested, from, orderPoint)) return { ...base, verdict: "atomic", yieldsAt: null };
  if (claimedLater(on, tested, act, write.access)) return { ...base, verdict: "tested-again", yieldsAt };
  const stretch: Stretch = [tested.node, write.node];
  const pair = turns(on, base, fn, [stretch, stretch]);
  return { ...base, verdict: pair ? "race" : turns(on, base, fn, null) ? "locked" : whyAlone(on, base), yieldsAt, pair };
}

/** No two runs pass the same test: because there is one, because each has an entry of its own, or for reasons that prove nothing. */
function whyAlone(on: GateFacts, { fn, place, question }: Pick<GatedOrder, "fn" | "place" | "question">): "alone" | "own-key" | "unsure" {
  const any = on.together.pair(fn, fn, "anything");
  if (!any) return on.sessions.serve(fn) ? "unsure" : "alone";
  const perKey = question === "key" || isRecordField(place);
  return perKey && !on.together.pair(fn, fn, "same-key", place.location.owner) ? "own-key" : "unsure";
}

const MAX_INWARD = 4;

/** What the test lets through tests the same state again, in vain: that nearer test is the one to mend. */
function toldInside(on: GateFacts, one: GatedOrder, all: readonly GatedOrder[]): boolean {
  if (one.verdict !== "race") return false;
  const nearer = new Set(all.flatMap((other) => (other !== one && other.verdict === "race" && other.place === one.place && other.question === one.question ? [other.fn] : [])));
  if (nearer.size === 0) return false;
  let front = on.graph.runs(one.act).filter((fn) => fn !== one.fn);
  for (let depth = 0; depth < MAX_INWARD && front.length > 0; depth++) {
    if (front.some((fn) => nearer.has(fn))) return true;
    front = [...new Set(front.flatMap((fn) => on.index.callsIn(fn).flatMap((call) => (on.acts.of(call) ? on.graph.runs(call) : []))))].filter((fn) => fn !== one.fn);
  }
  return false;
}

/** Two runs, one in each function, that may both look at the same state; with their stretches: that no lock that counts for the question keeps apart. */
function turns(on: GateFacts, { fn, act, place, question, read, threads }: Pick<GatedOrder, "fn" | "act" | "place" | "question" | "read" | "threads">, other: FunctionNode, stretches: readonly [Stretch, Stretch] | null): Pair | null {
  const perKey = question === "key" || isRecordField(place);
  const keptApart = (one: TaskRoot, two: TaskRoot): boolean => !on.openRuns.leads(one, fn, act) || (stretches !== null && (!on.openRuns.leads(two, other, stretches[1][1]) || on.runLocks.exclude(one, stretches[0], two, stretches[1], (id) => perKey || !id.endsWith("[]"))));
  const pair = on.together.pair(fn, other, perKey ? "same-key" : "anything", place.location.owner, keptApart);
  const takesTurns = pair && !pair.some((one) => on.records.has(one, read)) && (!threads || (pair.some((one) => on.together.inThread(one)) && isShared(on, place, pair)));
  return takesTurns ? pair : null;
}

/** Threads share what there is one of: a module's variable, or an object that one place outside of loops and threads makes. */
function isShared(on: GateFacts, place: SharedPlace, pair: Pair): boolean {
  const { owner } = place.location;
  return !("kind" in owner) || isMadeOnce(on, owner, pair, 0);
}

function isMadeOnce(on: GateFacts, owner: ClassNode, pair: Pair, depth: number): boolean {
  const init = owner.body.flatMap((one) => (one.kind === "function-statement" && one.function.name === "__init__" ? [one.function] : []))[0];
  const [made, more] = init ? on.graph.callersOf(init) : [];
  if (!made || more || depth > 4 || isRepeated(made.call)) return false;
  if (on.together.runs(pair[0], made.caller) && on.together.inThread(pair[0])) return false;
  if (on.together.runs(pair[1], made.caller) && on.together.inThread(pair[1])) return false;
  const holder = made.caller.name === "__init__" ? classOf(made.caller) : null;
  return holder ? isMadeOnce(on, holder, pair, depth + 1) : true;
}

/** In a thread the request of the order itself is where the others run. */
const blockingWindow = (flow: FlowGraph, from: Point, writes: readonly Point[], order: Point): Point =>
  pointsAfter(flow, from, (point) => point !== order && writes.includes(point)).includes(order) ? order : -1;

/** A yield between the test and the first write, on a way that leads to the order or comes from it. */
function firstWindow(on: GateFacts, flow: FlowGraph, from: Point, writes: readonly Point[], order: Point): Point {
  const real = on.suspension.points(flow);
  const written = new Set(writes);
  const before = staleWindow(flow, real, from, order, (point) => point !== order && written.has(point));
  if (before >= 0) return before;
  // The order itself is what yields; a write inside of it counts as after it.
  const awaited = flow.nodes[order]?.parent;
  const own = awaited ? pointsOf(flow, awaited)[0] : undefined;
  if (own !== undefined && real[own] === 1 && pointsAfter(flow, from, (point) => point !== order && written.has(point)).includes(order)) return own;
  for (const write of writes) {
    const via = staleWindow(flow, real, from, write, (point) => point !== write && written.has(point));
    if (via >= 0 && reaches(flow, write, order)) return via;
  }
  return -1;
}

/** `if intent.client_order_id in self.sent`, and the order carries that id: the venue refuses the second one itself. */
const isKnownToVenue = (on: GateFacts, { question, read }: Tested, order: OrderSite): boolean =>
  question === "key" && read.key !== null && CLIENT_ORDER_ID.test(ownName(read.key)) && clientIdOf(on.graph, order).found !== null;

/** Test and write under one lock, or under a busy mark; a lock for one key does not guard a count. A new lock guards nothing, and is told by another check. */
function isHeld(on: GateFacts, tested: Tested, write: Node): boolean {
  if (on.locks.around(tested.node).some((one) => one.lock.fresh)) return true;
  const ids = [...on.locks.heldThrough(tested.node, write)];
  return ids.some((id) => tested.question === "key" || isRecordField(tested.place) || !id.endsWith("[]"));
}

/** Another mark is taken in one step with the test, before the order: `if k not in open or k in closing: return`, `closing.add(k)`. */
function isReserved(on: GateFacts, fn: FunctionNode, flow: FlowGraph, tested: Tested, from: Point, order: Point): boolean {
  const perKey = tested.question === "key" || isRecordField(tested.place);
  const real = on.suspension.points(flow);
  return on.reservations.some((one) => one.fn === fn && one.place !== tested.place && (perKey || !one.keyed) && pointsOf(flow, one.taken.node).some((taken) =>
    flow.position[taken]! >= 0 && reaches(flow, from, taken) && dominates(dominatorsOf(flow), taken, order) && staleWindow(flow, real, from, taken, () => false) < 0));
}

/** Fields of records: one for each position or order. */
function isRecordField(place: SharedPlace): boolean {
  return place.accesses.some((one) => one.place.kind === "attribute" && !(one.place.object.kind === "name" && one.place.object.id === "self") && one.place.object.kind === "name");
}
