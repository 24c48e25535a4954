import type { Call, ClassNode } from "../../ir/nodes.ts";
import { appendTo } from "../../sdk/append.ts";
import type { CallGraph } from "./call-graph.ts";
import type { Index } from "./module-index.ts";

/** The calls that make an instance of each class, gathered when the first is asked for. */
export function buildsIn(index: Index, graph: CallGraph): (node: ClassNode) => readonly Call[] {
  let built: Map<ClassNode, Call[]> | null = null;
  return (node) => {
    if (!built) {
      built = new Map();
      for (const one of index.modules.values()) for (const calls of one.calls) for (const call of calls) for (const made of graph.targets(call).classes) appendTo(built, made, call);
    }
    return built.get(node) ?? [];
  };
}
