import type { Node, Stmt } from "../../../ir/nodes.ts";

/** The node stands where an exception is handled, or in a branch that leaves with nothing: `if not accepted: log; return None`. */
export function isFailure(node: Node): boolean {
  for (let under = node, at = node.parent; at && at.kind !== "function"; under = at, at = at.parent) {
    if (at.kind === "handler") return true;
    if (at.kind !== "if") continue;
    const last = (at.body.includes(under as Stmt) ? at.body : at.otherwise).at(-1);
    if (last?.kind === "raise" || (last?.kind === "return" && (last.value === null || last.value.kind === "none" || (last.value.kind === "boolean" && !last.value.value)))) return true;
  }
  return false;
}
