import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import type { Expr, FunctionNode, Interpolation, Node } from "../../../ir/nodes.ts";
import { contains, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import { index } from "../module-index.ts";
import { numberFormats } from "../number-formats.ts";
import { sayingOf, spelled } from "./absence-tests.ts";
import { mayBeNone } from "./none-sources.ts";

/** `f"{price:.2f}"` where the code itself has found that there may be no price. */
export interface NoneFormat {
  readonly node: Interpolation;
  readonly fn: FunctionNode;
  /** What may be None. */
  readonly value: Expr;
  /** The test that leads here when it is. */
  readonly test: Expr;
  /** Where None comes from; null: only the test says that there may be none. */
  readonly source: Node | null;
}

export const noneFormats = codeFact({
  name: "none-formats",
  doc: "Numbers formatted to a precision on a branch that is taken when they are None.",
  requires: { numberFormats, index, infer, callGraph },
  derive({ numberFormats, index, infer, callGraph }): readonly NoneFormat[] {
    const found: NoneFormat[] = [];
    for (const { node, fn, rest } of numberFormats) {
      if (rest !== null) continue;
      for (const value of operands(node.value)) {
        const words = spelled(value)!;
        const branch = branchWithout(node, words);
        if (!branch || isSetIn(branch, node, words) || isKnown(node, fn, words)) continue;
        const { by, saysNone } = branch;
        const source = mayBeNone({ index, infer, callGraph }, value, fn) ?? null;
        if (source || saysNone || isAskedForZero(branch.test, words)) found.push({ node, fn, value, test: by, source });
      }
    }
    return found;
  },
});

/** The names and attributes that a sum or product is made of. */
function operands(expr: Expr): readonly Expr[] {
  if (expr.kind === "binary") return [...operands(expr.left), ...operands(expr.right)];
  if (expr.kind === "unary") return operands(expr.operand);
  return spelled(expr) === null ? [] : [expr];
}

interface Branch {
  /** The whole test, and the part of it that lets a missing value in here. */
  readonly test: Expr;
  readonly by: Expr;
  readonly saysNone: boolean;
  readonly body: readonly Node[];
}

/** The innermost branch around the node that says something about the value, if it says that it may be missing. */
function branchWithout(node: Node, words: string): Branch | null {
  for (let at: Node = node; at.parent && at.parent.kind !== "function"; at = at.parent) {
    const asked = testAround(at.parent, at);
    if (!asked) continue;
    const says = sayingOf(asked.test, asked.outcome, words);
    if (says.kind === "there") return null;
    if (says.kind === "missing") return { test: asked.test, by: says.by, saysNone: says.saysNone, body: asked.body };
  }
  return null;
}

function testAround(parent: Node, child: Node): { test: Expr; outcome: boolean; body: readonly Node[] } | null {
  switch (parent.kind) {
    case "if": case "while": {
      if (child === parent.test) return null;
      const isBody = (parent.body as readonly Node[]).includes(child);
      return isBody || parent.kind === "if" ? { test: parent.test, outcome: isBody, body: isBody ? parent.body : parent.otherwise } : null;
    }
    case "conditional": return child === parent.test ? null : { test: parent.test, outcome: child === parent.then, body: [child] };
    case "logical": return child === parent.right && parent.op !== "??" ? { test: parent.left, outcome: parent.op === "and", body: [child] } : null;
    case "comprehension": return null;
    default: return null;
  }
}

/** A value is put in its place before the text is made. */
function isSetIn({ body }: Branch, node: Node, words: string): boolean {
  const [root] = words.split(/[.[]/);
  let isSet = false;
  for (const statement of body) {
    if (statement.start > node.start) break;
    walk(statement, (one) => {
      if (one.start > node.start) return;
      const targets = one.kind === "assign" ? one.targets : one.kind === "augmented" || one.kind === "for" || one.kind === "bind" ? [one.target] : one.kind === "with-item" && one.target ? [one.target] : [];
      isSet ||= targets.some((target) => {
        const flat = target.kind === "tuple" || target.kind === "list" ? target.items : [target];
        return flat.some((each) => !contains(each, node) && (spelled(each) === words || spelled(each) === root));
      });
    });
  }
  return isSet;
}

/** On the way here it was found to be there: a return above, a test further out. */
function isKnown(node: Node, fn: FunctionNode, words: string): boolean {
  const flow = flowOf(fn);
  const point = pointsOf(flow, node)[0];
  if (point === undefined || flow.position[point]! < 0) return true;
  return conditionsAt(flow, point).some(({ node: test, outcome }) => {
    if (test.kind === "for" || test.kind === "clause" || test.kind === "handler" || test.kind === "case") return false;
    return sayingOf(test as Expr, outcome, words).kind === "there";
  });
}

/** `not x or x == 0`: whoever asks for 0 as well means None by the first. */
function isAskedForZero(test: Expr, words: string): boolean {
  let asked = false;
  walk(test, (one) => {
    asked ||= one.kind === "compare" && one.op === "==" && spelled(one.left) === words && one.right.kind === "number" && one.right.value === 0;
  });
  return asked;
}
