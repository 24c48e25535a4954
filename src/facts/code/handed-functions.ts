import type { Call, FunctionNode, Node } from "../../ir/nodes.ts";
import { calledName } from "../../ir/names.ts";
import type { Inference } from "./inference/context.ts";
import type { Value } from "./inference/values.ts";
import { argumentFor } from "./resources/flows.ts";

/** The parameter that a call of the function runs: `await operation()` in `retry(operation)`, also in a thread; -1: it runs something else. */
export function parameterRun(call: Node, fn: FunctionNode): number {
  if (call.kind !== "call") return -1;
  const run = RUNNERS.has(calledName(call)) ? call.args[RUNNERS.get(calledName(call))!]?.value : call.callee;
  return run?.kind === "name" ? fn.params.findIndex((one) => one.name === run.id) : -1;
}

/** `asyncio.to_thread(func, *args)` */
const RUNNERS: ReadonlyMap<string, number> = new Map([["to_thread", 0], ["run_in_executor", 1], ["submit", 0], ["run_sync", 0]]);

/** Whether a call hands `target` over for the parameter; what cannot be told may be. */
export function handsOver(infer: Inference, call: Node, callee: FunctionNode, parameter: number, target: FunctionNode): boolean {
  if (call.kind !== "call" || call.args.some((one) => one.spread !== "none")) return true;
  const given = argumentFor(call as Call, callee, parameter);
  const functions = given ? infer.evaluate(given).flatMap(functionsIn) : [];
  return functions.length === 0 || functions.includes(target);
}

function functionsIn(value: Value): readonly FunctionNode[] {
  if (value.kind === "partial") return functionsIn(value.of);
  return value.kind === "function" ? [value.fn] : [];
}
