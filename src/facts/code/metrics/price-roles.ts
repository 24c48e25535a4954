import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { ANY_PRICE, CANDLE_TIME_KEYS, CANDLE_WORDS, CLOCKS, ENTRY_PRICE, EXPECTED_PRICE, FILL_PRICE, MOMENT_NAME, MOMENTS_KEPT, SIDE_WORDS, STOP_PRICE } from "../../../knowledge/metric-words.ts";
import { definitionsOf } from "../constants.ts";
import { snake } from "../guard-kinds.ts";
import type { Inference } from "../inference/context.ts";
import { lastName, wordsIn } from "../numbers/words-of.ts";

/** What an operand of a difference of prices is. */
export interface PriceRole {
  readonly fill: boolean;
  readonly expected: boolean;
  readonly entry: boolean;
  readonly stop: boolean;
  readonly price: boolean;
}

const MAX_NAME = 80;

export const nameOf = (expr: Expr): string => snake(lastName(expr).slice(0, MAX_NAME));

/** The names of an operand: its own, and what a local name is taken from. */
function namesOf(on: Inference, expr: Expr): string[] {
  const names = [nameOf(expr)];
  if (expr.kind === "name") for (const one of (definitionsOf(on, expr) ?? []).slice(0, 4)) names.push(nameOf(one));
  return names;
}

export function priceRole(on: Inference, expr: Expr): PriceRole {
  const own = nameOf(expr);
  const all = namesOf(on, expr);
  const any = (words: RegExp): boolean => all.some((one) => words.test(one));
  const entry = ENTRY_PRICE.test(own);
  return { fill: any(FILL_PRICE), expected: any(EXPECTED_PRICE), entry, stop: STOP_PRICE.test(own), price: any(ANY_PRICE) || entry };
}

/** Whether an expression says which side is meant: `order.side.sign`, `1 if long else -1`. */
export function mentionsSide(expr: Expr): boolean {
  if (expr.kind === "conditional") return mentionsSide(expr.test) || mentionsSide(expr.then) || mentionsSide(expr.otherwise);
  if (expr.kind === "attribute") return SIDE_WORDS.test(snake(expr.name)) || mentionsSide(expr.object);
  if (expr.kind === "compare" || expr.kind === "binary" || expr.kind === "logical") return mentionsSide(expr.left) || mentionsSide(expr.right);
  if (expr.kind === "string") return SIDE_WORDS.test(expr.value.toLowerCase());
  return snake(wordsIn(expr)).split(" ").some((word) => SIDE_WORDS.test(word));
}

/** A moment as one operand of a difference of times: how many of its units make a second (null: not told), and whether a clock is read. */
export interface Moment {
  readonly perSecond: number | null;
  readonly clock: boolean;
  /** Where the time of a candle is read. */
  readonly candle: Expr | null;
}

/** What an operand of a difference of times is; null: no moment. */
export function momentOf(on: Inference, expr: Expr, hops = 3): Moment | null {
  switch (expr.kind) {
    case "binary": return scaled(on, expr, hops);
    case "await": return momentOf(on, expr.value, hops);
    case "logical": return momentOf(on, expr.left, hops);
    case "call": return ofCall(on, expr, hops);
    case "subscript": return ofSubscript(expr);
    case "name": case "attribute": return ofName(on, expr, hops);
    default: return null;
  }
}

function scaled(on: Inference, expr: Expr & { kind: "binary" }, hops: number): Moment | null {
  const factor = expr.right.kind === "number" ? expr.right.value : null;
  if (factor === null || factor <= 0 || (expr.op !== "*" && expr.op !== "/" && expr.op !== "//")) return null;
  const inner = momentOf(on, expr.left, hops);
  if (!inner) return null;
  // A venue's time that is divided by 1000 was in milliseconds.
  const from = inner.perSecond ?? (expr.op === "*" ? null : factor);
  return { ...inner, perSecond: from === null ? null : expr.op === "*" ? from * factor : from / factor };
}

function ofCall(on: Inference, expr: Expr & { kind: "call" }, hops: number): Moment | null {
  const name = lastName(expr.callee);
  const [first] = expr.args;
  if (first && expr.args.length <= 2 && /^(float|int|round|to_datetime|fromtimestamp|Decimal|utcfromtimestamp)$/.test(name)) return momentOf(on, first.value, hops);
  for (const value of on.evaluate(expr.callee)) {
    if (value.kind !== "external") continue;
    const clock = CLOCKS.find(([path]) => path.test(value.path));
    if (clock) return { perSecond: clock[1], clock: true, candle: null };
  }
  if (/^(time|monotonic|perf_counter|utcnow|now)$/.test(name) && expr.args.length <= 1 && expr.callee.kind === "attribute") return { perSecond: 1, clock: true, candle: null };
  if (name === "timestamp" && expr.callee.kind === "attribute" && expr.args.length === 0) return momentOf(on, expr.callee.object, hops);
  if (expr.callee.kind !== "attribute" || !first || (name !== "get" && name !== "pop")) return null;
  return first.value.kind === "string" ? keyed(first.value.value, expr.callee.object, expr) : keptIn(expr.callee.object);
}

/** `self._sent_at[order_id]`, `self.submit_times.pop(order_id)` */
const keptIn = (holder: Expr): Moment | null => (MOMENTS_KEPT.test(nameOf(holder)) ? { perSecond: /(^|_)ms(_|$)/.test(nameOf(holder)) ? 1000 : null, clock: false, candle: null } : null);

const ofSubscript = (expr: Expr & { kind: "subscript" }): Moment | null => {
  if (expr.index.kind === "name" || expr.index.kind === "attribute") return keptIn(expr.object);
  const key = expr.index.kind === "string" ? expr.index.value : expr.index.kind === "number" ? String(expr.index.value) : "";
  return keyed(key, expr.object, expr);
};

function keyed(key: string, object: Expr, expr: Expr): Moment | null {
  const ofCandle = CANDLE_TIME_KEYS.test(key) && snake(wordsIn(object)).split(" ").some((word) => CANDLE_WORDS.test(word));
  if (ofCandle) return { perSecond: null, clock: false, candle: expr };
  return MOMENT_NAME.test(snake(key)) || /^(T|E|uTime|cTime|fillTime)$/.test(key) ? { perSecond: null, clock: false, candle: null } : null;
}

function ofName(on: Inference, expr: Expr & { kind: "name" | "attribute" }, hops: number): Moment | null {
  const name = nameOf(expr);
  if (expr.kind === "attribute" && CANDLE_TIME_KEYS.test(expr.name) && CANDLE_WORDS.test(nameOf(expr.object))) return { perSecond: null, clock: false, candle: expr };
  for (const one of hops > 0 ? (definitionsOf(on, expr) ?? []).slice(0, 4) : []) {
    const found = one.kind === "none" || one.kind === "number" ? null : momentOf(on, one, hops - 1);
    if (found) return found;
  }
  if (!MOMENT_NAME.test(name)) return null;
  return { perSecond: /(^|_)ms(_|$)/.test(name) ? 1000 : null, clock: false, candle: null };
}

/** Whether a function knows which side it is about: a parameter, name or attribute says so. */
export function namesSide(fn: FunctionNode): boolean {
  let found = fn.params.some((one) => SIDE_WORDS.test(snake(one.name)));
  walkBody(fn, (node) => {
    if (node.kind === "name") found ||= SIDE_WORDS.test(snake(node.id));
    else if (node.kind === "attribute") found ||= SIDE_WORDS.test(snake(node.name));
  });
  return found;
}

/** Whether a function branches on the side anywhere. */
export function testsSide(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "if" || node.kind === "conditional") found ||= mentionsSide(node.test);
  });
  return found;
}
