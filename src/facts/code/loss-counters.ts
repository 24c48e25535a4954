import type { FunctionNode, Node } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { boundConcepts } from "./bound-concepts.ts";
import { callGraph } from "./call-graph.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import { index } from "./module-index.ts";
import { snake } from "./snake.ts";

export interface LossCounters {
  /** What the test asks, or a function that it calls, speaks of losses: no pause after each trade and no switch by hand. */
  asksLosses(test: Node): boolean;
}

const LOSSES = /(^|_)(loss|losses|losing|losers?|loss_?streak|streak|circuit_?breaker|drawdown|failures?)(_|$)/;
/** How far a question is handed on: to a breaker, and to what counts for it. */
const MOST_HOPS = 3;

export const lossCounters = codeFact({
  name: "loss-counters",
  doc: "Tests before an order that hang on losses or failures.",
  requires: { callGraph, boundConcepts, index },
  derive({ callGraph, boundConcepts, index }): LossCounters {
    const functions = new Map<FunctionNode, boolean>();
    const speaks = (root: Node, hops: number): boolean => {
      let found = false;
      const step = (node: Node): void => {
        if (found || (node.kind === "function" && node !== root)) return;
        const word = node.kind === "name" ? node.id : node.kind === "attribute" ? node.name : node.kind === "string" && node.value.length < 40 ? node.value : "";
        found = LOSSES.test(snake(word));
        if (node.kind === "call" && hops > 0) found ||= callGraph.runs(node).some((fn) => counts(fn, hops - 1));
        if (node.kind === "name" && root.kind !== "function" && hops > 0) found ||= (bindingsOf(node, index.modules.get(index.moduleOf(node).file)!) ?? []).some((one) => one.kind === "value" && speaks(one.expr, hops - 1));
        children(node, step);
      };
      step(root);
      return found;
    };
    const counts = (fn: FunctionNode, hops: number): boolean => {
      let known = functions.get(fn);
      if (known === undefined) {
        functions.set(fn, false);
        functions.set(fn, (known = boundConcepts.guardFunction(fn).includes("breaker") || speaks(fn, hops)));
      }
      return known;
    };
    return { asksLosses: (test) => speaks(test, MOST_HOPS) };
  },
});
