import { blockOf, ruledBy, statementsBehind } from "../../../ir/blocks.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { isKeptFrom, truthOf } from "../../../ir/truth.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { Spread } from "./spread.ts";
import { givenBehind } from "./unfilled.ts";
import { rootOf, type Mark } from "./trail.ts";

/** Statements that run because the venue does not have a position (or because nobody could ask it). */
export interface Absence {
  readonly fn: FunctionNode;
  /** The tested value. */
  readonly mark: Mark;
  /** The test, or the loop over names that the venue lacks. */
  readonly at: Node;
  readonly body: readonly Node[];
  /** Whether the code gets to the node under the same assumption. */
  reaches(node: Node): boolean;
}

/** How a part of a test comes out where the venue has nothing; null: that does not decide it. */
const knownIn = (spread: Spread) => (expr: Expr, root: Node | null = null): boolean | null => {
  // One request failed; that another one did as well is not said.
  const mark = spread.marks.get(expr)?.find((one) => counts(one) && (root === null || rootOf(one).node === root));
  return mark ? (mark.only === "local" ? true : mark.negated) : null;
};

/** A test that comes out this way where the venue has nothing. */
export interface Decided { readonly test: Expr; readonly truth: boolean; readonly mark: Mark }

export function decidedTests(spread: Spread): readonly Decided[] {
  const tests = new Map<Expr, Mark>();
  for (const [node, marks] of spread.marks) {
    const mark = marks.find(counts);
    const test = mark ? testAround(node as Expr) : null;
    if (mark && test && !tests.has(test)) tests.set(test, mark);
  }
  const known = knownIn(spread);
  return [...tests].flatMap(([test, mark]) => {
    const truth = truthOf(test, (expr) => known(expr));
    return truth === null ? [] : [{ test, truth, mark }];
  });
}

/** By function, in the order of the source. */
export function absencesOf(spread: Spread): Map<FunctionNode, Absence[]> {
  const found = new Map<FunctionNode, Absence[]>();
  const known = knownIn(spread);
  const tests = new Map<Expr, Mark>();
  const add = (mark: Mark, at: Node, body: readonly Node[]): void => {
    const fn = enclosingFunction(at);
    if (!fn || body.length === 0) return;
    const list = found.get(fn) ?? [];
    const root = mark.label === "failed" ? rootOf(mark).node : null;
    list.push({ fn, mark, at, body, reaches: (node) => isKeptFrom(node, (expr) => (asksNone(expr) && !asksNone(mark.node) ? null : known(expr, root))) === null });
    found.set(fn, list);
  };
  for (const [node, marks] of spread.marks) {
    const mark = marks.find(counts);
    if (!mark) continue;
    const up = node.parent;
    if (up?.kind === "for" && up.iterable === node) {
      if (mark.only === "local") add(mark, up, up.body);
      else if (mark.only === null && up.otherwise.length > 0) add(mark, up, up.otherwise);
      else if (mark.only === null && mark.label === "failed" && isGuard(up)) add(mark, up, statementsBehindAll(up));
      continue;
    }
    const test = testAround(node as Expr);
    // Of several parts of a test the one about all positions says most.
    if (test && (tests.get(test)?.field ?? true)) tests.set(test, mark);
  }
  for (const [test, mark] of tests) {
    const truth = truthOf(test, (expr) => known(expr));
    const holder = test.parent;
    const behind = truth === false && holder?.kind === "if" ? givenBehind(holder) : null;
    if (truth !== null) add(mark, test, behind ? [...ruledBy(test, truth).flat(), behind] : ruledBy(test, truth).flat());
  }
  for (const list of found.values()) list.sort((a, b) => a.at.start - b.at.start);
  return found;
}

/** `for row in rows: if row["symbol"] == symbol: return`: all that it does is to keep what follows from running where there is one. */
function isGuard(loop: Node & { kind: "for" }): boolean {
  const [only] = loop.body.filter((one) => one.kind !== "expression" && one.kind !== "assign");
  return only?.kind === "if" && loop.body.at(-1) === only && only.otherwise.length === 0 && only.body.at(-1)?.kind === "return";
}

/** Whatever runs when the loop and the blocks around it ran out, within the function. */
function statementsBehindAll(loop: Node): readonly Node[] {
  const found: Node[] = [];
  for (let at: Node = loop; at.parent && at.kind !== "function" && blockOf(at); at = at.parent) {
    found.push(...statementsBehind(at));
    if (at !== loop && (at.kind === "for" || at.kind === "while")) break;
  }
  return found;
}

/** "There is no answer" is another matter than "the answer is zero". */
const asksNone = (node: Node): boolean => node.kind === "compare" && node.right.kind === "none";

/** An element of a failed answer is never there to be tested. */
const counts = (mark: Mark): boolean => mark.item < 0 && mark.only !== "both" && mark.only !== "venue" && !(mark.label === "failed" && mark.element) && mark.failedAs !== "pair";

/** The whole test that an expression is part of, through `not`, `and`, `or`. */
export function testAround(expr: Expr): Expr | null {
  let at: Expr = expr;
  for (;;) {
    const up: Node | null = at.parent;
    if (!up) return null;
    if ((up.kind === "if" || up.kind === "while") && up.test === at) return at;
    if (up.kind !== "unary" && up.kind !== "logical" && up.kind !== "bind") return null;
    at = up;
  }
}
