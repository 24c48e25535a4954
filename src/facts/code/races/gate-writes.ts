import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { pointsOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import type { OrderSite } from "../order-sites.ts";
import { isSetUp } from "../shared-state.ts";
import { REMOVALS, type Access } from "./accesses.ts";
import { REGISTRY, type GateFacts, type Tested } from "./gated-order.ts";

export const ADDS: ReadonlySet<Access["kind"]> = new Set(["store", "add"]);

/** Whether the write makes the same test come out the other way: an opening adds, a closing removes, a flag is set. */
function flips(tested: Tested, write: Access, order: OrderSite): boolean {
  if (tested.question === "flag") return write.kind === "rebind";
  if (tested.question === "count") return ADDS.has(write.kind);
  if (isSnapshot(write) && REGISTRY.test(tested.place.location.name)) return true;
  const present = tested.present;
  if (present === null) return order.role === "open" ? ADDS.has(write.kind) : REMOVALS.has(write.kind);
  return present ? REMOVALS.has(write.kind) : ADDS.has(write.kind);
}

/** `self.positions = await self.fetch()`: what the exchange says after the order has the new entry, or lacks the closed one. */
const isSnapshot = (write: Access): boolean => write.kind === "rebind" && !isSetUp(write.fn) && write.node.kind === "assign" && /^(name|await|call|attribute|comprehension)$/.test(write.node.value.kind)
  && !(write.node.value.kind === "call" && write.node.value.args.length === 0);

export interface GateWrite { readonly point: Point; readonly access: Access; readonly node: Node }

/** Direct writes of the place, and calls that write it. */
export function writePoints(on: GateFacts, fn: FunctionNode, flow: FlowGraph, tested: Tested, order: OrderSite): GateWrite[] {
  const found: GateWrite[] = [];
  for (const { place, access } of on.state.inside(fn)) {
    if (place !== tested.place || !flips(tested, access, order)) continue;
    for (const point of pointsOf(flow, access.node)) if (flow.position[point]! >= 0) found.push({ point, access, node: access.node });
  }
  for (const call of on.index.callsIn(fn)) {
    if (on.graph.targets(call).how !== "resolved") continue;
    for (const callee of on.graph.runs(call)) {
      const access = on.summaries.writes(callee, tested.place, (one) => flips(tested, one, order));
      if (!access || tested.question === "flag") continue;
      for (const point of pointsOf(flow, call)) if (flow.position[point]! >= 0) found.push({ point, access, node: call });
    }
  }
  return found;
}
