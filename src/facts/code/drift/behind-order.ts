import { blockOf } from "../../../ir/blocks.ts";
import { calledName } from "../../../ir/names.ts";
import type { Call, Node } from "../../../ir/nodes.ts";
import { contains } from "../../../ir/walk.ts";

/** Sends one order, by its name: a step of the bot that may trade this round or may not has another one. */
const SENDS = /^_*((submit|place|send|create|execute|market|close|exit|reduce)_(\w+_)?(order|position|trade)|buy|sell)$/;
const SOMETIMES: ReadonlySet<Node["kind"]> = new Set<Node["kind"]>(["if", "for", "while", "function", "class", "handler", "lambda"]);

export const sendsOrder = (call: Call): boolean => SENDS.test(calledName(call));

/** `placed = desk.submit_order(request)`, then `self.reconcile()` in the same function: it runs when something was traded. */
export function isBehind(order: Call, node: Node): boolean {
  if (order.end > node.start) return false;
  for (let at: Node = order; at.parent; at = at.parent) {
    // In each case: not in a branch, not in a loop that the node does not stand in.
    if (SOMETIMES.has(at.kind)) return false;
    if (contains(at.parent, node)) return blockOf(at)?.some((one) => contains(one, node)) === true;
  }
  return false;
}
