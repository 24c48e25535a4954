import * as make from "../../ir/builder.ts";
import type { Comprehension, ComprehensionClause, DictEntry, Expr } from "../../ir/nodes.ts";
import { lowerExpr } from "./lower-expr.ts";
import { from, past, to, type Lowering } from "./lowering.ts";
import { T } from "./node-types.ts";
import type { ComprehensionForNode, ComprehensionNode, DictEntryNode, DictionaryNode, ExprNode, ListNode, SetNode, TupleNode } from "./tree.ts";

export function lowerAll(cx: Lowering, nodes: readonly ExprNode[]): Expr[] {
  const values: Expr[] = [];
  for (const node of nodes) values.push(lowerExpr(cx, node));
  return values;
}

export function lowerTuple(cx: Lowering, node: TupleNode): Expr {
  return make.sequence(from(node), to(node), "tuple", lowerAll(cx, node.d.items));
}

/** A list or set display, or the comprehension that it holds. */
export function lowerBracketed(cx: Lowering, node: ListNode | SetNode): Expr {
  const kind = node.nodeType === T.List ? "list" : "set";
  const only = node.d.items.length === 1 ? node.d.items[0]! : null;
  if (only?.nodeType === T.Comprehension && !only.d.isGenerator) return comprehension(cx, only, kind, from(node), to(node));
  return make.sequence(from(node), to(node), kind, lowerAll(cx, node.d.items));
}

export function lowerDictionary(cx: Lowering, node: DictionaryNode): Expr {
  const only = node.d.items.length === 1 ? node.d.items[0]! : null;
  if (only?.nodeType === T.Comprehension) return comprehension(cx, only, "dict", from(node), to(node));
  const entries: DictEntry[] = [];
  for (const item of node.d.items) {
    if (item.nodeType === T.Comprehension) entries.push(make.entry(item.start, past(item), null, lowerExpr(cx, item)));
    else entries.push(lowerEntry(cx, item));
  }
  return make.dict(from(node), to(node), entries);
}

function lowerEntry(cx: Lowering, item: DictEntryNode): DictEntry {
  if (item.nodeType === T.DictionaryExpandEntry) return make.entry(item.start, past(item), null, lowerExpr(cx, item.d.expr));
  const key = lowerExpr(cx, item.d.keyExpr);
  return make.entry(item.start, past(item), key, lowerExpr(cx, item.d.valueExpr));
}

export function lowerGenerator(cx: Lowering, node: ComprehensionNode): Expr {
  return comprehension(cx, node, "generator", from(node), to(node));
}

function comprehension(cx: Lowering, node: ComprehensionNode, flavour: Comprehension["flavour"], start: number, end: number): Expr {
  const { expr } = node.d;
  if (expr.nodeType === T.DictionaryKeyEntry) {
    const key = lowerExpr(cx, expr.d.keyExpr);
    const value = lowerExpr(cx, expr.d.valueExpr);
    return make.comprehension(start, end, flavour, lowerClauses(cx, node), key, value);
  }
  const element =
    expr.nodeType === T.DictionaryExpandEntry ? make.spread(expr.start, past(expr), lowerExpr(cx, expr.d.expr)) : lowerExpr(cx, expr);
  return make.comprehension(start, end, flavour, lowerClauses(cx, node), element, null);
}

function lowerClauses(cx: Lowering, node: ComprehensionNode): ComprehensionClause[] {
  const parts = node.d.forIfNodes;
  const clauses: ComprehensionClause[] = [];
  for (let i = 0; i < parts.length; ) {
    const loop = parts[i]! as ComprehensionForNode;
    const target = lowerExpr(cx, loop.d.targetExpr);
    const iterable = lowerExpr(cx, loop.d.iterableExpr);
    const conditions: Expr[] = [];
    let end = past(loop);
    for (i++; i < parts.length; i++) {
      const part = parts[i]!;
      if (part.nodeType !== T.ComprehensionIf) break;
      conditions.push(lowerExpr(cx, part.d.testExpr));
      end = past(part);
    }
    clauses.push(make.clause(loop.start, end, target, iterable, conditions, loop.d.isAsync === true));
  }
  return clauses;
}
