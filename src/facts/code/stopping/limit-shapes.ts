import { ownName } from "../../../ir/names.ts";
import type { Compare, Expr, Name, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { LIMIT_NAMES, LIMIT_WORDS } from "../../../knowledge/limit-words.ts";
import { isOrdering, isZero } from "../guard-shapes.ts";
import { snake } from "../snake.ts";

export type LimitKind = "position-limit" | "daily-loss";

/** The side of a comparison that is the limit of this kind; null: it compares something else. */
export function limitIn(test: Compare, kind: LimitKind, valuesOf: (name: Name) => readonly Expr[]): Expr | null {
  if (!isOrdering(test) || (kind === "position-limit" && [test.left, test.right].some((one) => countsOfOne(one, valuesOf)))) return null;
  const sides = [test.left, test.right].map((expr) => ({ expr, words: wordsOf(expr, valuesOf) }));
  const candidates = sides.filter(({ words }) => words.some((one) => LIMIT_NAMES[kind].test(one)) && !(kind === "position-limit" && words.some((one) => RATE.test(one))));
  const named = candidates.find(({ words }) => words.some((one) => BOUND.test(one))) ?? candidates[0];
  const measured = sides.find((side) => side !== named && side.words.some((one) => LIMIT_WORDS[kind].test(one)));
  // `max_positions < 1` validates the setting.
  if (named) {
    const other = sides.find((side) => side !== named)!;
    if (!isNumber(other.expr)) return named.expr;
    // `daily_pnl_pct <= -10`: a result in percent against a number is no setting that is validated.
    const isResult = kind === "daily-loss" && !isZero(other.expr) && !named.words.some((one) => BOUND.test(one)) && named.words.some((one) => LIMIT_WORDS[kind].test(one));
    return isResult && !isTarget(test, named, other.expr) ? other.expr : null;
  }
  if (!measured) return null;
  const other = sides.find((side) => side !== measured)!;
  const limits = other.words.some((one) => BOUND.test(one)) || (isNumber(other.expr) && !isZero(other.expr));
  return limits && (kind === "daily-loss" || (countsPositions(measured.expr) && !measured.words.some((one) => RATE.test(one)))) ? other.expr : null;
}

/** How many in a day or an hour is another limit than how many at once. */
const RATE = /(^|_)(daily|today|day|hour|hourly|minute|week|weekly|history)(_|$)/;
const BOUND = /(^|_)(max|limit|threshold|cap|maximum|allowed)(_|$)/;

/** `daily_pnl >= 5`: the day's goal is reached, nothing was lost. */
function isTarget(test: Compare, { expr, words }: { readonly expr: Expr; readonly words: readonly string[] }, number: Expr): boolean {
  if (words.some((one) => /loss|drawdown|(^|_)dd(_|$)/.test(one))) return false;
  const isMore = expr === test.left ? test.op === ">" || test.op === ">=" : test.op === "<" || test.op === "<=";
  return isMore && number.kind === "number";
}

const isNumber = (expr: Expr): boolean => expr.kind === "number" || (expr.kind === "unary" && expr.op === "-" && isNumber(expr.operand));

/** `len(self.positions)`, `open_count`, `position_count` */
const countsPositions = (expr: Expr): boolean =>
  (expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "len" && expr.args[0] !== undefined && wordsOf(expr.args[0].value).some((one) => LIMIT_WORDS["position-limit"].test(one)))
  || wordsOf(expr).some((one) => /(^|_)(count|num|number|total|n)(_|$)/.test(one) && LIMIT_WORDS["position-limit"].test(one));

/** `grid = self.grids.get(symbol)`, then `len(grid.positions)`: the levels of one instrument. */
function countsOfOne(expr: Expr, valuesOf: (name: Name) => readonly Expr[]): boolean {
  const counted = expr.kind === "call" && ownName(expr.callee) === "len" ? expr.args[0]?.value : undefined;
  const of = counted?.kind === "attribute" ? counted.object : undefined;
  const values = of?.kind === "name" ? valuesOf(of) : of ? [of] : [];
  return values.some((one) => (one.kind === "subscript" && one.index.kind !== "string") || (one.kind === "call" && ownName(one.callee) === "get" && one.args[0] !== undefined && one.args[0].value.kind !== "string"));
}

/** The identifiers of an expression, in snake case. */
function wordsOf(expr: Node, valuesOf: (name: Name) => readonly Expr[] = () => []): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.kind === "function" || found.length > 20) return;
    if (node.kind === "name") {
      found.push(snake(node.id));
      // `limit = self.cfg.max_positions`, `projected = state.pnl_today - worst`: what the value is called counts, one step back.
      for (const value of valuesOf(node)) if (value.kind === "attribute" || value.kind === "name" || value.kind === "subscript" || value.kind === "unary" || value.kind === "binary") found.push(...wordsOf(value));
    }
    if (node.kind === "attribute") found.push(snake(node.name));
    if (node.kind === "string" && node.value.length < 40) found.push(snake(node.value));
    children(node, visit);
  };
  visit(expr);
  return found;
}
