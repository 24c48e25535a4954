import { flowOf, Kind } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import { spelling } from "./guards.ts";
import type { Failure, Rescue } from "./rescue.ts";
import type { Carried } from "./tracked.ts";
import type { CarriedText } from "./venue-values.ts";

/** Where the truth of a venue's text decides something. */
export interface TruthUse {
  readonly kind: "truth";
  readonly at: Node;
  readonly guard: Node | null;
  readonly rescue: Rescue;
  readonly failure: Failure;
}

export const CONVERSIONS: ReadonlySet<string> = new Set(["float", "Decimal", "float64", "float32"]);

/** A test of the text's truth: where the value is a test, not a default or a guard before a conversion. */
export function truthOf(text: CarriedText, graph: CallGraph): TruthUse | null {
  const picked = pickOf(text, graph);
  if (picked) return picked;
  if (text.value.text === "flag" ? isComparedAsText(text.expr) : !text.value.zero || isKeptAsText(text) || isIterated(text.expr)) return null;
  const test = testAround(text.expr);
  if (!test) return null;
  const words = spelling(text.expr);
  return { kind: "truth", at: test, guard: words ? convertedInside(test, words) ?? convertedAfter(test, words) : null, rescue: { kind: "none" }, failure: "ValueError" };
}

/** `str(row.get("qty") or "")`: the bot wants it as text; the test asks whether there is one. */
function isKeptAsText(text: CarriedText): boolean {
  for (let one: Carried | null = text; one && one.value.kind === "text"; one = one.from) {
    if (one.expr.kind === "call" && one.expr.callee.kind === "name" && one.expr.callee.id === "str") return true;
  }
  return false;
}

/** `if not flag: return None`, and `flag in ("true", "1")` after it: the test asks whether there is a text. */
function isComparedAsText(expr: Expr): boolean {
  const words = spelling(expr);
  const fn = enclosingFunction(expr);
  if (!words || !fn) return false;
  return flowOf(fn).nodes.some((node, point) => node?.kind === "compare" && flowOf(fn).kinds[point] === Kind.test && ["==", "!=", "in", "not in"].includes(node.op)
    && spelling(node.left) === words && (node.right.kind === "string" || isLiteralText(node.right)));
}

const isLiteralText = (expr: Expr): boolean => (expr.kind === "set" || expr.kind === "tuple" || expr.kind === "list") && expr.items.length > 0 && expr.items.every((one) => one.kind === "string");

/** `for row in candidates`: a list, whatever else the name may hold. */
function isIterated(expr: Expr): boolean {
  const fn = expr.kind === "name" ? enclosingFunction(expr) : null;
  if (!fn || expr.kind !== "name") return false;
  let names = iterated.get(fn);
  if (!names) {
    const found = (names = new Set<string>());
    walkBody(fn, (node) => void ((node.kind === "for" || node.kind === "clause") && node.iterable.kind === "name" && found.add(node.iterable.id)));
    iterated.set(fn, names);
  }
  return names.has(expr.id);
}

const iterated = new WeakMap<FunctionNode, ReadonlySet<string>>();

/** The whole test that the expression takes part in, or null where its truth only picks a value. */
function testAround(expr: Expr): Node | null {
  let at: Node = expr;
  for (let parent = at.parent; parent; at = parent, parent = parent.parent) {
    if (parent.kind === "logical" || (parent.kind === "unary" && parent.op === "not")) continue;
    if (parent.kind === "argument" && parent.parent?.kind === "call" && parent.parent.callee.kind === "name" && parent.parent.callee.id === "bool") return parent.parent;
    if (parent.kind === "conditional" && parent.then.kind === "string" && parent.otherwise.kind === "string") return null;
    const tests = ((parent.kind === "if" || parent.kind === "while" || parent.kind === "conditional") && parent.test === at) || (parent.kind === "clause" && parent.conditions.includes(at as Expr));
    return tests ? parent : null;
  }
  return null;
}

/** The same value is read again under the test: then the test only keeps "" and None out. */
function convertedInside(test: Node, words: string): Node | null {
  let [found, reads]: [Node | null, number] = [null, 0];
  const step = (node: Node): void => {
    if (found) return;
    const again = (node.kind === "name" || node.kind === "subscript" || node.kind === "attribute" || node.kind === "call") && spelling(node) === words;
    if (again && ++reads > 1) found = node;
    else if (!again) children(node, step);
  };
  step(test.kind === "clause" && test.parent ? test.parent : test);
  return found;
}

/** `if not size: continue`, and the number is made after it: what is zero is seen then. */
function convertedAfter(test: Node, words: string): Node | null {
  const fn = test.kind === "if" ? enclosingFunction(test) : null;
  if (!fn || test.kind !== "if" || !/^(return|continue|break|raise)$/.test(test.body.at(-1)?.kind ?? "")) return null;
  let found: Node | null = null;
  walkBody(fn, (node) => {
    const argument = node.kind === "call" && node.start > test.start && node.callee.kind === "name" && (CONVERSIONS.has(node.callee.id) || node.callee.id === "int") ? node.args[0]?.value : undefined;
    if (argument && spelling(argument) === words) found ??= node;
  });
  return found;
}

/** Of a market order that was only taken in, Binance's answer has it as "0.00". */
const ZERO_WHEN_PLACED = "avgPrice";

/** `float(answer.get("avgPrice") or price)`: "0.00" is true, so what stands behind it is never taken, and the price is 0.0. */
function pickOf({ expr, value, from }: CarriedText, graph: CallGraph): TruthUse | null {
  const parent = expr.parent;
  if (value.venue !== "binance" || value.topic !== "placed" || value.field !== ZERO_WHEN_PLACED || parent?.kind !== "logical" || parent.op !== "or" || parent.left !== expr) return null;
  let whole: Expr = parent;
  while (whole.parent?.kind === "logical" && whole.parent.op === "or") whole = whole.parent;
  const call = whole.parent?.kind === "argument" ? whole.parent.parent : null;
  const converts = call?.kind === "call" && call.args[0] === whole.parent && ((call.callee.kind === "name" && CONVERSIONS.has(call.callee.id)) || givesZeroOn(call, graph));
  if (!converts || isZero(parent.right) || isTestedAfter(call) || asksForResult(from)) return null;
  return { kind: "truth", at: whole, guard: null, rescue: { kind: "none" }, failure: "ValueError" };
}

/** `self._parse_float(value)`: the bot's own conversion, and a zero is a number to it. */
function givesZeroOn(call: Call, graph: CallGraph): boolean {
  const targets = graph.targets(call);
  if (targets.functions.length === 0 || targets.classes.length > 0 || !/float|decimal|num/i.test(calledName(call))) return false;
  return targets.functions.every((fn) => {
    const taken = fn.params.find((one) => one.name !== "self" && one.name !== "cls")?.name;
    let [converts, asks] = [false, false];
    walkBody(fn, (node) => {
      converts ||= node.kind === "call" && node.callee.kind === "name" && CONVERSIONS.has(node.callee.id) && node.args[0] !== undefined && taken !== undefined && names(node.args[0].value, taken);
      asks ||= (node.kind === "compare" && /[<>]|==|!=/.test(node.op) && node.right.kind === "number") || (node.kind === "logical" && node.left.kind === "call" && CONVERSIONS.has(calledName(node.left)));
    });
    return converts && !asks;
  });
}

const isZero = (expr: Expr): boolean => expr.kind === "none" || (expr.kind === "number" && expr.value === 0) || (expr.kind === "string" && !(Number(expr.value) > 0));

/** `float(...) or price`, `if fill > 0`: the zero is seen after all. */
function isTestedAfter(call: Expr): boolean {
  const parent = call.parent;
  if (parent?.kind !== "assign") return parent?.kind === "logical" || parent?.kind === "compare" || parent?.kind === "if" || parent?.kind === "conditional" || parent?.kind === "bind";
  const words = spelling(parent.targets[0]!);
  const fn = enclosingFunction(call);
  if (!words || !fn) return false;
  let found = false;
  walkBody(fn, (node) => {
    if (found || node.start < parent.end) return;
    const tested = node.kind === "if" || node.kind === "while" || node.kind === "conditional" ? node.test : node.kind === "logical" ? node.left : null;
    found = tested !== null && !isAgainstNone(tested) && names(tested, words);
  });
  return found;
}

/** 0.0 is not None. */
const isAgainstNone = (test: Expr): boolean => test.kind === "compare" && (test.op === "is" || test.op === "is not") && test.right.kind === "none";

function names(node: Node, words: string): boolean {
  let found = (node.kind === "name" || node.kind === "attribute") && spelling(node) === words;
  if (!found) children(node, (child) => { found ||= names(child, words); });
  return found;
}

/** With newOrderRespType RESULT the answer comes when the order is filled. */
function asksForResult(from: Carried | null): boolean {
  let found = false;
  const seen = new Set<FunctionNode>();
  for (let at = from; at && !found; at = at.from) {
    const fn = enclosingFunction(at.expr);
    if (!fn || seen.has(fn)) continue;
    seen.add(fn);
    walkBody(fn, (node) => { found ||= node.kind === "string" && (node.value === "RESULT" || node.value === "FULL"); });
  }
  return found;
}
