import { conditionsAt } from "../../ir/conditions.ts";
import { dominates, dominatorsOf } from "../../ir/dominators.ts";
import { flowOf } from "../../ir/flow.ts";
import { isReachable, Kind, ownPoints, pointsOfKind, type FlowGraph } from "../../ir/flow-graph.ts";
import type { Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import type { GuardKind } from "../../knowledge/guard-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { bitOf, guardKinds, type GuardKinds, type GuardMask } from "./guard-kinds.ts";
import { handOvers, type HandOvers } from "./hand-overs.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { index, type Index } from "./module-index.ts";
import { closesByName, intentOf, intentThrough, type Intent } from "./order-intent.ts";
import { orderSites, type OrderSite } from "./order-sites.ts";
import { queues, type Queues } from "./queues.ts";
import { reach, type Reachability } from "./reach.ts";
import { tasks } from "./tasks.ts";

/** One step towards an opening order: `from` calls (or hands over to) `to`, under guards that hold on every path to the call. */
export interface PathStep {
  readonly from: FunctionNode;
  readonly to: FunctionNode | null;
  readonly at: Node;
  readonly guards: readonly Guard[];
  readonly mask: GuardMask;
}

/** A tested expression whose other outcome does not get to the call. */
export interface Guard {
  readonly test: Node;
  readonly mask: GuardMask;
}

export interface TradePaths {
  /** Opening orders that the running bot can send. */
  readonly openings: readonly OrderSite[];
  /** The steps that lead to an opening order, by the function that they lead to (null: the order itself). */
  stepsTo(fn: FunctionNode): readonly PathStep[];
  stepOf(site: OrderSite): PathStep;
  /**
   * A shortest way from where something starts to the order on which no guard of the kind stands, first step first; null when
   * every way passes one. `startKnown` is false where nobody was seen to call the first function: who does may have the guard.
   */
  unguarded(site: OrderSite, kind: GuardKind): { readonly steps: readonly PathStep[]; readonly startKnown: boolean } | null;
  /** Guards of the kind on the ways to the order, for evidence. */
  guards(site: OrderSite, kind: GuardKind): readonly Guard[];
}

const NONE: readonly PathStep[] = [];

export const tradePaths = codeFact({
  name: "trade-paths",
  doc: "The ways that lead to an opening order, and the guards that dominate each step.",
  requires: { index, infer, callGraph, orderSites, guardKinds, reach, tasks, queues, handOvers },
  derive({ index, infer, callGraph, orderSites, guardKinds, reach, tasks, queues, handOvers }): TradePaths {
    const intents = new Map(orderSites.map((one) => [one, intentOf(infer, one.call)]));
    const openings = orderSites.filter((one) => one.role === "open" && intents.get(one) !== "closes" && reach.of(one.fn) !== "dead" && !closesByName(one.fn));
    const graph = new Steps(index, callGraph, guardKinds, reach, queues, handOvers);
    const sites = new Map(openings.map((one) => [one, graph.step(one.fn, null, one.call)]));
    graph.spread(openings.map((one) => one.fn));
    const roots = new Set(tasks.roots.map((one) => one.fn));
    const callerless = (fn: FunctionNode): boolean => (graph.into.get(fn) ?? NONE).length === 0;
    return {
      openings,
      stepsTo: (fn) => graph.into.get(fn) ?? NONE,
      stepOf: (site) => sites.get(site)!,
      unguarded(site, kind) {
        const search = new Search(infer, graph.into, bitOf(kind));
        const known = search.shortest(sites.get(site)!, intents.get(site)!, (fn) => roots.has(fn));
        const steps = known ?? search.shortest(sites.get(site)!, intents.get(site)!, callerless);
        return steps && { steps, startKnown: known !== null };
      },
      guards: (site, kind) => guardsOn(sites.get(site)!, graph.into, bitOf(kind)),
    };
  },
});

class Steps {
  readonly into = new Map<FunctionNode, PathStep[]>();
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #kinds: GuardKinds;
  readonly #reach: Reachability;
  readonly #queues: Queues;
  readonly #handOvers: HandOvers;

  constructor(index: Index, graph: CallGraph, kinds: GuardKinds, reach: Reachability, queues: Queues, handOvers: HandOvers) {
    this.#index = index;
    this.#graph = graph;
    this.#kinds = kinds;
    this.#reach = reach;
    this.#queues = queues;
    this.#handOvers = handOvers;
  }

  /** Backwards from the functions that send: every call of them, and every hand-over through a queue. */
  spread(from: readonly FunctionNode[]): void {
    const seen = new Set(from);
    const work = [...seen];
    for (let i = 0; i < work.length; i++) {
      const fn = work[i]!;
      const steps: PathStep[] = [];
      // `breaker.call(self._place)`: what calls its parameter is the same for all; who hands the function over decides.
      const handed = this.#handOvers.of(fn);
      for (const one of handed) if (this.#reach.of(one.from) !== "dead") steps.push(this.step(one.from, fn, one.call));
      for (const { call, caller } of this.#graph.callersOf(fn)) {
        if (caller === fn || this.#reach.of(caller) === "dead" || (handed.length > 0 && callsParameter(call, caller))) continue;
        steps.push(this.step(caller, fn, call));
      }
      for (const put of this.#queues.putsFor(fn)) steps.push(this.step(put.fn, fn, put.call));
      this.into.set(fn, steps);
      for (const one of steps) {
        if (seen.has(one.from)) continue;
        seen.add(one.from);
        work.push(one.from);
      }
    }
  }

  step(from: FunctionNode, to: FunctionNode | null, call: Call): PathStep {
    const flow = flowOf(from);
    const point = ownPoints(flow, call).find((one) => isReachable(flow, one));
    if (point === undefined) return { from, to, at: call, guards: [], mask: 0 };
    const guards: Guard[] = [];
    for (const { node } of conditionsAt(flow, point)) {
      const test = testedBy(node);
      const mask = test ? this.#kinds.of(test) : 0;
      if (test && mask) guards.push({ test, mask });
    }
    guards.push(...this.#raising(flow, point));
    return { from, to, at: call, guards, mask: guards.reduce((sum, one) => sum | one.mask, 0) };
  }

  /** `await self.risk.ensure_can_open(signal)`: a call before it that raises where it rejects. */
  #raising(flow: FlowGraph, point: number): Guard[] {
    const tree = dominatorsOf(flow);
    const found: Guard[] = [];
    for (const call of pointsOfKind(flow, Kind.call)) {
      const node = flow.nodes[call] as Call;
      if (call === point || !isDropped(node) || !dominates(tree, call, point)) continue;
      for (const fn of this.#graph.runs(node)) {
        const module = this.#index.modules.get(this.#index.moduleOf(fn).file)!;
        const raises = (module.byKind.get("raise") ?? []).some((one) => one.start >= fn.start && one.end <= fn.end);
        const mask = raises ? this.#kinds.inside(fn) : 0;
        if (mask) found.push({ test: node, mask });
      }
    }
    return found;
  }
}

/** A loop over candidates is a test of what it runs over; handlers and patterns ask nothing about a trade. */
const testedBy = (node: Node): Expr | null => {
  if (node.kind === "for" || node.kind === "clause") return node.iterable;
  return node.kind === "handler" || node.kind === "case" ? null : (node as Expr);
};

/** The callee is a parameter of the caller, or of a function around it (a decorator's wrapper). */
function callsParameter({ callee }: Call, caller: FunctionNode): boolean {
  if (callee.kind !== "name") return false;
  for (let fn: FunctionNode | null = caller; fn; fn = enclosingFunction(fn)) if (fn.params.some((one) => one.name === callee.id)) return true;
  return false;
}

const isDropped = (call: Call): boolean => (call.parent?.kind === "await" ? call.parent.parent : call.parent)?.kind === "expression";

interface Visit {
  readonly step: PathStep;
  readonly intent: Intent;
  readonly after: Visit | null;
}

/** Breadth first from the order backwards, along steps without the guard that do not turn the order into a closing one. */
class Search {
  readonly #infer: Inference;
  readonly #into: ReadonlyMap<FunctionNode, readonly PathStep[]>;
  readonly #bit: GuardMask;

  constructor(infer: Inference, into: ReadonlyMap<FunctionNode, readonly PathStep[]>, bit: GuardMask) {
    this.#infer = infer;
    this.#into = into;
    this.#bit = bit;
  }

  shortest(last: PathStep, intent: Intent, startsAt: (fn: FunctionNode) => boolean): readonly PathStep[] | null {
    if (last.mask & this.#bit) return null;
    const seen = new Set<string>();
    const work: Visit[] = [{ step: last, intent, after: null }];
    for (let i = 0; i < work.length; i++) {
      const visit = work[i]!;
      const fn = visit.step.from;
      if (startsAt(fn)) return unrolled(visit);
      for (const step of this.#into.get(fn) ?? NONE) {
        const next = intentThrough(this.#infer, step.at, fn, visit.intent, classOf(fn) !== null);
        const key = `${this.#idOf(step.from)} ${typeof next === "string" ? next : `${next.param}.${next.attribute}`}`;
        if (step.mask & this.#bit || next === "closes" || closesByName(step.from) || seen.has(key)) continue;
        seen.add(key);
        work.push({ step, intent: next, after: visit });
      }
    }
    return null;
  }

  readonly #ids = new Map<FunctionNode, number>();
  #idOf(fn: FunctionNode): number {
    let id = this.#ids.get(fn);
    if (id === undefined) this.#ids.set(fn, (id = this.#ids.size));
    return id;
  }
}

function unrolled(first: Visit): PathStep[] {
  const path: PathStep[] = [];
  for (let at: Visit | null = first; at; at = at.after) path.push(at.step);
  return path;
}

function guardsOn(last: PathStep, into: ReadonlyMap<FunctionNode, readonly PathStep[]>, bit: GuardMask): Guard[] {
  const found = new Set(last.guards.filter((one) => one.mask & bit));
  const seen = new Set<FunctionNode>([last.from]);
  for (const fn of seen) {
    for (const step of into.get(fn) ?? NONE) {
      for (const guard of step.guards) if (guard.mask & bit) found.add(guard);
      seen.add(step.from);
    }
  }
  return [...found];
}
