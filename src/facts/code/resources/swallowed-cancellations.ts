import { Edge, flowOf, Kind, ownPoints, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { catchesCancelled } from "../../../ir/exception-kinds.ts";
import type { Expr, FunctionNode, Handler, Node, Try, While } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { tasks } from "../tasks.ts";
import { openPath } from "./open-paths.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A handler in the loop of a task that takes the task's cancellation. */
export interface CancellationHandler {
  readonly handler: Handler;
  readonly fn: FunctionNode;
  readonly loop: While;
  /** The loop goes on afterwards: cancel() does not end the task. */
  readonly swallows: boolean;
  /** The wait that the cancellation interrupts. */
  readonly interrupted: Node;
  /** Only what is done after a failure is guarded (an error is reported, a socket closed): a cancellation seldom arrives there. */
  readonly seldom: boolean;
}

export const swallowedCancellations = codeFact({
  name: "swallowed-cancellations",
  doc: "Handlers that take CancelledError inside of an endless loop, and whether the loop goes on.",
  requires: { program, index, reach, tasks },
  derive({ program, index, reach, tasks }): readonly CancellationHandler[] {
    const found: CancellationHandler[] = [];
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      for (const handler of one.byKind.get("handler") ?? []) {
        if (handler.kind !== "handler" || catchesCancelled(handler.type) !== "always") continue;
        const fn = enclosingFunction(handler);
        const loop = fn && endlessLoopAround(handler);
        if (!fn?.async || !loop || reach.of(fn) === "dead" || tasks.rootsOf(fn).length === 0) continue;
        const interrupted = interruptedBy(flowOf(fn), handler);
        if (interrupted && !waitsForChild(handler)) found.push({ handler, fn, loop, interrupted, seldom: isSeldom(handler, loop, interrupted), swallows: goesOn(flowOf(fn), handler, loop) });
      }
    }
    return found;
  },
});

/** The outermost `while True` around it: a loop with a stop flag ends when the flag is down. */
function endlessLoopAround(node: Node): While | null {
  let found: While | null = null;
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "while" && ((at.test.kind === "boolean" && at.test.value) || (at.test.kind === "number" && at.test.value !== 0))) found = at;
    else if (at.kind === "while") return null;
  }
  return found;
}

function isSeldom(handler: Handler, loop: While, interrupted: Node): boolean {
  if (interrupted.kind === "call" && interrupted.callee.kind === "attribute" && LONG_WAIT.test(interrupted.callee.name)) return false;
  for (let at: Node | null = handler.parent; at && at !== loop; at = at.parent) if (at.kind === "handler") return true;
  return false;
}

const LONG_WAIT = /^(sleep|wait|wait_for|recv|receive\w*|get|join|acquire|connect\w*)$/;

const catchPoints = (flow: FlowGraph, handler: Handler): readonly Point[] => ownPoints(flow, handler).filter((point) => flow.kinds[point] === Kind.catch);

/** A wait whose cancellation arrives at the handler. */
function interruptedBy(flow: FlowGraph, handler: Handler): Node | null {
  for (const start of catchPoints(flow, handler)) {
    const queue = [start];
    const seen = new Set(queue);
    for (let i = 0; i < queue.length; i++) {
      const at = queue[i]!;
      for (let e = flow.previous.start[at]!; e < flow.previous.start[at + 1]!; e++) {
        if (flow.previous.kind[e] !== Edge.cancel) continue;
        const from = flow.previous.point[e]!;
        if (flow.yields[from] !== 0 && flow.kinds[from] !== Kind.leave) return flow.nodes[from] ?? null;
        if (flow.kinds[from] !== Kind.catch && flow.kinds[from] !== Kind.reraise && flow.kinds[from] !== Kind.leave) continue;
        if (!seen.has(from)) { seen.add(from); queue.push(from); }
      }
    }
  }
  return null;
}

/** The body waits for a task that it, or somebody else, cancels: swallowing that task's cancellation is right. */
function waitsForChild(handler: Handler): boolean {
  const { body } = handler.parent as Try;
  let other = false;
  let waits = false;
  let cancels = false;
  for (const statement of body) {
    walk(statement, (node) => {
      if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "cancel") cancels = true;
      if (node.kind === "for" && node.async) other = true;
      if (node.kind === "with" && node.async) other = true;
      if (node.kind !== "await") return;
      if (isHandle(node.value)) waits = true;
      else other = true;
    });
  }
  return cancels || (waits && !other);
}

function isHandle(expr: Expr): boolean {
  if (expr.kind === "name" || expr.kind === "attribute" || expr.kind === "subscript") return true;
  return expr.kind === "call" && expr.callee.kind === "attribute" && /^(gather|wait|wait_for|shield)$/.test(expr.callee.name) && expr.args.every((one) => one.name !== null || one.value.kind !== "call");
}

/** From the handler back to the loop's head, on normal paths only. A handler that asks whether to stop may leave. */
function goesOn(flow: FlowGraph, handler: Handler, loop: While): boolean {
  const heads = new Set(ownPoints(flow, loop));
  if (handler.body.some((one) => one.kind === "if")) return false;
  return catchPoints(flow, handler).some((start) => openPath(flow, start, heads, { ends: () => false, raises: () => false, only: (point) => (flow.kinds[point] === Kind.catch ? "true" : null) }) !== null);
}
