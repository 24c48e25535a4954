import { Edge, type FlowGraph, type Point } from "./flow-graph.ts";

/** Questions about paths; each costs at most one walk over the function's graph. */

/** Reused between questions: a point is visited when its mark is the current stamp (one stamp for each of two states). */
interface Marks { readonly seen: Int32Array; stamp: number }
const scratch = new WeakMap<FlowGraph, Marks>();

function freshMarks(flow: FlowGraph, states: number): Marks {
  let marks = scratch.get(flow);
  if (!marks) scratch.set(flow, marks = { seen: new Int32Array(flow.size), stamp: 0 });
  marks.stamp += states;
  return marks;
}

/**
 * Whether some path of at least one edge leads from `a` to `b`; `avoiding` names points that it must not pass in between.
 * Paths through handled exceptions count.
 */
export function reaches(flow: FlowGraph, a: Point, b: Point, avoiding?: (point: Point) => boolean): boolean {
  const { start, point } = flow.next;
  const { seen, stamp } = freshMarks(flow, 1);
  const stack = [a];
  while (stack.length > 0) {
    const from = stack.pop()!;
    for (let i = start[from]!; i < start[from + 1]!; i++) {
      const to = point[i]!;
      if (to === b) return true;
      if (seen[to] === stamp) continue;
      seen[to] = stamp;
      if (!avoiding?.(to)) stack.push(to);
    }
  }
  return false;
}

/** All points on paths that start with an edge out of `a` and do not pass `avoiding` points (these are not included). */
export function pointsAfter(flow: FlowGraph, a: Point, avoiding?: (point: Point) => boolean): Point[] {
  return spread(flow.next, freshMarks(flow, 1), a, avoiding);
}

/** All points from which `b` can be reached by at least one edge, without passing `avoiding` points. */
export function pointsBefore(flow: FlowGraph, b: Point, avoiding?: (point: Point) => boolean): Point[] {
  return spread(flow.previous, freshMarks(flow, 1), b, avoiding);
}

function spread(edges: FlowGraph["next"], { seen, stamp }: Marks, from: Point, avoiding?: (point: Point) => boolean): Point[] {
  const found: Point[] = [];
  for (let at = from, i = 0; ; at = found[i++]!) {
    for (let e = edges.start[at]!; e < edges.start[at + 1]!; e++) {
      const to = edges.point[e]!;
      if (seen[to] === stamp) continue;
      seen[to] = stamp;
      if (!avoiding?.(to)) found.push(to);
    }
    if (i === found.length) return found;
  }
}

/**
 * A point strictly between `a` and `b` at which another task may run, on some path from `a` to `b` that does not pass `a`
 * again (it may pass `b`: the second time round a loop acts on what was seen before the first); -1 when there is none.
 * What `a` and `b` themselves do does not count: an await that is `a` is over, one that is `b` has yet to start.
 */
export function yieldBetween(flow: FlowGraph, a: Point, b: Point): Point {
  const { start, point } = flow.next;
  const marks = freshMarks(flow, 2);
  // A point may be walked twice: before any yield (stamp - 1) and after one (stamp).
  const queue: { at: Point; yielded: Point }[] = [{ at: a, yielded: -1 }];
  for (let i = 0; i < queue.length; i++) {
    const { at, yielded } = queue[i]!;
    const via = yielded >= 0 || at === a || flow.yields[at] === 0 ? yielded : at;
    const state = via >= 0 ? marks.stamp : marks.stamp - 1;
    for (let e = start[at]!; e < start[at + 1]!; e++) {
      const to = point[e]!;
      if (to === b && via >= 0) return via;
      if (to === a || marks.seen[to]! >= state) continue;
      marks.seen[to] = state;
      queue.push({ at: to, yielded: via });
    }
  }
  return -1;
}

/** Whether another task may run between `a` and `b`: see `yieldBetween`. */
export function yieldsBetween(flow: FlowGraph, a: Point, b: Point): boolean {
  return yieldBetween(flow, a, b) >= 0;
}

/** Whether an edge is one that a raised exception takes. */
export function isExceptional(kind: Edge): boolean {
  return kind === Edge.exception || kind === Edge.cancel;
}
