/** Constructors of statements and declarations; see builder.ts, through which they are used. */
import { adopt } from "./adopt.ts";
import type * as ir from "./nodes.ts";

export function expression(start: number, end: number, value: ir.Expr): ir.ExpressionStatement {
  const node: ir.ExpressionStatement = { kind: "expression", start, end, parent: null, value };
  value.parent = node;
  return node;
}
export function assign(start: number, end: number, targets: readonly ir.Expr[], value: ir.Expr, annotation: ir.Expr | null): ir.Assign {
  const node: ir.Assign = { kind: "assign", start, end, parent: null, targets, value, annotation };
  adopt(node, targets);
  value.parent = node;
  if (annotation) annotation.parent = node;
  return node;
}
export function declare(start: number, end: number, target: ir.Expr, annotation: ir.Expr): ir.Declare {
  const node: ir.Declare = { kind: "declare", start, end, parent: null, target, annotation };
  target.parent = node;
  annotation.parent = node;
  return node;
}
export function augmented(start: number, end: number, target: ir.Expr, op: ir.BinaryOp, value: ir.Expr): ir.Augmented {
  const node: ir.Augmented = { kind: "augmented", start, end, parent: null, target, op, value };
  target.parent = node;
  value.parent = node;
  return node;
}
export function deletion(start: number, end: number, targets: readonly ir.Expr[]): ir.Delete {
  const node: ir.Delete = { kind: "delete", start, end, parent: null, targets };
  adopt(node, targets);
  return node;
}
export function returning(start: number, end: number, value: ir.Expr | null): ir.Return {
  const node: ir.Return = { kind: "return", start, end, parent: null, value };
  if (value) value.parent = node;
  return node;
}
export function raise(start: number, end: number, value: ir.Expr | null, cause: ir.Expr | null): ir.Raise {
  const node: ir.Raise = { kind: "raise", start, end, parent: null, value, cause };
  if (value) value.parent = node;
  if (cause) cause.parent = node;
  return node;
}
export function breaking(start: number, end: number): ir.Break {
  return { kind: "break", start, end, parent: null };
}
export function continuing(start: number, end: number): ir.Continue {
  return { kind: "continue", start, end, parent: null };
}
export function pass(start: number, end: number): ir.Pass {
  return { kind: "pass", start, end, parent: null };
}
export function ifElse(start: number, end: number, test: ir.Expr, body: readonly ir.Stmt[], otherwise: readonly ir.Stmt[]): ir.If {
  const node: ir.If = { kind: "if", start, end, parent: null, test, body, otherwise };
  test.parent = node;
  adopt(node, body);
  adopt(node, otherwise);
  return node;
}
export function whileLoop(start: number, end: number, test: ir.Expr, body: readonly ir.Stmt[], otherwise: readonly ir.Stmt[]): ir.While {
  const node: ir.While = { kind: "while", start, end, parent: null, test, body, otherwise };
  test.parent = node;
  adopt(node, body);
  adopt(node, otherwise);
  return node;
}
export function forLoop(
  start: number, end: number, target: ir.Expr, iterable: ir.Expr, async: boolean, body: readonly ir.Stmt[], otherwise: readonly ir.Stmt[],
): ir.For {
  const node: ir.For = { kind: "for", start, end, parent: null, target, iterable, async, body, otherwise };
  target.parent = node;
  iterable.parent = node;
  adopt(node, body);
  adopt(node, otherwise);
  return node;
}
export function handler(start: number, end: number, type: ir.Expr | null, target: ir.Name | null, group: boolean, body: readonly ir.Stmt[]): ir.Handler {
  const node: ir.Handler = { kind: "handler", start, end, parent: null, type, target, group, body };
  if (type) type.parent = node;
  if (target) target.parent = node;
  adopt(node, body);
  return node;
}
export function tryStatement(
  start: number, end: number, body: readonly ir.Stmt[], handlers: readonly ir.Handler[], otherwise: readonly ir.Stmt[], last: readonly ir.Stmt[],
): ir.Try {
  const node: ir.Try = { kind: "try", start, end, parent: null, body, handlers, otherwise, finally: last };
  adopt(node, body);
  adopt(node, handlers);
  adopt(node, otherwise);
  adopt(node, last);
  return node;
}
export function withItem(start: number, end: number, context: ir.Expr, target: ir.Expr | null): ir.WithItem {
  const node: ir.WithItem = { kind: "with-item", start, end, parent: null, context, target };
  context.parent = node;
  if (target) target.parent = node;
  return node;
}
export function withStatement(start: number, end: number, items: readonly ir.WithItem[], async: boolean, body: readonly ir.Stmt[]): ir.With {
  const node: ir.With = { kind: "with", start, end, parent: null, items, async, body };
  adopt(node, items);
  adopt(node, body);
  return node;
}
export function matchCase(start: number, end: number, pattern: ir.Pattern, guard: ir.Expr | null, body: readonly ir.Stmt[]): ir.MatchCase {
  const node: ir.MatchCase = { kind: "case", start, end, parent: null, pattern, guard, body };
  pattern.parent = node;
  if (guard) guard.parent = node;
  adopt(node, body);
  return node;
}
export function match(start: number, end: number, subject: ir.Expr, cases: readonly ir.MatchCase[]): ir.Match {
  const node: ir.Match = { kind: "match", start, end, parent: null, subject, cases };
  subject.parent = node;
  adopt(node, cases);
  return node;
}
export function functionStatement(start: number, end: number, fn: ir.FunctionNode): ir.FunctionStatement {
  const node: ir.FunctionStatement = { kind: "function-statement", start, end, parent: null, function: fn };
  fn.parent = node;
  return node;
}
export function classStatement(start: number, end: number, cls: ir.ClassNode): ir.ClassStatement {
  const node: ir.ClassStatement = { kind: "class-statement", start, end, parent: null, class: cls };
  cls.parent = node;
  return node;
}
export function importModule(start: number, end: number, module: string, alias: string | null): ir.ImportModule {
  return { kind: "import", start, end, parent: null, module, alias };
}
export function importFrom(start: number, end: number, module: string, level: number, names: readonly string[], aliases: readonly string[]): ir.ImportFrom {
  return { kind: "import-from", start, end, parent: null, module, level, names, aliases };
}
export function scope(start: number, end: number, names: readonly string[], nonlocal: boolean): ir.Scope {
  return { kind: "scope", start, end, parent: null, names, nonlocal };
}
export function assertion(start: number, end: number, test: ir.Expr, message: ir.Expr | null): ir.Assert {
  const node: ir.Assert = { kind: "assert", start, end, parent: null, test, message };
  test.parent = node;
  if (message) message.parent = node;
  return node;
}
export function damage(start: number, end: number, why: string): ir.Damage {
  return { kind: "damage", start, end, parent: null, why };
}

// Declarations

export function parameter(
  start: number, end: number, parameterName: string, flavour: ir.ParameterKind, annotation: ir.Expr | null, fallback: ir.Expr | null,
): ir.Parameter {
  const node: ir.Parameter = { kind: "parameter", start, end, parent: null, name: parameterName, flavour, annotation, default: fallback };
  if (annotation) annotation.parent = node;
  if (fallback) fallback.parent = node;
  return node;
}
export function functionNode(start: number, end: number, parts: Omit<ir.FunctionNode, "kind" | "start" | "end" | "parent">): ir.FunctionNode {
  const { name: own, qualname, params, decorators, returns, async, generator, body, index } = parts;
  const node: ir.FunctionNode = { kind: "function", start, end, parent: null, name: own, qualname, params, decorators, returns, async, generator, body, index };
  adopt(node, params);
  adopt(node, decorators);
  if (returns) returns.parent = node;
  adopt(node, body);
  return node;
}
export function classNode(start: number, end: number, parts: Omit<ir.ClassNode, "kind" | "start" | "end" | "parent">): ir.ClassNode {
  const { name: own, qualname, decorators, args, body, index } = parts;
  const node: ir.ClassNode = { kind: "class", start, end, parent: null, name: own, qualname, decorators, args, body, index };
  adopt(node, decorators);
  adopt(node, args);
  adopt(node, body);
  return node;
}
