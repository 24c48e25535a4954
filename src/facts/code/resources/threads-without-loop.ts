import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import { walk } from "../../../ir/walk.ts";
import { CONCURRENT_REGISTRATION } from "../../../knowledge/task-starts.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { tasks, type TaskRoot } from "../tasks.ts";

export interface ThreadsWithoutLoop {
  /** What runs the function where it always runs in a thread that has no event loop; null: it may have one. */
  of(fn: FunctionNode): TaskRoot | null;
}

export const threadsWithoutLoop = codeFact({
  name: "threads-without-loop",
  doc: "Functions that only ever run in threads without an event loop: `create_task` raises RuntimeError there.",
  requires: { tasks, callGraph },
  derive({ tasks, callGraph }): ThreadsWithoutLoop {
    // A callback that is kept in an attribute runs where the bot calls it.
    const isKnown = (root: TaskRoot): boolean => root.kind === "callback" && root.by === "" && callGraph.callersOf(root.fn).some(({ how }) => how === "resolved");
    return {
      of(fn) {
        if (fn.async || fn.name === "<module>") return null;
        const roots = tasks.rootsOf(fn).filter((one) => !isKnown(one));
        return roots.every(hasNoLoop) ? (roots[0] ?? null) : null;
      },
    };
  },
});

/** A thread, a handler of a client that blocks its thread, or a route that is no coroutine: web frameworks run it in a pool of threads. */
const hasNoLoop = (root: TaskRoot): boolean =>
  !root.fn.async && (root.kind === "thread" || (root.kind === "callback" && (BLOCKING_CLIENT.test(root.by) || (root.at === root.fn && CONCURRENT_REGISTRATION.test(root.by)))));

/** Its `run_forever` never gives the thread back to a loop. */
const BLOCKING_CLIENT = /(^|\.)websocket\.WebSocketApp$/;

/** Calls that need the loop of their own thread; `loop.create_task` of a loop that somebody kept does not. */
const NEEDS_OWN_LOOP = /^asyncio\.(create_task|ensure_future|get_running_loop\(\)\.create_task)$/;
const LOOP_GIVERS: ReadonlySet<string> = new Set(["run", "run_until_complete", "run_coroutine_threadsafe", "new_event_loop", "start", "submit", "Thread"]);

export const needsOwnLoop = (libraries: readonly string[]): boolean => libraries.some((path) => NEEDS_OWN_LOOP.test(path));

/** `try: get_running_loop() … except RuntimeError: asyncio.run(…)`: the code knows that there may be none. */
export function hasOtherWay(call: Call): boolean {
  for (let at: Node = call, up = call.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind === "try" && up.body.includes(at as never) && up.handlers.some((one) => (one.type && ownName(one.type) === "RuntimeError") || one.body.some(givesLoop))) return true;
  }
  return false;
}

function givesLoop(node: Node): boolean {
  let found = false;
  walk(node, (one) => { found ||= one.kind === "call" && LOOP_GIVERS.has(calledName(one)); });
  return found;
}
