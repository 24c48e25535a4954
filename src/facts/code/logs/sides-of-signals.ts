import type { Expr } from "../../../ir/nodes.ts";

/** The name in `if not side` or `if side is None`; null: the test asks something else. */
export function askedFor(test: Expr): string | null {
  const asked = test.kind === "unary" && test.op === "not" ? test.operand : test.kind === "compare" && test.op === "is" && test.right.kind === "none" ? test.left : null;
  return asked?.kind === "name" ? asked.id : null;
}

/** The name in `if level is None` or `if level is not None`; null: the test asks something else. */
export function partAskedFor(test: Expr): string | null {
  const asksForNone = test.kind === "compare" && (test.op === "is" || test.op === "is not") && test.right.kind === "none";
  return asksForNone && test.left.kind === "name" ? test.left.id : null;
}

/** `signal.metadata.get("level")`: read out of what lies inside the signal. */
export function isPartOf(expr: Expr, signal: ReadonlySet<string>): boolean {
  const object = expr.kind === "call" && expr.callee.kind === "attribute" && expr.callee.name === "get" ? expr.callee.object : null;
  return object?.kind === "attribute" && object.object.kind === "name" && signal.has(object.object.id);
}

/** `next((one for one in self.slots if one.id == signal.slot), None)`: whether an entry of the bot's own list can be missing is not followed. */
export function isOwnLookup(expr: Expr): boolean {
  const over = expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "next" ? expr.args[0]?.value : undefined;
  let root = over?.kind === "comprehension" ? over.clauses[0]!.iterable : undefined;
  while (root?.kind === "attribute") root = root.object;
  return root?.kind === "name" && root.id === "self";
}

const SIDE_KEY = /^(side|action|direction|signal|signal_type)$/;

/** `signal.get("side")`, `signal["side"]`, `signal.side`: what has none is no signal. */
export function isSideOf(expr: Expr, signal: ReadonlySet<string>): boolean {
  const key = partOf(expr, signal);
  return key !== null && SIDE_KEY.test(key);
}

function partOf(expr: Expr, signal: ReadonlySet<string>): string | null {
  const isSignal = (one: Expr): boolean => one.kind === "name" && signal.has(one.id);
  if (expr.kind === "attribute") return isSignal(expr.object) ? expr.name : null;
  if (expr.kind === "subscript") return isSignal(expr.object) && expr.index.kind === "string" ? expr.index.value : null;
  const first = expr.kind === "call" && expr.callee.kind === "attribute" && expr.callee.name === "get" && isSignal(expr.callee.object) ? expr.args[0]?.value : undefined;
  return first?.kind === "string" ? first.value : null;
}
