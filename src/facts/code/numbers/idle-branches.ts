import type { Expr, If, Node } from "../../../ir/nodes.ts";
import { scopeOf } from "../inference/scope-of.ts";
import type { ModuleIndex } from "../module-index.ts";

/** `is_progressive = False`, and then `if is_progressive: ...`: the branch never runs, and what stands in it decides nothing. */
export function neverRuns(node: Node, module: ModuleIndex): boolean {
  let child = node;
  for (let at = node.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if (at.kind !== "if" || at.test === child) continue;
    const outcome = truthOf(at.test, module);
    if (outcome !== null && outcome !== at.body.some((one) => one === child)) return true;
  }
  return false;
}

/** The truth of what a function has set once and for all, in its own words; null: not known. */
function truthOf(test: Expr, module: ModuleIndex): boolean | null {
  switch (test.kind) {
    case "boolean": return test.value;
    case "unary": {
      const inner = test.op === "not" ? truthOf(test.operand, module) : null;
      return inner === null ? null : !inner;
    }
    case "logical": {
      const sides = [truthOf(test.left, module), truthOf(test.right, module)];
      return test.op === "and" && sides.includes(false) ? false : test.op === "or" && sides.includes(true) ? true : null;
    }
    case "name": {
      const scope = scopeOf(test);
      const own = scope.kind === "function" && scope.parent ? module.scopes.get(scope)?.get(test.id) : undefined;
      const only = own?.length === 1 ? own[0]! : null;
      return only?.kind === "value" && only.item < 0 && only.expr.kind === "boolean" ? only.expr.value : null;
    }
    default: return null;
  }
}

/** `if entry == 0: return entry * 0.98`: a share of nothing. */
export function isShareOfNothing(holder: Expr & { kind: "binary" }, other: Expr): boolean {
  if (holder.op !== "*" && holder.op !== "/") return false;
  const name = said(other);
  if (name === null) return false;
  let child: Node = holder;
  for (let at = holder.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if (at.kind === "if" && isIn(at, child) && isZero(at.test, name)) return true;
  }
  return false;
}

const isIn = (branch: If, child: Node): boolean => branch.body.some((one) => one === child);

/** `x == 0`, `x <= 0`, `not x`, alone or beside more that must hold. */
function isZero(test: Expr, name: string): boolean {
  if (test.kind === "logical") return test.op === "and" && (isZero(test.left, name) || isZero(test.right, name));
  if (test.kind === "unary") return test.op === "not" && said(test.operand) === name;
  return test.kind === "compare" && (test.op === "==" || test.op === "<=") && test.right.kind === "number" && test.right.value === 0 && said(test.left) === name;
}

/** `entry`, `self.entry`. */
function said(expr: Expr): string | null {
  if (expr.kind === "name") return expr.id;
  const object = expr.kind === "attribute" ? said(expr.object) : null;
  return object === null ? null : `${object}.${(expr as Expr & { kind: "attribute" }).name}`;
}
