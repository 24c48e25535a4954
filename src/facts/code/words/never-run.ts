import type { Compare, Expr, If, Node, Stmt } from "../../../ir/nodes.ts";

/** What a test with one outcome keeps from running, and what it lets run always. */
export interface Effect {
  readonly never: readonly Node[];
  readonly always: readonly Node[];
  /** The answer is kept, handed on or returned: what comes of it is somebody else's. */
  readonly kept: boolean;
  /** It chooses between two values. */
  readonly chooses?: boolean;
}

/** What hangs on a comparison, where `outcomes` says what each of those that are known comes out as; null: others decide there as well. */
export function effectOf(test: Compare, outcomes: ReadonlyMap<Compare, boolean>): Effect | null {
  let node: Expr = test;
  for (let up = test.parent; up; up = up.parent) {
    if ((up.kind !== "unary" || up.op !== "not") && up.kind !== "logical") {
      const value = valueOf(node, outcomes);
      return value === null ? null : decided(up, node, value);
    }
    if (valueOf(up, outcomes) === null) return null;
    node = up;
  }
  return null;
}

function valueOf(expr: Expr, outcomes: ReadonlyMap<Compare, boolean>): boolean | null {
  if (expr.kind === "compare") return outcomes.get(expr) ?? null;
  if (expr.kind === "unary") {
    const inner = expr.op === "not" ? valueOf(expr.operand, outcomes) : null;
    return inner === null ? null : !inner;
  }
  if (expr.kind !== "logical" || expr.op === "??") return null;
  const [left, right] = [valueOf(expr.left, outcomes), valueOf(expr.right, outcomes)];
  const settles = expr.op === "or";
  if (left === settles || right === settles) return settles;
  return left === null || right === null ? null : !settles;
}

function decided(up: Node, node: Expr, value: boolean): Effect | null {
  switch (up.kind) {
    case "if": {
      const [never, always] = value ? [up.otherwise, up.body] : [up.body, up.otherwise];
      return { never: leaves(always) ? [...never, ...behind(up)] : never, always, kept: false };
    }
    case "while": return up.test === node && !value ? { never: up.body, always: [], kept: false } : null;
    case "conditional": return up.test === node ? { never: [value ? up.otherwise : up.then], always: [value ? up.then : up.otherwise], kept: false, chooses: true } : null;
    case "clause": return value ? null : { never: [], always: [], kept: true };
    case "assign": case "return": case "argument": case "bind": case "entry": return { never: [], always: [], kept: true };
    default: return null;
  }
}

/** Nothing behind it in the same block runs. */
export const leaves = (body: readonly Node[]): boolean => /^(return|raise|continue|break)$/.test(body.at(-1)?.kind ?? "");

/** The statements behind it in its block. */
function behind(node: If): readonly Stmt[] {
  const parent = node.parent!;
  const blocks = ["body" in parent ? parent.body : [], "otherwise" in parent ? parent.otherwise : [], "finally" in parent ? parent.finally : []];
  const block = blocks.find((one): one is readonly Stmt[] => Array.isArray(one) && one.includes(node));
  return block ? block.slice(block.indexOf(node) + 1) : [];
}
