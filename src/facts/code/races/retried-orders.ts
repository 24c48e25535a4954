import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, For, FunctionNode, Node, Try, While } from "../../../ir/nodes.ts";
import { flowOf, Kind, ownPoints, reachablePointOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { RETRY_DECORATOR } from "../../../knowledge/client-order-ids.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { orderSites, reducesOnly, type OrderSite } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { sellsFreeBalance } from "./free-balance.ts";
import { callsWithoutId, clientIdOf } from "./order-client-ids.ts";
import { isRefusal, leadsBack } from "./refusals.ts";
import { sentId, type SentId } from "./sent-ids.ts";
import { swallowerOf } from "./swallowed.ts";
import { argumentFor } from "../resources/flows.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** An opening or closing order that is sent again when the first attempt failed. */
export interface RetriedOrder {
  readonly site: OrderSite;
  /** The loop, the decorator, or the call that a loop in the callee repeats. */
  readonly retry: Node;
  readonly how: "loop" | "decorator" | "callee";
  /** The function whose loop repeats it. */
  readonly where: FunctionNode;
  /** What gives the order its client id; null: nothing. */
  readonly clientId: Node | null;
  /** What that id is worth for the repeat; null: there is none. */
  readonly sent: SentId | null;
  /** Where the order's parameters come from could not be followed. */
  readonly unknown: boolean;
  /** `reduceOnly`: the second order opens nothing; it may stay behind as a stop without a position. */
  readonly reduces: boolean;
  /** It sells all that is free: the venue refuses the second one, and a sale that was done looks like one that failed. */
  readonly sellsAll: boolean;
  /** The call that leaves out the id which the function would take; null: the order is the same for all callers. */
  readonly bare: { readonly call: Call; readonly caller: FunctionNode } | null;
}

export const retriedOrders = codeFact({
  name: "retried-orders",
  doc: "Orders on a path that repeats them after an exception, and whether a client order id makes the repeat harmless.",
  requires: { program, index, callGraph, orderSites, reach },
  derive({ program, index, callGraph, orderSites, reach }): readonly RetriedOrder[] {
    const on: On = { index, graph: callGraph };
    return orderSites.flatMap((site): RetriedOrder[] => {
      if (!(site.role === "open" || site.role === "close" || isRestingStop(site)) || reach.of(site.fn) === "dead" || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(site.fn).file) ?? "bot")) return [];
      const retry = retryOf(on, site);
      if (!retry) return [];
      const { found, unknown, some } = clientIdOf(on.graph, site);
      // A loop in the callee repeats what it was handed.
      const again = retry.how === "callee" ? null : retry.where === site.fn && retry.how === "loop" ? retry.retry : site.fn;
      const one = { site, ...retry, clientId: found, sent: found && (some ? "unsure" : sentId(on.graph, site, found, again)), unknown, reduces: reducesOnly(site.call), sellsAll: sellsFreeBalance(index, site), bare: null };
      const bare = callsWithoutId(on.graph, site).filter(({ call, caller }) => reach.of(caller) !== "dead" && !reducesOnly(call));
      // What some of its callers leave out is not kept for all.
      return [bare.length > 0 && one.sent === "kept" ? { ...one, sent: "unsure" } : one, ...bare.map((each) => ({ ...one, clientId: null, sent: null, unknown: false, bare: each }))];
    });
  },
});

/** A stop that is an order of its own: a second one rests beside it. One that the position carries is only set again. */
const isRestingStop = ({ role, method, by }: OrderSite): boolean => role === "protect" && /order/i.test(method || by) && !/trading[_-]?stop|tpsl|tp_sl/i.test(`${method} ${by}`);

interface On { readonly index: Index; readonly graph: CallGraph }
type Retry = Pick<RetriedOrder, "retry" | "how" | "where">;

function retryOf(on: On, site: OrderSite): Retry | null {
  const own = loopAround(on, site.call, site.fn);
  if (own) return { retry: own, how: "loop", where: site.fn };
  // What the function itself takes never comes to a decorator or to a loop around it.
  const leaves = swallowerOf(site.call) === null;
  const decorator = leaves ? site.fn.decorators.find((one) => isRetrying(on, one)) : undefined;
  if (decorator) return { retry: decorator, how: "decorator", where: site.fn };
  const callee = retryingCallee(on, { call: site.call, up: null }, 0);
  if (callee) return { ...callee, how: "callee" };
  for (const { call, caller, how } of on.graph.callersOf(site.fn)) {
    if (how !== "resolved" || !leaves) continue;
    const loop = loopAround(on, call, caller);
    if (loop) return { retry: loop, how: "loop", where: caller };
  }
  return null;
}

/** By its name where it is a library's; the bot's own must hold a loop that calls again. */
function isRetrying(on: On, decorator: Expr): boolean {
  if (!RETRY_DECORATOR.test(dotted(decorator))) return false;
  const own = on.graph.valuesOf(decorator.kind === "call" ? decorator.callee : decorator).flatMap((one) => (one.kind === "function" ? [one.fn] : []));
  if (own.length === 0) return true;
  return own.some((outer) => {
    const { module, calls } = on.index.modules.get(on.index.moduleOf(outer).file)!;
    const inside = module.functions.filter((fn) => outer.start <= fn.start && fn.end <= outer.end);
    return inside.some((fn) => calls[fn.index]!.some((call) => call.callee.kind === "name" && inside.some((each) => each.params.some((one) => call.callee.kind === "name" && one.name === call.callee.id)) && loopAround(on, call, fn) !== null));
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
function loopAround(on: On, call: Call, fn: FunctionNode): For | While | null {
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
  return again && leavesAfterSuccess(flow, sent, head, loop, guard);
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

const MAX_DEPTH = 4;

/** The calls that lead from the order to the function in which a retry is looked for, the innermost first. */
interface Chain { readonly call: Call; readonly up: Chain | null }

/** The order goes through a function of the bot whose own loop or decorator sends the request again. */
function retryingCallee(on: On, chain: Chain, depth: number): Omit<Retry, "how"> | null {
  if (depth > MAX_DEPTH) return null;
  for (const fn of runBy(on, chain.call)) {
    const decorator = fn.decorators.find((one) => isRetrying(on, one));
    if (decorator) return { retry: decorator, where: fn };
    for (const inner of on.index.callsIn(fn)) {
      if (!sendsRequest(on, inner) && !handsOn(on, inner, fn)) continue;
      const loop = loopAround(on, inner, fn);
      if (loop && !goesOnce(on, loop, fn, chain)) return { retry: loop, where: fn };
      const deeper = retryingCallee(on, { call: inner, up: chain }, depth + 1);
      if (deeper) return deeper;
    }
  }
  return null;
}

/** `self.breaker.call(self._post_once, url, body)` runs what it is handed. */
function runBy(on: On, call: Call): readonly FunctionNode[] {
  const first = call.args[0]?.value;
  const handed = first?.kind === "attribute" || first?.kind === "name" ? on.graph.valuesOf(first).flatMap((one) => (one.kind === "function" ? [one.fn] : [])) : [];
  return handed.length > 0 && RUNS_HANDED.test(calledName(call)) ? handed : on.graph.targets(call).functions;
}

const RUNS_HANDED = /^_?(call|execute|run|invoke|acall|call_async|wrap|protect|guard|with_\w+|retry\w*)$/;

/** `for attempt in range(retries + 1)` with `retries=0` from the order's own call: it is sent once. */
function goesOnce(on: On, loop: For | While, fn: FunctionNode, chain: Chain): boolean {
  if (loop.kind !== "for" || loop.iterable.kind !== "call") return false;
  const [first, second] = loop.iterable.args;
  const [from, to] = second ? [numberOf(on, first!.value, fn, chain, 0), numberOf(on, second.value, fn, chain, 0)] : [0, first ? numberOf(on, first.value, fn, chain, 0) : null];
  return from !== null && to !== null && to - from <= 1;
}

const MAX_FOLDS = 8;

/** A number or a flag that the chain's calls hand down: literals, sums, choices, one-value locals, parameters and their defaults. */
function numberOf(on: On, expr: Expr, fn: FunctionNode, chain: Chain | null, depth: number): number | null {
  if (depth > MAX_FOLDS) return null;
  switch (expr.kind) {
    case "number": return expr.value;
    case "boolean": return expr.value ? 1 : 0;
    // `MOST if retry else 1`
    case "conditional": {
      const chosen = numberOf(on, expr.test, fn, chain, depth + 1);
      return chosen === null ? null : numberOf(on, chosen === 0 ? expr.otherwise : expr.then, fn, chain, depth + 1);
    }
    case "binary": {
      const [left, right] = [numberOf(on, expr.left, fn, chain, depth + 1), numberOf(on, expr.right, fn, chain, depth + 1)];
      return left === null || right === null ? null : expr.op === "+" ? left + right : expr.op === "-" ? left - right : null;
    }
    case "name": {
      const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(expr.id) ?? [];
      const at = fn.params.findIndex((one) => one.name === expr.id);
      const [only] = own.filter((one) => one.kind === "value");
      if (at < 0) return own.length === 1 && only?.kind === "value" && only.item < 0 ? numberOf(on, only.expr, fn, chain, depth + 1) : null;
      if (only) return null;
      if (!chain) return handedIn(on, fn, at, depth);
      const given = argumentFor(chain.call, fn, at);
      const caller = given && enclosingFunction(given);
      if (given && caller) return numberOf(on, given, caller, chain.up, depth + 1);
      const fallback = fn.params[at]!.default;
      return !given && fallback ? numberOf(on, fallback, fn, null, depth + 1) : null;
    }
    default: return null;
  }
}

/** The most that any caller hands in for the parameter; null if one of them hands in what is not a number. */
function handedIn(on: On, fn: FunctionNode, at: number, depth: number): number | null {
  const fallback = fn.params[at]!.default;
  const callers = on.graph.callersOf(fn);
  if (callers.length === 0 || callers.some((one) => one.how !== "resolved")) return null;
  const numbers = callers.map(({ call, caller }) => {
    const given = argumentFor(call, fn, at);
    return given ? numberOf(on, given, caller, null, depth + 1) : fallback ? numberOf(on, fallback, fn, null, depth + 1) : null;
  });
  return numbers.includes(null) ? null : Math.max(...(numbers as number[]));
}

/** `return await self.client.submit(self.session, endpoint, payload)`: a function of the bot gets what this one was handed. */
function handsOn(on: On, call: Call, fn: FunctionNode): boolean {
  if (on.graph.targets(call).how !== "resolved") return false;
  const given = call.args.filter(({ value }) => value.kind === "name" && fn.params.some((one) => one.name === ownName(value)));
  return given.length > 1 || (given.length === 1 && (fn.params.length <= 2 || /(request|post|http)/i.test(calledName(call))));
}

/** A request of an HTTP library or an exchange library, or a call of the parameter that the caller handed over. */
function sendsRequest(on: On, call: Call): boolean {
  const name = calledName(call);
  if (/^_?(request|post|send|send_request|http_request|call|_call|func|fn|method|coro_fn|callable|operation|func_call|signed_request|_send|do_request)\w*$/i.test(name)) return true;
  return on.graph.targets(call).libraries.some((path) => /(aiohttp|requests|httpx|urllib3|ccxt)/.test(path) && /(request|post|send)$/.test(path));
}
