import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import type { Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import type { Definition } from "./module-index.ts";

/** `name.part` as written; "" for anything else. */
const dotted = (expr: Expr): string => (expr.kind === "name" ? expr.id : expr.kind === "attribute" ? `${dotted(expr.object)}.${expr.name}` : "");

/**
 * Two steps that exclude each other: the caller hands over a member of a collection (`for one in self.open: run(one)`), and
 * the callee goes on to `next` only for what is not in it (`if one in self.open: return`).
 */
export function excludes(call: Node, callee: FunctionNode, next: Node, definitionsOf: (fn: FunctionNode, name: string) => readonly Definition[]): boolean {
  if (call.kind !== "call" || callee.params.length === 0) return false;
  const without = membershipsRefused(callee, next, definitionsOf);
  if (without.size === 0) return false;
  const caller = enclosingFunction(call)!;
  return callee.params.some((param, position) => {
    const collection = without.get(param.name);
    const given = collection === undefined ? null : argumentAt(call, callee, position, param.name);
    return given?.kind === "name" && definitionsOf(caller, given.id).some((one) => one.kind === "iteration" && collectionOf(one.expr) === collection && encloses(one.node, call));
  });
}

/** Parameters that are known not to be in a collection where the step is taken. */
function membershipsRefused(fn: FunctionNode, at: Node, definitionsOf: (fn: FunctionNode, name: string) => readonly Definition[]): Map<string, string> {
  const found = new Map<string, string>();
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, at);
  for (const { node, outcome } of point === undefined ? [] : conditionsAt(flow, point)) {
    // `trade = self.open.get(symbol)`, then `if trade: return`
    const absent = node.kind === "name" && !outcome ? node : node.kind === "compare" && node.left.kind === "name" && node.right.kind === "none" && (node.op === "is") === outcome ? node.left : null;
    for (const one of absent?.kind === "name" ? definitionsOf(fn, absent.id) : []) {
      if (one.kind !== "value" || one.expr.kind !== "call" || one.expr.callee.kind !== "attribute" || one.expr.callee.name !== "get") continue;
      const key = one.expr.args[0]?.value;
      if (key?.kind === "name") found.set(key.id, dotted(one.expr.callee.object));
    }
    if (node.kind !== "compare" || node.left.kind !== "name" || (node.op !== "in" && node.op !== "not in")) continue;
    const collection = dotted(node.right);
    if (collection !== "" && (node.op === "in") !== outcome) found.set(node.left.id, collection);
  }
  return found;
}

/** What is run over: `self.open.keys()`, `list(self.open)` and `self.open` are the same. */
function collectionOf(expr: Expr): string {
  if (expr.kind !== "call") return dotted(expr);
  if (expr.callee.kind === "attribute" && /^(keys|copy)$/.test(expr.callee.name)) return collectionOf(expr.callee.object);
  const [only] = expr.args;
  return expr.callee.kind === "name" && /^(list|tuple|set|sorted)$/.test(expr.callee.id) && only ? collectionOf(only.value) : "";
}

/** The loop or comprehension of a clause holds the call. */
function encloses(binder: Node, call: Node): boolean {
  const holder = binder.kind === "clause" ? binder.parent : binder;
  return holder !== null && holder.start <= call.start && call.end <= holder.end;
}

function argumentAt(call: Call, callee: FunctionNode, position: number, name: string): Expr | null {
  const keyword = call.args.find((one) => one.name === name);
  if (keyword) return keyword.value;
  const at = position - (classOf(callee) !== null ? 1 : 0);
  return call.args.filter((one) => one.name === null && one.spread === "none")[at]?.value ?? null;
}
