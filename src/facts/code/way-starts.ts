import { ownName } from "../../ir/names.ts";
import type { Node } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { entryPoints } from "./entry-points.ts";
import { index, type Index } from "./module-index.ts";
import { reach } from "./reach.ts";
import type { PathStep, Start } from "./trade-steps.ts";

export interface WayStarts {
  /**
   * Whether a way may begin with the step, where the bot has others: not what nobody calls and no text names (`__aenter__`, a
   * helper that was left over), nor what a module that is only imported does as a program.
   */
  isReal(first: PathStep, start: Start): boolean;
}

export const wayStarts = codeFact({
  name: "way-starts",
  doc: "Which functions without known callers may start a way to an order.",
  requires: { callGraph, entryPoints, index, reach },
  derive({ callGraph, entryPoints, index, reach }): WayStarts {
    let names: ReadonlySet<string> | null = null;
    const isMentioned = (name: string): boolean => (names ??= namesUsed(index, callGraph)).has(name);
    const isProgram = (step: PathStep): boolean => entryPoints.all.some((one) => one.live && one.module === index.moduleOf(step.from));
    return {
      isReal(first, start) {
        if (start === "unknown") return reach.outside.includes(first.from) || isMentioned(first.from.name);
        return first.from.parent !== null || !first.tests.some(({ test, outcome }) => outcome && test.kind === "compare" && ownName(test.left) === "__name__") || isProgram(first);
      },
    };
  },
});

/** By what something may be called: attributes, but for those of calls that are followed elsewhere, and texts that are names. */
function namesUsed(index: Index, graph: CallGraph): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { byKind } of index.modules.values()) {
    for (const one of byKind.get("attribute") ?? []) if (!isFollowed(one, graph)) found.add(ownName(one));
    for (const one of byKind.get("string") ?? []) if (one.kind === "string" && one.value.length < 60) found.add(one.value);
  }
  return found;
}

const isFollowed = (node: Node, graph: CallGraph): boolean => node.parent?.kind === "call" && node.parent.callee === node && graph.targets(node.parent).how !== "unresolved";
