import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains } from "../../../ir/walk.ts";
import type { Index } from "../module-index.ts";
import { assignedTo } from "../order-answers.ts";

/** The key by which venues say whether they took an order. */
const RESULT_CODE = /^(code|retCode|ret_code|sCode|s_code|status_code)$/;
/** What it is where they did. */
const TAKEN = new Set(["0", "00000", "200", 0, 200]);

/** The order whose refusal a test asks for by coming out as `outcome`: `result.get("code") != "0"`; null: it asks something else. */
export function refusedOrder(index: Index, fn: FunctionNode, test: Node, outcome: boolean, isOrder: (call: Call) => boolean): Call | null {
  if (test.kind !== "compare" || (test.op !== "==" && test.op !== "!=") || (test.op === "!=") !== outcome) return null;
  const key = codeOf(test.left);
  if (key === null || !TAKEN.has(test.right.kind === "string" || test.right.kind === "number" ? test.right.value : "")) return null;
  const orders = index.callsIn(fn).filter((call) => call.end < test.start && assignedTo(call) === key && isOrder(call));
  const order = orders.at(-1);
  if (!order) return null;
  // Given anything else meanwhile, it is no longer the venue's answer.
  const values = index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(key) ?? [];
  return values.some((one) => one.node.start > order.end && one.node.end < test.start && !contains(one.node, order)) ? null : order;
}

/** The `result` of `result.get("code")` and `result["retCode"]`. */
function codeOf(expr: Expr): string | null {
  if (expr.kind === "call" && /^(str|int)$/.test(expr.callee.kind === "name" ? expr.callee.id : "") && expr.args[0]) return codeOf(expr.args[0].value);
  if (expr.kind === "subscript" && expr.object.kind === "name" && expr.index.kind === "string" && RESULT_CODE.test(expr.index.value)) return expr.object.id;
  if (expr.kind !== "call" || expr.callee.kind !== "attribute" || expr.callee.name !== "get" || expr.callee.object.kind !== "name") return null;
  const key = expr.args[0]?.value;
  return key?.kind === "string" && RESULT_CODE.test(key.value) ? expr.callee.object.id : null;
}
