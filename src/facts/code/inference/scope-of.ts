import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import type { ScopeOwner } from "../module-index.ts";

/** The innermost function or class body that an expression is evaluated in. Decorators, defaults and bases belong outside. */
export function scopeOf(node: Node): ScopeOwner {
  if (node.kind === "name" && node.scope) return node.scope;
  let child: Node = node;
  let at = node.parent;
  while (at) {
    if (at.kind === "function" && !at.decorators.includes(child as Expr) && !(child.kind === "parameter" || child === at.returns)) return at;
    if (at.kind === "class" && !at.decorators.includes(child as Expr) && child.kind !== "argument") return at;
    child = at;
    at = at.parent;
  }
  return child as FunctionNode;
}
