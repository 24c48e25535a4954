import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import { ASKS_FOR_ORDERS } from "../../../knowledge/order-doubts.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { venueQuestions } from "../drift/venue-questions.ts";
import { index } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { snake } from "../snake.ts";

/** What may tell what became of an order, or end it. */
export interface OrderLookups {
  /** The venue is asked for an order, a fill or for positions. */
  asks(call: Call): boolean;
  /** An order is taken back, by the call itself or by the function of the bot that it calls. */
  cancels(call: Call): boolean;
  /** Some call inside of the node asks or cancels. */
  settles(node: Node): boolean;
}

export const orderLookups = codeFact({
  name: "order-lookups",
  doc: "Calls that ask the venue what became of an order, and calls that take one back.",
  requires: { index, callGraph, orderSites, venueQuestions },
  derive({ index, callGraph, orderSites, venueQuestions }): OrderLookups {
    const direct = new Set<Call>();
    const inside = new Set<FunctionNode>();
    for (const site of orderSites) {
      if (site.role !== "cancel") continue;
      direct.add(site.call);
      inside.add(site.fn);
    }
    const callsOf = (fn: FunctionNode): readonly Call[] => index.callsIn(fn);
    const named = (call: Call): boolean => ASKS_FOR_ORDERS.test(calledName(call)) || ASKS_BY_NAME.test(snake(calledName(call)));
    const asks = (call: Call): boolean => venueQuestions.asks(call) || named(call) || callGraph.runs(call).some((fn) => callsOf(fn).some(named));
    const cancels = (call: Call): boolean => direct.has(call) || /(^|_)cancel/.test(snake(calledName(call))) || callGraph.runs(call).some((fn) => inside.has(fn) || callsOf(fn).some((one) => direct.has(one)));
    return {
      asks, cancels,
      settles(node) {
        let found = false;
        walk(node, (one) => void (found ||= one.kind === "call" && (asks(one) || cancels(one))));
        return found;
      },
    };
  },
});

/** `_exchange_fill_for_order`, `monitor_order`, `confirm_order`, `get_order_status`, `open_orders`. */
const ASKS_BY_NAME = /(^|_)(confirm|verify|monitor|poll|wait|check|fetch|get|query|fill|status|lookup)(_\w+)?_(orders?|fills?|execution|executions)(_|$)|(^|_)(orders?|fills?)_(status|state|result|filled|details?|by_id)(_|$)|(^|_)(open|working|resting|pending)_orders$/;
