import type { Edge, FlowGraph, Point } from "./flow-graph.ts";

/**
 * A data-flow problem over a join semilattice. States are values that nobody changes; the lattice must have no endless
 * ascending chains, else the solver does not end.
 */
export interface Problem<S> {
  readonly direction: "forward" | "backward";
  /** State before the entry (forward), after both exits (backward). */
  readonly boundary: S;
  /** State of a point that no path has reached yet. */
  readonly bottom: S;
  join(a: S, b: S): S;
  same(a: S, b: S): boolean;
  /**
   * Forward: what leaves `point` over an edge of kind `edge` when `state` holds before it (an exception edge usually
   * leaves before the point took effect). Backward: what holds before `point` when `state` holds at the edge's far end.
   */
  transfer(state: S, point: Point, edge: Edge): S;
}

export interface Solution<S> {
  /** Forward: the state before each point. Backward: the state before each point, of all that may follow. */
  readonly at: readonly S[];
}

/** Least solution; points are taken in reverse post-order (backward: post-order), so the result and its cost are fixed. */
export function solve<S>(flow: FlowGraph, problem: Problem<S>): Solution<S> {
  const order = problem.direction === "forward" ? flow.order : flow.order.slice().reverse();
  const rank = new Int32Array(flow.size).fill(-1);
  order.forEach((point, i) => { rank[point] = i; });
  const at: S[] = new Array<S>(flow.size).fill(problem.bottom);
  const pending = new Uint8Array(order.length).fill(1);
  const recompute = problem.direction === "forward" ? arriving : leaving;
  const affected = problem.direction === "forward" ? flow.next : flow.previous;
  // Whole rounds: going back at once would walk a loop again for each of its `continue`s.
  for (let first = 0; first < order.length;) {
    let again = order.length;
    for (let i = first; i < order.length; i++) {
      if (pending[i] === 0) continue;
      pending[i] = 0;
      const point = order[i]!;
      const state = recompute(flow, problem, at, point);
      if (problem.same(state, at[point]!)) continue;
      at[point] = state;
      for (let e = affected.start[point]!; e < affected.start[point + 1]!; e++) {
        const there = rank[affected.point[e]!]!;
        pending[there] = 1;
        if (there <= i && there < again) again = there;
      }
    }
    first = again;
  }
  return { at };
}

function arriving<S>(flow: FlowGraph, problem: Problem<S>, at: readonly S[], point: Point): S {
  const { start, point: from, kind } = flow.previous;
  let state = point === 0 ? problem.boundary : problem.bottom;
  for (let e = start[point]!; e < start[point + 1]!; e++) {
    state = problem.join(state, problem.transfer(at[from[e]!]!, from[e]!, kind[e] as Edge));
  }
  return state;
}

function leaving<S>(flow: FlowGraph, problem: Problem<S>, at: readonly S[], point: Point): S {
  const { start, point: to, kind } = flow.next;
  if (start[point] === start[point + 1]) return problem.boundary;
  let state = problem.bottom;
  for (let e = start[point]!; e < start[point + 1]!; e++) {
    state = problem.join(state, problem.transfer(at[to[e]!]!, point, kind[e] as Edge));
  }
  return state;
}
