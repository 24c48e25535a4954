import type { FunctionNode } from "../../../ir/nodes.ts";
import type { CallGraph } from "../call-graph.ts";
import type { OrderSite } from "../order-sites.ts";

/** What certainly comes to an order: a call of an unknown `pnl()` that may mean many is no such way. */
export function sendersOf(sites: readonly OrderSite[], graph: CallGraph): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>(sites.map((one) => one.fn));
  for (const fn of found) for (const { caller } of graph.callersOf(fn)) found.add(caller);
  return found;
}
