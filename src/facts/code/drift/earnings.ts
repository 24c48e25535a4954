import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { TELLS_NO_PRESENCE } from "../../../knowledge/position-calls.ts";
import { failedValue } from "./trail.ts";

/** A function that gives what a position earns, costs or is priced at (`return float(row["upl"])`): its 0 says nothing about there being one. */
export function givesEarnings(fn: FunctionNode): boolean {
  let earns = false;
  let others = false;
  walkBody(fn, (node) => {
    if (node.kind !== "return" || failedValue(node.value) !== null) return;
    if (isEarning(node.value!)) earns = true;
    else others = true;
  });
  return earns && !others;
}

/** A number of the row: `row["upl"]`, `float(row.get("upl") or 0)`. */
function isEarning(value: Expr): boolean {
  switch (value.kind) {
    case "await": return isEarning(value.value);
    case "logical": return isEarning(value.left);
    case "unary": return isEarning(value.operand);
    case "subscript": return value.index.kind === "string" && TELLS_NO_PRESENCE.test(value.index.value);
    case "attribute": return TELLS_NO_PRESENCE.test(value.name);
    case "call": {
      const [first] = value.args;
      if (!first) return false;
      return value.callee.kind === "attribute" && value.callee.name === "get" ? first.value.kind === "string" && TELLS_NO_PRESENCE.test(first.value.value) : value.callee.kind === "name" && isEarning(first.value);
    }
    default: return false;
  }
}
