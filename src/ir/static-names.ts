import { dominatorsOf, type Dominators } from "./dominators.ts";
import { ENTRY, EXIT, RAISE_EXIT, type FlowGraph, type Point } from "./flow-graph.ts";

/**
 * Static single assignment form of a function's local names: every read gets one value, which is a binding, the state
 * at the entry, or a phi that merges values where paths meet. One walk over the dominator tree for all names at once,
 * where a data-flow solution would carry a set of bindings along every edge (quadratic in long functions).
 *
 * Values: `0 ..< bindings` (as in `locals.defPoints`), then one for each variable at the entry, then phis from `firstPhi`.
 */
export interface StaticNames {
  readonly firstPhi: number;
  /** Value of `locals.useNodes[i]`; -1 when unreachable. */
  readonly valueOfUse: Int32Array;
  /** Point of a binding; of an entry value 0 for a parameter, -1 for a variable that is not yet assigned. */
  readonly pointOfValue: Int32Array;
  readonly phiArguments: readonly (readonly number[])[];
}

interface Phis {
  /** By point: the last phi there, -1 for none; `before` chains them. */
  readonly last: Int32Array;
  readonly before: number[];
  readonly variable: number[];
}

export function namesInStaticForm(flow: FlowGraph): StaticNames {
  const { locals } = flow;
  const tree = dominatorsOf(flow);
  const phis = placePhis(flow, frontiers(flow, tree));
  const bindings = locals.defPoints.length;
  const pointOfValue = new Int32Array(bindings + locals.names.length).fill(-1);
  pointOfValue.set(locals.defPoints);
  for (const variable of locals.params) pointOfValue[bindings + variable] = ENTRY;
  return { firstPhi: pointOfValue.length, pointOfValue, ...rename(flow, tree, phis) };
}

/** Items grouped by point as linked lists: `last[point]`, then `before[item]`. */
function chain(size: number, points: readonly number[]): { last: Int32Array; before: Int32Array } {
  const last = new Int32Array(size).fill(-1);
  const before = new Int32Array(points.length);
  points.forEach((point, item) => {
    if (point < 0) return;
    before[item] = last[point]!;
    last[point] = item;
  });
  return { last, before };
}

interface Frontiers { readonly last: Int32Array; readonly join: number[]; readonly before: number[] }

/**
 * Dominance frontier of each point. The walk up from a predecessor stops where another predecessor of the same join has
 * been, so a handler with thousands of predecessors costs their number. Nothing is read at the exits.
 */
function frontiers(flow: FlowGraph, tree: Dominators): Frontiers {
  const { start, point: from } = flow.previous;
  const result: Frontiers = { last: new Int32Array(flow.size).fill(-1), join: [], before: [] };
  const mark = new Int32Array(flow.size).fill(-1);
  for (const join of flow.order) {
    if (start[join + 1]! - start[join]! < 2 || join === EXIT || join === RAISE_EXIT) continue;
    const stop = tree.parent[join]!;
    for (let e = start[join]!; e < start[join + 1]!; e++) {
      for (let at = from[e]!; at !== stop && mark[at] !== join; at = tree.parent[at]!) {
        mark[at] = join;
        result.before.push(result.last[at]!);
        result.last[at] = result.join.push(join) - 1;
      }
    }
  }
  return result;
}

function placePhis(flow: FlowGraph, frontier: Frontiers): Phis {
  const { names, defPoints, defVars, useVars } = flow.locals;
  const phis: Phis = { last: new Int32Array(flow.size).fill(-1), before: [], variable: [] };
  const placed = new Int32Array(flow.size).fill(-1);
  const read = new Uint8Array(names.length);
  for (const variable of useVars) read[variable] = 1;
  const definitions = chain(names.length, defVars);
  for (let variable = 0; variable < names.length; variable++) {
    if (read[variable] === 0) continue;
    const work: Point[] = [];
    for (let d = definitions.last[variable]!; d >= 0; d = definitions.before[d]!) work.push(defPoints[d]!);
    while (work.length > 0) {
      for (let f = frontier.last[work.pop()!]!; f >= 0; f = frontier.before[f]!) {
        const join = frontier.join[f]!;
        if (placed[join] === variable) continue;
        placed[join] = variable;
        phis.before.push(phis.last[join]!);
        phis.last[join] = phis.variable.push(variable) - 1;
        work.push(join);
      }
    }
  }
  return phis;
}

function rename(flow: FlowGraph, tree: Dominators, phis: Phis): Pick<StaticNames, "valueOfUse" | "phiArguments"> {
  const { names, defPoints, defVars, useVars, useAfter } = flow.locals;
  const firstPhi = defPoints.length + names.length;
  const current = Int32Array.from(names, (_, variable) => defPoints.length + variable);
  const definitions = chain(flow.size, defPoints);
  const uses = chain(flow.size, useAfter);
  const valueOfUse = new Int32Array(useVars.length).fill(-1);
  const phiArguments = phis.variable.map((): number[] => []);
  // What to restore when the walk leaves a subtree: pairs of variable and former value.
  const undo: number[] = [];
  const open: { readonly until: number; readonly undo: number }[] = [];
  const set = (variable: number, value: number): void => {
    undo.push(variable, current[variable]!);
    current[variable] = value;
  };
  tree.preorder.forEach((point, i) => {
    while (open.length > 0 && open.at(-1)!.until <= i) {
      const former = open.pop()!.undo;
      while (undo.length > former) { const value = undo.pop()!; current[undo.pop()!] = value; }
    }
    open.push({ until: tree.leave[point]!, undo: undo.length });
    for (let phi = phis.last[point]!; phi >= 0; phi = phis.before[phi]!) set(phis.variable[phi]!, firstPhi + phi);
    for (let d = definitions.last[point]!; d >= 0; d = definitions.before[d]!) set(defVars[d]!, d);
    for (let u = uses.last[point]!; u >= 0; u = uses.before[u]!) valueOfUse[u] = current[useVars[u]!]!;
    feed(flow, point, phis, current, phiArguments);
  });
  return { valueOfUse, phiArguments };
}

/** Hands the current values to the phis of the successors. */
function feed(flow: FlowGraph, point: Point, phis: Phis, current: Int32Array, phiArguments: number[][]): void {
  const { start, point: to } = flow.next;
  for (let e = start[point]!; e < start[point + 1]!; e++) {
    for (let phi = phis.last[to[e]!]!; phi >= 0; phi = phis.before[phi]!) {
      const value = current[phis.variable[phi]!]!;
      const into = phiArguments[phi]!;
      if (into[into.length - 1] !== value) into.push(value);
    }
  }
}
