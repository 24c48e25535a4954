import type { Expr, Node } from "../../../ir/nodes.ts";
import { mentions } from "../../../ir/walk.ts";

/** What a test that came out one way says about a value: it is there, it may be the missing one (by this operand), or nothing. */
type Saying = { readonly kind: "there" } | { readonly kind: "missing"; readonly by: Expr; readonly saysNone: boolean } | { readonly kind: "nothing" };

const THERE: Saying = { kind: "there" };
const NOTHING: Saying = { kind: "nothing" };

/** The same name, attribute path or item with a written key is spelled the same; null: another expression. */
export function spelled(expr: Node): string | null {
  switch (expr.kind) {
    case "name": return expr.id;
    case "attribute": {
      const object = spelled(expr.object);
      return object && `${object}.${expr.name}`;
    }
    case "subscript": {
      const object = spelled(expr.object);
      return object && (expr.index.kind === "string" || expr.index.kind === "number") ? `${object}[${expr.index.value}]` : null;
    }
    default: return null;
  }
}

/**
 * What `test` with this outcome says about the value of that spelling. `a and x` that failed may have failed by `x`, and
 * `not x or ...` that held may have held by it: there it may be missing. `saysNone`: the test says None, not only falsy.
 */
export function sayingOf(test: Expr, outcome: boolean, words: string): Saying {
  if (test.kind === "unary" && test.op === "not") return sayingOf(test.operand, !outcome, words);
  if (test.kind === "logical" && test.op !== "??") {
    const [left, right] = [sayingOf(test.left, outcome, words), sayingOf(test.right, outcome, words)];
    const isBoth = (test.op === "and") === outcome;
    if (isBoth) return left.kind === "there" || right.kind === "there" ? THERE : left.kind === "missing" ? left : right;
    if (left.kind === "missing" || right.kind === "missing") return left.kind === "missing" ? left : right;
    return left.kind === "there" && right.kind === "there" ? THERE : NOTHING;
  }
  if (spelled(test) === words) return outcome ? THERE : { kind: "missing", by: test, saysNone: false };
  if (test.kind !== "compare") return isTypeTest(test, words) && outcome ? THERE : NOTHING;
  const { op } = test;
  if (spelled(test.left) === words && test.right.kind === "none" && op !== "in" && op !== "not in") {
    const isNone = (op === "is" || op === "==") === outcome;
    return isNone ? { kind: "missing", by: test, saysNone: true } : THERE;
  }
  // What came through `x > 5` is a number, whatever the answer was; `x == 0` only if it was yes.
  if (op === "==" || op === "!=") return (spelled(test.left) === words || spelled(test.right) === words) && (op === "==") === outcome ? THERE : NOTHING;
  return (op.startsWith("<") || op.startsWith(">")) && holds(test, words) ? THERE : NOTHING;
}

/** `isinstance(x, float)`, `math.isfinite(x)`. */
const isTypeTest = (test: Expr, words: string): boolean => test.kind === "call" && test.args.some((one) => spelled(one.value) === words);

function holds(test: Expr, words: string): boolean {
  const [root] = words.split(/[.[]/);
  return mentions(test, new Set([root!]));
}
