import type { Call, ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, pointsOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { pointsAfter, reaches } from "../../../ir/paths.ts";
import { classOf, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { locks, type Locks } from "../locks.ts";
import { program } from "../../roots.ts";
import { orderSites, type OrderSite } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { isSetUp, sharedState, type SharedPlace, type SharedState } from "../shared-state.ts";
import { REMOVALS, type Access } from "./accesses.ts";
import { lastName } from "./lock-identity.ts";
import { ownRecords, type OwnRecords } from "./own-records.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import { reservations, type Reservation } from "./reservations.ts";
import { isLimited, questionOf, stateSummaries, type Question, type StateSummaries } from "./state-summaries.ts";
import { suspension, type Suspension } from "./suspension.ts";
import { together, type Pair, type Together } from "./together.ts";
import { staleWindow } from "./windows.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A test of shared state that decides about an order, and the write that makes the test come out differently next time. */
export interface GatedOrder {
  readonly fn: FunctionNode;
  readonly place: SharedPlace;
  readonly question: Question;
  /** The test itself, or the call of the function that tests. */
  readonly test: Node;
  /** Where the state is read (in a callee, if the test is a call). */
  readonly read: Access;
  readonly order: OrderSite;
  readonly act: Call;
  readonly write: Access;
  readonly verdict: "race" | "atomic" | "locked" | "tested-again" | "alone";
  readonly yieldsAt: Node | null;
  readonly pair: Pair | null;
  /** Two threads: any point is one where the other may run; the order's request is the longest. */
  readonly threads: boolean;
}

export const actsAfterTests = codeFact({
  name: "acts-after-tests",
  doc: "Tests of shared state that gate an order: whether another task may pass the same test before the state changes.",
  requires: { index, callGraph, sharedState, stateSummaries, orderActs, suspension, together, locks, reach, reservations, ownRecords },
  derive({ index, callGraph, sharedState, stateSummaries, orderActs, suspension, together, locks, reach, reservations, ownRecords }): readonly GatedOrder[] {
    const on: On = { index, graph: callGraph, state: sharedState, summaries: stateSummaries, acts: orderActs, suspension, together, locks, reservations, records: ownRecords };
    return index.functions.filter((fn) => reach.of(fn) !== "dead" && orderActs.from(fn) !== null && (fn.async ? suspension.of(fn) : true)).flatMap((fn) => judgeFunction(on, fn));
  },
});

/** An opening order that several runs may send at a time, with no test of shared state before it that was recognised. */
export interface UngatedOrder {
  readonly order: OrderSite;
  readonly pair: Pair;
}

export const ungatedOrders = codeFact({
  name: "ungated-orders",
  doc: "Opening orders of several runs before which no test of shared state was recognised.",
  requires: { orderSites, reach, together, program, index, gated: actsAfterTests },
  derive({ orderSites, reach, together, program, index, gated }): readonly UngatedOrder[] {
    const known = new Set(gated.map((one) => one.order));
    return orderSites.flatMap((order): UngatedOrder[] => {
      if (order.role !== "open" || known.has(order) || reach.of(order.fn) === "dead" || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(order.fn).file) ?? "bot")) return [];
      const pair = together.pair(order.fn, order.fn, "anything");
      return pair ? [{ order, pair }] : [];
    });
  },
});

interface On {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly state: SharedState;
  readonly summaries: StateSummaries;
  readonly acts: OrderActs;
  readonly suspension: Suspension;
  readonly together: Together;
  readonly locks: Locks;
  readonly reservations: readonly Reservation[];
  readonly records: OwnRecords;
}

/** Setting a stop twice opens and closes nothing twice. */
const PROTECTS = /(stop_?(loss|order|price)|(^|_)(sl|tp)(_|$)|take_?profit|trail|protect|oco|cancel|leverage|margin_mode|breakeven)/i;

/** What is not about positions and orders: caches, throttles, statistics. */
const BESIDES = /(cache|counter|^_?last_|_at$|_ts$|cooldown|throttl|metric|stats?$|statistic|histor|price|ticker|candle|config|setting|^_?log|error|fail|attempt|telemetr|connected|session|socket|^_?ws|client|token|nonce|equity|balance|running|stopped|enabled|started|instrument|precision|leverage|filters?$)/i;
const isDecisive = ({ name, label }: SharedPlace["location"]): boolean => !BESIDES.test(name) && !/cache|meta/i.test(label);

interface Tested {
  readonly place: SharedPlace;
  readonly question: Question;
  readonly node: Node;
  readonly read: Access;
  /** Whether the way to the order is the one on which the key is there; null: not known. */
  readonly present: boolean | null;
}

function judgeFunction(on: On, fn: FunctionNode): GatedOrder[] {
  const flow = flowOf(fn);
  const calls = on.index.modules.get(on.index.moduleOf(fn).file)!.calls[fn.index]!;
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

const REGISTRY = /position|order|trade|holding|slot/i;

/** Several tests on the way to one order are mended together: the one that is told asks the registry, and the function writes it itself. */
function onePerOrder(all: readonly GatedOrder[]): GatedOrder[] {
  const rank = (one: GatedOrder): number => (REGISTRY.test(one.place.location.name) ? 0 : 2) + (one.write.fn === one.fn ? 0 : 1);
  const isWorse = (one: GatedOrder): boolean => one.verdict === "race" && one.question !== "count"
    && all.some((other) => other !== one && other.verdict === "race" && other.question !== "count" && other.act === one.act && rank(other) < rank(one));
  return all.filter((one) => !isWorse(one));
}

/** The state that the conditions on the way to the order ask about. */
function gates(on: On, fn: FunctionNode, flow: FlowGraph, point: Point): Tested[] {
  const found: Tested[] = [];
  for (const { node, outcome } of conditionsAt(flow, point)) {
    if (node.kind === "for" || node.kind === "clause" || node.kind === "handler" || node.kind === "case") continue;
    for (const one of asked(on, fn, node, presence(node, outcome), 0)) if (isDecisive(one.place.location) && !found.some((each) => each.place === one.place && each.question === one.question)) found.push(one);
  }
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

function asked(on: On, fn: FunctionNode, node: Node, present: boolean | null, hops: number): Tested[] {
  const found: Tested[] = [];
  for (const { place, access } of on.state.inside(fn)) {
    if (access.place.start < node.start || access.place.end > node.end) continue;
    const question = questionOf(access);
    if (question && (question !== "count" || isLimited(access.node))) found.push({ place, question, node: access.node, read: access, present });
  }
  walk(node, (one) => {
    if (one.kind === "call") found.push(...asksByCall(on, one));
    else if (one.kind === "name" && hops < 2) for (const expr of valuesOf(on, fn, one)) found.push(...asked(on, fn, expr, present, hops + 1));
  });
  return found;
}

function asksByCall(on: On, call: Call): Tested[] {
  if (on.graph.targets(call).how !== "resolved") return [];
  const asks = on.graph.runs(call).flatMap((callee) => on.summaries.asks(callee).filter(({ place, question, limited }) => (question !== "count" || limited || isLimited(call)) && !on.summaries.claims(callee, place, question)));
  return asks.map(({ place, question, access }) => ({ place, question, node: call, read: access, present: null }));
}

/** What a local name was bound to by plain assignments of calls and reads. */
function valuesOf(on: On, fn: FunctionNode, name: Expr & { kind: "name" }): readonly Expr[] {
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name.id);
  if (!own || own.length > 3) return [];
  return own.flatMap((one) => (one.kind === "value" && one.item < 0 && !(one.expr.kind === "await" && one.expr.value.kind !== "call") ? [one.expr] : []));
}

function judge(on: On, fn: FunctionNode, flow: FlowGraph, tested: Tested, act: Call, order: OrderSite, orderPoint: Point): GatedOrder | null {
  const from = pointsOf(flow, tested.node).find((point) => flow.position[point]! >= 0);
  if (from === undefined) return null;
  const writes = writePoints(on, fn, flow, tested, order).filter(({ point }) => point !== from && (point === orderPoint || reaches(flow, from, point)));
  const write = writes.find(({ point }) => point === orderPoint || reaches(flow, orderPoint, point)) ?? writes[0];
  if (!write) return null;
  const threads = !fn.async;
  const base = { threads, fn, place: tested.place, question: tested.question, test: tested.node, read: tested.read, order, act, write: write.access, yieldsAt: null, pair: null };
  if (isHeld(on, tested, write.node)) return { ...base, verdict: "locked" };
  const via = threads ? blockingWindow(flow, from, writes.map((one) => one.point), orderPoint) : firstWindow(on, flow, from, writes.map((one) => one.point), orderPoint);
  if (via < 0) return { ...base, verdict: "atomic" };
  const yieldsAt = flow.nodes[via]!;
  if (isReserved(on, fn, flow, tested, from, orderPoint)) return { ...base, verdict: "atomic", yieldsAt: null };
  if (claimedLater(on, tested, act)) return { ...base, verdict: "tested-again", yieldsAt };
  const pair = on.together.pair(fn, fn, tested.question === "key" || isRecordField(tested.place) ? "same-key" : "anything", tested.place.location.owner);
  const takesTurns = pair && !pair.some((one) => on.records.has(one, tested.read)) && (!threads || (pair.some((one) => on.together.inThread(one)) && isShared(on, tested.place, pair)));
  return takesTurns ? { ...base, verdict: "race", yieldsAt, pair } : { ...base, verdict: "alone", yieldsAt };
}

/** Threads share what there is one of: a module's variable, or an object that one place outside of loops and threads makes. */
function isShared(on: On, place: SharedPlace, pair: Pair): boolean {
  const { owner } = place.location;
  return !("kind" in owner) || isMadeOnce(on, owner, pair, 0);
}

function isMadeOnce(on: On, owner: ClassNode, pair: Pair, depth: number): boolean {
  const init = owner.body.flatMap((one) => (one.kind === "function-statement" && one.function.name === "__init__" ? [one.function] : []))[0];
  const [made, more] = init ? on.graph.callersOf(init) : [];
  if (!made || more || depth > 4 || isRepeated(made.call)) return false;
  if (on.together.runs(pair[0], made.caller) && on.together.inThread(pair[0])) return false;
  if (on.together.runs(pair[1], made.caller) && on.together.inThread(pair[1])) return false;
  const holder = made.caller.name === "__init__" ? classOf(made.caller) : null;
  return holder ? isMadeOnce(on, holder, pair, depth + 1) : true;
}

function isRepeated(node: Node): boolean {
  for (let up = node.parent; up && up.kind !== "function"; up = up.parent) if (up.kind === "for" || up.kind === "while" || up.kind === "comprehension") return true;
  return false;
}

/** In a thread the request of the order itself is where the others run. */
const blockingWindow = (flow: FlowGraph, from: Point, writes: readonly Point[], order: Point): Point =>
  pointsAfter(flow, from, (point) => point !== order && writes.includes(point)).includes(order) ? order : -1;

/** A yield between the test and the first write, on a way that leads to the order or comes from it. */
function firstWindow(on: On, flow: FlowGraph, from: Point, writes: readonly Point[], order: Point): Point {
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

const ADDS: ReadonlySet<Access["kind"]> = new Set(["store", "add"]);

/** Whether the write makes the same test come out the other way: an opening adds, a closing removes, a flag is set. */
function flips(tested: Tested, write: Access, order: OrderSite): boolean {
  if (tested.question === "flag") return write.kind === "rebind";
  if (tested.question === "count") return ADDS.has(write.kind);
  if (isSnapshot(write) && REGISTRY.test(tested.place.location.name)) return true;
  const present = tested.present;
  if (present === null) return order.role === "open" ? ADDS.has(write.kind) : REMOVALS.has(write.kind);
  return present ? REMOVALS.has(write.kind) : ADDS.has(write.kind);
}

/** `self.positions = await self.fetch()`: what the exchange says after the order has the new entry, or lacks the closed one. */
const isSnapshot = (write: Access): boolean => write.kind === "rebind" && !isSetUp(write.fn) && write.node.kind === "assign" && /^(name|await|call|attribute|comprehension)$/.test(write.node.value.kind)
  && !(write.node.value.kind === "call" && write.node.value.args.length === 0);

interface Write { readonly point: Point; readonly access: Access; readonly node: Node }

/** Direct writes of the place, and calls that write it. */
function writePoints(on: On, fn: FunctionNode, flow: FlowGraph, tested: Tested, order: OrderSite): Write[] {
  const found: Write[] = [];
  for (const { place, access } of on.state.inside(fn)) {
    if (place !== tested.place || !flips(tested, access, order)) continue;
    for (const point of pointsOf(flow, access.node)) if (flow.position[point]! >= 0) found.push({ point, access, node: access.node });
  }
  for (const call of on.index.modules.get(on.index.moduleOf(fn).file)!.calls[fn.index]!) {
    if (on.graph.targets(call).how !== "resolved") continue;
    for (const callee of on.graph.runs(call)) {
      const access = on.summaries.writes(callee, tested.place, (one) => flips(tested, one, order));
      if (!access || tested.question === "flag") continue;
      for (const point of pointsOf(flow, call)) if (flow.position[point]! >= 0) found.push({ point, access, node: call });
    }
  }
  return found;
}

/** Test and write under one lock, or under a busy mark; a lock for one key does not guard a count. A new lock guards nothing, and is told by another check. */
function isHeld(on: On, tested: Tested, write: Node): boolean {
  if (on.locks.around(tested.node).some((one) => one.lock.fresh)) return true;
  const ids = [...on.locks.heldThrough(tested.node, write)];
  return ids.some((id) => tested.question === "key" || isRecordField(tested.place) || !id.endsWith("[]"));
}

/** Another mark is taken in one step with the test, before the order: `if k not in open or k in closing: return`, `closing.add(k)`. */
function isReserved(on: On, fn: FunctionNode, flow: FlowGraph, tested: Tested, from: Point, order: Point): boolean {
  const perKey = tested.question === "key" || isRecordField(tested.place);
  const real = on.suspension.points(flow);
  return on.reservations.some((one) => one.fn === fn && one.place !== tested.place && (perKey || !one.keyed) && pointsOf(flow, one.taken.node).some((taken) =>
    flow.position[taken]! >= 0 && reaches(flow, from, taken) && dominates(dominatorsOf(flow), taken, order) && staleWindow(flow, real, from, taken, () => false) < 0));
}

/** The order's own function asks the same again and writes before anything else may run. */
function claimedLater(on: On, tested: Tested, act: Call): boolean {
  return on.graph.runs(act).some((callee) => on.summaries.claims(callee, tested.place, tested.question));
}

/** Fields of records: one for each position or order. */
function isRecordField(place: SharedPlace): boolean {
  return place.accesses.some((one) => one.place.kind === "attribute" && !(one.place.object.kind === "name" && one.place.object.id === "self") && one.place.object.kind === "name");
}
