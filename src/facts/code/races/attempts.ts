import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, For, FunctionNode, Node, Try, While } from "../../../ir/nodes.ts";
import { flowOf, Kind, ownPoints, reachablePointOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { contains, walk } from "../../../ir/walk.ts";
import { RETRY_DECORATOR, RETRY_LIBRARY } from "../../../knowledge/client-order-ids.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Index } from "../module-index.ts";
import { isRefusal, leadsBack } from "./refusals.ts";

/** What calls again after an exception: loops of attempts and decorators. */

export interface On { readonly index: Index; readonly graph: CallGraph }

/** By its name where it is a library's; the bot's own must hold a loop that calls again. */
export function isRetrying(on: On, decorator: Expr): boolean {
  if (!RETRY_DECORATOR.test(dotted(decorator))) return false;
  const values = on.graph.valuesOf(decorator.kind === "call" ? decorator.callee : decorator);
  const own = values.flatMap((one) => (one.kind === "function" ? [one.fn] : []));
  // `except ImportError: def retry(...)` stands in only where the library is not there.
  if (own.length === 0 || values.some((one) => one.kind === "external" && RETRY_LIBRARY.test(one.path))) return true;
  return own.some((outer) => {
    const { module, calls } = on.index.modules.get(on.index.moduleOf(outer).file)!;
    const inside = module.functions.filter((fn) => outer.start <= fn.start && fn.end <= outer.end);
    return inside.some((fn) => calls[fn.index]!.some((call) => call.callee.kind === "name" && inside.some((each) => each.params.some((one) => call.callee.kind === "name" && one.name === call.callee.id)) && attemptsAround(on, call, fn) !== null));
  });
}

function dotted(expr: Expr): string {
  if (expr.kind === "call") return dotted(expr.callee);
  return expr.kind === "attribute" ? `${dotted(expr.object)}.${expr.name}` : expr.kind === "name" ? expr.id : "";
}

/**
 * A loop that asks again: the call stands in a `try` of the loop, a handler leads back to it, and after success the loop is
 * left. A loop over symbols or signals sends other orders, not the same again.
 */
export function attemptsAround(on: On, call: Call, fn: FunctionNode): For | While | null {
  let guard: Try | null = null;
  for (let at: Node = call, up = call.parent; up && up !== fn; at = up, up = up.parent) {
    if (up.kind === "try" && up.body.includes(at as never)) guard ??= up;
    if (up.kind !== "for" && up.kind !== "while") continue;
    if (!up.body.includes(at as never)) return null;
    if (guard && guard.start > up.start && isAttempts(up, call) && repeatsAfterFailure(on, fn, up, guard, call)) return up;
    return null;
  }
  return null;
}

/** `for attempt in range(n)`, whose variable does not choose what is ordered; or a `while` that counts or waits for success. */
function isAttempts(loop: For | While, call: Call): boolean {
  if (loop.kind === "while") return true;
  const { iterable, target } = loop;
  const isRange = iterable.kind === "call" && iterable.callee.kind === "name" && iterable.callee.id === "range";
  const isDelays = /(delay|backoff|wait|retr|attempt)/i.test(ownName(iterable));
  if (!isRange && !isDelays) return false;
  const names = new Set<string>();
  walk(target, (node) => void (node.kind === "name" && names.add(node.id)));
  let used = false;
  // `attempt` itself is handed on to be logged or to tell the last one.
  for (const one of call.args) if (!(one.value.kind === "name" && /attempt|retr(y|ies)/i.test(one.value.id))) walk(one, (node) => void (node.kind === "name" && names.has(node.id) && (used = true)));
  return !used;
}

function repeatsAfterFailure(on: On, fn: FunctionNode, loop: For | While, guard: Try, call: Call): boolean {
  const flow = flowOf(fn);
  const sent = reachablePointOf(flow, call);
  const head = ownPoints(flow, loop).find((point) => flow.kinds[point] === Kind.iterate || flow.kinds[point] === Kind.loop);
  if (sent === undefined || head === undefined) return false;
  const again = guard.handlers.some((handler) => !isRefusal(on.graph, handler) && leadsBack(flow, handler, head, outside(flow, loop)));
  return again && (leavesAfterSuccess(flow, sent, head, loop, guard) || (loop.kind === "while" && endsByFlag(loop, guard, call)));
}

/** `while waiting: try: send(); waiting = False`, `while not done:`, `while order is None: try: order = send()`: the next test ends it. */
function endsByFlag({ test }: While, guard: Try, call: Call): boolean {
  const asked = test.kind === "unary" && test.op === "not" ? test.operand : test.kind === "compare" && test.op === "is" && test.right.kind === "none" ? test.left : test;
  if (asked.kind !== "name") return false;
  return [...guard.body, ...guard.otherwise].some((one) => {
    if (one.kind !== "assign" || one.end < call.end || !one.targets.some((target) => target.kind === "name" && target.id === asked.id)) return false;
    if (one.value.kind === "boolean") return one.value.value === (asked !== test);
    return asked !== test && contains(one, call);
  });
}

const outside = (flow: FlowGraph, loop: Node) => (point: Point): boolean => {
  const node = flow.nodes[point];
  return !!node && (node.end <= loop.start || node.start >= loop.end);
};

/** Some way from the order leads out of the loop without a handler and without another round. */
function leavesAfterSuccess(flow: FlowGraph, sent: Point, head: Point, loop: Node, guard: Try): boolean {
  const handlers = new Set<Point>(guard.handlers.flatMap((one) => [...ownPoints(flow, one)]));
  const out = outside(flow, loop);
  const { start, point } = flow.next;
  const seen = new Set<Point>([sent]);
  const stack = [sent];
  while (stack.length > 0) {
    const at = stack.pop()!;
    for (let e = start[at]!; e < start[at + 1]!; e++) {
      const to = point[e]!;
      if (flow.next.kind[e]! >= 3 || seen.has(to) || to === head || handlers.has(to)) continue;
      seen.add(to);
      if (to <= 1 || out(to) || flow.kinds[to] === Kind.return) return true;
      stack.push(to);
    }
  }
  return false;
}
