import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { reach, type Reachability } from "../reach.ts";
import { hasOtherWay, needsOwnLoop, threadsWithoutLoop, type ThreadsWithoutLoop } from "./threads-without-loop.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A coroutine that is made and never runs. */
export interface Unawaited {
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly target: FunctionNode;
  /** The call that makes the coroutine: `call` itself, or one in the lambda that it runs. */
  readonly made: Call;
  /**
   * dropped: nobody has it. tested: it is taken for its result (`if self.allowed():`), and is always true. read: its fields are
   * read, as if it were the result. thread: `create_task` in a thread that has no event loop raises.
   */
  readonly how: "dropped" | "tested" | "read" | "thread";
  /** Where it is taken for its result; what runs in the thread. */
  readonly use: Node | null;
}

export const unawaited = codeFact({
  name: "unawaited",
  doc: "Coroutines of the bot that are made by a call and awaited by nobody.",
  requires: { program, index, callGraph, reach, threadsWithoutLoop },
  derive({ program, index, callGraph, reach, threadsWithoutLoop }): readonly Unawaited[] {
    const found: Unawaited[] = [];
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      one.module.functions.forEach((fn) => {
        const calls = one.calls[fn.index]!;
        if (!fn.async && reach.of(fn) !== "dead") found.push(...calls.flatMap((call) => startedWithoutLoop(callGraph, threadsWithoutLoop, call, fn)));
        // `if asyncio.iscoroutinefunction(close): await close() else: close()`
        if (reach.of(fn) === "dead") return;
        found.push(...handedOut(callGraph, fn, calls));
        if (calls.some((call) => ASKS.has(calledName(call)))) return;
        for (const call of calls) {
          if (call.parent?.kind === "await") continue;
          // Before its uses: looking for those walks the function.
          const target = coroutineOf(callGraph, call);
          const use = target && useOf(fn, call);
          if (use) found.push({ call, fn, target, made: call, ...use });
        }
      });
    }
    return found;
  },
});

/** Whatever calls the coroutine function makes the coroutine and nobody awaits it. */
export function isNeverRun(all: readonly Unawaited[], graph: CallGraph, reach: Reachability, fn: FunctionNode): boolean {
  const lost = all.filter((one) => one.target === fn);
  return lost.length > 0 && graph.callersOf(fn).every(({ call, caller }) => reach.of(caller) === "dead" || lost.some((one) => one.made === call));
}

const ASKS = new Set(["iscoroutine", "iscoroutinefunction", "isawaitable"]);

/** `create_task(work())` where no event loop runs: it raises, and `work` never runs. */
function startedWithoutLoop(graph: CallGraph, threads: ThreadsWithoutLoop, call: Call, fn: FunctionNode): Unawaited[] {
  const made = call.args[0]?.value;
  if (made?.kind !== "call" || !needsOwnLoop(graph.targets(call).libraries)) return [];
  const [target] = graph.targets(made).functions;
  const thread = target?.async ? threads.of(fn) : null;
  return thread && !hasOtherWay(call) ? [{ call, fn, target: target!, made, how: "thread", use: thread.at ?? thread.fn }] : [];
}

/** `("feed", lambda: feed.stop())`, then `stop()`: the lambda is no coroutine function, what it hands out is a coroutine. */
function handedOut(graph: CallGraph, fn: FunctionNode, calls: readonly Call[]): Unawaited[] {
  const told = new Set<FunctionNode>();
  return calls.flatMap((call): Unawaited[] => {
    if (call.callee.kind !== "name" || call.parent?.kind === "await" || graph.targets(call).how !== "resolved") return [];
    const lambdas = graph.targets(call).functions.filter((one) => one.name === "<lambda>" && enclosingFunction(one) === fn);
    const use = lambdas.length > 0 ? useOf(fn, call) : null;
    if (!use || use.how === "read") return [];
    const made = lambdas.flatMap((one) => (told.has(one) ? [] : results(one).flatMap((each) => makesCoroutine(graph, each))));
    for (const one of lambdas) told.add(one);
    return made.map((each) => ({ call, fn, ...each, ...use }));
  });
}

/** `a() if a else None` is one or the other. */
function results(lambda: FunctionNode): readonly Call[] {
  const of = (node: Node | null | undefined): Call[] => (node?.kind === "call" ? [node] : node?.kind === "conditional" ? [...of(node.then), ...of(node.otherwise)] : []);
  return lambda.body.flatMap((one) => (one.kind === "return" ? of(one.value) : one.kind === "expression" ? of(one.value) : []));
}

/** Besides what is unknown, all that it may run are coroutines. */
function makesCoroutine(graph: CallGraph, made: Call): Pick<Unawaited, "made" | "target">[] {
  const { functions } = graph.targets(made);
  const [target] = functions;
  return target && functions.every((one) => one.async && !one.generator) ? [{ made, target }] : [];
}

/** Every function that the call may run is a plain coroutine; a decorator may have made anything of it. */
function coroutineOf(graph: CallGraph, call: Call): FunctionNode | null {
  const { how, functions, libraries, classes } = graph.targets(call);
  if (how !== "resolved" || libraries.length + classes.length > 0) return null;
  const plain = functions.every((one) => one.async && !one.generator && one.decorators.every((each) => /^(staticmethod|classmethod|abstractmethod|override|final)$/.test(ownName(each))));
  return plain ? (functions[0] ?? null) : null;
}

type Use = Pick<Unawaited, "how" | "use">;

function useOf(fn: FunctionNode, call: Call): Use | null {
  const up = call.parent;
  if (up?.kind === "expression") return { how: "dropped", use: null };
  if ((up?.kind === "if" || up?.kind === "while") && up.test === call) return { how: "tested", use: up.test };
  if (up?.kind === "unary" && up.op === "not" && (up.parent?.kind === "if" || up.parent?.kind === "while")) return { how: "tested", use: up };
  if ((up?.kind === "attribute" && !OWN_FIELDS.test(up.name)) || (up?.kind === "subscript" && up.object === call)) return { how: "read", use: up };
  const name = up?.kind === "assign" && up.value === call && up.targets.length === 1 && up.targets[0]!.kind === "name" ? up.targets[0]!.id : null;
  return name === null ? null : keptAs(fn, name, call);
}

/** What a coroutine or a task has itself. */
const OWN_FIELDS = /^(send|throw|close|cr_\w+|add_done_callback|cancel|__\w+)$/;
const LOOKS = new Set(["hasattr", "isinstance", "getattr", "len", "bool", "float", "int", "str"]);

/** Each use of the local takes it for the result. */
function keptAs(fn: FunctionNode, name: string, call: Call): Use | null {
  let other = false;
  let read: Node | null = null;
  walkBody(fn, (node) => {
    if (node.kind !== "name" || node.id !== name || (node.start >= call.parent!.start && node.end <= call.parent!.end)) return;
    const use = asResult(node);
    if (use === "other") other = true;
    else if (use) read ??= use;
  });
  return other || !read ? null : { how: "read", use: read };
}

function asResult(name: Expr & { kind: "name" }): Node | "other" | null {
  const up = name.parent;
  if (up?.kind === "assign" && up.targets.includes(name)) return null;
  if (up?.kind === "attribute") return OWN_FIELDS.test(up.name) ? "other" : up;
  if (up?.kind === "subscript") return up.object === name ? up : "other";
  if (up?.kind === "if" || up?.kind === "while" || up?.kind === "unary" || up?.kind === "logical" || up?.kind === "compare") return null;
  return up?.kind === "argument" && up.parent?.kind === "call" && LOOKS.has(calledName(up.parent)) ? null : "other";
}
