import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { sharedState, type SharedPlace, type SharedState } from "../shared-state.ts";
import { REMOVALS, TESTS, WRITES, type Access } from "./accesses.ts";
import { suspension, type Suspension } from "./suspension.ts";

/** What is asked of a place: about one key, about how many there are, or a flag for all. */
export type Question = "key" | "count" | "flag";

export interface Asked {
  readonly place: SharedPlace;
  readonly question: Question;
  readonly access: Access;
  /** A count that is compared with a limit. */
  readonly limited: boolean;
}

export interface StateSummaries {
  /** What a function that awaits nothing asks of shared places, itself and through what it calls. */
  asks(fn: FunctionNode): readonly Asked[];
  /** A write of the place that fits, by the function itself or through what it calls. */
  writes(fn: FunctionNode, place: SharedPlace, fits: (write: Access) => boolean): Access | null;
  /** Whether it asks the question of the place and writes it before anything else may run: a second test that counts. */
  claims(fn: FunctionNode, place: SharedPlace, question: Question): boolean;
}

const MAX_DEPTH = 4;
/** One write of each kind is enough. */
const MOST_WRITES = 8;

export const stateSummaries = codeFact({
  name: "state-summaries",
  doc: "What each function asks of and writes to shared places, callees included.",
  requires: { index, callGraph, sharedState, suspension },
  derive: ({ index, callGraph, sharedState, suspension }): StateSummaries => new Summaries(index, callGraph, sharedState, suspension),
});

export function questionOf(access: Access): Question | null {
  if (access.kind === "has" || access.kind === "get") return "key";
  if (access.kind === "len" || (access.kind === "copy" && isCounted(access.node))) return "count";
  return TESTS.has(access.kind) ? "flag" : null;
}

/** Part of `count >= limit`, where the limit is no literal 0: "is there any" is no limit. */
export function isLimited(node: Node): boolean {
  for (let at = node, up = node.parent; up; at = up, up = up.parent) {
    if (up.kind === "compare") {
      const other = up.left === at ? up.right : up.left;
      return /^[<>]/.test(up.op) && !(other.kind === "number" && other.value === 0);
    }
    if (up.kind !== "call" && up.kind !== "argument" && up.kind !== "binary" && up.kind !== "clause" && up.kind !== "comprehension" && up.kind !== "bind") return false;
  }
  return false;
}

/** `len(...)` or `sum(1 for ...)` around it. */
function isCounted(node: Node): boolean {
  for (let up = node.parent; up && !("body" in up); up = up.parent) {
    if (up.kind === "call" && up.callee.kind === "name" && (up.callee.id === "len" || up.callee.id === "sum")) return true;
    if (up.kind === "expression" || up.kind === "assign" || up.kind === "return") return false;
  }
  return false;
}

function add(found: Asked[], one: Asked): void {
  const known = found.findIndex((each) => each.place === one.place && each.question === one.question);
  if (known < 0) found.push(one);
  else if (one.limited && !found[known]!.limited) found[known] = one;
}

class Summaries implements StateSummaries {
  readonly #asks = new Map<FunctionNode, readonly Asked[]>();
  readonly #writes = new Map<FunctionNode, ReadonlyMap<SharedPlace, readonly Access[]>>();
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #state: SharedState;
  readonly #suspension: Suspension;

  constructor(index: Index, graph: CallGraph, state: SharedState, suspension: Suspension) {
    this.#index = index;
    this.#graph = graph;
    this.#state = state;
    this.#suspension = suspension;
  }

  #callsOf(fn: FunctionNode): readonly Call[] {
    return this.#index.callsIn(fn).filter((call) => this.#graph.targets(call).how === "resolved");
  }

  #callees(fn: FunctionNode): readonly FunctionNode[] {
    return this.#callsOf(fn).flatMap((call) => this.#graph.runs(call));
  }

  asks(fn: FunctionNode): readonly Asked[] {
    return this.#asksTo(fn, 0);
  }

  #asksTo(fn: FunctionNode, depth: number): readonly Asked[] {
    const known = this.#asks.get(fn);
    if (known) return known;
    if (this.#suspension.of(fn) || depth > MAX_DEPTH) return [];
    this.#asks.set(fn, []);
    const found: Asked[] = [];
    for (const { place, access } of this.#state.inside(fn)) {
      const question = questionOf(access);
      if (question) found.push({ place, question, access, limited: question === "count" && isLimited(access.node) });
    }
    for (const call of this.#callsOf(fn)) {
      for (const callee of this.#graph.runs(call)) {
        const limited = isLimited(call);
        for (const one of this.#asksTo(callee, depth + 1)) add(found, { ...one, limited: one.limited || (one.question === "count" && limited) });
        if (isCounted(call)) for (const one of this.#copies(callee, new Set(), depth + 1)) add(found, { ...one, limited });
      }
    }
    this.#asks.set(fn, found);
    return found;
  }

  /** Places of which the function gives a copy: how many there are is asked by whoever counts it. */
  #copies(fn: FunctionNode, seen: Set<FunctionNode>, depth: number): Asked[] {
    if (depth > MAX_DEPTH || seen.has(fn)) return [];
    seen.add(fn);
    const own = this.#state.inside(fn).flatMap(({ place, access }): Asked[] => (access.kind === "copy" || access.kind === "value" ? [{ place, question: "count", access, limited: false }] : []));
    return [...own, ...this.#callees(fn).flatMap((callee) => this.#copies(callee, seen, depth + 1))];
  }

  writes(fn: FunctionNode, place: SharedPlace, fits: (write: Access) => boolean): Access | null {
    return this.#writesTo(fn, 0).get(place)?.find(fits) ?? null;
  }

  #writesTo(fn: FunctionNode, depth: number): ReadonlyMap<SharedPlace, readonly Access[]> {
    const known = this.#writes.get(fn);
    if (known) return known;
    const found = new Map<SharedPlace, Access[]>();
    if (depth > MAX_DEPTH) return found;
    this.#writes.set(fn, found);
    const add = (place: SharedPlace, access: Access): void => {
      const list = found.get(place);
      if (!list) found.set(place, [access]);
      else if (list.length < MOST_WRITES && !list.some((one) => one.kind === access.kind)) list.push(access);
    };
    for (const { place, access } of this.#state.inside(fn)) if (WRITES.has(access.kind)) add(place, access);
    for (const callee of this.#callees(fn)) for (const [place, list] of this.#writesTo(callee, depth + 1)) for (const access of list) add(place, access);
    return found;
  }

  claims(fn: FunctionNode, place: SharedPlace, question: Question): boolean {
    return this.#claimsTo(fn, place, question, 0, new Set());
  }

  #claimsTo(fn: FunctionNode, place: SharedPlace, question: Question, depth: number, seen: Set<FunctionNode>): boolean {
    if (depth > MAX_DEPTH || seen.has(fn)) return false;
    seen.add(fn);
    const own = this.#state.inside(fn).filter((one) => one.place === place).map((one) => one.access);
    const asks = own.some((one) => questionOf(one) === question) || this.#callees(fn).some((callee) => this.asks(callee).some((one) => one.place === place && one.question === question));
    const writes = own.some((one) => WRITES.has(one.kind)) || this.#callees(fn).some((callee) => this.writes(callee, place, (one) => !REMOVALS.has(one.kind) || question === "key") !== null);
    // `entry = d.pop(key, None)`, then a test of what came: whoever is second gets nothing.
    if ((asks && writes) || (question === "key" && own.some((one) => one.kind === "drop" && one.key !== null && one.node.parent?.kind !== "expression"))) return true;
    return this.#callees(fn).some((callee) => this.#claimsTo(callee, place, question, depth + 1, seen));
  }
}
