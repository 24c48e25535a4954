import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf, reachablePointOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { reaches } from "../../../ir/paths.ts";
import { contains, walk, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index } from "../module-index.ts";
import { locks, type Locks } from "../locks.ts";
import { orderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedPlace, type SharedState } from "../shared-state.ts";
import { keyWords } from "./key-words.ts";
import { locations, type Locations } from "./locations.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import { suspension, type Suspension } from "./suspension.ts";
import { together, type Pair, type Together } from "./together.ts";
import { staleWindow } from "./windows.ts";

/** A mark in a record of a shared map (`positions[symbol]["partial_done"]`) that is asked before an order and set behind it. */
export interface MarkedRecord {
  readonly fn: FunctionNode;
  readonly place: SharedPlace;
  readonly field: string;
  readonly read: Node;
  readonly act: Call;
  readonly yieldsAt: Node;
  readonly set: Node;
  readonly pair: Pair;
}

export const markedRecords = codeFact({
  name: "marked-records",
  doc: "Marks in records of shared maps that gate an order and are set only after it was awaited.",
  requires: { index, sharedState, locations, orderActs, orderReach, suspension, together, locks, reach },
  derive({ index, sharedState, locations, orderActs, orderReach, suspension, together, locks, reach }): readonly MarkedRecord[] {
    const on: On = { index, state: sharedState, locations, acts: orderActs, suspension, together, locks };
    const found: MarkedRecord[] = [];
    for (const one of index.modules.values()) {
      const byFunction = new Map<FunctionNode, Mark[]>();
      for (const { target, value, statement, fn } of one.stores) {
        if (target.kind !== "subscript" || target.index.kind !== "string" || !fn.async || !isSet(value) || orderActs.from(fn) === null || reach.of(fn) === "dead" || !orderReach.trades(fn)) continue;
        const record = recordOf(on, fn, target.object, 0);
        if (record) byFunction.set(fn, [...(byFunction.get(fn) ?? []), { ...record, field: target.index.value, node: statement }]);
      }
      for (const [fn, marks] of byFunction) found.push(...inFunction(on, fn, marks));
    }
    return found;
  },
});

interface On {
  readonly index: Index;
  readonly state: SharedState;
  readonly locations: Locations;
  readonly acts: OrderActs;
  readonly suspension: Suspension;
  readonly together: Together;
  readonly locks: Locks;
}

/** An entry of a shared map, by the words of its key. */
interface Record { readonly place: SharedPlace; readonly key: string }
interface Mark extends Record { readonly field: string; readonly node: Node }

/** What a mark is set to: done, a time, a count; not what undoes it. */
const isSet = (value: Expr | null): boolean => value !== null && !(value.kind === "boolean" && !value.value) && value.kind !== "none" && !(value.kind === "number" && value.value === 0);

const MAX_HOPS = 2;

/** `self.positions[symbol]`, `self.positions.get(symbol)`, or the local that one of them gave. */
function recordOf(on: On, fn: FunctionNode, expr: Expr, hops: number): Record | null {
  const of = (object: Expr, key: Expr): Record | null => {
    const location = on.locations.of(object);
    const place = location ? on.state.of(location) : null;
    return place ? { place, key: keyWords(on.index, key) } : null;
  };
  if (expr.kind === "subscript") return of(expr.object, expr.index);
  if (expr.kind === "call" && expr.callee.kind === "attribute" && expr.callee.name === "get" && expr.args[0]) return of(expr.callee.object, expr.args[0].value);
  if (expr.kind !== "name" || hops >= MAX_HOPS) return null;
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(expr.id) ?? [];
  const [only] = own;
  return own.length === 1 && only!.kind === "value" && only!.item < 0 ? recordOf(on, fn, only!.expr, hops + 1) : null;
}

function inFunction(on: On, fn: FunctionNode, marks: readonly Mark[]): MarkedRecord[] {
  const reads: { node: Node; field: string; record: Record }[] = [];
  const fields = new Set(marks.map((one) => one.field));
  walkBody(fn, (node) => {
    const read = fieldRead(node);
    const record = read && fields.has(read.field) ? recordOf(on, fn, read.object, 0) : null;
    if (read && record) reads.push({ node, field: read.field, record });
  });
  if (reads.length === 0) return [];
  const flow = flowOf(fn);
  const acts = on.index.callsIn(fn).flatMap((call) => (on.acts.of(call) && call.parent?.kind === "await" ? pointsOf(flow, call).filter((point) => flow.position[point]! >= 0).slice(0, 1).map((point) => ({ call, point })) : []));
  const found = new Map<string, MarkedRecord>();
  for (const mark of marks) {
    const to = reachablePointOf(flow, mark.node);
    if (to === undefined || found.has(mark.field)) continue;
    for (const { node, field, record } of reads) {
      if (field !== mark.field || record.place !== mark.place || record.key !== mark.key || node.end > mark.node.start) continue;
      const one = raced(on, fn, flow, mark, node, to, acts);
      if (one) {
        found.set(mark.field, one);
        break;
      }
    }
  }
  return [...found.values()];
}

function raced(on: On, fn: FunctionNode, flow: FlowGraph, mark: Mark, read: Node, to: Point, acts: readonly { call: Call; point: Point }[]): MarkedRecord | null {
  const from = reachablePointOf(flow, read);
  if (from === undefined) return null;
  const names = namesOf(read);
  const act = acts.find(({ call, point }) => call.start > read.end && call.end < mark.node.start && reaches(flow, point, to) && conditionsAt(flow, point).some(({ node }) => node.kind !== "for" && node.kind !== "clause" && node.kind !== "handler" && node.kind !== "case" && (contains(node, read) || mentionsAny(node, names))));
  if (!act || on.locks.heldThrough(read, mark.node).size > 0) return null;
  const via = staleWindow(flow, on.suspension.points(flow), from, to, () => false);
  const pair = via < 0 ? null : on.together.pair(fn, fn, "same-key", mark.place.location.owner);
  return pair ? { fn, place: mark.place, field: mark.field, read, act: act.call, yieldsAt: act.call.parent!, set: mark.node, pair } : null;
}

/** `done = record.get("done") or ...`: the local that keeps the answer. */
function namesOf(read: Node): ReadonlySet<string> {
  for (let at = read.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "assign") return new Set(at.targets.flatMap((one) => (one.kind === "name" ? [one.id] : [])));
    if (at.kind !== "logical" && at.kind !== "unary" && at.kind !== "compare" && at.kind !== "call" && at.kind !== "argument" && at.kind !== "attribute") break;
  }
  return new Set();
}

function mentionsAny(node: Node, names: ReadonlySet<string>): boolean {
  let found = false;
  if (names.size > 0) walk(node, (one) => void (found ||= one.kind === "name" && names.has(one.id)));
  return found;
}

/** `record["done"]`, `record.get("done")`, `"done" in record` */
function fieldRead(node: Node): { object: Expr; field: string } | null {
  if (node.kind === "subscript" && node.index.kind === "string" && !(node.parent?.kind === "assign" && node.parent.targets.includes(node))) return { object: node.object, field: node.index.value };
  if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" && node.args[0]?.value.kind === "string") return { object: node.callee.object, field: node.args[0].value.value };
  return node.kind === "compare" && (node.op === "in" || node.op === "not in") && node.left.kind === "string" ? { object: node.right, field: node.left.value } : null;
}
