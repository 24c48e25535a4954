import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, Kind, ownPoints, type FlowGraph, type Point } from "../../../ir/flow.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";
import { classOf, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { locks } from "../locks.ts";
import { suspension } from "../races/suspension.ts";
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
  /** Where another task may run in between; null: nowhere, or a lock is held, or there is no other task. */
  readonly race: { readonly pause: Node; readonly pair: Pair } | null;
}

export const madeTwice = codeFact({
  name: "made-twice",
  doc: "Connections that are made where none was found: whether another task may find none as well before the new one is stored.",
  requires: { acquisitions, handleFlows, suspension, together, locks },
  derive({ acquisitions, handleFlows, suspension, together, locks }): readonly MadeTwice[] {
    const found: MadeTwice[] = [];
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
        const pair = at >= 0 && locks.heldThrough(node, fate.target).size === 0 ? together.pair(one.fn, one.fn, "anything", owner ?? undefined) : null;
        found.push({ acquisition: one, target: fate.target, test: node, race: pair && flow.nodes[at] ? { pause: flow.nodes[at]!, pair } : null });
      }
    }
    return found;
  },
});

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
