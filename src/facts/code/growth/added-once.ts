import { calledName } from "../../../ir/names.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";
import { mentions } from "../../../ir/walk.ts";

/** The container that is asked for an element, and the key by which it is known there. */
export interface Membership {
  readonly container: Expr;
  readonly key: Expr;
}

/** `x in items`, or `any(one["name"] == x for one in items)`. */
export function membershipIn(test: Node): Membership | null {
  if (test.kind === "compare") return test.op === "in" || test.op === "not in" ? { container: test.right, key: test.left } : null;
  const asked = test.kind === "call" && calledName(test) === "any" ? test.args[0]?.value : undefined;
  if (asked?.kind !== "comprehension" || asked.clauses.length !== 1 || asked.element.kind !== "compare" || asked.element.op !== "==") return null;
  const { iterable, target } = asked.clauses[0]!;
  if (target.kind !== "name") return null;
  const { left, right } = asked.element;
  const [inLeft, inRight] = [left, right].map((one) => mentions(one, new Set([target.id])));
  return inLeft === inRight ? null : { container: iterable, key: inLeft ? right : left };
}
