import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { isKeptFrom } from "../../../ir/truth.ts";
import { children, contains, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Mark } from "./trail.ts";
import { rootOf, steps } from "./trail.ts";

/**
 * A failure that is told beside the answer: `self.last_query_failed = True` where the request failed, and a later test of
 * it, also through a property or a function that gives it. Whether such a test keeps the code from a place.
 */

/** Another value of the same failure, or a flag beside the answer, keeps the code from what it would do. */
export function isTold(mark: Mark, act: Node, marks: ReadonlyMap<Node, readonly Mark[]>, knownAt: Node | undefined, graph: CallGraph): boolean {
  if (contradicted(mark, marks)) return true;
  const told = knownAt === undefined ? new Set<string>() : toldBy(knownAt, act);
  // What carries the failed value itself tells nothing beside it: `has_position`, true where the answer had one.
  for (const { node } of steps(mark)) told.delete(lastWord(node));
  return keptByFlag(act, told, graph) !== null;
}

/**
 * Last words of names and attributes that get a truth value where the failure is known, or behind the request where it worked,
 * without leading underscores.
 */
function toldBy(knownAt: Node, act: Node): Set<string> {
  const found = new Set<string>();
  const look = (node: Node): void => {
    if (node.kind === "assign" && node.value.kind === "boolean") for (const target of node.targets) found.add(lastWord(target));
    if (node.kind !== "function") children(node, look);
  };
  if (knownAt.kind === "handler") {
    look(knownAt);
    if (knownAt.parent?.kind === "try" && isSameRound(knownAt, act)) [...knownAt.parent.body, ...knownAt.parent.otherwise].forEach(look);
  }
  found.delete("");
  return found;
}

/** One flag for the requests of many accounts or symbols tells only that one of them worked. */
function isSameRound(knownAt: Node, act: Node): boolean {
  for (let at = knownAt.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "for" && !contains(at, act) && !(at.iterable.kind === "call" && ownName(at.iterable.callee) === "range")) return false;
  }
  return true;
}

const lastWord = (expr: Node): string => (expr.kind === "name" ? expr.id : expr.kind === "attribute" ? expr.name : expr.kind === "string" ? expr.value : "").replace(/^_+/, "");

/** The test of a flag that stands before the node; null: none does. Either way round: `ok` and `failed` are both in use. */
function keptByFlag(node: Node, told: ReadonlySet<string>, graph: CallGraph): Node | null {
  if (told.size === 0) return null;
  const known = (expr: Expr): boolean => asks(expr, told, graph, 0);
  return isKeptFrom(node, (expr) => (known(expr) ? true : null)) ?? isKeptFrom(node, (expr) => (known(expr) ? false : null));
}

const DEEPEST = 3;

function asks(expr: Expr, told: ReadonlySet<string>, graph: CallGraph, depth: number): boolean {
  if ((expr.kind === "name" || expr.kind === "attribute") && told.has(lastWord(expr))) return true;
  if (depth >= DEEPEST) return false;
  if (expr.kind === "name") return assignedFrom(expr, (value) => asks(value, told, graph, depth + 1));
  if (expr.kind !== "call") return false;
  if (expr.callee.kind === "name" && expr.callee.id === "getattr") return expr.args[1] !== undefined && told.has(lastWord(expr.args[1].value));
  return graph.targets(expr).functions.some((fn) => gives(fn, (value) => asks(value, told, graph, depth + 1)));
}

function assignedFrom(name: Expr & { kind: "name" }, is: (value: Expr) => boolean): boolean {
  const fn = enclosingFunction(name);
  let found = false;
  if (fn) walkBody(fn, (node) => { if (node.kind === "assign" && node.targets.some((one) => one.kind === "name" && one.id === name.id)) found ||= is(node.value); });
  return found;
}

function gives(fn: FunctionNode, is: (value: Expr) => boolean): boolean {
  let found = false;
  walkBody(fn, (node) => { if (node.kind === "return" && node.value) found ||= is(node.value); });
  return found;
}

/** A step of the trail to which the failed value cannot get: what else is made of the same failure rules it out. */
function contradicted(mark: Mark, marks: ReadonlyMap<Node, readonly Mark[]>): boolean {
  const root = rootOf(mark).node;
  const known = (expr: Expr): boolean | null => {
    const other = marks.get(expr)?.find((one) => rootOf(one).node === root && one.item < 0 && !one.element && one.only === null);
    return other ? other.negated : null;
  };
  return steps(mark).some(({ node }) => isKeptFrom(node, (expr) => (expr === node ? null : known(expr))) !== null);
}
