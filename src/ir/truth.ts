import { leaves, statementsBefore } from "./blocks.ts";
import { calledName } from "./names.ts";
import type { Expr, Node } from "./nodes.ts";

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
    for (const before of statementsBefore(at)) {
      if (before.kind !== "if") continue;
      const truth = truthOf(before.test, known);
      if (truth === true && leaves(before.body)) return before.test;
      if (truth === false && before.otherwise.length > 0 && leaves(before.otherwise)) return before.test;
    }
  }
  return null;
}
