import * as make from "../../ir/builder.ts";
import type { Expr, Handler, If, Match, Stmt, Try, With } from "../../ir/nodes.ts";
import { lowerExpr, lowerName } from "./lower-expr.ts";
import { lowerClass, lowerFunction } from "./lower-function.ts";
import { lowerPattern } from "./lower-pattern.ts";
import { lowerErrorStatement, lowerSmall } from "./lower-small.ts";
import { deeper, past, type Lowering } from "./lowering.ts";
import { T } from "./node-types.ts";
import type { ForNode, IfNode, MatchNode, StatementNode, SuiteNode, TryNode, WhileNode, WithNode } from "./tree.ts";

export function lowerSuite(cx: Lowering, suite: SuiteNode | undefined): Stmt[] {
  return suite ? lowerStatements(cx, suite.d.statements) : [];
}

export function lowerStatements(cx: Lowering, nodes: readonly StatementNode[]): Stmt[] {
  const into: Stmt[] = [];
  deeper(cx, 1);
  for (const node of nodes) lowerStatement(cx, node, into);
  cx.depth--;
  return into;
}

function lowerStatement(cx: Lowering, node: StatementNode, into: Stmt[]): void {
  switch (node.nodeType) {
    case T.StatementList: {
      for (const small of node.d.statements) lowerSmall(cx, small, into);
      if (node.d.statements.length === 0) into.push(make.damage(node.start, past(node), "not understood"));
      return;
    }
    case T.TypeAlias: return lowerSmall(cx, node, into);
    case T.If: return void into.push(lowerIf(cx, node));
    case T.While: return void into.push(lowerWhile(cx, node));
    case T.For: return void into.push(lowerFor(cx, node));
    case T.Try: return void into.push(lowerTry(cx, node));
    case T.With: return void into.push(lowerWith(cx, node));
    case T.Match: return void into.push(lowerMatch(cx, node));
    case T.Function: return void into.push(lowerFunction(cx, node));
    case T.Class: return void into.push(lowerClassOrDecorators(cx, node));
    case T.Error: return void into.push(lowerErrorStatement(cx, node));
  }
}

/** Upstream makes a class without a name of decorators that decorate nothing. */
function lowerClassOrDecorators(cx: Lowering, node: Extract<StatementNode, { nodeType: typeof T.Class }>): Stmt {
  if (node.d.name.d.value !== "") return lowerClass(cx, node);
  const parts = node.d.decorators.map((decorator) => lowerExpr(cx, decorator.d.expr));
  return make.expression(node.start, past(node), make.unknown(node.start, past(node), "decorators of nothing", parts));
}

/** A chain of `elif` is a loop here, because its length is the author's choice; the result nests. */
function lowerIf(cx: Lowering, node: IfNode): If {
  const arms: { node: IfNode; test: Expr; body: Stmt[] }[] = [];
  const { depth } = cx;
  let rest: SuiteNode | IfNode | undefined = node;
  while (rest?.nodeType === T.If) {
    deeper(cx, 1);
    const test = lowerExpr(cx, rest.d.testExpr);
    arms.push({ node: rest, test, body: lowerSuite(cx, rest.d.ifSuite) });
    rest = rest.d.elseSuite;
  }
  let otherwise = lowerSuite(cx, rest);
  cx.depth = depth;
  for (let i = arms.length - 1; i > 0; i--) otherwise = [lowerArm(arms[i]!, otherwise)];
  return lowerArm(arms[0]!, otherwise);
}

function lowerArm(arm: { node: IfNode; test: Expr; body: Stmt[] }, otherwise: Stmt[]): If {
  return make.ifElse(arm.node.start, past(arm.node), arm.test, arm.body, otherwise);
}

function lowerWhile(cx: Lowering, node: WhileNode): Stmt {
  const test = lowerExpr(cx, node.d.testExpr);
  const body = lowerSuite(cx, node.d.whileSuite);
  return make.whileLoop(node.start, past(node), test, body, lowerSuite(cx, node.d.elseSuite));
}

function lowerFor(cx: Lowering, node: ForNode): Stmt {
  const target = lowerExpr(cx, node.d.targetExpr);
  const iterable = lowerExpr(cx, node.d.iterableExpr);
  const body = lowerSuite(cx, node.d.forSuite);
  return make.forLoop(node.start, past(node), target, iterable, node.d.isAsync === true, body, lowerSuite(cx, node.d.elseSuite));
}

function lowerTry(cx: Lowering, node: TryNode): Try {
  const body = lowerSuite(cx, node.d.trySuite);
  const handlers: Handler[] = [];
  for (const clause of node.d.exceptClauses) {
    const type = clause.d.typeExpr ? lowerExpr(cx, clause.d.typeExpr) : null;
    const target = clause.d.name ? lowerName(clause.d.name) : null;
    handlers.push(make.handler(clause.start, past(clause), type, target, clause.d.isExceptGroup, lowerSuite(cx, clause.d.exceptSuite)));
  }
  const otherwise = lowerSuite(cx, node.d.elseSuite);
  return make.tryStatement(node.start, past(node), body, handlers, otherwise, lowerSuite(cx, node.d.finallySuite));
}

function lowerWith(cx: Lowering, node: WithNode): With {
  const items = node.d.withItems.map((item) => {
    const context = lowerExpr(cx, item.d.expr);
    return make.withItem(item.start, past(item), context, item.d.target ? lowerExpr(cx, item.d.target) : null);
  });
  return make.withStatement(node.start, past(node), items, node.d.isAsync === true, lowerSuite(cx, node.d.suite));
}

function lowerMatch(cx: Lowering, node: MatchNode): Match {
  const subject = lowerExpr(cx, node.d.expr);
  const cases = node.d.cases.map((one) => {
    const pattern = lowerPattern(cx, one.d.pattern);
    const guard = one.d.guardExpr ? lowerExpr(cx, one.d.guardExpr) : null;
    return make.matchCase(one.start, past(one), pattern, guard, lowerSuite(cx, one.d.suite));
  });
  return make.match(node.start, past(node), subject, cases);
}
