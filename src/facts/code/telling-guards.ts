import { bitOf, kindsIn } from "./guard-kinds.ts";
import type { GuardKind } from "../../knowledge/guard-words.ts";
import type { Guard } from "./trade-steps.ts";
import type { Way } from "./open-ways.ts";

/** The guards of a kind on the ways, those first that ask little else: what is computed from everything tells nothing about it. */
export function tellingGuards(ways: readonly Pick<Way, "steps">[], kind: GuardKind): readonly Guard[] {
  const found = new Set(ways.flatMap(({ steps }) => steps.flatMap((one) => one.guards)).filter((one) => (one.mask & bitOf(kind)) !== 0));
  return [...found].sort((a, b) => kindsIn(a.mask).length - kindsIn(b.mask).length);
}
