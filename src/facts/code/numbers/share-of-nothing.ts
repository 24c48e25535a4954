import type { Expr, If, Node } from "../../../ir/nodes.ts";

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
