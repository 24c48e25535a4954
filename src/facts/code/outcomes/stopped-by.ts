import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Barred } from "./outcomes.ts";

/** A call of a function that runs, in a part of it that does not. */
export interface Passed {
  readonly call: Call;
  readonly barred: Barred;
}

/** What keeps the bot from the functions that it does not get to: of the calls that are never made, those that lead there. */
export function stoppedBy(passed: readonly Passed[], wanted: readonly FunctionNode[], graph: CallGraph): readonly Barred[] {
  const leading = new Set(wanted);
  for (const fn of leading) for (const { caller } of graph.callersOf(fn)) leading.add(caller);
  return [...new Set(passed.filter((one) => graph.runs(one.call).some((fn) => leading.has(fn))).map((one) => one.barred))];
}
