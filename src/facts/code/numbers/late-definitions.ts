import type { Name, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, loopAround } from "../../../ir/walk.ts";
import type { Definition } from "../module-index.ts";

/**
 * `if confidence < required: return` ... `required *= 1.2`: what is bound after a read in the same function reaches it by way
 * of a loop around both only, and not where each round binds the name anew before it reads it.
 */
export const comesTooLate = (one: Definition, name: Name, all: readonly Definition[]): boolean =>
  (one.node.kind === "assign" || one.node.kind === "augmented") && isPast(one.node, name, all);

/** What happens at the node to the name that `all` binds is no longer seen where it is read. */
export function isPast(node: Node, name: Name, all: readonly Definition[]): boolean {
  if (node.start <= name.start || enclosingFunction(node) !== enclosingFunction(name)) return false;
  let loop = loopAround(name);
  while (loop && node.start >= loop.end) loop = loopAround(loop);
  if (!loop) return true;
  const shared = loop;
  return all.some((each) => (each.kind === "iteration" && each.node === shared && !isWithin(name, each.expr)) || (each.kind === "value" && each.node.start > shared.start && each.node.end <= name.start && isOfEachRound(each.node, shared)));
}

const isWithin = (node: Node, whole: Node): boolean => node.start >= whole.start && node.end <= whole.end;

/** Not in a branch, a loop within or the handler of an error. */
export function isOfEachRound(node: Node, loop: Node): boolean {
  for (let at: Node = node; at.parent; at = at.parent) {
    if (at.parent === loop) return true;
    if (at.parent.kind === "if" && at.parent.test === at) continue;
    if (at.parent.kind !== "unary" && at.parent.kind !== "assign" && at.parent.kind !== "expression" && at.parent.kind !== "await" && at.parent.kind !== "try" && at.parent.kind !== "with") return false;
  }
  return false;
}
