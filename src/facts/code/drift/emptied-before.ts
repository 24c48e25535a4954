import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import type { Location } from "../races/locations.ts";
import type { SharedState } from "../shared-state.ts";
import { failedValue } from "./trail.ts";

/** The books are emptied first and filled again from the answer. */
export function emptiedBefore(state: SharedState, fn: FunctionNode, location: Location, at: Node): Node | null {
  for (const { place, access } of state.inside(fn)) {
    if (place.location !== location || access.node.start > at.start) continue;
    if (access.kind === "clear" || (access.kind === "rebind" && access.node.kind === "assign" && failedValue(access.node.value) !== null)) return access.node;
  }
  return null;
}
