import { ENTRY, EXIT, RAISE_EXIT, type Edges, type FlowGraph, type Point } from "./flow-graph.ts";

/**
 * Dominator and post-dominator trees by Lengauer and Tarjan (near-linear whatever the shape: handlers and exits have
 * tens of thousands of predecessors, on which the iterative algorithm is quadratic).
 */
export interface Dominators {
  /** Immediate dominator of each point; -1 for a root and for a point outside of the tree. */
  readonly parent: Int32Array;
  /** The points of the tree, each after its immediate dominator, children in a fixed order. */
  readonly preorder: Int32Array;
  /** Position in `preorder`; -1 outside of the tree. */
  readonly enter: Int32Array;
  /** Position after the last point of the subtree. */
  readonly leave: Int32Array;
}

/** Whether every path to `b` passes `a` (or, for post-dominators, every path from `b`); true for `a === b`. O(1). */
export function dominates(tree: Dominators, a: Point, b: Point): boolean {
  const at = tree.enter[b]!;
  const from = tree.enter[a]!;
  return at >= 0 && from >= 0 && from <= at && at < tree.leave[a]!;
}

const forward = new WeakMap<FlowGraph, Dominators>();

/** Dominators from the entry; unreachable points are outside of the tree. */
export function dominatorsOf(flow: FlowGraph): Dominators {
  return remembered(forward, flow, () => dominatorTree(flow.size, [ENTRY], flow.next, flow.previous));
}

/**
 * `returning`: paths that end in a normal return (handled exceptions included); `any`: raised exceptions count as well.
 * A point from which no such exit can be reached is outside of the tree: it is post-dominated by nothing.
 */
export type Exits = "returning" | "any";

const backward: Readonly<Record<Exits, WeakMap<FlowGraph, Dominators>>> = { returning: new WeakMap(), any: new WeakMap() };

export function postDominatorsOf(flow: FlowGraph, exits: Exits): Dominators {
  return remembered(backward[exits], flow, () => postDominatorsTo(flow, exits === "any" ? [EXIT, RAISE_EXIT] : [EXIT]));
}

/** Post-dominators with respect to chosen ends of paths: a loop's head, a signal's return, an order. Not remembered. */
export function postDominatorsTo(flow: FlowGraph, ends: readonly Point[]): Dominators {
  return dominatorTree(flow.size, ends, flow.previous, flow.next);
}

function remembered(memo: WeakMap<FlowGraph, Dominators>, flow: FlowGraph, make: () => Dominators): Dominators {
  const known = memo.get(flow);
  if (known) return known;
  const tree = make();
  memo.set(flow, tree);
  return tree;
}

/** The tree under a virtual root above `roots`. Numbers below are depth-first numbers, 0 the virtual root. */
function dominatorTree(size: number, roots: readonly Point[], next: Edges, previous: Edges): Dominators {
  const dfs = depthFirst(size, roots, next);
  const idom = immediateDominators(dfs, previous, new Set(roots));
  const parent = new Int32Array(size).fill(-1);
  for (let i = 1; i < dfs.count; i++) if (idom[i]! > 0) parent[dfs.points[i]!] = dfs.points[idom[i]!]!;
  return numbered(size, dfs, idom, parent);
}

interface DepthFirst {
  readonly count: number;
  /** By number; `points[0]` is the virtual root (-1). */
  readonly points: Int32Array;
  /** By point; 0 when not reached. */
  readonly number: Int32Array;
  /** By number: number of the tree parent. */
  readonly parent: Int32Array;
}

function depthFirst(size: number, roots: readonly Point[], next: Edges): DepthFirst {
  const points = new Int32Array(size + 1).fill(-1);
  const number = new Int32Array(size);
  const parent = new Int32Array(size + 1);
  const cursor = next.start.slice();
  let count = 1;
  const stack: Point[] = [];
  const enter = (point: Point, from: number): void => {
    points[count] = point;
    parent[count] = from;
    number[point] = count++;
    stack.push(point);
  };
  for (const root of roots) {
    if (number[root] !== 0) continue;
    enter(root, 0);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      if (cursor[top]! === next.start[top + 1]!) { stack.pop(); continue; }
      const to = next.point[cursor[top]!++]!;
      if (number[to] === 0) enter(to, number[top]!);
    }
  }
  return { count, points, number, parent };
}

function immediateDominators(dfs: DepthFirst, previous: Edges, roots: ReadonlySet<Point>): Int32Array {
  const { count, points, number, parent } = dfs;
  const semi = Int32Array.from({ length: count }, (_, i) => i);
  const idom = new Int32Array(count);
  const forest: Forest = { ancestor: new Int32Array(count).fill(-1), label: semi.slice(), semi, trail: [] };
  // Buckets as linked lists: those whose semidominator is i.
  const bucket = new Int32Array(count).fill(-1);
  const rest = new Int32Array(count).fill(-1);
  for (let w = count - 1; w > 0; w--) {
    const point = points[w]!;
    for (let i = previous.start[point]!; i < previous.start[point + 1]!; i++) {
      const v = number[previous.point[i]!]!;
      if (v === 0) continue;
      const least = semi[evaluate(forest, v)]!;
      if (least < semi[w]!) semi[w] = least;
    }
    if (roots.has(point)) semi[w] = 0;
    rest[w] = bucket[semi[w]!]!;
    bucket[semi[w]!] = w;
    const p = parent[w]!;
    forest.ancestor[w] = p;
    for (let v = bucket[p]!; v !== -1; v = rest[v]!) {
      const u = evaluate(forest, v);
      idom[v] = semi[u]! < semi[v]! ? u : p;
    }
    bucket[p] = -1;
  }
  for (let w = 1; w < count; w++) if (idom[w] !== semi[w]) idom[w] = idom[idom[w]!]!;
  return idom;
}

interface Forest { readonly ancestor: Int32Array; readonly label: Int32Array; readonly semi: Int32Array; readonly trail: number[] }

/** The vertex with the least semidominator on the way to the root of v's tree; compresses that way. */
function evaluate({ ancestor, label, semi, trail }: Forest, v: number): number {
  if (ancestor[v] === -1) return v;
  let at = v;
  while (ancestor[ancestor[at]!] !== -1) {
    trail.push(at);
    at = ancestor[at]!;
  }
  while (trail.length > 0) {
    const one = trail.pop()!;
    const above = ancestor[one]!;
    if (semi[label[above]!]! < semi[label[one]!]!) label[one] = label[above]!;
    ancestor[one] = ancestor[above]!;
  }
  return label[v]!;
}

/** Pre-order numbers of the tree: subtree sizes bottom-up, then each point's interval top-down. */
function numbered(size: number, dfs: DepthFirst, idom: Int32Array, parent: Int32Array): Dominators {
  const { count, points } = dfs;
  const sizes = new Int32Array(count).fill(1);
  for (let i = count - 1; i > 0; i--) sizes[idom[i]!]! += sizes[i]!;
  const free = new Int32Array(count);
  const preorder = new Int32Array(count - 1);
  const enter = new Int32Array(size).fill(-1);
  const leave = new Int32Array(size).fill(-1);
  for (let i = 1; i < count; i++) {
    const at = free[idom[i]!]!;
    free[idom[i]!]! += sizes[i]!;
    free[i] = at + 1;
    preorder[at] = points[i]!;
    enter[points[i]!] = at;
    leave[points[i]!] = at + sizes[i]!;
  }
  return { parent, preorder, enter, leave };
}
