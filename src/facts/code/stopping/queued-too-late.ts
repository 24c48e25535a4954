import { calledName } from "../../../ir/names.ts";
import type { Call, Node, Try } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import type { StopRegion } from "./stop-regions.ts";

/**
 * The call by which the shutdown is handed to an event loop that has been left by then, and that nothing runs again:
 * `try: loop.run_forever()` … `except KeyboardInterrupt: asyncio.run_coroutine_threadsafe(bot.stop(), loop)`.
 */
export function queuedTooLate({ kind, fn, nodes, at }: StopRegion): Call | null {
  const around: Node | null = kind === "interrupt" ? (at.parent ?? null) : kind === "finally" ? at : null;
  if (fn.async || around?.kind !== "try" || !runsLoop((around as Try).body)) return null;
  let queued: Call | null = null;
  let runs = false;
  for (const one of nodes) {
    walk(one, (node) => {
      if (node.kind !== "call") return;
      if (QUEUES.test(calledName(node)) && node.args[0]?.value.kind === "call") queued ??= node;
      runs ||= RUNS.test(calledName(node)) || calledName(node) === "result";
    });
  }
  return runs ? null : queued;
}

const QUEUES = /^(run_coroutine_threadsafe|create_task|ensure_future|call_soon|call_soon_threadsafe)$/;
const RUNS = /^(run_forever|run_until_complete|run)$/;

/** The loop lives in this very thread: `loop.run_forever()` comes back when it is over. */
function runsLoop(body: readonly Node[]): boolean {
  let found = false;
  for (const one of body) walk(one, (node) => void (found ||= node.kind === "call" && /^(run_forever|run_until_complete)$/.test(calledName(node))));
  return found;
}
