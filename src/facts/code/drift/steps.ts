import type { Call, CompareOp, Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { ADOPTING_NAMES, ANSWER_STATUS } from "../../../knowledge/position-calls.ts";
import { calledName } from "../../../ir/names.ts";
import { failedValue, follow, isEmptyLiteral, type Mark, type Walker } from "./trail.ts";
import { unfilledBy } from "./unfilled.ts";

/** Where a value goes from one node: to what stands around it. */
export function stepOver(on: Walker, mark: Mark): void {
  const node = mark.node as Expr;
  const up = node.parent;
  if (!up) return;
  switch (up.kind) {
    case "await": case "spread": return on.put(follow(mark, up));
    case "bind":
      on.put(follow(mark, up));
      return on.store(up.target, mark, up);
    case "conditional": return up.test === node ? chosen(on, mark, up) : on.put(follow(mark, up));
    case "logical": return logical(on, mark, up);
    case "tuple": return on.put(follow(mark, up, { item: up.items.indexOf(node) }));
    case "list": case "set": return mark.label === "answer" ? on.put(follow(mark, up, { item: -1, element: false, field: false })) : undefined;
    case "entry": return mark.label === "answer" && up.parent ? on.put(follow(mark, up.parent, { element: mark.element || mark.field || !isPart(up.key ?? undefined), field: false })) : undefined;
    case "clause": return clause(on, mark, up, node);
    case "subscript": return subscript(on, mark, up, node);
    case "attribute":
      if (up.parent?.kind === "call" && up.parent.callee === up) return method(on, mark, up.name, up.parent);
      return mark.label === "answer" ? on.put(follow(mark, up, { field: mark.element })) : undefined;
    case "argument": return up.parent?.kind === "call" ? argument(on, mark, up.parent, node) : undefined;
    case "unary": return on.put(follow(mark, up, { negated: up.op === "not" ? !mark.negated : mark.negated }));
    case "compare": return compare(on, mark, up, node);
    case "binary": return binary(on, mark, up, node);
    case "assign": return up.value === node ? up.targets.forEach((target) => on.store(target, mark, up)) : undefined;
    case "augmented": return up.value === node && up.target.kind === "name" ? on.fill(up.target, mark, up) : undefined;
    case "for": return up.iterable === node && mark.failedAs !== "none" ? loop(on, mark, up) : undefined;
    case "with-item": return up.target ? on.store(up.target, mark, up) : undefined;
    case "return": return on.leave(mark, enclosingFunction(up)!);
    case "yield": return on.leave(follow(mark, up, { element: false }), enclosingFunction(up)!);
  }
}

function loop(on: Walker, mark: Mark, up: Node & { kind: "for" }): void {
  on.store(up.target, mark, up, { element: true, item: -1 });
  if (mark.label === "answer" || mark.element || mark.item >= 0 || mark.only !== null) return;
  // Over a failed answer it never runs: what it would have filled stays empty.
  for (const { node, as } of unfilledBy(up)) on.put(follow(mark, node, { failedAs: as, field: false, negated: false }));
}

/** `size = rows[0]["size"] if rows else 0`: what a failed answer chooses. */
function chosen(on: Walker, mark: Mark, up: Expr & { kind: "conditional" }): void {
  if (mark.label !== "failed" || mark.element || mark.item >= 0) return;
  const value = failedValue(mark.negated ? up.then : up.otherwise);
  if (value && value.as !== "pair") on.put(follow(mark, up, { failedAs: value.as, negated: false, only: null }));
}

function logical(on: Walker, mark: Mark, up: Expr & { kind: "logical" }): void {
  if (mark.label === "answer" || up.op === "and" || up.right === mark.node) return on.put(follow(mark, up));
  // What stands in for an empty or missing answer decides what it is then.
  const instead = failedValue(up.right);
  if (up.op === "??" && mark.failedAs !== "none") return on.put(follow(mark, up));
  if (instead) on.put(follow(mark, up, { failedAs: instead.as, item: instead.item }));
}

function clause(on: Walker, mark: Mark, up: Node & { kind: "clause" }, node: Expr): void {
  const whole = up.parent as Expr & { kind: "comprehension" };
  if (up.iterable === node) {
    if (mark.failedAs === "none") return;
    on.store(up.target, mark, up, { element: true, item: -1 });
    return on.put(follow(mark, whole, { element: false, item: -1, negated: false }));
  }
  // `[s for s in local if s not in remote]`
  if (mark.negated && !mark.element) on.put(follow(mark, whole, { only: "local", negated: false, failedAs: "empty" }));
}

function subscript(on: Walker, mark: Mark, up: Expr & { kind: "subscript" }, node: Expr): void {
  if (up.index === node) {
    const holder = up.parent;
    if (mark.element && holder?.kind === "assign" && holder.targets.includes(up)) on.fill(up.object, mark, holder);
    return;
  }
  if (mark.item >= 0) {
    if (up.index.kind === "number" && up.index.value === mark.item) on.put(follow(mark, up, { item: -1, failedAs: mark.failedAs === "pair" ? "empty" : mark.failedAs }));
    return;
  }
  if (mark.label === "answer" && !isStatus(up.index)) on.put(follow(mark, up, { element: mark.element || !isPart(up.index), field: mark.element && up.index.kind === "string" }));
}

/** The part of an answer that holds the rows. */
const isPart = (key: Expr | undefined): boolean => key?.kind === "string" && /^(data|list|result|positions?|rows|assetPositions|body)$/i.test(key.value);

/** Whether the request worked says nothing about positions. */
const isStatus = (key: Expr | undefined): boolean => key?.kind === "string" && ANSWER_STATUS.test(key.value);

const SAME_METHODS = new Set(["items", "values", "keys", "copy", "json", "upper", "lower", "replace", "strip", "split", "to_dict", "model_dump", "result", "rstrip", "removesuffix", "format", "iterrows"]);

function method(on: Walker, mark: Mark, name: string, call: Call): void {
  if (name === "get") {
    const [key, instead] = call.args;
    if (mark.label === "answer") return isStatus(key?.value) ? undefined : on.put(follow(mark, call, { element: mark.element || !isPart(key?.value), field: mark.element && key?.value.kind === "string" }));
    if (mark.failedAs !== "empty" || mark.element) return;
    const value = failedValue(instead?.value ?? null);
    return value ? on.put(follow(mark, call, { failedAs: value.as })) : undefined;
  }
  if (name === "pop" && mark.label === "answer") return on.put(follow(mark, call, { element: true }));
  if (mark.failedAs === "none") return;
  if (SAME_METHODS.has(name)) return on.put(follow(mark, call));
  if (name === "difference" && mark.label === "answer") return on.put(follow(mark, call, { only: "venue" }));
  if (name === "union" || name === "symmetric_difference") return on.put(follow(mark, call, { only: "both" }));
}

const COPIES = new Set(["list", "set", "dict", "tuple", "sorted", "reversed", "frozenset", "iter", "enumerate", "deepcopy", "copy", "wait_for", "shield", "create_task", "ensure_future", "run_until_complete", "run", "DataFrame"]);
const NUMBERS = new Set(["float", "int", "abs", "Decimal", "str", "round", "D", "safe_float", "to_float", "_safe_float", "_to_float", "_f"]);
const COUNTS = new Set(["len", "any", "sum", "bool"]);
const FILLS = new Set(["append", "add", "update", "extend", "setdefault", "insert", "appendleft"]);

function argument(on: Walker, mark: Mark, call: Call, node: Expr): void {
  const name = calledName(call);
  const { callee } = call;
  // A set or list of the function's own is no book: `seen.add(symbol)`.
  const gathers = callee.kind === "attribute" && callee.object.kind === "name" && FILLS.has(name);
  if (mark.label === "answer" && ADOPTING_NAMES.test(name) && !gathers) on.handedOn.push({ call, mark });
  if (name === "gather") return on.put(follow(mark, call, { item: call.args.findIndex((one) => one.value === node) }));
  // A number of a position is followed into conversions and look-ups of one argument, not into the whole strategy.
  const isWide = mark.label === "answer" && mark.field && call.args.length > 1;
  if (!isWide && on.enter(mark, call, node)) return;
  if (callee.kind === "attribute") {
    if (FILLS.has(name)) return on.fill(callee.object, mark, call);
    if (name === "difference" || name === "difference_update") return on.put(follow(mark, call, { only: "local", element: false }));
    if (name === "union" || name === "symmetric_difference") return mark.label === "answer" ? on.put(follow(mark, call, { only: "both", element: false })) : undefined;
    if (mark.label === "answer" && mark.element && /^(get|__contains__|has|exists)$/.test(name)) on.lookedUp.push({ node: call, local: callee.object, mark, absentWhen: false });
  }
  const isFirst = call.args[0]?.value === node;
  if (name === "cast" && call.args[1]?.value === node) return on.put(follow(mark, call));
  if (isFirst && COPIES.has(name)) return on.put(follow(mark, call));
  if (isFirst && name === "isinstance" && mark.failedAs === "none" && mark.label === "failed") return on.put(follow(mark, call));
  if ((name === "filter" || name === "map" || name === "zip") && !isFirst) return on.put(follow(mark, call));
  if (name === "zip" && isFirst) return on.put(follow(mark, call));
  if (isFirst && COUNTS.has(name)) return mark.failedAs === "none" && name !== "bool" ? undefined : on.put(follow(mark, call));
  if (isFirst && NUMBERS.has(name)) return mark.failedAs === "none" && mark.label === "failed" ? undefined : on.put(follow(mark, call));
  if (isFirst && (name === "next" || name === "max" || name === "min")) return first(on, mark, call);
  if (mark.label !== "answer") return;
  if (on.makesObject(call)) on.put(follow(mark, call, { element: true, field: false }));
}

/** `next(rows, None)`: one of them, or what stands in for none. */
function first(on: Walker, mark: Mark, call: Call): void {
  if (mark.label === "answer") return on.put(follow(mark, call, { element: true }));
  const instead = call.args[1];
  const value = instead ? failedValue(instead.value) : null;
  if (value) on.put(follow(mark, call, { failedAs: value.as }));
}

function compare(on: Walker, mark: Mark, up: Expr & { kind: "compare" }, node: Expr): void {
  const isLeft = up.left === node;
  if (up.op === "in" || up.op === "not in") {
    const asks = up.op === "not in";
    if (!isLeft) {
      if (mark.only === "both" || mark.only === "venue") return;
      return on.put(follow(mark, up, { negated: mark.only === "local" ? !asks : asks, only: null, item: -1 }));
    }
    if (mark.label === "answer" && mark.element && !isListed(up.right)) on.lookedUp.push({ node: up, local: up.right, mark, absentWhen: asks });
    return;
  }
  const other = isLeft ? up.right : up.left;
  const flips = emptinessTest(up.op, other, isLeft, mark);
  if (flips !== null) on.put(follow(mark, up, { negated: flips ? !mark.negated : mark.negated }));
}

const isListed = (expr: Expr): boolean => expr.kind === "tuple" || expr.kind === "list" || expr.kind === "set" || expr.kind === "string";

const LIMITS = /(^|_)(max|min|limit|cap|allowed|target|threshold)\w*(_|$)|(^|_)(limit|cap|slots)$/i;
const wordOf = (expr: Expr): string => (expr.kind === "name" ? expr.id : expr.kind === "attribute" ? expr.name : expr.kind === "subscript" && expr.index.kind === "string" ? expr.index.value : "");

/** Whether the comparison is true (true: it asks whether there is none) where the value is empty; null: it asks something else. */
function emptinessTest(op: CompareOp, other: Expr, isLeft: boolean, mark: Mark): boolean | null {
  const isNone = other.kind === "none";
  const isZero = isEmptyLiteral(other) && other.kind !== "boolean";
  switch (op) {
    case "is": case "==": case "is not": case "!=":
      if (!isNone && !isZero) return null;
      if (mark.label === "failed" && isNone !== (mark.failedAs === "none")) return null;
      return op === "is" || op === "==";
    case "<": case "<=": case ">": case ">=": {
      if (mark.label === "failed" && (mark.failedAs === "none" || mark.element)) return null;
      // Nothing counted is below every limit: `count < MAX_POSITIONS`, `ratio < min_ratio`.
      if (other.kind === "number" ? other.value > 1 : mark.label === "answer" || !LIMITS.test(wordOf(other))) return null;
      const less = op === "<" || op === "<=";
      return less === isLeft;
    }
    default: return null;
  }
}

function binary(on: Walker, mark: Mark, up: Expr & { kind: "binary" }, node: Expr): void {
  if (up.op === "|" || up.op === "^") return on.put(mark.label === "answer" ? follow(mark, up, { only: "both" }) : follow(mark, up, { only: "local" }));
  if (up.op === "&") return on.put(follow(mark, up));
  // A share of nothing is nothing.
  if (mark.label === "failed" && mark.failedAs === "empty" && !mark.element && (up.op === "*" || (up.op === "/" && up.left === node))) return on.put(follow(mark, up));
  if (up.op === "-" && !mark.element) {
    if (up.right === node) return on.put(follow(mark, up, { only: "local" }));
    return mark.label === "answer" ? on.put(follow(mark, up, { only: "venue" })) : undefined;
  }
}
