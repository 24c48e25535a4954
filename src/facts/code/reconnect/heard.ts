import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";

const MOST = 12;

/** Reads, conversions, logs: whatever is done with a message by these alone, nothing of the bot learns of it. */
const WITHOUT_EFFECT = /^(debug|info|warning|warn|error|exception|critical|log|print|success|trace|get|loads|float|int|str|len|bool|isinstance|hasattr|getattr|items|keys|values|lower|upper|strip|split|startswith|endswith|replace|time|now|receive|recv|exception|decode|format|round|sleep|pong|ping)$/;
const OWN_STATE = /connect|running|alive|open/i;

/** Whether what the reader hears goes anywhere: into something that is kept, or to code that was not followed. */
export function isHeard(graph: CallGraph, reader: FunctionNode): boolean {
  const queue = [reader];
  const seen = new Set(queue);
  for (let i = 0; i < queue.length; i++) {
    if (i >= MOST) return true;
    const { effect, calls } = lookInto(queue[i]!);
    if (effect) return true;
    for (const call of calls) {
      const runs = graph.runs(call);
      if (runs.length === 0 && !WITHOUT_EFFECT.test(calledName(call))) return true;
      for (const fn of runs) {
        if (seen.has(fn)) continue;
        seen.add(fn);
        queue.push(fn);
      }
    }
  }
  return false;
}

function lookInto(fn: FunctionNode): { effect: boolean; calls: readonly Call[] } {
  let effect = false;
  const calls: Call[] = [];
  const isKept = (target: Node): boolean => target.kind === "subscript" || (target.kind === "attribute" && !OWN_STATE.test(target.name));
  walkBody(fn, (node) => {
    if (node.kind === "call") calls.push(node);
    else if (node.kind === "yield") effect = true;
    else if (node.kind === "assign" ? node.targets.some(isKept) : node.kind === "augmented" && isKept(node.target)) effect = true;
  });
  return { effect, calls };
}
