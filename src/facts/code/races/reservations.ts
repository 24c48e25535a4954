import { blockOf, statementOf } from "../../../ir/blocks.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { ENTRY, flowOf, pointsOf } from "../../../ir/flow.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { pointsAfter } from "../../../ir/paths.ts";
import { contains, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index } from "../module-index.ts";
import { sharedState, type SharedPlace } from "../shared-state.ts";
import type { Access } from "./accesses.ts";
import { keyWords } from "./key-words.ts";
import { suspension, type Suspension } from "./suspension.ts";
import { staleWindow } from "./windows.ts";

/**
 * "Busy" said and tested in one step: `if key in busy: return` and, before anything else may run, `busy.add(key)`. From there
 * to the end of the function it excludes like a lock, though whoever finds it taken leaves instead of waiting.
 */
export interface Reservation {
  readonly fn: FunctionNode;
  readonly place: SharedPlace;
  readonly test: Access;
  readonly taken: Access;
  /** For one key, or for all: `self.busy["public"] = True` is one mark beside others, not one for each symbol. */
  readonly keyed: boolean;
  /** What tells the mark from others of the place. */
  readonly mark: string;
  readonly end: number;
}

export const reservations = codeFact({
  name: "reservations",
  doc: "Busy marks that are tested and set in one step.",
  requires: { index, sharedState, suspension },
  derive({ index, sharedState, suspension }): readonly Reservation[] {
    const found: Reservation[] = [];
    for (const fn of index.functions) {
      const inside = sharedState.inside(fn);
      if (inside.length < 2) continue;
      for (const { place, access: taken } of inside) {
        if (!isTaking(taken)) continue;
        const test = inside.find((one) => one.place === place && isTest(one.access, taken, index) && excludes(fn, one.access, taken, suspension));
        if (test) found.push({ fn, place, test: test.access, taken, keyed: taken.key !== null && taken.key.kind !== "string", mark: taken.key?.kind === "string" ? ` ${taken.key.value}` : "", end: endOf(fn, taken) });
      }
    }
    return found;
  },
});

/** To the end of the function; where whoever finds it taken goes on as well (`if k not in d: d[k] = ...`), only to the end of its block. */
function endOf(fn: FunctionNode, taken: Access): number {
  const statement = statementOf(taken.node);
  const end = blockOf(statement)?.at(-1)?.end ?? statement.end;
  const flow = flowOf(fn);
  const marks = new Set(pointsOf(flow, taken.node));
  const around = pointsAfter(flow, ENTRY, (point) => marks.has(point)).some((point) => (flow.nodes[point]?.start ?? 0) > end && !marks.has(point));
  return around ? end : fn.end;
}

const isTaking = (one: Access): boolean =>
  ((one.kind === "add" || one.kind === "store") && one.key !== null) || (one.kind === "rebind" && setsTrue(one.node));

const isTest = (test: Access, taken: Access, index: Index): boolean =>
  taken.key === null ? test.kind === "truth" : (test.kind === "has" || test.kind === "get" || (test.kind === "load" && setsTrue(taken.node))) && test.key !== null && keyWords(index, test.key) === keyWords(index, taken.key);

const setsTrue = (node: Node): boolean => node.kind === "assign" && node.value.kind === "boolean" && node.value.value;

/** On the way to the mark the test said "free", and nothing else could run in between. */
function excludes(fn: FunctionNode, test: Access, taken: Access, suspension: Suspension): boolean {
  const flow = flowOf(fn);
  const to = pointsOf(flow, taken.node)[0];
  if (to === undefined || flow.position[to]! < 0) return false;
  const condition = conditionsAt(flow, to).find(({ node }) => contains(node, test.node) || namedBy(node, test.node));
  if (!condition) return false;
  return staleWindow(flow, suspension.points(flow), condition.point, to, () => false) < 0;
}

/** `taken = d.get(k)` and then a condition on the name. */
function namedBy(condition: Node, test: Node): boolean {
  const up = test.parent;
  const target = up?.kind === "assign" ? up.targets[0] : up?.kind === "bind" ? up.target : null;
  if (target?.kind !== "name") return false;
  let found = false;
  walk(condition, (node) => void (node.kind === "name" && node.id === target.id && (found = true)));
  return found;
}
