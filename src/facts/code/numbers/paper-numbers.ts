import { ownName } from "../../../ir/names.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";

/** `PAPER_TRADING`, `is_backtest()`, `DryRun`, `USE_TESTNET`: no money depends on it. */
const PAPER = /(^|_)(paper(_?(trad(e|ing)|mode))?|simulat(ed?|ing|ion)|back_?test(ing)?|dry_?run|testnet|test_net|sandbox)(_|$)/i;
const LIVE = /^(live|real|prod(uction)?|mainnet)$/i;

/**
 * The number is taken only while the bot trades on paper: `if PAPER_TRADING: balance = 1000.0`. It may flow into the size of a
 * paper order, but no order at a venue depends on it.
 */
export function isPaperNumber(number: Node): boolean {
  for (let at = number, up = at.parent; up && up.kind !== "function" && up.kind !== "class"; at = up, up = up.parent) {
    if (up.kind === "conditional") {
      if (up.then === at && saysPaper(up.test)) return true;
      if (up.otherwise === at && up.test.kind === "unary" && up.test.op === "not" && saysPaper(up.test.operand)) return true;
    }
    if (up.kind !== "if") continue;
    if (saysPaper(up.test) && up.body.some((one) => one === at)) return true;
    if (((up.test.kind === "unary" && up.test.op === "not" && saysPaper(up.test.operand)) || saysLive(up.test)) && up.otherwise.some((one) => one === at)) return true;
  }
  return false;
}

/** `if self.mode == "LIVE":`, of which the other branch is no trade. */
const saysLive = (test: Expr): boolean => test.kind === "compare" && test.op === "==" && test.right.kind === "string" && LIVE.test(test.right.value);

function saysPaper(test: Expr): boolean {
  switch (test.kind) {
    case "name": case "attribute": return PAPER.test(ownName(test));
    case "call": return PAPER.test(ownName(test.callee));
    case "logical": return test.op === "and" && (saysPaper(test.left) || saysPaper(test.right));
    case "compare": return test.op === "==" && (test.right.kind === "string" ? PAPER.test(test.right.value) : test.right.kind === "attribute" && PAPER.test(test.right.name));
    default: return false;
  }
}
