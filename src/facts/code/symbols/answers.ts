import type { Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { calledName } from "../../../ir/names.ts";
import { effectOf, type Effect } from "./branch-effect.ts";
import type { Desk, SymbolUse } from "./desk.ts";
import { judgeOf, weightOf } from "./effect-weight.ts";

interface Answer {
  readonly weight: SymbolUse["weight"];
  readonly effect: Effect;
}

const MOST_CALLERS = 24;

/**
 * `def is_major(symbol): return symbol in ("BTC", "ETH")`, `if asset in MEMES: return True, "meme"`: a helper that answers yes or no
 * decides nothing itself; what its callers do with the answer hangs on the name.
 */
export function answered(desk: Desk, test: Node, effect: Effect): Answer | "shown" | null {
  if (effect.weight !== "unclear" || effect.at.kind !== "return" || !isVerdict(effect.at.value)) return null;
  let found: Answer | null = null;
  const callers = desk.callGraph.callersOf(enclosingFunction(test)!);
  let shown = 0;
  for (const { call, caller, how } of callers.slice(0, MOST_CALLERS)) {
    if (how !== "resolved" || desk.reach.of(caller) === "dead" || desk.standing.of(call) !== null || desk.standing.isAside(caller)) continue;
    const then = effectOf(judgeOf(desk), call);
    if (then.weight === "shown" || then.weight === "spelling") {
      shown++;
      continue;
    }
    const weight = weightOf(desk, caller, then.weight);
    if (weight === "order") return { weight, effect: then };
    if (weight && !found) found = { weight, effect: then };
  }
  return found ?? (shown > 0 && shown === callers.length ? "shown" : null);
}

/** Yes or no, alone or before the reason. */
function isVerdict(value: Expr | null): boolean {
  if (value?.kind === "tuple") return isVerdict(value.items[0] ?? null);
  return value?.kind === "boolean" || value?.kind === "compare" || value?.kind === "logical" || (value?.kind === "unary" && value.op === "not") || (value?.kind === "call" && /^(any|all|bool)$/.test(calledName(value)));
}
