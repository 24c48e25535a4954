import type { Call, FunctionNode, Handler, Node } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { contains, isInLoop, loopAround, mentionsName } from "../../../ir/walk.ts";
import { calledName } from "../../../ir/names.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { fillNews } from "../drift/fill-news.ts";
import { schedules } from "../drift/schedules.ts";
import { venueQuestions, type VenueQuestions } from "../drift/venue-questions.ts";
import { index, type Index } from "../module-index.ts";
import { assignedTo } from "../order-answers.ts";
import { orderReach } from "../order-reach.ts";
import { orderSites, reducesOnly, type OrderSite } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { tasks, type Tasks } from "../tasks.ts";
import { actsAfterTests, type GatedOrder } from "./acts-after-tests.ts";
import { forgets } from "./handlers-that-forget.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import { clientIdOf, isDrawn } from "./order-client-ids.ts";
import { orderLookups, type OrderLookups } from "./order-lookups.ts";
import { isAmbiguous } from "./refusals.ts";
import { swallowerOf } from "./swallowed.ts";

/** An opening order whose failed request is taken for an order that was not placed: the bot's own memory lets the next round enter again. */
export interface LostOrder {
  readonly fn: FunctionNode;
  /** The request. */
  readonly order: Call;
  /** What takes the exception of the request. */
  readonly handler: Handler;
  /** What the next round asks, and where only success writes it. */
  readonly gate: GatedOrder | null;
  /** What only an order that was answered is written into. */
  readonly recorded: Node;
}

export const lostOrders = codeFact({
  name: "lost-orders",
  doc: "Opening orders of a loop whose failed request, time-outs included, leaves the state free that the loop asks before it enters.",
  requires: { index, callGraph, orderSites, reach, actsAfterTests, orderActs, orderReach, orderLookups, sharedState, schedules, fillNews, venueQuestions, tasks },
  derive({ index, callGraph, orderSites, reach, actsAfterTests, orderActs, orderReach, orderLookups, sharedState, schedules, fillNews, venueQuestions, tasks }): readonly LostOrder[] {
    // Whatever the exchange has is taken in soon, or it tells of it by itself.
    const adopts = schedules.some(({ reconciliation, runs }) => runs.some((one) => one.kind === "loop") && reconciliation.compared.some((one) => one.direction === "add" && one.acts && one.books));
    if (adopts || fillNews.length > 0) return [];
    const on: On = { index, graph: callGraph, acts: orderActs, lookups: orderLookups, state: sharedState, questions: venueQuestions, tasks };
    const found = new Map<Handler, LostOrder>();
    const looksAtOrders = index.functions.some((fn) => reach.of(fn) !== "dead" && index.callsIn(fn).some((call) => OPEN_ORDERS.test(calledName(call))));
    // A resting order is found again by whoever asks for the open ones.
    const isFound = (site: OrderSite): boolean => looksAtOrders && rests(site);
    for (const gate of actsAfterTests) {
      if (!orderReach.trades(gate.fn) || isFound(gate.order)) continue;
      const one = lostAt(on, gate);
      if (one && !found.has(one.handler)) found.set(one.handler, one);
    }
    for (const site of orderSites) {
      if (reach.of(site.fn) === "dead" || !orderReach.trades(site.fn) || isFound(site)) continue;
      const one = untold(on, site);
      if (one && !found.has(one.handler)) found.set(one.handler, one);
    }
    return [...found.values()];
  },
});

interface On {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly acts: OrderActs;
  readonly lookups: OrderLookups;
  readonly state: SharedState;
  readonly questions: VenueQuestions;
  readonly tasks: Tasks;
}

const OPEN_ORDERS = /^_?(fetch|get|query|list)_?(all_)?(open|active|pending)_?orders|^(fetch|get)OpenOrders|^open_orders$/i;

/** A limit order, by the method or by an argument. */
const rests = ({ call, method }: OrderSite): boolean => /limit/i.test(`${method} ${calledName(call)}`) || call.args.some(({ value }) => value.kind === "string" && /^limit/i.test(value.value));

const CLOSING = /(^|_)(close|exit|flatten|liquidate|reduce|sell_all|unwind|take_profit|stop_loss|protect\w*|hedge\w*|rollback\w*|dca|add)(_|$)/i;

/** A call on the way from the test to the order's own request. */
interface Step { readonly fn: FunctionNode; readonly call: Call }

function lostAt(on: On, gate: GatedOrder): LostOrder | null {
  const { order, act } = gate;
  if (order.role !== "open" || gate.question === "count" || reducesOnly(order.call) || reducesOnly(act)) return null;
  const way = wayTo(on, gate);
  if (!way || way.some(({ fn, call }) => CLOSING.test(fn.name) || CLOSING.test(calledName(call)))) return null;
  const id = clientIdOf(on.graph, order).found;
  if (id !== null && !isDrawn(on.graph, id)) return null;
  const level = way.findLastIndex(({ call }) => swallowerOf(call) !== null);
  const handler = level < 0 ? null : swallowerOf(way[level]!.call);
  if (!handler || !isAmbiguous(on.graph, handler) || !forgets({ graph: on.graph, lookups: on.lookups, state: on.state }, way[level]!.fn, handler)) return null;
  if (!writesOnlyOnSuccess(on, gate, way, level, handler) || !comesAgain(on, gate.fn, gate.act) || asksVenue(on, [...way, ...callersAbove(on, gate.fn)])) return null;
  return { fn: way[level]!.fn, order: way[level]!.call, handler, gate, recorded: gate.write.node };
}

const LONGEST = 7;

/** The calls from the tested function down to the request, the outermost first. */
function wayTo(on: On, { fn, act, order }: GatedOrder): readonly Step[] | null {
  const way: Step[] = [{ fn, call: act }];
  while (way.length < LONGEST) {
    const last = way.at(-1)!.call;
    if (last === order.call) return way;
    const next = on.graph.runs(last).flatMap((callee) => on.index.callsIn(callee).filter((call) => on.acts.of(call) === order).map((call) => ({ fn: callee, call })))[0];
    if (!next || way.some((one) => one.fn === next.fn)) return null;
    way.push(next);
  }
  return null;
}

/** The state that the next round asks is written behind the request, and not on the way of the handler. */
function writesOnlyOnSuccess(on: On, { write, place, fn, act }: GatedOrder, way: readonly Step[], level: number, handler: Handler): boolean {
  const [own, at] = writtenOn(on, write, way) ?? [null, -1];
  if (!own || contains(handler, own)) return false;
  const { call } = way[at]!;
  if (own.start < call.end) return false;
  // Nothing else takes the place before the request.
  if (way.some((step) => on.state.inside(step.fn).some(({ place: other, access }) => other === place && (access.kind === "store" || access.kind === "add" || access.kind === "rebind") && access.node.end <= step.call.start && (step.fn !== fn || step.call !== act || access.node.start > way[0]!.call.start)))) return false;
  if (at > level) return true;
  if (at === level) return standsBehind(handler, own, call);
  return hangsOnAnswer(way[at]!, own);
}

/** Where on the way the write stands, or the call that leads to it. */
function writtenOn(on: On, write: GatedOrder["write"], way: readonly Step[]): readonly [Node, number] | null {
  for (let at = way.length - 1; at >= 0; at--) {
    const { fn, call } = way[at]!;
    if (write.fn === fn) return [write.node, at];
    const by = on.index.callsIn(fn).find((one) => one.start > call.end && on.graph.runs(one).includes(write.fn));
    if (by) return [by, at];
  }
  return null;
}

/** In the same `try`, or behind it where the handler leaves or the answer of the request is asked. */
function standsBehind(handler: Handler, own: Node, call: Call): boolean {
  const guard = handler.parent;
  if (guard?.kind === "try" && (guard.body.some((one) => contains(one, own)) || guard.otherwise.some((one) => contains(one, own)))) return true;
  const last = handler.body.at(-1)?.kind;
  return last === "return" || last === "continue" || hangsOnAnswer({ fn: null, call }, own);
}

/** The write is made only if the call's answer says so. */
function hangsOnAnswer({ call }: { readonly fn: FunctionNode | null; readonly call: Call }, own: Node): boolean {
  let fn: Node | null = call;
  while (fn && fn.kind !== "function") fn = fn.parent;
  if (fn?.kind !== "function") return false;
  const flow = flowOf(fn);
  const to = reachablePointOf(flow, own);
  const name = assignedTo(call);
  return to !== undefined && conditionsAt(flow, to).some(({ node }) => contains(node, call) || (name !== null && node.start > call.end && mentionsName(node, name)));
}

const MAX_UP = 5;

/** A loop leads here, or a handler of messages or requests. */
function comesAgain(on: On, fn: FunctionNode, act: Call): boolean {
  if (isInLoop(act)) return true;
  if (on.tasks.rootsOf(fn).some((one) => one.many)) return true;
  const seen = new Set([fn]);
  let front = [fn];
  for (let depth = 0; depth < MAX_UP && front.length > 0; depth++) {
    const next: FunctionNode[] = [];
    for (const one of front) {
      for (const { call, caller } of on.graph.callersOf(one)) {
        if (isInLoop(call)) return true;
        if (!seen.has(caller)) next.push(caller);
        seen.add(caller);
      }
    }
    front = next;
  }
  return false;
}

/** The calls that lead to the function, a few steps up. */
function callersAbove(on: On, fn: FunctionNode): readonly Step[] {
  const found: Step[] = [];
  const seen = new Set([fn]);
  for (let at = 0, front = [fn]; at < MAX_UP && front.length > 0; at++) {
    const next = front.flatMap((one) => on.graph.callersOf(one).filter(({ how, caller }) => how === "resolved" && caller.name !== "<module>")).filter(({ caller }) => !seen.has(caller));
    for (const { call, caller } of next) {
      seen.add(caller);
      found.push({ fn: caller, call });
    }
    front = next.map(({ caller }) => caller);
  }
  return found;
}

/** The venue is asked for positions on the way: what it says decides, not the bot's memory. */
function asksVenue(on: On, steps: readonly Step[]): boolean {
  return steps.some(({ fn, call }) => {
    const round = roundOf(call);
    return on.index.callsIn(fn).some((one) => one !== call && on.acts.of(one) === null && (!round || contains(round, one)) && on.questions.asks(one));
  });
}

/** The outermost loop around the call: what stands outside of it is not asked again. */
function roundOf(call: Call): Node | null {
  let found: Node | null = null;
  for (let up: Node | null = call; up; up = loopAround(up)) if (up !== call) found = up;
  return found;
}

/** Without a test that was recognised: the request is caught where it is sent, and only an answered one is written down. */
function untold(on: On, site: OrderSite): LostOrder | null {
  const { fn, call } = site;
  if (site.role !== "open" || reducesOnly(call) || isInLoop(call) || CLOSING.test(fn.name) || CLOSING.test(calledName(call))) return null;
  const handler = swallowerOf(call);
  if (!handler || !isAmbiguous(on.graph, handler) || !forgets({ graph: on.graph, lookups: on.lookups, state: on.state }, fn, handler)) return null;
  const id = clientIdOf(on.graph, site);
  if ((id.found !== null && !isDrawn(on.graph, id.found)) || id.unknown || !comesAgain(on, fn, call)) return null;
  const above = callersAbove(on, fn);
  if (above.length === 0 || above.some((one) => CLOSING.test(one.fn.name)) || asksVenue(on, [{ fn, call }, ...above])) return null;
  const recorded = recordBehind(on, { fn, call }, handler) ?? above.map((one) => recordBehind(on, one, handler)).find((one) => one !== null);
  return recorded ? { fn, order: call, handler, gate: null, recorded } : null;
}

/** Where what was answered is put into what outlives the call. */
function recordBehind(on: On, { fn, call }: Step, handler: Handler): Node | null {
  const kept = on.state.inside(fn).find(({ place, access }) => access.node.start > call.end && (access.kind === "store" || access.kind === "add") && KEEPS.test(place.location.name) && !contains(handler, access.node) && hangsOnCall({ fn, call }, access.node, handler));
  if (kept) return kept.access.node;
  return on.index.callsIn(fn).find((one) => one.start > call.end && !contains(handler, one) && RECORDS.test(calledName(one)) && hangsOnCall({ fn, call }, one, handler)) ?? null;
}

const KEEPS = /position|trade|order|slot|holding|deal|grid|state/i;
const RECORDS = /^_?(record|register|save|store|track|insert|add|book|log|create|open|update|mark|persist|set)_?(\w+_)?(positions?|trades?|deals?|orders?|entry|entries|slots?|signals?|state)(_|$)/i;

const hangsOnCall = (step: Step, own: Node, handler: Handler): boolean => (contains(handler.parent!, step.call) ? standsBehind(handler, own, step.call) : hangsOnAnswer(step, own));
