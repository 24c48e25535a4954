import { calledName, ownName } from "../../ir/names.ts";
import type { Expr, Node } from "../../ir/nodes.ts";
import { snake } from "./snake.ts";

/** `if abs(spread) > threshold:` before both legs of a pair; a spread that is too wide for an entry rejects where it comes out so. */
export const entersOnWidth = (test: Node, outcome: boolean): boolean =>
  outcome && test.kind === "compare" && (test.op === ">" || test.op === ">=") && test.right.kind !== "number" && isSpread(test.left);

/** Which way to trade, by the width of a spread or by its sign: neither rejects a spread that is too wide. */
export const tradesSpread = (test: Node, outcome: boolean): boolean =>
  entersOnWidth(test, outcome) || (test.kind === "compare" && test.right.kind === "number" && test.right.value === 0 && isSpread(test.left));

const isSpread = (expr: Expr): boolean =>
  expr.kind === "call" ? calledName(expr) === "abs" && expr.args[0] !== undefined && isSpread(expr.args[0].value) : (expr.kind === "name" || expr.kind === "attribute") && /(^|_)(spread|basis|premium)(_|$)/.test(snake(ownName(expr)));
