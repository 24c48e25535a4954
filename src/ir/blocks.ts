import type { Node, Stmt } from "./nodes.ts";

/** The lists of statements that a node holds. */
export function blocksOf(node: Node): readonly (readonly Stmt[])[] {
  switch (node.kind) {
    case "if": case "while": case "for": return [node.body, node.otherwise];
    case "try": return [node.body, node.otherwise, node.finally];
    case "handler": case "with": case "case": case "function": case "class": return [node.body];
    default: return [];
  }
}

/** The block that a statement stands in; null for what is no statement. */
export function blockOf(node: Node): readonly Stmt[] | null {
  if (!node.parent) return null;
  for (const list of blocksOf(node.parent)) if (list.includes(node as Stmt)) return list;
  return null;
}

/** The innermost statement that a node belongs to. */
export function statementOf(node: Node): Stmt {
  let at = node;
  while (at.parent && !blockOf(at)) at = at.parent;
  return at as Stmt;
}

/** The statements of the same block that come earlier. */
export function statementsBefore(node: Node): readonly Stmt[] {
  const block = blockOf(node);
  return block ? block.slice(0, block.indexOf(node as Stmt)) : [];
}

/** The statements of the same block that come later. */
export function statementsBehind(node: Node): readonly Stmt[] {
  const block = blockOf(node);
  return block ? block.slice(block.indexOf(node as Stmt) + 1) : [];
}

/** Whether control never passes the end of the block. */
export function leaves(body: readonly Node[]): boolean {
  return body.some((one): boolean => {
    switch (one.kind) {
      case "return": case "raise": case "continue": case "break": return true;
      case "if": return one.otherwise.length > 0 && leaves(one.body) && leaves(one.otherwise);
      case "with": return leaves(one.body);
      case "try": return leaves(one.body) && one.handlers.every((each) => leaves(each.body));
      default: return false;
    }
  });
}

/**
 * Statements that run only after the test came out as `outcome`, as runs of neighbours: its branch, and what follows when the
 * other branch leaves.
 */
export function ruledBy(test: Node, outcome: boolean): readonly (readonly Stmt[])[] {
  const holder = test.parent;
  if (holder?.kind === "while") return outcome && holder.test === test ? [holder.body] : [];
  if (holder?.kind !== "if") return [];
  const [taken, other] = outcome ? [holder.body, holder.otherwise] : [holder.otherwise, holder.body];
  if (!leaves(other)) return [taken];
  const found = [taken];
  // What comes after a `try` or `with` around it, too: the other branch is gone by then.
  for (let at: Node = holder; ; at = at.parent!) {
    found.push(statementsBehind(at));
    if (at.parent?.kind !== "with" && !(at.parent?.kind === "try" && at.parent.body.includes(at as Stmt))) return found;
  }
}
