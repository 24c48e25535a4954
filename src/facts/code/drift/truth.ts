import type { Expr, Node, Stmt } from "../../../ir/nodes.ts";
import { calledName } from "../../../ir/names.ts";

/** What a test comes to when some of its parts are known; null: it cannot be said. Unknown parts of `and` and `or` are given the benefit: it may go that way. */
export function truthOf(test: Expr, known: (expr: Expr) => boolean | null): boolean | null {
  const own = known(test);
  if (own !== null) return own;
  switch (test.kind) {
    case "unary": {
      const inner = test.op === "not" ? truthOf(test.operand, known) : null;
      return inner === null ? null : !inner;
    }
    case "logical": {
      const [left, right] = [truthOf(test.left, known), truthOf(test.right, known)];
      if (left === null) return right;
      return right === null || left === right ? left : test.op === "or";
    }
    case "bind": return truthOf(test.value, known);
    case "call": return calledName(test) === "bool" && test.args.length === 1 ? truthOf(test.args[0]!.value, known) : null;
    default: return null;
  }
}

/** Whether control never passes the end of the block. */
export function leaves(body: readonly Stmt[]): boolean {
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

/** The block that a statement stands in, or null for what is no statement. */
export function blockOf(node: Node): readonly Node[] | null {
  const up = node.parent;
  if (!up) return null;
  for (const list of blocksOf(up)) if (list.includes(node)) return list;
  return null;
}

function blocksOf(node: Node): readonly (readonly Node[])[] {
  switch (node.kind) {
    case "if": case "while": case "for": return [node.body, node.otherwise];
    case "try": return [node.body, node.otherwise, node.finally];
    case "handler": case "with": case "case": case "function": case "class": return [node.body];
    default: return [];
  }
}

/** The statement that a node belongs to. */
export function statementOf(node: Node): Node {
  let at = node;
  while (at.parent && !blockOf(at)) at = at.parent;
  return at;
}

/** Statements that run only after the test came out as `outcome`: its branch, or what follows when the other branch leaves. */
export function ruledBy(test: Node, outcome: boolean): readonly Node[] {
  const holder = test.parent;
  if (!holder) return [];
  if (holder.kind === "while") return outcome ? holder.body : [];
  if (holder.kind !== "if") return [];
  const [taken, other] = outcome ? [holder.body, holder.otherwise] : [holder.otherwise, holder.body];
  if (!leaves(other as readonly Stmt[])) return taken;
  const found: Node[] = [...taken];
  // What comes after a `try` or `with` around it, too: the other branch is gone by then.
  for (let at: Node = holder; ; at = at.parent!) {
    const block: readonly Node[] = blockOf(at) ?? [];
    found.push(...block.slice(block.indexOf(at) + 1));
    if (at.parent?.kind !== "with" && !(at.parent?.kind === "try" && (at.parent.body as readonly Node[]).includes(at))) return found;
  }
}

/**
 * Whether the code cannot get to `node` while the parts of tests are as `known` says: a branch around it, or an earlier test
 * of the same or an outer block that leaves.
 */
export function isKeptFrom(node: Node, known: (expr: Expr) => boolean | null): Node | null {
  for (let at = node; at.parent && at.kind !== "function"; at = at.parent) {
    const up = at.parent;
    if (up.kind === "if" && up.test !== at) {
      const truth = truthOf(up.test, known);
      if (truth !== null && truth !== (up.body as readonly Node[]).includes(at)) return up.test;
    }
    if (up.kind === "conditional" && up.test !== at) {
      const truth = truthOf(up.test, known);
      if (truth !== null && truth !== (up.then === at)) return up.test;
    }
    if (up.kind === "logical" && up.right === at && up.op !== "??") {
      const truth = truthOf(up.left, known);
      if (truth !== null && truth !== (up.op === "and")) return up.left;
    }
    const block = blockOf(at);
    if (!block) continue;
    for (const before of block) {
      if (before === at) break;
      if (before.kind !== "if") continue;
      const truth = truthOf(before.test, known);
      if (truth === true && leaves(before.body)) return before.test;
      if (truth === false && before.otherwise.length > 0 && leaves(before.otherwise)) return before.test;
    }
  }
  return null;
}
