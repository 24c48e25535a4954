import type { Places } from "../../facts/code/places.ts";
import type { Node } from "../../ir/nodes.ts";
import type { Anchor } from "../../sdk/evidence.ts";

/** The first line of a node: where a person looks. */
export function startOf(places: Places, node: Node): Anchor {
  const at = places.at(node);
  return { ...at, endLine: at.line };
}
