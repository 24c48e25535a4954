import { ownName } from "../../ir/names.ts";
import type { Index } from "./module-index.ts";

/** `GLOBAL_BLACKLIST`, `BLOCKED_SYMBOLS`: a constant by its spelling, a list by its words; a number of losses is none. */
const LIST = /^[A-Z][A-Z0-9]*_?(\w+_)?(BLACK_?LIST(ED)?|STOP_?LIST|QUARANTINED?)(_(SYMBOLS|PAIRS|COINS|TOKENS|ASSETS))?$|^(BLACK_?LIST(ED)?|STOP_?LIST)(_(SYMBOLS|PAIRS|COINS|TOKENS|ASSETS))?$|^(\w+_)?(BANNED|BLOCKED)_(SYMBOLS|PAIRS|COINS|TOKENS)$/;

const CHANGES = /^(add|append|update|extend|insert|setdefault|remove|discard|pop)$/;

/** Lists of symbols that are written down once and that nothing of the running bot changes. */
export function fixedLists(index: Index): (identifier: string) => boolean {
  let changed: Set<string> | null = null;
  return (identifier) => identifier === identifier.toUpperCase() && LIST.test(identifier) && !(changed ??= changedNames(index)).has(identifier);
}

/** Names of constants that are changed in place: `BLACKLIST.add(symbol)`, `BLACKLIST[symbol] = until`. */
function changedNames(index: Index): Set<string> {
  const found = new Set<string>();
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("call") ?? []) {
      if (node.kind !== "call" || node.callee.kind !== "attribute" || !CHANGES.test(node.callee.name)) continue;
      const { object } = node.callee;
      const name = ownName(object);
      if (LIST.test(name)) found.add(name);
    }
    for (const { target } of one.stores) {
      const held = target.kind === "subscript" ? target.object : null;
      const name = held?.kind === "name" ? held.id : held?.kind === "attribute" ? held.name : "";
      if (LIST.test(name)) found.add(name);
    }
  }
  return found;
}
