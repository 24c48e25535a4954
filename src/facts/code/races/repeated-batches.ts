import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import type { Call, For, FunctionNode, Node, While } from "../../../ir/nodes.ts";
import { reaches } from "../../../ir/paths.ts";
import { contains, mentions, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { orderReach, type OrderReach } from "../order-reach.ts";
import { reducesOnly, type OrderSite } from "../order-sites.ts";
import { attemptsAround } from "./attempts.ts";
import { clientIdOf } from "./order-client-ids.ts";
import { orderLookups, type OrderLookups } from "./order-lookups.ts";
import { isRestingStop } from "./resting-stops.ts";
import { swallowerOf } from "./swallowed.ts";

/** Attempts that place several orders one after the other: where a later one fails, the next attempt places the earlier ones again. */
export interface RepeatedBatch {
  readonly fn: FunctionNode;
  readonly loop: Node;
  /** The one that is placed twice. */
  readonly first: Call;
  /** The one whose failure begins another attempt. */
  readonly later: Call;
  readonly site: OrderSite;
  readonly reduces: boolean;
}

export const repeatedBatches = codeFact({
  name: "repeated-batches",
  doc: "Loops of attempts that place several orders, and begin again with the first when a later one fails.",
  requires: { index, callGraph, orderReach, orderLookups },
  derive({ index, callGraph, orderReach, orderLookups }): readonly RepeatedBatch[] {
    const on: On = { index, graph: callGraph, reach: orderReach, lookups: orderLookups };
    return index.functions.flatMap((fn) => (orderReach.ofFunction(fn) !== 0 && orderReach.trades(fn) ? inFunction(on, fn) : []));
  },
});

interface On { readonly index: Index; readonly graph: CallGraph; readonly reach: OrderReach; readonly lookups: OrderLookups }

function inFunction(on: On, fn: FunctionNode): RepeatedBatch[] {
  const loops = new Map<Node, Call[]>();
  for (const call of on.index.callsIn(fn)) {
    if (on.reach.ofCall(call) === 0 || siteOf(on, call) === null) continue;
    const loop = attemptsAround(on, call, fn);
    if (loop) loops.set(loop, [...(loops.get(loop) ?? []), call]);
  }
  const found: RepeatedBatch[] = [];
  for (const [loop, calls] of loops) {
    const one = calls.length > 1 ? pairOf(on, fn, loop as For | While, calls) : null;
    if (one) found.push(one);
  }
  return found;
}

/** The order that a call places: its own, or that of a function of the bot that places one and says by an exception that it failed. */
function siteOf(on: On, call: Call): OrderSite | null {
  const own = on.reach.siteOf(call);
  const callee = own ? null : on.graph.targets(call).functions.find((one) => on.reach.nearest(one) !== null && on.reach.distance(one) <= MOST_STEPS);
  const site = own ?? (callee ? on.reach.nearest(callee) : null);
  if (!site || /cancel/i.test(calledName(call))) return null;
  return site.role === "open" || site.role === "close" || isRestingStop(site) ? site : null;
}

const MOST_STEPS = 2;

function pairOf(on: On, fn: FunctionNode, loop: For | While, calls: readonly Call[]): RepeatedBatch | null {
  const flow = flowOf(fn);
  for (const first of calls) {
    const site = siteOf(on, first)!;
    const from = reachablePointOf(flow, first);
    if (from === undefined || isAsked(flow, from, loop, first) || clientIdOf(on.graph, site).found !== null || undone(on, loop)) continue;
    const later = calls.find((one) => {
      const to = reachablePointOf(flow, one);
      // What is caught on the spot, in the callee or here, begins no other attempt.
      return one.start > first.end && to !== undefined && reaches(flow, from, to, (point) => flow.nodes[point] === loop) && attemptsAround(on, one, fn) === loop && !isCaughtBelow(on, one);
    });
    if (later) return { fn, loop, first, later, site, reduces: reducesOnly(first) || reducesOnly(site.call) || site.role !== "open" };
  }
  return null;
}

/** `if not placed: ...`: the next attempt asks what the one before it did. */
function isAsked(flow: ReturnType<typeof flowOf>, point: number, loop: For | While, first: Call): boolean {
  const changed = new Set<string>();
  for (const one of loop.body) walk(one, (node) => {
    if (node.kind === "assign" && node.end > first.start) for (const target of node.targets) if (target.kind === "name") changed.add(target.id);
    if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.object.kind === "name" && /^(append|add|remove|pop|discard)$/.test(node.callee.name)) changed.add(node.callee.object.id);
  });
  return conditionsAt(flow, point).some(({ node }) => contains(loop, node) && node !== loop && (mentions(node, changed) || node.kind === "handler"));
}

/** An attempt begins or ends with taking back what lies there, or with a question for it. */
function undone(on: On, loop: For | While): boolean {
  let found = false;
  for (const one of loop.body) walk(one, (node) => void (found ||= node.kind === "call" && (on.lookups.cancels(node) || on.lookups.asks(node))));
  return found;
}

/** The functions that it runs take every exception themselves. */
function isCaughtBelow(on: On, call: Call): boolean {
  if (on.reach.siteOf(call)) return false;
  return on.graph.targets(call).functions.some((fn) => on.index.callsIn(fn).some((one) => on.reach.ofCall(one) !== 0 && swallowerOf(one) !== null));
}
