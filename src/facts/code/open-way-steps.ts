import type { Expr, FunctionNode } from "../../ir/nodes.ts";
import type { Index } from "./module-index.ts";
import type { OrderSite } from "./order-sites.ts";
import { isPressed } from "./person-commands.ts";
import type { PathStep, TradePaths } from "./trade-paths.ts";

/** A page's button stands on the way, and starts nothing that goes on by itself. */
export function isPressedFor(steps: readonly PathStep[], index: Index): boolean {
  const at = steps.findLastIndex((step) => pressed(step, index));
  return at >= 0 && !steps.slice(at).some((step) => step.starts);
}

const pressed = ({ from, tests }: PathStep, index: Index): boolean =>
  tests.some(({ test, outcome }) => test.kind !== "for" && isPressed(test as Expr, outcome === true, (name) => index.modules.get(index.moduleOf(from).file)!.scopes.get(from)?.get(name.id) ?? []));

/** An opening order of what `counts` that none of the steps leads to. */
export function unreached(paths: TradePaths, steps: readonly PathStep[], counts: (fn: FunctionNode) => boolean): OrderSite | null {
  const known = new Set(steps.map((step) => step.from));
  return paths.openings.find((one) => counts(one.fn) && !isBelow(one.fn, known, paths)) ?? null;
}

/** Something of these leads to the function. */
function isBelow(fn: FunctionNode, known: ReadonlySet<FunctionNode>, paths: TradePaths): boolean {
  const above = new Set([fn]);
  for (const one of above) {
    if (known.has(one)) return true;
    for (const step of paths.stepsTo(one)) above.add(step.from);
  }
  return false;
}
