import type { ClassNode, Expr, FunctionNode } from "../../../ir/nodes.ts";

/**
 * What a simulated expression gives. A number is an interval (jitter); `text` names the parts that only the running bot knows,
 * and the interval is then a stand-in that has the same shape (see `standIn`).
 */
export type Value =
  | { readonly kind: "number"; readonly low: number; readonly high: number; readonly text: string | null; readonly whole: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "none" }
  | { readonly kind: "socket" }
  | { readonly kind: "list"; readonly items: Value[] }
  | { readonly kind: "iterator"; readonly items: readonly Value[]; at: number }
  | Thing
  | { readonly kind: "function"; readonly fn: FunctionNode; readonly self: Thing | null }
  | { readonly kind: "unknown"; readonly text: string };

/** An instance of one of the bot's classes, its attributes filled in as they are asked for. */
export interface Thing {
  readonly kind: "thing";
  readonly class: ClassNode;
  readonly fields: Map<string, Value>;
}

export type Quantity = Extract<Value, { kind: "number" }>;

export const NONE: Value = { kind: "none" };
export const SOCKET: Value = { kind: "socket" };
export const number = (low: number, whole = Number.isInteger(low)): Quantity => ({ kind: "number", low, high: low, text: null, whole });
export const interval = (low: number, high: number): Quantity => ({ kind: "number", low: Math.min(low, high), high: Math.max(low, high), text: null, whole: false });
export const boolean = (value: boolean): Value => ({ kind: "boolean", value });
export const unknown = (text = ""): Value => ({ kind: "unknown", text });

/** Any value of the same shape would do: what is read off the simulation is how delays grow, not these numbers. */
export function standIn(text: string): Quantity {
  const name = /^[\w.]*$/.test(text) ? text.slice(text.lastIndexOf(".") + 1).toLowerCase() : text;
  const value = /factor|multipl|exponent|growth/.test(name) ? 2
    : /jitter|random/.test(name) ? 0
    : /attempt|retr(y|ies)(?!.*(delay|interval|wait|time))|tries|reconnects$|count/.test(name) && !/delay|interval|wait|sec|timeout/.test(name) ? 10
    : /max|cap|ceil|limit|upper/.test(name) ? 300 : 5;
  return { kind: "number", low: value, high: value, text: name, whole: true };
}

/** The value as a number, or null where it has none. */
export function quantity(value: Value): Quantity | null {
  switch (value.kind) {
    case "number": return value;
    case "boolean": return number(value.value ? 1 : 0);
    case "unknown": return value.text === "" ? null : standIn(value.text);
    default: return null;
  }
}

export const middle = (value: Quantity): number => (value.low + value.high) / 2;

/** Whether a test of the value passes; null: nobody knows. */
export function truth(value: Value): boolean | null {
  switch (value.kind) {
    case "number": return value.text !== null && value.low === 0 ? null : value.low !== 0 || value.high !== 0;
    case "boolean": return value.value;
    case "string": return value.value !== "";
    case "none": return false;
    // An empty one is filled elsewhere, as a rule.
    case "list": return value.items.length > 0 ? true : null;
    case "socket": case "thing": case "function": case "iterator": return true;
    case "unknown": return null;
  }
}

/** Python's arithmetic on intervals: the ends of monotone operations. */
export function binary(op: string, left: Value, right: Value): Value {
  const [a, b] = [quantity(left), quantity(right)];
  if (!a || !b) return op === "+" && left.kind === "list" && right.kind === "list" ? { kind: "list", items: [...left.items, ...right.items] } : unknown();
  const compute = operator(op);
  if (!compute) return unknown();
  const results = [compute(a.low, b.low), compute(a.low, b.high), compute(a.high, b.low), compute(a.high, b.high)];
  if (results.some((one) => Number.isNaN(one))) return unknown();
  const whole = op === "/" ? false : op === "**" ? a.whole && b.whole && b.low >= 0 : a.whole && b.whole;
  return { kind: "number", low: Math.min(...results), high: Math.max(...results), text: combined(op, a, b), whole };
}

function operator(op: string): ((a: number, b: number) => number) | null {
  switch (op) {
    case "+": return (a, b) => a + b;
    case "-": return (a, b) => a - b;
    case "*": return (a, b) => a * b;
    case "/": return (a, b) => (b === 0 ? NaN : a / b);
    case "//": return (a, b) => (b === 0 ? NaN : Math.floor(a / b));
    case "%": return (a, b) => (b === 0 ? NaN : a - b * Math.floor(a / b));
    case "**": return (a, b) => (a === 0 && b < 0 ? NaN : a ** b);
    case "<<": return (a, b) => (b < 0 || !Number.isInteger(a) || !Number.isInteger(b) ? NaN : a * 2 ** b);
    case ">>": return (a, b) => (b < 0 || !Number.isInteger(a) || !Number.isInteger(b) ? NaN : Math.floor(a / 2 ** b));
    default: return null;
  }
}

const MAX_TEXT = 60;

/** How a quantity with unknown parts reads: `4·base_delay`. */
function combined(op: string, a: Quantity, b: Quantity): string | null {
  if (a.text === null && b.text === null) return null;
  const [left, right] = [shown(a), shown(b)];
  if (op === "*" && left === "1") return right;
  if (op === "*" && right === "1") return left;
  if ((op === "+" || op === "-") && right === "0") return left;
  if (op === "+" && left === "0") return right;
  const sum = op === "+" ? repeated(left, right) : null;
  if (sum) return `${sum.times}·${sum.of}`;
  const text = op === "*" ? (a.text === null ? `${left}·${right}` : `${right}·${left}`) : `${left} ${op} ${right}`;
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

/** `delay + delay`, `2·delay + 3·delay`: how often what both sides name is in the sum, or null: they name different things. */
function repeated(left: string, right: string): { readonly times: number; readonly of: string } | null {
  const [a, b] = [counted(left), counted(right)];
  return a.of === b.of ? { times: a.times + b.times, of: a.of } : null;
}

function counted(text: string): { readonly times: number; readonly of: string } {
  const many = /^(\d+)·(.+)$/.exec(text);
  return many ? { times: Number(many[1]), of: many[2]! } : { times: 1, of: text };
}

/** The quantity for people: `5`, `0.75–1.25`, `2·base_delay`. */
export function shown(value: Quantity): string {
  if (value.text !== null) return value.text;
  return value.low === value.high ? digits(value.low) : `${digits(value.low)}–${digits(value.high)}`;
}

const digits = (value: number): string => (Math.abs(value) >= 1e15 ? value.toExponential(1) : String(Number(value.toPrecision(value >= 1000 ? 15 : 3))));

export function extreme(which: "min" | "max", values: readonly Value[]): Value {
  const numbers = values.map(quantity);
  if (numbers.length === 0 || numbers.some((one) => one === null)) return unknown();
  const all = numbers as Quantity[];
  const pick = which === "min" ? Math.min : Math.max;
  const texts = all.some((one) => one.text !== null) ? `${which}(${all.map(shown).join(", ")})` : null;
  return {
    kind: "number", low: pick(...all.map((one) => one.low)), high: pick(...all.map((one) => one.high)), whole: all.every((one) => one.whole),
    text: texts !== null && texts.length > MAX_TEXT ? `${texts.slice(0, MAX_TEXT - 1)}…` : texts,
  };
}

export function compare(op: string, left: Value, right: Value): boolean | null {
  if (op === "is" || op === "is not" || ((op === "==" || op === "!=") && (left.kind === "none" || right.kind === "none"))) return identity(op, left, right);
  if (left.kind === "string" && right.kind === "string" && (op === "==" || op === "!=")) return (left.value === right.value) === (op === "==");
  if (left.kind === "unknown" && right.kind === "unknown") return null;
  const [a, b] = [quantity(left), quantity(right)];
  if (!a || !b || ((left.kind === "unknown" || right.kind === "unknown") && (op === "==" || op === "!="))) return null;
  const [x, y] = [middle(a), middle(b)];
  switch (op) {
    case "<": return x < y;
    case "<=": return x <= y;
    case ">": return x > y;
    case ">=": return x >= y;
    case "==": return x === y;
    case "!=": return x !== y;
    default: return null;
  }
}

function identity(op: string, left: Value, right: Value): boolean | null {
  const positive = op === "is" || op === "==";
  if (left.kind === "unknown" || right.kind === "unknown") return null;
  if (left.kind === "none" || right.kind === "none") return (left.kind === right.kind) === positive;
  if (left.kind === "boolean" && right.kind === "boolean") return (left.value === right.value) === positive;
  return null;
}

/** The words of a name or attribute chain without `self`: what an unknown value is called. */
export function wordsOf(expr: Expr): string {
  if (expr.kind === "name") return expr.id;
  if (expr.kind === "attribute") return expr.object.kind === "name" && (expr.object.id === "self" || expr.object.id === "cls") ? expr.name : `${wordsOf(expr.object)}.${expr.name}`;
  return "";
}
