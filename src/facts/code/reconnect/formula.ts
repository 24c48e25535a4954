import type { Binary, Expr, Node } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import type { Story } from "./story.ts";

/** A delay that is meant to grow: a power or a shift, with the names in its exponent. */
export interface GrowthFormula {
  readonly expr: Expr;
  readonly names: readonly string[];
}

export function growthFormula(node: Node): GrowthFormula | null {
  let power: Binary | null = null;
  walk(node, (one) => {
    if (one.kind === "binary" && (one.op === "**" || one.op === "<<")) power ??= one;
  });
  const found = power as Binary | null;
  if (!found) return null;
  const names: string[] = [];
  walk(found.right, (one) => {
    if (one.kind === "attribute") names.push(one.name);
    else if (one.kind === "name" && one.parent?.kind !== "attribute") names.push(one.id);
  });
  return names.length > 0 ? { expr: found, names } : null;
}

/** A growing formula whose delays do not grow, because nothing in its exponent ever changes. */
export function stuckFormula({ failing, counters }: Story): GrowthFormula | null {
  if (!failing.computedAt || failing.schedule.growth !== "constant" || failing.schedule.delays.length < 4 || counters.some((one) => one.setBack)) return null;
  const formula = growthFormula(failing.computedAt);
  return formula && !formula.names.some((name) => counters.some((one) => one.key === name && one.grows)) ? formula : null;
}
