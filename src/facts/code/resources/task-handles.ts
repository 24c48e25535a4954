import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { catchesOrdinary } from "../../../ir/exception-kinds.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import { pointsAfter } from "../../../ir/paths.ts";
import { children, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { WAITING_CALLS } from "../../../knowledge/resources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import type { Value } from "../inference/values.ts";
import { index, type Index } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { acquisitions, type Acquisition } from "./acquisitions.ts";
import { endlessFunctions, type EndlessFunctions } from "./endless.ts";
import { fatesOf, type Fate, type FateFinder } from "./fates.ts";
import { argumentFor, handleFlows, type Spot } from "./flows.ts";
import { releases, type Release, type Releases } from "./releases.ts";
import { needsOwnLoop, threadsWithoutLoop } from "./threads-without-loop.ts";
import { isNeverRun, unawaited } from "./unawaited.ts";

export interface TaskStart {
  /** The call whose result is the handle: `create_task`, or the call of the bot's own function that returns it. */
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly acquisition: Acquisition;
  readonly runs: readonly FunctionNode[];
  /** A loop in what it runs that never ends by itself. */
  readonly loop: Node | null;
  /** It can lead to an order. */
  readonly orders: boolean;
  /**
   * dropped: nothing refers to the task once it is started. kept: somebody does, but nobody ever cancels or awaits it.
   * released: it is cancelled or awaited somewhere. elsewhere: it was handed to somebody who could not be followed.
   */
  readonly handle: "dropped" | "kept" | "released" | "elsewhere";
  /** A callback sees how it ends. */
  readonly callback: boolean;
  /** What it runs takes every exception itself. */
  readonly guarded: boolean;
  readonly fates: readonly Fate[];
  readonly releases: readonly Release[];
}

export const taskHandles = codeFact({
  name: "task-handles",
  doc: "Each start of a task: what it runs, whether that ever ends by itself, and what becomes of the handle.",
  requires: { index, infer, callGraph, acquisitions, endlessFunctions, handleFlows, releases, orderSites, threadsWithoutLoop, unawaited, reach },
  derive({ index, infer, callGraph, acquisitions, endlessFunctions, handleFlows, releases, orderSites, threadsWithoutLoop, unawaited, reach }): readonly TaskStart[] {
    const ordering = leadingToOrders(callGraph, orderSites.filter((one) => one.role !== "cancel").map((one) => one.fn));
    const world: World = { infer, graph: callGraph, index, endless: endlessFunctions, releases, finder: { flows: handleFlows, graph: callGraph }, ordering };
    // Where no loop runs, and in a coroutine that nobody awaits, no task comes to be.
    const starts = (one: Acquisition): boolean => one.kind === "task" && !(needsOwnLoop(callGraph.targets(one.call).libraries) && threadsWithoutLoop.of(one.fn)) && !isNeverRun(unawaited, callGraph, reach, one.fn);
    return acquisitions.filter(starts).flatMap((one) => startsOf(world, one));
  },
});

interface World {
  readonly infer: Inference;
  readonly graph: CallGraph;
  readonly index: Index;
  readonly endless: EndlessFunctions;
  readonly releases: Releases;
  readonly finder: FateFinder;
  readonly ordering: ReadonlySet<FunctionNode>;
}

const MOST_CALLERS = 40;

/** A handle that the function returns belongs to its callers. */
function startsOf(on: World, one: Acquisition): TaskStart[] {
  const returned = one.fates.length > 0 && one.fates.every((fate) => fate.kind === "returned" || (isReturnedLocal(on, fate) && !(fate.kind === "kept" && fate.spot.kind === "local" && isPassedOn(fate.spot))));
  const callers = returned ? on.graph.callersOf(one.fn) : [];
  if (callers.length === 0) return [startOf(on, one, one.call, one.fn, one.fates, runsOf(on, one.call))];
  // `on_bar=lambda bar: create_task(f(bar))`: who calls the lambda knows nothing of tasks.
  if (one.fn.name === "<lambda>") return [startOf(on, one, one.call, one.fn, callers.flatMap(({ call }) => fatesOf(on.finder, call)), runsOf(on, one.call))];
  return callers.slice(0, MOST_CALLERS).map(({ call, caller }) => {
    const given = call.args.flatMap((argument) => on.infer.evaluate(argument.value).flatMap(functionsIn));
    return startOf(on, one, call, caller, fatesOf(on.finder, call), given.length > 0 ? given : runsOf(on, one.call));
  });
}

function isReturnedLocal(on: World, fate: Fate): boolean {
  if (fate.kind !== "kept" || fate.spot.kind !== "local") return false;
  const { name, scope } = fate.spot;
  return scope.kind === "function" && on.index.modules.get(on.index.moduleOf(scope).file)!.returns[scope.index]!.some((one) => one.value?.kind === "name" && one.value.id === name);
}

/** `return adapter, task`: whoever unpacks it has the handle. */
function isHandedOut(on: World, fate: Fate): boolean {
  if (fate.kind !== "kept" || fate.spot.kind !== "local" || fate.element) return false;
  const { name, scope } = fate.spot;
  return scope.kind === "function" && on.index.modules.get(on.index.moduleOf(scope).file)!.returns[scope.index]!.some(({ value }) => (value?.kind === "tuple" || value?.kind === "list") && value.items.some((one) => one.kind === "name" && one.id === name));
}

function startOf(on: World, acquisition: Acquisition, call: Call, fn: FunctionNode, fates: readonly Fate[], runs: readonly FunctionNode[]): TaskStart {
  const given = on.releases.of(acquisition.call);
  const callback = hasCallback(call, fates);
  const own = call === acquisition.call ? given : given.filter((one) => fates.some((fate) => fate.kind === "kept" && one.spots.has(fate.spot)));
  let loop: Node | null = null;
  for (const each of runs) loop ??= on.endless.loopOf(each);
  return { call, fn, acquisition, runs, loop, orders: runs.some((each) => on.ordering.has(each)), callback, guarded: runs.length > 0 && runs.every(guardsItself), handle: handleOf(on, call, fates, own, runs), fates, releases: own };
}

/** All that waits in it stands in a `try` that takes whatever is raised, in a loop or not. */
const guardsItself = (fn: FunctionNode): boolean => fn.body.every(isGuarded);

function isGuarded(one: Node): boolean {
  switch (one.kind) {
    case "expression": return one.value.kind === "string" || one.value.kind === "call";
    case "try": return one.handlers.some((each) => catchesOrdinary(each.type) === "always");
    case "while": case "if": return !waits(one.test) && one.body.every(isGuarded) && one.otherwise.every(isGuarded);
    default: return /^(assign|declare|import|import-from|return|scope)$/.test(one.kind) && !waits(one);
  }
}

function waits(node: Node): boolean {
  let found = node.kind === "await";
  children(node, (one) => { found ||= waits(one); });
  return found;
}

function handleOf(on: World, call: Call, fates: readonly Fate[], given: readonly Release[], runs: readonly FunctionNode[]): TaskStart["handle"] {
  if (runs.some((fn) => keepsItself(on, fn)) || isProgram(call)) return "elsewhere";
  if (fates.some((fate) => fate.kind === "managed" || fate.kind === "awaited")) return "released";
  if (given.length > 0) return "released";
  if (fates.some((fate) => isHandedOut(on, fate))) return "elsewhere";
  if (fates.every((fate) => fate.kind === "dropped" || isForgotten(on, fate, call))) return fates.some((fate) => holdsWhileItWaits(fate)) ? "kept" : "dropped";
  if (fates.some((fate) => fate.kind === "kept" && fate.spot.kind === "local" && !fate.element && isPassedOn(fate.spot))) return "elsewhere";
  if (fates.some((fate) => fate.kind === "handed" || fate.kind === "used" || fate.kind === "returned")) return "elsewhere";
  return "kept";
}

/** `loop.create_task(main())`, then `loop.run_forever()`: the task is the program, and ends with it. */
function isProgram(call: Call): boolean {
  const statement = call.parent;
  if (statement?.kind !== "expression" || enclosingFunction(call)?.name !== "<module>") return false;
  let found = false;
  children(statement.parent!, (node) => void (found ||= node.kind === "expression" && node.start > statement.end && node.value.kind === "call" && calledName(node.value) === "run_forever"));
  return found;
}

/** `self._task = asyncio.current_task()`: the task registers itself. */
function keepsItself(on: World, fn: FunctionNode): boolean {
  return on.index.callsIn(fn).some((call) => on.graph.targets(call).libraries.includes("asyncio.current_task"));
}

/** A local variable that nothing reads again, but for its callbacks and its name. */
function isForgotten(on: World, fate: Fate, call: Call): boolean {
  if (fate.kind !== "kept" || fate.spot.kind !== "local" || fate.element) return false;
  const { name, scope } = fate.spot;
  if (scope.kind !== "function" || scope.name === "<module>") return false;
  let read = false;
  on.index.moduleOf(scope).functions.forEach((fn) => {
    if (read || !(fn === scope || isInside(fn, scope))) return;
    read = readsName(fn, name, call);
  });
  return !read;
}

/** The variable keeps the task for as long as its function waits for other things. */
function holdsWhileItWaits(fate: Fate): boolean {
  if (fate.kind !== "kept" || fate.spot.kind !== "local" || fate.spot.scope.kind !== "function") return false;
  const flow = flowOf(fate.spot.scope);
  return pointsOf(flow, fate.node).some((start) => flow.position[start]! >= 0 && pointsAfter(flow, start).some((point) => flow.yields[point] !== 0));
}

function hasCallback(call: Call, fates: readonly Fate[]): boolean {
  if (call.parent?.kind === "attribute" && call.parent.name === "add_done_callback") return true;
  return fates.some((fate) => {
    let found = false;
    if (fate.kind === "kept" && fate.spot.kind === "local" && fate.spot.scope.kind === "function") {
      const { name, scope } = fate.spot;
      walkBody(scope, (node) => { found ||= node.kind === "attribute" && node.name === "add_done_callback" && node.object.kind === "name" && node.object.id === name; });
    }
    return found;
  });
}

/** Given to some function: who knows what becomes of it. */
function isPassedOn(spot: Spot & { kind: "local" }): boolean {
  let found = false;
  if (spot.scope.kind === "function") walkBody(spot.scope, (node) => {
    if (node.kind === "name" && node.id === spot.name && (node.parent?.kind === "argument" || node.parent?.kind === "entry")) found = true;
  });
  return found;
}

function isInside(fn: FunctionNode, scope: FunctionNode): boolean {
  for (let at = enclosingFunction(fn); at; at = enclosingFunction(at)) if (at === scope) return true;
  return false;
}

const INCIDENTAL = new Set(["add_done_callback", "set_name", "get_name"]);

function readsName(fn: FunctionNode, name: string, start: Call): boolean {
  let found = false;
  const step = (node: Node): void => {
    if (found || node === start || (node.kind === "function" && node !== fn)) return;
    if (node.kind === "name" && node.id === name && !isTarget(node)) {
      const up = node.parent;
      found = !(up?.kind === "attribute" && INCIDENTAL.has(up.name));
    }
    children(node, step);
  };
  for (const one of fn.body) step(one);
  return found;
}

const isTarget = (node: Node): boolean => {
  const up = node.parent;
  return (up?.kind === "assign" && up.targets.includes(node as never)) || (up?.kind === "bind" && up.target === node) || ((up?.kind === "for" || up?.kind === "clause") && up.target === node);
};

function runsOf(on: World, call: Call): readonly FunctionNode[] {
  const first = call.args.find((one) => one.name === null || one.name === "coro") ?? call.args[0];
  if (!first) return [];
  const runs = on.infer.evaluate(first.value).flatMap(functionsIn);
  return [...new Set([...runs, ...(first.value.kind === "call" ? handedIn(on, runs, first.value) : [])])];
}

/** `create_task(supervised("feed", feed.start))`: what the supervisor is given to await runs as long as the task. */
function handedIn(on: World, runs: readonly FunctionNode[], call: Call): readonly FunctionNode[] {
  return runs.flatMap((fn) => {
    const awaited = on.index.callsIn(fn).flatMap((one) => (one.callee.kind === "name" && one.parent?.kind === "await" ? [one.callee.id] : []));
    return fn.params.flatMap((param, at) => {
      const given = awaited.includes(param.name) ? argumentFor(call, fn, at) : null;
      return given ? on.infer.evaluate(given).flatMap(functionsIn) : [];
    });
  });
}

function functionsIn(value: Value): readonly FunctionNode[] {
  if (value.kind === "coroutine") return [value.fn];
  return value.kind === "function" && value.fn.async ? [value.fn] : [];
}

/** Awaited on the spot, or through a call that waits; not handed to a task of its own. */
function runsHere(call: Call): boolean {
  const up = call.parent;
  if (up?.kind === "await" || up?.kind === "return") return true;
  const outer = up?.kind === "argument" && up.parent?.kind === "call" ? up.parent : null;
  const name = outer?.callee.kind === "attribute" ? outer.callee.name : outer?.callee.kind === "name" ? outer.callee.id : "";
  return WAITING_CALLS.has(name);
}

/** Functions from which a chain of calls leads to an order. */
function leadingToOrders(graph: CallGraph, seeds: readonly FunctionNode[]): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  const queue = [...seeds];
  for (let i = 0; i < queue.length; i++) {
    const fn = queue[i]!;
    if (found.has(fn)) continue;
    found.add(fn);
    for (const { call, caller, how } of graph.callersOf(fn)) if (how === "resolved" && (!fn.async || runsHere(call))) queue.push(caller);
  }
  return found;
}
