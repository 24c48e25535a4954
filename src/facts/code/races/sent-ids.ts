import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains, enclosingFunction, functionAround, walk, walkBody } from "../../../ir/walk.ts";
import { CLIENT_ORDER_ID } from "../../../knowledge/client-order-ids.ts";
import type { CallGraph } from "../call-graph.ts";
import type { OrderSite } from "../order-sites.ts";
import { argumentFor } from "../resources/flows.ts";
import { DRAWN, isWritten, valueOf } from "./order-client-ids.ts";

/**
 * What the client order id of an order is worth when the order is repeated. kept: each attempt sends the one that was made
 * before the first. anew: each attempt makes another, by which the venue knows nothing. unsure: it is only sent on some ways,
 * or only read.
 */
export type SentId = "kept" | "anew" | "unsure";

/** A call on the way from what repeats down to the function that sends. */
export interface Step { readonly call: Call; readonly caller: FunctionNode }

/** `again`: what is done once more for each attempt, a loop or a function; null: only what lies below the order. `chain`: from the sender up to it. */
export function sentId(graph: CallGraph, site: OrderSite, id: Node, again: Node | null, chain: readonly Step[] = []): SentId {
  if (again && chain.length === 0 && isMadeAnew(graph, site, id, again)) return isWritten(id) ? "anew" : "unsure";
  if (again && chain.length > 0) {
    const above = alongChain(graph, site, id, again, chain);
    if (above !== "kept") return above;
  }
  return isWritten(id) && !isOnSomeWays(id, site.call) ? "kept" : "unsure";
}

/** The id is handed down by the calls of the chain: it is made anew where one of them draws it inside of what is repeated. */
function alongChain(graph: CallGraph, site: OrderSite, id: Node, again: Node, chain: readonly Step[]): SentId {
  let value = valueOf(id);
  let fn = enclosingFunction(id);
  // `def place(...): payload = {...}; def send(): return post(payload)`: the steps inside of the function that made the id are left out.
  const own = fn === site.fn ? 0 : chain.findIndex((one) => one.caller === fn) + 1;
  if (value === null || (fn !== site.fn && own === 0)) return isMadeAnew(graph, site, id, site.fn) ? "anew" : "kept";
  for (let at = own; ; at++) {
    const param = given(value, fn!);
    const step = chain[at];
    if (param < 0 || !step) return drawsAgain(graph, value, at === chain.length ? again : fn!, false) ? "anew" : "kept";
    const handed = argumentFor(step.call, fn!, param);
    if (!handed) return drawsAgain(graph, value, fn!, false) ? "anew" : "unsure";
    value = handed;
    fn = step.caller;
  }
}

/** Which parameter the value is: `client_oid`, also in `oid = client_oid or make()`; -1: none. */
function given(value: Node, fn: FunctionNode, hops = 0): number {
  const name = value.kind === "logical" && value.op === "or" ? value.left : value;
  if (name.kind !== "name" || hops > MOST_HOPS) return -1;
  const own = fn.params.findIndex((one) => one.name === name.id);
  if (own >= 0) return own;
  const made: Node[] = [];
  walkBody(fn, (one) => { if (one.kind === "assign" && one.targets.some((each) => each.kind === "name" && each.id === name.id)) made.push(one.value); });
  return made.length === 1 ? given(made[0]!, fn, hops + 1) : -1;
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

function isMadeAnew(graph: CallGraph, site: OrderSite, id: Node, again: Node): boolean {
  const value = valueOf(id);
  return value !== null && drawsAgain(graph, value, again, functionAround(id) !== functionAround(site.call));
}

/** A clock or a random number goes into it where the attempt begins, in the loop or in the function that is called again. */
function drawsAgain(graph: CallGraph, from: Node, again: Node, isBelow: boolean): boolean {
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
  return draws(from, 0);
}

/** A function of the bot that draws what it returns. */
function drawsIn(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (one) => { found ||= one.kind === "call" && DRAWN.test(ownName(one.callee)); });
  return found;
}
