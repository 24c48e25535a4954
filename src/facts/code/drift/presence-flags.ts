import { reachingDefinitions, readsOf } from "../../../ir/definitions.ts";
import { ENTRY, flowOf, ownPoints } from "../../../ir/flow.ts";
import type { Expr, FunctionNode, Name, Node } from "../../../ir/nodes.ts";
import { truthOf } from "../../../ir/truth.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import type { Spread } from "./spread.ts";
import type { Mark } from "./trail.ts";

/** Inside of a loop over the answer, or under a test that the answer passes only where it has something. */
export function isSeen(node: Node, answers: Spread): boolean {
  for (let at = node; at.parent && at.kind !== "function"; at = at.parent) {
    const up = at.parent;
    if (up.kind === "for" && up.iterable !== at && answers.marks.has(up.iterable)) return true;
    if (up.kind === "if" && (up.body as readonly Node[]).includes(at) && truthOf(up.test, (expr) => answers.marks.get(expr)?.[0]?.negated ?? null) === false) return true;
  }
  return false;
}

/** Reads of names that say whether the answer has a position, each with the loop's or the test's value that decides. */
export function presenceReads(answers: Spread): readonly { readonly read: Name; readonly by: Mark }[] {
  const found: { read: Name; by: Mark }[] = [];
  for (const [node, [mark]] of answers.marks) {
    const holder = mark && mark.item < 0 && mark.only === null ? holderOf(node, mark) : null;
    const fn = holder ? enclosingFunction(holder) : null;
    if (mark && holder && fn) for (const read of setWithin(holder.body, fn)) if (saysPresence(read, answers)) found.push({ read, by: mark });
  }
  return found;
}

/** The loop over it, or the test that it passes only where there is something. */
function holderOf(node: Node, mark: Mark): (Node & { kind: "for" | "if" }) | null {
  const up = node.parent;
  if (up?.kind === "for") return up.iterable === node ? up : null;
  return up?.kind === "if" && up.test === node && !mark.negated ? up : null;
}

/** Reads of what the statements set to True. */
function setWithin(body: readonly Node[], fn: FunctionNode): readonly Name[] {
  const flow = flowOf(fn);
  const found: Name[] = [];
  const look = (node: Node): void => {
    if (node.kind === "assign" && node.value.kind === "boolean" && node.value.value) {
      for (const target of node.targets) if (target.kind === "name") for (const point of ownPoints(flow, target)) found.push(...readsOf(flow, point));
    }
    if (node.kind !== "function" && node.kind !== "class") children(node, look);
  };
  body.forEach(look);
  return found;
}

/** `still_open = False`, and `still_open = True` only where the answer has the position: the name says whether there is one. */
export function saysPresence(name: Name, answers: Spread): boolean {
  const fn = enclosingFunction(name);
  if (!fn) return false;
  const flow = flowOf(fn);
  const values = (reachingDefinitions(flow, name) ?? []).map((point) => (point === ENTRY ? null : flow.values[point] as Expr | null));
  let seen = false;
  for (const value of values) {
    if (value?.kind !== "boolean") return false;
    if (value.value && !isSeen(value, answers)) return false;
    seen ||= value.value;
  }
  return seen && values.length > 1;
}
