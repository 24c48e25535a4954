import type { Node, Stmt } from "../../../ir/nodes.ts";

/** The statement whose expression holds the node. */
export function statementOf(node: Node): Node | null {
  let at: Node = node;
  while (at.parent && !blockOf(at)) at = at.parent;
  return at.parent ? at : null;
}

/** The list of statements that the node stands in, null where it stands in none. */
export function blockOf(node: Node): readonly Stmt[] | null {
  const parent = node.parent;
  if (!parent) return null;
  const lists = parent.kind === "if" || parent.kind === "while" || parent.kind === "for" ? [parent.body, parent.otherwise]
    : parent.kind === "try" ? [parent.body, parent.otherwise, parent.finally]
    : parent.kind === "function" || parent.kind === "handler" || parent.kind === "with" || parent.kind === "case" ? [parent.body] : [];
  return lists.find((one) => one.includes(node as Stmt)) ?? null;
}

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
