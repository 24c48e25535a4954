import { calledName, ownName } from "../../../ir/names.ts";
import type { Attribute, Call, Expr, FunctionNode, Name, Node, Stmt } from "../../../ir/nodes.ts";
import { functionAround, walkBody } from "../../../ir/walk.ts";
import { ENDING_NAMES, SCHEDULING_CALLS, WORDS_ONLY } from "../../../knowledge/process-end.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { flagReaders, type FlagReaders } from "./flag-readers.ts";
import { signalHandlers, type SignalHandler } from "./signal-handlers.ts";

/**
 * What a handler of a signal comes to. ends: it ends the process. runs: code of the bot, or of a library, that does something.
 * asked: it sets a flag that running code asks. deaf: it sets what nobody asks, or only writes to the log.
 * dropped: it schedules the clean-up and ends the process before that had its turn. unknown: what it does could not be followed.
 */
export interface SignalEnd {
  readonly how: "ends" | "runs" | "asked" | "deaf" | "dropped" | "unknown";
  /** What decides it. */
  readonly at: Node;
  /** Where the program waits on when all that the handler runs is done: for an event that nobody can set. */
  readonly waitsOn: Node | null;
}

export interface SignalEnds {
  of(handler: SignalHandler): SignalEnd;
}

export const signalEnds = codeFact({
  name: "signal-ends",
  doc: "What the handler of a signal comes to: the end of the process, a shutdown, a flag that somebody asks, or nothing.",
  requires: { index, callGraph, signalHandlers, flagReaders },
  derive({ index, callGraph, flagReaders }): SignalEnds {
    const known = new Map<SignalHandler, SignalEnd>();
    return {
      of(handler) {
        let end = known.get(handler);
        if (!end) known.set(handler, (end = endOf(handler, index, callGraph, flagReaders)));
        return end;
      },
    };
  },
});

/** What a handler does besides talking, in the order of the source. */
interface Acts {
  readonly flags: (Name | Attribute)[];
  ends: Node | null;
  runs: Node | null;
}

const MAX_DEPTH = 3;
const MOST = 200;

function endOf(handler: SignalHandler, index: Index, graph: CallGraph, readers: FlagReaders): SignalEnd {
  const end = (how: SignalEnd["how"], at: Node, waitsOn: Node | null = null): SignalEnd => ({ how, at, waitsOn });
  const acts: Acts = { flags: [], ends: null, runs: null };
  const within = new Set<FunctionNode>();
  for (const fn of handler.runs) collect(fn, acts, null, 0, within, graph);
  if (handler.runs.length === 0 && handler.handler) handed(handler.handler, acts, handler.call, 0, within, graph);
  const dropped = acts.ends ? handler.runs.map(scheduledBeforeEnd).find((one) => one !== null) : undefined;
  if (dropped) return end("dropped", dropped);
  if (acts.ends) return end("ends", acts.ends);
  if (acts.runs) return end("runs", acts.runs, waitsOn(handler, within, index, graph));
  if (handler.runs.length === 0 && acts.flags.length === 0) return end("unknown", handler.call);
  let unseen: Node | null = null;
  for (const flag of acts.flags) {
    const asked = readers.askedAt(flag, within);
    if (asked) return end("asked", asked);
    if (asked === undefined) unseen ??= flag;
  }
  if (unseen) return end("unknown", unseen);
  const [flag] = acts.flags;
  return end("deaf", flag ? settingOf(flag) : handler.call);
}

/** `stop.set()` rather than `stop`, `self.running = False` rather than `self.running`. */
const settingOf = (flag: Node): Node => (flag.parent?.kind === "attribute" && flag.parent.parent?.kind === "call" ? flag.parent.parent : flag.parent?.kind === "assign" ? flag.parent : flag);

/** `top` is the call of the handler's own that led here: what a person looks at. */
function collect(fn: FunctionNode, acts: Acts, top: Node | null, depth: number, within: Set<FunctionNode>, graph: CallGraph): void {
  if (within.has(fn) || within.size > MOST) return;
  within.add(fn);
  walkBody(fn, (node) => {
    if (node.kind === "raise") acts.ends ??= top ?? node;
    else if (node.kind === "assign") for (const target of node.targets) flagOf(target, fn, acts, top, graph);
    else if (node.kind === "call") inCall(node, acts, top, depth, within, graph);
  });
}

/** A local name is seen by nobody: `running = False` without `global`. What a library keeps, the library asks. */
function flagOf(target: Expr, fn: FunctionNode, acts: Acts, top: Node | null, graph: CallGraph): void {
  if (target.kind === "attribute") {
    if (graph.valuesOf(target.object).some((one) => one.kind === "instance") || /^(self|cls)$/.test(ownName(target.object))) acts.flags.push(target);
    else acts.runs ??= top ?? target;
  } else if (target.kind === "name" && declaresOuter(fn, target.id)) acts.flags.push(target);
  else if (target.kind === "subscript") acts.runs ??= top ?? target;
}

function declaresOuter(fn: FunctionNode, name: string): boolean {
  let found = false;
  walkBody(fn, (node) => void (found ||= node.kind === "scope" && node.names.includes(name)));
  return found;
}

function inCall(call: Call, acts: Acts, top: Node | null, depth: number, within: Set<FunctionNode>, graph: CallGraph): void {
  const name = calledName(call);
  if (ENDING_NAMES.test(name) || stopsLoop(call.callee)) return void (acts.ends ??= top ?? call);
  if (name === "set" && call.args.length === 0 && call.callee.kind === "attribute") return eventOf(call.callee.object, acts, top);
  if (SCHEDULING_CALLS.test(name)) {
    for (const { value } of call.args) if (value.kind !== "call") handed(value, acts, top ?? call, depth, within, graph);
    return;
  }
  const runs = graph.runs(call);
  if (runs.length > 0 && depth < MAX_DEPTH) for (const one of runs) collect(one, acts, top ?? call, depth + 1, within, graph);
  else if (!WORDS_ONLY.test(name)) acts.runs ??= top ?? call;
}

/** `call_soon_threadsafe(stop.set)`, `add_signal_handler(SIGTERM, self.stop)`: it is called later. */
function handed(value: Expr, acts: Acts, top: Node, depth: number, within: Set<FunctionNode>, graph: CallGraph): void {
  if (stopsLoop(value) || (value.kind === "attribute" && ENDING_NAMES.test(value.name))) acts.ends ??= top;
  else if (value.kind === "attribute" && value.name === "set") eventOf(value.object, acts, top);
  else {
    for (const one of graph.valuesOf(value)) {
      if (one.kind === "function") collect(one.fn, acts, top, depth + 1, within, graph);
      else if (one.kind === "external" && value.kind === "attribute") acts.runs ??= top;
    }
  }
}

function eventOf(event: Expr, acts: Acts, top: Node | null): void {
  if (event.kind === "name" || event.kind === "attribute") acts.flags.push(event);
  else acts.runs ??= top ?? event;
}

const stopsLoop = (callee: Expr): boolean => callee.kind === "attribute" && callee.name === "stop" && /loop$/.test(callee.object.kind === "call" ? calledName(callee.object) : ownName(callee.object));

/** `create_task(clean_up())` and then `sys.exit(0)` in one block: the loop is torn down before the task had a turn. */
function scheduledBeforeEnd(fn: FunctionNode): Node | null {
  const calls = fn.body.map(callOf);
  const at = calls.findIndex((one) => one !== null && /^(create_task|ensure_future)$/.test(calledName(one)) && one.args[0]?.value.kind === "call");
  return at >= 0 && calls.slice(at + 1).some((one) => one !== null && ENDING_NAMES.test(calledName(one))) ? calls[at]! : null;
}

const callOf = (statement: Stmt): Call | null => (statement.kind === "expression" && statement.value.kind === "call" ? statement.value : null);

/** `await asyncio.Event().wait()` where the handler is installed: only a cancellation ends that, and nothing that the handler runs cancels the main task. */
function waitsOn({ call }: SignalHandler, within: ReadonlySet<FunctionNode>, index: Index, graph: CallGraph): Node | null {
  const wait = index.callsIn(functionAround(call)).find((one) => calledName(one) === "wait" && one.callee.kind === "attribute" && one.callee.object.kind === "call" && calledName(one.callee.object) === "Event");
  if (!wait) return null;
  const seen = new Set(within);
  for (const fn of seen) {
    if (seen.size > MOST) return null;
    for (const one of index.callsIn(fn)) {
      if (/^(all_tasks|current_task)$/.test(calledName(one)) || ENDING_NAMES.test(calledName(one)) || stopsLoop(one.callee)) return null;
      for (const next of graph.runs(one)) seen.add(next);
    }
  }
  return wait;
}
