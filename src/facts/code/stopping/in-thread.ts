import { enclosingFunction } from "../../../ir/walk.ts";
import type { TaskRoot, Tasks } from "../tasks.ts";

/** `loop.run_until_complete(self._main())` of a thread: it starts and ends a feed, not the program. */
export function isInThread({ kind, at }: TaskRoot, tasks: Tasks): boolean {
  const fn = kind === "main" && at ? enclosingFunction(at) : null;
  const roots = fn ? tasks.rootsOf(fn) : [];
  return roots.length > 0 && roots.every((one) => one.kind === "thread");
}
