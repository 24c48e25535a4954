import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { locks, type Locks } from "../locks.ts";
import { isSetUp, type SharedPlace } from "../shared-state.ts";
import { REMOVALS, type Access } from "./accesses.ts";
import { together, type Pair, type Together } from "./together.ts";

/** Somebody else who takes entries out of the place while a run stands between two points. */
export interface Interference {
  readonly access: Access;
  readonly pair: Pair;
}

export interface Removals {
  /**
   * A removal by another run between `first` and `last` of `fn` (the same node: at any time before it), that no common lock
   * holds off. The runs must be able to work on the same key.
   */
  between(place: SharedPlace, fn: FunctionNode, first: Node, last: Node): Interference | null;
}

export const removals = codeFact({
  name: "removals",
  doc: "Who may take an entry out of a shared place while another run is in the middle of using it.",
  requires: { together, locks },
  derive: ({ together, locks }): Removals => ({ between: (place, fn, first, last) => find(together, locks, place, fn, first, last) }),
});

function find(together: Together, locks: Locks, place: SharedPlace, fn: FunctionNode, first: Node, last: Node): Interference | null {
  const mine = locks.heldThrough(first, last);
  let best: Interference | null = null;
  for (const access of place.accesses) {
    const removes = REMOVALS.has(access.kind) || (access.kind === "rebind" && !isSetUp(access.fn));
    if (!removes || isSetUp(access.fn)) continue;
    const pair = together.pair(fn, access.fn, "same-key", place.location.owner);
    if (!pair) continue;
    if (mine.size > 0 && [...locks.held(access.node)].some((id) => mine.has(id))) continue;
    // Another function than the reader's own is the clearer evidence; a rebind the weaker one.
    if (!best || rank(access, fn) < rank(best.access, fn)) best = { access, pair };
  }
  return best;
}

const rank = (access: Access, fn: FunctionNode): number => (access.kind === "rebind" ? 2 : 0) + (access.fn === fn ? 1 : 0);
