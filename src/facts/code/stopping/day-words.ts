import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import { scopeOf } from "../inference/scope-of.ts";
import type { Index } from "../module-index.ts";

/** Whose result it is, and that it is one, in snake case. */
export const DAILY = /(^|_)(daily|day|today|todays|session)(_|$)/;
export const RESULT = /(^|_)(pnl|loss|losses|profit|result|drawdown|realized|realised|net)(_|$)/;

/** What a local name is bound to, one step back. */
export function valuesOf(name: Expr & { kind: "name" }, index: Index): readonly Expr[] {
  const scope = scopeOf(name);
  if (scope.kind !== "function") return [];
  const own = index.modules.get(index.moduleOf(scope).file)!.scopes.get(scope)?.get(name.id) ?? [];
  return own.length > 6 ? [] : own.flatMap((one) => (one.kind === "value" && one.item < 0 ? [one.expr] : []));
}

/** What tells one day from the next. */
export const DATES = /(^|_)(date|day|daily|today|midnight|utcnow|24h|hours?|last_reset|weekday|tomorrow)(_|$)/i;

/** Whether the function, or what calls it, asks for the day. */
export function onDays(fn: FunctionNode, graph: CallGraph, depth: number): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (found || node.kind === "function") return;
    if (node.kind === "name" || node.kind === "attribute") found = DATES.test(snake(node.kind === "name" ? node.id : node.name)) && !RESULT.test(snake(node.kind === "name" ? node.id : node.name));
    if (!found) children(node, visit);
  };
  for (const one of fn.body) visit(one);
  return found || (depth < 2 && graph.callersOf(fn).some(({ caller }) => onDays(caller, graph, depth + 1)));
}

/** 0, 0.0, Decimal("0"), defaultdict(float): nothing of the past in it. */
export const isFresh = (value: Expr): boolean =>
  value.kind === "number" || value.kind === "none" || (value.kind === "dict" && value.entries.length === 0) || (value.kind === "call" && (value.args.length === 0 || value.args.every((one) => isFresh(one.value) || one.value.kind === "string")));

