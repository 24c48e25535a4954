import type { Node } from "./nodes.ts";

/** Sets the parent links of a list of children. */
export function adopt(parent: Node, children: readonly Node[]): void {
  for (let i = 0; i < children.length; i++) children[i]!.parent = parent;
}
