import * as make from "../../ir/builder.ts";
import type { Expr, Stmt } from "../../ir/nodes.ts";
import { lowerAll } from "./lower-collections.ts";
import { errorParts, isExpression, lowerExpr, lowerName } from "./lower-expr.ts";
import { binaryOp } from "./lower-operators.ts";
import { past, type Lowering } from "./lowering.ts";
import { T } from "./node-types.ts";
import type { AssignmentNode, ErrorNode, ExprNode, ImportFromNode, ImportNode, ModuleNameNode, SmallNode } from "./tree.ts";

/** Appends the statements that one simple statement stands for (an `import` of two modules is two). */
export function lowerSmall(cx: Lowering, node: SmallNode, into: Stmt[]): void {
  if (node.nodeType === T.Import) return lowerImport(node, into);
  into.push(lowerOne(cx, node));
}

function lowerOne(cx: Lowering, node: Exclude<SmallNode, ImportNode>): Stmt {
  const { start } = node;
  const end = past(node);
  switch (node.nodeType) {
    case T.Assignment: return lowerAssignment(cx, node);
    case T.AugmentedAssignment: {
      const target = lowerExpr(cx, node.d.leftExpr);
      return make.augmented(start, end, target, binaryOp(node.d.operator), lowerExpr(cx, node.d.rightExpr));
    }
    case T.TypeAnnotation: {
      const target = lowerExpr(cx, node.d.valueExpr);
      return make.declare(start, end, target, lowerExpr(cx, node.d.annotation));
    }
    case T.Return: return make.returning(start, end, optional(cx, node.d.expr));
    case T.Raise: {
      const value = optional(cx, node.d.expr);
      return make.raise(start, end, value, optional(cx, node.d.fromExpr));
    }
    case T.Pass: return make.pass(start, end);
    case T.Break: return make.breaking(start, end);
    case T.Continue: return make.continuing(start, end);
    case T.Global: case T.Nonlocal: return make.scope(start, end, node.d.targets.map((name) => name.d.value), node.nodeType === T.Nonlocal);
    case T.Del: return make.deletion(start, end, lowerAll(cx, node.d.targets));
    case T.Assert: {
      const test = lowerExpr(cx, node.d.testExpr);
      return make.assertion(start, end, test, optional(cx, node.d.exceptionExpr));
    }
    case T.ImportFrom: return lowerImportFrom(node);
    case T.TypeAlias: return make.assign(start, end, [lowerName(node.d.name)], lowerExpr(cx, node.d.expr), null);
    case T.Error: return lowerErrorStatement(cx, node);
    default: return isExpression(node) ? make.expression(start, end, lowerExpr(cx, node)) : make.damage(start, end, "not understood");
  }
}

function optional(cx: Lowering, node: ExprNode | undefined): Expr | null {
  return node ? lowerExpr(cx, node) : null;
}

export function lowerErrorStatement(cx: Lowering, node: ErrorNode): Stmt {
  if (errorParts(node).length === 0) return make.damage(node.start, past(node), "a syntax error");
  return make.expression(node.start, past(node), lowerExpr(cx, node));
}

/** Upstream nests `a = b = value` as "b = [a = value]". */
function lowerAssignment(cx: Lowering, node: AssignmentNode): Stmt {
  const lefts: ExprNode[] = [node.d.leftExpr];
  let right = node.d.rightExpr;
  for (; right.nodeType === T.Assignment; right = right.d.rightExpr) lefts.push(right.d.leftExpr);
  lefts.reverse();
  const targets: Expr[] = [];
  let annotation: Expr | null = null;
  for (const left of lefts) {
    if (left.nodeType !== T.TypeAnnotation) {
      targets.push(lowerExpr(cx, left));
      continue;
    }
    targets.push(lowerExpr(cx, left.d.valueExpr));
    annotation = lowerExpr(cx, left.d.annotation);
  }
  const value = lowerExpr(cx, right);
  const start = lefts[0]!.start;
  return make.assign(start, Math.max(past(node), past(right)), targets, value, annotation);
}

function moduleName(node: ModuleNameNode): string {
  return node.d.nameParts.map((part) => part.d.value).join(".");
}

function lowerImport(node: ImportNode, into: Stmt[]): void {
  const { list } = node.d;
  for (const item of list) {
    const start = list.length === 1 ? node.start : item.start;
    const end = list.length === 1 ? past(node) : past(item);
    into.push(make.importModule(start, end, moduleName(item.d.module), item.d.alias?.d.value ?? null));
  }
}

function lowerImportFrom(node: ImportFromNode): Stmt {
  const { module, imports, isWildcardImport } = node.d;
  const names = isWildcardImport ? ["*"] : imports.map((item) => item.d.name.d.value);
  const aliases = isWildcardImport ? ["*"] : imports.map((item) => (item.d.alias ?? item.d.name).d.value);
  return make.importFrom(node.start, past(node), moduleName(module), module.d.leadingDots, names, aliases);
}
