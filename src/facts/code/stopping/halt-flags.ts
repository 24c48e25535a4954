import type { FunctionNode } from "../../../ir/nodes.ts";
import { HALT_WORDS } from "../../../knowledge/guard-words.ts";
import type { Index } from "../module-index.ts";

/** Sets a state and nothing else, by its name. */
export const SETTER = /halt|trip|trigger|pause|stop|disable|activate|suspend|freeze/i;

/** Names of flags and properties that say whether the bot may trade. */
export const isHalt = (name: string): boolean => HALT_WORDS.test(name) || /kill_?switch|breaker_(open|active|tripped)|(^|_)tripped(_|$)/.test(name);

/** Such properties, by name: `risk.is_kill_switch_triggered`. */
export function haltProperties(index: Index): Map<string, FunctionNode[]> {
  const found = new Map<string, FunctionNode[]>();
  for (const fn of index.functions) {
    if (!isHalt(fn.name) || !fn.decorators.some((one) => one.kind === "name" && /^(cached_)?property$/.test(one.id))) continue;
    found.set(fn.name, [...(found.get(fn.name) ?? []), fn]);
  }
  return found;
}
