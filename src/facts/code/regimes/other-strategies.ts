import type { ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { functionAround } from "../../../ir/walk.ts";
import type { Inference } from "../inference/context.ts";

/** One strategy of several: which of them runs may be what the regime decides, and with it how its stops are worked out. */
export const isOneStrategy = (fn: FunctionNode, classes: readonly ClassNode[]): boolean =>
  STRATEGY.test(ownerOf(fn)?.name ?? "") && classes.filter((one) => STRATEGY.test(one.name)).length > 2;

/** Two strategies that stand for the same base: where one of them runs, the other one's regime decides nothing. */
export function isAlternative(on: Inference, fn: FunctionNode, decider: Expr): boolean {
  const mine = ownerOf(fn);
  const theirs = ownerOf(functionAround(decider));
  if (!mine || !theirs) return false;
  const [above, beside] = [on.hierarchy.ancestors(mine), on.hierarchy.ancestors(theirs)];
  return !above.includes(theirs) && !beside.includes(mine) && above.some((one) => beside.includes(one) && STRATEGY.test(one.name));
}
const STRATEGY = /strateg/i;

function ownerOf(fn: FunctionNode): ClassNode | null {
  for (let at: Node | null = fn; at; at = at.parent) if (at.kind === "class") return at;
  return null;
}
