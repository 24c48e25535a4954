import { RUN_FIELDS, UNITS_BEHIND, UNITS_NAMED } from "../../knowledge/run-fields.ts";
import type { RunField } from "../event.ts";
import { ownText } from "../own-text.ts";
import type { Form } from "./forms.ts";
import type { Spans } from "./matching.ts";

/** A value of a record, by whatever names it has. */
export interface Value {
  /** The key that stands before it, in snake case; "" where none does. */
  readonly key: string;
  /** What the code calls it, in snake case; "" where the code is not known. */
  readonly called: string;
  readonly text: string;
  readonly unit: string | null;
}

const MOST_VALUE = 200;
const KEY_BEFORE = /([\p{L}_][\p{L}\p{N}_]*)["']?\s*[=:]\s*["'[(]?$/u;

/** Keys are few and are printed by the million. */
const snakes = new Map<string, string>();
const MOST_SNAKES = 20_000;

export function snakeCase(name: string): string {
  let snake = snakes.get(name);
  if (snake === undefined) {
    snake = ownText(inSnakeCase(name));
    if (snakes.size < MOST_SNAKES) snakes.set(ownText(name), snake);
  }
  return snake;
}

const inSnakeCase = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().replaceAll(/[\s.-]+/g, "_");

/** What is known of the holes of a form before any message is seen. */
interface Plan {
  readonly keys: readonly string[];
  readonly called: readonly string[];
  readonly units: readonly (string | null)[];
  /** Pairs that stand in the text itself: `reason=cooldown` of a helper's caller. */
  readonly fixed: readonly Value[];
  /** A hole may hold pairs of its own: a dict, keyword arguments. */
  readonly loose: boolean;
}

/** No log has it. */
const HOLE = "\uffff";

const plans = new WeakMap<Form, Plan>();

function planOf(form: Form): Plan {
  let plan = plans.get(form);
  if (plan) return plan;
  const keys = form.holes.map((_, i) => snakeCase(KEY_BEFORE.exec(form.literals[i]!)?.[1] ?? ""));
  const called = form.holes.map((one) => snakeCase(one?.words ?? ""));
  const units = form.holes.map((one, i) => (one?.format?.endsWith("%") ? "%" : (behind(form.literals[i + 1]!) ?? named(keys[i]!) ?? named(called[i]!))));
  const loose = form.open || form.holes.some((one, i) => one === null || (keys[i] === "" && fieldOf(called[i]!) === null));
  const fixed = pairsOf(form.literals.join(HOLE)).filter((one) => !one.text.includes(HOLE));
  plan = { keys, called, units, fixed, loose };
  plans.set(form, plan);
  return plan;
}

const behind = (text: string): string | null => UNITS_BEHIND.find(([, shape]) => shape.test(text))?.[0] ?? null;
const units = new Map<string, string | null>();

function named(name: string): string | null {
  if (name === "") return null;
  let unit = units.get(name);
  if (unit === undefined) {
    unit = UNITS_NAMED.find(([, shape]) => shape.test(name))?.[0] ?? null;
    if (units.size < MOST_SNAKES) units.set(ownText(name), unit);
  }
  return unit;
}

/** The values of a message that the form printed. */
export function valuesOf(form: Form, spans: Spans, text: string): Value[] {
  const plan = planOf(form);
  const values: Value[] = form.holes.map((_, i) => ({ key: plan.keys[i]!, called: plan.called[i]!, text: holeText(spans, i, text), unit: plan.units[i]! }));
  if (!plan.loose) return plan.fixed.length === 0 ? values : [...values, ...plan.fixed];
  const known = new Set(values.map((one) => one.key));
  return [...values, ...pairsOf(text).filter((one) => !known.has(one.key))];
}

const holeText = (spans: Spans, i: number, text: string): string =>
  bare(text.slice(spans.at[i * 2]!, Math.min(spans.at[i * 2 + 1]!, spans.at[i * 2]! + MOST_VALUE)).trim());

/** The reason that a hole holds, as `valuesOf` and `fieldOf` would tell it; null where none does. */
export function reasonIn(form: Form, spans: Spans, text: string): string | null {
  const { keys, called } = planOf(form);
  for (let i = 0; i < keys.length; i++) {
    if ((fieldOf(keys[i]!) ?? fieldOf(called[i]!)) !== "reason") continue;
    const reason = holeText(spans, i, text);
    if (isTold(reason)) return reason;
  }
  return null;
}

/** Not Python's or JavaScript's word for nothing. */
export const isTold = (text: string): boolean => text !== "" && text !== "None" && text !== "null";

const bare = (text: string): string => (/^(["']).*\1$/.test(text) ? text.slice(1, -1) : text);

const PAIR = /(?<![\p{L}\p{N}_])["']?([\p{L}_][\p{L}\p{N}_.]{0,40})["']?\s?(?:=|:(?![/\\]))\s?("[^"\n]{0,200}"|'[^'\n]{0,200}'|[^\s,;|(){}[\]"']{1,200})/gu;
const MOST_PAIRS = 40;
const MOST_TEXT = 4000;

/** `symbol=BTC-USDT-SWAP price=1.5`, `{'symbol': 'BTC'}`, `Price: 1.5 USDT`. */
export function pairsOf(text: string): Value[] {
  const found: Value[] = [];
  for (const match of text.slice(0, MOST_TEXT).matchAll(PAIR)) {
    const key = snakeCase(match[1]!);
    const raw = `${bare(match[2]!)}${fieldOf(key) === "reason" ? moreWords(text, match.index + match[0].length) : ""}`.replace(/[.…]$/, "");
    const glued = /^([+-]?\d[\d.,_]*)(\D.*)$/u.exec(raw);
    const unit = glued ? behind(glued[2]!) : (behind(text.slice(match.index + match[0].length, match.index + match[0].length + 12)) ?? named(key));
    found.push({ key, called: "", text: glued && unit ? glued[1]! : raw, unit });
    if (found.length === MOST_PAIRS) break;
  }
  return found;
}

/** A reason without quotes goes on until the next pair. */
function moreWords(text: string, from: number): string {
  MORE.lastIndex = from;
  return MORE.exec(text)?.[0] ?? "";
}
const MORE = /(?: (?![\p{L}_][\p{L}\p{N}_.]*\s?[=:])[\p{L}\p{N}_.%<>+\-/]{1,40}){1,12}/uy;

/** Values that the logger keeps beside the message. */
export const valuesBeside = (fields: Readonly<Record<string, string>>): Value[] =>
  Object.entries(fields).slice(0, MOST_PAIRS).map(([name, text]) => {
    const key = snakeCase(name.slice(name.lastIndexOf(".") + 1));
    return { key, called: "", text: text.slice(0, MOST_VALUE), unit: named(key) };
  });

const known = new Map<string, RunField | null>();

/** The standard name of a value called so. */
export function fieldOf(name: string): RunField | null {
  if (name === "") return null;
  let field = known.get(name);
  if (field === undefined) {
    field = (RUN_FIELDS.find(([, shape]) => shape.test(name))?.[0] ?? null) as RunField | null;
    if (known.size < 20_000) known.set(ownText(name), field);
  }
  return field;
}
