import type { Expr } from "../../../ir/nodes.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Location, Locations } from "../races/locations.ts";
import type { HandleFlows } from "../resources/flows.ts";
import type { Inference } from "../inference/context.ts";

/** A container in a long-lived place (`depth` 0), or one of the containers that it holds (`depth` 1, 2). */
export interface Holder {
  readonly place: Location;
  readonly depth: number;
}

export interface HolderFinder {
  readonly locations: Locations;
  readonly flows: HandleFlows;
  readonly graph: CallGraph;
  readonly infer: Inference;
}

const MOST_HOPS = 6;

/** Which long-lived container an expression means, through subscripts, `get`, loops over values and aliases. */
export function holderOf(on: HolderFinder, expr: Expr, hops = 0): Holder | null {
  if (hops > MOST_HOPS) return null;
  switch (expr.kind) {
    case "attribute": {
      const place = on.locations.of(expr);
      return place ? { place, depth: 0 } : null;
    }
    case "name": return ofName(on, expr, hops);
    case "subscript": return expr.index.kind === "slice" ? null : deeper(holderOf(on, expr.object, hops + 1));
    case "bind": return holderOf(on, expr.value, hops + 1);
    case "await": return holderOf(on, expr.value, hops + 1);
    case "logical": return holderOf(on, expr.left, hops + 1);
    case "call": return ofCall(on, expr, hops);
    default: return null;
  }
}

const deeper = (holder: Holder | null): Holder | null => (holder ? { place: holder.place, depth: holder.depth + 1 } : null);

function ofCall(on: HolderFinder, call: Expr & { kind: "call" }, hops: number): Holder | null {
  if (call.callee.kind === "attribute" && (call.callee.name === "get" || call.callee.name === "setdefault")) return deeper(holderOf(on, call.callee.object, hops + 1));
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
  for (const one of on.flows.definitionsOf(spot)) {
    const found = one.kind === "value" && one.item < 0 ? holderOf(on, one.expr, hops + 1) : one.kind === "iteration" ? iterated(on, one.expr, hops) : null;
    if (found) return found;
  }
  const place = on.locations.of(name);
  return place ? { place, depth: 0 } : null;
}

/** `for history in self.histories.values()`. */
function iterated(on: HolderFinder, expr: Expr, hops: number): Holder | null {
  if (expr.kind === "call" && expr.callee.kind === "attribute" && (expr.callee.name === "values" || expr.callee.name === "items")) return deeper(holderOf(on, expr.callee.object, hops + 1));
  if (expr.kind === "call" && expr.callee.kind === "name" && expr.args[0]) return iterated(on, expr.args[0].value, hops + 1);
  return expr.kind === "name" || expr.kind === "attribute" ? deeper(holderOf(on, expr, hops + 1)) : null;
}
