import type { Node } from "../../../ir/nodes.ts";
import { isSetUp, type SharedState } from "../shared-state.ts";
import type { Holder } from "./holders.ts";

const WRITES_ONLY = /^(add|store|rebind|len)$/;

/** Nobody asks a container for more than its length or its last entries: that it is long slows nothing down. */
export function isUnread(state: SharedState, holder: Holder): boolean {
  if (holder.depth > 0 || holder.within) return false;
  const place = state.of(holder.place);
  return place !== null && place.accesses.every((one) => WRITES_ONLY.test(one.kind) || isTail(one.node) || isSetUp(one.fn));
}

/** `history[-100:]`, `history[-1]` */
function isTail(node: Node): boolean {
  if (node.kind !== "subscript") return false;
  const from = node.index.kind === "slice" ? (node.index.upper === null ? node.index.lower : null) : node.index;
  return from?.kind === "unary" && from.op === "-";
}
