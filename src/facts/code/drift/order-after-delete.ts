import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { reaches } from "../../../ir/paths.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { index } from "../module-index.ts";
import { orderActs } from "../races/order-acts.ts";
import { reach } from "../reach.ts";
import type { OrderSite } from "../order-sites.ts";
import { removals, type Removal } from "./removals.ts";
import { calledName } from "../../../ir/names.ts";

/** A position that leaves the books before the order that closes it is sent. */
export interface OrderAfterDelete {
  readonly fn: FunctionNode;
  readonly removal: Removal;
  readonly order: Call;
  readonly site: OrderSite;
}

const CLOSING = /close|exit|liquidat|flatten|unwind|reduce|stop_?out|sell/i;

/** Told that it is closed already. */
const OVER = /closed|external|^_?on_|handle_/i;

export const ordersAfterDelete = codeFact({
  name: "orders-after-delete",
  doc: "Functions that take a position out of the books and only then send the order that closes it.",
  requires: { program, index, orderActs, removals, reach },
  derive({ program, index, orderActs, removals, reach }): readonly OrderAfterDelete[] {
    const found: OrderAfterDelete[] = [];
    for (const fn of index.functions) {
      if ((program.roles.get(index.moduleOf(fn).file) ?? "bot") !== "bot" || !CLOSING.test(fn.name) || OVER.test(fn.name) || reach.of(fn) === "dead") continue;
      const orders = index.callsIn(fn).flatMap((call) => {
        const site = orderActs.of(call);
        return site && !isMade(call) && (site.role === "close" || CLOSING.test(fn.name)) ? [{ call, site }] : [];
      });
      if (orders.length === 0) continue;
      const hit = removals.inside(fn).flatMap((removal) => {
        if (removal.byName || !/position|trade|holding/i.test(removal.what) || orders.some((one) => one.call === removal.node) || callsAnOrder(removal, orderActs) || followsTruth(removal)) return [];
        if (orders.some(({ call }) => call.start < removal.node.start)) return [];
        const order = orders.find(({ call }) => call.start > removal.node.end && isBefore(fn, removal.node, call));
        return order ? [{ fn, removal, order: order.call, site: order.site }] : [];
      })[0];
      if (hit) found.push(hit);
    }
    return found;
  },
});

/** `close(symbol)` removes and orders: which comes first is asked there. */
const callsAnOrder = (removal: Removal, acts: { of(call: Call): OrderSite | null }): boolean => removal.node.kind === "call" && acts.of(removal.node) !== null;

/** `sync_with_exchange()`: what goes there is gone on the exchange, too. */
const followsTruth = (removal: Removal): boolean => removal.node.kind === "call" && /(^|_)(sync\w*|reconcil\w*|refresh\w*|reload\w*|restore\w*)(_|$)/i.test(calledName(removal.node));

/** Cancelling stops or logging is no closing order. */
const isMade = (call: Call): boolean => /cancel|notify|log|alert|sync|update|check/i.test(calledName(call));

/** Every way to the order passes the removal, and none comes back to it in between. */
function isBefore(fn: FunctionNode, removal: Node, order: Call): boolean {
  const flow = flowOf(fn);
  const [from, to] = [pointsOf(flow, removal)[0], pointsOf(flow, order)[0]];
  return from !== undefined && to !== undefined && dominates(dominatorsOf(flow), from, to) && reaches(flow, from, to);
}
