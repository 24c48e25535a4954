import * as make from "../../ir/builder.ts";
import type { Argument, Expr } from "../../ir/nodes.ts";
import { lowerExpr } from "./lower-expr.ts";
import { isComparison, lowerBinaryLink } from "./lower-operators.ts";
import { deeper, from, past, to, type Lowering } from "./lowering.ts";
import { T } from "./node-types.ts";
import type { ArgumentNode, BinaryNode, CallNode, ExprNode, IndexNode, MemberNode } from "./tree.ts";

type Link = CallNode | MemberNode | IndexNode | BinaryNode;

function isLink(node: ExprNode): node is Link {
  const type = node.nodeType;
  return type === T.MemberAccess || type === T.Call || type === T.Index || (type === T.BinaryOperation && !isComparison(node));
}

/** Calls, attributes, subscripts and operators lean to the left without end (`a.b().c[0] + d + e`): a loop, not recursion. */
export function lowerChain(cx: Lowering, node: Link): Expr {
  const { spine } = cx;
  const floor = spine.length;
  let at: ExprNode = node;
  for (; isLink(at); at = at.d.leftExpr) spine.push(at);
  const { depth } = cx;
  deeper(cx, spine.length - floor);
  let value = lowerExpr(cx, at);
  while (spine.length > floor) value = lowerLink(cx, spine.pop() as Link, value);
  cx.depth = depth;
  return value;
}

function lowerLink(cx: Lowering, node: Link, left: Expr): Expr {
  switch (node.nodeType) {
    case T.MemberAccess: return make.attribute(from(node), to(node), left, node.d.member.d.value);
    case T.Call: return make.call(from(node), to(node), left, lowerArguments(cx, node.d.args));
    case T.Index: return make.subscript(from(node), to(node), left, lowerIndex(cx, node));
    case T.BinaryOperation: return lowerBinaryLink(cx, node, left);
  }
}

const spreads = ["none", "list", "dict"] as const;

export function lowerArguments(cx: Lowering, nodes: readonly ArgumentNode[]): Argument[] {
  const args: Argument[] = [];
  for (const node of nodes) {
    const { name, argCategory, valueExpr } = node.d;
    args.push(make.argument(node.start, past(node), name === undefined ? null : name.d.value, spreads[argCategory], lowerExpr(cx, valueExpr)));
  }
  return args;
}

/** `x[a, b]` and `x[a,]` are subscripts by a tuple. */
function lowerIndex(cx: Lowering, node: IndexNode): Expr {
  const { items, trailingComma } = node.d;
  const first = items[0]!;
  if (items.length === 1 && !trailingComma && first.d.argCategory === 0) return lowerExpr(cx, first.d.valueExpr);
  const values: Expr[] = [];
  for (const item of items) {
    const value = lowerExpr(cx, item.d.valueExpr);
    values.push(item.d.argCategory === 0 ? value : make.spread(item.start, past(item), value));
  }
  return make.sequence(first.start, past(items.at(-1)!), "tuple", values);
}
