import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { calledName } from "../../../ir/names.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { Carriers } from "./carriers.ts";

/** `operation()` in `retry(operation)`. */
export const isParameter = (callee: Expr): boolean => callee.kind === "name" && (enclosingFunction(callee)?.params.some((one) => one.name === callee.id) ?? false);

const exits = new WeakMap<Carriers, Map<FunctionNode, readonly Call[]>>();

/**
 * The calls that get what a function returns. One that is handed to a helper (`retry(lambda: client.order(...))`) gives it, by
 * the helper, to the call that handed it over, and not to all the others that use the helper.
 */
export function exitsOf(on: Carriers, fn: FunctionNode): readonly Call[] {
  let known = exits.get(on);
  if (!known) exits.set(on, (known = new Map()));
  let found = known.get(fn);
  if (!found) known.set(fn, (found = [...new Set([...on.graph.callersOf(fn).flatMap(({ call, caller }) => handedBy(on, fn, call, caller)), ...elsewhere(on, fn)])]));
  return found;
}

const runs = new WeakMap<Carriers, ReadonlyMap<FunctionNode, readonly Call[]>>();

/** `await asyncio.to_thread(client.get_positions, ...)`: the library runs it and gives what it returned. */
function elsewhere(on: Carriers, fn: FunctionNode): readonly Call[] {
  let known = runs.get(on);
  if (!known) {
    const found = new Map<FunctionNode, Call[]>();
    for (const one of on.graph.escapes) if (one.at.kind === "call" && RUNS_IT.test(calledName(one.at)) && on.graph.targets(one.at).functions.length === 0) appendTo(found, one.fn, one.at);
    runs.set(on, (known = found));
  }
  return known.get(fn) ?? [];
}

const RUNS_IT = /^(to_thread|run_in_executor|run_sync)$/;

function handedBy(on: Carriers, fn: FunctionNode, call: Call, helper: FunctionNode): readonly Call[] {
  if (!isParameter(call.callee)) return [call];
  const outer = on.graph.callersOf(helper).flatMap((one) =>
    one.call.args.some(({ value }) => (value.kind === "lambda" ? value.function === fn : (value.kind === "name" || value.kind === "attribute") && on.infer.evaluate(value).some((each) => each.kind === "function" && each.fn === fn))) ? [one.call] : []);
  return outer.length > 0 ? outer : [call];
}
