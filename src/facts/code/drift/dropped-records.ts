import { blockOf, ruledBy, statementOf, statementsBehind } from "../../../ir/blocks.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Handler, Node, Try } from "../../../ir/nodes.ts";
import { children, contains, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ASKS_FOR_ORDERS } from "../../../knowledge/order-doubts.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { Closes, orderReach, type OrderReach } from "../order-reach.ts";
import { isAmbiguous } from "../races/refusals.ts";
import { adoptsSoon } from "./adopts-soon.ts";
import { laterRemovals } from "./absent-acts.ts";
import { removals, type Removal } from "./removals.ts";
import { isLogged } from "../logs/is-logged.ts";
import { failedValue } from "./trail.ts";
import { venueQuestions, type VenueQuestions } from "./venue-questions.ts";

/** A record of a position that is dropped although the order that was to close it failed. */
export interface DroppedRecord {
  readonly fn: FunctionNode;
  /** The closing call, and what it is called. */
  readonly order: Call;
  readonly called: string;
  /** ignored: nobody looks at its answer. despite: the branch of its failure drops the record. handler: so does the handler of its exception. */
  readonly how: "ignored" | "despite" | "handler";
  /** Where the failure is swallowed, the test of the answer, or the handler. */
  readonly failure: Node;
  readonly change: Node;
}

export const droppedRecords = codeFact({
  name: "dropped-records",
  doc: "Records of positions that are dropped although the closing order failed: its answer is not looked at, or its failure drops them.",
  requires: { index, callGraph, orderReach, removals, venueQuestions, adoptsSoon },
  derive({ index, callGraph, orderReach, removals, venueQuestions, adoptsSoon }): readonly DroppedRecord[] {
    const on: On = { graph: callGraph, reach: orderReach, questions: venueQuestions };
    const found: DroppedRecord[] = [];
    for (const fn of index.functions) {
      if (!orderReach.trades(fn)) continue;
      const calls = index.callsIn(fn).filter((call) => closes(on, call));
      const acts = calls.length > 0 ? removals.inside(fn).filter((one) => !one.byName) : [];
      const seen = new Set<Node>();
      for (const order of acts.length > 0 && !adoptsSoon.for(fn) ? calls : []) {
        const one = despite(on, order, acts) ?? caught(on, order, acts) ?? ignored(on, order, acts);
        if (!one || seen.has(one.change)) continue;
        seen.add(one.change);
        found.push({ fn, order, called: calledName(order), ...one });
      }
    }
    return found;
  },
});

interface On { readonly graph: CallGraph; readonly reach: OrderReach; readonly questions: VenueQuestions }
type Dropped = Pick<DroppedRecord, "how" | "failure" | "change">;

const CLOSING = /(^|_)(close|exit|flatten|liquidate|sell|unwind)(_|$)/i;

/** The order itself, a function of the bot that leads to it, or a client's method of that name. */
function closes(on: On, call: Call): boolean {
  if (on.reach.siteOf(call)?.role === "close") return true;
  const name = calledName(call);
  if ((on.reach.ofCall(call) & Closes) !== 0) return CLOSING.test(name);
  return /^_?(close|exit|flatten)_(all_)?(position|trade)s?$/.test(name) && call.callee.kind === "attribute" && CLIENT.test(ownName(call.callee.object));
}

const CLIENT = /client|trader|exchange|broker|adapter|executor|gateway|connector|venue|api$/i;

/** The bot's functions that the call may run, as far as its name goes. */
const swallowers = (on: On, call: Call): readonly FunctionNode[] => {
  const { how, functions } = on.graph.targets(call);
  return (how === "resolved" ? functions : on.graph.named(calledName(call))).filter((one) => (on.reach.ofFunction(one) & Closes) !== 0);
};

/** `ok = await close(...)`, then `if not ok:` (or the `else`) drops the record. */
function despite(on: On, order: Call, acts: readonly Removal[]): Dropped | null {
  const fn = enclosingFunction(order)!;
  const name = nameOf(order);
  let found: Dropped | null = null;
  walkBody(fn, (node) => {
    if (found || node.kind !== "if" || node.end < order.start) return;
    const plain = node.test.kind === "unary" && node.test.op === "not" ? node.test.operand : node.test;
    const asked = plain.kind === "await" ? plain.value : plain;
    if (asked !== order && !(asked.kind === "name" && asked.id === name && node.start > order.end)) return;
    const body = plain === node.test ? node.otherwise : node.body;
    const change = dropIn(on, body, acts, order);
    if (change && ruledBy(node.test, plain !== node.test).flat().length > 0) found = { how: "despite", failure: node.test, change };
  });
  return found;
}

/** `try: await close(...)`, `except Exception: del positions[symbol]`, or a `finally` that does so. */
function caught(on: On, order: Call, acts: readonly Removal[]): Dropped | null {
  const one = tryAround(order);
  if (!one) return null;
  for (const handler of one.handlers) {
    const change = isAmbiguous(on.graph, handler) ? dropIn(on, handler.body, acts, order) : null;
    if (change) return { how: "handler", failure: handler, change };
  }
  const always = dropIn(on, one.finally, acts, order);
  return always ? { how: "handler", failure: always, change: always } : null;
}

/** The called function swallows its failure, and the statements behind the call drop the record without a look at the answer. */
function ignored(on: On, order: Call, acts: readonly Removal[]): Dropped | null {
  const name = nameOf(order);
  const statement = statementOf(order);
  if (statement.kind !== "expression" && !(name !== null && isUnread(order, name))) return null;
  const failures = swallowers(on, order).map((one) => swallowedIn(on, one));
  const failure = failures.includes(null) ? null : failures[0] ?? null;
  if (!failure) return null;
  const change = dropIn(on, afterwards(statement), acts, order);
  return change ? { how: "ignored", failure, change } : null;
}

/** What runs next, in its own block and behind the branches that it stands in. */
function afterwards(statement: Node): readonly Node[] {
  const found: Node[] = [];
  for (let at = statement; ; at = at.parent!) {
    if (!blockOf(at)) return found;
    found.push(...statementsBehind(at));
    const up = at.parent!;
    if (up.kind !== "if" && up.kind !== "with" && !(up.kind === "try" && (up.body as readonly Node[]).includes(at))) return found;
  }
}

/** The first removal of the statements that nothing but the record's own being there rules, unless the exchange is asked before it. */
function dropIn(on: On, body: readonly Node[], acts: readonly Removal[], order: Call): Node | null {
  for (const statement of body) {
    if (asks(on, statement)) return null;
    const act = acts.find(({ node }) => contains(statement, node) && !contains(node, order));
    if (act) return isSure(act.node, statement) ? act.node : null;
    const later = statement.kind === "expression" ? laterRemovals(enclosingFunction(order)!, (node) => contains(statement, node), order.end, acts)[0] : undefined;
    if (later) return later.node;
    if (statement.kind === "return" || statement.kind === "raise" || statement.kind === "continue" || statement.kind === "break") return null;
  }
  return null;
}

/** Nothing rules it between the statement and itself but whether the record is there: `if self.position:`, `if symbol in self.positions:`. */
function isSure(act: Node, statement: Node): boolean {
  for (let at = act, up: Node | null = act; up && contains(statement, up); at = up, up = up.parent) {
    if (up.kind === "handler" || (up.kind === "if" && !((up.body as readonly Node[]).includes(at) && asksBeing(up.test)))) return false;
  }
  return true;
}

const asksBeing = (test: Expr): boolean => test.kind === "name" || test.kind === "attribute"
  || (test.kind === "compare" && (test.right.kind === "none" || ((test.op === "in" || test.op === "not in") && (test.right.kind === "attribute" || test.right.kind === "name"))));

function asks(on: On, statement: Node): boolean {
  let found = false;
  const look = (node: Node): void => {
    if (found || node.kind === "function") return;
    found = node.kind === "call" && (on.questions.asks(node) || ASKS_FOR_ORDERS.test(calledName(node)) || (on.reach.ofCall(node) & Closes) !== 0);
    children(node, look);
  };
  look(statement);
  return found;
}

const nameOf = (order: Call): string | null => {
  const holder = order.parent?.kind === "await" ? order.parent.parent : order.parent;
  return holder?.kind === "assign" && holder.targets.length === 1 && holder.targets[0]!.kind === "name" ? holder.targets[0]!.id : null;
};

/** Nothing but a log line has the answer. */
function isUnread(order: Call, name: string): boolean {
  let read = false;
  walkBody(enclosingFunction(order)!, (node) => {
    if (node.kind === "name" && node.id === name && node.start > order.end && !isLogged(node)) read = true;
  });
  return !read;
}

/** A handler around the closing request that neither raises again nor gives anything that is true. */
function swallowedIn(on: On, fn: FunctionNode): Handler | null {
  let found: Handler | null = null;
  walkBody(fn, (node) => {
    if (found || node.kind !== "call" || (on.reach.ofCall(node) & Closes) === 0) return;
    found = tryAround(node)?.handlers.find((one) => isAmbiguous(on.graph, one) && !raises(one) && givesNothing(one)) ?? null;
  });
  return found;
}

function tryAround(node: Node): Try | null {
  for (let at = node, up = node.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind === "try" && (up.body as readonly Node[]).includes(at)) return up;
    if (up.kind === "handler") return null;
  }
  return null;
}

function raises(handler: Handler): boolean {
  let found = false;
  const look = (node: Node): void => {
    found ||= node.kind === "raise" || node.kind === "continue" || (node.kind === "call" && (/retry|again|fallback/i.test(calledName(node)) || /^(exit|_exit|abort)$/.test(ownName(node.callee))));
    children(node, look);
  };
  handler.body.forEach(look);
  return found;
}

const givesNothing = (handler: Handler): boolean => handler.body.every((one) => one.kind !== "return" || one.value === null || failedValue(one.value) !== null);
