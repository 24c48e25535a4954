import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { pointsAfter } from "../../../ir/paths.ts";
import { walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { reach } from "../reach.ts";
import { suspension, type Suspension } from "../races/suspension.ts";
import { tasks, type TaskRoot, type Tasks } from "../tasks.ts";
import { taskHandles } from "./task-handles.ts";

/** A task comes by its own calls to the place that cancels it for a new one: what stands behind is never done. */
export interface SelfCancel {
  readonly cancel: Node;
  readonly fn: FunctionNode;
  /** The function that the task runs. */
  readonly runs: FunctionNode;
  readonly started: Call;
  /** The first thing that is waited for behind the cancel, and so never done. */
  readonly lost: Node;
}

export const selfCancels = codeFact({
  name: "self-cancels",
  doc: "Tasks that cancel themselves when they start their successor.",
  requires: { callGraph, tasks, taskHandles, suspension, reach },
  derive({ callGraph, tasks, taskHandles, suspension, reach }): readonly SelfCancel[] {
    const on: On = { graph: callGraph, tasks, suspension };
    const found: SelfCancel[] = [];
    const told = new Set<Node>();
    for (const start of taskHandles) {
      if (!start.fates.some((fate) => fate.kind === "kept" && fate.spot.kind !== "local") || reach.of(start.fn) === "dead") continue;
      const root = tasks.roots.find((one) => one.at === start.acquisition.call && start.runs.includes(one.fn));
      if (!root || !tasks.rootsOf(start.fn).includes(root)) continue;
      for (const { node, fn, verb } of start.releases) {
        if (verb !== "close" || fn !== start.fn || node.start > start.call.start || told.has(node) || isSpared(fn, node)) continue;
        const lost = lostBehind(on, root, fn, node);
        if (!lost) continue;
        told.add(node);
        found.push({ cancel: node, fn, runs: root.fn, started: start.call, lost });
      }
    }
    return found;
  },
});

interface On {
  readonly graph: CallGraph;
  readonly tasks: Tasks;
  readonly suspension: Suspension;
}

/** `if task is not asyncio.current_task(): task.cancel()` */
function isSpared(fn: FunctionNode, cancel: Node): boolean {
  const flow = flowOf(fn);
  const at = reachablePointOf(flow, cancel);
  if (at === undefined) return true;
  let spared = false;
  for (const { node } of conditionsAt(flow, at)) walk(node, (one) => void (spared ||= (one.kind === "name" && /current/i.test(one.id)) || (one.kind === "attribute" && one.name === "current_task")));
  return spared;
}

const MAX_UP = 3;

function lostBehind(on: On, root: TaskRoot, fn: FunctionNode, cancel: Node): Node | null {
  let front: { fn: FunctionNode; from: Node }[] = [{ fn, from: cancel }];
  const seen = new Set<FunctionNode>();
  for (let up = 0; up <= MAX_UP && front.length > 0; up++) {
    const next: typeof front = [];
    for (const one of front) {
      if (seen.has(one.fn)) continue;
      seen.add(one.fn);
      const lost = awaitedAfter(on, one.fn, one.from);
      if (lost) return lost;
      for (const { call, caller, how } of on.graph.callersOf(one.fn)) {
        if (how === "resolved" && caller !== root.fn && on.tasks.rootsOf(caller).includes(root)) next.push({ fn: caller, from: call });
      }
    }
    front = next;
  }
  return null;
}

/** What is really waited for behind the node, except for a pause. */
function awaitedAfter(on: On, fn: FunctionNode, from: Node): Node | null {
  const flow = flowOf(fn);
  const own = from.parent?.kind === "await" ? from.parent : from;
  const at = reachablePointOf(flow, own) ?? reachablePointOf(flow, from);
  if (at === undefined) return null;
  const real = on.suspension.points(flow);
  const later = pointsAfter(flow, at).filter((point) => real[point] === 1 && (flow.nodes[point]?.start ?? 0) > own.end).map((point) => flow.nodes[point]!);
  return later.sort((a, b) => a.start - b.start).find((node) => node.kind === "await" && node.value.kind === "call" && !(node.value.callee.kind === "attribute" && node.value.callee.name === "sleep")) ?? null;
}
