import type { Call, FunctionNode } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { entryPoints } from "./entry-points.ts";
import { index } from "./module-index.ts";
import { orderSites, type OrderSite } from "./order-sites.ts";
import { reach } from "./reach.ts";
import { widerCalls } from "./wider-calls.ts";

/** What kinds of orders something can lead to, as bits. */
export const Opens = 1;
export const Closes = 2;
export const Protects = 4;

export interface OrderReach {
  /** No order of the bot is reached from where it starts. */
  readonly lost: boolean;
  /** Whether a function is the running bot's own trading code (not a test, script, page or dead code). */
  trades(fn: FunctionNode): boolean;
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
  requires: { entryPoints, index, widerCalls, orderSites, reach },
  derive({ entryPoints, index, widerCalls, orderSites, reach }): OrderReach {
    const isBot = (fn: FunctionNode): boolean => {
      const role = entryPoints.roleOf(index.moduleOf(fn));
      return role === "bot" || role === "config";
    };
    // A bot that never sends an order is no bot: where no order is reached, the way to it was lost (a container of services, a plug-in).
    const lost = !orderSites.some((one) => one.role !== "cancel" && isBot(one.fn) && reach.of(one.fn) !== "dead");
    const trades = (fn: FunctionNode): boolean => isBot(fn) && (lost || reach.of(fn) !== "dead");
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
      for (const { caller } of widerCalls.callersOf(fn)) {
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
      trades,
      lost,
      ofFunction: (fn) => bits.get(fn) ?? 0,
      ofCall(call) {
        const site = sites.get(call);
        let all = site ? BITS[site.role] : 0;
        for (const fn of widerCalls.runs(call)) all |= bits.get(fn) ?? 0;
        return all;
      },
      nearest: (fn) => nearest.get(fn)?.site ?? null,
      siteOf: (call) => sites.get(call) ?? null,
      distance: (fn) => nearest.get(fn)?.distance ?? Infinity,
    };
  },
});
