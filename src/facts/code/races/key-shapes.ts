import type { Expr } from "../../../ir/nodes.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import type { Index } from "../module-index.ts";

const MAX_HOPS = 3;

/**
 * Whether two keys may be the same text: `f"{pair}@depth"` and `f"{pair}@trade"` never are. Two keys that are put together
 * with different fixed words are two kinds of entries in one map; of all others nothing is known.
 */
export function mayBeEqual(index: Index, one: Expr, other: Expr): boolean {
  const [a, b] = [fixedWords(index, one, 0), fixedWords(index, other, 0)];
  return a === null || b === null || a === b;
}

/** What stands in the key whatever its values are; null: no key that is put together, or of signs only. */
function fixedWords(index: Index, key: Expr, hops: number): string | null {
  if (key.kind === "template") {
    const text = key.parts.map((part) => (part.kind === "string" ? part.value : "{}")).join("");
    return /\p{L}/u.test(text) && text.includes("{}") ? text.replace(/(\{\})+/g, "{}") : null;
  }
  if (key.kind !== "name" || hops > MAX_HOPS) return null;
  const [only, ...more] = bindingsOf(key, index.modules.get(index.moduleOf(key).file)!) ?? [];
  return only?.kind === "value" && only.item < 0 && more.length === 0 ? fixedWords(index, only.expr, hops + 1) : null;
}
