import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, Kind, ownPoints, type FlowGraph, type Point } from "../../../ir/flow.ts";
import type { ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { suspension } from "../races/suspension.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { programs } from "../programs.ts";
import { reach, type Reachability } from "../reach.ts";
import { runLocks } from "../races/run-locks.ts";
import { together, type Pair } from "../races/together.ts";
import { staleWindow } from "../races/windows.ts";
import { acquisitions, type Acquisition } from "./acquisitions.ts";
import { handleFlows, type HandleFlows, type Spot } from "./flows.ts";

/** `if not self.session: await ...; self.session = ClientSession()`, run by two tasks: each finds none and makes one. */
export interface MadeTwice {
  readonly acquisition: Acquisition;
  readonly target: Expr;
  /** The test that there is none yet. */
  readonly test: Node;
  /** none: it is made where none was found. replaced: what is there is closed first, and a new one made either way. */
  readonly how: "none" | "replaced";
  /** Where another task may run in between; null: nowhere, or a lock is held, or there is no other task. */
  readonly race: { readonly pause: Node; readonly pair: Pair } | null;
  /** The bot makes several objects of the class: whether the two tasks use the same one is not known. */
  readonly ofSeveral: boolean;
}

export const madeTwice = codeFact({
  name: "made-twice",
  doc: "Connections that are made where none was found: whether another task may find none as well before the new one is stored.",
  requires: { acquisitions, handleFlows, suspension, together, runLocks, index, callGraph, programs, reach },
  derive({ acquisitions, handleFlows, suspension, together, runLocks, index, callGraph, programs, reach }): readonly MadeTwice[] {
    const found: MadeTwice[] = [];
    const isOneOfSeveral = (owner: ClassNode): boolean => {
      const all = makers(callGraph, reach, owner);
      return all.some((one, i) => all.slice(i + 1).some((other) => programs.share(index.moduleOf(one), index.moduleOf(other))));
    };
    for (const one of acquisitions) {
      if (one.collected || one.kind === "task" || one.kind === "process" || one.kind === "file" || one.kind === "executor") continue;
      for (const fate of one.fates) {
        if (fate.kind !== "kept" || fate.element || fate.spot.kind === "local") continue;
        const flow = flowOf(one.fn);
        const store = storePoint(flow, fate.target);
        const test = store === undefined ? undefined : nearestTest(flow, handleFlows, fate.spot, store);
        if (store === undefined || test === undefined) continue;
        const node = flow.nodes[test]!;
        const tests = (point: Point): boolean => flow.kinds[point] === Kind.test && asks(flow.nodes[point]!, handleFlows, fate.spot);
        const at = staleWindow(flow, suspension.points(flow), test, store, tests);
        const owner = classOf(one.fn);
        const stretch = [node, fate.target] as const;
        const pair = at < 0 ? null : together.pair(one.fn, one.fn, "anything", owner ?? undefined, (run, other) => runLocks.exclude(run, stretch, other, stretch));
        const how = isReplaced(node, fate.target) ? "replaced" : "none";
        found.push({ acquisition: one, target: fate.target, test: node, how, ofSeveral: pair !== null && owner !== null && isOneOfSeveral(owner), race: pair && flow.nodes[at] ? { pause: flow.nodes[at]!, pair } : null });
      }
    }
    return found;
  },
});

/** `if self.socket: await self.socket.close()`, and a new one after it either way. */
function isReplaced(test: Node, target: Expr): boolean {
  let at: Node | null = test;
  while (at && at.kind !== "if" && at.kind !== "while" && at.kind !== "function") at = at.parent;
  if (at?.kind !== "if" || (at.start <= target.start && target.end <= at.end)) return false;
  return !/^(return|raise|continue|break)$/.test(at.body.at(-1)?.kind ?? "");
}

/** The calls of the running bot that make an object of the class. */
function makers(graph: CallGraph, reach: Reachability, owner: ClassNode): readonly FunctionNode[] {
  const init = owner.body.flatMap((one) => (one.kind === "function-statement" && one.function.name === "__init__" ? [one.function] : []))[0];
  return init ? graph.callersOf(init).flatMap(({ call, caller }) => (reach.of(caller) !== "dead" && graph.targets(call).classes.includes(owner) ? [caller] : [])) : [];
}

const storePoint = (flow: FlowGraph, target: Expr): Point | undefined =>
  ownPoints(flow, target).find((point) => flow.kinds[point] === Kind.store && flow.position[point]! >= 0);

/** The last test of the handle that every way to the store passes. */
function nearestTest(flow: FlowGraph, flows: HandleFlows, spot: Spot, store: Point): Point | undefined {
  const tree = dominatorsOf(flow);
  let nearest: Point | undefined;
  for (let at = tree.parent[store]!; at >= 0; at = tree.parent[at]!) {
    if (flow.kinds[at] !== Kind.test || !dominates(tree, at, store) || !asks(flow.nodes[at]!, flows, spot)) continue;
    nearest = at;
    break;
  }
  return nearest;
}

function asks(test: Node, flows: HandleFlows, spot: Spot): boolean {
  let found = false;
  walk(test, (one) => { found ||= (one.kind === "attribute" || one.kind === "name") && flows.spotOf(one) === spot; });
  return found;
}
