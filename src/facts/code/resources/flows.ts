import type { Argument, Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { ADDING_METHODS, EXTENDING_METHODS } from "../../../knowledge/python-library.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import { methodFlavour } from "../inference/hierarchy.ts";
import { scopeOf } from "../inference/scope-of.ts";
import { index, type Definition, type Index, type ScopeOwner } from "../module-index.ts";
import { locations, type Location, type Locations } from "../races/locations.ts";

/**
 * Somewhere a handle may be: a local variable, a place that outlives the call, or an attribute of an object that could not
 * be identified. A container and its elements are one.
 */
export type Spot =
  | { readonly kind: "local"; readonly scope: ScopeOwner; readonly name: string }
  | { readonly kind: "place"; readonly place: Location }
  | { readonly kind: "attribute"; readonly name: string };

export interface Origins {
  /** Calls whose results may arrive at the expression. */
  readonly calls: ReadonlySet<Call>;
  readonly spots: ReadonlySet<Spot>;
}

export interface HandleFlows {
  /** Where the value of an expression may come from, through variables, containers, attributes, parameters and results. */
  originsOf(expr: Expr): Origins;
  /** The spot that an expression names, or null. */
  spotOf(expr: Expr): Spot | null;
  definitionsOf(spot: Spot & { kind: "local" }): readonly Definition[];
}

export const handleFlows = codeFact({
  name: "handle-flows",
  doc: "Backwards from an expression to the calls that made its value: aliases, loops over containers, parameters, results.",
  requires: { index, infer, callGraph, locations },
  derive: ({ index, infer, callGraph, locations }): HandleFlows => new Flows(index, infer, callGraph, locations),
});

const MOST = 400;
const MOST_CALLERS = 24;

class Flows implements HandleFlows {
  readonly #infer: Inference;
  readonly #graph: CallGraph;
  readonly #locations: Locations;
  readonly #locals = new Map<ScopeOwner, Map<string, Spot & { kind: "local" }>>();
  readonly #places = new Map<Location, Spot>();
  readonly #attributes = new Map<string, Spot>();
  /** What is stored into, or added to, each spot. */
  readonly #given = new Map<Spot, Expr[]>();
  readonly #byName = new Map<string, Expr[]>();

  constructor(index: Index, infer: Inference, graph: CallGraph, locations: Locations) {
    this.#infer = infer;
    this.#graph = graph;
    this.#locations = locations;
    for (const one of index.modules.values()) {
      for (const { target, value, statement } of one.stores) {
        const given = value ?? (statement.kind === "with-item" ? statement.context : null);
        if (given) this.#give(target.kind === "subscript" ? target.object : target, given);
      }
      for (const calls of one.calls) for (const call of calls) this.#added(call);
    }
  }

  #added(call: Call): void {
    if (call.callee.kind !== "attribute") return;
    const at = ADDING_METHODS.get(call.callee.name) ?? (EXTENDING_METHODS.has(call.callee.name) ? 0 : -1);
    const argument = call.args[at];
    if (argument) this.#give(call.callee.object, argument.value);
  }

  #give(target: Expr, value: Expr): void {
    if (value.kind === "none" || value.kind === "number" || value.kind === "string" || value.kind === "boolean") return;
    const base = baseOf(target);
    const spot = this.spotOf(base);
    if (!spot) return;
    appendTo(this.#given, spot, value);
    if (base.kind === "attribute") appendTo(this.#byName, base.name, value);
  }

  spotOf(expr: Expr): Spot | null {
    if (expr.kind === "attribute") {
      const place = this.#locations.of(expr);
      return place ? intern(this.#places, place, () => ({ kind: "place", place })) : intern(this.#attributes, expr.name, () => ({ kind: "attribute", name: expr.name }));
    }
    if (expr.kind !== "name") return null;
    const module = this.#infer.moduleIndexOf(expr);
    for (let scope: ScopeOwner | null = scopeOf(expr); scope; scope = enclosingFunction(scope)) {
      const isRoot = scope === module.module.root;
      if (isRoot || module.escapes.get(scope)?.get(expr.id) === true) {
        const place = this.#locations.of(expr);
        return place ? intern(this.#places, place, () => ({ kind: "place", place })) : null;
      }
      if (module.scopes.get(scope)?.has(expr.id)) return this.#local(scope, expr.id);
    }
    return null;
  }

  #local(scope: ScopeOwner, name: string): Spot & { kind: "local" } {
    const byName = intern(this.#locals, scope, () => new Map<string, Spot & { kind: "local" }>());
    return intern(byName, name, () => ({ kind: "local", scope, name }));
  }

  definitionsOf(spot: Spot & { kind: "local" }): readonly Definition[] {
    return this.#infer.moduleIndexOf(spot.scope).scopes.get(spot.scope)?.get(spot.name) ?? [];
  }

  originsOf(expr: Expr): Origins {
    const calls = new Set<Call>();
    const spots = new Set<Spot>();
    const seen = new Set<Node>();
    const queue: Expr[] = [expr];
    const add = (one: Expr | null): void => {
      if (!one || seen.has(one)) return;
      seen.add(one);
      queue.push(one);
    };
    for (let i = 0; i < queue.length && i < MOST; i++) {
      const one = queue[i]!;
      if (one.kind === "call") this.#throughCall(one, calls, add);
      else if (one.kind === "name" || one.kind === "attribute") this.#throughSpot(one, spots, add);
      else parts(one).forEach(add);
    }
    return { calls, spots };
  }

  #throughSpot(expr: Expr & { kind: "name" | "attribute" }, spots: Set<Spot>, add: (one: Expr | null) => void): void {
    if (expr.kind === "attribute") this.#property(expr, add);
    const spot = this.spotOf(expr);
    if (!spot || spots.has(spot)) return;
    spots.add(spot);
    this.#given.get(spot)?.forEach(add);
    if (spot.kind === "attribute") this.#byName.get(spot.name)?.forEach(add);
    if (spot.kind === "place") {
      this.#given.get(intern(this.#attributes, spot.place.name, () => ({ kind: "attribute", name: spot.place.name })))?.forEach(add);
      this.#topLevel(spot.place, add);
    }
    if (spot.kind === "local") for (const one of this.definitionsOf(spot)) this.#throughDefinition(one, add);
  }

  #topLevel(place: Location, add: (one: Expr | null) => void): void {
    const scope = "kind" in place.owner ? place.owner : place.owner.root;
    for (const one of this.#infer.moduleIndexOf(scope).scopes.get(scope)?.get(place.name) ?? []) if (one.kind === "value" || one.kind === "entered") add(one.expr);
  }

  /** A property gives what its function returns. */
  #property(expr: Expr & { kind: "attribute" }, add: (one: Expr | null) => void): void {
    for (const value of this.#infer.evaluate(expr.object)) {
      if (value.kind !== "instance") continue;
      const found = this.#infer.hierarchy.member(value.class, expr.name)?.definitions.find((one) => one.kind === "function");
      if (found?.kind === "function" && methodFlavour(found.fn) === "property") this.#returned(found.fn, add);
    }
  }

  #returned(fn: FunctionNode, add: (one: Expr | null) => void): void {
    for (const one of this.#infer.moduleIndexOf(fn).returns[fn.index]!) add(one.value);
  }

  #throughDefinition(one: Definition, add: (one: Expr | null) => void): void {
    if (one.kind === "value" || one.kind === "iteration" || one.kind === "entered") return add(one.expr);
    if (one.kind !== "parameter") return;
    for (const { call } of this.#graph.callersOf(one.fn).slice(0, MOST_CALLERS)) add(argumentFor(call, one.fn, one.index));
  }

  #throughCall(call: Call, calls: Set<Call>, add: (one: Expr | null) => void): void {
    calls.add(call);
    for (const fn of this.#graph.targets(call).functions) this.#returned(fn, add);
    const { callee } = call;
    if (callee.kind === "attribute") {
      if (CONTAINER_METHODS.has(callee.name)) add(callee.object);
      if (WRAPPING_METHODS.has(callee.name)) for (const one of call.args) add(one.value);
      return;
    }
    if (callee.kind !== "name") return;
    if (callee.id === "getattr") return this.#dynamic(call, add);
    if (this.#graph.targets(call).functions.length === 0 && this.#graph.targets(call).classes.length === 0) for (const one of call.args) add(one.value);
  }

  /** `getattr(self, name)` for each string that `name` may be: `for name in ("_a", "_b")`. */
  #dynamic(call: Call, add: (one: Expr | null) => void): void {
    const [object, name] = call.args;
    if (!object || !name) return;
    for (const text of this.#strings(name.value)) this.#byName.get(text)?.forEach(add);
  }

  #strings(expr: Expr): string[] {
    if (expr.kind === "string") return [expr.value];
    const spot = this.spotOf(expr);
    if (spot?.kind !== "local") return [];
    return this.definitionsOf(spot).flatMap((one) => {
      const from = one.kind === "iteration" || one.kind === "value" ? one.expr : null;
      if (from?.kind === "string") return [from.value];
      return from?.kind === "tuple" || from?.kind === "list" ? from.items.flatMap((item) => (item.kind === "string" ? [item.value] : [])) : [];
    });
  }
}

/** Methods that give elements of a container, or a container of them. */
const CONTAINER_METHODS: ReadonlySet<string> = new Set(["get", "pop", "popleft", "popitem", "setdefault", "values", "items", "copy", "get_nowait", "done"]);

/** Calls of libraries that hand on what they are given: `asyncio.shield(task)`, `stack.enter_context(file)`. */
const WRAPPING_METHODS: ReadonlySet<string> = new Set(["shield", "wait_for", "gather", "wait", "ensure_future", "enter_context", "enter_async_context", "chain", "from_iterable", "closing", "aclosing", "cast", "copy"]);

/** What an expression is made of, as far as handles go. */
function parts(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "await": case "spread": return [expr.value];
    case "bind": return [expr.value];
    case "subscript": return [expr.object];
    case "conditional": return [expr.then, expr.otherwise];
    case "logical": case "binary": return [expr.left, expr.right];
    case "list": case "tuple": case "set": return expr.items;
    case "dict": return expr.entries.map((one) => one.value);
    case "comprehension": return [expr.value ?? expr.element];
    case "yield": return expr.value ? [expr.value] : [];
    default: return [];
  }
}

/** `self.tasks[key]`, `self.tasks.setdefault(...)`: the spot that holds it is `self.tasks`. */
export function baseOf(expr: Expr): Expr {
  let at = expr;
  for (;;) {
    if (at.kind === "subscript") at = at.object;
    else if (at.kind === "call" && at.callee.kind === "attribute" && (at.callee.name === "setdefault" || at.callee.name === "get")) at = at.callee.object;
    else return at;
  }
}

/** The argument that a call passes for a parameter, or null. */
export function argumentFor(call: Call, fn: FunctionNode, index: number): Expr | null {
  const bound = classOf(fn) !== null && methodFlavour(fn) !== "static" ? 1 : 0;
  const name = fn.params[index]?.name;
  const named = call.args.find((one: Argument) => one.name !== null && one.name === name);
  if (named) return named.value;
  const one = call.args[index - bound];
  return one && one.name === null && one.spread === "none" ? one.value : null;
}

function intern<K, V>(into: Map<K, V>, key: K, make: () => V): V {
  let known = into.get(key);
  if (known === undefined) into.set(key, (known = make()));
  return known;
}
