import { conditionsAt } from "../../../ir/conditions.ts";
import { ENTRY, EXIT, flowOf, Kind, ownPoints, RAISE_EXIT, type FlowGraph, type Point } from "../../../ir/flow.ts";
import type { Call, Expr, FunctionNode, Node, While } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction, loopAround, walkBody } from "../../../ir/walk.ts";
import { SOCKET_OPERATIONS } from "../../../knowledge/resources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { acquisitions, type Acquisition } from "./acquisitions.ts";
import type { Fate } from "./fates.ts";
import { handleFlows, type HandleFlows, type Spot } from "./flows.ts";
import { mayRaise, openPath, whileOpen, type OpenPath, type Walk } from "./open-paths.ts";
import { releases, type Releases } from "./releases.ts";
import { ASKS, CLOSED, isLoopTest, POLICY, whileRunning, wordsOf } from "./state-words.ts";
import { taskHandles } from "./task-handles.ts";

/** A handle in an attribute or a global, and whether a later one overwrites it while it is open. */
export interface Replacement {
  readonly acquisition: Acquisition;
  /** What is overwritten: `self._ws`. */
  readonly target: Expr;
  /** Null: it is closed, or known to be absent, before each new one. */
  readonly path: ReplacingPath | null;
}

export interface ReplacingPath {
  /** The loop's body, or the caller, from which it is taken again. */
  readonly again: Node;
  /** What fails while the old one is open; null: a normal path leads there. */
  readonly raisedBy: Node | null;
}

export const replacements = codeFact({
  name: "replacements",
  doc: "Sockets, sessions and endless tasks in attributes: whether a reconnect overwrites one that is still open.",
  requires: { index, callGraph, reach, acquisitions, handleFlows, releases, taskHandles },
  derive({ index, callGraph, reach, acquisitions, handleFlows, releases, taskHandles }): readonly Replacement[] {
    const endless = new Map(taskHandles.flatMap((one) => (one.loop?.kind === "while" ? [[one.acquisition, one.loop] as const] : [])));
    const found: Replacement[] = [];
    for (const one of acquisitions) {
      if (one.collected || one.kind === "process" || (one.kind === "task" && !endless.has(one))) continue;
      for (const fate of one.fates) {
        if (fate.kind !== "kept" || fate.element || fate.spot.kind === "local" || isNew(fate.target, index, callGraph)) continue;
        const search = new Search(one, fate, endless.get(one) ?? null, { index, graph: callGraph, flows: handleFlows, releases, isDead: (fn) => reach.of(fn) === "dead" });
        found.push({ acquisition: one, target: fate.target, path: search.run() });
      }
    }
    return found;
  },
});

/** `conn = Connection(); conn.task = create_task(...)`: an object that each turn makes anew holds nothing yet. */
function isNew(target: Expr, index: Index, graph: CallGraph): boolean {
  if (target.kind !== "attribute" || target.object.kind !== "name" || target.object.id === "self") return false;
  const bound = bindingsOf(target.object, index.modules.get(index.moduleOf(target).file)!) ?? [];
  return bound.length > 0 && bound.every((one) => one.kind === "value" && one.item < 0 && one.expr.kind === "call" && graph.targets(one.expr).classes.length > 0 && loopAround(one.expr) === loopAround(target));
}

interface World {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly flows: HandleFlows;
  readonly releases: Releases;
  readonly isDead: (fn: FunctionNode) => boolean;
}

type Kept = Fate & { kind: "kept" };

const MOST_UP = 3;
const MOST_CALLERS = 8;

/** A function after which it is open: after its normal return, after its failure, or both. */
interface Left {
  readonly fn: FunctionNode;
  /** Where the function takes it, by itself or through the call. */
  readonly takes: ReadonlySet<Point>;
  readonly after: readonly Point[];
  readonly call: Call | null;
  readonly normally: boolean;
  readonly fails: boolean;
}

class Search {
  readonly #one: Acquisition;
  readonly #spot: Spot;
  readonly #on: World;
  /** Functions that close it, by themselves or through what they call. */
  readonly #closers = new Set<FunctionNode>();
  readonly #releasing: ReadonlySet<FunctionNode>;
  readonly #releaseNodes = new Set<Node>();
  readonly #calm = new Map<FunctionNode, boolean>();
  readonly #lasting = new Map<FunctionNode, boolean>();
  readonly #started: ReadonlySet<FunctionNode>;
  /** Of the task that is kept. */
  readonly #loop: While | null;
  /** A socket that failed is closed; the session that it was opened with is not. */
  readonly #endsWithSocket: boolean;

  constructor(one: Acquisition, fate: Kept, loop: While | null, on: World) {
    this.#one = one;
    this.#loop = loop;
    this.#endsWithSocket = one.kind !== "session";
    this.#spot = fate.spot;
    this.#on = on;
    let level: FunctionNode[] = [];
    for (const release of new Set([...on.releases.ofSpot(fate.spot), ...on.releases.of(one.call)])) {
      this.#releaseNodes.add(release.node);
      level.push(release.fn);
    }
    this.#releasing = new Set(level);
    for (let up = 0; up <= MOST_UP && level.length > 0; up++) {
      for (const fn of level) this.#closers.add(fn);
      level = level.flatMap((fn) => on.graph.callersOf(fn).map(({ caller }) => caller)).filter((fn) => !this.#closers.has(fn));
    }
    this.#started = new Set(on.index.callsIn(one.fn).flatMap((call) => on.graph.runs(call)));
  }

  run(): ReplacingPath | null {
    const { fn, call } = this.#one;
    const flow = flowOf(fn);
    const goals = new Set(ownPoints(flow, call));
    if (this.#isAsked(call)) return null;
    const starts = storesOf(flow, call, this.#on.flows, this.#spot);
    for (const start of starts) {
      const path = openPath(flow, start, goals, this.#walk(flow, null));
      if (path) return { again: loopAround(call) ?? call, raisedBy: raisedIn(flow, path) };
    }
    return this.#upwards({ fn, takes: goals, after: starts, call: null, normally: true, fails: false }, 0, new Set([fn]));
  }

  /** From a function that leaves it open to the callers that call it once more. */
  #upwards(left: Left, depth: number, seen: Set<FunctionNode>): ReplacingPath | null {
    const flow = flowOf(left.fn);
    const walk = this.#walk(flow, left);
    if (depth > MOST_UP || !openPath(flow, ENTRY, left.takes, { ...walk, raises: (point) => mayRaise(flow, this.#on.graph, point) })) return null;
    const normally = left.after.some((start) => openPath(flow, start, new Set([EXIT]), walk) !== null);
    const fails = left.after.some((start) => openPath(flow, start, new Set([RAISE_EXIT]), walk) !== null);
    if (!normally && !fails) return null;
    for (const { call, caller, how } of this.#on.graph.callersOf(left.fn).slice(0, MOST_CALLERS)) {
      // A task that starts its own successor ends with that.
      const isItself = this.#loop !== null && enclosingFunction(this.#loop) === caller;
      if (how !== "resolved" || isItself || this.#on.isDead(caller) || !this.#isSameObject(call, caller) || this.#isAsked(call)) continue;
      const above = flowOf(caller);
      const points = new Set(ownPoints(above, call));
      const next: Left = { fn: caller, takes: points, after: [...points], call, normally, fails };
      const isListener = this.#started.has(caller) && caller !== this.#one.fn;
      for (const start of isListener ? [ENTRY] : points) {
        const path = openPath(above, start, points, this.#walk(above, next));
        if (path) return { again: isListener ? call : (loopAround(call) ?? call), raisedBy: raisedIn(above, path) };
      }
      if (seen.has(caller)) continue;
      seen.add(caller);
      const found = this.#upwards(next, depth + 1, seen);
      if (found) return found;
    }
    return null;
  }

  /** `if not engine.running: await engine.start()`, `if self.state == LOST: await self.connect()`: it may well be over. */
  #isAsked(call: Call): boolean {
    const flags = this.#loop ? wordsOf(this.#loop.test).split(" ").filter((one) => one !== "" && one !== "self") : [];
    const fn = enclosingFunction(call);
    const flow = fn && flowOf(fn);
    const [point] = flow ? ownPoints(flow, call) : [];
    if (!flow || point === undefined || flow.position[point]! < 0) return false;
    return conditionsAt(flow, point).some(({ node, outcome }) => {
      const words = wordsOf(node);
      // `while not self._connected: await self._connect()`: it only comes round again while there is none, and a task of the old one has ended.
      if (isLoopTest(node)) return this.#loop !== null && /connected/i.test(words);
      // Where the flag of its loop is up, the old task still runs.
      const isUp = (node.kind === "name" || node.kind === "attribute") && outcome;
      return words.split(" ").some((one) => (ASKS.test(one) && !POLICY.test(one) && !this.#isLowered(one)) || (!isUp && flags.includes(one))) || whileRunning(node) === (outcome ? "false" : "true");
    });
  }

  /** `self.connected = False` where the socket was lost: the session is still open, so this says nothing about it. */
  #isLowered(flag: string): boolean {
    if (this.#endsWithSocket) return false;
    const owner = classOf(this.#one.fn);
    const closes = (fn: FunctionNode): boolean => this.#releasing.has(fn) || this.#on.index.callsIn(fn).some((call) => this.#on.graph.runs(call).some((one) => this.#releasing.has(one)));
    return this.#on.index.modules.get(this.#on.index.moduleOf(this.#one.fn).file)!.stores.some(({ target, value, fn }) =>
      target.kind === "attribute" && target.name === flag && value?.kind === "boolean" && !value.value && fn.name !== "__init__" && classOf(fn) === owner && !closes(fn));
  }

  /** `self.connect()`, `self._stream.connect()`, a global's: the same object each time. What a local name holds may be a new one. */
  #isSameObject(call: Call, caller: FunctionNode): boolean {
    if (this.#spot.kind === "place" && !("kind" in this.#spot.place.owner)) return true;
    let at: Expr = call.callee;
    if (at.kind !== "attribute") return false;
    while (at.kind === "attribute") at = at.object;
    if (at.kind !== "name") return false;
    if (this.#on.flows.spotOf(at)?.kind !== "local") return true;
    for (let fn: FunctionNode | null = caller; fn; fn = enclosingFunction(fn)) if (fn.params[0]?.name === at.id && classOf(fn) !== null) return true;
    return false;
  }

  #walk(flow: FlowGraph, left: Left | null): Walk {
    const names = (expr: Node): boolean => (expr.kind === "name" || expr.kind === "attribute") && this.#on.flows.spotOf(expr) === this.#spot;
    const isReturn = (point: Point): boolean => left !== null && left.call !== null && flow.nodes[point] === (left.call.parent?.kind === "await" ? left.call.parent : left.call);
    return {
      ends: (point) => this.#closes(flow, point, left),
      raises: (point) => (isReturn(point) ? left!.fails : left?.call !== flow.nodes[point] && this.#raises(flow, point)),
      only: (point) => {
        const node = flow.nodes[point] ?? null;
        if (flow.kinds[point] === Kind.iterate) return node?.kind === "for" && node.async ? "true" : null;
        if (flow.kinds[point] === Kind.await && node?.kind === "await" && node.value.kind === "call" && node.value !== left?.call && this.#lastsAsLong(node.value)) return "raise";
        if (flow.kinds[point] !== Kind.test) return isReturn(point) && !left!.normally ? "raise" : null;
        return whileOpen(node, names) ?? (node && this.#endsWithSocket && CLOSED.test(wordsOf(node)) ? "false" : whileRunning(node));
      },
    };
  }

  /** `await self._listen()`, which reads the socket until it is closed: after its normal end there is none to leave behind. */
  #lastsAsLong(call: Call): boolean {
    const functions = this.#endsWithSocket && this.#one.kind !== "task" ? this.#on.graph.runs(call) : [];
    return functions.length > 0 && functions.every((fn) => fn !== this.#one.fn && this.#endsClosed(fn));
  }

  #endsClosed(fn: FunctionNode): boolean {
    const known = this.#lasting.get(fn);
    if (known !== undefined) return known;
    this.#lasting.set(fn, false);
    let reads = false;
    walkBody(fn, (node) => { reads ||= (node.kind === "name" || node.kind === "attribute") && this.#on.flows.spotOf(node) === this.#spot; });
    const flow = reads ? flowOf(fn) : null;
    const answer = flow !== null && openPath(flow, ENTRY, new Set([EXIT]), this.#walk(flow, null)) === null;
    this.#lasting.set(fn, answer);
    return answer;
  }

  #closes(flow: FlowGraph, point: Point, left: Left | null): boolean {
    const node = flow.nodes[point];
    if (!node) return false;
    if (this.#releaseNodes.has(node)) return true;
    if (flow.kinds[point] !== Kind.call || node.kind !== "call" || node === this.#one.call || node === left?.call) return false;
    // A task that is only started may close something at its end: not here and now.
    return this.#on.graph.runs(node).some((fn) => fn !== flow.fn && (fn.async && node.parent?.kind !== "await" ? this.#releasing : this.#closers).has(fn));
  }

  /** A failed operation of the socket itself found it closed already. */
  #raises(flow: FlowGraph, point: Point): boolean {
    const node = flow.nodes[point];
    if (!mayRaise(flow, this.#on.graph, point)) return false;
    if (flow.kinds[point] === Kind.raise) return true;
    if (this.#endsWithSocket && this.#one.kind !== "task" && flow.kinds[point] === Kind.iterate) return false;
    const call = node?.kind === "await" ? node.value : node;
    if (call?.kind !== "call") return flow.kinds[point] !== Kind.subscript;
    return !this.#isCalm(call, 0);
  }

  #isCalm(call: Call, depth: number): boolean {
    const { callee } = call;
    if (callee.kind === "attribute" && SOCKET_OPERATIONS.has(callee.name)) return this.#endsWithSocket;
    const functions = this.#on.graph.runs(call);
    if (functions.length === 0) return this.#on.graph.targets(call).libraries.some((path) => /^(asyncio\.sleep|random\.|time\.|json\.dumps)/.test(path));
    return depth < MOST_UP && functions.every((fn) => this.#isCalmFunction(fn, depth));
  }

  /** Nothing but operations of a socket can fail in it, as far as it lets exceptions out. */
  #isCalmFunction(fn: FunctionNode, depth: number): boolean {
    const known = this.#calm.get(fn);
    if (known !== undefined) return known;
    this.#calm.set(fn, true);
    const flow = flowOf(fn);
    const path = openPath(flow, ENTRY, new Set([RAISE_EXIT]), {
      ends: () => false, only: this.#walk(flow, null).only,
      raises: (point) => {
        if (!mayRaise(flow, this.#on.graph, point)) return false;
        const node = flow.nodes[point];
        const call = node?.kind === "await" ? node.value : node;
        return flow.kinds[point] === Kind.raise || (call?.kind === "call" && !this.#isCalm(call, depth + 1));
      },
    });
    this.#calm.set(fn, path === null);
    return path === null;
  }
}

const raisedIn = (flow: FlowGraph, path: OpenPath): Node | null => (path.raisedAt >= 0 ? flow.nodes[path.raisedAt]! : null);

/** The points at which the new handle has been stored. */
function storesOf(flow: FlowGraph, call: Call, flows: HandleFlows, spot: Spot): readonly Point[] {
  let at: Node | null = call;
  while (at && at.kind !== "assign" && at.kind !== "function") at = at.parent;
  if (at?.kind !== "assign") return [];
  return at.targets.flatMap((target) => ownPoints(flow, target)).filter((point) => {
    const node = flow.nodes[point] as Expr | null;
    return node !== null && flows.spotOf(node) === spot;
  });
}
