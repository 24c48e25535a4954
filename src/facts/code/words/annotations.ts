import { ownName } from "../../../ir/names.ts";
import type { Expr } from "../../../ir/nodes.ts";
import type { Inference } from "../inference/context.ts";
import { allMembers } from "./enums.ts";
import { NONE, text, union, type Said } from "./said.ts";

/** What an annotation leaves: the texts of a Literal, the members of an Enum; null: it says neither. */
export function declaredWords(on: Inference, type: Expr | null): Said | null {
  const said = type && wordsOf(on, type);
  return said && { ...said, declared: true };
}

function wordsOf(on: Inference, type: Expr): Said | null {
  if (type.kind === "none") return NONE;
  if (type.kind === "binary") return type.op === "|" ? union([wordsOf(on, type.left), wordsOf(on, type.right)]) : null;
  if (type.kind === "subscript") {
    const parts = type.index.kind === "tuple" ? type.index.items : [type.index];
    const head = ownName(type.object);
    if (head === "Literal") return union(parts.map((one) => (one.kind === "string" ? text(one.value, one) : null)));
    return head === "Optional" ? union([NONE, wordsOf(on, type.index)]) : null;
  }
  const values = on.annotated(type);
  return values.length === 0 ? null : union(values.map((one) => (one.kind === "instance" ? allMembers(on, one.class) : null)));
}
