/**
 * One constructor for each kind of node: the only places where nodes are made, so that every node of a kind has the same
 * hidden class and nobody forgets a parent link. The children's `parent` is set here; the node's own by what it is given to.
 */
import { adopt } from "./adopt.ts";
import type * as ir from "./nodes.ts";

export * from "./statement-builder.ts";

// Expressions

export function name(start: number, end: number, id: string): ir.Name {
  return { kind: "name", start, end, parent: null, id, scope: null };
}
export function attribute(start: number, end: number, object: ir.Expr, attributeName: string): ir.Attribute {
  const node: ir.Attribute = { kind: "attribute", start, end, parent: null, object, name: attributeName };
  object.parent = node;
  return node;
}
export function subscript(start: number, end: number, object: ir.Expr, index: ir.Expr): ir.Subscript {
  const node: ir.Subscript = { kind: "subscript", start, end, parent: null, object, index };
  object.parent = node;
  index.parent = node;
  return node;
}
export function slice(start: number, end: number, lower: ir.Expr | null, upper: ir.Expr | null, step: ir.Expr | null): ir.Slice {
  const node: ir.Slice = { kind: "slice", start, end, parent: null, lower, upper, step };
  if (lower) lower.parent = node;
  if (upper) upper.parent = node;
  if (step) step.parent = node;
  return node;
}
export function argument(start: number, end: number, keyword: string | null, spread: ir.Argument["spread"], value: ir.Expr): ir.Argument {
  const node: ir.Argument = { kind: "argument", start, end, parent: null, name: keyword, spread, value };
  value.parent = node;
  return node;
}
export function call(start: number, end: number, callee: ir.Expr, args: readonly ir.Argument[]): ir.Call {
  const node: ir.Call = { kind: "call", start, end, parent: null, callee, args, order: -1 };
  callee.parent = node;
  adopt(node, args);
  return node;
}
export function number(start: number, end: number, value: number, text: string, integer: boolean): ir.NumberLiteral {
  return { kind: "number", start, end, parent: null, value, text, integer };
}
export function string(start: number, end: number, value: string, bytes: boolean): ir.StringLiteral {
  return { kind: "string", start, end, parent: null, value, bytes };
}
export function boolean(start: number, end: number, value: boolean): ir.BooleanLiteral {
  return { kind: "boolean", start, end, parent: null, value };
}
export function none(start: number, end: number): ir.NoneLiteral {
  return { kind: "none", start, end, parent: null };
}
export function ellipsis(start: number, end: number): ir.Ellipsis {
  return { kind: "ellipsis", start, end, parent: null };
}
export function template(start: number, end: number, parts: ir.Template["parts"]): ir.Template {
  const node: ir.Template = { kind: "template", start, end, parent: null, parts };
  adopt(node, parts);
  return node;
}
export function interpolation(start: number, end: number, value: ir.Expr, format: ir.Expr | null): ir.Interpolation {
  const node: ir.Interpolation = { kind: "interpolation", start, end, parent: null, value, format };
  value.parent = node;
  if (format) format.parent = node;
  return node;
}
export function unary(start: number, end: number, op: ir.Unary["op"], operand: ir.Expr): ir.Unary {
  const node: ir.Unary = { kind: "unary", start, end, parent: null, op, operand };
  operand.parent = node;
  return node;
}
export function binary(start: number, end: number, op: ir.BinaryOp, left: ir.Expr, right: ir.Expr): ir.Binary {
  const node: ir.Binary = { kind: "binary", start, end, parent: null, op, left, right };
  left.parent = node;
  right.parent = node;
  return node;
}
export function compare(start: number, end: number, op: ir.CompareOp, left: ir.Expr, right: ir.Expr): ir.Compare {
  const node: ir.Compare = { kind: "compare", start, end, parent: null, op, left, right };
  left.parent = node;
  right.parent = node;
  return node;
}
export function logical(start: number, end: number, op: ir.Logical["op"], left: ir.Expr, right: ir.Expr): ir.Logical {
  const node: ir.Logical = { kind: "logical", start, end, parent: null, op, left, right };
  left.parent = node;
  right.parent = node;
  return node;
}
export function conditional(start: number, end: number, test: ir.Expr, then: ir.Expr, otherwise: ir.Expr): ir.Conditional {
  const node: ir.Conditional = { kind: "conditional", start, end, parent: null, test, then, otherwise };
  test.parent = node;
  then.parent = node;
  otherwise.parent = node;
  return node;
}
export function sequence(start: number, end: number, kind: ir.Sequence["kind"], items: readonly ir.Expr[]): ir.Sequence {
  const node: ir.Sequence = { kind, start, end, parent: null, items };
  adopt(node, items);
  return node;
}
export function entry(start: number, end: number, key: ir.Expr | null, value: ir.Expr): ir.DictEntry {
  const node: ir.DictEntry = { kind: "entry", start, end, parent: null, key, value };
  if (key) key.parent = node;
  value.parent = node;
  return node;
}
export function dict(start: number, end: number, entries: readonly ir.DictEntry[]): ir.Dict {
  const node: ir.Dict = { kind: "dict", start, end, parent: null, entries };
  adopt(node, entries);
  return node;
}
export function spread(start: number, end: number, value: ir.Expr): ir.Spread {
  const node: ir.Spread = { kind: "spread", start, end, parent: null, value };
  value.parent = node;
  return node;
}
export function awaiting(start: number, end: number, value: ir.Expr): ir.Await {
  const node: ir.Await = { kind: "await", start, end, parent: null, value };
  value.parent = node;
  return node;
}
export function yielding(start: number, end: number, value: ir.Expr | null, delegate: boolean): ir.Yield {
  const node: ir.Yield = { kind: "yield", start, end, parent: null, value, delegate };
  if (value) value.parent = node;
  return node;
}
export function bind(start: number, end: number, target: ir.Name, value: ir.Expr): ir.Bind {
  const node: ir.Bind = { kind: "bind", start, end, parent: null, target, value };
  target.parent = node;
  value.parent = node;
  return node;
}
export function lambda(start: number, end: number, fn: ir.FunctionNode): ir.Lambda {
  const node: ir.Lambda = { kind: "lambda", start, end, parent: null, function: fn };
  fn.parent = node;
  return node;
}
export function clause(start: number, end: number, target: ir.Expr, iterable: ir.Expr, conditions: readonly ir.Expr[], async: boolean): ir.ComprehensionClause {
  const node: ir.ComprehensionClause = { kind: "clause", start, end, parent: null, target, iterable, conditions, async };
  target.parent = node;
  iterable.parent = node;
  adopt(node, conditions);
  return node;
}
export function comprehension(
  start: number, end: number, flavour: ir.Comprehension["flavour"], clauses: readonly ir.ComprehensionClause[], element: ir.Expr, value: ir.Expr | null,
): ir.Comprehension {
  const node: ir.Comprehension = { kind: "comprehension", start, end, parent: null, flavour, clauses, element, value };
  adopt(node, clauses);
  element.parent = node;
  if (value) value.parent = node;
  return node;
}
export function unknown(start: number, end: number, why: string, parts: readonly ir.Expr[]): ir.UnknownExpr {
  const node: ir.UnknownExpr = { kind: "unknown", start, end, parent: null, why, parts };
  adopt(node, parts);
  return node;
}

// Patterns

export function valuePattern(start: number, end: number, value: ir.Expr): ir.ValuePattern {
  const node: ir.ValuePattern = { kind: "value-pattern", start, end, parent: null, value };
  value.parent = node;
  return node;
}
export function capturePattern(start: number, end: number, target: ir.Name | null, pattern: ir.Pattern | null): ir.CapturePattern {
  const node: ir.CapturePattern = { kind: "capture-pattern", start, end, parent: null, target, pattern };
  if (target) target.parent = node;
  if (pattern) pattern.parent = node;
  return node;
}
export function orPattern(start: number, end: number, options: readonly ir.Pattern[]): ir.OrPattern {
  const node: ir.OrPattern = { kind: "or-pattern", start, end, parent: null, options };
  adopt(node, options);
  return node;
}
export function sequencePattern(start: number, end: number, items: readonly ir.Pattern[]): ir.SequencePattern {
  const node: ir.SequencePattern = { kind: "sequence-pattern", start, end, parent: null, items };
  adopt(node, items);
  return node;
}
export function starPattern(start: number, end: number, target: ir.Name | null): ir.StarPattern {
  const node: ir.StarPattern = { kind: "star-pattern", start, end, parent: null, target };
  if (target) target.parent = node;
  return node;
}
export function mappingPattern(start: number, end: number, keys: readonly ir.Expr[], patterns: readonly ir.Pattern[], rest: ir.Name | null): ir.MappingPattern {
  const node: ir.MappingPattern = { kind: "mapping-pattern", start, end, parent: null, keys, patterns, rest };
  adopt(node, keys);
  adopt(node, patterns);
  if (rest) rest.parent = node;
  return node;
}
export function classPattern(start: number, end: number, cls: ir.Expr, names: readonly string[], patterns: readonly ir.Pattern[]): ir.ClassPattern {
  const node: ir.ClassPattern = { kind: "class-pattern", start, end, parent: null, class: cls, names, patterns };
  cls.parent = node;
  adopt(node, patterns);
  return node;
}
