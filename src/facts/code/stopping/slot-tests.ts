import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import type { PathStep } from "../trade-paths.ts";

/** Not a slot of time. */
const SLOT = /^(free_|empty_|available_|open_|next_)?slot(s|_id|_no|_number|_index|_idx|s_free|s_left|s_available)?$|(free|open|empty|available|new)_slots?$/;

/** Where the step is only taken with a free slot: `if not slot_id: return`. */
export function asksForSlot(step: PathStep): boolean {
  const flow = flowOf(step.from);
  const point = reachablePointOf(flow, step.at);
  const names = (node: Node): boolean => {
    if (node.kind === "function") return false;
    if (SLOT.test(node.kind === "call" ? calledName(node) : node.kind === "name" || node.kind === "attribute" ? ownName(node) : "")) return true;
    let found = false;
    children(node, (child) => { found ||= names(child); });
    return found;
  };
  return point !== undefined && conditionsAt(flow, point).some(({ node }) => node.kind !== "handler" && node.kind !== "case" && node.kind !== "for" && node.kind !== "clause" && names(node));
}
