import { reachingDefinitions } from "../../../ir/definitions.ts";
import { ENTRY, flowOf, type FlowGraph } from "../../../ir/flow.ts";
import { ownName } from "../../../ir/names.ts";
import type { ClassNode, Expr, FunctionNode, Node, Parameter } from "../../../ir/nodes.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Inference } from "../inference/context.ts";
import type { Index } from "../module-index.ts";
import { argumentOf } from "../settings-join/arguments.ts";

interface World {
  readonly index: Index;
  readonly infer: Inference;
  readonly callGraph: CallGraph;
}

const MOST_CALLERS = 12;

/** Where a name or an attribute gets None from: a default, an assignment, a caller, a declaration. Undefined: nothing says so. */
export function mayBeNone(on: World, expr: Expr, fn: FunctionNode): Node | undefined {
  if (expr.kind === "name") return ofName(on, expr, fn);
  return expr.kind === "attribute" ? ofAttribute(on, expr) : undefined;
}

function ofName(on: World, name: Expr & { kind: "name" }, fn: FunctionNode): Node | undefined {
  const flow = flowOf(fn);
  for (const point of reachingDefinitions(flow, name) ?? []) {
    const source = point === ENTRY ? ofParameter(on, fn, name.id) : ofStore(flow, point);
    if (source) return source;
  }
  return undefined;
}

function ofStore(flow: FlowGraph, point: number): Node | undefined {
  const value = flow.values[point];
  const target = flow.nodes[point];
  return value && target?.kind === "name" && target.parent?.kind === "assign" ? noneIn(value) : undefined;
}

/** `None`, `x if found else None`, `row.get("price")`. */
function noneIn(value: Node): Node | undefined {
  if (value.kind === "none") return value;
  if (value.kind === "conditional") return noneIn(value.then) ?? noneIn(value.otherwise);
  const isGet = value.kind === "call" && value.callee.kind === "attribute" && value.callee.name === "get" && value.args.length === 1 && value.args[0]!.value.kind === "string";
  return isGet ? value : undefined;
}

function ofParameter(on: World, fn: FunctionNode, name: string): Node | undefined {
  const position = fn.params.findIndex((one) => one.name === name);
  const parameter: Parameter | undefined = fn.params[position];
  if (!parameter) return undefined;
  if (parameter.default?.kind === "none") return parameter.default;
  if (parameter.annotation && isOptional(parameter.annotation)) return parameter.annotation;
  for (const { call, how } of on.callGraph.callersOf(fn).slice(0, MOST_CALLERS)) {
    const given = how === "resolved" || how === "named" ? argumentOf(call, fn, position) : null;
    if (given?.kind === "none") return given;
  }
  return undefined;
}

/** A field that its class declares with None. Where the class is unknown, all classes with such a declared field count. */
function ofAttribute(on: World, expr: Expr & { kind: "attribute" }): Node | undefined {
  const classes = on.infer.evaluate(expr.object).flatMap((value) => (value.kind === "instance" ? [value.class] : []));
  if (classes.length > 0) return first(classes, (one) => declaredNone(on, one, expr.name) ?? on.infer.ownStores(one, expr.name)?.find((store) => store.value?.kind === "none")?.value ?? undefined);
  const declaring = on.index.classes.filter((one) => fieldsOf(on, one).has(expr.name));
  const sources = declaring.map((one) => declaredNone(on, one, expr.name));
  return declaring.length > 0 && sources.every((one) => one !== undefined) ? sources[0] : undefined;
}

const fieldsOf = (on: World, node: ClassNode): ReadonlyMap<string, unknown> => on.infer.moduleIndexOf(node).scopes.get(node) ?? new Map<string, unknown>();

function declaredNone(on: World, node: ClassNode, name: string): Node | undefined {
  for (const one of on.infer.moduleIndexOf(node).scopes.get(node)?.get(name) ?? []) {
    if (one.kind === "value" && one.expr.kind === "none") return one.expr;
    if ((one.kind === "value" || one.kind === "declared") && one.annotation && isOptional(one.annotation)) return one.annotation;
  }
  return undefined;
}

/** `Optional[float]`, `float | None`. */
function isOptional(annotation: Expr): boolean {
  if (annotation.kind === "subscript") return ownName(annotation.object) === "Optional" || (ownName(annotation.object) === "Union" && annotation.index.kind === "tuple" && annotation.index.items.some((one) => one.kind === "none"));
  if (annotation.kind === "binary") return annotation.op === "|" && (annotation.left.kind === "none" || annotation.right.kind === "none" || isOptional(annotation.left));
  return annotation.kind === "string" && /Optional\[|\|\s*None\b/.test(annotation.value);
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
