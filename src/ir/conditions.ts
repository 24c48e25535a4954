import { dominates, dominatorsOf } from "./dominators.ts";
import { Edge, ENTRY, type FlowGraph, type Point } from "./flow-graph.ts";
import type { Node } from "./nodes.ts";

/**
 * A branch that every path to a point has taken: `node` (a tested Expr, a For or ComprehensionClause with an item, a
 * Handler that caught, a MatchCase that fitted) came out as `outcome` at `point`. It was so when it was tested; whether
 * it still is, is for the asker to see.
 */
export interface Condition {
  readonly point: Point;
  readonly node: Node;
  readonly outcome: boolean;
}

interface Guards {
  /** The edge that dominates a point and enters right there: the branching point; -1 for none. */
  readonly from: Int32Array;
  readonly outcome: Uint8Array;
  /** The nearest dominator (or the point itself) that such an edge enters; -1 for none. */
  readonly nearest: Int32Array;
}

const memo = new WeakMap<FlowGraph, Guards>();

/** The conditions that hold on every path to the point, the nearest first. `a and b` gives one for each operand. */
export function conditionsAt(flow: FlowGraph, point: Point): Condition[] {
  const { from, outcome, nearest } = guardsOf(flow);
  const { parent } = dominatorsOf(flow);
  const found: Condition[] = [];
  let at = nearest[point]!;
  while (at >= 0) {
    const test = from[at]!;
    found.push({ point: test, node: flow.nodes[test]!, outcome: outcome[at] === Edge.true });
    at = nearest[parent[at]!]!;
  }
  return found;
}

/** Whether every path to `point` took the given way out of the branch `test`. O(depth of conditions). */
export function holdsAt(flow: FlowGraph, test: Point, outcome: "true" | "false", point: Point): boolean {
  if (!dominates(dominatorsOf(flow), test, point)) return false;
  return conditionsAt(flow, point).some((one) => one.point === test && one.outcome === (outcome === "true"));
}

function guardsOf(flow: FlowGraph): Guards {
  const known = memo.get(flow);
  if (known) return known;
  const tree = dominatorsOf(flow);
  const guards: Guards = { from: new Int32Array(flow.size).fill(-1), outcome: new Uint8Array(flow.size), nearest: new Int32Array(flow.size).fill(-1) };
  for (const point of tree.preorder) {
    const edge = dominatingEdge(flow, point);
    if (edge >= 0) {
      guards.from[point] = flow.previous.point[edge]!;
      guards.outcome[point] = flow.previous.kind[edge]!;
    }
    const parent = tree.parent[point]!;
    guards.nearest[point] = edge >= 0 ? point : parent < 0 ? -1 : guards.nearest[parent]!;
  }
  memo.set(flow, guards);
  return guards;
}

/** The one edge by which paths first enter the point, if it is the true or false way of a branch; back edges do not count. */
function dominatingEdge(flow: FlowGraph, point: Point): number {
  if (point === ENTRY) return -1;
  const tree = dominatorsOf(flow);
  const { start, point: from, kind } = flow.previous;
  let only = -1;
  for (let i = start[point]!; i < start[point + 1]!; i++) {
    if (dominates(tree, point, from[i]!)) continue;
    if (only >= 0) return -1;
    only = i;
  }
  return only >= 0 && (kind[only] === Edge.true || kind[only] === Edge.false) ? only : -1;
}
