import type { Compare, Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { lastName, wordsIn } from "./words-of.ts";
import { isWhole, isWritten, valueOf, type WrittenNumber } from "./written-number.ts";

const FIBONACCI = new Set([0.236, 0.382, 0.5, 0.618, 0.705, 0.786, 0.886, 1.272, 1.618, 2.618]);

/** The middle of a probability or a share, a ratio of Fibonacci under its name, what rounding may leave of a fill. */
export function isConvention(holder: Expr & { kind: "binary" }, names: string, value: number): boolean {
  if (value === 0.5 && holder.op === "-" && isWritten(holder.right)) return /^p$|prob|confid|score|pressure|percentile|(^|_)(ratio|share)$/i.test(lastName(holder.left));
  // As many as there are, added up: `total_capital = stage_capital * 3`.
  if (holder.op === "*" && Number.isInteger(value) && value <= 10 && /^_*total(_|$)/i.test(names)) return true;
  // `total_qty / 3`: each of so many gets the same.
  if (holder.op === "/" && isWritten(holder.right) && Number.isInteger(value) && value <= 10 && AMOUNT.test(lastName(holder.left)) && /(^|_| )total_|_(per|each)(_|$)|(^|_)split/i.test(`${lastName(holder.left)} ${names}`)) return true;
  if (/fib/i.test(names)) return FIBONACCI.has(value);
  return value > 0.9 && value < 1.1 && /(fill|filled|size)_?(threshold|tolerance)/i.test(names);
}

const AMOUNT = /(^|_)(qty|quantity|amount|size|sz|contracts|filled|covered|coverage|total)(_|$)/i;
const PRICE = /price|(^|_)(px|mark|mid|last|entry)(_|$)/i;

/** All of an amount but for rounding: `covered < total * 0.95`; a level so far from the price that it can be none: `abs(stop - price) > price * 0.10`. */
export function isTolerance(holder: Expr & { kind: "binary" }, other: Expr, value: number): boolean {
  const compare = holder.parent;
  if (holder.op !== "*" || compare?.kind !== "compare" || !/^[<>]=?$/.test(compare.op)) return false;
  const against = compare.left === holder ? compare.right : compare.left;
  // `qty_difference <= remaining_size * 0.01`: both are the same amount.
  if (value <= 0.05 && isDistance(against)) return AMOUNT.test(lastName(other));
  if (value >= 0.9 && value <= 1.1) return AMOUNT.test(lastName(other)) && AMOUNT.test(lastName(against)) && !PRICE.test(lastName(other));
  return value >= 0.1 && value <= 0.5 && PRICE.test(lastName(other)) && isDistance(against);
}

const isDistance = (expr: Expr): boolean =>
  (expr.kind === "call" && lastName(expr.callee) === "abs" && expr.args[0]?.value.kind === "binary" && expr.args[0].value.op === "-") || /(^|_)(dist|distance|diff|difference|mismatch|deviation)$/i.test(lastName(expr));

/** `while i + 1 < len(rows): ... i += 2`: the place in a list, not an amount. */
export function isStride(holder: Node, number: WrittenNumber): boolean {
  if (holder.kind !== "augmented" || holder.target.kind !== "name" || !isWhole(number)) return false;
  const { id } = holder.target;
  for (let at = holder.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind !== "while") continue;
    let indexes = false;
    for (const one of at.body) walk(one, (node) => void (indexes ||= node.kind === "subscript" && wordsIn(node.index).split(" ").includes(id)));
    return indexes || wordsIn(at.test).split(" ").includes("len");
  }
  return false;
}

/** `2 if direction == "long" else 1`: how the venue spells a side. */
export function isSideCode(holder: Node, number: WrittenNumber): boolean {
  if (holder.kind !== "conditional" || holder.test === number || !/side|direction|(^|_)(is_)?(long|short|buy|sell)(_|$)/i.test(wordsIn(holder.test))) return false;
  return [holder.then, holder.otherwise].every((one) => isWritten(one) && isWhole(one) && valueOf(one) >= 0 && valueOf(one) <= 4);
}

/** `[0.34, 0.33, 0.33]`, `[25, 25, 25, 25]`: the same share for each. */
export function isEqualShare(holder: Node): boolean {
  if (holder.kind !== "list" && holder.kind !== "tuple") return false;
  const values = holder.items.map(valueOf);
  const sum = values.reduce((all, one) => all + one, 0);
  const whole = sum > 1.5 ? 100 : 1;
  return values.length > 1 && Math.abs(sum - whole) <= 0.011 * whole && Math.max(...values) - Math.min(...values) <= 0.021 * whole;
}

/** `(a.weight + b.weight) or 100`: only a sum of nothing is replaced, so that it can divide. */
export const keepsFromZero = (holder: Node): boolean => holder.kind === "logical" && holder.op === "or" && isSum(holder.left);

const isSum = (expr: Expr): boolean => (expr.kind === "binary" && expr.op === "+") || (expr.kind === "call" && expr.callee.kind === "name" && (expr.callee.id === "sum" || expr.callee.id === "len"));

const YEARLY = new Set([24, 60, 252, 365, 1440, 3600, 86400]);

/** `funding * 365 * 3 * 10_000`: how often a year, in basis points. */
export function isUnitChain(holder: Expr & { kind: "binary" }, number: WrittenNumber): boolean {
  if (!isWhole(number) || holder.op !== "*") return false;
  let top: Expr = holder;
  while (top.parent?.kind === "binary" && (top.parent.op === "*" || top.parent.op === "/")) top = top.parent;
  let yearly = false;
  const look = (expr: Expr): void => {
    if (expr.kind !== "binary") return void (yearly ||= expr !== number && isWritten(expr) && YEARLY.has(valueOf(expr as WrittenNumber)));
    if (expr.op !== "*" && expr.op !== "/") return;
    look(expr.left);
    look(expr.right);
  };
  look(top);
  return yearly;
}

const LABEL = /(^|_)(severity|urgency|colou?r|emoji|icon|tone|note|text|msg|message|description|comment|summary)$/i;

/** `severity = "critical" if over > 0.5 else "warning"`, `if over > 0.5: label = "high"`: a word for people. */
export function choosesWord(number: Expr): boolean {
  let at: Node = number;
  while (at.parent?.kind === "binary" || at.parent?.kind === "unary") at = at.parent;
  if (at.parent?.kind !== "compare") return false;
  at = at.parent;
  while (at.parent?.kind === "logical" || (at.parent?.kind === "unary" && at.parent.op === "not")) at = at.parent;
  const { parent } = at;
  if (parent?.kind === "conditional" && parent.test === at) {
    let whole: Expr = parent;
    while (whole.parent?.kind === "conditional") whole = whole.parent;
    const holder = whole.parent;
    const name = holder?.kind === "assign" ? lastName(holder.targets[0]!) : holder?.kind === "entry" && holder.key?.kind === "string" ? holder.key.value : holder?.kind === "argument" ? holder.name ?? "" : "";
    return LABEL.test(name) && parent.then.kind === "string";
  }
  return parent?.kind === "if" && parent.test === at && parent.body.every((one) => one.kind === "assign" && one.value !== null && one.value.kind === "string" && LABEL.test(lastName(one.targets[0]!)));
}

/** `top = 26`, `bottom = canvas_height - 44`: where something is drawn. */
export const isOfScreen = (target: string | null, number: WrittenNumber): boolean => target !== null && isWhole(number) && SCREEN.test(target);

const SCREEN = /^(top|bottom|left|right|pad_?[xy]?|padding|(margin|canvas|plot|chart|axis)_(top|bottom|left|right|width|height)|x\d?|y\d?|width|height)$/i;

/** `if _depth > 8: return "..."` of a function that hands `_depth + 1` to itself. */
export function isRecursionDepth({ compare, expr }: { readonly compare: Compare | null; readonly expr: Expr }): boolean {
  const other = compare && (compare.right === expr ? compare.left : compare.right);
  if (other?.kind !== "name" || !/depth|level|recurs/i.test(other.id)) return false;
  const fn = enclosingFunction(other);
  if (!fn?.params.some((one) => one.name === other.id)) return false;
  let deeper = false;
  for (const one of fn.body) walk(one, (node) => void (deeper ||= node.kind === "argument" && node.value.kind === "binary" && node.value.op === "+" && node.value.left.kind === "name" && node.value.left.id === other.id));
  return deeper;
}
