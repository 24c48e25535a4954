import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { pointsAfter, pointsBefore } from "../../../ir/paths.ts";
import { isInLoop } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedPlace, type SharedState } from "../shared-state.ts";
import type { Access } from "./accesses.ts";
import { suspension, type Suspension } from "./suspension.ts";
import { staleWindow } from "./windows.ts";
import { tasks, type TaskRoot } from "../tasks.ts";

/** `if not self.running: create_task(self.work())`, where only `work` sets the flag. */
export interface SpawnFlag {
  readonly fn: FunctionNode;
  readonly place: SharedPlace;
  readonly test: Access;
  readonly spawn: Call;
  /** The write in the started function; null: the starter itself writes it in time. */
  readonly setLater: Access | null;
  /** The starter writes it, but waits here between the test and the write. */
  readonly waitsAt: Node | null;
  /** Where the starter is called from, if it may be called again before the task has begun. */
  readonly again: readonly Node[];
}

export const spawnFlags = codeFact({
  name: "spawn-flags",
  doc: "Flags that keep a task from being started twice, and who sets them.",
  requires: { callGraph, sharedState, suspension, tasks, reach },
  derive({ callGraph, sharedState, suspension, tasks, reach }): readonly SpawnFlag[] {
    const found: SpawnFlag[] = [];
    for (const root of tasks.roots) {
      if (root.kind !== "task" || root.at?.kind !== "call" || !/(create_task|ensure_future)$/.test(root.by)) continue;
      const call = root.at;
      const fn = functionOf(call);
      if (!fn || reach.of(fn) === "dead") continue;
      const one = judge(sharedState, suspension, fn, call, root.fn);
      if (one) found.push({ ...one, again: one.setLater ? repeats(callGraph, fn, tasks.roots) : [] });
    }
    return found;
  },
});

function functionOf(node: Node): FunctionNode | null {
  for (let at = node.parent; at; at = at.parent) if (at.kind === "function") return at;
  return null;
}

function judge(state: SharedState, suspension: Suspension, fn: FunctionNode, spawn: Call, started: FunctionNode): Omit<SpawnFlag, "again"> | null {
  const flow = flowOf(fn);
  const at = pointsOf(flow, spawn)[0];
  if (at === undefined || flow.position[at]! < 0) return null;
  for (const { node, point } of conditionsAt(flow, at)) {
    if (node.kind === "for") continue;
    const tested = state.inside(fn).find(({ access }) => access.kind === "truth" && node.start <= access.node.start && access.node.end <= node.end);
    if (!tested) continue;
    const { place, access: test } = tested;
    const real = suspension.points(flow);
    const late = state.inside(fn).find((one) => one.place === place && setsTrue(one.access) && pointsOf(flow, one.access.node).some((each) => waitBetween(flow, real, point, each) >= 0));
    if (late && !state.inside(fn).some((one) => one.place === place && one.access !== late.access && setsTrue(one.access) && one.access.node.start < late.access.node.start)) {
      const via = waitBetween(flow, real, point, pointsOf(flow, late.access.node)[0]!);
      if (via >= 0) return { fn, place, test, spawn, setLater: late.access, waitsAt: flow.nodes[via]! };
    }
    const later = state.inside(started).find((one) => one.place === place && setsTrue(one.access));
    if (!later) continue;
    // The task asks once more and sets at once: the second one leaves.
    const retested = state.inside(started).some((one) => one.place === place && one.access.kind === "truth" && one.access.node.start < later.access.node.start);
    const own = state.inside(fn).filter((one) => one.place === place && one.access.kind === "rebind").flatMap(({ access }) => pointsOf(flow, access.node));
    const before = new Set(pointsBefore(flow, at));
    const after = new Set(pointsAfter(flow, at, (each) => real[each] === 1));
    const inTime = own.some((each) => (before.has(each) && reachesFrom(flow, point, each)) || after.has(each));
    return { fn, place, test, spawn, setLater: inTime || retested ? null : later.access, waitsAt: null };
  }
  return null;
}

const waitBetween = (flow: FlowGraph, real: ArrayLike<number>, from: Point, to: Point): Point => staleWindow(flow, real as never, from, to, () => false);

const reachesFrom = (flow: ReturnType<typeof flowOf>, from: number, to: number): boolean => pointsAfter(flow, from).includes(to);

const setsTrue = (access: Access): boolean => access.kind === "rebind" && access.node.kind === "assign" && access.node.value.kind === "boolean" && access.node.value.value;

/** Calls of a function that may come twice in a row: in a loop, from several places, or from a handler. */
function repeats(graph: CallGraph, fn: FunctionNode, roots: readonly TaskRoot[]): readonly Node[] {
  const served = roots.find((one) => one.fn === fn && one.many && one.kind === "callback");
  if (served) return [served.at ?? fn];
  const routes = graph.callersOf(fn).filter(({ caller }) => roots.some((one) => one.fn === caller && one.many && one.kind === "callback"));
  if (routes.length > 0) return routes.map((one) => one.call);
  const calls = graph.callersOf(fn).map((one) => one.call);
  const looped = calls.filter((call) => isInLoop(call));
  return looped.length > 0 ? looped : calls.length > 1 && !/^_?(start|run|init|initialize|connect|setup|begin|launch|main)/i.test(fn.name) ? calls.slice(0, 2) : [];
}
