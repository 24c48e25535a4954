import type { StringLiteral } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { SPELLING_NAME } from "../../../knowledge/trade-words.ts";
import { answered } from "./answers.ts";
import { effectOf } from "./branch-effect.ts";
import type { Desk, FineWhy, SymbolUse } from "./desk.ts";
import { judgeOf } from "./effect-weight.ts";
import type { SymbolRole } from "./literal-role.ts";
import type { Container, Read } from "./tables.ts";

/** A literal of which it was not seen whether a trade hangs on it: what its check proves does not speak of it. */
export interface OpenLiteral {
  readonly check: SymbolUse["check"];
  readonly literal: StringLiteral;
}

export function openCheck(desk: Desk, literal: StringLiteral, role: SymbolRole, why: FineWhy): SymbolUse["check"] | null {
  if (role.kind === "fallback" || role.kind === "parameter") return why === "elsewhere" ? "symbol-default" : null;
  if (role.kind !== "compared" || (why !== "elsewhere" && why !== "aside")) return null;
  const fn = enclosingFunction(literal)!;
  return desk.trading.of(fn) !== "other" && !desk.standing.isServed(fn) ? "symbol-branch" : null;
}

/** A table that running code asks for a market, and what it does with the answer was not followed. */
export const isOpenTable = (desk: Desk, one: Container, why: FineWhy): boolean =>
  (why === "elsewhere" || why === "aside") && one.reads.some((read) => (read.how === "lookup" || read.how === "membership" || isTurnedOver(read)) && mayDecide(desk, read));

/** `for group, coins in GROUPS.items(): for coin in coins: GROUP_OF[coin] = group`: another table of the same names. */
function isTurnedOver({ node, how }: Read): boolean {
  const loop = how === "iteration" ? node.parent : null;
  if (loop?.kind !== "for") return false;
  let found = false;
  for (const statement of loop.body) walk(statement, (each) => void (found ||= each.kind === "assign" && each.targets[0]?.kind === "subscript"));
  return found;
}

function mayDecide(desk: Desk, { node, how, fn }: Read): boolean {
  if (desk.reach.of(fn) === "dead" || desk.standing.isServed(fn) || SPELLING_NAME.test(fn.name)) return false;
  if (desk.standing.isAside(fn) && desk.trading.of(fn) === "other") return false;
  if (how !== "membership") return true;
  const effect = effectOf(judgeOf(desk), node);
  return effect.weight !== "shown" && effect.weight !== "spelling" && answered(desk, node, effect) !== "shown";
}
