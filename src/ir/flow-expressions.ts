import { Edge, Kind } from "./flow-graph.ts";
import { end, merge, type Branch, type Ends, type FlowBuilder } from "./flow-builder.ts";
import type { Call, Comprehension, ComprehensionClause, Conditional, Expr, FunctionNode, Logical, Name, Node } from "./nodes.ts";

/** Evaluation of expressions, targets and tests into points. */

/** Evaluates an expression for its value. */
export function value(b: FlowBuilder, expr: Expr): void {
  switch (expr.kind) {
    case "name": return b.use(expr);
    case "number": case "string": case "boolean": case "none": case "ellipsis": return;
    case "attribute": value(b, expr.object); return void b.risky(Kind.attribute, expr);
    case "subscript": value(b, expr.object); value(b, expr.index); return void b.risky(Kind.subscript, expr);
    case "slice": optional(b, expr.lower); optional(b, expr.upper); return optional(b, expr.step);
    case "call": return call(b, expr);
    case "template": for (const part of expr.parts) value(b, part); return;
    case "interpolation": value(b, expr.value); optional(b, expr.format); return b.operate(expr);
    case "unary": value(b, expr.operand); return expr.op === "not" ? undefined : b.operate(expr);
    case "binary": case "compare": value(b, expr.left); value(b, expr.right); return b.operate(expr);
    case "logical": return logicalValue(b, expr);
    case "conditional": return conditionalValue(b, expr);
    case "list": case "tuple": case "set": for (const item of expr.items) value(b, item); return;
    case "dict": for (const entry of expr.entries) { optional(b, entry.key); value(b, entry.value); } return;
    case "spread": value(b, expr.value); return b.operate(expr);
    case "await": value(b, expr.value); return b.suspends(b.risky(Kind.await, expr));
    case "yield": return yieldValue(b, expr);
    case "bind": value(b, expr.value); return bind(b, expr.target, expr.value);
    case "lambda": return defaults(b, expr.function);
    case "comprehension": return comprehension(b, expr);
    case "unknown": for (const part of expr.parts) value(b, part); return void b.risky(Kind.unknown, expr);
  }
}

function optional(b: FlowBuilder, expr: Expr | null): void {
  if (expr) value(b, expr);
}

/** A definition evaluates the defaults of its parameters. */
export function defaults(b: FlowBuilder, fn: FunctionNode): void {
  for (const param of fn.params) optional(b, param.default);
}

function call(b: FlowBuilder, expr: Call): void {
  value(b, expr.callee.kind === "attribute" ? expr.callee.object : expr.callee);
  for (const argument of expr.args) value(b, argument.value);
  const point = b.point(Kind.call, expr);
  switch (neverReturns(b, expr)) {
    case "exits": b.raisesForeign(point); b.ends = []; return;
    case "dies": b.outermost.cancel.push(end(point, Edge.cancel)); b.ends = []; return;
    default:
      b.raisesOrdinary(point);
      if (b.interruptible) b.raisesForeign(point);
  }
}

/** `sys.exit()` raises SystemExit; `os._exit()` ends the process past every handler. */
function neverReturns(b: FlowBuilder, { callee }: Call): "exits" | "dies" | "returns" {
  if (callee.kind === "name") {
    if (callee.id !== "exit" && callee.id !== "quit") return "returns";
    return b.bound.has(b.variable(callee.id)) ? "returns" : "exits";
  }
  if (callee.kind !== "attribute" || callee.object.kind !== "name") return "returns";
  if (callee.object.id === "sys" && callee.name === "exit") return "exits";
  return callee.object.id === "os" && (callee.name === "_exit" || callee.name === "abort") ? "dies" : "returns";
}

function yieldValue(b: FlowBuilder, expr: Expr & { kind: "yield" }): void {
  optional(b, expr.value);
  const point = b.risky(Kind.yield, expr);
  b.suspends(point);
  b.sink.foreign = true;
}

function logicalValue(b: FlowBuilder, expr: Logical): void {
  if (expr.op === "??") {
    value(b, expr.left);
    const { whenTrue, whenFalse } = b.branch(b.point(Kind.test, expr));
    b.ends = whenFalse;
    value(b, expr.right);
    b.ends = merge(b.take(), whenTrue);
    return;
  }
  const left = test(b, expr.left);
  const [on, off] = expr.op === "and" ? [left.whenTrue, left.whenFalse] : [left.whenFalse, left.whenTrue];
  b.ends = on;
  value(b, expr.right);
  b.ends = merge(b.take(), off);
}

function conditionalValue(b: FlowBuilder, expr: Conditional): void {
  const { whenTrue, whenFalse } = test(b, expr.test);
  b.ends = whenTrue;
  value(b, expr.then);
  const then = b.take();
  b.ends = whenFalse;
  value(b, expr.otherwise);
  b.ends = merge(b.take(), then);
}

/** Evaluates an expression for its truth; the builder has no ends until the caller continues one of the branches. */
export function test(b: FlowBuilder, expr: Expr): Branch {
  switch (expr.kind) {
    case "boolean": return known(b, expr.value);
    case "none": return known(b, false);
    case "number": if (expr.value === 0 || expr.value === 1) return known(b, expr.value === 1); break;
    case "unary": if (expr.op === "not") return opposite(test(b, expr.operand)); break;
    case "logical": if (expr.op !== "??") return logicalTest(b, expr); break;
    case "conditional": return conditionalTest(b, expr);
    default:
  }
  value(b, expr);
  return b.branch(b.point(Kind.test, expr));
}

function known(b: FlowBuilder, truth: boolean): Branch {
  const ends = b.take();
  return truth ? { whenTrue: ends, whenFalse: [] } : { whenTrue: [], whenFalse: ends };
}

const opposite = ({ whenTrue, whenFalse }: Branch): Branch => ({ whenTrue: whenFalse, whenFalse: whenTrue });

function logicalTest(b: FlowBuilder, expr: Logical): Branch {
  const left = test(b, expr.left);
  b.ends = expr.op === "and" ? left.whenTrue : left.whenFalse;
  const right = test(b, expr.right);
  if (expr.op === "and") return { whenTrue: right.whenTrue, whenFalse: merge(right.whenFalse, left.whenFalse) };
  return { whenTrue: merge(right.whenTrue, left.whenTrue), whenFalse: right.whenFalse };
}

function conditionalTest(b: FlowBuilder, expr: Conditional): Branch {
  const { whenTrue, whenFalse } = test(b, expr.test);
  b.ends = whenTrue;
  const then = test(b, expr.then);
  b.ends = whenFalse;
  const otherwise = test(b, expr.otherwise);
  return { whenTrue: merge(then.whenTrue, otherwise.whenTrue), whenFalse: merge(then.whenFalse, otherwise.whenFalse) };
}

/** Stores into a target; `source` is the stored Expr or the statement or clause that supplies it. */
export function store(b: FlowBuilder, target: Expr, source: Node): void {
  switch (target.kind) {
    case "name": return storeName(b, target, source);
    case "attribute": value(b, target.object); break;
    case "subscript": value(b, target.object); value(b, target.index); break;
    case "tuple": case "list":
      b.operate(target);
      for (const item of target.items) store(b, item, source);
      return;
    case "spread": return store(b, target.value, source);
    default: return value(b, target);
  }
  storeMember(b, target, source);
}

export function storeName(b: FlowBuilder, target: Name, source: Node): void {
  const point = b.point(Kind.store, target);
  b.values[point] = source;
  b.define(point, target.id);
}

/** The store into an attribute or subscript whose object and index have been evaluated. */
export function storeMember(b: FlowBuilder, target: Expr, source: Node): void {
  b.values[b.risky(Kind.store, target)] = source;
}

function bind(b: FlowBuilder, target: Name, source: Expr): void {
  const point = b.point(Kind.store, target);
  b.values[point] = source;
  b.defineOutside(point, target.id);
}

/**
 * List, set and dict comprehensions run in place. Of a generator expression only the first iterable is evaluated here;
 * the rest is drawn in place as well, with a way out after each element, because nearly all are consumed by the call
 * around them (`any`, `sum`, `join`). One that is kept and consumed later runs later than drawn.
 */
function comprehension(b: FlowBuilder, expr: Comprehension): void {
  const first = expr.clauses[0];
  if (first) value(b, first.iterable);
  const scope = new Map<string, number>();
  for (const clause of expr.clauses) declareTargets(b, scope, clause.target);
  b.openComprehension(scope);
  const left: Ends = [];
  clauseAt(b, expr, 0, left);
  b.closeScope();
  b.ends = merge(b.take(), left);
}

function declareTargets(b: FlowBuilder, scope: Map<string, number>, target: Expr): void {
  if (target.kind === "name" && !scope.has(target.id)) b.declare(scope, target.id);
  else if (target.kind === "spread") declareTargets(b, scope, target.value);
  else if (target.kind === "tuple" || target.kind === "list") for (const item of target.items) declareTargets(b, scope, item);
}

/** `left` collects the ends at which a generator's consumer may stop asking. */
function clauseAt(b: FlowBuilder, expr: Comprehension, index: number, left: Ends): void {
  const clause = expr.clauses[index];
  if (!clause) {
    value(b, expr.element);
    optional(b, expr.value);
    if (expr.flavour === "generator") for (const one of b.ends) left.push(one);
    return;
  }
  if (index > 0) value(b, clause.iterable);
  const { step, item, exhausted } = iteration(b, clause);
  b.ends = item;
  store(b, clause.target, clause);
  let back: Ends = [];
  for (const condition of clause.conditions) {
    const { whenTrue, whenFalse } = test(b, condition);
    b.ends = whenTrue;
    back = merge(back, whenFalse);
  }
  clauseAt(b, expr, index + 1, left);
  b.link(merge(b.take(), back), step);
  b.ends = exhausted;
}

interface Iteration { readonly step: number; readonly item: Ends; readonly exhausted: Ends }

/** Takes the iterator of an evaluated iterable and asks it for an item; back edges go to `step`. */
export function iteration(b: FlowBuilder, loop: ComprehensionClause | (Node & { kind: "for" })): Iteration {
  b.risky(Kind.iter, loop);
  const step = b.risky(Kind.iterate, loop);
  if (loop.async) b.suspends(step);
  const { whenTrue, whenFalse } = b.branch(step);
  return { step, item: whenTrue, exhausted: whenFalse };
}
