import type { Call, Expr, FunctionNode, Node, With } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { ACQUIRE, LOCK_NAME } from "../../../knowledge/lock-types.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import { index, type Index } from "../module-index.ts";
import { isBusyMark, locks, type Locks, type Region } from "../locks.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { keyWords } from "./key-words.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import { suspension, type Suspension } from "./suspension.ts";
import { together, type Together } from "./together.ts";
import { staleWindow } from "./windows.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

export type Misuse =
  /** A new lock at each call. */
  | "fresh"
  /** `locks[k] = Lock()` after a test of `k in locks`, with an await in between. */
  | "late-store"
  /** `locks or {}`: an empty shared map is replaced by a private one. */
  | "private-map"
  /** Items are assigned into a set. */
  | "wrong-type"
  /** A thread lock held over an await. */
  | "blocks-loop"
  /** A reentrant thread lock held over an await, in which another task of the thread comes to it. */
  | "lets-in"
  /** A before B here, B before A there. */
  | "inversion"
  /** `if lock.locked(): return` and then an order without taking the lock. */
  | "only-asked";

export interface LockMisuse {
  readonly kind: Misuse;
  readonly at: Node;
  readonly label: string;
  readonly steps: readonly Node[];
}

export interface LockUses {
  readonly misuses: readonly LockMisuse[];
  /** Live regions with nothing wrong about them. */
  readonly right: readonly Region[];
}

interface On {
  readonly index: Index;
  readonly infer: Inference;
  readonly graph: CallGraph;
  readonly locks: Locks;
  readonly state: SharedState;
  readonly suspension: Suspension;
  readonly together: Together;
  readonly acts: OrderActs;
  isLive(fn: FunctionNode): boolean;
}

export const lockUses = codeFact({
  name: "lock-uses",
  doc: "Locks that exclude nobody or stop everybody, and the uses that are right.",
  requires: { program, index, infer, callGraph, locks, sharedState, suspension, together, orderActs, reach },
  derive({ program, index, infer, callGraph, locks, sharedState, suspension, together, orderActs, reach }): LockUses {
    const isLive = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" && !UNTRADED_ROLES.has(program.roles.get(index.moduleOf(fn).file) ?? "bot");
    const on: On = { index, infer, graph: callGraph, locks, state: sharedState, suspension, together, acts: orderActs, isLive };
    const misuses = [...fresh(on), ...blocking(on), ...lateStores(on), ...wrongTypes(on), ...privateMaps(on), ...onlyAsked(on), ...inversions(on)];
    const bad = new Set(misuses.map((one) => one.at));
    const isRight = (one: Region): boolean => isLive(one.fn) && !bad.has(one.taken) && !(isReentrant(one.with, on) && waitIn(on, one));
    return { misuses, right: locks.regions.filter(isRight) };
  },
});

/** `async with asyncio.Lock():`, or a local lock that leaves the function in no way. */
function fresh(on: On): LockMisuse[] {
  return on.locks.regions.filter((one) => one.lock.fresh && on.isLive(one.fn) && !isShared(on, one)).map((one) => ({ kind: "fresh", at: one.taken, label: one.lock.label, steps: [] }));
}

function isShared(on: On, region: Region): boolean {
  const { taken, fn } = region;
  if (taken.kind !== "name") return false;
  // A name of an outer function, a parameter, or one that is passed on or stored.
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(taken.id);
  if (!own || own.some((one) => one.kind !== "value")) return true;
  return escapesFrom(on, fn, taken.id);
}

function escapesFrom(on: On, fn: FunctionNode, name: string): boolean {
  const one = on.index.modules.get(on.index.moduleOf(fn).file)!;
  const within = (node: Node): boolean => node.start >= fn.start && node.end <= fn.end;
  const passed = one.byKind.get("call")!.some((node) => node.kind === "call" && within(node) && node.args.some((each) => each.value.kind === "name" && each.value.id === name));
  const stored = one.stores.some((store) => store.fn === fn && store.value?.kind === "name" && store.value.id === name) || one.returns[fn.index]!.some((each) => each.value?.kind === "name" && each.value.id === name);
  const nested = one.module.functions.some((inner) => inner !== fn && within(inner));
  return passed || stored || nested;
}

/** `with threading.Lock():` around an await that really waits. */
function blocking(on: On): LockMisuse[] {
  return on.locks.regions.flatMap((one): LockMisuse[] => {
    const waits = one.lock.thread && on.isLive(one.fn) && one.with && !one.with.async ? waitIn(on, one) : undefined;
    if (!waits) return [];
    // A reentrant one lets every task of its thread in: nobody is blocked by it, and nobody kept out.
    const reentrant = isReentrant(one.with, on);
    const others = on.locks.regions.filter((other) => other.lock.id === one.lock.id && other.fn.async);
    if (reentrant && !others.some((other) => on.together.pair(one.fn, other.fn, "anything"))) return [];
    return [{ kind: reentrant ? "lets-in" : "blocks-loop", at: one.taken, label: one.lock.label, steps: [waits] }];
  });
}

const waitIn = (on: On, one: Region): Node | undefined =>
  one.fn.async ? on.index.modules.get(on.index.moduleOf(one.fn).file)!.yields[one.fn.index]!.find((node) => node.start >= one.start && node.end <= one.end && on.suspension.at(node)) : undefined;

const isReentrant = (taken: With | null, on: On): boolean =>
  (taken?.items ?? []).some(({ context }) => on.infer.evaluate(context).some((one) => one.kind === "external" && /\bRLock\(\)$/.test(one.path)));

/** The test of the lock map is older than an await when the lock is stored. */
function lateStores(on: On): LockMisuse[] {
  return on.state.places.flatMap((place) => place.accesses.flatMap((access): LockMisuse[] => {
    if (access.kind !== "store" || !access.key || access.node.kind !== "assign" || !on.locks.isLockValue(access.node.value) || !on.isLive(access.fn)) return [];
    const flow = flowOf(access.fn);
    const to = pointsOf(flow, access.node)[0];
    if (to === undefined) return [];
    const words = keyWords(on.index, access.key);
    const tests = on.state.inside(access.fn).filter((one) => one.place === place && one.access.kind === "has" && keyWords(on.index, one.access.key!) === words);
    const points = conditionsAt(flow, to).filter(({ node }) => tests.some((one) => one.access.node === node));
    const [nearest] = points;
    if (!nearest) return [];
    const via = staleWindow(flow, on.suspension.points(flow), nearest.point, to, () => false);
    return via >= 0 ? [{ kind: "late-store", at: access.node, label: place.location.label, steps: [nearest.node, flow.nodes[via]!] }] : [];
  }));
}

/** `self.locks: set = set()`, then `self.locks[key] = Lock()`. */
function wrongTypes(on: On): LockMisuse[] {
  return on.state.places.flatMap((place) => {
    const store = place.accesses.find((one) => one.kind === "store" && on.isLive(one.fn));
    if (!store || !(LOCK_NAME.test(place.location.name) || (store.node.kind === "assign" && on.locks.isLockValue(store.node.value)))) return [];
    const sites = on.infer.evaluate(store.place).flatMap((one) => (one.kind === "container" ? [one.site] : []));
    if (sites.length === 0 || !sites.every(isSet)) return [];
    return [{ kind: "wrong-type", at: store.node, label: place.location.label, steps: sites.slice(0, 1) } satisfies LockMisuse];
  });
}

const isSet = (site: Expr): boolean => {
  if (site.kind === "set" || (site.kind === "comprehension" && site.flavour === "set")) return true;
  const head = site.kind === "call" ? site.callee : site.kind === "subscript" ? site.object : site;
  return head.kind === "name" && /^(set|Set|frozenset|FrozenSet)$/.test(head.id);
};

/** `self._locks = locks or {}` where some caller passes a map that it shares. */
function privateMaps(on: On): LockMisuse[] {
  const found: LockMisuse[] = [];
  for (const one of on.index.modules.values()) {
    for (const { target, value, fn } of one.stores) {
      if (target.kind !== "attribute" || value?.kind !== "logical" || value.op !== "or" || !isEmptyMap(value.right) || value.left.kind !== "name" || !on.isLive(fn)) continue;
      const position = fn.params.findIndex((param) => param.name === (value.left as { id: string }).id);
      const holdsLocks = /lock|mutex/i.test(target.name);
      if (position < 0 || !holdsLocks) continue;
      const shared = on.graph.callersOf(fn).find(({ call }) => passes(call, fn.params[position]!.name, position - 1));
      if (shared) found.push({ kind: "private-map", at: value, label: target.name, steps: [shared.call] });
    }
  }
  return found;
}

const isEmptyMap = (expr: Expr): boolean => (expr.kind === "dict" && expr.entries.length === 0) || (expr.kind === "call" && expr.args.length === 0 && expr.callee.kind === "name" && expr.callee.id === "dict");

function passes(call: Call, name: string, position: number): boolean {
  const given = call.args.find((one) => one.name === name)?.value ?? call.args.filter((one) => one.name === null)[position]?.value;
  return given?.kind === "attribute" || given?.kind === "name";
}

/** `.locked()` decides about an order that the function then sends without taking the lock. */
function onlyAsked(on: On): LockMisuse[] {
  const found: LockMisuse[] = [];
  for (const one of on.index.modules.values()) {
    for (const fn of one.module.functions) {
      const asks = one.calls[fn.index]!.filter((call) => call.callee.kind === "attribute" && call.callee.name === "locked" && call.args.length === 0);
      if (asks.length === 0 || !on.isLive(fn)) continue;
      for (const ask of asks) {
        const lock = on.locks.of((ask.callee as Expr & { kind: "attribute" }).object);
        if (!lock || takes(on, fn, lock.id, new Set(), 0)) continue;
        const flow = flowOf(fn);
        const act = one.calls[fn.index]!.find((call) => on.acts.of(call) !== null && pointsOf(flow, call).some((point) => conditionsAt(flow, point).some(({ node }) => node === ask)));
        if (act) found.push({ kind: "only-asked", at: ask, label: lock.label, steps: [act] });
      }
    }
  }
  return found;
}

function takes(on: On, fn: FunctionNode, id: string, seen: Set<FunctionNode>, depth: number): boolean {
  if (seen.has(fn)) return false;
  seen.add(fn);
  if (on.locks.regions.some((one) => one.fn === fn && one.lock.id === id)) return true;
  const calls = on.index.callsIn(fn);
  if (calls.some((call) => call.callee.kind === "attribute" && ACQUIRE.has(call.callee.name))) return true;
  return depth < 3 && calls.some((call) => on.graph.runs(call).some((callee) => takes(on, callee, id, seen, depth + 1)));
}

/** Two locks taken in both orders by runs that may take turns. */
function inversions(on: On): LockMisuse[] {
  const inner = new Map<string, Region[]>();
  for (const region of on.locks.regions) {
    if (region.lock.fresh || region.lock.id.startsWith("?") || !on.isLive(region.fn)) continue;
    for (const outer of on.locks.held(region.with ?? region.taken)) {
      if (outer === region.lock.id || isBusyMark(outer) || outer.startsWith("?")) continue;
      const key = `${outer}\n${region.lock.id}`;
      inner.set(key, [...(inner.get(key) ?? []), region]);
    }
  }
  const found: LockMisuse[] = [];
  for (const [key, regions] of inner) {
    const [outer, own] = key.split("\n") as [string, string];
    const others = outer < own ? inner.get(`${own}\n${outer}`) : undefined;
    const [one] = regions;
    const other = others?.find((each) => on.together.pair(one!.fn, each.fn, "anything"));
    if (one && other) found.push({ kind: "inversion", at: one.taken, label: one.lock.label, steps: [other.taken] });
  }
  return found;
}

