import * as make from "../../ir/builder.ts";
import type { BinaryOp, CompareOp, Expr, Unary } from "../../ir/nodes.ts";
import { lowerExpr } from "./lower-expr.ts";
import { deeper, from, to, type Lowering } from "./lowering.ts";
import { O, T } from "./node-types.ts";
import type { BinaryNode, ExprNode, TernaryNode, UnaryNode } from "./tree.ts";

const binaryOps: Readonly<Record<number, BinaryOp>> = {
  [O.Add]: "+", [O.Subtract]: "-", [O.Multiply]: "*", [O.Divide]: "/", [O.FloorDivide]: "//", [O.Mod]: "%", [O.Power]: "**",
  [O.MatrixMultiply]: "@", [O.BitwiseOr]: "|", [O.BitwiseAnd]: "&", [O.BitwiseXor]: "^", [O.LeftShift]: "<<", [O.RightShift]: ">>",
  [O.AddEqual]: "+", [O.SubtractEqual]: "-", [O.MultiplyEqual]: "*", [O.DivideEqual]: "/", [O.FloorDivideEqual]: "//",
  [O.ModEqual]: "%", [O.PowerEqual]: "**", [O.MatrixMultiplyEqual]: "@", [O.BitwiseOrEqual]: "|", [O.BitwiseAndEqual]: "&",
  [O.BitwiseXorEqual]: "^", [O.LeftShiftEqual]: "<<", [O.RightShiftEqual]: ">>",
};

const compareOps: Readonly<Record<number, CompareOp>> = {
  [O.Equals]: "==", [O.NotEquals]: "!=", [O.LessThan]: "<", [O.LessThanOrEqual]: "<=", [O.GreaterThan]: ">",
  [O.GreaterThanOrEqual]: ">=", [O.In]: "in", [O.NotIn]: "not in", [O.Is]: "is", [O.IsNot]: "is not",
};

const unaryOps: Readonly<Record<number, Unary["op"]>> = { [O.Add]: "+", [O.Subtract]: "-", [O.Not]: "not", [O.BitwiseInvert]: "~" };

/** Of a binary operator or of its augmented assignment. */
export function binaryOp(operator: number): BinaryOp {
  const op = binaryOps[operator];
  if (op === undefined) throw new Error(`unknown operator ${operator}`);
  return op;
}

export function isComparison(node: ExprNode): node is BinaryNode {
  return node.nodeType === T.BinaryOperation && compareOps[node.d.operator] !== undefined;
}

/** A link of a left-leaning chain (`a + b + c`, `a and b and c`) around its lowered left side. */
export function lowerBinaryLink(cx: Lowering, node: BinaryNode, left: Expr): Expr {
  const right = lowerExpr(cx, node.d.rightExpr);
  const { operator } = node.d;
  if (operator === O.And || operator === O.Or) return make.logical(from(node), to(node), operator === O.And ? "and" : "or", left, right);
  return make.binary(from(node), to(node), binaryOp(operator), left, right);
}

/** `a < b < c` is `a < (%0 := b) and %0 < c`; upstream nests to the right: `a < [b < c]`, with a mark where there were parentheses. */
export function lowerComparison(cx: Lowering, node: BinaryNode): Expr {
  let left = lowerExpr(cx, node.d.leftExpr);
  let leftStart = node.d.leftExpr.start;
  let result: Expr | null = null;
  const depth = cx.depth;
  for (let link: BinaryNode = node; ; ) {
    deeper(cx, 1);
    const op = compareOps[link.d.operator]!;
    const next = link.d.rightExpr;
    const chained = isComparison(next) && !next.d.hasParens;
    const operand = chained ? next.d.leftExpr : next;
    const right = lowerExpr(cx, operand);
    const temporary = chained ? `%${cx.temporaries++}` : "";
    const bound = chained ? make.bind(right.start, right.end, make.name(right.start, right.end, temporary), right) : right;
    const end = chained ? operand.start + operand.length : to(node);
    const one = make.compare(result === null ? from(node) : leftStart, end, op, left, bound);
    result = result === null ? one : make.logical(from(node), end, "and", result, one);
    if (!chained) break;
    left = make.name(right.start, right.end, temporary);
    leftStart = operand.start;
    link = next;
  }
  cx.depth = depth;
  return result;
}

export function lowerUnary(cx: Lowering, node: UnaryNode): Expr {
  return make.unary(from(node), to(node), unaryOps[node.d.operator]!, lowerExpr(cx, node.d.expr));
}

export function lowerTernary(cx: Lowering, node: TernaryNode): Expr {
  const then = lowerExpr(cx, node.d.ifExpr);
  const test = lowerExpr(cx, node.d.testExpr);
  return make.conditional(from(node), to(node), test, then, lowerExpr(cx, node.d.elseExpr));
}
