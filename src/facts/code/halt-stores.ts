import { HALT_WORDS } from "../../knowledge/guard-words.ts";
import type { Index, Store } from "./module-index.ts";
import { snake } from "./snake.ts";

/** Where states that stop trading are set, by the name of the attribute. */
export function haltStores(index: Index): Map<string, Store[]> {
  const found = new Map<string, Store[]>();
  for (const one of index.modules.values()) {
    for (const store of one.stores) {
      if (store.target.kind !== "attribute" || !HALT_WORDS.test(snake(store.target.name))) continue;
      const known = found.get(store.target.name);
      if (known) known.push(store);
      else found.set(store.target.name, [store]);
    }
  }
  return found;
}
