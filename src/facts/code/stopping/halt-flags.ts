import type { FunctionNode } from "../../../ir/nodes.ts";
import { HALT_WORDS } from "../../../knowledge/guard-words.ts";
import type { Index, Store } from "../module-index.ts";

/** Sets a state and nothing else, by its name. */
export const SETTER = /halt|trip|trigger|pause|stop|disable|activate|suspend|freeze/i;

/** Names of flags and properties that say whether the bot may trade. */
export const isHalt = (name: string): boolean => HALT_WORDS.test(name) || /kill_?switch|breaker_(open|active|tripped)|(^|_)tripped(_|$)/.test(name);

/** Where such attributes are written, by name. */
export function flagStores(index: Index): Map<string, Store[]> {
  const found = new Map<string, Store[]>();
  for (const one of index.modules.values()) {
    for (const store of one.stores) {
      if (store.target.kind !== "attribute" || !isHalt(store.target.name)) continue;
      const known = found.get(store.target.name);
      if (known) known.push(store);
      else found.set(store.target.name, [store]);
    }
  }
  return found;
}

/** Such properties, by name: `risk.is_kill_switch_triggered`. */
export function haltProperties(index: Index): Map<string, FunctionNode[]> {
  const found = new Map<string, FunctionNode[]>();
  for (const fn of index.functions) {
    if (!isHalt(fn.name) || !fn.decorators.some((one) => one.kind === "name" && /^(cached_)?property$/.test(one.id))) continue;
    found.set(fn.name, [...(found.get(fn.name) ?? []), fn]);
  }
  return found;
}
