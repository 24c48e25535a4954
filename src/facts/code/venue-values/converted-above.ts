import { statementsBefore } from "../../../ir/blocks.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import type { Expr, FunctionNode, If, Name, Node, Stmt } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";

/**
 * `if margin: margin = float(margin)` stands above and this read of `margin` is reached with a true value only: what is true
 * has been converted there, what is not never comes here.
 */
export function isConvertedAbove(name: Name): boolean {
  const fn = enclosingFunction(name);
  const above = fn && conversionAbove(name);
  return Boolean(above) && isTrueHere(name, fn!) && !isAssignedBetween(fn!, name, above!);
}

/** The last `if` before the read, in a block around it, that asks for its truth and gives it a new value on every way. */
function conversionAbove(name: Name): If | null {
  for (let child: Node = name, up = name.parent; up && child.kind !== "function"; child = up, up = up.parent) {
    const found = statementsBefore(child).findLast((one) => one.kind === "if" && asksTruth(one.test, name.id) && rebinds(one.body, name.id));
    if (found) return found as If;
  }
  return null;
}

const isName = (expr: Expr, id: string): boolean => expr.kind === "name" && expr.id === id;
const asksTruth = (test: Expr, id: string): boolean => isName(test, id) || (test.kind === "compare" && test.op === "is not" && test.right.kind === "none" && isName(test.left, id));

/** Every way through the block gives the name another value or leaves. */
function rebinds(body: readonly Stmt[], id: string): boolean {
  return body.some((one) => {
    switch (one.kind) {
      case "assign": return one.targets.some((target) => isName(target, id));
      case "return": case "raise": case "continue": case "break": return true;
      case "try": return rebinds(one.finally, id) || (rebinds(one.body, id) && one.handlers.every((handler) => rebinds(handler.body, id)));
      case "if": return rebinds(one.body, id) && rebinds(one.otherwise, id);
      default: return false;
    }
  });
}

/** `if margin and margin > 0`, and everything under it. */
function isTrueHere(name: Name, fn: FunctionNode): boolean {
  for (let at: Node = name, up = name.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind === "logical" && up.op === "and" && at === up.right && isTested(up.left, name.id)) return true;
    if (up.kind === "conditional" && at === up.then && isTested(up.test, name.id)) return true;
  }
  const flow = flowOf(fn);
  for (let at: Node | null = name; at && at !== fn; at = at.parent) {
    const point = pointsOf(flow, at)[0];
    if (point !== undefined) return conditionsAt(flow, point).some(({ node, outcome }) => outcome && isTested(node, name.id));
  }
  return false;
}

/** The name is true where the test is. */
const isTested = (test: Node, id: string): boolean =>
  (test.kind === "name" && test.id === id) || (test.kind === "logical" && test.op === "and" && (isTested(test.left, id) || isTested(test.right, id)));

function isAssignedBetween(fn: FunctionNode, name: Name, above: If): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "assign" && node.start > above.end && node.start < name.start && node.targets.some((target) => isName(target, name.id))) found = true;
  });
  return found;
}
