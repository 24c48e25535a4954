import { blockOf } from "../../../ir/blocks.ts";
import { catchesOrdinary } from "../../../ir/exception-kinds.ts";
import type { Handler, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walk, walkBody } from "../../../ir/walk.ts";

/**
 * The handler of the call's own function that takes whatever the call raises, after which the function says nothing of it by an
 * exception; null: a failure of the call may leave the function.
 */
export function swallowerOf(call: Node): Handler | null {
  for (let at: Node = call, up = call.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind !== "try" || !up.body.includes(at as never)) continue;
    const handler = up.handlers.find((one) => catchesOrdinary(one.type) === "always");
    if (handler && !raisesIn(handler)) return handler.body.at(-1)?.kind === "return" || !raisesBehind(handler) ? handler : null;
  }
  return null;
}

/** What fails here is caught on the spot, and the function goes on with what stands behind the `try`. */
export function isPassedOver(node: Node): boolean {
  for (let at: Node = node, up = node.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind !== "try" || !up.body.includes(at as never)) continue;
    const handler = up.handlers.find((one) => catchesOrdinary(one.type) === "always");
    if (handler) return !LEAVES.has(handler.body.at(-1)?.kind ?? "") && goesOn(up);
  }
  return false;
}

const LEAVES: ReadonlySet<string> = new Set(["return", "raise", "continue", "break"]);

/** Something stands behind the statement in its function; the next round of a loop is not for the same element. */
function goesOn(statement: Node): boolean {
  for (let at: Node | null = statement; at && at.kind !== "function" && at.kind !== "for" && at.kind !== "while"; at = at.parent) {
    const block = blockOf(at);
    if (block && block.at(-1) !== at) return true;
  }
  return false;
}

function raisesIn(handler: Handler): boolean {
  let found = false;
  for (const one of handler.body) walk(one, (node) => void (found ||= node.kind === "raise"));
  return found;
}

/** `order = None` in the handler, `if order is None: raise` behind it. */
function raisesBehind(handler: Handler): boolean {
  let found = false;
  const fn = enclosingFunction(handler);
  if (fn) walkBody(fn, (node) => void (found ||= node.kind === "raise" && node.start > handler.end));
  return found;
}
