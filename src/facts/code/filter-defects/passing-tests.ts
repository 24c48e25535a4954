import { ownName } from "../../../ir/names.ts";
import type { Compare, Expr } from "../../../ir/nodes.ts";
import { isOrdering } from "../guard-shapes.ts";
import { snake } from "../snake.ts";

/** What a value is where nothing was read, or nothing was ever written: 0, nothing in it, None, False. */
export type Nothing = "zero" | "empty" | "none" | "false";

export interface Deciding { readonly test: Expr; readonly rejects: boolean }

/** Parts that each by itself decide a test, and with which outcome they reject. */
export function deciding(test: Expr, rejects: boolean): Deciding[] {
  if (test.kind === "unary" && test.op === "not") return deciding(test.operand, !rejects);
  if (test.kind !== "logical" || test.op === "??") return [{ test, rejects }];
  // Of `a and b`, which rejects when both do, one that does not is enough to let pass.
  return [...deciding(test.left, rejects), ...deciding(test.right, rejects)];
}

/** What stands for nothing, and with which the test therefore does not reject. */
export function passingOn<T extends { readonly is: Nothing }>(test: Expr, rejects: boolean, valueOf: (expr: Expr) => T | null): T | null {
  if (test.kind !== "compare") return rejects ? valueOf(test) : null;
  if (test.op === "in" || test.op === "not in") {
    const failed = (test.op === "in") === rejects ? valueOf(test.right) : null;
    return failed?.is === "empty" ? failed : null;
  }
  if (test.right.kind === "none") {
    const isNot = test.op === "is not" || test.op === "!=";
    const failed = isNot === rejects ? valueOf(test.left) : null;
    return failed?.is === "none" ? failed : null;
  }
  return isOrdering(test) ? (limited(test, test.left, test.right, rejects, valueOf) ?? limited(test, test.right, test.left, rejects, valueOf)) : null;
}

/** `exposure > cap`, `pnl <= -limit`: with 0 the measured side is within its limit. */
function limited<T extends { readonly is: Nothing }>(test: Compare, measured: Expr, limit: Expr, rejects: boolean, valueOf: (expr: Expr) => T | null): T | null {
  const more = (test.op === ">" || test.op === ">=") === (measured === test.left);
  const rejectsLarge = more === rejects;
  // `size < min_size`: without the venue's minimum the venue itself rejects.
  if (/(^|_)(min|minimum|step|lot|tick)(_|$)/.test(snake(ownName(measured)))) return null;
  if (rejectsLarge ? isZeroOrLess(limit) : !isNegative(limit)) return null;
  const failed = valueOf(measured);
  return failed?.is === "zero" ? failed : null;
}

const isNegative = (expr: Expr): boolean => expr.kind === "unary" && expr.op === "-";
const isZeroOrLess = (expr: Expr): boolean => isNegative(expr) || (expr.kind === "number" && expr.value <= 0);
