import type { Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { dominates, dominatorsOf } from "../../ir/dominators.ts";
import { flowOf, pointsOf } from "../../ir/flow.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { ACQUIRE, RELEASE } from "../../knowledge/lock-types.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { constants } from "./constants.ts";
import { infer } from "./inference/infer.ts";
import { index, type Index } from "./module-index.ts";
import { lockReader, type Lock } from "./races/lock-identity.ts";
import { locations } from "./races/locations.ts";
import { reservations, type Reservation } from "./races/reservations.ts";
import { reach, type Reachability } from "./reach.ts";

export type { Lock } from "./races/lock-identity.ts";

/** A stretch of a function during which a lock is held. */
export interface Region {
  readonly lock: Lock;
  readonly fn: FunctionNode;
  /** The `with` item's expression, or the `acquire()` call. */
  readonly taken: Expr;
  readonly start: number;
  readonly end: number;
  readonly with: (Node & { kind: "with" }) | null;
}

export interface Locks {
  readonly regions: readonly Region[];
  of(expr: Expr): Lock | null;
  isLockValue(expr: Expr): boolean;
  /** Regions of its own function that enclose the node, busy marks included. */
  around(node: Node): readonly Region[];
  /** Ids of the locks that are held at the node on every way there: those of all callers included. */
  held(node: Node): ReadonlySet<string>;
  /** A lock that is held from `first` to `last` without being given back in between. */
  heldThrough(first: Node, last: Node): ReadonlySet<string>;
}

export const locks = codeFact({
  name: "locks",
  doc: "Locks by what they are made of, the stretches that hold them, and which ones are held at a place on every way there.",
  requires: { index, infer, callGraph, locations, constants, reach, reservations },
  derive({ index, infer, callGraph, locations, constants, reach, reservations }): Locks {
    const reader = lockReader(infer, callGraph, locations, constants, (fn) => index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!);
    const regions = [...withRegions(index, reader.of), ...acquired(index, reader.of)];
    const byFunction = new Map<FunctionNode, Region[]>();
    for (const one of [...regions, ...reservations.map(reserved)]) {
      appendTo(byFunction, one.fn, one);
    }
    const around = (node: Node): Region[] => {
      const fn = enclosingFunction(node);
      return fn ? (byFunction.get(fn) ?? []).filter((one) => one.start <= node.start && node.end <= one.end) : [];
    };
    const entry = heldOnEntry(index, callGraph, reach, around);
    const atEntry = (node: Node): ReadonlySet<string> => entry.get(enclosingFunction(node)!) ?? NOTHING;
    return {
      regions, around, of: reader.of, isLockValue: reader.isLockValue,
      held: (node) => new Set([...atEntry(node), ...ids(around(node))]),
      heldThrough: (first, last) => new Set([...atEntry(first), ...ids(around(first).filter((one) => one.start <= last.start && last.end <= one.end))]),
    };
  },
});

const NOTHING: ReadonlySet<string> = new Set();

/** A lock that is new at each call excludes nobody. */
const ids = (regions: readonly Region[]): string[] => regions.flatMap((one) => (one.lock.fresh ? [] : [one.lock.id]));

/** A busy mark of `reserved`, which threads may set together: only a lock keeps them apart. */
export const isBusyMark = (id: string): boolean => id.includes(" busy");

/** A busy mark that is tested and set in one step excludes like a lock, to the end of the function. */
const reserved = ({ fn, place, taken, keyed, mark, end }: Reservation): Region => ({
  lock: { id: `${place.location.key} busy${mark}${keyed ? "[]" : ""}`, label: place.location.label, fresh: false, keyed, thread: false, location: place.location },
  fn, taken: taken.place, start: taken.node.end, end, with: null,
});

function withRegions(index: Index, lockOf: (expr: Expr) => Lock | null): Region[] {
  const found: Region[] = [];
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("with") ?? []) {
      if (node.kind !== "with") continue;
      for (const item of node.items) {
        const lock = lockOf(item.context);
        const body = node.body[0];
        const last = node.body.at(-1);
        if (lock && body && last) found.push({ lock, fn: enclosingFunction(node)!, taken: item.context, start: body.start, end: last.end, with: node });
      }
    }
  }
  return found;
}

/** From an `acquire()` to the last `release()` of the same lock in the function, where the first dominates. */
function acquired(index: Index, lockOf: (expr: Expr) => Lock | null): Region[] {
  const found: Region[] = [];
  for (const one of index.modules.values()) {
    one.module.functions.forEach((fn) => {
      const taken = one.calls[fn.index]!.flatMap((call) => methodOf(call, ACQUIRE, lockOf));
      if (taken.length === 0) return;
      const given = one.calls[fn.index]!.flatMap((call) => methodOf(call, RELEASE, lockOf));
      for (const { call, lock } of taken) {
        const ends = given.filter((each) => each.lock.id === lock.id && each.call.start > call.end).map((each) => each.call.start);
        if (ends.length > 0 && dominatesAll(fn, call, given.filter((each) => each.lock.id === lock.id).map((each) => each.call))) found.push({ lock, fn, taken: call, start: call.end, end: Math.max(...ends), with: null });
      }
    });
  }
  return found;
}

function methodOf(call: Call, names: ReadonlySet<string>, lockOf: (expr: Expr) => Lock | null): { call: Call; lock: Lock }[] {
  if (call.callee.kind !== "attribute" || !names.has(call.callee.name)) return [];
  const lock = lockOf(call.callee.object);
  return lock ? [{ call, lock }] : [];
}

function dominatesAll(fn: FunctionNode, call: Call, others: readonly Call[]): boolean {
  const flow = flowOf(fn);
  const tree = dominatorsOf(flow);
  const from = pointsOf(flow, call)[0];
  return from !== undefined && others.some((one) => pointsOf(flow, one).some((point) => dominates(tree, from, point)));
}

/** The locks that every caller holds (greatest fixed point); functions that somebody else may start hold none. */
function heldOnEntry(index: Index, graph: CallGraph, reach: Reachability, around: (node: Node) => readonly Region[]): ReadonlyMap<FunctionNode, ReadonlySet<string>> {
  const free = new Set(graph.escapes.map((one) => one.fn));
  const held = new Map<FunctionNode, ReadonlySet<string>>();
  const candidates = new Set<FunctionNode>();
  const queue: FunctionNode[] = [];
  const consider = (fn: FunctionNode): void => {
    if (candidates.has(fn) || free.has(fn)) return;
    candidates.add(fn);
    queue.push(fn);
  };
  // Only what is called inside of some region can hold anything.
  for (const one of index.modules.values()) {
    one.module.functions.forEach((fn) => {
      for (const call of one.calls[fn.index]!) if (around(call).length > 0) graph.runs(call).forEach(consider);
    });
  }
  for (let i = 0; i < queue.length; i++) {
    for (const call of index.callsIn(queue[i]!)) graph.runs(call).forEach(consider);
  }
  for (let round = 0, changed = true; changed && round < 20; round++) {
    changed = false;
    for (const fn of queue) {
      const next = common(graph.callersOf(fn).filter((one) => reach.of(one.caller) !== "dead").map(({ call, caller }) => {
        if (fn.async && call.parent?.kind !== "await" && call.parent?.kind !== "return") return NOTHING;
        const own = ids(around(call));
        const inherited = candidates.has(caller) ? held.get(caller) : NOTHING;
        return inherited === undefined ? null : new Set([...own, ...inherited]);
      }));
      const known = held.get(fn);
      if (next === null || (known && known.size === next.size)) continue;
      held.set(fn, next);
      changed = true;
    }
  }
  return held;
}

/** The intersection; null (everything) where no caller is known yet. */
function common(sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null {
  let result: ReadonlySet<string> | null = null;
  for (const one of sets) {
    if (one === null) continue;
    result = result === null ? one : new Set([...(result as ReadonlySet<string>)].filter((id) => one.has(id)));
  }
  return result;
}
