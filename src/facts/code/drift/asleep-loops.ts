import type { FunctionNode, While } from "../../../ir/nodes.ts";
import { classOf, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { widerCalls } from "../wider-calls.ts";
import { positionRequests } from "./position-fetches.ts";
import { pausesOf, type Pause } from "./repeats.ts";
import { durations } from "./seconds.ts";

/** A loop that asks the venue for positions again and again, in a part of the bot that runs, and that nobody starts. */
export interface AsleepLoop {
  readonly fn: FunctionNode;
  readonly loop: While;
  readonly pauses: readonly Pause[];
  /** The function that asks. */
  readonly asks: FunctionNode;
}

/** By its name it compares, it does not only show. */
const COMPARES = /sync|reconcil|drift|verify|consisten|audit|orphan|phantom|ghost|zombie/i;
const DEEPEST = 4;

export const asleepLoops = codeFact({
  name: "asleep-reconciliation-loops",
  doc: "Loops around a comparison of positions that nobody starts, though the class or module that holds them is in use.",
  requires: { program, index, callGraph, widerCalls, reach, positionRequests, durations },
  derive({ program, index, callGraph, widerCalls, reach, positionRequests, durations }): readonly AsleepLoop[] {
    const asking = new Map<FunctionNode, FunctionNode>();
    const spread = (fn: FunctionNode, asks: FunctionNode, depth: number): void => {
      if (asking.has(fn) || depth > DEEPEST) return;
      asking.set(fn, asks);
      for (const { caller } of widerCalls.callersOf(fn)) if (caller.name !== "<module>") spread(caller, asks, depth + 1);
    };
    for (const { fn } of positionRequests) spread(fn, fn, 0);
    const inUse = (fn: FunctionNode): boolean => {
      const owner = classOf(fn);
      if (!reach.loaded(index.moduleOf(fn))) return false;
      return owner === null || index.moduleOf(fn).functions.some((other) => classOf(other) === owner && reach.of(other) === "live");
    };
    const found: AsleepLoop[] = [];
    for (const [fn, asks] of asking) {
      if (reach.of(fn) !== "dead" || (program.roles.get(index.moduleOf(fn).file) ?? "bot") !== "bot" || !inUse(fn)) continue;
      let loop: While | null = null;
      walkBody(fn, (node) => { if (node.kind === "while" && pausesOf(node, callGraph, durations).length > 0) loop ??= node; });
      if (loop && (COMPARES.test(fn.name) || COMPARES.test(asks.name) || inside(fn, loop))) found.push({ fn, loop, pauses: pausesOf(loop, callGraph, durations), asks });
    }
    return found.sort((a, b) => (a.fn.qualname < b.fn.qualname ? -1 : a.fn.qualname > b.fn.qualname ? 1 : 0));

    function inside(fn: FunctionNode, loop: While): boolean {
      return index.callsIn(fn).some((call) => call.start >= loop.start && call.end <= loop.end && callGraph.runs(call).some((one) => asking.has(one) && COMPARES.test(one.name)));
    }
  },
});
