import type { Expr } from "../../../ir/nodes.ts";
import type { Binding } from "./bindings.ts";
import { isWritten } from "./written-number.ts";

export const isTable = (value: Expr): boolean => isWritten(value) || value.kind === "unary" || value.kind === "dict" || value.kind === "list" || value.kind === "tuple";

/**
 * `if strength < 0.3: grade = "weak"`, `else: grade = "strong"`, and then `leverage[grade]`: whatever sets the name of the grade
 * chooses the leverage. Names that hold other things than a few texts of their function's own choose nothing.
 */
export function choicesOf(bindings: readonly Binding[]): readonly Binding[] {
  const texts = bindings.filter((one) => !one.crossed && (one.expr.kind === "string" || one.expr.kind === "conditional"));
  return texts.length > 1 && texts.length === bindings.length ? texts : [];
}
