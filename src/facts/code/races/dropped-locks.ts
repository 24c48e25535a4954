import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import type { Node } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { locks, type Region } from "../locks.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedPlace } from "../shared-state.ts";
import type { Access } from "./accesses.ts";
import { together, type Pair } from "./together.ts";

/** The lock of a key is taken out of the map of locks while somebody may hold it or wait for it: the next one makes another. */
export interface DroppedLock {
  readonly place: SharedPlace;
  readonly drop: Access;
  /** Who takes the lock. */
  readonly taken: Region;
  readonly pair: Pair;
}

export const droppedLocks = codeFact({
  name: "dropped-locks",
  doc: "Locks that are removed from their map while other runs may hold them.",
  requires: { locks, sharedState, together, reach },
  derive({ locks, sharedState, together, reach }): readonly DroppedLock[] {
    const found: DroppedLock[] = [];
    const keyed = locks.regions.filter((one) => one.lock.keyed && one.lock.location !== null && !one.lock.thread);
    for (const location of new Set(keyed.map((one) => one.lock.location!))) {
      const place = sharedState.of(location);
      for (const drop of place?.accesses ?? []) {
        if ((drop.kind !== "delete" && drop.kind !== "drop") || drop.key === null || isOwnId(drop.key) || !takesOut(drop) || reach.of(drop.fn) === "dead" || asksForHolder(drop)) continue;
        const users = keyed.filter((one) => one.lock.location === location && reach.of(one.fn) !== "dead");
        for (const taken of users) {
          const pair = together.pair(drop.fn, taken.fn, "same-key", location.owner);
          if (!pair) continue;
          found.push({ place: place!, drop, taken, pair });
          break;
        }
      }
    }
    return found;
  },
});

/** `locks.pop(key)`, `del locks[key]`; what is discarded from a set is a mark of who is busy. */
const takesOut = ({ node }: Access): boolean => node.kind === "delete" || (node.kind === "call" && calledName(node) === "pop");

/** `locks.pop(exchange.id)`: the object goes with its lock, and no later one has its id. */
const isOwnId = (key: Node): boolean => key.kind === "attribute" && /^(id|uid|uuid)$/.test(key.name);

/** `if not lock.locked(): del locks[key]` with nothing in between. */
function asksForHolder(drop: Access): boolean {
  const flow = flowOf(drop.fn);
  const to = pointsOf(flow, drop.node)[0];
  return to !== undefined && flow.position[to]! >= 0 && conditionsAt(flow, to).some(({ node }) => mentionsLocked(node));
}

function mentionsLocked(node: Node): boolean {
  let found = false;
  walk(node, (one) => void (found ||= one.kind === "attribute" && /^(locked|_waiters|is_locked|waiters|refs|ref_?count)$/.test(one.name)));
  return found;
}
