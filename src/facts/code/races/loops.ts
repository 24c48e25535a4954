import type { For, FunctionNode, Node } from "../../../ir/nodes.ts";
import { flowOf, Kind, ownPoints, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { reaches } from "../../../ir/paths.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import { isSetUp, sharedState, type SharedPlace } from "../shared-state.ts";
import { REMOVALS, type Access } from "./accesses.ts";
import { isTearDown, TEARS_DOWN } from "./removals.ts";
import { runLocks, type RunLocks } from "./run-locks.ts";
import { suspension, type Suspension } from "./suspension.ts";
import { together, type Pair, type Together } from "./together.ts";

/** A `for` over a shared dict or set itself (not a copy). */
export interface SharedLoop {
  readonly place: SharedPlace;
  readonly loop: For;
  readonly fn: FunctionNode;
  /** An await in its body after which it goes on; null: none. */
  readonly yieldsAt: Node | null;
  /** Another run that changes the size meanwhile. */
  readonly change: { readonly access: Access; readonly pair: Pair } | null;
  /** Another run (a thread: at any time) stores or takes out meanwhile; whether that is ever a new key, or before the loop is cancelled, is not known. */
  readonly unsure: boolean;
}

export const loops = codeFact({
  name: "loops",
  doc: "Loops over shared dicts and sets, and who changes their size while the loop waits.",
  requires: { infer, sharedState, suspension, together, runLocks },
  derive({ infer, sharedState, suspension, together, runLocks }): readonly SharedLoop[] {
    return sharedState.places.flatMap((place) => {
      if (isSequence(infer, place)) return [];
      return place.accesses.flatMap((access) => {
        if (access.kind !== "iterate" || access.node.kind !== "for") return [];
        const yieldsAt = waitsInside(suspension, access.fn, access.node);
        // Whoever shuts down has stopped, or is about to stop, those who would change it: in which order is not known here.
        const change = yieldsAt && !TEARS_DOWN.test(access.fn.name) ? changeOf(together, runLocks, place, access) : null;
        return [{ place, loop: access.node, fn: access.fn, yieldsAt, change, unsure: !change && mayChange(together, runLocks, place, access, yieldsAt !== null) }];
      });
    });
  },
});

/** Lists may grow and shrink under a loop without an error; only dicts and sets refuse. Unknown containers: a method of dicts tells. */
function isSequence(on: Inference, place: SharedPlace): boolean {
  const sites = on.evaluate(place.accesses[0]!.place).flatMap((one) => (one.kind === "container" ? [one.site] : []));
  const named = sites.map((site) => (site.kind === "call" ? site.callee : site.kind === "subscript" ? site.object : site));
  const isList = (node: Node): boolean => node.kind === "list" || node.kind === "tuple" || (node.kind === "name" && /^(list|deque|tuple|sorted|List|Deque|Tuple|Sequence)$/.test(node.id)) || (node.kind === "attribute" && /^(deque|List|Deque)$/.test(node.name)) || (node.kind === "comprehension" && node.flavour === "list");
  if (sites.length > 0) return named.some(isList);
  return !place.accesses.some((one) => one.kind === "store" || one.kind === "delete" || isViewLoop(one));
}

const isViewLoop = (one: Access): boolean => one.kind === "iterate" && one.node.kind === "for" && one.node.iterable.kind === "call";

/** An await in the body from which the loop comes back to its next element. */
function waitsInside(suspension: Suspension, fn: FunctionNode, loop: For): Node | null {
  const flow = flowOf(fn);
  const head = ownPoints(flow, loop).find((point) => flow.kinds[point] === Kind.iterate);
  if (head === undefined) return null;
  const real = suspension.points(flow);
  for (let point = 0; point < flow.size; point++) {
    const node = flow.nodes[point];
    if (real[point] === 0 || !node || flow.position[point]! < 0 || node.start < loop.start || node.end > loop.end || point === head) continue;
    if (comesBack(flow, point, head, loop)) return node;
  }
  return null;
}

/** Back to the head without leaving the loop first (an outer loop would take a new iterator). */
function comesBack(flow: FlowGraph, from: Point, head: Point, loop: For): boolean {
  const outside = (point: Point): boolean => {
    const node = flow.nodes[point];
    return (flow.kinds[point] === Kind.iter && node === loop) || (!!node && (node.end <= loop.start || node.start >= loop.end));
  };
  return reaches(flow, from, head, outside);
}

function changeOf(together: Together, locks: RunLocks, place: SharedPlace, loop: Access): SharedLoop["change"] {
  const added = addsNew(place);
  for (const pass of [REMOVALS, added]) {
    for (const access of place.accesses) {
      // Emptied by the function that has just walked it: tear-down.
      if (!pass.has(access.kind) || isSetUp(access.fn) || isTearDown(access) || (access.kind === "clear" && access.fn === loop.fn)) continue;
      const pair = meeting(together, locks, place, loop, access);
      if (pair) return { access, pair };
    }
  }
  return null;
}

const CHANGES_SIZE: ReadonlySet<Access["kind"]> = new Set([...REMOVALS, "store", "add"]);

/** Another thread needs no wait inside the loop. */
const mayChange = (together: Together, locks: RunLocks, place: SharedPlace, loop: Access, waits: boolean): boolean =>
  place.accesses.some((one) => CHANGES_SIZE.has(one.kind) && !isSetUp(one.fn) && meeting(together, locks, place, loop, one, (pair) => waits || together.inThreads(pair)) !== null);

/** Two runs, one in the loop and one at the change, that no lock keeps apart; one lock for each key does not. */
const meeting = (together: Together, locks: RunLocks, place: SharedPlace, loop: Access, change: Access, accepts: (pair: Pair) => boolean = () => true): Pair | null =>
  together.pair(loop.fn, change.fn, "anything", place.location.owner, (one, other) => !accepts([one, other]) || locks.exclude(one, [loop.node, loop.node], other, [change.node, change.node], (id) => !id.endsWith("[]")));

/** Stores add entries where some entries are taken out again, so that keys come and go. */
function addsNew(place: SharedPlace): ReadonlySet<Access["kind"]> {
  const removes = place.accesses.some((one) => REMOVALS.has(one.kind) && !isSetUp(one.fn) && !isTearDown(one));
  return new Set<Access["kind"]>(removes ? ["add", "store"] : []);
}
