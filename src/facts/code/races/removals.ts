import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { isSetUp, type SharedPlace } from "../shared-state.ts";
import { index, type Index } from "../module-index.ts";
import { REMOVALS, type Access } from "./accesses.ts";
import { mayBeEqual } from "./key-shapes.ts";
import { openRuns, type OpenRuns } from "./open-runs.ts";
import { runLocks, type RunLocks } from "./run-locks.ts";
import { together, type Pair, type Together } from "./together.ts";

/** Somebody else who takes entries out of the place while a run stands between two points. */
export interface Interference {
  readonly access: Access;
  readonly pair: Pair;
}

export interface Removals {
  /**
   * A removal by another run between `first` and `last` of `fn` (the same node: at any time before it), that no common lock
   * holds off. The runs must be able to work on the same key, and what they remove may be `use`'s.
   */
  between(place: SharedPlace, use: Access, first: Node, last: Node): Interference | null;
}

export const removals = codeFact({
  name: "removals",
  doc: "Who may take an entry out of a shared place while another run is in the middle of using it.",
  requires: { index, together, runLocks, openRuns },
  derive: (on): Removals => ({ between: (place, use, first, last) => find(on, place, use, first, last) }),
});

interface On { readonly index: Index; readonly together: Together; readonly runLocks: RunLocks; readonly openRuns: OpenRuns }

function find({ index, together, runLocks, openRuns }: On, place: SharedPlace, { fn, key }: Access, first: Node, last: Node): Interference | null {
  let best: Interference | null = null;
  for (const access of place.accesses) {
    const removes = REMOVALS.has(access.kind) || (access.kind === "rebind" && !isSetUp(access.fn));
    if (!removes || isSetUp(access.fn) || isTearDown(access) || (key && access.key && !mayBeEqual(index, key, access.key))) continue;
    const pair = together.pair(fn, access.fn, "same-key", place.location.owner, (one, other) => !openRuns.leads(one, fn, last) || !openRuns.leads(other, access.fn, access.node) || runLocks.exclude(one, [first, last], other, [access.node, access.node]));
    if (!pair) continue;
    // Another function than the reader's own is the clearer evidence; a rebind the weaker one.
    if (!best || rank(access, fn) < rank(best.access, fn)) best = { access, pair };
  }
  return best;
}

/** Names of functions that end an object's life; `close_all` closes positions. */
export const TEARS_DOWN = /^_*((stop|shut_?down|clean_?up|tear_?down|dispose|disconnect|destroy|terminate|a?exit)(_all|_everything)?|a?close)_*$/;

/** `self.positions.clear()` in `stop`: whoever still walks or reads it is cancelled next. */
export const isTearDown = ({ kind, fn }: Access): boolean => (kind === "clear" || kind === "rebind") && TEARS_DOWN.test(fn.name);

const rank = (access: Access, fn: FunctionNode): number => (access.kind === "rebind" ? 2 : 0) + (access.fn === fn ? 1 : 0);
