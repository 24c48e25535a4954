import type { Expr, Node, Return } from "../../../ir/nodes.ts";
import type { Index } from "../module-index.ts";
import type { LimitTest } from "./limit-asker.ts";

/**
 * The answer by which the function that compares with the limit lets an order pass before it has compared: an earlier `return True`,
 * or `return Action.REDUCE, ...` where the limit answers `Action.BLOCK`; null: none was seen.
 */
export function letsPassBefore({ node, fn }: LimitTest, index: Index): Return | null {
  const refusal = refusalOf(node);
  if (refusal === undefined) return null;
  const returns = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!;
  return returns.find((one) => one.start < node.start && one.value !== null && isOther(headOf(one.value), refusal)) ?? null;
}

/** What is answered where the limit is reached: the first word of it; null: the comparison itself is the answer; undefined: nothing is. */
function refusalOf(test: Node): string | null | undefined {
  let at = test;
  while (at.parent && (at.parent.kind === "logical" || at.parent.kind === "unary")) at = at.parent;
  const up = at.parent;
  if (up?.kind === "return") return null;
  const answer = up?.kind === "if" && up.test === at ? up.body.at(-1) : undefined;
  return answer?.kind === "return" && answer.value ? (headOf(answer.value) ?? undefined) : undefined;
}

/** `True` of `return True, ""`; `Action.BLOCK`. */
function headOf(value: Expr): string | null {
  const head = value.kind === "tuple" ? value.items[0] : value;
  if (head?.kind === "boolean") return String(head.value);
  return head?.kind === "attribute" && head.object.kind === "name" && /^[A-Z]/.test(head.object.id) && /^[A-Z_]+$/.test(head.name) ? `${head.object.id}.${head.name}` : null;
}

const isOther = (answer: string | null, refusal: string | null): boolean => answer !== null && (refusal === null ? answer === "true" : answer !== refusal);
