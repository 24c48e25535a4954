import { calledName, ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, If } from "../../../ir/nodes.ts";
import type { Index } from "../module-index.ts";

/**
 * A helper on the way to the connection that does nothing where the last attempt was a moment ago:
 * `if now - self._last_attempt < 5: return`. It keeps attempts apart like a pause, and it drops those that come too early.
 */
export function throttleIn(entered: ReadonlySet<FunctionNode>, leads: ReadonlySet<FunctionNode>, index: Index): If | null {
  for (const fn of entered) {
    if (!leads.has(fn)) continue;
    const found = fn.body.find((one): one is If => one.kind === "if" && one.body.at(-1)?.kind === "return" && one.otherwise.length === 0 && asksElapsed(one.test, fn, index));
    if (found) return found;
  }
  return null;
}

function asksElapsed(test: Expr, fn: FunctionNode, index: Index): boolean {
  if (test.kind === "logical") return asksElapsed(test.left, fn, index) || asksElapsed(test.right, fn, index);
  return test.kind === "compare" && (test.op === "<" || test.op === "<=") && test.left.kind === "binary" && test.left.op === "-" && (isNow(test.left.left) || isNowName(test.left.left, fn, index));
}

const isNow = (expr: Expr): boolean => expr.kind === "call" && /^(time|monotonic|perf_counter|now|utcnow|time_ns)$/.test(calledName(expr));

/** `now_ms = int(time.time() * 1000)` */
function isNowName(expr: Expr, fn: FunctionNode, index: Index): boolean {
  if (expr.kind !== "name") return false;
  return index.callsIn(fn).some((call) => isNow(call) && fn.body.some((one) => one.kind === "assign" && one.start <= call.start && call.end <= one.end && one.targets.some((target) => ownName(target) === expr.id)));
}
