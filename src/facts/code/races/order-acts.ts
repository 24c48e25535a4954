import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { orderSites, reducesOnly, type OrderSite } from "../order-sites.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** Which calls end in an order that opens or closes: those are what a state must gate. */
export interface OrderActs {
  /** The nearest order that the call sends, itself or through the bot's functions; null: none. */
  of(call: Call): OrderSite | null;
  /** The nearest order that the function sends; null: none. */
  from(fn: FunctionNode): OrderSite | null;
}

const MAX_DISTANCE = 6;

const CLOSING = /(^|_)(close|exit|flatten|liquidate|reduce|sell_all|unwind|take_profit|stop_loss|protect\w*|hedge\w*|rollback\w*|trigger|trailing)(_|$)/i;

/** The call ends in an order that opens: its name does not say otherwise, nor does a `reduceOnly` that its sender sets for all. */
export function isOpening(acts: OrderActs, call: Call): boolean {
  const site = acts.of(call);
  if (site === null || site.role !== "open" || CLOSING.test(calledName(call)) || reducesOnly(call)) return false;
  // `if reduce_only: body["reduceOnly"] = True`: each caller decides.
  return !reducesOnly(site.call) || (call !== site.call && site.fn.params.some((one) => /^(reduce_?only|close_?position)$/i.test(one.name)));
}

export const orderActs = codeFact({
  name: "order-acts",
  doc: "Calls that end in an opening or closing order.",
  requires: { program, index, callGraph, orderSites },
  derive({ program, index, callGraph, orderSites }): OrderActs {
    const nearest = new Map<FunctionNode, OrderSite>();
    const direct = new Map<Call, OrderSite>();
    let front: FunctionNode[] = [];
    for (const site of orderSites) {
      if ((site.role !== "open" && site.role !== "close") || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(site.fn).file) ?? "bot")) continue;
      direct.set(site.call, site);
      if (nearest.has(site.fn)) continue;
      nearest.set(site.fn, site);
      front.push(site.fn);
    }
    for (let distance = 0; distance < MAX_DISTANCE && front.length > 0; distance++) {
      const next: FunctionNode[] = [];
      for (const fn of front) {
        for (const { caller, how } of callGraph.callersOf(fn)) {
          if (nearest.has(caller) || how === "unresolved") continue;
          nearest.set(caller, nearest.get(fn)!);
          next.push(caller);
        }
      }
      front = next;
    }
    return {
      of(call) {
        const own = direct.get(call);
        if (own) return own;
        for (const fn of callGraph.runs(call)) {
          const found = nearest.get(fn);
          if (found) return found;
        }
        return null;
      },
      from: (fn) => nearest.get(fn) ?? null,
    };
  },
});
