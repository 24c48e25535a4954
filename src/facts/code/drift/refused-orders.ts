import { ruledBy } from "../../../ir/blocks.ts";
import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { Closes, Opens, orderReach, type OrderReach } from "../order-reach.ts";
import { widerCalls } from "../wider-calls.ts";
import { testAround } from "./absence.ts";
import { saysFailure } from "./failure-dicts.ts";
import { asksStatus } from "./failure-seeds.ts";
import { laterRemovals } from "./absent-acts.ts";
import { removals, type Removals } from "./removals.ts";
import { Spread } from "./spread.ts";
import { rootOf, seedAt, steps, type Mark } from "./trail.ts";

/** A failed order whose answer is a filled dict, tested only for being there: the test is true, and the books change. */
export interface RefusedOrder {
  readonly fn: FunctionNode;
  readonly test: Expr;
  /** The call whose answer is tested, and what it is called. */
  readonly order: Call;
  readonly called: string;
  /** What the failure answers: `{"retCode": -1, …}`. */
  readonly answer: Expr;
  /** What changes although the order failed. */
  readonly change: Node;
}

export const refusedOrders = codeFact({
  name: "refused-orders",
  doc: "Failed orders that answer a filled dict and are taken for sent, because only its being there is tested.",
  requires: { index, callGraph, widerCalls, orderReach, removals },
  derive({ index, callGraph, widerCalls, orderReach, removals }): readonly RefusedOrder[] {
    const spread = new Spread(callGraph, widerCalls);
    for (const fn of index.functions) {
      if (!orderReach.trades(fn) || (!sends(orderReach, fn) && !carries(orderReach, callGraph.callersOf(fn)))) continue;
      for (const answer of failuresOf(fn)) spread.put(seedAt(answer, "failed", "pair"));
    }
    spread.run();
    const found: RefusedOrder[] = [];
    const seen = new Set<Node>();
    for (const [node, marks] of spread.marks) {
      const test = presence(node as Expr);
      const fn = enclosingFunction(node);
      if (!test || !fn || seen.has(test.at) || !orderReach.trades(fn)) continue;
      const mark = marks.find((one) => isWhole(one, spread));
      const order = mark && orderOf(mark, fn, orderReach);
      if (!mark || !order || asked(fn, spread)) continue;
      const change = changeIn(removals, fn, ruledBy(test.at, test.when).flat());
      if (!change) continue;
      seen.add(test.at);
      found.push({ fn, test: test.at, order, called: calledName(order), answer: rootOf(mark).node as Expr, change });
    }
    return found;
  },
});

const sends = (reach: OrderReach, fn: FunctionNode): boolean => (reach.ofFunction(fn) & (Opens | Closes)) !== 0 && reach.distance(fn) <= 1;

/** The bot's own request function, through which an order goes. */
const carries = (reach: OrderReach, callers: readonly { readonly call: Call }[]): boolean =>
  callers.some(({ call }) => { const role = reach.siteOf(call)?.role; return role === "open" || role === "close"; });

/** Filled dicts that say that the request failed. */
function failuresOf(fn: FunctionNode): Expr[] {
  const found: Expr[] = [];
  walkBody(fn, (node) => {
    if (node.kind !== "return") return;
    if ((node.value?.kind === "dict" && saysFailure(node.value)) || (node.value?.kind === "call" && isFailedResult(node.value))) found.push(node.value);
  });
  return found;
}

/** `ExecutionResult(success=False, error=...)`: an object, true however it went. */
const isFailedResult = (call: Call): boolean => /^[A-Z]/.test(calledName(call)) && call.args.some(({ name, value }) => name !== null && /^(success|ok|is_?success|succeeded)$/.test(name) && value.kind === "boolean" && !value.value);

/** `if answer:`, `if not answer:`, `if answer is not None:` as a whole test; `when`: how it comes out for a filled dict. */
function presence(node: Expr): { readonly at: Expr; readonly when: boolean } | null {
  const up = node.parent;
  const compared = up?.kind === "compare" && up.left === node && up.right.kind === "none" ? up : null;
  const part: Expr = compared ?? node;
  const at = testAround(part);
  if (!at) return null;
  const plain = compared ? compared.op === "is not" || compared.op === "!=" : true;
  if (at === part) return { at, when: plain };
  return at.kind === "unary" && at.op === "not" && at.operand === part ? { at, when: !plain } : null;
}

/** The dict itself, not something that was taken out of it. */
const isWhole = (mark: Mark, spread: Spread): boolean => mark.item < 0 && !mark.element && !mark.field && !mark.negated
  && steps(mark).every(({ node, from }) => from === null || node.kind === "dict" || node.kind === "name" || node.kind === "await" || node.kind === "return" || node.kind === "compare" || (node.kind === "call" && spread.given.has(node)));

/** The last call of the trail in the function that tests, where it leads to an order. */
function orderOf(mark: Mark, fn: FunctionNode, reach: OrderReach): Call | null {
  for (let at: Mark | null = mark; at; at = at.from) {
    if (at.node.kind === "call" && enclosingFunction(at.node) === fn) return (reach.ofCall(at.node) & (Opens | Closes)) !== 0 ? at.node : null;
  }
  return null;
}

/** Some code of the function looks at the answer's status. */
function asked(fn: FunctionNode, spread: Spread): boolean {
  let found = false;
  const isAnswer = (expr: Expr): boolean => spread.marks.has(expr);
  walkBody(fn, (node) => {
    if (node.kind === "if" || node.kind === "conditional") found ||= asksStatus(node.test, isAnswer);
    else if (node.kind === "compare") found ||= asksStatus(node, isAnswer);
    else if (node.kind === "call") found ||= /check|ensure|raise|valid|success|is_?ok|unwrap|verify|confirm/i.test(calledName(node)) && node.args.some(({ value }) => isAnswer(value));
  });
  return found;
}

const RECORD = /^(qty|quantity|size|amount|contracts|remaining\w*|tp\d?_?(hit|done)|(is_)?(exited|closed))$/i;

/** A record leaves the books, or says that a part is gone. */
function changeIn(removals: Removals, fn: FunctionNode, body: readonly Node[]): Node | null {
  const inside = (node: Node): boolean => body.some((one) => one.start <= node.start && node.end <= one.end);
  const acts = removals.inside(fn).filter((one) => !one.byName);
  const removed = acts.find((one) => inside(one.node)) ?? laterRemovals(fn, inside, body[0]?.start ?? 0, acts)[0];
  if (removed) return removed.node;
  let found: Node | null = null;
  const look = (node: Node): void => {
    if (found || node.kind === "function") return;
    if (node.kind === "assign") for (const target of node.targets) {
      const name = target.kind === "subscript" && target.index.kind === "string" ? target.index.value : target.kind === "attribute" ? target.name : "";
      if (RECORD.test(name)) found = node;
    }
    children(node, look);
  };
  body.forEach(look);
  return found;
}
