import * as make from "../../ir/builder.ts";
import type { Expr } from "../../ir/nodes.ts";
import { lowerChain } from "./lower-chain.ts";
import { lowerAll, lowerBracketed, lowerDictionary, lowerGenerator, lowerTuple } from "./lower-collections.ts";
import { lowerLambda } from "./lower-function.ts";
import { lowerConstant, lowerNumber, lowerStrings } from "./lower-literals.ts";
import { isComparison, lowerComparison, lowerTernary, lowerUnary } from "./lower-operators.ts";
import { deeper, from, past, to, type Lowering } from "./lowering.ts";
import { T } from "./node-types.ts";
import type { AnyNode, ErrorNode, ExprNode, NameNode } from "./tree.ts";

export function lowerExpr(cx: Lowering, node: ExprNode): Expr {
  switch (node.nodeType) {
    case T.Name: return lowerName(node);
    case T.MemberAccess: case T.Call: case T.Index: return lowerChain(cx, node);
    case T.StringList: return lowerStrings(cx, node);
    case T.Number: return lowerNumber(cx, node);
    case T.Constant: return lowerConstant(cx, node);
  }
  deeper(cx, 1);
  const value = lowerNested(cx, node);
  cx.depth--;
  return value;
}

export function lowerName(node: NameNode): ReturnType<typeof make.name> {
  return make.name(from(node), to(node), node.d.value);
}

function lowerNested(cx: Lowering, node: Exclude<ExprNode, { nodeType: typeof T.Name }>): Expr {
  switch (node.nodeType) {
    case T.BinaryOperation: return isComparison(node) ? lowerComparison(cx, node) : lowerChain(cx, node);
    case T.UnaryOperation: return lowerUnary(cx, node);
    case T.Ternary: return lowerTernary(cx, node);
    case T.Tuple: return lowerTuple(cx, node);
    case T.List: case T.Set: return lowerBracketed(cx, node);
    case T.Dictionary: return lowerDictionary(cx, node);
    case T.Comprehension: return lowerGenerator(cx, node);
    case T.Await: return make.awaiting(from(node), to(node), lowerExpr(cx, node.d.expr));
    case T.Lambda: return lowerLambda(cx, node);
    case T.Unpack: return make.spread(from(node), to(node), lowerExpr(cx, node.d.expr));
    case T.Slice: return lowerSlice(cx, node);
    case T.AssignmentExpression: return make.bind(from(node), to(node), lowerName(node.d.name), lowerExpr(cx, node.d.rightExpr));
    case T.Yield: case T.YieldFrom: return lowerYield(cx, node);
    case T.Ellipsis: return make.ellipsis(from(node), to(node));
    case T.Error: return lowerError(cx, node);
    case T.TypeAnnotation: return make.unknown(from(node), to(node), "an annotation in the wrong place", lowerAll(cx, [node.d.valueExpr, node.d.annotation]));
    case T.Assignment: case T.AugmentedAssignment:
      return make.unknown(from(node), to(node), "an assignment in the wrong place", lowerAll(cx, [node.d.leftExpr, node.d.rightExpr]));
    default: return make.unknown(from(node), to(node), "not understood", []);
  }
}

function lowerSlice(cx: Lowering, node: Extract<ExprNode, { nodeType: typeof T.Slice }>): Expr {
  const { startValue, endValue, stepValue } = node.d;
  const lower = startValue ? lowerExpr(cx, startValue) : null;
  const upper = endValue ? lowerExpr(cx, endValue) : null;
  return make.slice(from(node), to(node), lower, upper, stepValue ? lowerExpr(cx, stepValue) : null);
}

function lowerYield(cx: Lowering, node: Extract<ExprNode, { nodeType: typeof T.Yield | typeof T.YieldFrom }>): Expr {
  cx.generator = true;
  return make.yielding(from(node), to(node), node.d.expr ? lowerExpr(cx, node.d.expr) : null, node.nodeType === T.YieldFrom);
}

/** What was understood within the damage stays visible as parts. */
function lowerError(cx: Lowering, node: ErrorNode): Expr {
  const parts = lowerAll(cx, errorParts(node));
  return make.unknown(node.start, Math.max(past(node), node.start), "a syntax error", parts);
}

export function errorParts(node: ErrorNode): ExprNode[] {
  const parts = (node.d.decorators ?? []).map((decorator) => decorator.d.expr);
  if (node.d.child && isExpression(node.d.child)) parts.push(node.d.child);
  return parts;
}

const expressionTypes: ReadonlySet<number> = new Set([
  T.Error, T.Assignment, T.AssignmentExpression, T.AugmentedAssignment, T.Await, T.BinaryOperation, T.Call, T.Comprehension, T.Constant,
  T.Dictionary, T.Ellipsis, T.Index, T.Lambda, T.List, T.MemberAccess, T.Name, T.Number, T.Set, T.Slice, T.StringList, T.Ternary,
  T.Tuple, T.TypeAnnotation, T.UnaryOperation, T.Unpack, T.Yield, T.YieldFrom,
]);

export function isExpression(node: AnyNode): node is ExprNode {
  return expressionTypes.has(node.nodeType);
}
