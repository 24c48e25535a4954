import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Location, Locations } from "../races/locations.ts";
import { argumentFor, type HandleFlows } from "../resources/flows.ts";
import type { Inference } from "../inference/context.ts";
import type { LastingLocals } from "./lasting-locals.ts";

/** A container in a long-lived place (`depth` 0), or one of the containers that it holds (`depth` 1, 2). */
export interface Holder {
  readonly place: Location;
  readonly depth: number;
  /** What it is a field of: `state["trades"]` is a container of its own in `state`. */
  readonly within?: Holder;
}

export interface HolderFinder {
  readonly locations: Locations;
  readonly flows: HandleFlows;
  readonly graph: CallGraph;
  readonly infer: Inference;
  readonly locals: LastingLocals;
  /** Fields of containers that strings name, by their keys. */
  readonly fields: Map<string, Location>;
}

const MOST_HOPS = 6;
const MOST_CALLERS = 24;

export const idOf = ({ place, depth }: Holder): string => `${place.key}#${depth}`;

/** Which long-lived container an expression means, through subscripts, `get`, loops over values and aliases. */
export function holderOf(on: HolderFinder, expr: Expr, hops = 0): Holder | null {
  if (hops > MOST_HOPS) return null;
  switch (expr.kind) {
    case "attribute": {
      const place = on.locations.of(expr);
      return place ? { place, depth: 0 } : null;
    }
    case "name": return ofName(on, expr, hops);
    case "subscript": return expr.index.kind === "slice" ? null : element(on, holderOf(on, expr.object, hops + 1), expr.index);
    case "bind": return holderOf(on, expr.value, hops + 1);
    case "await": return holderOf(on, expr.value, hops + 1);
    case "logical": return holderOf(on, expr.left, hops + 1);
    case "call": return ofCall(on, expr, hops);
    default: return null;
  }
}

/** What a string names is a field; any other key is one of many. */
function element(on: HolderFinder, holder: Holder | null, key: Expr | null): Holder | null {
  if (!holder || key?.kind !== "string" || holder.depth > 0) return deeper(holder);
  const id = `${holder.place.key}[${key.value}]`;
  let place = on.fields.get(id);
  if (!place) on.fields.set(id, (place = { ...holder.place, key: id, name: key.value, label: `${holder.place.label}['${key.value}']` }));
  return { place, depth: 0, within: holder };
}

const deeper = (holder: Holder | null): Holder | null => (holder ? { place: holder.place, depth: holder.depth + 1 } : null);

function ofCall(on: HolderFinder, call: Expr & { kind: "call" }, hops: number): Holder | null {
  if (call.callee.kind === "attribute" && (call.callee.name === "get" || call.callee.name === "setdefault")) return element(on, holderOf(on, call.callee.object, hops + 1), call.args[0]?.value ?? null);
  const { functions } = on.graph.targets(call);
  if (functions.length !== 1) return null;
  const fn = functions[0]!;
  for (const one of on.infer.moduleIndexOf(fn).returns[fn.index]!) {
    const found = one.value ? holderOf(on, one.value, hops + 2) : null;
    if (found) return found;
  }
  return null;
}

function ofName(on: HolderFinder, name: Expr & { kind: "name" }, hops: number): Holder | null {
  const spot = on.flows.spotOf(name);
  if (spot?.kind === "place") return { place: spot.place, depth: 0 };
  if (spot?.kind !== "local") return null;
  const lasting = on.locals.of(spot);
  if (lasting) return { place: lasting, depth: 0 };
  for (const one of on.flows.definitionsOf(spot)) {
    const found = one.kind === "value" && one.item < 0 ? holderOf(on, one.expr, hops + 1) : one.kind === "iteration" ? iterated(on, one.expr, hops) : one.kind === "parameter" ? passed(on, one.fn, one.index, hops) : null;
    if (found) return found;
  }
  const place = on.locations.of(name);
  return place ? { place, depth: 0 } : null;
}

/** What the callers hand over. */
function passed(on: HolderFinder, fn: FunctionNode, index: number, hops: number): Holder | null {
  return allPassed(on, fn, index, hops)[0] ?? null;
}

function allPassed(on: HolderFinder, fn: FunctionNode, index: number, hops: number): Holder[] {
  return on.graph.callersOf(fn).slice(0, MOST_CALLERS).flatMap(({ call, how }) => {
    const given = how === "resolved" ? argumentFor(call, fn, index) : null;
    return (given && holderOf(on, given, hops + 2)) ?? [];
  });
}

/** All that a parameter may be: a helper that cuts what it is given cuts them all. */
export function holdersOf(on: HolderFinder, expr: Expr): readonly Holder[] {
  const spot = expr.kind === "name" ? on.flows.spotOf(expr) : null;
  const [first, ...more] = spot?.kind === "local" ? on.flows.definitionsOf(spot) : [];
  if (first?.kind === "parameter" && more.length === 0) return allPassed(on, first.fn, first.index, 0);
  const one = holderOf(on, expr);
  return one ? [one] : [];
}

/** `for history in self.histories.values()`. */
function iterated(on: HolderFinder, expr: Expr, hops: number): Holder | null {
  if (expr.kind === "call" && expr.callee.kind === "attribute" && (expr.callee.name === "values" || expr.callee.name === "items")) return deeper(holderOf(on, expr.callee.object, hops + 1));
  if (expr.kind === "call" && expr.callee.kind === "name" && expr.args[0]) return iterated(on, expr.args[0].value, hops + 1);
  return expr.kind === "name" || expr.kind === "attribute" ? deeper(holderOf(on, expr, hops + 1)) : null;
}
