import { reachingDefinitions } from "../../../ir/definitions.ts";
import { ENTRY, flowOf, pointsOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import type { Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index } from "../module-index.ts";
import { sharedState, type SharedPlace, type SharedState } from "../shared-state.ts";
import { TESTS, type Access } from "./accesses.ts";
import { keyWords } from "./key-words.ts";
import { removals, type Interference } from "./removals.ts";
import { suspension } from "./suspension.ts";
import { staleWindow } from "./windows.ts";

/** `entry = d[key]`, an await, `d[key] = entry`: an entry that another run has removed meanwhile is there again. */
export interface WrittenBack {
  readonly place: SharedPlace;
  readonly store: Access;
  readonly read: Access;
  readonly yieldsAt: Node;
  readonly removal: Interference;
}

export const writtenBack = codeFact({
  name: "written-back",
  doc: "Entries of shared maps that are read, and stored again under their key after other tasks may have removed them.",
  requires: { index, sharedState, suspension, removals },
  derive({ index, sharedState, suspension, removals }): readonly WrittenBack[] {
    const found: WrittenBack[] = [];
    for (const place of sharedState.places) {
      if (BESIDE.test(place.location.name) || !place.accesses.some((one) => one.kind === "delete" || one.kind === "drop")) continue;
      for (const store of place.accesses) {
        const read = store.kind === "store" && store.key ? readBefore(index, sharedState, place, store) : null;
        if (!read) continue;
        const flow = flowOf(store.fn);
        const yieldsAt = windowOf(index, sharedState, suspension.points(flow), flow, place, read, store);
        const removal = yieldsAt ? removals.between(place, store, read.node, store.node) : null;
        if (yieldsAt && removal) found.push({ place, store, read, yieldsAt, removal });
      }
    }
    return found;
  },
});

/** What is kept beside the books: an entry too many there is litter, not a position. */
const BESIDE = /meta|info|cache|stat(s|us)?$|history|price|cooldown|metric|config|param/i;

/** The one look-up of the same key that the stored local comes from. */
function readBefore(index: Index, state: SharedState, place: SharedPlace, store: Access): Access | null {
  if (store.node.kind !== "assign" || store.node.value.kind !== "name") return null;
  const flow = flowOf(store.fn);
  const points = reachingDefinitions(flow, store.node.value) ?? [];
  const [point] = points;
  if (points.length !== 1 || point === undefined || point === ENTRY) return null;
  const value = flow.values[point] as Node | null;
  const words = keyWords(index, store.key!);
  return state.inside(store.fn).find((one) => one.place === place && one.access.node === value && (one.access.kind === "load" || one.access.kind === "get") && one.access.key !== null && keyWords(index, one.access.key) === words)?.access ?? null;
}

/** Where others run between the two with no other look at the key in between. */
function windowOf(index: Index, state: SharedState, real: Uint8Array, flow: FlowGraph, place: SharedPlace, read: Access, store: Access): Node | null {
  const words = keyWords(index, store.key!);
  const looks = state.inside(store.fn).filter((one) => one.place === place && one.access !== read && one.access !== store && (TESTS.has(one.access.kind) || one.access.kind === "load") && (one.access.key === null || keyWords(index, one.access.key) === words));
  const renewed = new Set<Point>(looks.flatMap((one) => pointsOf(flow, one.access.node)));
  const to = pointsOf(flow, store.node)[0];
  if (to === undefined) return null;
  for (const from of pointsOf(flow, read.node)) {
    const via = staleWindow(flow, real, from, to, (point) => renewed.has(point));
    if (via >= 0) return flow.nodes[via]!;
  }
  return null;
}
