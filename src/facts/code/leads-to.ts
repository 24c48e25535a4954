import type { FunctionNode } from "../../ir/nodes.ts";
import type { CallGraph } from "./call-graph.ts";
import type { Index } from "./module-index.ts";

/** Whether running `from` calls `to`, itself or through one function between. */
export const leadsTo = (index: Index, graph: CallGraph, from: FunctionNode, to: FunctionNode, between = 1): boolean =>
  index.callsIn(from).some((call) => graph.runs(call).some((one) => one === to || (between > 0 && one !== from && leadsTo(index, graph, one, to, between - 1))));
