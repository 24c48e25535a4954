import { appendTo } from "../sdk/append.ts";
import { Kind, type FlowGraph, type Point } from "./flow-graph.ts";
import type { Name } from "./nodes.ts";
import { namesInStaticForm, type StaticNames } from "./static-names.ts";

/**
 * Which bindings a read of a local name may see, and the other way round. Bindings are points: a store, a definition or
 * import, or the entry (0) for a parameter. Deleted and never assigned names contribute nothing; what other functions do
 * to a variable through `nonlocal` or `global` is not seen.
 */
interface Index {
  readonly form: StaticNames;
  /** Positions in `locals.useNodes` of each read; several where a `finally` is copied. */
  readonly uses: ReadonlyMap<Name, readonly number[]>;
  readonly owned: Uint8Array;
}

const memo = new WeakMap<FlowGraph, Index>();

function indexOf(flow: FlowGraph): Index {
  const known = memo.get(flow);
  if (known) return known;
  const uses = new Map<Name, number[]>();
  flow.locals.useNodes.forEach((name, i) => {
    appendTo(uses, name, i);
  });
  const owned = new Uint8Array(flow.locals.names.length);
  for (const variable of flow.locals.params) owned[variable] = 1;
  for (const variable of flow.locals.defVars) owned[variable] = 1;
  flow.locals.outer.forEach((outer, variable) => { if (outer) owned[variable] = 0; });
  const index = { form: namesInStaticForm(flow), uses, owned };
  memo.set(flow, index);
  return index;
}

/** A name that merges more values than this has no answer: every read of it would cost as much. */
const maxValues = 1_000;

/**
 * The bindings that may reach this read of a name, in point order. Null is "not known": the name is not read here,
 * belongs to another scope (a global, a builtin, a variable of an enclosing function), or merges over 1,000 values.
 * Empty when no path binds it.
 */
export function reachingDefinitions(flow: FlowGraph, name: Name): readonly Point[] | null {
  const { form, uses, owned } = indexOf(flow);
  const places = uses.get(name);
  if (!places || owned[flow.locals.useVars[places[0]!]!] === 0) return null;
  const points = new Set<Point>();
  for (const use of places) if (!collect(flow, form, form.valueOfUse[use]!, points)) return null;
  return [...points].sort((a, b) => a - b);
}

/** Follows phis to the bindings behind a value; false when there are too many. */
function collect(flow: FlowGraph, form: StaticNames, value: number, into: Set<Point>): boolean {
  const seen = new Set<number>();
  const stack = [value];
  while (stack.length > 0) {
    const one = stack.pop()!;
    if (one < 0 || seen.has(one)) continue;
    if (seen.size === maxValues) return false;
    seen.add(one);
    if (one >= form.firstPhi) {
      for (const argument of form.phiArguments[one - form.firstPhi]!) stack.push(argument);
      continue;
    }
    const point = form.pointOfValue[one]!;
    if (point >= 0 && flow.kinds[point] !== Kind.delete) into.add(point);
  }
  return true;
}

const readers = new WeakMap<FlowGraph, ReadonlyMap<Point, readonly Name[]>>();

/** The reads that may see what is bound at this point (the entry: any parameter), in evaluation order. */
export function readsOf(flow: FlowGraph, definition: Point): readonly Name[] {
  let index = readers.get(flow);
  if (!index) readers.set(flow, index = allReads(flow));
  return index.get(definition) ?? [];
}

function allReads(flow: FlowGraph): ReadonlyMap<Point, readonly Name[]> {
  const index = new Map<Point, Name[]>();
  for (const name of indexOf(flow).uses.keys()) {
    for (const point of reachingDefinitions(flow, name) ?? []) {
      appendTo(index, point, name);
    }
  }
  return index;
}
