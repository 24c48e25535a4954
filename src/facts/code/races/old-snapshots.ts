import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, For, FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains, walk, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { confirmedRemovals, type ConfirmedRemoval } from "../drift/confirmed-removals.ts";
import { removals, type Removals } from "../drift/removals.ts";
import { unknownPositions, type UnknownPosition } from "../drift/unknown-positions.ts";
import { venuePositions, type VenuePositions } from "../drift/venue-positions.ts";
import { index, type Index } from "../module-index.ts";
import { locks, type Locks } from "../locks.ts";
import { isSetUp, sharedState, type SharedPlace, type SharedState } from "../shared-state.ts";
import { REMOVALS, type Access } from "./accesses.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import { together, type Pair, type Together } from "./together.ts";

/**
 * The books are held against an answer of the venue while another run opens a position. pruned: what was booked after the
 * request is not in the answer and is taken out as closed. closed: what is filled and not booked yet is not in the books and is
 * closed as a stranger.
 */
export interface OldSnapshot {
  readonly kind: "pruned" | "closed";
  readonly fn: FunctionNode;
  readonly place: SharedPlace;
  readonly asked: Call;
  readonly test: Node;
  readonly act: Node;
  /** The other run: its order, and where it books the position. */
  readonly entry: Entry;
  readonly pair: Pair;
}

/** An opening order and the store that comes behind it, in one function or through calls. */
export interface Entry {
  readonly fn: FunctionNode;
  readonly order: Call;
  readonly store: Access;
}

export const oldSnapshots = codeFact({
  name: "old-snapshots",
  doc: "Books that are held against an answer of the venue which another run's entry overtakes.",
  requires: { index, callGraph, sharedState, confirmedRemovals, removals, unknownPositions, venuePositions, orderActs, together, locks },
  derive({ index, callGraph, sharedState, confirmedRemovals, removals, unknownPositions, venuePositions, orderActs, together, locks }): readonly OldSnapshot[] {
    const on: On = { index, graph: callGraph, state: sharedState, removals, venue: venuePositions, acts: orderActs, together, locks, entries: new Map() };
    const closed = unknownPositions.flatMap((one) => (one.policy === "close" ? closing(on, one) : []));
    const pruned = confirmedRemovals.flatMap((one) => (one.sure ? pruning(on, one) : []));
    return [...closed, ...pruned];
  },
});

interface On {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly state: SharedState;
  readonly removals: Removals;
  readonly venue: VenuePositions;
  readonly acts: OrderActs;
  readonly together: Together;
  readonly locks: Locks;
  readonly entries: Map<SharedPlace, readonly Entry[]>;
}

function pruning(on: On, { fn, at, act }: ConfirmedRemoval): OldSnapshot[] {
  const sweep = sweepAround(act);
  const asked = sweep && askedBefore(on, fn, sweep);
  // One position that is at hand was booked long before; a sweep meets those that came meanwhile.
  if (!sweep || !asked || at.start < sweep.start || isSettled(on, fn, asked, at, act)) return [];
  return removedBy(on, fn, act).flatMap((place): OldSnapshot[] => {
    if (keysFromBefore(on, place, fn, asked)) return [];
    const found = overtaking(on, fn, place, asked, act);
    return found ? [{ kind: "pruned", fn, place, asked, test: at, act, ...found }] : [];
  }).slice(0, 1);
}

function closing(on: On, { fn, test, act }: UnknownPosition): OldSnapshot[] {
  const sweep = sweepAround(act);
  const asked = sweep && askedBefore(on, fn, sweep);
  const place = on.state.inside(fn).find(({ access }) => test.start <= access.node.start && access.node.end <= test.end)?.place;
  if (!asked || !place || isSettled(on, fn, asked, test, act)) return [];
  const found = overtaking(on, fn, place, asked, act);
  return found ? [{ kind: "closed", fn, place, asked, test, act, ...found }] : [];
}

/** The request for all positions that the sweep goes by. */
const askedBefore = (on: On, fn: FunctionNode, sweep: For): Call | null =>
  on.venue.sourcesIn(fn).findLast((one) => one.start < sweep.start || contains(sweep.iterable, one)) ?? null;

function sweepAround(node: Node): For | null {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for") return at;
  return null;
}

/** The places out of which the act takes entries, by itself or through what it calls. */
function removedBy(on: On, fn: FunctionNode, act: Node): SharedPlace[] {
  const inner = act.kind === "call" ? on.removals.through(act) : null;
  const [where, node] = inner ? [inner.fn, inner.node] : [fn, act];
  return on.state.inside(where).flatMap(({ place, access }) => (access.node === node && REMOVALS.has(access.kind) && access.kind !== "clear" ? [place] : []));
}

const MAX_UP = 3;
const MOST = 60;

/** Opening orders behind which the position goes into the place. */
function entriesOf(on: On, place: SharedPlace): readonly Entry[] {
  const known = on.entries.get(place);
  if (known) return known;
  const found: Entry[] = [];
  for (const store of place.accesses) {
    if (store.kind !== "store" || isSetUp(store.fn)) continue;
    let front: { fn: FunctionNode; before: Node }[] = [{ fn: store.fn, before: store.node }];
    const seen = new Set<FunctionNode>();
    for (let up = 0; up <= MAX_UP && front.length > 0 && seen.size < MOST; up++) {
      const next: typeof front = [];
      for (const { fn, before } of front) {
        if (seen.has(fn)) continue;
        seen.add(fn);
        const order = on.index.callsIn(fn).find((call) => call.end <= before.start && call !== before && on.acts.of(call)?.role === "open");
        if (order) found.push({ fn, order, store });
        else for (const { call, caller, how } of on.graph.callersOf(fn)) if (how === "resolved") next.push({ fn: caller, before: call });
      }
      front = next;
    }
  }
  on.entries.set(place, found);
  return found;
}

function overtaking(on: On, fn: FunctionNode, place: SharedPlace, asked: Call, act: Node): { entry: Entry; pair: Pair } | null {
  const mine = on.locks.heldThrough(asked, act);
  for (const entry of entriesOf(on, place)) {
    if (entry.fn === fn || entry.store.fn === fn) continue;
    const pair = on.together.pair(fn, entry.fn, "anything", place.location.owner);
    if (!pair || pair[0] === pair[1]) continue;
    if (mine.size > 0 && [...on.locks.held(entry.order)].some((id) => mine.has(id))) continue;
    return { entry, pair };
  }
  return null;
}

/** The venue is asked again before the act, or young entries are spared: by age, by the number of misses, by a mark of pending. */
function isSettled(on: On, fn: FunctionNode, asked: Call, test: Node, act: Node): boolean {
  const again = on.venue.sourcesIn(fn).some((one) => one !== asked && one.start > test.start && one.end <= act.start);
  if (again) return true;
  const flow = flowOf(fn);
  const to = reachablePointOf(flow, act);
  if (to === undefined) return false;
  return conditionsAt(flow, to).some(({ node }) => node.kind !== "handler" && node.kind !== "case" && node.kind !== "for" && node.kind !== "clause" && node.start > asked.end && sparesYoung(on, fn, node, 0));
}

const SPARES = /(^|_)(age|grace|young|recent\w*|elapsed|since|opened_?at|opened|entry_time|open_time|created\w*|updated_at|duration\w*|seconds?|minutes?|miss(es|ed|ing)?_?(count\w*|rounds?)?|strikes?|confirm\w*|consecutive|pending|in_?flight|opening|attempts?|ts|timestamp|now|time)(_|$)/i;

function sparesYoung(on: On, fn: FunctionNode, node: Node, hops: number): boolean {
  let found = false;
  walk(node, (one) => {
    if (found || (one.kind !== "name" && one.kind !== "attribute" && one.kind !== "string")) return;
    const word = one.kind === "string" ? one.value : ownName(one);
    found = SPARES.test(word) || (one.kind === "name" && hops < 2 && valuesOf(on, fn, one).some((expr) => sparesYoung(on, fn, expr, hops + 1)));
  });
  return found;
}

function valuesOf(on: On, fn: FunctionNode, name: Expr & { kind: "name" }): readonly Expr[] {
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name.id) ?? [];
  return own.length <= 3 ? own.flatMap((one) => (one.kind === "value" ? [one.expr] : [])) : [];
}

/** The keys that are looked at were copied before the venue was asked: what is booked later is not among them. */
function keysFromBefore(on: On, place: SharedPlace, fn: FunctionNode, asked: Call): boolean {
  const copies = on.state.inside(fn).filter((one) => one.place === place && (one.access.kind === "copy" || one.access.kind === "value" || one.access.kind === "iterate"));
  if (copies.some(({ access }) => access.node.start > asked.end)) return false;
  let kept = false;
  walkBody(fn, (node) => void (kept ||= node.kind === "assign" && node.end < asked.start && copies.some(({ access }) => node.start <= access.node.start && access.node.end <= node.end)));
  return kept;
}
