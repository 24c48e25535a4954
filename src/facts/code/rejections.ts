import type { Node } from "../../ir/nodes.ts";

/** How code says no: by leaving, or by marking what others read. */

/** Functions that take candidates away, by their name. */
export const FILTERING = /(^|_)(filter|filters|hygiene|gate|gates|veto|screen|reject|prune|no_trade\w*)(_|$)/;
const REJECTION = /reject|reason|violation|veto|block|fail|allowed|valid/i;

/** `candidate.rejection_reasons.append(...)`, `decision.allowed = False`: who reads it leaves. */
export function marksRejection(statement: Node): boolean {
  if (statement.kind === "assign") return statement.targets.some((one) => (one.kind === "attribute" && REJECTION.test(one.name)) || (one.kind === "subscript" && one.index.kind === "string" && REJECTION.test(one.index.value)));
  if (statement.kind !== "expression" || statement.value.kind !== "call" || statement.value.callee.kind !== "attribute") return false;
  const { name, object } = statement.value.callee;
  return /^(append|add)$/.test(name) && ((object.kind === "attribute" && REJECTION.test(object.name)) || (object.kind === "name" && REJECTION.test(object.id)));
}

/** `check_capacity()`, `can_open_position(symbol)`, `validate_risk(signal)`: whether a trade may go on, whoever asks. */
export const QUESTION = /^_*(can|may|should|is|has|check|allow|allows|validate|verify|within|passes)_(\w+_)?(trad(e|es|ing)|entry|entries|enter|open|capacity|capital|risk|risks|exposure|limits?|allowed|blocked|spread|correlation|signal|drawdown|margin|balance|liquidity)(_|$)/;
