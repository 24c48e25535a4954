import { ownName } from "../../../ir/names.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import type { NeverTakenBranches } from "../never-taken.ts";

/** The names of what the function hands to others behind the order, in lower case: who writes the line may be among them. What is never run hands nothing. */
export function handedAfter(fn: FunctionNode, order: Node, never: NeverTakenBranches): string {
  const found = new Set<string>();
  const runs = new Map<Node | null, boolean>();
  walkBody(fn, (node) => {
    if (node.kind !== "argument" || node.start < order.end) return;
    if (!runs.has(node.parent)) runs.set(node.parent, node.parent === null || never.around(node.parent) === null);
    if (!runs.get(node.parent)) return;
    if (node.name !== null) found.add(node.name);
    found.add(ownName(node.value));
    if (node.value.kind === "dict") for (const one of node.value.entries) if (one.key?.kind === "string") found.add(one.key.value);
  });
  return [...found].join(" ").toLowerCase();
}

/** The names that the function works with, in lower case. */
export function namesIn(fn: FunctionNode): ReadonlySet<string> {
  const found = new Set<string>();
  walkBody(fn, (node) => { if (node.kind === "name" || node.kind === "attribute") found.add(ownName(node).toLowerCase()); });
  return found;
}
