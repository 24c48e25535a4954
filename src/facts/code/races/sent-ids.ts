import { ownName } from "../../../ir/names.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains, enclosingFunction, functionAround, walk, walkBody } from "../../../ir/walk.ts";
import { CLIENT_ORDER_ID } from "../../../knowledge/client-order-ids.ts";
import type { CallGraph } from "../call-graph.ts";
import type { OrderSite } from "../order-sites.ts";
import { DRAWN, isWritten, valueOf } from "./order-client-ids.ts";

/**
 * What the client order id of an order is worth when the order is repeated. kept: each attempt sends the one that was made
 * before the first. anew: each attempt makes another, by which the venue knows nothing. unsure: it is only sent on some ways,
 * or only read.
 */
export type SentId = "kept" | "anew" | "unsure";

/** `again`: what is done once more for each attempt, a loop or a function; null: only what lies below the order. */
export function sentId(graph: CallGraph, site: OrderSite, id: Node, again: Node | null): SentId {
  if (again && isMadeAnew(graph, site, id, again)) return isWritten(id) ? "anew" : "unsure";
  return isWritten(id) && !isOnSomeWays(id, site.call) ? "kept" : "unsure";
}

/** `if exchange.id == "binance": params["newClientOrderId"] = …`; a test of the id itself leaves out what its callers left out. */
function isOnSomeWays(id: Node, order: Node): boolean {
  for (let at = id, up = id.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if ((up.kind === "if" || up.kind === "conditional") && at !== up.test && !contains(up, order) && !asksForIt(up.test)) return true;
  }
  return false;
}

function asksForIt(test: Node): boolean {
  let found = false;
  walk(test, (one) => { found ||= (one.kind === "name" || one.kind === "attribute") && CLIENT_ORDER_ID.test(ownName(one)); found ||= one.kind === "string" && CLIENT_ORDER_ID.test(one.value); });
  return found;
}

const MOST_HOPS = 3;

/** A clock or a random number goes into it where the attempt begins, in the loop or in the function that is called again. */
function isMadeAnew(graph: CallGraph, site: OrderSite, id: Node, again: Node): boolean {
  const isBelow = functionAround(id) !== functionAround(site.call);
  const isAgain = (node: Node): boolean => isBelow || contains(again, node);
  const draws = (value: Node, hops: number): boolean => {
    let found = false;
    walk(value, (node) => {
      if (found || node.kind !== "call") return;
      found = isAgain(node) && (DRAWN.test(ownName(node.callee)) || graph.runs(node).some((fn) => drawsIn(fn)));
    });
    const fn = enclosingFunction(value);
    if (!found && fn && hops < MOST_HOPS) walk(value, (node) => {
      if (found || node.kind !== "name" || fn.params.some((one) => one.name === node.id)) return;
      walkBody(fn, (one) => { if (!found && one.kind === "assign" && one.value !== value && isAgain(one) && one.targets.some((each) => each.kind === "name" && each.id === node.id)) found = draws(one.value, hops + 1); });
    });
    return found;
  };
  const value = valueOf(id);
  return value !== null && draws(value, 0);
}

/** A function of the bot that draws what it returns. */
function drawsIn(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (one) => { found ||= one.kind === "call" && DRAWN.test(ownName(one.callee)); });
  return found;
}
