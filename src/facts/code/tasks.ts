import { calledName, ownName } from "../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { enclosingFunction, isRepeated, walkBody } from "../../ir/walk.ts";
import { CALLED_LATER, CONCURRENT_DECORATION, CONCURRENT_REGISTRATION, TASK_STARTS, type StartKind } from "../../knowledge/task-starts.ts";
import { IDENTITY_CALLS } from "../../knowledge/python-library.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { entryPoints } from "./entry-points.ts";
import { infer } from "./inference/infer.ts";
import type { Inference } from "./inference/context.ts";
import type { Value } from "./inference/values.ts";
import { index, type Index } from "./module-index.ts";
import { programs, type Programs } from "./programs.ts";
import { reach } from "./reach.ts";
import { program } from "../roots.ts";

/** Something that runs beside others: a task, a thread, a callback, a route, the main program. */
export interface TaskRoot {
  readonly id: number;
  readonly kind: StartKind;
  /** The function that runs. */
  readonly fn: FunctionNode;
  /** Where it is started (null: the main program). */
  readonly at: Node | null;
  /** The library call that starts it: `asyncio.create_task`. */
  readonly by: string;
  /** Several of it may run at the same time. */
  readonly many: boolean;
}

export interface Tasks {
  readonly roots: readonly TaskRoot[];
  /** The roots whose run may enter the function. */
  rootsOf(fn: FunctionNode): readonly TaskRoot[];
  /** Two different runs that may be inside `a` and `b` at the same time, or null. */
  interleaving(a: FunctionNode, b: FunctionNode): readonly [TaskRoot, TaskRoot] | null;
}

/** What a backtest or an example starts beside each other does not run beside each other in the bot. */
const REHEARSED: ReadonlySet<string> = new Set(["test", "example", "docs", "research", "migration"]);
const REHEARSAL_FILE = /(^|[/_-])(back_?test(er|ing|s)?|replay(er)?|simulat(or|ion|e)|walk_?forward|optimi[sz](er|ation|e))(_[a-z0-9_]*)?(\/|\.py$)/i;

export const tasks = codeFact({
  name: "tasks",
  doc: "What runs beside what: task roots, and which of them may be in a function.",
  requires: { program, index, infer, callGraph, entryPoints, programs, reach },
  derive({ program, index, infer, callGraph, entryPoints, programs, reach }): Tasks {
    const found: Omit<TaskRoot, "id">[] = [];
    for (const one of entryPoints.all) {
      if (!one.live) continue;
      found.push({ kind: "main", fn: one.module.root, at: null, by: "", many: false });
      if (one.calls) found.push({ kind: "main", fn: one.calls, at: null, by: "", many: false });
    }
    for (const fn of reach.outside) found.push({ kind: "main", fn, at: null, by: "", many: false });
    const spawning = new Set<Node>();
    for (const [file, one] of index.modules) {
      if (REHEARSED.has(program.roles.get(file) ?? "bot") || REHEARSAL_FILE.test(file)) continue;
      one.module.functions.forEach((fn) => {
        if (reach.of(fn) === "dead") return;
        for (const call of one.calls[fn.index]!) found.push(...startedBy(infer, callGraph, call, spawning));
      });
    }
    for (const escape of callGraph.escapes) {
      // What a look-up by name hands on runs where it is called: the look-up itself starts nothing.
      if (spawning.has(escape.at) || LOOKS_ONLY.test(escape.to) || reach.of(escape.fn) === "dead") continue;
      found.push({ kind: "callback", fn: escape.fn, at: escape.at, by: escape.to, many: CONCURRENT_REGISTRATION.test(escape.to) });
    }
    for (const fn of index.functions) {
      const by = fn.decorators.map(decoratorName).find((name) => name.includes(".") && (CONCURRENT_REGISTRATION.test(name) || (fn.async && CONCURRENT_DECORATION.test(name))));
      if (by && reach.of(fn) !== "dead") found.push({ kind: "callback", fn, at: fn, by, many: true });
    }
    const called = calledAgain(found, callGraph);
    const started = new Set(found.flatMap((one) => (one.at && !isFallback(one.at) ? [one.fn] : [])));
    return assemble(index, callGraph, programs, found.filter((one) => !one.at || !isFallback(one.at) || !started.has(one.fn)).map((one, id) => ({ ...one, many: one.many || called(one), id })), spawning, started);
  },
});

/** `except Exception: loop.run_until_complete(engine.start())`: where something else starts it too, this one runs in place of what failed. */
function isFallback(start: Node): boolean {
  if (start.kind !== "call" || !/^(run|run_until_complete)$/.test(calledName(start))) return false;
  for (let up = start.parent; up && up.kind !== "function"; up = up.parent) if (up.kind === "handler") return true;
  return false;
}

/** Calls that are handed a function or a coroutine and run nothing. */
const LOOKS_ONLY = /^getattr$|^(asyncio|inspect)\.(iscoroutine|iscoroutinefunction|isawaitable|isfunction|signature)$/;

function startedBy(on: Inference, graph: CallGraph, call: Call, spawning: Set<Node>): Omit<TaskRoot, "id">[] {
  const paths = graph.targets(call).libraries;
  const named = paths.length > 0 ? paths : call.callee.kind === "attribute" ? [call.callee.name] : [];
  for (const path of named) {
    const start = TASK_STARTS.find((one) => one.path.test(path));
    if (!start) continue;
    spawning.add(call);
    const given = start.runs === -1 ? call.args.map((one) => one.value)
      : typeof start.runs === "number" ? [call.args.filter((one) => one.name === null)[start.runs]?.value]
      : [call.args.find((one) => one.name === start.runs)?.value];
    // A `while` that sleeps between starts counts: the last one may still run.
    const inLoop = isRepeated(call);
    return given.flatMap((expr) => (expr ? runnables(on, expr) : [])).map((fn) => ({
      kind: start.kind, fn, at: call, by: path, many: start.kind !== "main" && (inLoop || (start.runs === -1 && call.args.some((one) => one.spread === "list"))),
    }));
  }
  return [];
}

/** The functions that a coroutine, function, partial, lambda or a collection of such stands for. */
function runnables(on: Inference, expr: Expr): FunctionNode[] {
  const of = (value: Value): FunctionNode[] => {
    if (value.kind === "function" || value.kind === "coroutine") return [value.fn];
    if (value.kind === "partial") return of(value.of);
    return value.kind === "container" ? on.work.read(on.element(value.site, -1)).flatMap((one) => (one.kind === "container" ? [] : of(one))) : [];
  };
  return [...new Set(on.evaluate(expr).flatMap(of))];
}

const MAX_CALLERS = 3;

/** Started and let go by what an event or a loop calls again and again: the last one may still run when the next is started. */
function calledAgain(found: readonly Omit<TaskRoot, "id">[], graph: CallGraph): (root: Omit<TaskRoot, "id">) => boolean {
  const handlers = new Set(found.flatMap((one) => (one.kind === "callback" && CALLED_LATER.test(one.by) ? [one.fn] : [])));
  const comesAgain = (fn: FunctionNode, depth: number): boolean => {
    if (handlers.has(fn)) return true;
    return depth < MAX_CALLERS && graph.callersOf(fn).some(({ call, caller, how }) => how === "resolved" && (isStreamed(call) || comesAgain(caller, depth + 1)));
  };
  return ({ kind, at }) => {
    const holder = at && ((kind === "task" && isLetGo(at)) || (kind === "thread" && isLeftRunning(at))) ? enclosingFunction(at) : null;
    return holder !== null && comesAgain(holder, 0);
  };
}

/** `create_task(...)` as a statement, or put into a set that only keeps it alive. */
function isLetGo(start: Node): boolean {
  const up = start.parent;
  if (up?.kind === "expression") return true;
  const target = up?.kind === "assign" ? up.targets[0] : undefined;
  if (target?.kind === "name") return !isWaitedOn(enclosingFunction(start)!, target.id);
  const set = up?.kind === "argument" ? up.parent : null;
  return set?.kind === "call" && set.callee.kind === "attribute" && set.callee.name === "add" && set.parent?.kind === "expression";
}

/** `Thread(...).start()`, or a local that is started and not joined. */
function isLeftRunning(start: Node): boolean {
  const up = start.parent;
  if (up?.kind === "attribute") return up.name === "start";
  const target = up?.kind === "assign" ? up.targets[0] : undefined;
  if (target?.kind !== "name") return false;
  let kept = false;
  walkBody(enclosingFunction(start)!, (node) => {
    if (node.kind !== "name" || node.id !== target.id || node === target) return;
    kept ||= !(node.parent?.kind === "attribute" && /^(start|daemon|name|setDaemon)$/.test(node.parent.name));
  });
  return !kept;
}

/** `await task`, `task.cancel()`, `self.task = task`, `gather(task)`: anything but keeping it alive. */
function isWaitedOn(fn: FunctionNode, name: string): boolean {
  let waited = false;
  walkBody(fn, (node) => {
    if (node.kind !== "name" || node.id !== name) return;
    const up = node.parent;
    if (up?.kind === "assign" && up.targets.includes(node)) return;
    if (up?.kind === "attribute" && up.name === "add_done_callback") return;
    const call = up?.kind === "argument" ? up.parent : null;
    if (call?.kind === "call" && call.callee.kind === "attribute" && call.callee.name === "add") return;
    waited = true;
  });
  return waited;
}

/** Called for each message of a stream: `async for message in socket: await self.handle(message)`. */
function isStreamed(call: Node): boolean {
  for (let at = call.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for" && at.async) return true;
  return false;
}

function decoratorName(decorator: Expr): string {
  const head = decorator.kind === "call" ? decorator.callee : decorator;
  return head.kind === "attribute" ? `.${head.name}` : head.kind === "name" ? head.id : "";
}

/** Spreads each root over what it calls (not over what it starts), as bit sets over functions. */
function assemble(index: Index, graph: CallGraph, programs: Programs, roots: readonly TaskRoot[], spawning: ReadonlySet<Node>, started: ReadonlySet<FunctionNode>): Tasks {
  const words = Math.max(1, Math.ceil(roots.length / 32));
  const sets = new Map<FunctionNode, Uint32Array>();
  const queue: FunctionNode[] = [];
  const queued = new Set<FunctionNode>();
  const setOf = (fn: FunctionNode): Uint32Array => {
    let set = sets.get(fn);
    if (!set) sets.set(fn, (set = new Uint32Array(words)));
    return set;
  };
  const push = (fn: FunctionNode): void => {
    if (!queued.has(fn)) queue.push(fn);
    queued.add(fn);
  };
  for (const root of roots) {
    setOf(root.fn)[root.id >> 5]! |= 1 << (root.id & 31);
    push(root.fn);
  }
  for (let i = 0; i < queue.length; i++) {
    const fn = queue[i]!;
    queued.delete(fn);
    const mine = setOf(fn);
    for (const call of index.callsIn(fn)) {
      for (const callee of graph.runs(call)) {
        const instead = started.has(callee) && call.parent?.parent && isFallback(call.parent.parent);
        if (!instead && runsHere(call, callee, spawning) && merge(setOf(callee), mine)) push(callee);
      }
    }
  }
  /** Two services of one repository are two processes: nothing of them interleaves. */
  const oneStart = (one: TaskRoot, other: TaskRoot): boolean => one.at === null && other.at === null && index.moduleOf(one.fn) === index.moduleOf(other.fn);
  const together = (one: TaskRoot, other: TaskRoot): boolean => !oneStart(one, other) && programs.share(index.moduleOf(one.at ?? one.fn), index.moduleOf(other.at ?? other.fn));
  const listed = (set: Uint32Array | undefined): TaskRoot[] => (set ? roots.filter((one) => (set[one.id >> 5]! & (1 << (one.id & 31))) !== 0) : []);
  return {
    roots,
    rootsOf: (fn) => listed(sets.get(fn)),
    interleaving(a, b) {
      const [left, right] = [listed(sets.get(a)), listed(sets.get(b))];
      for (const one of left) {
        const other = right.find((each) => each !== one && together(one, each)) ?? (one.many ? right.find((each) => each === one) : undefined);
        if (other) return [one, other];
      }
      return null;
    },
  };
}

/**
 * Calling a coroutine function only makes the coroutine: it runs here when it is awaited (also through `wait_for`, `shield`,
 * `asyncio.run`) or returned for the caller to await; what is handed to `create_task` or put aside runs elsewhere.
 */
function runsHere(call: Call, callee: FunctionNode, spawning: ReadonlySet<Node>): boolean {
  let at: Node | null = call.parent;
  if (callee.async && !callee.generator) {
    if (at?.kind === "await" || at?.kind === "return" || isAwaitedLater(call)) return true;
    if (at?.kind !== "argument" || at.parent?.kind !== "call") return false;
    const head = at.parent.callee;
    const name = ownName(head);
    return (IDENTITY_CALLS.has(`asyncio.${name}`) && !spawning.has(at.parent)) || name === "wait_for" || name === "run" || name === "run_until_complete";
  }
  for (; at; at = at.parent) {
    if (spawning.has(at)) return false;
    if (at.kind !== "argument" && at.kind !== "list" && at.kind !== "tuple") return true;
  }
  return true;
}

/** `result = callback(candle)`, then `if iscoroutine(result): await result`. */
function isAwaitedLater(call: Call): boolean {
  const target = call.parent?.kind === "assign" && call.parent.targets.length === 1 ? call.parent.targets[0]! : null;
  const fn = target?.kind === "name" ? enclosingFunction(call) : null;
  let found = false;
  if (fn && target?.kind === "name") walkBody(fn, (node) => { found ||= node.kind === "await" && node.value.kind === "name" && node.value.id === target.id; });
  return found;
}

function merge(into: Uint32Array, from: Uint32Array): boolean {
  let grew = false;
  for (let i = 0; i < into.length; i++) {
    const next = (into[i]! | from[i]!) >>> 0;
    if (next === into[i]) continue;
    into[i] = next;
    grew = true;
  }
  return grew;
}
