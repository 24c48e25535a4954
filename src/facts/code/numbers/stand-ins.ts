import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Conditional, Expr, FunctionNode, If, Name, Node, Return } from "../../../ir/nodes.ts";
import { enclosingFunction, mentionsName } from "../../../ir/walk.ts";
import { scopeOf } from "../inference/scope-of.ts";
import type { ModuleIndex } from "../module-index.ts";
import { isAfterFailure } from "./after-failure.ts";
import { lastName, wordsIn } from "./words-of.ts";
import { isWritten, valueOf, type WrittenNumber } from "./written-number.ts";

/**
 * The number is there for the case that the real value is missing: `x or 10`, `d.get("sl", 30.0)`, `5 if x is None else x`,
 * `if not x: x = 80.0`, `leverage = 3` before it is read, `return 6` after a function has returned what is configured. As long
 * as the value is there, something else than the code decides.
 */
export function standsIn(number: Expr, module: ModuleIndex): boolean {
  const at = converted(number);
  const { parent } = at;
  if (!parent || standsInComputed(at) || isAfterFailure(number)) return parent !== null;
  if (parent.kind === "logical") return parent.op !== "and" && parent.right === at;
  if (parent.kind === "argument") return isFallbackArgument(parent);
  if (parent.kind === "conditional") return parent.test !== at && asksPresence(parent.test) && !isNumber(otherSide(parent, at));
  if (parent.kind === "return") return isForAbsent(parent) || afterRead(parent, module);
  return isAssignedInstead(number, at, module);
}

/** `meta.get("atr") or price * 0.015`, `atr if atr > 0 else price * 0.015`. */
function standsInComputed(number: Expr): boolean {
  let at = number;
  while (at.parent?.kind === "binary") at = at.parent;
  const { parent } = at;
  if (at === number || !parent) return false;
  if (parent.kind === "logical") return parent.op !== "and" && parent.right === at;
  if (parent.kind === "argument") return isFallbackArgument(parent);
  if (parent.kind !== "conditional" || parent.otherwise !== at || !asksPresence(parent.test)) return false;
  const asked = wordsIn(parent.test).split(" ");
  return wordsIn(parent.then).split(" ").some((one) => one !== "" && asked.includes(one));
}

/** Signs and conversions around a number: `float(-5)`. */
function converted(number: Expr): Expr {
  let at = number;
  for (let up = at.parent; up; up = at.parent) {
    if (up.kind === "unary") at = up;
    else if (up.kind === "argument" && up.parent?.kind === "call" && up.parent.args.length === 1 && CONVERSION.test(lastName(up.parent.callee))) at = up.parent;
    else return at;
  }
  return at;
}

const CONVERSION = /^(float|int|Decimal|str|round|D)$/;
const TAKES_FALLBACK = /^(get|getattr|pop|setdefault|getenv)$|^_*(as|to|safe|parse|coerce|read|get|env|opt)_?(float|int|num|number|decimal|dec|pct|percent|value|bool)?$|^_*(float|int|decimal|num(ber)?)(_or\w*)?$|^_+[fdin]$/i;

/** `_number(state.get("trigger"), 0.6, 0.1, 5.0)`: what a helper keeps a setting between, behind what it falls back to. */
export function isBoundOfRead(argument: Node & { kind: "argument" }): boolean {
  const call = argument.parent as Call;
  const first = call.kind === "call" ? call.args[0]?.value : undefined;
  return first !== undefined && argument.name === null && call.args.indexOf(argument) >= 2 && TAKES_FALLBACK.test(calledName(call)) && !/^(get|getattr|pop|setdefault|getenv)$/.test(calledName(call)) && (first.kind === "call" || first.kind === "subscript");
}

function isFallbackArgument(argument: Node & { kind: "argument" }): boolean {
  const call = argument.parent as Call;
  if (call.kind !== "call") return false;
  if (argument.name !== null) return /^(default|fallback|otherwise|default_value)$/i.test(argument.name);
  const place = call.args.indexOf(argument);
  // `capped("MAX_LEVERAGE", 5.0, ceiling)`: the name of a setting, and what is taken without it.
  const first = call.args[0]!.value;
  if (place === 1 && first.kind === "string" && /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/.test(first.value)) return true;
  return place >= 1 && TAKES_FALLBACK.test(calledName(call)) && !isNumber(call.args[0]!.value);
}


const otherSide = (one: Conditional, mine: Expr): Expr => (one.then === mine ? one.otherwise : one.then);

const isNumber = (expr: Expr): boolean => isWritten(expr) || (expr.kind === "unary" && isNumber(expr.operand));

/** `x is None`, `not x`, `x`, `isinstance(x, float)`, `hasattr(o, "x")`, `x > 0`, `x <= 0`, and several of them. */
function asksPresence(test: Expr): boolean {
  switch (test.kind) {
    case "name": case "attribute": return true;
    case "unary": return test.op === "not" && asksPresence(test.operand);
    case "logical": return asksPresence(test.left) && asksPresence(test.right);
    case "compare": return test.right.kind === "none" || (test.left.kind === "call" && calledName(test.left) === "len") || (test.right.kind === "number" && test.right.value === 0 && test.left.kind !== "binary");
    case "call": return /^(isinstance|hasattr|isnan|isfinite|isna|notna|callable)$/.test(calledName(test));
    default: return false;
  }
}

function isAssignedInstead(number: Expr, at: Expr, module: ModuleIndex): boolean {
  let child: Node = number;
  while (child.parent && child.parent.kind !== "assign" && (isArithmetic(child.parent) || child.parent.kind === "tuple")) child = child.parent;
  const assign = child.parent;
  if (assign?.kind !== "assign" || assign.value !== child || assign.targets.length !== 1) return false;
  if (forMissingImport(assign)) return true;
  const target = assign.targets[0]!;
  // `if "trail_pct" not in trade: trade["trail_pct"] = 2.0`.
  if (target.kind === "subscript" && target.index.kind === "string" && assign.parent?.kind === "if") return saysAbsent(assign.parent.test, target.index.value);
  if (target.kind !== "name" && target.kind !== "attribute") return false;
  const around = assign.parent;
  if (around?.kind === "if" && around.otherwise.includes(assign) && child !== at && readsFrom(around) && around.body.some((one) => one.kind === "assign" && lastName(one.targets[0]!) === lastName(target))) return true;
  if (around?.kind === "if" && around.otherwise.includes(assign) && (child === at || parts(around.test).every((one) => one.kind === "compare" && one.right.kind === "number")) && (readsFrom(around) || madeOf(around, lastName(target)))) return true;
  if (around?.kind === "if" && around.body.includes(assign) && asksPresence(around.test) && wordsIn(around.test).split(" ").includes(lastName(target))) return isMissing(around);
  return child === at && target.kind === "name" && (CALLED_DEFAULT.test(target.id) || readLater(target, assign, module));
}

const saysAbsent = (test: Expr, key: string): boolean => test.kind === "compare" && test.op === "not in" && test.left.kind === "string" && test.left.value === key;

/** `default_balance = 1000.0` in a function. */
const CALLED_DEFAULT = /^_*(default|fallback)_[a-z]|[a-z]_(default|fallback)$/;

/** `try: from config import LEVERAGE`, `except ImportError: LEVERAGE = 10`. */
const forMissingImport = ({ parent }: Node): boolean =>
  parent?.kind === "handler" && parent.parent?.kind === "try" && parent.parent.body.every((one) => one.kind === "import" || one.kind === "import-from");

/** `if params: stop = params["stop"]`, `else: stop = 0.02`: the record itself is missing. */
function readsFrom({ test, body }: If): boolean {
  if (test.kind !== "name" && test.kind !== "attribute") return false;
  return body.some((one) => one.kind === "assign" && one.value !== null && reads(one.value, lastName(test)));
}

/** `if entry > 0 and stop > 0: risk = abs(entry - stop) / entry`, `else: risk = 0.03`: what it is made of is missing. */
function madeOf({ test, body }: If, target: string): boolean {
  if (test.kind === "name" || test.kind === "attribute" || test.kind === "unary" || !asksPresence(test) || parts(test).some((one) => one.kind === "compare" && !isPresent(one))) return false;
  const asked = wordsIn(test).split(" ").filter((one) => one !== "");
  return body.some((one) => one.kind === "assign" && lastName(one.targets[0]!) === target && one.value !== null && wordsIn(one.value).split(" ").some((each) => asked.includes(each)));
}

const isPresent = (one: Expr & { kind: "compare" }): boolean => (one.right.kind === "none" ? one.op === "is not" || one.op === "!=" : one.op === ">" || one.op === "!=");

const reads = (value: Expr, record: string): boolean =>
  (value.kind === "subscript" && value.index.kind === "string" && lastName(value.object) === record) ||
  (value.kind === "call" && ((value.callee.kind === "attribute" && value.callee.name === "get" && lastName(value.callee.object) === record) ||
    (calledName(value) === "getattr" && value.args.length > 1 && lastName(value.args[0]!.value) === record)));

const isArithmetic = (node: Node): boolean => node.kind === "binary" || node.kind === "unary";

/** The branch of the one that is absent, not of the one that is there. */
const isMissing = (branch: If): boolean => parts(branch.test).some((one) =>
  (one.kind === "unary" && one.op === "not") ||
  (one.kind === "compare" && (one.right.kind === "none" ? one.op === "is" || one.op === "==" : one.op === "<=" || one.op === "==" || one.op === "<")));

const parts = (test: Expr): Expr[] => (test.kind === "logical" ? [...parts(test.left), ...parts(test.right)] : [test]);

/** `leverage = 3`, and further down `leverage = int(strategy.leverage)`. */
function readLater(target: Name, assign: Node, module: ModuleIndex): boolean {
  const all = module.scopes.get(scopeOf(target))?.get(target.id) ?? [];
  return all.some((one) => one.kind === "value" && one.node.start > assign.start && (isRead(one.expr, module, 0) || (isAttempted(one.node) && answersAnew(one.expr, target.id))));
}

/** `sl = 2.0`, and then `try: sl = self.stop_of(symbol)`. */
const answersAnew = (expr: Expr, name: string): boolean => (expr.kind === "await" ? expr.value : expr).kind === "call" && !mentionsName(expr, name);

/** Within the body of a `try` that goes on when it fails. */
function isAttempted(statement: Node): boolean {
  let child = statement;
  for (let at = statement.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if (at.kind === "try" && at.body.some((one) => one === child) && at.handlers.length > 0) return at.handlers.every(({ body }) => body.at(-1)?.kind !== "return" && body.at(-1)?.kind !== "raise");
  }
  return false;
}

const MAX_DEPTH = 3;

/** Read as it is, converted at most: an attribute, a key, what a getter answers; not computed. */
function isRead(expr: Expr, module: ModuleIndex, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  switch (expr.kind) {
    case "attribute": return !/^_*[A-Z][A-Z\d_]+$/.test(expr.name) || expr.object.kind !== "name" || expr.object.id !== "self";
    case "subscript": return expr.index.kind === "string";
    case "logical": return isRead(expr.left, module, depth + 1);
    case "conditional": return isRead(expr.then, module, depth + 1) || isRead(expr.otherwise, module, depth + 1);
    case "call": {
      const name = calledName(expr);
      if (/^(get|getattr|getenv|pop)$/.test(name)) return true;
      const inner = expr.args[0]?.value;
      return inner !== undefined && (CONVERSION.test(name) || TAKES_FALLBACK.test(name)) && isRead(inner, module, depth + 1);
    }
    case "name": {
      const own = module.scopes.get(scopeOf(expr))?.get(expr.id) ?? [];
      return own.some((one) => one.kind === "value" && one.expr.kind !== "name" && isRead(one.expr, module, depth + 1));
    }
    default: return false;
  }
}

/** `if atr is None: ... return 2.4`, `if not profile: return 0.01`: what it would be told from is not there. */
function isForAbsent(one: Return): boolean {
  let child: Node = one;
  for (let at = one.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if (at.kind === "if" && at.body.some((each) => each === child) && parts(at.test).some((each) => (each.kind === "compare" ? each.right.kind === "none" && each.op === "is" : each.kind === "unary" && each.op === "not" && ownName(each.operand) !== ""))) return true;
  }
  return false;
}

function afterRead(one: Return, module: ModuleIndex): boolean {
  const fn: FunctionNode | null = enclosingFunction(one);
  return fn !== null && (module.returns[fn.index] ?? []).some((each) => each !== one && each.start < one.start && each.value !== null && each.value.kind !== "name" && isRead(each.value, module, 0));
}

const VENUE_MINIMUM = /(^|_)min_?(notional|order|qty|quantity|amount|size|value|lot|trade)(_|$)|tick_?size|(qty|size|lot|price|amount)_?step|step_?size/i;

const MARKET_SPEC = /(^|_)(contract|ct|pip|point|lot)_?(size|value|val|multiplier|mult|step)$|(^|_)ct_?val$|(^|_)(units|ounces|oz)_per_(lot|contract)$/i;

/** What a contract holds and how small a step is: the market's own measures. */
export const isMarketSpec = (name: string | null): boolean => name !== null && MARKET_SPEC.test(name);

/** What the venue takes at least: its rule and not the bot's choice, though better asked of the venue. */
export function isVenueMinimum(number: WrittenNumber, name: string | null): boolean {
  if (name !== null && VENUE_MINIMUM.test(name)) return true;
  const { parent } = number;
  if (parent?.kind !== "compare" || parent.right !== number || valueOf(number) > 20 || (parent.op !== "<" && parent.op !== "<=")) return false;
  if (/^_*((order|trade|position|new|target|final)_)?(notional|order_value|cost)(_(usd|usdt|usdc|value))?$/i.test(lastName(parent.left))) return true;
  return parent.left.kind === "binary" && parent.left.op === "*" && /qty|quantity|size|amount|sz|contracts|remaining/i.test(wordsIn(parent.left)) && /price|px|mark|mid|last/i.test(wordsIn(parent.left));
}
