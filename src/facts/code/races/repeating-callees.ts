import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, For, FunctionNode, Node, While } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { argumentFor } from "../resources/flows.ts";
import { attemptsAround, isRetrying, type On } from "./attempts.ts";

/** Functions below an order whose own loop or decorator sends the request again. */

const MAX_DEPTH = 4;

/** The calls that lead from the order to the function in which a retry is looked for, the innermost first. */
export interface Chain { readonly call: Call; readonly up: Chain | null }

interface Repeater { readonly retry: Node; readonly where: FunctionNode }

/** The order goes through a function of the bot whose own loop or decorator sends the request again. */
export function retryingCallee(on: On, chain: Chain, depth: number): Repeater | null {
  if (depth > MAX_DEPTH) return null;
  for (const fn of runBy(on, chain.call)) {
    const decorator = fn.decorators.find((one) => isRetrying(on, one));
    if (decorator) return { retry: decorator, where: fn };
    for (const inner of on.index.callsIn(fn)) {
      if (!sendsRequest(on, inner) && !handsOn(on, inner, fn)) continue;
      const loop = attemptsAround(on, inner, fn);
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

const RUNS_ELSEWHERE = /^(to_thread|run_in_executor|run_sync|submit|wait_for|shield)$/;
const pathsOf = (on: On, expr: Expr): readonly string[] => on.graph.valuesOf(expr).flatMap((one) => (one.kind === "external" ? [one.path] : []));

/** A request of an HTTP library or an exchange library, or a call of the parameter that the caller handed over. */
function sendsRequest(on: On, call: Call): boolean {
  const name = calledName(call);
  if (/^_?(request|post|send|send_request|http_request|call|_call|func|fn|method|coro_fn|callable|operation|func_call|signed_request|_send|do_request)\w*$/i.test(name)) return true;
  // `asyncio.to_thread(self.session.request, method, url, ...)`, `loop.run_in_executor(None, partial(session.post, url))`
  const handed = RUNS_ELSEWHERE.test(name) ? call.args.map(({ value }) => (value.kind === "call" && value.args[0] && calledName(value) === "partial" ? value.args[0].value : value)) : [];
  return [...on.graph.targets(call).libraries, ...handed.flatMap((one) => (one.kind === "attribute" ? pathsOf(on, one) : []))].some((path) => /(aiohttp|requests|httpx|urllib3|ccxt)/.test(path) && /(request|post|send)$/.test(path));
}
