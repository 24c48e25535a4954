import { conditionsAt } from "../../../ir/conditions.ts";
import { isReachable, reachablePointOf, type FlowGraph } from "../../../ir/flow.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { DECISION_WORDS } from "../../../knowledge/signal-words.ts";
import { snake } from "../snake.ts";
import { wordsIn, type Candidate } from "./candidates.ts";

/** How big an order is, as its variable is called. */
const SIZE = /(^|_)(qty|quantity|size|amount|volume|contracts|lots?|units|notional|vol)(_|$)/;

/**
 * `qty = self.round(base * risk)` ... `place_order(symbol, side, qty)`: who has worked out how much to buy has decided to. Not: a size
 * that is worked out before anybody asks for a signal.
 */
export function sizedCandidates(fn: FunctionNode, flow: FlowGraph, at: Node): Candidate[] {
  const point = at.kind === "call" ? reachablePointOf(flow, at) : undefined;
  if (at.kind !== "call" || point === undefined) return [];
  const decided = conditionsAt(flow, point).filter(({ node }) => asksForDecision(node)).map(({ node }) => node.start);
  const found: Candidate[] = [];
  for (const { value } of at.args) {
    const name = sizeOf(value);
    if (name === null || fn.params.some((one) => one.name === name)) continue;
    const born = flow.locals.defPoints.filter((one, i) => flow.locals.names[flow.locals.defVars[i]!] === name && isReachable(flow, one));
    const last = Math.max(0, ...decided);
    if (born.length > 0 && isWorkedOut(fn, name, last)) found.push({ fn, born, names: new Set([name]), present: true, sized: true });
  }
  return found;
}

/** Behind the last question whether there is a signal. */
function isWorkedOut(fn: FunctionNode, name: string, behind: number): boolean {
  let found = 0;
  let all = true;
  walkBody(fn, (node) => {
    if (node.kind !== "assign" || !node.targets.some((one) => one.kind === "name" && one.id === name)) return;
    found++;
    all &&= node.start > behind;
  });
  return found > 0 && all;
}

const asksForDecision = (test: Node): boolean => [...wordsIn(test)].some((one) => DECISION_WORDS.test(snake(one)) || /^(buy|sell|long|short)$/i.test(one));

/** `qty`, `str(qty)`, `round(qty, 3)` */
const sizeOf = (expr: Expr): string | null =>
  expr.kind === "name" ? (SIZE.test(snake(expr.id)) ? expr.id : null) : expr.kind === "call" && expr.callee.kind === "name" && expr.args[0] ? sizeOf(expr.args[0].value) : null;

/** `qty <= 0`, `not qty`, `qty < min_qty or ...`: the test asks whether the size is enough to be traded. */
export function asksForSize(test: Expr, names: ReadonlySet<string>): boolean {
  if (test.kind === "logical") return asksForSize(test.left, names) || asksForSize(test.right, names);
  if (test.kind === "unary" && test.op === "not") return isSize(test.operand, names);
  return test.kind === "compare" && ["<", "<=", "==", "is"].includes(test.op) && isSize(test.left, names);
}

const isSize = (expr: Expr, names: ReadonlySet<string>): boolean =>
  expr.kind === "name" ? names.has(expr.id) : expr.kind === "call" && expr.callee.kind === "name" && expr.args.some(({ value }) => isSize(value, names));
