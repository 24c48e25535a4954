import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import { reaches } from "../../../ir/paths.ts";
import { walk, walkBody } from "../../../ir/walk.ts";
import { KEEPS_ONE_ROW, ROW_QUERY, ROW_READS } from "../../../knowledge/row-reads.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { venueQuestions, type VenueQuestions } from "../drift/venue-questions.ts";
import { index, type Index } from "../module-index.ts";
import { isBusyMark, locks, type Locks } from "../locks.ts";
import { ungatedOrders } from "./acts-after-tests.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import type { OrderSite } from "../order-sites.ts";
import { clientIdOf, isDrawn, isWritten } from "./order-client-ids.ts";
import { together, type Pair, type Together } from "./together.ts";

/**
 * A test on the way to an opening order that asks what is kept outside of the process: the venue's positions, rows of a
 * database. Whoever asks before the first order is booked gets the same answer.
 */
export interface OutsideGate {
  readonly order: OrderSite;
  readonly fn: FunctionNode;
  readonly read: Call;
  readonly test: Node;
  readonly act: Call;
  readonly kind: "venue" | "rows";
  /** Two runs that both get the old answer; null: a lock, the venue or the question itself keeps the second one out. */
  readonly pair: Pair | null;
}

export const outsideGates = codeFact({
  name: "outside-gates",
  doc: "Tests of the venue's positions or of rows that gate an order which several runs may send at a time, under no common lock.",
  requires: { index, callGraph, ungatedOrders, orderActs, venueQuestions, together, locks },
  derive({ index, callGraph, ungatedOrders, orderActs, venueQuestions, together, locks }): readonly OutsideGate[] {
    const on: On = { index, graph: callGraph, acts: orderActs, questions: venueQuestions, together, locks };
    const found = new Map<Call, OutsideGate>();
    for (const one of ungatedOrders) {
      for (const { fn, act } of waysUp(on, one.order)) {
        const gate = found.has(act) || orderActs.of(act) === null ? null : gateAt(on, one.order, fn, act);
        if (gate) found.set(act, gate);
      }
    }
    return [...found.values()];
  },
});

interface On {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly acts: OrderActs;
  readonly questions: VenueQuestions;
  readonly together: Together;
  readonly locks: Locks;
}

/** What looks after a position that is open asks for it to act on it. */
const KEEPS_WATCH = /(^|_)(close|exit|monitor|watch|manage|trail\w*|protect\w*|tp|sl|take_profit|stop_loss|breakeven|flatten|reduce|liquidate|rebalance|hedge)(_|$)/i;
const MAX_UP = 5;
const MOST = 40;

/** The calls that lead to the order, from its own upwards. */
function waysUp(on: On, order: OrderSite): { fn: FunctionNode; act: Call }[] {
  const found = [{ fn: order.fn, act: order.call }];
  let front = [order.fn];
  const seen = new Set(front);
  for (let depth = 0; depth < MAX_UP && front.length > 0; depth++) {
    const next: FunctionNode[] = [];
    for (const fn of front) {
      for (const { call, caller, how } of on.graph.callersOf(fn)) {
        if (how !== "resolved" || found.length >= MOST) continue;
        found.push({ fn: caller, act: call });
        if (seen.has(caller)) continue;
        seen.add(caller);
        next.push(caller);
      }
    }
    front = next;
  }
  return found;
}

function gateAt(on: On, order: OrderSite, fn: FunctionNode, act: Call): OutsideGate | null {
  if (KEEPS_WATCH.test(fn.name)) return null;
  const flow = flowOf(fn);
  const to = reachablePointOf(flow, act);
  if (to === undefined) return null;
  for (const { node, outcome } of conditionsAt(flow, to)) {
    if (node.kind === "for" || node.kind === "clause" || node.kind === "handler" || node.kind === "case") continue;
    const asked = readBehind(on, fn, node, 0);
    if (!asked || asked.read.start > act.start) continue;
    const { read, kind, claims } = asked;
    if (!claims && !saysFree(node, outcome, read)) continue;
    const pair = on.together.pair(fn, fn, "same-key");
    const held = [...on.locks.heldThrough(read, act)];
    if (claims || held.some((id) => !isBusyMark(id)) || (held.length > 0 && !betweenThreads(on, fn)) || isKnownTwice(on, order)) return { order, fn, read, kind, test: node, act, pair: null };
    // A busy mark keeps most threads out, something near the order is refused by the database: no finding, and no proof either.
    if (pair && held.length === 0 && !keepsOneRow(on, fn, order)) return { order, fn, read, kind, test: node, act, pair };
  }
  return foundInList(on, order, fn, act);
}

/** `for one in positions: if one["symbol"] == symbol: return`: no test of it stands on the way to the order. */
function foundInList(on: On, order: OrderSite, fn: FunctionNode, act: Call): OutsideGate | null {
  if (isKnownTwice(on, order) || keepsOneRow(on, fn, order)) return null;
  let found: OutsideGate | null = null;
  const flow = flowOf(fn);
  const to = reachablePointOf(flow, act)!;
  walkBody(fn, (node) => {
    if (found || node.kind !== "for" || node.start > act.start || node.end > act.start) return;
    const leave = node.body.find((one) => one.kind === "if" && one.body.at(-1)?.kind === "return");
    const asked = leave ? readBehind(on, fn, node.iterable, 0) : null;
    const from = asked ? reachablePointOf(flow, asked.read) : undefined;
    if (!asked || from === undefined || !reaches(flow, from, to) || asked.claims || leave?.kind !== "if" || !NAMES_MARKET.test(textOf(leave.test))) return;
    const held = [...on.locks.heldThrough(asked.read, act)];
    const locked = held.some((id) => !isBusyMark(id));
    const pair = on.together.pair(fn, fn, "same-key");
    if (locked || (pair && held.length === 0)) found = { order, fn, read: asked.read, kind: asked.kind, test: leave.test, act, pair: locked ? null : pair };
  });
  return found;
}

const NAMES_MARKET = /symbol|inst_?id|ticker|(^| )pair( |$)|coin|market/i;

/** The names and strings of an expression. */
function textOf(expr: Expr): string {
  const words: string[] = [];
  walk(expr, (node) => void (node.kind === "name" ? words.push(node.id) : node.kind === "attribute" ? words.push(node.name) : node.kind === "string" && words.push(node.value)));
  return words.join(" ");
}

/** Threads may set a busy mark together. */
const betweenThreads = (on: On, fn: FunctionNode): boolean => on.together.pair(fn, fn, "same-key", undefined, (one, other) => !on.together.inThreads([one, other])) !== null;

/** The venue knows the second order by its id: it stands for the signal, and is not drawn anew each time. */
function isKnownTwice(on: On, order: OrderSite): boolean {
  const { found, some } = clientIdOf(on.graph, order);
  return found !== null && !some && isWritten(found) && !isDrawn(on.graph, found);
}

/** The way to the order is the one on which nothing is held: `if positions: return`, `symbol not in held`, `len(open) < limit`. */
function saysFree(node: Node, outcome: boolean, read: Call): boolean {
  if (node.kind !== "compare") return PERMITS.test(calledName(read)) === outcome;
  const isNothing = node.right.kind === "none" || (node.right.kind === "number" && node.right.value === 0) || (node.right.kind === "boolean" && !node.right.value);
  switch (node.op) {
    case "in": case ">": case ">=": return !outcome;
    case "not in": return outcome;
    case "<": case "<=": return outcome && isCount(node.left);
    case "is": case "==": return isNothing && outcome;
    case "is not": case "!=": return isNothing && !outcome;
    default: return false;
  }
}

/** `len(positions)`, `open_count`; a size below a threshold is held. */
const isCount = (expr: Expr): boolean => (expr.kind === "call" ? calledName(expr) === "len" || COUNTS.test(calledName(expr)) : COUNTS.test(ownName(expr)));
const COUNTS = /count|(^|_)(num|n|total|open)(_|$)/i;

/** `allowed, reason = self.can_open(symbol)` */
const PERMITS = /^_*(can|may|allow|is_allowed|should|ok_to|is_free|no_|has_no_|validate|check_can)/i;

/** The read that the tested value is made of, by way of local names. */
function readBehind(on: On, fn: FunctionNode, node: Node, hops: number): Asked | null {
  let found: Asked | null = null;
  walk(node, (one) => {
    if (found) return;
    if (one.kind === "call") found = on.acts.of(one) ? null : kindOf(on, one);
    else if (one.kind === "name" && hops < 3) for (const expr of valuesOf(on, fn, one.id)) found ??= readBehind(on, fn, expr, hops + 1);
  });
  return found;
}

/** `claims`: the question itself takes the place. */
type Asked = Pick<OutsideGate, "read" | "kind"> & { readonly claims: boolean };

function kindOf(on: On, call: Call): Asked | null {
  const isAbout = ABOUT_HOLDINGS.test(calledName(call));
  const { how, functions } = on.graph.targets(call);
  const claims = how === "resolved" && functions.some(keeps);
  if (isAbout && on.questions.asks(call)) return { read: call, kind: "venue", claims };
  return claims || (how === "resolved" && isAbout && functions.some((fn) => readsRows(on, fn))) ? { read: call, kind: "rows", claims } : null;
}

/** `get_open_positions`, `find_trade_by_signal`, `has_open_position`. */
const ABOUT_HOLDINGS = /position|trade|deal|signal_exists|holding/i;

function valuesOf(on: On, fn: FunctionNode, name: string): readonly Expr[] {
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name);
  if (!own || own.length > 3) return [];
  return own.flatMap((one) => (one.kind === "value" ? [one.expr] : []));
}

/** It reads rows itself, and nothing else of the bot does it for it. */
function readsRows(on: On, fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "string" && ROW_QUERY.test(node.value)) found = true;
    else if (node.kind === "call" && ROW_READS.test(calledName(node)) && on.graph.targets(node).functions.length === 0) found = true;
  });
  return found;
}

/** The database or the venue itself refuses the second one: a unique row, a conditional update, a claim in Redis. */
const keepsOneRow = (on: On, fn: FunctionNode, order: OrderSite): boolean =>
  keeps(fn) || keeps(order.fn) || on.index.callsIn(fn).some((call) => on.graph.targets(call).functions.some(keeps));

function keeps(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "string") found ||= KEEPS_ONE_ROW.test(node.value);
    else if (node.kind === "call") found ||= KEEPS_ONE_ROW.test(calledName(node));
    else if (node.kind === "argument") found ||= node.name === "nx";
    else if (node.kind === "name") found ||= /IntegrityError|UniqueViolation/.test(node.id);
  });
  return found;
}
