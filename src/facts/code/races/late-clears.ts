import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { calledName } from "../../../ir/names.ts";
import { pointsAfter, pointsBefore } from "../../../ir/paths.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { handleFlows, type Spot } from "../resources/flows.ts";
import { suspension } from "./suspension.ts";
import { together, type Pair } from "./together.ts";

/** An event that says "look again" and is cleared after the look: what was said meanwhile is lost. */
export interface LateClear {
  readonly fn: FunctionNode;
  /** `event.wait()`, `event.is_set()`. */
  readonly asked: Call;
  /** The look: something that takes time between the question and the clear. */
  readonly work: Call;
  readonly cleared: Call;
  readonly set: Call;
  readonly pair: Pair;
}

export const lateClears = codeFact({
  name: "late-clears",
  doc: "Events that are cleared after the work which they asked for, while others may set them during it.",
  requires: { index, callGraph, reach, handleFlows, suspension, together },
  derive({ index, callGraph, reach, handleFlows, suspension, together }): readonly LateClear[] {
    const bySpot = new Map<Spot, { call: Call; fn: FunctionNode; verb: string }[]>();
    for (const one of index.modules.values()) {
      for (const fn of one.module.functions) {
        if (reach.of(fn) === "dead") continue;
        for (const call of one.calls[fn.index]!) {
          const verb = VERBS.has(calledName(call)) && call.args.length <= 1 && call.callee.kind === "attribute" && isEvent(callGraph, call) ? call.callee.name : null;
          // `_mark(flag)` sets whichever event it is handed.
          if (verb && call.callee.kind === "attribute") for (const spot of handleFlows.originsOf(call.callee.object).spots) bySpot.set(spot, [...(bySpot.get(spot) ?? []), { call, fn, verb }]);
        }
      }
    }
    return [...bySpot.values()].flatMap((uses) => {
      const sets = uses.filter((one) => one.verb === "set");
      return sets.length === 0 ? [] : uses.flatMap((one): LateClear[] => {
        if (one.verb !== "clear") return [];
        const asked = uses.find((each) => each.fn === one.fn && (each.verb === "wait" || each.verb === "is_set") && each.call.start < one.call.start);
        const work = asked && workBetween(index, callGraph, one.fn, asked.call, one.call, (node) => suspension.at(node));
        if (!asked || !work) return [];
        for (const set of sets) {
          const pair = set.fn === one.fn ? null : together.pair(one.fn, set.fn, "anything");
          if (pair) return [{ fn: one.fn, asked: asked.call, work, cleared: one.call, set: set.call, pair }];
        }
        return [];
      });
    });
  },
});

const VERBS = new Set(["wait", "is_set", "clear", "set"]);

const isEvent = (graph: CallGraph, call: Call): boolean => graph.targets(call).libraries.some((path) => /(^|\.)(asyncio|threading|multiprocessing|anyio|trio)\.Event\(\)\./.test(path));

/** A call on every way from the question to the clear that others may run beside: an await of the loop, a function of the bot in a thread. */
function workBetween(index: Index, graph: CallGraph, fn: FunctionNode, asked: Call, cleared: Call, yields: (node: Node) => boolean): Call | null {
  const flow = flowOf(fn);
  const [from] = pointsOf(flow, asked).filter((point) => flow.position[point]! >= 0);
  const [to] = pointsOf(flow, cleared).filter((point) => flow.position[point]! >= 0);
  if (from === undefined || to === undefined) return null;
  const tree = dominatorsOf(flow);
  const between = new Set(pointsBefore(flow, to, (point) => point === from));
  const after = new Set(pointsAfter(flow, from, (point) => point === to));
  for (const call of index.callsIn(fn)) {
    if (call === asked || call === cleared || call.start < asked.start) continue;
    const takesTime = fn.async ? call.parent?.kind === "await" && yields(call.parent) : graph.targets(call).functions.length > 0;
    if (!takesTime || /^(sleep|wait|wait_for|info|debug|warning|error|exception)$/.test(calledName(call))) continue;
    if (pointsOf(flow, call).some((point) => between.has(point) && after.has(point) && dominates(tree, point, to))) return call;
  }
  return null;
}
