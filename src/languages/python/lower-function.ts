import * as make from "../../ir/builder.ts";
import type { ClassStatement, Expr, FunctionNode, FunctionStatement, Parameter, ParameterKind, Stmt } from "../../ir/nodes.ts";
import { lowerArguments } from "./lower-chain.ts";
import { lowerExpr } from "./lower-expr.ts";
import { lowerSuite } from "./lower-stmt.ts";
import { from, past, to, type Lowering } from "./lowering.ts";
import type { ClassDefNode, DecoratorNode, FunctionDefNode, LambdaNode, ParameterNode } from "./tree.ts";

/** Keeps the place in source order that a function or class gets before what lies inside it. */
function reserve<N>(list: N[]): number {
  list.push(null as N);
  return list.length - 1;
}

function lowerDecorators(cx: Lowering, nodes: readonly DecoratorNode[]): Expr[] {
  return nodes.map((node) => lowerExpr(cx, node.d.expr));
}

export function lowerFunction(cx: Lowering, node: FunctionDefNode): FunctionStatement {
  const { d } = node;
  const start = d.isAsync ? cx.text.lastIndexOf("async", d.firstToken.start) : d.firstToken.start;
  const decorators = lowerDecorators(cx, d.decorators);
  const index = reserve(cx.functions);
  const params = lowerParameters(cx, d.params);
  const returns = d.returnAnnotation ? lowerExpr(cx, d.returnAnnotation) : null;
  const name = d.name.d.value;
  const qualname = cx.prefix + name;
  const { body, generator } = inside(cx, qualname, () => lowerSuite(cx, d.suite));
  const fn = make.functionNode(start, past(node), { name, qualname, params, decorators, returns, async: d.isAsync, generator, body, index });
  cx.functions[index] = fn;
  return make.functionStatement(start, past(node), fn);
}

export function lowerLambda(cx: Lowering, node: LambdaNode): Expr {
  const index = reserve(cx.functions);
  const params = lowerParameters(cx, node.d.params);
  const name = "<lambda>";
  const qualname = cx.prefix + name;
  const { body, generator } = inside(cx, qualname, () => {
    const value = lowerExpr(cx, node.d.expr);
    return [make.returning(value.start, value.end, value)];
  });
  const start = from(node);
  const end = to(node);
  const fn: FunctionNode = make.functionNode(start, end, { name, qualname, params, decorators: [], returns: null, async: false, generator, body, index });
  cx.functions[index] = fn;
  return make.lambda(start, end, fn);
}

function inside(cx: Lowering, qualname: string, lowerBody: () => Stmt[]): { body: Stmt[]; generator: boolean } {
  const { prefix, generator: outer } = cx;
  cx.prefix = `${qualname}.`;
  cx.generator = false;
  const body = lowerBody();
  const { generator } = cx;
  cx.prefix = prefix;
  cx.generator = outer;
  return { body, generator };
}

function lowerParameters(cx: Lowering, nodes: readonly ParameterNode[]): Parameter[] {
  const slash = nodes.findIndex((node) => node.d.category === 0 && node.d.name === undefined && cx.text[node.start] === "/");
  const params: Parameter[] = [];
  let keywordOnly = false;
  nodes.forEach((node, i) => {
    const { category, name, annotation, defaultValue } = node.d;
    if (name !== undefined) {
      const flavour: ParameterKind =
        category === 1 ? "rest" : category === 2 ? "keyword-rest" : keywordOnly ? "keyword-only" : i < slash ? "positional-only" : "normal";
      const type = annotation ? lowerExpr(cx, annotation) : null;
      params.push(make.parameter(node.start, past(node), name.d.value, flavour, type, defaultValue ? lowerExpr(cx, defaultValue) : null));
    }
    if (category === 1) keywordOnly = true;
  });
  return params;
}

export function lowerClass(cx: Lowering, node: ClassDefNode): ClassStatement {
  const { d } = node;
  const start = d.firstToken.start;
  const decorators = lowerDecorators(cx, d.decorators);
  const index = reserve(cx.classes);
  const name = d.name.d.value;
  const qualname = cx.prefix + name;
  const args = lowerArguments(cx, d.arguments);
  const { prefix } = cx;
  cx.prefix = `${qualname}.`;
  const body = lowerSuite(cx, d.suite);
  cx.prefix = prefix;
  const cls = make.classNode(start, past(node), { name, qualname, decorators, args, body, index });
  cx.classes[index] = cls;
  return make.classStatement(start, past(node), cls);
}
