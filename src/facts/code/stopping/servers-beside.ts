import type { Call } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { taskHandles } from "../resources/task-handles.ts";
import { tasks, type TaskRoot } from "../tasks.ts";
import { signalHandlers } from "./signal-handlers.ts";

/** Calls of servers that run beside the bot, by where: such a server does not turn a signal into the bot's shutdown. */
export const serversBeside = codeFact({
  name: "servers-beside",
  doc: "Servers in a thread (which install no handler of signals) or in a task that nobody waits for (whose end nobody notices).",
  requires: { signalHandlers, tasks, taskHandles },
  derive({ signalHandlers, tasks, taskHandles }): ReadonlyMap<Call, "thread" | "task"> {
    const found = new Map<Call, "thread" | "task">();
    const unwatched = new Set(taskHandles.flatMap((one) => (!one.callback && (one.handle === "dropped" || one.handle === "kept") ? [one.acquisition.call, one.call] : [])));
    const isUnwatched = (root: TaskRoot): boolean => root.kind === "task" && root.at?.kind === "call" && unwatched.has(root.at);
    for (const { call, fn } of signalHandlers.runners) {
      const roots = tasks.rootsOf(fn);
      if (roots.length === 0) continue;
      if (roots.every((one) => one.kind === "thread")) found.set(call, "thread");
      else if (roots.every(isUnwatched)) found.set(call, "task");
    }
    return found;
  },
});
