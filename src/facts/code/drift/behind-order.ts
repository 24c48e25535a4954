import { statementOf, statementsBefore } from "../../../ir/blocks.ts";
import { calledName } from "../../../ir/names.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import type { OrderReach } from "../order-reach.ts";

/** Sends one order, by its name: a step of the bot that may trade this round or may not has another one. */
const SENDS = /^_*((submit|place|send|create|execute|market|close|exit|reduce)_(\w+_)?(order|position|trade)|buy|sell)$/;

/** `placed = desk.submit_order(request)`, then `self.reconcile()` in the same function: it runs when something was traded. */
export function isBehindOrder(node: Node, fn: FunctionNode, orders: OrderReach): boolean {
  if (orders.ofFunction(fn) === 0) return false;
  for (let at = statementOf(node); ; at = statementOf(at.parent!)) {
    if (statementsBefore(at).some((one) => sends(one, orders))) return true;
    if (!at.parent || at.parent === fn || at.parent.kind === "function") return false;
  }
}

/** In each case: not in a branch, not in a loop. */
function sends(node: Node, orders: OrderReach): boolean {
  if (node.kind === "if" || node.kind === "for" || node.kind === "while" || node.kind === "function" || node.kind === "class" || node.kind === "handler" || node.kind === "lambda") return false;
  if (node.kind === "call" && SENDS.test(calledName(node)) && orders.ofCall(node) !== 0) return true;
  let found = false;
  children(node, (child) => { found ||= sends(child, orders); });
  return found;
}
