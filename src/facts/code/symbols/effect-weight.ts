import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { ORDER_METHODS } from "../../../knowledge/order-calls.ts";
import type { Judge } from "./branch-effect.ts";
import type { Desk, SymbolUse } from "./desk.ts";

/** How heavy an effect is where it happens; null: it is no matter of trading. */
export function weightOf(desk: Desk, fn: FunctionNode, effect: "order" | "trade" | "unclear"): SymbolUse["weight"] | null {
  const part = desk.trading.of(fn);
  const aside = desk.standing.isAside(fn);
  if (part !== "other" && effect !== "unclear" && !(aside && part === "decision")) return "order";
  if (aside) return null;
  if (effect === "order") return "order";
  return effect === "trade" || part !== "other" ? "trade" : null;
}

export const judgeOf = (desk: Desk): Judge => ({
  sends: (call) => (ORDER_METHODS.has(ownName((call as Call).callee)) && desk.trading.distance(enclosingFunction(call)!) === 0) || desk.callGraph.runs(call as Call).some((one) => desk.trading.of(one) === "order"),
  moduleOf: (node) => desk.infer.moduleIndexOf(node),
});
