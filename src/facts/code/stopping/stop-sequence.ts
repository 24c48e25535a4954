import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { TIME_LIMITS } from "../../../knowledge/process-end.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { endlessFunctions, type EndlessFunctions } from "../resources/endless.ts";
import { widerCalls, type WiderCalls } from "../wider-calls.ts";
import { stopRegions, type StopRegion } from "./stop-regions.ts";

/** A stretch of code that runs while the bot stops: a region itself, or a function that is called from one. */
export interface StopStep {
  readonly region: StopRegion;
  readonly fn: FunctionNode;
  readonly nodes: readonly Node[];
  /** The call that leads there; null for the region itself. */
  readonly via: Call | null;
  readonly from: StopStep | null;
  /** A time limit stands around it on this way. */
  readonly timed: boolean;
}

export interface StopSequence {
  readonly steps: readonly StopStep[];
  /** Visits every node of the sequence (each once), without entering nested functions; `timed` says whether a limit bounds it. */
  visit(see: (node: Node, step: StopStep, timed: boolean) => void): void;
}

/** More functions than this are not one shutdown: something was resolved too widely. */
const MOST_STEPS = 1500;

export const stopSequence = codeFact({
  name: "stop-sequence",
  doc: "Everything that runs while the bot stops, and whether a time limit stands around it.",
  requires: { callGraph, widerCalls, stopRegions, endlessFunctions },
  derive({ callGraph, widerCalls, stopRegions, endlessFunctions }): StopSequence {
    const steps: StopStep[] = [];
    const timing = new Timing(callGraph);
    // Ways without a time limit first: what is reached by one is not bounded.
    const known = new Set<FunctionNode>();
    const later: StopStep[] = [];
    for (const region of stopRegions) steps.push({ region, fn: region.fn, nodes: region.nodes, via: null, from: null, timed: false });
    const follow = (step: StopStep): void => {
      visitStep(step, timing, (node, timed) => {
        if (node.kind !== "call") return;
        for (const fn of calleesOf(node, callGraph, widerCalls)) {
          if (known.has(fn) || goesOn(fn, node, endlessFunctions)) continue;
          const next: StopStep = { region: step.region, fn, nodes: fn.body, via: node, from: step, timed };
          if (timed) later.push(next);
          else {
            known.add(fn);
            steps.push(next);
          }
        }
      });
    };
    for (let i = 0; i < steps.length && steps.length < MOST_STEPS; i++) follow(steps[i]!);
    for (let i = 0; i < later.length && steps.length < MOST_STEPS; i++) {
      const step = later[i]!;
      if (known.has(step.fn)) continue;
      known.add(step.fn);
      steps.push(step);
      follow(step);
    }
    return {
      steps,
      visit(see) {
        for (const step of steps) visitStep(step, timing, (node, timed) => see(node, step, timed));
      },
    };
  },
});

const calleesOf = (call: Call, graph: CallGraph, wider: WiderCalls): readonly FunctionNode[] =>
  graph.targets(call).how === "unresolved" ? wider.runs(call) : [...new Set([...graph.runs(call), ...handed(call, graph)])];

/** `loop.create_task(self.stop())`, `call_soon_threadsafe(self.stop)`, `to_thread(self.save)`: what is handed over runs too. */
function handed(call: Call, graph: CallGraph): FunctionNode[] {
  return LOOKS_AT.test(calleeName(call)) ? [] : call.args.flatMap(({ value }) => (value.kind === "attribute" || value.kind === "name" || value.kind === "lambda" ? graph.valuesOf(value).flatMap((one) => (one.kind === "function" ? [one.fn] : [])) : []));
}

/** `hasattr(resume_trades, "_tasks")` runs nothing. */
const LOOKS_AT = /^((has|get|set|del)attr|isinstance|callable|id|type|repr|str|print|bool|iscoroutinefunction)$/;

/** `create_task(self._watch(symbol))`: what starts an endless loop sets the bot going again, be it between `cancel` and the end. */
const goesOn = (fn: FunctionNode, by: Call, endless: EndlessFunctions): boolean =>
  endless.loopOf(fn) !== null && (STARTS.test(calleeName(by)) || (by.parent?.kind === "argument" && by.parent.parent?.kind === "call" && STARTS.test(calleeName(by.parent.parent))));
const STARTS = /^(create_task|ensure_future|Thread|submit|run_coroutine_threadsafe|start_soon)$/;

function visitStep(step: StopStep, timing: Timing, see: (node: Node, timed: boolean) => void): void {
  const visit = (node: Node, timed: boolean): void => {
    if (node.kind === "function" || node.kind === "class") return;
    see(node, timed);
    if (node.kind === "call") {
      visitCall(node, timed);
      return;
    }
    const limits = node.kind === "with" && node.items.some((one) => one.context.kind === "call" && TIME_LIMITS.test(calleeName(one.context)));
    children(node, (child) => visit(child, timed || limits));
  };
  const visitCall = (call: Call, timed: boolean): void => {
    visit(call.callee, timed);
    const bounded = timed || timing.bounds(call);
    for (const one of call.args) visit(one.value, bounded);
  };
  for (const node of step.nodes) visit(node, step.timed);
}

class Timing {
  readonly #wrappers = new Map<FunctionNode, boolean>();
  readonly #graph: CallGraph;

  constructor(graph: CallGraph) {
    this.#graph = graph;
  }

  /** The call waits for its arguments no longer than it is told. */
  bounds(call: Call): boolean {
    const name = calleeName(call);
    if (name === "wait_for") return call.args.length > 1 && !call.args.some((one) => (one.name === "timeout" || one.name === null) && one.value.kind === "none");
    if (name === "wait" || name === "join" || name === "run_coroutine_threadsafe") return call.args.some((one) => one.name === "timeout" && one.value.kind !== "none");
    return this.#graph.runs(call).some((fn) => this.#wraps(fn));
  }

  /** The function waits for its own parameter under a limit: `async def step(self, work): await asyncio.wait_for(work, 5)`. */
  #wraps(fn: FunctionNode): boolean {
    const known = this.#wrappers.get(fn);
    if (known !== undefined) return known;
    let found = false;
    const own = new Set(fn.params.map((one) => one.name));
    const visit = (node: Node): void => {
      if (found || node.kind === "function") return;
      if (node.kind === "call" && calleeName(node) === "wait_for" && node.args[0]) found = mentions(node.args[0].value, own);
      else if (node.kind === "with" && node.items.some((one) => one.context.kind === "call" && TIME_LIMITS.test(calleeName(one.context)))) found = node.body.some((one) => mentions(one, own));
      if (!found) children(node, visit);
    };
    for (const one of fn.body) visit(one);
    this.#wrappers.set(fn, found);
    return found;
  }
}

function mentions(node: Node, names: ReadonlySet<string>): boolean {
  if (node.kind === "name") return names.has(node.id) && node.id !== "self";
  let found = false;
  children(node, (child) => { found ||= mentions(child, names); });
  return found;
}

export const calleeName = ({ callee }: Call): string => ownName(callee);

