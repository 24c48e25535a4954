import { calledName } from "../../../ir/names.ts";
import type { Call, DictEntry, Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { COUNTING, decidesByName, GETTER, isVenueStep, IDLE_CALLS, isLimitCount, isTradingTime, OPERATIONAL, TOLERANCE, TOLERANCE_NAME, TRADE_INSTANT, TRADING_QUANTITY } from "../../../knowledge/trading-numbers.ts";
import { choosesWord, isConvention, isEqualShare, isOfScreen, isRecursionDepth, isSideCode, isStride, isTolerance, isUnitChain, keepsFromZero } from "./conventions.ts";
import { targetOf } from "./declared-place.ts";
import type { Demand } from "./demand.ts";
import { isShareOfNothing } from "./share-of-nothing.ts";
import { lastName, wordsIn } from "./words-of.ts";
import { isWhole, isWritten, valueOf, type WrittenNumber } from "./written-number.ts";

const UNITS = new Set([60, 3600, 24, 86400, 365, 252, 7, 1440, 12, 52, 30, 360, 8760, 86_400_000, 3_600_000, 60_000, 24 * 7]);
const NUMBER_WORD = /^_*(ten|hundred|thousand|one_hundred|percent|bps|unit|scale|basis(_points)?)$/i;
const NEUTRAL = /fear|greed|(^|_| )rsi(_|$| )|stoch|sentiment|percentile/i;
const isPowerOfTen = (value: number): boolean => /^10*$|^0\.0*1$|^1e[-+]?\d+$/.test(String(value));

/** A number that decides nothing of its own: neutral, a unit, an index, a tolerance, a bound of a format. */
export function isEveryday(at: Demand): boolean {
  if (!isWritten(at.expr)) return true;
  const value = valueOf(at.expr);
  if (!Number.isFinite(value) || value === 0 || (value === 1 && !isOnePercent(at)) || Math.abs(value) < 1e-5 || Math.abs(value) >= 1e6 || /^-?999+(\.0*)?$/.test(String(value))) return true;
  const { parent } = at.expr;
  const holder = parent?.kind === "unary" ? parent.parent : parent;
  if (!holder) return true;
  const target = targetOf(at.expr);
  // A whole number called "limit" or "depth" is how much to fetch; a broken one is a price.
  if (target !== null && /^(limit|depth|(order_?book|book)_?depth|depth_?limit)$/i.test(target) && isWhole(at.expr)) return true;
  if (target !== null && (COUNTING.test(target) || TOLERANCE_NAME.test(target) || isVenueStep(target) || (NUMBER_WORD.test(target) && isPowerOfTen(value)))) return true;
  // Neither fear nor greed, as sure as can be, as bad as can be.
  if ((value === 50 && NEUTRAL.test(`${target ?? ""} ${at.name ?? ""} ${holder.kind === "compare" ? wordsIn(holder) : ""}`)) || (value === 100 && holder.kind !== "compare" && SCALE.test(target ?? "")) || (holder.kind === "return" && value >= 10_000 && isPowerOfTen(value))) return true;
  if (isOfScreen(target, at.expr as WrittenNumber) || isRecursionDepth(at)) return true;
  const said = target ?? (holder.kind === "return" ? at.name : null);
  if (said !== null && OPERATIONAL.test(said) && decidesByName(said) === null && !(at.compare && isTradingTime(said))) return true;
  if (holder.kind === "subscript" || holder.kind === "slice" || (said !== null && CODE.test(said) && isWhole(at.expr))) return true;
  if (holder.kind === "argument" && holder.name !== null && isRefusal(holder.parent as Call)) return true;
  if (holder.kind === "entry" && (refuses(holder.parent) || isSchema(holder) || ranks(target))) return true;
  // All of it: `close(position, 100)`, `percentage=100`.
  if (value === 100 && SHARE.test(`${target ?? ""} ${at.name ?? ""} ${holder.kind === "argument" ? at.from?.name ?? "" : ""}`)) return true;
  // `target /= 100.0`: percent become a share.
  if (holder.kind === "augmented" && /^[*/]=?$/.test(holder.op) && value >= 10 && isPowerOfTen(value)) return true;
  if (isStride(holder, at.expr as WrittenNumber) || isSideCode(holder, at.expr as WrittenNumber) || isEqualShare(holder) || keepsFromZero(holder)) return true;
  if (choosesWord(at.expr) || (holder.kind === "argument" && repeatsDefault(holder, value))) return true;
  if (holder.kind === "binary") return isUnitChain(holder, at.expr as WrittenNumber) || isUnit(holder, at.expr, value) || isConvention(holder, `${target ?? ""} ${at.name ?? ""}`, value);
  if (holder.kind === "argument" && (isIdleArgument(holder, value, at) || validates(holder))) return true;
  if (holder.kind !== "compare" && at.force !== "value" && (value === 0.5 || value === 50)) return true; // neither yes nor no
  if (at.compare) return isOperational(at, value);
  return false;
}

/** `delta_pct > 1.0`: a percent is a threshold like any other. */
const isOnePercent = ({ expr, compare }: Demand): boolean =>
  compare !== null && /^[<>]=?$/.test(compare.op) && (compare.left === expr || compare.right === expr) && /(^|_)(pct|percent|percentage)(_|$)/i.test(lastName(compare.left === expr ? compare.right : compare.left));

function isUnit(holder: Expr & { kind: "binary" }, mine: Expr, value: number): boolean {
  if (holder.op === "**" || holder.op === "%" || holder.op === "//" || holder.op === "<<" || holder.op === ">>" || (value === 2 && !isMultipleOf(holder, mine))) return true;
  const other = within(holder.left, mine) ? holder.right : holder.left;
  if (isShareOfNothing(holder, other)) return true;
  // "Filled, but for rounding": `filled >= quantity * 0.99`.
  if (value > 0.95 && value < 1.05 && holder.parent?.kind === "compare" && /fill|exec/i.test(wordsIn(holder.parent))) return true;
  // Part of it is closed: `qty < initial_qty * 0.75`.
  if (value < 1 && holder.parent?.kind === "compare" && /(initial|original|orig|starting|opened)_?(qty|quantity|size|amount|contracts)/i.test(wordsIn(other)) && /qty|quantity|size|amount|contracts/i.test(wordsIn(holder.parent.left === holder ? holder.parent.right : holder.parent.left))) return true;
  // A little more than the least that the venue takes.
  if (value > 1 && value <= 1.2 && /(^|_)min_(order|notional|qty|quantity|size|amount|value)/i.test(lastName(other))) return true;
  if (other.kind === "list" || other.kind === "tuple" || other.kind === "string") return true; // repeated, not multiplied
  if (warmsUp(holder) || isPlausible(holder, other, value)) return true;
  if (OPERATIONAL.test(lastName(other)) && decidesByName(lastName(other)) === null) return true;
  if (holder.op === "+" || holder.op === "-") return UNITS.has(value) && OPERATIONAL.test(wordsIn(other)) || (value === 100 && holder.op === "-");
  // The middle of two: `(bid + ask) * 0.5`.
  if (value === 0.5 && (/spread|range|width/i.test(wordsIn(holder)) || (other.kind === "binary" && other.op === "+"))) return true;
  if (value >= 10 && isPowerOfTen(value)) return true;
  if (isPowerOfTen(value) && (value < 0.01 || /pct|percent|bps|_pc\b|rate/i.test(wordsIn(other)))) return true;
  if (holder.op === "/" && (UNITS.has(value) || addends(other) === value || (isLength(other) && Number.isInteger(value)))) return true; // `sum(volumes[-20:]) / 20`
  if (UNITS.has(value)) return !TRADING_QUANTITY.test(wordsIn(other)) || OPERATIONAL.test(wordsIn(other));
  return isWritten(other) || isTolerance(holder, other, value) || value === 1024;
}

/** `(high + low + close) / 3`: their mean. */
const addends = (sum: Expr): number => (sum.kind === "binary" && sum.op === "+" ? addends(sum.left) + addends(sum.right) : 1);

/** `price > entry * 0.5`: whether a price can be one at all. */
const isPlausible = ({ parent, op }: Expr & { kind: "binary" }, other: Expr, value: number): boolean =>
  op === "*" && parent?.kind === "compare" && (value <= 0.5 || value >= 1.5) && [other, parent.left, parent.right].every((one) => one.kind === "binary" || PRICE_NAME.test(lastName(one)));
const PRICE_NAME = /^(\w+_)?(price|px|entry|mark|last)$/i;

/** `len(df) < self.period + 5`: as many rows as an indicator needs. */
function warmsUp(part: Expr): boolean {
  let at: Node = part;
  while (at.parent?.kind === "binary") at = at.parent;
  return at.parent?.kind === "compare" && [at.parent.left, at.parent.right].some((one) => one !== at && (isLength(one) || (one.kind === "attribute" && one.name === "size")));
}

/** `atr * 2.0`: how many of them a level lies away. */
const isMultipleOf = (holder: Expr & { kind: "binary" }, mine: Expr): boolean =>
  holder.op === "*" && /(^|_)n?atr(_|$)|(^|_)(std|sigma|volatility)(_|$)|stop_?dist|sl_dist|risk_dist/i.test(lastName(within(holder.left, mine) ? holder.right : holder.left)) && /stop|(^|_)(sl|tp)(_|\d|$)|target|dist|profit|trail/i.test(targetOf(mine) ?? "");

/** `side = 1 if size > 0 else 2`: stands for one of a few kinds. */
const CODE = /(^|_)(side|direction|kind|type|category|state|phase)(_?(id|code|idx))?$/i;

/** `{"action": "WAIT", "sl": 0.015}`: with such an answer there is no order that its numbers could decide about. */
export const refuses = (dict: Node | null): boolean => dict?.kind === "dict" && dict.entries.some(({ key, value }) => key?.kind === "string" && isNo(key.value, value));

/** `AgentDecision(decision="SKIP", risk_score=10)`. */
const isRefusal = (call: Call): boolean => call.kind === "call" && /^[A-Z]/.test(lastName(call.callee)) && call.args.some((one) => one.name !== null && isNo(one.name, one.value));

const isNo = (key: string, value: Expr): boolean =>
  (/^(action|signal|decision|recommendation|side|direction|verdict)$/i.test(key) && value.kind === "string" && IDLE_ANSWER.test(value.value)) ||
  (/^(ok|success|approved|allowed|valid|tradeable|should_\w+|can_\w+|is_valid)$/i.test(key) && value.kind === "boolean" && !value.value);

/** `{"key": "spread", "type": "float", "default": 0.1, "min": 0}`: describes a parameter that people set. */
function isSchema({ key, parent }: DictEntry): boolean {
  if (key?.kind !== "string" || !BOUND.test(key.value) || parent?.kind !== "dict") return false;
  return parent.entries.some((one) => one.key?.kind === "string" && /^(type|label|title|description|widget|kind|dtype)$/i.test(one.key.value));
}

/** `EXIT_PRIORITIES = {"sl_reached": 2}`: which comes first, not how much. */
const ranks = (table: string | null): boolean => table !== null && /priorit(y|ies)|(^|_)(rank(s|ing)?|precedence|order_of)(_|$)/i.test(table);

const BOUND = /^(default|min|max|minimum|maximum|step|ge|le|gt|lt|low|high)$/i;

/** `self.max_pct = max(0.1, float(max_pct))`, `f(start=max(start, 2))`: what people set is kept within bounds. */
function validates(argument: Node): boolean {
  const call = argument.parent as Call;
  if (call.kind !== "call" || !isClamp(call)) return false;
  if (call.args.some((one) => asksPerson(one.value))) return true;
  if (isScale(outermost(call)) && SCALE.test(lastName(innermost(outermost(call)) ?? call))) return true;
  let at: Node = call;
  while (at.parent && (at.parent.kind === "argument" && at.parent.name === null || (at.parent.kind === "call" && (isClamp(at.parent) || isConversion(at.parent))))) at = at.parent;
  const holder = at.parent;
  if (holder?.kind !== "argument" && holder?.kind !== "assign") return false;
  const target = holder.kind === "argument" ? holder.name : lastName(holder.targets[0]!);
  const inner = innermost(at as Expr);
  if (holder.kind === "assign" && holder.targets[0]!.kind === "name") return SCALE.test(target ?? "") && isScale(at) && inner !== null && lastName(inner) === target;
  if (target === null) return false;
  if (inner === null || bare(lastName(inner)) !== bare(target)) return false;
  return inner.kind === "name" || CONSTRUCTS.test(enclosingFunction(call)?.name ?? "");
}

/** `max(int(self.field.get() or "5"), 2)`, `max(1, int(input()))`: what a person typed. */
function asksPerson(expr: Expr): boolean {
  if (expr.kind === "logical") return asksPerson(expr.left);
  if (expr.kind !== "call") return false;
  if (expr.callee.kind === "attribute" && expr.callee.name === "get" && expr.args.length === 0) return true;
  if (expr.callee.kind === "name" && expr.callee.id === "input") return true;
  return (expr.callee.kind === "attribute" && asksPerson(expr.callee.object)) || expr.args.some((one) => asksPerson(one.value));
}

/** `score = max(0, min(4, score))`: from nothing to all of it. */
const SCALE = /score|confid|prob|quality|strength|rating|conviction/i;
const isScale = (at: Node): boolean => {
  let zero = false;
  let bounds = 0;
  const look = (expr: Expr): void => {
    if (expr.kind !== "call") return void (expr.kind === "number" && (bounds++, zero ||= expr.value === 0));
    for (const one of expr.args) look(one.value);
  };
  look(at as Expr);
  return zero && bounds === 2;
};

/** `min(...)`, `max(...)`. */
export const isClamp = (call: Call): boolean => call.callee.kind === "name" && (call.callee.id === "min" || call.callee.id === "max");
const isConversion = (call: Call): boolean => call.callee.kind === "name" && /^(float|int|Decimal|round|str)$/.test(call.callee.id) && call.args.length > 0;
const CONSTRUCTS = /^(__init__|__post_init__|sanit\w*|validate\w*|_?clamp\w*|_?normali[sz]e\w*)$/;
const bare = (name: string): string => name.replace(/^_+/, "");

/** The bounds around bounds. */
function outermost(call: Call): Call {
  const outer = call.parent?.kind === "argument" ? call.parent.parent : null;
  return outer?.kind === "call" && isClamp(outer) ? outermost(outer) : call;
}

/** The one name that bounds and conversions stand around. */
function innermost(expr: Expr): (Expr & { kind: "name" | "attribute" }) | null {
  if (expr.kind === "name" || expr.kind === "attribute") return expr;
  if (expr.kind === "logical") return innermost(expr.left);
  if (expr.kind !== "call" || !(isClamp(expr) || isConversion(expr) || expr.args.length <= 2)) return null;
  const named = expr.args.flatMap((one) => innermost(one.value) ?? []);
  return named.length === 1 ? named[0]! : null;
}

const IDLE_ANSWER = /^(wait|hold|none|skip|no_?trade|neutral|flat|idle|nothing|pass|stay_?out|reject(ed)?)$/i;
const SHARE = /(^|_| )(percent|percentage|pct|share)(_| |$)/i;

const within = (holder: Expr, one: Expr): boolean => holder === one || (holder.kind === "unary" && holder.operand === one);

function isIdleArgument(holder: Node, value: number, at: Demand): boolean {
  const call = holder.parent;
  if (call?.kind !== "call") return true;
  const name = calledName(call);
  const isFallback = call.args.some((one, i) => one !== holder && i < call.args.length - 1 && (one.value.kind === "string" || one.value.kind === "template" || isKey(one.value)));
  if (isFallback && GETTER.test(name)) return !standsForMissing(call, name, at);
  return IDLE_CALLS.test(name) || ((name === "min" || name === "max") && (value === 100 || value === -100));
}

/** `_float(os.getenv("SCALE", 0.7), 0.7)`: the setting's own default once more, for a text that is no number. */
function repeatsDefault(argument: Node & { kind: "argument" }, value: number): boolean {
  const call = argument.parent as Call;
  const first = call.kind === "call" ? call.args[0]?.value : undefined;
  if (first?.kind !== "call" || call.args.indexOf(argument) < 1) return false;
  return /get/i.test(calledName(first)) && first.args.length > 1 && first.args.slice(1).some(({ value: one }) => (isWritten(one) && valueOf(one as WrittenNumber) === value) || (one.kind === "string" && Number(one.value) === value));
}

/** `get_threshold(StopConfig.FIXED_AMOUNT, 2000)`: a key that has a name. */
const isKey = (expr: Expr): boolean => expr.kind === "attribute" && expr.object.kind === "name" && /^[A-Z]/.test(expr.object.id) && /^[A-Z][A-Z\d_]+$/.test(expr.name);

/** `user.get("leverage", 10)` of a record that is no configuration: nobody else tells what the order is made of without it. */
function standsForMissing(call: Call, name: string, at: Demand): boolean {
  return at.force === "value" && /^(get|pop|getattr|get_(int|float|decimal|number))$/.test(name) && call.args.some((one) => one.value.kind === "string" && decidesByName(one.value.value) !== null);
}

function isOperational(at: Demand, value: number): boolean {
  const compare = at.compare!;
  if (Math.abs(value) === 100 || refusesArgument(compare) || asksSameness(compare)) return true;
  if (compare.op !== "<" && compare.op !== "<=" && compare.op !== ">" && compare.op !== ">=") return true;
  const mine = within(compare.left, at.expr) || at.name !== null && wordsIn(compare.left).includes(at.name);
  const other = mine ? compare.right : compare.left;
  const words = `${wordsIn(other)} ${at.name ?? ""}`;
  const isDirect = within(compare.left, at.expr) || within(compare.right, at.expr);
  if ((!isDirect && at.name !== null && decidesByName(at.name) === "limit") || limitsCount(other, compare, mine)) return false;
  if (isTradeAge(other) && value >= LEAST_AGE) return false;
  if (isLength(other) || (isDifference(other) && Math.abs(value) <= (isOfPrices(other) ? 1 : 0.01))) return true;
  if ((TOLERANCE.test(words) && Math.abs(value) <= 1) || (value <= 0.01 && /^<=?$/.test(compare.op) && /(^|_)(win_?rate|prob(ability)?)$/i.test(lastName(other)))) return true;
  if (Math.abs(value) <= 1e-4 && isPowerOfTen(value) && HOLDING.test(lastName(other))) return true;
  if (isTradingTime(words) && /^[<>]/.test(compare.op)) return false;
  const trading = TRADING_QUANTITY.test(words);
  return OPERATIONAL.test(lastName(other)) || !trading;
}

/** `now - last_closed`, `(now - position["entry_time"]).total_seconds() / 60`. */
export function isTradeAge(expr: Expr): boolean {
  if (expr.kind === "call") return calledName(expr) === "total_seconds" && expr.callee.kind === "attribute" && isTradeAge(expr.callee.object);
  if (expr.kind !== "binary") return false;
  return expr.op === "-" ? TRADE_INSTANT.test(lastName(expr.right)) : expr.op === "/" && isTradeAge(expr.left);
}
/** Less is a pause for the venue's sake. */
const LEAST_AGE = 5;

/** Compared with next to nothing: whether there is any. */
const HOLDING = /(^|_)(amount|qty|quantity|size|balance|free|available|holdings?)$/i;

/** `len(self.positions) >= 2`, `loss_streak >= 3`, `trades_today > 10`: more of them are not allowed. */
function limitsCount(other: Expr, compare: Expr & { kind: "compare" }, mine: boolean): boolean {
  const reaches = mine ? compare.op === "<" || compare.op === "<=" : compare.op === ">" || compare.op === ">=";
  return reaches && isLimitCount(wordsIn(other).replace(/^len /, ""), isLength(other));
}

/** `if rate <= 0 or rate > 0.1: raise ValueError(...)` of a parameter: what may be handed in at all. */
function refusesArgument(compare: Expr & { kind: "compare" }): boolean {
  let test: Node = compare;
  while (test.parent?.kind === "logical") test = test.parent;
  const branch = test.parent;
  const raised = branch?.kind === "if" && branch.test === test && branch.body.length === 1 ? branch.body[0]! : null;
  if (raised?.kind !== "raise" || raised.value === null || !/^(Value|Type|Assertion)Error$/.test(raised.value.kind === "call" ? lastName(raised.value.callee) : lastName(raised.value))) return false;
  const params = enclosingFunction(compare)?.params ?? [];
  return [compare.left, compare.right].some((one) => one.kind === "name" && params.some((each) => each.name === one.id));
}

/** `same_trigger = abs(a - b) / b < 0.001`. */
function asksSameness(compare: Expr & { kind: "compare" }): boolean {
  const target = compare.parent?.kind === "assign" ? lastName(compare.parent.targets[0]!) : "";
  return /(^|_)(match(es|ed)?|same|equal|identical|unchanged|in_sync)(_|$)/i.test(target) && [compare.left, compare.right].some((one) => isDifference(one.kind === "binary" && one.op === "/" ? one.left : one));
}

/** `abs(a - b)`: compared with a small number it asks whether two floats are the same. */
const isDifference = (expr: Expr): boolean =>
  expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "abs" && expr.args[0]?.value.kind === "binary" && expr.args[0].value.op === "-";

/** Two prices, not what lies between them in percent: whether they are the same one. */
const isOfPrices = (expr: Expr): boolean => {
  const difference = expr.kind === "call" ? expr.args[0]?.value : null;
  return difference?.kind === "binary" && [difference.left, difference.right].every((one) => /price|(^|_)px|trigger|stop|(^|_)(sl|tp)(_|$)|level|entry/i.test(lastName(one)) && !/pct|percent|bps|ratio|dist/i.test(lastName(one)));
};

const isLength = (expr: Expr): boolean => expr.kind === "call" && expr.callee.kind === "name" && (expr.callee.id === "len" || expr.callee.id === "sum");
