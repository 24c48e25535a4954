import { flowOf, Kind, ownPoints, pointsOf, RAISE_EXIT, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import { acquisitions, type Acquisition } from "./acquisitions.ts";
import { fatesOf, type Fate, type FateFinder } from "./fates.ts";
import { handleFlows, type Spot } from "./flows.ts";
import { isName, mayRaise, openPath, WAYS_OUT, whileOpen } from "./open-paths.ts";
import { releases, type Release, type Releases } from "./releases.ts";
import { shutdown, type Shutdown } from "./shutdown.ts";

/**
 * How the life of a session, socket, exchange or pool ends. closed: on every path out, or by a `with`. exceptions: a normal path
 * closes it, an exception passes by. early: only one that comes before the `try` whose `finally` closes it. open: some normal path leaves it open. never: nobody closes it. uncalled: only code that
 * nobody calls closes it. elsewhere: it was handed to somebody who could not be followed.
 */
export interface ResourceLife {
  readonly acquisition: Acquisition;
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly end: "closed" | "exceptions" | "early" | "open" | "never" | "uncalled" | "elsewhere";
  /** It outlives the function that takes it. */
  readonly kept: boolean;
  /** What may raise while it is open, or the way out that leaves it open. */
  readonly leaves: Node | null;
  readonly releases: readonly Release[];
  /** What closes it, where it is kept: of this very place, and the running bot gets there. */
  readonly closer: Release | null;
}

export const resourceLives = codeFact({
  name: "resource-lives",
  doc: "Whether each session, socket, exchange client and pool is given back on every path.",
  requires: { infer, callGraph, acquisitions, handleFlows, releases, shutdown },
  derive({ infer, callGraph, acquisitions, handleFlows, releases, shutdown }): readonly ResourceLife[] {
    const on: World = { infer, graph: callGraph, releases, finder: { flows: handleFlows, graph: callGraph }, shutdown };
    return acquisitions.filter((one) => one.kind !== "task" && one.kind !== "process" && !one.collected).flatMap((one) => livesOf(on, one));
  },
});

interface World {
  readonly infer: Inference;
  readonly graph: CallGraph;
  readonly releases: Releases;
  readonly finder: FateFinder;
  readonly shutdown: Shutdown;
}

const MOST_CALLERS = 20;

/** What the function returns belongs to its callers. */
function livesOf(on: World, one: Acquisition): ResourceLife[] {
  const returned = one.fates.some((fate) => fate.kind === "returned");
  const callers = returned ? on.graph.callersOf(one.fn) : [];
  if (callers.length === 0) return [lifeOf(on, one, one.call, one.fn, one.fates)];
  return callers.slice(0, MOST_CALLERS).map(({ call, caller }) => lifeOf(on, one, call, caller, fatesOf(on.finder, call)));
}

function lifeOf(on: World, acquisition: Acquisition, call: Call, fn: FunctionNode, fates: readonly Fate[]): ResourceLife {
  const given = on.releases.of(acquisition.call);
  const base = { acquisition, call, fn, kept: fates.some((fate) => fate.kind === "kept" && (fate.spot.kind !== "local" || fate.element)), releases: given, leaves: null, closer: null };
  if (fates.some((fate) => fate.kind === "managed")) return { ...base, end: "closed" };
  if (isStandIn(acquisition.call)) return { ...base, end: "elsewhere" };
  const local = onlyLocal(fates);
  if (local) return { ...base, ...localLife(on, acquisition, call, fn, local) };
  if (fates.some((fate) => fate.kind === "kept")) {
    if (given.length === 0) return { ...base, end: fates.some((fate) => isLibrarys(on, fate)) ? "elsewhere" : "never" };
    // What is closed before the new one is made is the old one.
    const [closer] = on.shutdown.proven(fn, fates, given.filter((one) => one.fn !== fn || one.node.start > call.start));
    return { ...base, closer: closer ?? null, end: closer ? "closed" : "uncalled" };
  }
  return { ...base, end: given.length > 0 ? "closed" : "elsewhere" };
}

/** `client = self._client or AsyncClient()`: made only where the kept one is missing, which is not known here. */
const isStandIn = (call: Call): boolean => call.parent?.kind === "logical" && call.parent.op === "or" && call.parent.right === call && call.parent.left.kind === "attribute";

/** An attribute of a class that extends a library's: the library may close it. */
function isLibrarys(on: World, fate: Fate): boolean {
  if (fate.kind === "kept" && fate.spot.kind === "attribute") return true;
  if (fate.kind !== "kept" || fate.spot.kind !== "place") return fate.kind !== "dropped" && fate.kind !== "kept";
  const { owner } = fate.spot.place;
  return "kind" in owner && on.infer.hierarchy.libraryBases(owner).some((path) => !/(^|\.)(ABC|Protocol|Generic|object)$/.test(path));
}

type Local = Spot & { kind: "local" };

function onlyLocal(fates: readonly Fate[]): Local | null {
  const [first] = fates;
  if (fates.length !== 1 || first?.kind !== "kept" || first.element || first.spot.kind !== "local") return null;
  return first.spot.scope.kind === "function" ? first.spot : null;
}

function localLife(on: World, acquisition: Acquisition, call: Call, fn: FunctionNode, local: Local): Pick<ResourceLife, "end" | "leaves" | "kept"> {
  const given = on.releases.of(acquisition.call).filter((one) => one.verb !== "await");
  if (leavesFunction(on, fn, local.name) || local.scope !== fn) {
    const end = given.length === 0 ? "elsewhere" : on.shutdown.reached(given).length > 0 ? "closed" : "uncalled";
    return { end, leaves: null, kept: true };
  }
  // A ccxt client opens its session at the first request: one that is only asked for its markets' names has none.
  if (given.length === 0) return { end: isMainScope(fn) || acquisition.kind === "exchange" ? "elsewhere" : "never", leaves: null, kept: false };
  const flow = flowOf(fn);
  const closing = closingPoints(on, flow, fn, given, local.name);
  const told = [local.name, ...flagsBeside(call)].map(isName);
  const names = (expr: Node): boolean => told.some((one) => one(expr));
  let raised: Node | null = null;
  for (const start of bindingPoints(flow, call, local.name)) {
    const path = openPath(flow, start, WAYS_OUT, {
      ends: (point) => closing.has(point),
      raises: (point) => point !== start && mayRaise(flow, on.graph, point),
      only: (point) => (flow.kinds[point] === Kind.test ? whileOpen(flow.nodes[point] ?? null, names) : null),
    });
    if (!path) continue;
    const at = path.raisedAt >= 0 ? flow.nodes[path.raisedAt]! : null;
    if (path.end !== RAISE_EXIT && !at) return { end: "open", leaves: null, kept: false };
    raised ??= at;
  }
  return raised ? { end: given.some((one) => one.fn === fn && raised!.end <= (finallyAround(one.node)?.start ?? 0)) ? "early" : "exceptions", leaves: raised, kept: false } : { end: "closed", leaves: null, kept: false };
}

/** The `try` whose `finally` holds the node. */
function finallyAround(node: Node): Node | null {
  for (let at = node, up = node.parent; up && up.kind !== "function"; at = up, up = up.parent) if (up.kind === "try" && up.finally.includes(at as never)) return up;
  return null;
}

/** `client = make()`, `own = True`: from there on `own` says that there is something to close. */
function flagsBeside(call: Call): readonly string[] {
  let at: Node = call;
  while (at.parent && at.kind !== "assign" && at.kind !== "bind" && at.parent.kind !== "function") at = at.parent;
  const up = at.parent;
  const block: readonly Node[] = up?.kind === "if" && up.otherwise.includes(at as never) ? up.otherwise : up && "body" in up && Array.isArray(up.body) ? up.body : [];
  return block.flatMap((one) => (one.kind === "assign" && one.value.kind === "boolean" && one.value.value && one.targets[0]?.kind === "name" ? [one.targets[0].id] : []));
}

const isMainScope = (fn: FunctionNode): boolean => fn.name === "<module>";

function bindingPoints(flow: FlowGraph, call: Call, name: string): readonly Point[] {
  let at: Node | null = call;
  while (at && at.kind !== "assign" && at.kind !== "bind" && at.kind !== "function") at = at.parent;
  if (!at || at.kind === "function") return [];
  return pointsOf(flow, at).filter((point) => { const node = flow.nodes[point]; return flow.kinds[point] !== Kind.store || (node?.kind === "name" && node.id === name) || node?.kind !== "name"; });
}

/** Closing it, entering it, or calling a function of the bot that closes what it is given. */
function closingPoints(on: World, flow: FlowGraph, fn: FunctionNode, given: readonly Release[], name: string): ReadonlySet<Point> {
  const found = new Set<Point>();
  const helpers = new Set<FunctionNode>();
  for (const one of given) {
    if (one.fn === fn) for (const point of ownPoints(flow, one.node)) found.add(point);
    else helpers.add(one.fn);
  }
  if (helpers.size === 0) return found;
  walkBody(fn, (node) => {
    if (node.kind === "call" && node.args.some((one) => one.value.kind === "name" && one.value.id === name) && on.graph.runs(node).some((each) => helpers.has(each))) {
      for (const point of ownPoints(flow, node)) found.add(point);
    }
    // A nested function closes it: whoever gets that function may run it.
    if (node.kind === "function" && helpers.has(node)) for (const point of pointsOf(flow, node.parent ?? node)) found.add(point);
  });
  return found;
}

/** It is stored, returned, put into a container or handed to an object: others may close it. */
function leavesFunction(on: World, fn: FunctionNode, name: string): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (found || node.kind !== "name" || node.id !== name) return;
    const up = node.parent;
    switch (up?.kind) {
      case "return": case "yield": case "list": case "tuple": case "set": case "entry": found = true; return;
      case "assign": found = up.value === node; return;
      case "argument": found = up.parent?.kind === "call" && keeps(on, up.parent); return;
    }
  });
  return found;
}

function keeps(on: World, call: Call): boolean {
  const { classes, how } = on.graph.targets(call);
  if (classes.length > 0) return true;
  const name = calledName(call);
  return how === "unresolved" || /^(append|add|put|put_nowait|insert|setdefault|gather|set\w*|register\w*)$/.test(name) || /^[A-Z]/.test(name);
}
