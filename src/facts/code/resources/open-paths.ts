import { Edge, EXIT, Kind, RAISE_EXIT, type FlowGraph, type Point } from "../../../ir/flow.ts";
import type { Call, Expr, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";

/** How a walk along the ways out of a function goes. */
export interface Walk {
  /** The resource is given back, or handed on, here: the path is over. */
  readonly ends: (point: Point) => boolean;
  /** Whether an exception that this point raises is worth following. */
  readonly raises: (point: Point) => boolean;
  /** The branch on this point can only go this way while the resource is open; null: both. */
  readonly only: (point: Point) => Way | null;
}

/** `raise`: only an exception leads on. `none`: nothing does. */
export type Way = "true" | "false" | "raise" | "none";

export interface OpenPath {
  /** Where the path ended: `EXIT`, `RAISE_EXIT`, or the goal. */
  readonly end: Point;
  /** The last exception that was taken on the way; -1 for none. */
  readonly raisedAt: Point;
}

/** A path from `start` to one of the goals on which the resource stays open, or null. One walk over the graph. */
export function openPath(flow: FlowGraph, start: Point, goals: ReadonlySet<Point>, walk: Walk): OpenPath | null {
  const { start: first, point, kind } = flow.next;
  const raisedAt = new Int32Array(flow.size).fill(-2);
  const queue: Point[] = [start];
  raisedAt[start] = -1;
  for (let i = 0; i < queue.length; i++) {
    const at = queue[i]!;
    const only = walk.only(at);
    if (only === "none" && i > 0) continue;
    for (let e = first[at]!; e < first[at + 1]!; e++) {
      const [to, way] = [point[e]!, kind[e]!];
      if (way === Edge.cancel) continue;
      if (way === Edge.exception && flow.kinds[at] !== Kind.reraise && flow.kinds[at] !== Kind.catch && !walk.raises(at)) continue;
      if (only === "raise" && way !== Edge.exception) continue;
      if ((only === "true" && way === Edge.false) || (only === "false" && way === Edge.true)) continue;
      const raised = way === Edge.exception && flow.kinds[at] !== Kind.reraise && flow.kinds[at] !== Kind.catch ? at : raisedAt[at]!;
      if (goals.has(to)) return { end: to, raisedAt: raised };
      if (raisedAt[to]! !== -2 || walk.ends(to)) continue;
      raisedAt[to] = raised;
      queue.push(to);
    }
  }
  return null;
}

export const WAYS_OUT: ReadonlySet<Point> = new Set([EXIT, RAISE_EXIT]);

/** Which way a test of `is it there?` goes while the resource is open: `if x`, `if x is not None`, `if x and not x.closed`. */
export function whileOpen(test: Node | null, names: (expr: Node) => boolean): Way | null {
  if (!test) return null;
  if (names(test)) return "true";
  if (test.kind === "unary" && test.op === "not") {
    const inner = whileOpen(test.operand, names);
    return inner === "true" ? "false" : inner === "false" ? "true" : inner;
  }
  if (test.kind === "compare" && test.right.kind === "none" && names(test.left)) return test.op === "is not" || test.op === "!=" ? "true" : "false";
  return mentions(test, names) ? "none" : null;
}

/** `x.closed`, `hasattr(x, "close")`, `is_open(x)`: it asks whether there is something to close. */
function mentions(node: Node, names: (expr: Node) => boolean): boolean {
  if (names(node)) return true;
  let found = false;
  children(node, (child) => { found ||= mentions(child, names); });
  return found;
}

const HARMLESS_METHODS = new Set([
  "debug", "info", "warning", "error", "exception", "critical", "log", "append", "add", "discard", "get", "items", "values", "keys", "set", "clear", "is_set", "time", "monotonic",
  "perf_counter", "format", "join", "strip", "upper", "lower", "startswith", "endswith", "cancel", "done", "now", "utcnow", "update", "extend", "isoformat", "add_done_callback",
  "split", "rsplit", "splitlines", "partition", "rpartition", "replace", "lstrip", "rstrip", "removeprefix", "removesuffix", "title", "zfill", "encode", "copy", "setdefault", "count",
]);
const HARMLESS_NAMES = new Set(["print", "len", "str", "repr", "isinstance", "range", "list", "dict", "set", "tuple", "bool", "getattr", "hasattr", "type", "super", "enumerate", "sorted", "min", "max", "round", "abs", "all", "any", "sum", "zip", "reversed", "frozenset", "callable", "hash", "id"]);

/** Whether an ordinary exception may well come out of a point: not out of logging, look-ups with a default, clocks. */
export function mayRaise(flow: FlowGraph, graph: CallGraph, point: Point): boolean {
  const node = flow.nodes[point];
  switch (flow.kinds[point]) {
    case Kind.await: case Kind.enter: case Kind.iterate: case Kind.raise: case Kind.subscript: return true;
    case Kind.call: return node?.kind === "call" && !isHarmless(graph, node);
    default: return false;
  }
}

function isHarmless(graph: CallGraph, call: Call): boolean {
  const { callee } = call;
  if (callee.kind === "name") return HARMLESS_NAMES.has(callee.id) || makesOnly(graph, call);
  return callee.kind === "attribute" && (HARMLESS_METHODS.has(callee.name) || makesOnly(graph, call));
}

/** Making a coroutine runs nothing; neither does a record of the bot. What the coroutine raises is raised by its await. */
function makesOnly(graph: CallGraph, call: Call): boolean {
  const { functions, classes, libraries } = graph.targets(call);
  if (functions.length > 0) return functions.every((one) => one.async);
  return classes.length > 0 || libraries.some((path) => /^(asyncio\.(create_task|sleep|Event|Lock|wait_for|gather|ensure_future)|time\.|datetime\.|json\.dumps|logging\.|aiohttp\.(ClientTimeout|TCPConnector))/.test(path)) || call.parent?.kind === "await";
}

export const isName = (name: string) => (expr: Node): boolean => expr.kind === "name" && expr.id === name;
export type { Expr };
