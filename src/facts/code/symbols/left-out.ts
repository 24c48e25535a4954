import { calledName, ownName } from "../../../ir/names.ts";
import type { Compare, Expr, Node, Stmt } from "../../../ir/nodes.ts";
import { SHOWING_CALL } from "../../../knowledge/instrument-arguments.ts";
import { LEFT_OUT_NAME } from "../../../knowledge/trade-words.ts";
import { refuses } from "../numbers/everyday.ts";

/**
 * `if symbol in BANNED: continue`, `[s for s in tickers if s not in BANNED]`, `if s not in BANNED: found.append(s)`: the test only
 * leaves markets out, and what is traded is traded by the same rules.
 */
export function leavesOut(test: Compare): boolean {
  let at: Node = test;
  while (at.parent?.kind === "logical" || (at.parent?.kind === "unary" && at.parent.op === "not")) at = at.parent;
  const { parent } = at;
  const positive = (test.op === "in") !== (test.parent?.kind === "unary");
  const isBan = LEFT_OUT_NAME.test(ownName(test.right));
  // `[s for s in found if s not in always]` may as well keep from doubling what was taken before.
  if (parent?.kind === "clause") return !positive && isBan;
  if (parent?.kind !== "if" || parent.test !== at || parent.otherwise.length > 0) return false;
  return parent.body.every((one) => isSaid(one) || (positive ? drops(one, isBan) : isBan && collects(one)));
}

const isSaid = (one: Stmt): boolean => one.kind === "expression" && one.value.kind === "call" && SHOWING_CALL.test(calledName(one.value));

/** `return False` of a list that is called no blacklist may as well answer `is_alt(symbol)`. */
const drops = (one: Stmt, isBan: boolean): boolean => one.kind === "continue" || (one.kind === "return" && (one.value === null || isNothing(one.value, isBan)));

function isNothing(value: Expr, isBan: boolean): boolean {
  if (value.kind === "tuple") return value.items[0]?.kind === "boolean" && !value.items[0].value;
  return value.kind === "none" || refuses(value) || (isBan && value.kind === "boolean");
}

const collects = (one: Stmt): boolean => one.kind === "expression" && one.value.kind === "call" && /^(append|add|extend)$/.test(calledName(one.value));
