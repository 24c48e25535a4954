import type { Expr, Name, Node } from "../../../ir/nodes.ts";
import { isKeptFrom } from "../../../ir/truth.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { calledName } from "../../../ir/names.ts";
import { isEmptyLiteral, type FailedAs, type Mark } from "./trail.ts";

/** The words of a name or a dotted attribute; null for other expressions. */
export function wordsOf(expr: Node): string | null {
  if (expr.kind === "name") return expr.id;
  if (expr.kind !== "attribute") return null;
  const object = wordsOf(expr.object);
  return object === null ? null : `${object}.${expr.name}`;
}

/** Names and attributes that a handler sets: a later test of them knows about the failure. */
export function flagsOf(handler: Node): readonly string[] {
  const found = new Set<string>();
  const look = (node: Node): void => {
    if (node.kind === "assign" || node.kind === "augmented") {
      for (const target of node.kind === "assign" ? node.targets : [node.target]) {
        const words = wordsOf(target);
        if (words) found.add(words);
      }
    }
    if (node.kind === "call" && node.callee.kind === "attribute" && /^(add|append)$/.test(node.callee.name)) {
      const words = wordsOf(node.callee.object);
      if (words) found.add(words);
    }
    children(node, look);
  };
  if (handler.kind === "handler") look(handler);
  return [...found];
}

/** The test that keeps a failed value from getting to the node; null: nothing does. */
export function stopOf(mark: Mark, flags: ReadonlySet<string>): Node | null {
  const { node } = mark;
  if (node.kind !== "name" && node.kind !== "attribute" && node.kind !== "call") return null;
  const fn = enclosingFunction(node);
  const carried = new Map<string, FailedAs>();
  const told = new Set(flags);
  for (let at: Mark | null = mark; at && enclosingFunction(at.node) === fn; at = at.from) {
    const words = wordsOf(at.node);
    if (words && !at.element) carried.set(words, at.failedAs);
    if (at.from?.failedAs === "pair" && at.node.kind === "name") partners(at.node, told);
  }
  if (carried.size === 0 && told.size === 0) return null;
  // A flag may be written either way round (`ok`, `failed`): that it rules the node is enough.
  return isKeptFrom(node, (expr) => knownOf(expr, carried, told, true)) ?? (told.size > 0 ? isKeptFrom(node, (expr) => knownOf(expr, carried, told, false)) : null);
}

/** `positions, ok = fetch()`: the other names of the pair. */
function partners(name: Name, into: Set<string>): void {
  const fn = enclosingFunction(name);
  if (!fn) return;
  const look = (node: Node): void => {
    if (node.kind === "assign") {
      for (const target of node.targets) {
        if ((target.kind !== "tuple" && target.kind !== "list") || !target.items.some((one) => one.kind === "name" && one.id === name.id)) continue;
        for (const one of target.items) if (one.kind === "name" && one.id !== name.id && one.id !== "_") into.add(one.id);
      }
    }
    if (node.kind !== "function" || node === fn) children(node, look);
  };
  look(fn);
}

/** How a part of a test comes out while the carried names have failed values. */
export function knownOf(expr: Expr, carried: ReadonlyMap<string, FailedAs>, told: ReadonlySet<string>, flag: boolean): boolean | null {
  const words = wordsOf(expr);
  if (words !== null) return told.has(words) ? flag : carried.has(words) ? false : null;
  if (expr.kind === "call" && expr.args.length > 0) {
    const as = carried.get(wordsOf(expr.args[0]!.value) ?? "");
    if (as === undefined) return null;
    if (calledName(expr) === "len" || calledName(expr) === "bool" || calledName(expr) === "any") return false;
    return calledName(expr) === "isinstance" && as === "none" ? false : null;
  }
  if (expr.kind !== "compare") return null;
  const inner = expr.left.kind === "call" && calledName(expr.left) === "len" ? expr.left.args[0]?.value : expr.left;
  const as = inner ? carried.get(wordsOf(inner) ?? "") : undefined;
  if (as === undefined) return null;
  const counted = inner !== expr.left;
  if (expr.right.kind === "none") return expr.op === "is" || expr.op === "==" ? as === "none" : as !== "none";
  if (!isEmptyLiteral(expr.right) && expr.right.kind !== "number") return null;
  if (as === "none" && !counted) return expr.op === "!=";
  switch (expr.op) {
    case "==": return isEmptyLiteral(expr.right);
    case "!=": return !isEmptyLiteral(expr.right);
    case "<": case "<=": return true;
    case ">": return false;
    case ">=": return isEmptyLiteral(expr.right);
    default: return null;
  }
}
