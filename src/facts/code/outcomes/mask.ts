import type { CompareOp, Expr } from "../../../ir/nodes.ts";
import type { Scalar } from "../constants.ts";

/** What a value may be to a test, as a set of bits. */
export type Mask = number;

export const NONE = 1;
/** Falsy, and not None. */
export const FALSE = 2;
export const TRUE = 4;
export const ANY = NONE | FALSE | TRUE;

export const truthMask = (value: boolean): Mask => (value ? TRUE : FALSE);

/** The one outcome of a test of such a value; null: it may have either. */
export const outcomeOf = (mask: Mask): boolean | null => (mask === TRUE ? true : (mask & TRUE) === 0 && mask !== 0 ? false : null);

export const negated = (mask: Mask): Mask => ((mask & TRUE) !== 0 ? FALSE : 0) | ((mask & (NONE | FALSE)) !== 0 ? TRUE : 0);

/** What a literal is; null: it is none. A list that is empty here may be filled before somebody tests it. */
export function literalMask(expr: Expr): Mask | null {
  switch (expr.kind) {
    case "none": return NONE;
    case "boolean": return truthMask(expr.value);
    case "number": return truthMask(expr.value !== 0);
    case "string": return truthMask(expr.value !== "");
    case "list": case "tuple": case "set": return expr.items.some((one) => one.kind === "spread") ? ANY : truthMask(expr.items.length > 0);
    case "dict": return expr.entries.some((one) => one.key === null) ? ANY : truthMask(expr.entries.length > 0);
    case "lambda": return TRUE;
    default: return null;
  }
}

/** What a name that holds the literal may be when it is tested. */
export const keptMask = (expr: Expr, mask: Mask): Mask => (expr.kind === "list" || expr.kind === "set" || expr.kind === "dict" ? ANY : mask);

/** What a comparison of two constants comes out as; null: it is not known. */
export function compared(op: CompareOp, a: Scalar, b: Scalar): boolean | null {
  if (op === "==") return a === b;
  if (op === "!=") return a !== b;
  if (typeof a !== "number" || typeof b !== "number") return null;
  return op === "<" ? a < b : op === "<=" ? a <= b : op === ">" ? a > b : op === ">=" ? a >= b : null;
}
