import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, Kind, pointsOf } from "../../../ir/flow.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import type { Carried, VenueText } from "./tracked.ts";

/** The same thing read twice reads the same: `row["liqPx"]` and `row.get("liqPx", 0)`. Null: not a plain read. */
export function spelling(expr: Expr): string | null {
  switch (expr.kind) {
    case "name": return expr.id;
    case "attribute": {
      const object = spelling(expr.object);
      return object && `${object}.${expr.name}`;
    }
    case "subscript": return keyed(spelling(expr.object), expr.index);
    case "call": {
      if (expr.callee.kind !== "attribute" || expr.callee.name !== "get" || !expr.args[0]) return null;
      return keyed(spelling(expr.callee.object), expr.args[0].value);
    }
    case "await": return spelling(expr.value);
    case "bind": return spelling(expr.target);
    default: return null;
  }
}

const keyed = (object: string | null, index: Expr): string | null =>
  object && (index.kind === "string" || index.kind === "number") ? `${object}[${index.value}]` : object && index.kind === "name" ? `${object}[=${index.id}]` : null;

export interface GuardQuery {
  readonly text: VenueText;
  fieldsOf(expr: Expr): readonly string[];
}

/**
 * The test that keeps "" (or None) away from where a value is used: one of the value itself, or of a field that tells
 * whether it is filled. Looks in every function that the value passed through.
 */
export function guardOf(carried: Carried, at: Node, query: GuardQuery): Node | null {
  let [use, expr]: [Node, Expr] = [at, carried.expr];
  for (let one: Carried | null = carried; one && one.value.kind === "text"; one = one.from) {
    const next: Carried | null = one.from;
    const leaves = !next || next.value.kind !== "text" || enclosingFunction(next.expr) !== enclosingFunction(one.expr);
    expr = one.expr;
    const found = guardAt(use, expr, query);
    if (found) return found;
    if (leaves && next) use = next.expr;
  }
  return query.text.toldBy.length > 0 ? rowGuard(carried, query) : null;
}

/** The row was picked by a field that tells: `[p for p in rows if float(p["size"]) > 0]`, or tested where it was kept. */
function rowGuard(carried: Carried, query: GuardQuery, seen = new Set<Carried>()): Node | null {
  for (let one: Carried | null = carried; one && !seen.has(one); one = one.from) {
    seen.add(one);
    if (one.value.kind === "text") {
      // A record of the bot: it is picked on the way to the read.
      const picked: Node | null = one.via ? rowGuard(one.via, query, seen) : null;
      if (picked) return picked;
      continue;
    }
    const found = guardAt(one.expr, null, query) ?? clauseGuard(one.expr, query);
    if (found) return found;
    const parent = one.expr.parent;
    const fn = enclosingFunction(one.expr);
    if (parent?.kind !== "assign" || parent.targets[0]?.kind !== "attribute" || !fn) continue;
    const flow = flowOf(fn);
    const test = flow.nodes.find((node, point) => node !== null && flow.kinds[point] === Kind.test && mentions(node, null, query));
    if (test) return test;
  }
  return null;
}

/** An element of a comprehension that is a plain name has no point of its own: the conditions beside it hold. */
function clauseGuard(expr: Expr, query: GuardQuery): Node | null {
  if (expr.parent?.kind !== "comprehension") return null;
  for (const clause of expr.parent.clauses) {
    const found = clause.conditions.find((one) => mentions(one, null, query));
    if (found) return found;
  }
  return null;
}

function guardAt(use: Node, expr: Expr | null, query: GuardQuery): Node | null {
  const fn = enclosingFunction(use);
  if (!fn) return null;
  const words = expr && spelling(expr);
  const flow = flowOf(fn);
  const points = pointsOf(flow, use);
  const point = points[0];
  if (point === undefined) return null;
  for (const condition of conditionsAt(flow, point)) {
    if (condition.node.kind === "for" || condition.node.kind === "clause" || condition.node.kind === "handler" || condition.node.kind === "case") continue;
    if (decides(condition.node, condition.outcome, words, query)) return condition.node;
  }
  return null;
}

/** Whether a test that came out this way says that the value is filled. */
function decides(test: Node, outcome: boolean, words: string | null, query: GuardQuery): boolean {
  const { text } = query;
  if (words !== null && spelling(test as Expr) === words) return outcome;
  if (test.kind === "compare" && (test.op === "is" || test.op === "is not") && test.right.kind === "none") {
    return !text.empty && spelling(test.left) === words && (test.op === "is not") === outcome;
  }
  // A key that is present may hold "".
  if (test.kind === "compare" && (test.op === "in" || test.op === "not in") && test.left.kind === "string") return false;
  return mentions(test, words, query);
}

function mentions(node: Node, words: string | null, query: GuardQuery): boolean {
  if (words !== null && isExpr(node) && spelling(node) === words) return true;
  if (isExpr(node) && query.text.toldBy.length > 0) {
    const key = keyOfRead(node);
    if (key && query.text.toldBy.includes(key)) return true;
    if (query.fieldsOf(node).some((one) => query.text.toldBy.includes(one))) return true;
  }
  let found = false;
  children(node, (child) => { found ||= mentions(child, words, query); });
  return found;
}

const isExpr = (node: Node): node is Expr => node.kind === "name" || node.kind === "attribute" || node.kind === "subscript" || node.kind === "call" || node.kind === "bind";

function keyOfRead(expr: Expr): string | null {
  if (expr.kind === "subscript" && expr.index.kind === "string") return expr.index.value;
  const first = expr.kind === "call" && expr.callee.kind === "attribute" && expr.callee.name === "get" ? expr.args[0]?.value : undefined;
  return first?.kind === "string" ? first.value : null;
}
