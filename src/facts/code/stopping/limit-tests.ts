import type { Call, Compare, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { bitOf, guardKinds } from "../guard-kinds.ts";
import { isOrdering, wordMask } from "../guard-shapes.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { tradePaths } from "../trade-paths.ts";

export type LimitKind = "position-limit" | "daily-loss";

/** A comparison of what is held, or lost, with its limit. */
export interface LimitTest {
  readonly node: Compare;
  readonly fn: FunctionNode;
  /** The side that holds the limit. */
  readonly limit: Expr;
  /** The side that is measured. */
  readonly measured: Expr;
  /** It stands on a way to an opening order. */
  readonly onWay: boolean;
}

export interface LimitTests {
  of(kind: LimitKind): readonly LimitTest[];
}

export const limitTests = codeFact({
  name: "limit-tests",
  doc: "Comparisons of the open positions, or of the day's loss, with a limit; and which of them stand before orders.",
  requires: { index, callGraph, guardKinds, reach, tradePaths },
  derive({ index, callGraph, guardKinds, reach, tradePaths }): LimitTests {
    void guardKinds;
    const known = new Map<LimitKind, LimitTest[]>();
    const find = (kind: LimitKind): LimitTest[] => {
      const before = askedOnWays(kind, tradePaths.openings.flatMap((site) => tradePaths.guards(site, kind)).map((one) => one.test), callGraph);
      const found: LimitTest[] = [];
      for (const one of index.modules.values()) {
        for (const node of one.byKind.get("compare") ?? []) {
          if (node.kind !== "compare" || !isOrdering(node)) continue;
          const limit = limitOf(node, kind);
          if (!limit) continue;
          const fn = enclosingFunction(node)!;
          if (reach.of(fn) === "dead") continue;
          found.push({ node, fn, limit, measured: limit === node.left ? node.right : node.left, onWay: before.has(node) || before.has(fn) });
        }
      }
      return found;
    };
    return {
      of(kind) {
        let found = known.get(kind);
        if (!found) known.set(kind, (found = find(kind)));
        return found;
      },
    };
  },
});

const MAX_DEPTH = 3;

/** Comparisons in the guards, and the functions that the guards ask. */
function askedOnWays(kind: LimitKind, guards: readonly Node[], graph: CallGraph): Set<Node> {
  const found = new Set<Node>();
  const visit = (node: Node, depth: number): void => {
    if (node.kind === "compare") found.add(node);
    if (node.kind === "call" && depth < MAX_DEPTH) {
      for (const fn of graph.runs(node)) {
        if (found.has(fn)) continue;
        found.add(fn);
        for (const statement of fn.body) visitCalls(statement, (call) => visit(call, depth + 1));
      }
    }
    children(node, (child) => visit(child, depth));
  };
  for (const one of guards) visit(one, 0);
  return found;
}

function visitCalls(node: Node, see: (call: Call) => void): void {
  if (node.kind === "function") return;
  if (node.kind === "call") see(node);
  children(node, (child) => visitCalls(child, see));
}

/** The side that names the limit: `max_...`, `..._limit`; else the one that is a number. */
function limitOf({ left, right }: Compare, kind: LimitKind): Expr | null {
  const bit = bitOf(kind);
  const sides = [left, right].map((expr) => ({ expr, words: wordsOf(expr) }));
  if (!sides.some(({ words }) => words.some((one) => (wordMask(one, "quantity") & bit) !== 0)) && !(kind === "position-limit" && sides.some(({ expr }) => countsPositions(expr)))) return null;
  const named = sides.find(({ words }) => words.some((one) => LIMIT_WORDS.test(one)));
  if (named) return named.expr;
  const literal = sides.find(({ expr }) => isNumber(expr));
  return literal && !isZero(literal.expr) ? literal.expr : null;
}

const LIMIT_WORDS = /(^|_)(max|limit|threshold|cap|allowed|maximum|stop_pct|loss_pct)(_|$)/i;
const POSITIONS = /^_?(open_|active_|current_|live_)?(positions|trades)$/i;

const countsPositions = (expr: Expr): boolean => expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "len" && expr.args[0] !== undefined && wordsOf(expr.args[0].value).some((one) => POSITIONS.test(one));

const isNumber = (expr: Expr): boolean => expr.kind === "number" || (expr.kind === "unary" && expr.op === "-" && isNumber(expr.operand));
const isZero = (expr: Expr): boolean => expr.kind === "number" && expr.value === 0;

function wordsOf(expr: Node): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.kind === "function" || found.length > 20) return;
    if (node.kind === "name") found.push(node.id.toLowerCase());
    if (node.kind === "attribute") found.push(node.name.toLowerCase());
    if (node.kind === "string" && node.value.length < 40) found.push(node.value.toLowerCase());
    children(node, visit);
  };
  visit(expr);
  return found;
}
