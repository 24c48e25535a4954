import { leaves } from "../../../ir/blocks.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Handler, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ASKS_FOR_ORDERS, DOUBT_WORDS } from "../../../knowledge/order-doubts.ts";
import { ADOPTING_NAMES, ANSWER_STATUS, REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { orderReach } from "../order-reach.ts";
import { reducesOnly, type OrderSite } from "../order-sites.ts";
import { isAmbiguous } from "../races/refusals.ts";
import { retriedOrders } from "../races/retried-orders.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { tradePaths } from "../trade-paths.ts";
import { adoptsSoon } from "./adopts-soon.ts";
import { followsBalance } from "./follows-balance.ts";
import { venueQuestions, type VenueQuestions } from "./venue-questions.ts";

/** An opening order whose request failed, and which is taken for not sent. */
export interface ForgottenOrder {
  readonly site: OrderSite;
  readonly fn: FunctionNode;
  /** The handler, or the test of the answer's code, that takes it so. */
  readonly at: Node;
  /** What a success would have recorded. */
  readonly record: Node;
}

export const forgottenOrders = codeFact({
  name: "forgotten-orders",
  doc: "Opening orders whose failed request is taken for an order that was not sent, and nobody asks the exchange.",
  requires: { index, callGraph, tradePaths, orderReach, retriedOrders, sharedState, venueQuestions, adoptsSoon },
  derive({ index, callGraph, tradePaths, orderReach, retriedOrders, sharedState, venueQuestions, adoptsSoon }): readonly ForgottenOrder[] {
    if (adoptsSoon.somewhere) return [];
    const on: On = { index, graph: callGraph, state: sharedState, questions: venueQuestions, retries: new Map(retriedOrders.map((one) => [one.site.call, one.retry])) };
    const found = new Map<Node, ForgottenOrder>();
    for (const site of tradePaths.openings) {
      if (!orderReach.trades(site.fn) || reducesOnly(site.call)) continue;
      for (const one of climb(on, site)) if (!found.has(one.at)) found.set(one.at, { site, ...one });
    }
    return [...found.values()];
  },
});

interface On { readonly index: Index; readonly graph: CallGraph; readonly state: SharedState; readonly questions: VenueQuestions; readonly retries: ReadonlyMap<Call, Node> }

const DEEPEST = 4;

type Taken = Omit<ForgottenOrder, "site">;

/** Up from the request to whatever takes its failure; nothing where it is asked about. */
function climb(on: On, site: OrderSite): Taken[] {
  const found: Taken[] = [];
  const up = (fn: FunctionNode, call: Call, answers: boolean, depth: number): void => {
    const handler = answers ? null : handlerAround(on, call);
    const at = handler ?? (answers ? statusTest(fn, call) : null);
    if (handler && (asksAfter(on, fn, handler) || leavesOpen(handler) || isWithin(handler, on.retries.get(site.call)))) return;
    if (at) {
      const record = recordAbove(on, fn, call, 0);
      if (record && !asksOnTheWay(on, fn, call, 0)) found.push({ fn, at, record });
      return;
    }
    if (depth >= DEEPEST) return;
    const given = answers && isGiven(call);
    for (const { call: outer, caller, how } of on.graph.callersOf(fn).slice(0, MOST_CALLERS)) {
      if (how === "resolved" && !CLOSES.test(caller.name) && !reducesOnly(outer)) up(caller, outer, given, depth + 1);
    }
  };
  up(site.fn, site.call, on.graph.targets(site.call).functions.some((one) => swallows(on, one)), 0);
  return found;
}

const MOST_CALLERS = 6;
const CLOSES = /(^|_)(close|exit|flatten|liquidate|reduce|sell_all|unwind|take_profit|stop_loss|protect\w*)(_|$)/i;

const isWithin = (inner: Node, outer: Node | undefined): boolean => outer !== undefined && outer.start <= inner.start && inner.end <= outer.end && enclosingFunction(inner) === enclosingFunction(outer);

/** `return await self.request(...)`, or a variable that is returned. */
function isGiven(call: Call): boolean {
  const fn = enclosingFunction(call)!;
  const holder = call.parent?.kind === "await" ? call.parent.parent : call.parent;
  if (holder?.kind === "return") return true;
  const name = holder?.kind === "assign" && holder.targets[0]?.kind === "name" ? holder.targets[0].id : null;
  let given = false;
  if (name !== null) walkBody(fn, (node) => { if (node.kind === "return" && node.value?.kind === "name" && node.value.id === name) given = true; });
  return given;
}

/** The bot's own request function: an exception of the request becomes a filled answer. */
function swallows(on: On, fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "handler" && !found) found = isAmbiguous(on.graph, node) && node.body.some((one) => one.kind === "return" && one.value?.kind === "dict");
  });
  return found;
}

/** The innermost handler that takes a time-out and does not raise it again. */
function handlerAround(on: On, call: Call): Handler | null {
  for (let at: Node = call, up = call.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind !== "try" || !(up.body as readonly Node[]).includes(at)) continue;
    const taker = up.handlers.find((one) => isAmbiguous(on.graph, one));
    if (taker && !raises(taker.body)) return taker;
  }
  return null;
}

const raises = (body: readonly Node[]): boolean => body.some((one) => one.kind === "raise" || (one.kind === "if" && one.otherwise.length > 0 && raises(one.body) && raises(one.otherwise)));

/** `if answer.get("retCode") != 0: return None` behind the request; a branch that only writes a log line decides nothing. */
function statusTest(fn: FunctionNode, call: Call): Node | null {
  let found: Node | null = null;
  walkBody(fn, (node) => {
    if (found || node.kind !== "if" || node.start < call.end || !namesStatus(node.test)) return;
    if (leaves(node.body) || (node.otherwise.length > 0 && leaves(node.otherwise))) found = node.test;
  });
  return found;
}

function namesStatus(test: Expr): boolean {
  let found = false;
  const look = (node: Node): void => {
    if (node.kind === "string") found ||= ANSWER_STATUS.test(node.value);
    else if (node.kind === "attribute") found ||= ANSWER_STATUS.test(node.name);
    children(node, look);
  };
  look(test);
  return found;
}

/** In the handler or behind it the exchange is asked, or the doubt is written down for later. */
function asksAfter(on: On, fn: FunctionNode, handler: Handler): boolean {
  let asks = false;
  const ends = leaves(handler.body);
  walkBody(fn, (node) => {
    if (asks || node.start < handler.start || (ends && node.end > handler.end)) return;
    if (node.kind === "call") asks = on.questions.asks(node) || ASKS_FOR_ORDERS.test(calledName(node));
  });
  return asks || handler.body.some((one) => doubts(one));
}

function doubts(node: Node): boolean {
  if (node.kind === "call" && /^_?(debug|info|warning|warn|error|exception|critical|print|log\w*|send_\w+|notify\w*|alert\w*)$/i.test(calledName(node))) return false;
  if (node.kind === "string" ? DOUBT_WORDS.test(node.value) : node.kind === "name" ? DOUBT_WORDS.test(node.id) : node.kind === "attribute" && DOUBT_WORDS.test(node.name)) return true;
  let found = false;
  children(node, (one) => { found ||= doubts(one); });
  return found;
}

/** The process ends, or all trading is stopped, by it. */
function leavesOpen(handler: Handler): boolean {
  let found = false;
  const look = (node: Node): void => {
    if (node.kind === "call") found ||= /^_?(exit|_exit|abort|shutdown|halt\w*|kill\w*|panic\w*|emergency\w*|stop_trading|pause\w*|disable\w*)$/i.test(calledName(node));
    children(node, look);
  };
  handler.body.forEach(look);
  return found;
}

/** Where a success is recorded: behind the call, in the function or in who called it. */
function recordAbove(on: On, fn: FunctionNode, call: Call, depth: number): Node | null {
  const own = recordBehind(on, fn, call);
  if (own || depth >= 3) return own;
  for (const { call: outer, caller } of on.graph.callersOf(fn).slice(0, 4)) {
    const found = recordAbove(on, caller, outer, depth + 1);
    if (found) return found;
  }
  return null;
}

const ROWS = /^(add|append|insert|save|create|upsert|put|commit)$/;
const RECORDS = /(add|save|insert|register|record|track|open|create|store)\w*_?(position|trade|deal|holding)/i;

function recordBehind(on: On, fn: FunctionNode, call: Call): Node | null {
  const stored = on.state.inside(fn).find(({ place, access }) => access.node.start > call.end && (access.kind === "store" || access.kind === "add" || access.kind === "rebind") && /position|trade|deal|holding|(^|_)pos(_|$)/i.test(place.location.name) && REGISTRY_WORDS.test(place.location.name));
  if (stored) return stored.access.node;
  let found: Node | null = null;
  walkBody(fn, (node) => {
    if (found || node.kind !== "call" || node.start < call.end) return;
    const name = calledName(node);
    if (/history|log|stat|metric|count/i.test(name)) return;
    if ((RECORDS.test(name) && ADOPTING_NAMES.test(name)) || /^open_(position|trade)$/.test(name)) found = node;
    else if (ROWS.test(name) && node.args.some(({ value }) => /^(new_|open_)?(position|trade|deal)$/i.test(ownName(value)))) found = node;
  });
  return found;
}

/** What was asked before the loop began is old in its rounds. */
function roundOf(call: Call): Node | null {
  for (let at: Node | null = call.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "while") return at;
  return null;
}

/** Before an order is sent somebody on the way to it asks the exchange what is open. */
function asksOnTheWay(on: On, fn: FunctionNode, call: Call, depth: number, seen = new Set<FunctionNode>()): boolean {
  if (depth > 5 || seen.has(fn)) return false;
  seen.add(fn);
  const calls = on.index.callsIn(fn);
  const round = roundOf(call);
  if (calls.some((one) => one.start < call.start && one.start > (round?.start ?? 0) && on.questions.asks(one)) || followsBalance(on.index, fn, round?.start ?? 0, call.start)) return true;
  if (round) return false;
  return on.graph.callersOf(fn).slice(0, 6).some(({ call: outer, caller }) => asksOnTheWay(on, caller, outer, depth + 1, seen));
}
