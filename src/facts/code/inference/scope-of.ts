import type { Expr, FunctionNode, Name, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { Definition, ModuleIndex, ScopeOwner } from "../module-index.ts";

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

/** What binds the name in the innermost body around it that binds it; null for a built-in or a name from a star import. */
export function bindingsOf(name: Name, module: ModuleIndex): readonly Definition[] | null {
  for (let scope: ScopeOwner | null = scopeOf(name); scope; scope = enclosingFunction(scope)) {
    const own = module.scopes.get(scope)?.get(name.id);
    if (own) return own;
  }
  return null;
}
