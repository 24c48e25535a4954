import type { FunctionNode } from "../../ir/nodes.ts";
import { isDropped } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { entryPoints } from "./entry-points.ts";
import { index } from "./module-index.ts";
import { orderSites } from "./order-sites.ts";
import { reach } from "./reach.ts";
import { strategyHooks } from "./strategy-hooks.ts";

/**
 * order: it can send an opening, closing or protective order, itself or through what it calls. decision: an order function
 * uses what it returns or stores, directly or through others. other: neither was seen.
 */
export type TradingPart = "order" | "decision" | "other";

export interface TradingCode {
  of(fn: FunctionNode): TradingPart;
  /** Calls from the function towards an order: 0 sends it itself. Infinity: it does not. */
  distance(fn: FunctionNode): number;
}

export const tradingCode = codeFact({
  name: "trading-code",
  doc: "Which functions lead to an order, and which ones only decide for those.",
  requires: { entryPoints, index, callGraph, orderSites, reach, strategyHooks },
  derive({ entryPoints, index, callGraph, orderSites, reach, strategyHooks }): TradingCode {
    const trades = (fn: FunctionNode): boolean => {
      const role = entryPoints.roleOf(index.moduleOf(fn));
      return role === "bot" || role === "config";
    };
    const distance = new Map<FunctionNode, number>();
    const queue: FunctionNode[] = [];
    for (const site of orderSites) {
      if (site.role === "cancel" || !trades(site.fn) || distance.has(site.fn)) continue;
      distance.set(site.fn, 0);
      queue.push(site.fn);
    }
    // What a framework does with a hook's answer is an order.
    for (const { fn, use } of strategyHooks.all) {
      if (use === "data" || !trades(fn) || distance.has(fn)) continue;
      distance.set(fn, 0);
      queue.push(fn);
    }
    for (let i = 0; i < queue.length; i++) {
      const fn = queue[i]!;
      for (const { caller } of callGraph.callersOf(fn)) {
        if (distance.has(caller) || !trades(caller)) continue;
        distance.set(caller, distance.get(fn)! + 1);
        queue.push(caller);
      }
    }
    const decisions = new Set<FunctionNode>();
    for (let i = 0; i < queue.length; i++) {
      const fn = queue[i]!;
      for (const call of index.callsIn(fn)) {
        if (isDropped(call)) continue;
        for (const callee of callGraph.runs(call)) {
          if (distance.has(callee) || decisions.has(callee) || !trades(callee) || reach.of(callee) === "dead") continue;
          decisions.add(callee);
          queue.push(callee);
        }
      }
    }
    return {
      of: (fn) => (distance.has(fn) ? "order" : decisions.has(fn) ? "decision" : "other"),
      distance: (fn) => distance.get(fn) ?? Infinity,
    };
  },
});
