import type { Expr } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { isWritten } from "./written-number.ts";

/**
 * `config["order_size"] = old_size * 0.8` after a loss: what people set is changed by the code under the setting's own name.
 * (A number alone that is stored there is a default, an answer of a person or a reset.)
 */
export function overwrites(read: Expr, bindings: Bindings): readonly Binding[] {
  const from = keyIn(read);
  if (!from) return [];
  return bindings.ofKey(from.holder, from.key).filter(({ expr, statement }) =>
    (statement.kind === "assign" || statement.kind === "augmented") && (enclosingFunction(statement)?.parent ?? null) !== null && !isWritten(expr) && (expr.kind === "binary" || expr.kind === "name"));
}

function keyIn(read: Expr): { readonly holder: Expr; readonly key: string } | null {
  if (read.kind === "subscript") return read.index.kind === "string" ? { holder: read.object, key: read.index.value } : null;
  if (read.kind !== "call" || read.callee.kind !== "attribute" || read.callee.name !== "get") return null;
  const first = read.args[0]?.value;
  return first?.kind === "string" ? { holder: read.callee.object, key: first.value } : null;
}
