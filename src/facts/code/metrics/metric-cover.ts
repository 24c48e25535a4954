import type { FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { fillSites } from "../logs/fill-sites.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import type { Metric } from "./metrics.ts";
import { handedTo } from "./order-carriers.ts";
import { orderDesks, type OrderDesk } from "./order-desks.ts";

/** Which orders a metric speaks of. */
export interface MetricCover {
  /**
   * Whether a metric is about the answer that a desk takes: it is computed in a function that sees the answer, or in what
   * those call. What takes an answer itself measures its own order. One that hangs on no desk (a handler of fills, a monitor)
   * may be about any order.
   */
  covers(metric: Metric, desk: OrderDesk): boolean;
  /** The same, and it sees the answer for certain, or is asked by a handler of fills. */
  proves(metric: Metric, desk: OrderDesk): boolean;
  /** Whether a latency is measured around the orders that the function sends: in it, in what it calls, in its callers, or for all orders. */
  times(metric: Metric, fn: FunctionNode): boolean;
  /** The same for certain: by its place in the calls, or because each fill is measured. */
  clocks(metric: Metric, fn: FunctionNode): boolean;
}

/** So many calls below a function that sees the answer. */
const MOST_DEEP = 3;
const MOST_FUNCTIONS = 80;

export const metricCover = codeFact({
  name: "metric-cover",
  doc: "Which orders' answers a slippage is computed from.",
  requires: { index, callGraph, reach, orderDesks, fillSites },
  derive({ index, callGraph, reach, orderDesks, fillSites }): MetricCover {
    const near = new Map(orderDesks.map((one) => [one, new Set([...below(index, callGraph, one.sees), ...one.above])]));
    const desks = new Set(orderDesks.map((one) => one.fn));
    const loose = new Map<FunctionNode, boolean>();
    let belowFills: ReadonlySet<FunctionNode> | null = null;
    // Computed beside all desks, or asked for from elsewhere, too.
    const isLoose = (fn: FunctionNode): boolean => {
      let known = loose.get(fn);
      if (known === undefined) {
        const isNear = (one: FunctionNode): boolean => orderDesks.some((desk) => near.get(desk)!.has(one));
        loose.set(fn, (known = !isNear(fn) || callGraph.callersOf(fn).some(({ caller }) => reach.of(caller) !== "dead" && !isNear(caller))));
      }
      return known;
    };
    const isBelow = (fn: FunctionNode, of: FunctionNode): boolean => below(index, callGraph, new Set([of])).has(fn);
    const isBelowFills = (fn: FunctionNode): boolean => (belowFills ??= below(index, callGraph, new Set(fillSites.map((one) => one.fn)))).has(fn);
    const clocks = (metric: Metric, fn: FunctionNode): boolean => (metric.aroundOrder && (isBelow(metric.fn, fn) || isBelow(fn, metric.fn) || isCalledIn(callGraph, fn, metric.fn))) || isBelowFills(metric.fn);
    return {
      clocks,
      times: (metric, fn) => clocks(metric, fn) || ((metric.carried || !metric.aroundOrder) && !desks.has(metric.fn) && isLoose(metric.fn)),
      proves: ({ fn, ofFill }, desk) => ofFill && (desks.has(fn) ? desk.sees.has(fn) : near.get(desk)!.has(fn) || isBelowFills(fn)),
      covers: ({ fn }, desk) => (desks.has(fn) ? desk.sees.has(fn) : near.get(desk)!.has(fn) || isLoose(fn)),
    };
  },
});

/** Also by way of a function that stands within another: `await measured(operation)`. */
const isCalledIn = (graph: CallGraph, fn: FunctionNode, by: FunctionNode): boolean =>
  graph.callersOf(fn).some(({ caller }) => caller === by || (enclosingFunction(caller)?.name !== "<module>" && graph.callersOf(caller).some((one) => one.caller === by)));

function below(index: Index, graph: CallGraph, from: ReadonlySet<FunctionNode>): ReadonlySet<FunctionNode> {
  const depth = new Map<FunctionNode, number>([...from].map((fn) => [fn, 0]));
  for (const [fn, far] of depth) {
    if (far === MOST_DEEP || depth.size > MOST_FUNCTIONS) continue;
    for (const call of index.callsIn(fn)) {
      for (const next of [...graph.runs(call), ...handedTo(call, graph)]) if (!depth.has(next)) depth.set(next, far + 1);
    }
  }
  return new Set(depth.keys());
}
