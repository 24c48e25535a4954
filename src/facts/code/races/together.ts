import type { ClassNode, FunctionNode, Module, Name, Node } from "../../../ir/nodes.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import { pointsAfter } from "../../../ir/paths.ts";
import { enclosingFunction, walk, walkBody } from "../../../ir/walk.ts";
import { BESIDE_EACH_OTHER, CALLED_LATER, ONE_AFTER_ANOTHER } from "../../../knowledge/task-starts.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { programs, type Programs } from "../programs.ts";
import { tasks, type TaskRoot, type Tasks } from "../tasks.ts";

export type Pair = readonly [TaskRoot, TaskRoot];

export interface Together {
  /**
   * Two runs, one inside `a` and one inside `b`, that may take turns. `sameKey`: they must be able to work on the same
   * symbol or order: two workers of one loop `for symbol in symbols: create_task(work(symbol))` are not. `owner`: whose state
   * it is about; workers that each get an instance of their own do not share it. `keptApart`: what else keeps two runs from
   * being there at once (a lock that both hold).
   */
  pair(a: FunctionNode, b: FunctionNode, on: "same-key" | "anything", owner?: ClassNode | Module, keptApart?: (one: TaskRoot, other: TaskRoot) => boolean): Pair | null;
  /** A run that `accepts` takes and that may take turns in the function with another one, or with itself. */
  among(fn: FunctionNode, accepts: (root: TaskRoot) => boolean): Pair | null;
  /** Whether the run may enter the function. */
  runs(root: TaskRoot, fn: FunctionNode): boolean;
  /** Runs in a thread of its own: a web server's routes too, unless they are coroutines. */
  inThread(root: TaskRoot): boolean;
  /** The other run may come in at any point of the functions, awaits or not: at least one of the two has its own thread. */
  inThreads(pair: Pair): boolean;
}

export const together = codeFact({
  name: "together",
  doc: "Which runs of which functions may really take turns: started tasks, not a starter that waits or has yet to start them.",
  requires: { index, callGraph, programs, tasks },
  derive: ({ index, callGraph, programs, tasks }): Together => new Turns(index, callGraph, programs, tasks),
});

class Turns implements Together {
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #tasks: Tasks;
  readonly #programs: Programs;
  readonly #roots = new Map<FunctionNode, readonly TaskRoot[]>();
  readonly #entries = new Map<TaskRoot, ReadonlySet<number>>();
  readonly #after = new Map<TaskRoot, ReadonlySet<FunctionNode>>();
  readonly #perKey = new Map<TaskRoot, boolean>();

  constructor(index: Index, graph: CallGraph, programs: Programs, tasks: Tasks) {
    this.#index = index;
    this.#graph = graph;
    this.#programs = programs;
    this.#tasks = tasks;
  }

  runs = (root: TaskRoot, fn: FunctionNode): boolean => this.#tasks.rootsOf(fn).includes(root);

  inThread = (root: TaskRoot): boolean => root.kind === "thread" || (root.kind === "callback" && root.many && !root.fn.async && root.at?.kind === "function");

  inThreads = (pair: Pair): boolean => pair.some((one) => this.inThread(one));

  pair(a: FunctionNode, b: FunctionNode, on: "same-key" | "anything", owner?: ClassNode | Module, keptApart: (one: TaskRoot, other: TaskRoot) => boolean = () => false): Pair | null {
    const right = this.#rootsOf(b);
    for (const one of this.#rootsOf(a)) {
      for (const other of right) {
        const apart = this.#workersByKey(one) && (on === "same-key" || (owner !== undefined && this.#ownInstances(one).has(owner)));
        if (this.#takeTurns(one, other, a, b, apart) && !keptApart(one, other)) return [one, other];
      }
    }
    return null;
  }

  among(fn: FunctionNode, accepts: (root: TaskRoot) => boolean): Pair | null {
    const all = this.#rootsOf(fn);
    for (const one of all) {
      if (!accepts(one)) continue;
      const other = all.find((each) => this.#takeTurns(one, each, fn, fn, false));
      if (other) return [one, other];
    }
    return null;
  }

  #rootsOf(fn: FunctionNode): readonly TaskRoot[] {
    let roots = this.#roots.get(fn);
    if (!roots) {
      // Real tasks first: they make the clearer evidence.
      const rank = (one: TaskRoot): number => (one.kind === "task" || one.kind === "thread" ? 0 : one.kind === "callback" ? 1 : 2);
      const all = this.#tasks.rootsOf(fn).filter((one) => one.kind !== "process" && (one.kind !== "callback" || one.many || CALLED_LATER.test(one.by)) && !this.#isWaitedFor(one));
      // Whoever only starts another of them and waits is named where nobody else is there.
      const starters = new Set(all.flatMap((one) => (one.at && (isAwaited(one.at) || isJoined(one.at)) ? this.#tasks.rootsOf(enclosingFunction(one.at) ?? one.fn) : [])));
      const order = (one: TaskRoot): number => rank(one) + (starters.has(one) ? 0.5 : 0);
      roots = all.sort((x, y) => order(x) - order(y) || x.id - y.id);
      this.#roots.set(fn, roots);
    }
    return roots;
  }

  /** `await gather(*self.tasks)`: waits for what `create_task` started and starts nothing new. */
  #isWaitedFor(root: TaskRoot): boolean {
    if (!/(^|\.)(gather|wait|as_completed|wait_for)$/.test(root.by) || root.at?.kind !== "call") return false;
    const direct = root.at.args.some((one) => one.value.kind === "call" || one.value.kind === "comprehension" || one.value.kind === "list");
    return !direct && this.#started().has(root.fn);
  }

  #startedFns: ReadonlySet<FunctionNode> | null = null;
  #started(): ReadonlySet<FunctionNode> {
    return (this.#startedFns ??= new Set(this.#tasks.roots.filter((one) => /(create_task|ensure_future|start_soon)$/.test(one.by)).map((one) => one.fn)));
  }

  #takeTurns(one: TaskRoot, other: TaskRoot, a: FunctionNode, b: FunctionNode, apart: boolean): boolean {
    if (one === other) return one.many && one.kind !== "main" && !apart;
    if (one.kind === "main" && other.kind === "main") return false;
    if (one.fn === other.fn && apart && this.#workersByKey(other)) return false;
    if (ONE_AFTER_ANOTHER.test(one.by) && ONE_AFTER_ANOTHER.test(other.by) && !this.#updatesBeside()) return false;
    // Two services of one repository are two processes.
    if (!this.#programs.share(this.#index.moduleOf(one.at ?? one.fn), this.#index.moduleOf(other.at ?? other.fn))) return false;
    if (!overlap(this.#entriesOf(one), this.#entriesOf(other))) return false;
    return this.#outlives(one, other, a) && this.#outlives(other, one, b);
  }

  #beside: boolean | null = null;
  /** Somewhere the chat's application is told to handle updates beside each other. */
  #updatesBeside(): boolean {
    const told = (call: Node): boolean => call.kind === "call" && ((call.callee.kind === "attribute" && BESIDE_EACH_OTHER.has(call.callee.name)) || call.args.some((one) => one.name !== null && BESIDE_EACH_OTHER.has(one.name)));
    return (this.#beside ??= [...this.#index.modules.values()].some((one) => (one.byKind.get("call") ?? []).some(told)));
  }

  /** Whether `starter` may still be in `fn` while `started` runs: not before it started it, not while it waits for it. */
  #outlives(starter: TaskRoot, started: TaskRoot, fn: FunctionNode): boolean {
    if (!started.at || starter.many) return true;
    const holder = enclosingFunction(started.at) ?? started.fn;
    if (!this.#tasks.rootsOf(holder).includes(starter) && starter.kind !== "main") return true;
    if (isAwaited(started.at) || isJoined(started.at)) return false;
    return this.#afterStart(started).has(fn);
  }

  #entriesOf(root: TaskRoot): ReadonlySet<number> {
    const known = this.#entries.get(root);
    if (known) return known;
    const found = new Set<number>();
    this.#entries.set(root, found);
    if (!root.at) found.add(root.id);
    else {
      const holder = enclosingFunction(root.at);
      if (holder) for (const one of this.#tasks.rootsOf(holder)) for (const entry of this.#entriesOf(one)) found.add(entry);
    }
    return found;
  }

  /** Functions that may run, in the run that starts the root, after its start. */
  #afterStart(root: TaskRoot): ReadonlySet<FunctionNode> {
    const known = this.#after.get(root);
    if (known) return known;
    const found = new Set<FunctionNode>();
    this.#after.set(root, found);
    const seen = new Set<FunctionNode>();
    const up: { fn: FunctionNode; from: Node }[] = [{ fn: enclosingFunction(root.at!) ?? root.fn, from: root.at! }];
    for (let i = 0; i < up.length && i < 200; i++) {
      const { fn, from } = up[i]!;
      found.add(fn);
      this.#collectAfter(fn, from, found);
      if (seen.has(fn)) continue;
      seen.add(fn);
      for (const { call, caller } of this.#graph.callersOf(fn)) up.push({ fn: caller, from: call });
    }
    return found;
  }

  #collectAfter(fn: FunctionNode, from: Node, into: Set<FunctionNode>): void {
    const flow = flowOf(fn);
    const later = new Set(pointsOf(flow, from).flatMap((start) => pointsAfter(flow, start)));
    for (const call of this.#callsOf(fn)) {
      if (call === from || !pointsOf(flow, call).some((point) => later.has(point))) continue;
      for (const callee of this.#graph.runs(call)) this.#closure(callee, into);
    }
  }

  #closure(fn: FunctionNode, into: Set<FunctionNode>): void {
    const queue = [fn];
    while (queue.length > 0) {
      const one = queue.pop()!;
      if (into.has(one)) continue;
      into.add(one);
      for (const call of this.#callsOf(one)) queue.push(...this.#graph.runs(call));
    }
  }

  #callsOf(fn: FunctionNode) {
    return this.#index.callsIn(fn);
  }

  /** Started in a loop with the loop's variable among the arguments: each worker has its own key. */
  #workersByKey(root: TaskRoot): boolean {
    let known = this.#perKey.get(root);
    if (known === undefined) this.#perKey.set(root, (known = this.#startCalls(root).length > 0 && this.#startCalls(root).every((call) => loopNames(call).length > 0 && !loopNames(call).some((name) => NO_KEY.test(name.id)))));
    return known;
  }

  /** The calls that make what is started: of `gather(*jobs)` those that made the jobs. */
  #startCalls(root: TaskRoot): readonly Node[] {
    const { at } = root;
    // A decorated route is started by whoever calls, not by a loop around it.
    if (!at || at.kind === "function") return [];
    const holder = enclosingFunction(at);
    const list = at.kind === "call" && at.args.some((one) => one.spread === "list" && one.value.kind === "name");
    if (!list || !holder) return [at];
    return this.#callsOf(holder).filter((call) => call !== at && this.#graph.runs(call).includes(root.fn));
  }

  /** Classes of which each worker of a loop gets an instance of its own. */
  #ownInstances(root: TaskRoot): ReadonlySet<ClassNode | Module> {
    const found = new Set<ClassNode | Module>();
    for (const call of this.#startCalls(root)) {
      for (const name of loopNames(call)) for (const value of this.#graph.valuesOf(name)) if (value.kind === "instance") found.add(value.class);
    }
    return found;
  }
}

/** Workers by timeframe share their symbols. */
const NO_KEY = /^(tf|time_?frame|interval|candle_?(size|interval))s?$/i;

const overlap = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => a.size === 0 || b.size === 0 || [...a].some((one) => b.has(one));

/** `await gather(...)`, `await create_task(...)`, `asyncio.run(...)`: whoever starts it does nothing else meanwhile. */
function isAwaited(at: Node): boolean {
  const up = at.parent;
  if (up?.kind === "await") return true;
  if (up?.kind === "argument" && up.parent?.kind === "call" && up.parent.parent?.kind === "await") return true;
  return false;
}

/** `tasks = [create_task(...) for one in all]` and, with no other await before it, `await gather(*tasks)`: they are done when the starter goes on. */
function isJoined(at: Node): boolean {
  let up: Node | null = at;
  while (up && up.kind !== "assign" && up.kind !== "function") up = up.parent;
  if (up?.kind !== "assign" || up.targets[0]?.kind !== "name" || (up.value.kind !== "comprehension" && up.value.kind !== "list")) return false;
  const { id } = up.targets[0];
  const { start } = up;
  const holder = enclosingFunction(up);
  let first: Node | null = null;
  if (holder) walkBody(holder, (node) => void (node.kind === "await" && node.start > start && (!first || node.start < first.start) && (first = node)));
  return first !== null && waitsForAll(first, id);
}

const waitsForAll = (node: Node, id: string): boolean =>
  node.kind === "await" && node.value.kind === "call" && calledName(node.value) === "gather" && node.value.args.some((one) => one.spread === "list" && one.value.kind === "name" && one.value.id === id);

/** The names in a call that a loop around it binds. */
function loopNames(at: Node): Name[] {
  const bound = new Set<string>();
  const bind = (target: Node): void => walk(target, (node) => void (node.kind === "name" && bound.add(node.id)));
  for (let up = at.parent; up && up.kind !== "function"; up = up.parent) {
    if (up.kind === "for") bind(up.target);
    if (up.kind === "comprehension") for (const clause of up.clauses) bind(clause.target);
  }
  walk(at, (node) => void (node.kind === "clause" && bind(node.target)));
  const found: Name[] = [];
  if (bound.size > 0) walk(at, (node) => void (node.kind === "name" && bound.has(node.id) && found.push(node)));
  return found;
}
