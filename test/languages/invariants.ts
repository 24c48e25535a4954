import type { Module, Node } from "../../src/ir/nodes.ts";
import { children } from "../../src/ir/walk.ts";

/** What is wrong with a module by the invariants of nodes.ts; empty when all is well. Does not recurse. */
export function brokenInvariants(module: Module, text: string): string[] {
  const broken: string[] = [];
  const fail = (node: Node, what: string): void => {
    if (broken.length < 20) broken.push(`${node.kind} [${node.start}, ${node.end}): ${what}`);
  };
  const seen = new Set<Node>();
  const functions: Node[] = [];
  const classes: Node[] = [];
  const pending: Node[] = [module.root];
  if (module.root.parent !== null) fail(module.root, "the root has a parent");
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) fail(node, "is in the tree twice");
    seen.add(node);
    if (!(0 <= node.start && node.start <= node.end && node.end <= text.length)) fail(node, `outside of [0, ${text.length})`);
    if (node.kind === "function") functions.push(node);
    if (node.kind === "class") classes.push(node);
    if (node.kind === "bind" && node.target.id.startsWith("%") && node.parent?.kind !== "compare") fail(node, "a name of ours outside of a comparison");
    const holder = node;
    children(node, (child) => {
      if (child.parent !== holder) fail(child, `parent is ${child.parent?.kind}, not ${holder.kind}`);
      pending.push(child);
    });
  }
  inOrder(module.functions, functions, fail);
  inOrder(module.classes, classes, fail);
  if (module.functions[0] !== module.root) broken.push("functions[0] is not the root");
  let last = 0;
  for (const range of module.damaged) {
    if (range.start < last || range.end < range.start || range.end > text.length || range.why === "") broken.push(`damaged ${range.start}-${range.end}`);
    last = range.end;
  }
  return broken;
}

function inOrder(listed: Module["functions"] | Module["classes"], found: readonly Node[], fail: (node: Node, what: string) => void): void {
  const members = new Set<Node>(listed);
  for (const node of found) if (!members.has(node)) fail(node, "is not listed");
  if (members.size !== found.length && found[0]) fail(found[0], `${members.size} listed, ${found.length} in the tree`);
  listed.forEach((node, i) => {
    if (node.index !== i) fail(node, `index ${node.index} at ${i}`);
    if (i > 1 && node.start < listed[i - 1]!.start) fail(node, "not in source order");
  });
}
