import { appendTo } from "../sdk/append.ts";
import type { FunctionNode, Name, Node } from "./nodes.ts";

/**
 * Control flow of one function: a graph of *points*, one for each thing that happens, in evaluation order.
 *
 * What has a point, and who may raise (E: an ordinary exception, C: a cancellation-like one):
 *
 * | kind       | node                           | edges                                                               |
 * |------------|--------------------------------|---------------------------------------------------------------------|
 * | entry, exit, raise-exit | none              | points 0, 1, 2 of every graph                                       |
 * | call       | Call                           | normal, E. The lookup of a called method is part of the call        |
 * | await      | Await                          | normal, E, C; yields                                                |
 * | yield      | Yield                          | normal, E, C; yields                                                |
 * | attribute, subscript | Attribute, Subscript | normal, E (loads; not the callee of a call)                         |
 * | operate    | Binary, Compare, Unary, Interpolation, an unpacked target, a decorated definition ... | normal, E; exists only where a `try` or `with` of this function sees the exception |
 * | store      | the target: Name, Attribute, Subscript | normal; E for attributes and subscripts. `values` tells what is stored |
 * | define     | Function-/ClassStatement, Import | normal; binds names, never raises                                 |
 * | delete     | the target                     | normal; E for attributes and subscripts                             |
 * | test       | the tested Expr; Logical for `??` (true: left is kept) | true, false                                 |
 * | loop       | While                          | normal; target of the loop's back edges                             |
 * | iter       | For, ComprehensionClause       | normal, E: the iterator is taken                                    |
 * | iterate    | For, ComprehensionClause       | true: an item, false: exhausted; E; async: C and yields             |
 * | enter, leave | WithItem                     | normal, E; async: C and yields. One `leave` per kind of exit        |
 * | raise      | Raise, Assert (the failure)    | E and/or C by the raised class                                      |
 * | reraise    | Try                            | end of an exceptional copy of a `finally`; E or C                   |
 * | return     | Return                         | normal                                                              |
 * | import     | ImportModule, ImportFrom       | normal, E                                                           |
 * | catch      | Handler                        | true: the handler runs, false: the next one is asked; E or C: none  |
 * | case       | MatchCase                      | true: the pattern fits, false: it does not; E                       |
 * | unknown    | UnknownExpr, Damage            | normal, E                                                           |
 * | join       | none                           | normal; where paths meet before a name is read                      |
 *
 * Invariants
 * 1. Unreachable points have neither predecessors nor successors.
 * 2. A `finally` body is copied per kind of continuation (normal, E, C, return, break, continue), so a node may have
 *    several points; a `finally` nested in two `finally` bodies has one copy whose ways out are the union.
 * 3. Loads of names, operators outside of `try`/`with`, truth tests and literals do not raise.
 * 4. C is raised where a task suspends, by `raise` of such a class and by `sys.exit()`. Other calls raise it only inside a
 *    `try` that names KeyboardInterrupt, SystemExit or GeneratorExit, or CancelledError without any suspension in its body.
 * 5. `except Exception` never takes C; `except:` and `except BaseException` take everything; a class name other than the
 *    known four takes E only, and perhaps. Context managers do not swallow exceptions, but for `suppress(...)`.
 * 6. Annotations are not evaluated. A generator expression is drawn where it stands, with a way out after each element.
 * 7. `True`, `False`, `None`, 0 and 1 as tests have no point and only one way out; `while True` has no exit but `break`.
 */
export interface FlowGraph {
  readonly fn: FunctionNode;
  readonly size: number;
  /** `Kind` of each point. */
  readonly kinds: Uint8Array;
  readonly nodes: readonly (Node | null)[];
  /**
   * What a store stores: the Expr (of the whole value when the target is part of an unpacking), the Augmented
   * statement, or the For, ComprehensionClause, WithItem, Handler or MatchCase that supplies it. Else null.
   */
  readonly values: readonly (Node | null)[];
  /** 1 where another task may run. */
  readonly yields: Uint8Array;
  readonly next: Edges;
  readonly previous: Edges;
  /** Reachable points in reverse post-order, the entry first. */
  readonly order: Int32Array;
  /** Position in `order`; -1 for an unreachable point. */
  readonly position: Int32Array;
  readonly locals: Locals;
}

/** The edges of point p are `start[p]` to `start[p + 1]` (excluded); `point` is the other end, `kind` an `Edge`. */
export interface Edges {
  readonly start: Int32Array;
  readonly point: Int32Array;
  readonly kind: Uint8Array;
}

/** Names of this function as variables: comprehension targets and class bodies have variables of their own. */
export interface Locals {
  /** Name of each variable. */
  readonly names: readonly string[];
  /** 1 for a variable that this function does not own (`global`, `nonlocal`). */
  readonly outer: Uint8Array;
  /** Variables of the parameters. */
  readonly params: readonly number[];
  /** Parallel: at `defPoints[i]` variable `defVars[i]` is bound (or deleted). */
  readonly defPoints: readonly number[];
  readonly defVars: readonly number[];
  /** Parallel: `useNodes[i]` reads variable `useVars[i]` right after point `useAfter[i]` (-1: unreachable). */
  readonly useNodes: readonly Name[];
  readonly useVars: readonly number[];
  readonly useAfter: readonly number[];
}

/** A point: index into the arrays of its graph. */
export type Point = number;

export const ENTRY: Point = 0;
export const EXIT: Point = 1;
export const RAISE_EXIT: Point = 2;

export const Kind = {
  entry: 0, exit: 1, raiseExit: 2, call: 3, await: 4, yield: 5, attribute: 6, subscript: 7, operate: 8, store: 9, define: 10,
  delete: 11, test: 12, loop: 13, iter: 14, iterate: 15, enter: 16, leave: 17, raise: 18, reraise: 19, return: 20, import: 21,
  catch: 22, case: 23, unknown: 24, join: 25,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** `exception` is ordinary (below `Exception`), `cancel` is CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit. */
export const Edge = { normal: 0, true: 1, false: 2, exception: 3, cancel: 4 } as const;
export type Edge = (typeof Edge)[keyof typeof Edge];

export function isReachable(flow: FlowGraph, point: Point): boolean {
  return flow.position[point]! >= 0;
}

/** Reachable points of one kind, in the order they were built (source order, `finally` copies late). */
export function pointsOfKind(flow: FlowGraph, kind: Kind): Point[] {
  const found: Point[] = [];
  for (let p = 0; p < flow.size; p++) if (flow.kinds[p] === kind && flow.position[p]! >= 0) found.push(p);
  return found;
}

const nothing: readonly Point[] = [];
const indices = new WeakMap<FlowGraph, Map<Node, Point[]>>();

function indexOf(flow: FlowGraph): Map<Node, Point[]> {
  const known = indices.get(flow);
  if (known) return known;
  const index = new Map<Node, Point[]>();
  flow.nodes.forEach((node, point) => {
    if (!node) return;
    appendTo(index, node, point);
  });
  indices.set(flow, index);
  return index;
}

/** The points whose node is exactly this one, unreachable ones included; several where a `finally` is copied. */
export function ownPoints(flow: FlowGraph, node: Node): readonly Point[] {
  return indexOf(flow).get(node) ?? nothing;
}

/**
 * The points that evaluate an expression or a simple statement: its own, else (a name, a literal, an operator outside of
 * `try`) those of the nearest expression or simple statement around it, which consume it; an assignment is its stores.
 * Empty for a compound statement without a point of its own (`if`, `try`): ask for its test.
 */
export function pointsOf(flow: FlowGraph, node: Node): readonly Point[] {
  const index = indexOf(flow);
  for (let at: Node | null = node; at; at = at.parent) {
    const own = index.get(at);
    if (own) return own.length === 1 ? own : evaluating(flow, own);
    switch (at.kind) {
      case "expression": return ownPoints(flow, at.value);
      case "assign": return at.targets.flatMap((target) => targetPoints(flow, target));
      case "augmented": return ownPoints(flow, at.target).filter((p) => flow.kinds[p] === Kind.store);
      case "delete": return at.targets.flatMap((target) => targetPoints(flow, target));
      case "if": case "try": case "with": case "match": case "function": case "class": case "declare": case "pass": case "break":
      case "continue": case "scope": case "case": case "while": return nothing;
      default:
    }
  }
  return nothing;
}

/** Where the node is evaluated first on a way that runs; undefined: on none. */
export const reachablePointOf = (flow: FlowGraph, node: Node): Point | undefined => pointsOf(flow, node).find((one) => isReachable(flow, one));

/** Leaves out what happens to the node later: the branch on a tested call, the exit of a context manager. */
function evaluating(flow: FlowGraph, own: readonly Point[]): readonly Point[] {
  const first = own.filter((point) => flow.kinds[point] !== Kind.test && flow.kinds[point] !== Kind.leave);
  return first.length > 0 ? first : own;
}

/** The branches on exactly this expression; several where a `finally` is copied. */
export function testsOf(flow: FlowGraph, node: Node): readonly Point[] {
  return ownPoints(flow, node).filter((point) => flow.kinds[point] === Kind.test);
}

function targetPoints(flow: FlowGraph, target: Node): readonly Point[] {
  if (target.kind === "tuple" || target.kind === "list") return target.items.flatMap((item) => targetPoints(flow, item));
  return ownPoints(flow, target.kind === "spread" ? target.value : target);
}
