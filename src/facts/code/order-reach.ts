import type { Call, FunctionNode } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import { index } from "./module-index.ts";
import { orderSites, type OrderSite } from "./order-sites.ts";
import { reach } from "./reach.ts";

/** What kinds of orders something can lead to, as bits. */
export const Opens = 1;
export const Closes = 2;
export const Protects = 4;

export interface OrderReach {
  /** Bits of the orders that running the function may send. */
  ofFunction(fn: FunctionNode): number;
  /** Bits of the orders that the call may send, itself or through the bot's functions. */
  ofCall(call: Call): number;
  /** The nearest order site that the function leads to. */
  nearest(fn: FunctionNode): OrderSite | null;
  siteOf(call: Call): OrderSite | null;
  /** Calls from the function to that site. */
  distance(fn: FunctionNode): number;
}

const BITS: Readonly<Record<OrderSite["role"], number>> = { open: Opens, close: Closes, protect: Protects, amend: Protects, cancel: 0 };

export const orderReach = codeFact({
  name: "order-reach",
  doc: "Which calls and functions of the running bot lead to opening, closing and protective orders.",
  requires: { program, index, callGraph, orderSites, reach },
  derive({ program, index, callGraph, orderSites, reach }): OrderReach {
    const trades = (fn: FunctionNode): boolean => {
      const role = program.roles.get(index.moduleOf(fn).file) ?? "bot";
      return (role === "bot" || role === "config") && reach.of(fn) !== "dead";
    };
    const bits = new Map<FunctionNode, number>();
    const nearest = new Map<FunctionNode, { site: OrderSite; distance: number }>();
    const sites = new Map<Call, OrderSite>();
    const queue: FunctionNode[] = [];
    for (const site of orderSites) {
      sites.set(site.call, site);
      if (BITS[site.role] === 0 || !trades(site.fn)) continue;
      bits.set(site.fn, (bits.get(site.fn) ?? 0) | BITS[site.role]);
      if (nearest.has(site.fn)) continue;
      nearest.set(site.fn, { site, distance: 0 });
      queue.push(site.fn);
    }
    // A function is seen again only when its bits grow: at most three times.
    for (let i = 0; i < queue.length; i++) {
      const fn = queue[i]!;
      const mine = bits.get(fn)!;
      for (const { caller } of callGraph.callersOf(fn)) {
        if (!trades(caller)) continue;
        const before = bits.get(caller) ?? 0;
        if ((before | mine) === before) continue;
        bits.set(caller, before | mine);
        const way = nearest.get(fn)!;
        if (!nearest.has(caller)) nearest.set(caller, { site: way.site, distance: way.distance + 1 });
        queue.push(caller);
      }
    }
    return {
      ofFunction: (fn) => bits.get(fn) ?? 0,
      ofCall(call) {
        const site = sites.get(call);
        let all = site ? BITS[site.role] : 0;
        for (const fn of callGraph.runs(call)) all |= bits.get(fn) ?? 0;
        return all;
      },
      nearest: (fn) => nearest.get(fn)?.site ?? null,
      siteOf: (call) => sites.get(call) ?? null,
      distance: (fn) => nearest.get(fn)?.distance ?? Infinity,
    };
  },
});
