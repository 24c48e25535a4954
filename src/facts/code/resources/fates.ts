import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { ADDING_METHODS, CONTAINER_CALLS, EXTENDING_METHODS } from "../../../knowledge/python-library.ts";
import { MANAGING_CALLS, WAITING_CALLS } from "../../../knowledge/resources.ts";
import type { CallGraph } from "../call-graph.ts";
import { baseOf, type HandleFlows, type Spot } from "./flows.ts";

/**
 * What becomes of the value of a call, as far as its own statement shows. dropped: nothing refers to it. managed: a `with`
 * or an exit stack gives it back. awaited: waited for on the spot. kept: in a spot. returned: the callers have it. handed:
 * given to a function, of the bot or not. used: something else.
 */
export type Fate =
  | { readonly kind: "dropped" | "managed" | "awaited" | "used"; readonly node: Node }
  | { readonly kind: "kept"; readonly node: Node; readonly spot: Spot; readonly target: Expr; readonly element: boolean }
  | { readonly kind: "returned"; readonly node: Node; readonly element: boolean }
  | { readonly kind: "handed"; readonly node: Call; readonly argument: Expr; readonly functions: readonly FunctionNode[] };

export interface FateFinder {
  readonly flows: HandleFlows;
  readonly graph: CallGraph;
}

/** Climbs from the value to what consumes it. `element`: it went into a container on the way. */
export function fatesOf(on: FateFinder, value: Expr, element = false): readonly Fate[] {
  const up = value.parent;
  if (!up) return [{ kind: "used", node: value }];
  switch (up.kind) {
    case "expression": return [{ kind: "dropped", node: up }];
    case "await": return up.parent?.kind === "expression" ? [{ kind: "awaited", node: up }] : fatesOf(on, up, element);
    case "bind": return [...keptIn(on, up.target, up, element), ...(up.parent ? fatesOf(on, up, element) : [])];
    case "conditional": return up.test === value ? [{ kind: "used", node: up }] : fatesOf(on, up, element);
    case "logical": case "spread": return fatesOf(on, up, element);
    case "list": case "tuple": case "set": case "dict": return fatesOf(on, up, true);
    case "entry": return up.parent ? fatesOf(on, up.parent as Expr, true) : [];
    case "comprehension": return up.element === value || up.value === value ? fatesOf(on, up, true) : [{ kind: "used", node: up }];
    case "assign": return up.targets.flatMap((target) => keptIn(on, pairedTarget(target, up.value, value), up, element));
    case "return": case "yield": return [{ kind: "returned", node: up, element }];
    case "function": return [{ kind: "returned", node: up, element }];
    case "with-item": return [{ kind: "managed", node: up }];
    case "argument": return up.parent?.kind === "call" ? handed(on, up.parent, value) : [{ kind: "used", node: up }];
    case "attribute": return chained(on, up, element);
    default: return [{ kind: "used", node: up }];
  }
}

/** `a, b = x(), y()`: the target of x() is a. */
function pairedTarget(target: Expr, whole: Expr, value: Expr): Expr {
  if ((target.kind !== "tuple" && target.kind !== "list") || (whole.kind !== "tuple" && whole.kind !== "list")) return target;
  const at = whole.items.findIndex((one) => one.start <= value.start && value.end <= one.end);
  return target.items[at] ?? target;
}

function keptIn(on: FateFinder, target: Expr, node: Node, element: boolean): Fate[] {
  if (target.kind === "tuple" || target.kind === "list") return target.items.flatMap((one) => keptIn(on, one, node, element));
  if (target.kind === "spread") return keptIn(on, target.value, node, true);
  const base = baseOf(target);
  const spot = on.flows.spotOf(base);
  if (spot) return [{ kind: "kept", node, spot, target, element: element || base !== target }];
  return [{ kind: "used", node }];
}

function handed(on: FateFinder, call: Call, value: Expr): readonly Fate[] {
  const { callee } = call;
  const name = ownName(callee);
  if (MANAGING_CALLS.has(name)) return [{ kind: "managed", node: call }];
  const isAdding = callee.kind === "attribute" && (ADDING_METHODS.has(name) || EXTENDING_METHODS.has(name));
  const functions = on.graph.runs(call);
  if (isAdding && callee.kind === "attribute" && functions.length === 0) {
    const base = baseOf(callee.object);
    const spot = on.flows.spotOf(base);
    return spot ? [{ kind: "kept", node: call, spot, target: base, element: true }] : [{ kind: "used", node: call }];
  }
  if (functions.length > 0) return [{ kind: "handed", node: call, argument: value, functions }];
  if (WAITING_CALLS.has(name)) return call.parent?.kind === "await" || name === "run_until_complete" ? [{ kind: "awaited", node: call }] : fatesOf(on, call, true);
  if (CONTAINER_CALLS.has(name)) return fatesOf(on, call, true);
  return [{ kind: "handed", node: call, argument: value, functions }];
}

/** `create_task(f()).add_done_callback(g)`: nobody keeps the task. */
function chained(on: FateFinder, attribute: Expr & { kind: "attribute" }, element: boolean): readonly Fate[] {
  const call = attribute.parent;
  if (call?.kind !== "call" || call.callee !== attribute) return [{ kind: "used", node: attribute }];
  if (attribute.name === "add_done_callback") return [{ kind: "dropped", node: call }];
  if (attribute.name === "__aenter__" || attribute.name === "__enter__") return fatesOf(on, call, element);
  return [{ kind: "used", node: call }];
}
