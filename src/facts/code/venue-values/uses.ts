import { calledName, ownName } from "../../../ir/names.ts";
import type { Attribute, Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { flowOf, Kind, type FlowGraph } from "../../../ir/flow.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { FileRole } from "../../../ir/program.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { constants, type Constants } from "../constants.ts";
import type { Inference } from "../inference/context.ts";
import { infer } from "../inference/infer.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { reach } from "../reach.ts";
import { tradingCode } from "../trading-code.ts";
import { trailOf } from "./trail.ts";
import { CONVERSIONS, truthOf } from "./truth-uses.ts";
import { guardOf, spelling } from "./guards.ts";
import { nullUseOf } from "./null-uses.ts";
import { rescueOf, type Counts, type Failure, type Rescue } from "./rescue.ts";
import type { CarriedText } from "./venue-values.ts";
import { venueValues, type VenueValues } from "./venue-values.ts";

/** none: what may be None is used as if it were there. order: < > <= >=. equal: == and != with a number. convert: float, Decimal. whole: int. */
export type UseKind = "none" | "order" | "equal" | "arithmetic" | "number-call" | "format" | "sort" | "convert" | "whole" | "truth";

/** Where a venue's text is used as if it were something else. */
export interface VenueUse {
  readonly kind: UseKind;
  readonly text: CarriedText;
  /** The comparison, operation, call or test. */
  readonly at: Node;
  readonly fn: FunctionNode;
  /** convert, whole, truth: the test that makes it safe. */
  readonly guard: Node | null;
  /** What becomes of the exception that it raises. */
  readonly rescue: Rescue;
  readonly failure: Failure;
  readonly reach: "live" | "possible";
  /** The code beside the bot: a script that somebody starts by hand. */
  readonly script: boolean;
  /** It stands where orders are sent, or on the way there. */
  readonly onOrderPath: boolean;
  /** From the use back to where the payload entered the bot. */
  readonly trail: readonly Evidence[];
}

export interface VenueUses {
  readonly uses: readonly VenueUse[];
  /** Conversions that an empty value would break, of an exchange's fields that are not known. */
  readonly unread: readonly Call[];
  readonly any: boolean;
  readonly cut: boolean;
}

export const venueUses = codeFact({
  name: "venue-uses",
  doc: "Where text from a venue is compared, calculated with, converted or tested.",
  requires: { program, index, venueValues, callGraph, constants, infer, reach, tradingCode, places },
  derive({ program, index, venueValues, callGraph, constants, infer, reach, tradingCode, places }): VenueUses {
    const uses: VenueUse[] = [];
    const roleOf = (node: Node): FileRole => program.roles.get(index.moduleOf(node).file) ?? "bot";
    const counts: Counts = (fn) => reach.of(fn) !== "dead" && roleOf(fn) !== "test" && roleOf(fn) !== "script";
    const on: On = { infer, constants, values: venueValues, graph: callGraph, counts };
    const seen = new Map<Node, Set<string>>();
    for (const text of venueValues.texts) {
      const found = useOf(text, on);
      if (!found) continue;
      const fn = enclosingFunction(found.at);
      const alive = fn ? reach.of(fn) : "dead";
      if (alive === "dead") continue;
      const known = seen.get(found.at) ?? new Set<string>();
      seen.set(found.at, known);
      const key = `${found.kind} ${text.value.field} ${Number(text.value.empty)}${Number(text.value.null)}`;
      if (known.has(key)) continue;
      known.add(key);
      const script = roleOf(found.at) === "script";
      uses.push({ ...found, fn: fn!, text, reach: alive, script, onOrderPath: tradingCode.of(fn!) === "order", trail: trailOf(places, text) });
    }
    const unread = [...venueValues.unread].flatMap((read) => {
      const call = read.parent?.kind === "argument" ? read.parent.parent : null;
      const fn = call && enclosingFunction(call);
      if (call?.kind !== "call" || !fn || !counts(fn) || call.args[0]?.value !== read || !(CONVERSIONS.has(calledName(call)) || calledName(call) === "int")) return [];
      return isTested(read, call) || call.parent?.kind === "conditional" || rescueOf(callGraph, call, "ValueError", counts).kind === "handled" ? [] : [call];
    });
    return { uses, unread, any: venueValues.any, cut: venueValues.cut };
  },
});

interface On {
  readonly infer: Inference;
  readonly constants: Constants;
  readonly values: VenueValues;
  readonly graph: CallGraph;
  readonly counts: Counts;
}

export type Found = Pick<VenueUse, "kind" | "at" | "guard" | "rescue" | "failure">;

function useOf(text: CarriedText, on: On): Found | null {
  const { expr } = text;
  const parent = expr.parent;
  if (!parent) return null;
  if (text.value.text === "envelope") return null;
  if (text.value.text === "number" || text.value.text === "object" || text.value.text === "word") return missing(text, on);
  const broken = (kind: UseKind, at: Node, failure: Failure = "TypeError"): Found => ({ kind, at, guard: isTested(expr, at), rescue: rescueOf(on.graph, at, failure, on.counts), failure });
  switch (parent.kind) {
    case "compare": {
      const other = parent.left === expr ? parent.right : parent.left;
      if (!isNumber(other, on)) return null;
      if (parent.op === "==" || parent.op === "!=") return { ...broken("equal", parent), rescue: { kind: "none" } };
      return parent.op.startsWith("<") || parent.op.startsWith(">") ? broken("order", parent) : null;
    }
    case "binary": return arithmetic(parent.op, parent.left === expr, parent.left === expr ? parent.right : parent.left, on) ? broken("arithmetic", parent) : null;
    case "augmented": return parent.value === expr && (parent.op === "-" || parent.op === "/" || (parent.op === "+" && isNumber(parent.target, on))) ? broken("arithmetic", parent) : null;
    case "unary": return parent.op === "-" ? broken("arithmetic", parent) : parent.op === "not" ? truthOf(text, on.graph) : null;
    case "interpolation": {
      const format = parent.format;
      const words = format?.kind === "string" ? format.value : format?.kind === "template" ? format.parts.map((one) => (one.kind === "string" ? one.value : "")).join("") : "";
      return parent.value === expr && /[fFeEgG%]$/.test(words) ? broken("format", parent, "ValueError") : null;
    }
    case "argument": return parent.parent?.kind === "call" ? argument(text, parent.parent, on, broken) : null;
    case "if": case "while": case "conditional": return parent.test === expr ? truthOf(text, on.graph) : null;
    case "clause": return parent.conditions.includes(expr) ? truthOf(text, on.graph) : null;
    case "logical": return truthOf(text, on.graph);
    case "return": return sortKey(text, parent, broken);
    default: return null;
  }
}

const typeTests = new WeakMap<FlowGraph, readonly Expr[]>();

/** A type test of the value in the same function: the code knows that it may be text. */
function isTested(expr: Expr, at: Node): Node | null {
  const words = spelling(expr);
  const fn = enclosingFunction(at);
  if (!words || !fn) return null;
  const flow = flowOf(fn);
  let tests = typeTests.get(flow);
  if (!tests) typeTests.set(flow, tests = flow.nodes.filter((node, point): node is Call => flow.kinds[point] === Kind.test && node?.kind === "call"));
  return tests.find((node) => typeTest(node, words)) ?? null;
}

const typeTest = (test: Expr, words: string): boolean =>
  test.kind === "call" && test.callee.kind === "name" && test.callee.id === "isinstance" && test.args[0] !== undefined && spelling(test.args[0].value) === words;

function isNumber(expr: Expr, on: On): boolean {
  const value = on.constants.of(expr)?.value;
  if (typeof value === "number") return true;
  if (value !== undefined) return false;
  if (expr.kind === "binary") return expr.op !== "+" && expr.op !== "%";
  const values = on.infer.evaluate(expr);
  return values.length > 0 && values.every((one) => one.kind === "external" && /^(float|int|decimal\.Decimal)\(\)$/.test(one.path));
}

function arithmetic(op: string, left: boolean, other: Expr, on: On): boolean {
  switch (op) {
    case "-": case "/": case "//": case "**": return true;
    case "+": return isNumber(other, on);
    case "*": return isNumber(other, on) && !isWholeLiteral(on.constants.of(other)?.origin);
    case "%": return !left && isNumber(other, on);
    default: return false;
  }
}

/** Text times a whole number repeats the text: no exception, and often meant (a rule of dashes). */
const isWholeLiteral = (node: Node | undefined): boolean => node?.kind === "number" && node.integer;

const NUMBER_CALLS = new Set(["abs", "round", "sum", "floor", "ceil", "isnan", "isfinite", "isinf", "fabs", "sqrt", "log"]);

function argument(text: CarriedText, call: Call, on: On, broken: (kind: UseKind, at: Node, failure?: Failure) => Found): Found | null {
  const targets = on.graph.targets(call);
  if (targets.functions.length + targets.classes.length > 0) return null;
  const { callee } = call;
  const name = ownName(callee);
  const first = call.args[0]?.value === text.expr;
  if (first && (CONVERSIONS.has(name) || name === "int")) return conversionOf(text, call, name, on);
  if (first && name === "bool") return truthOf(text, on.graph);
  if (first && NUMBER_CALLS.has(name) && (callee.kind === "name" || (callee.kind === "attribute" && isMath(callee, on)))) return broken("number-call", call);
  if ((name === "min" || name === "max") && callee.kind === "name" && call.args.length > 1 && call.args.some((one) => isNumber(one.value, on))) return broken("number-call", call);
  return null;
}

/** What may be None: converted, or used as if it were there. */
function missing(text: CarriedText, on: On): Found | null {
  const parent = text.expr.parent!;
  const converted = text.value.text === "number" && parent.kind === "argument" && parent.parent?.kind === "call" ? convertedNumber(text, parent.parent, on) : null;
  const use = converted ? null : nullUseOf(text);
  if (!use) return converted;
  return { kind: "none", ...use, guard: guardOf(text, use.at, { text: text.value, fieldsOf: on.values.fieldsOf }), rescue: rescueOf(on.graph, use.at, use.failure, on.counts) };
}

/** Of a number that may be None only a conversion is looked at: what is done with the number itself is nobody's text. */
function convertedNumber(text: CarriedText, call: Call, on: On): Found | null {
  const name = calledName(call);
  const targets = on.graph.targets(call);
  const converts = call.args[0]?.value === text.expr && (CONVERSIONS.has(name) || name === "int") && targets.functions.length + targets.classes.length === 0;
  return converts ? { ...conversionOf(text, call, name, on), kind: "convert" } : null;
}

const isMath = (callee: Attribute, on: On): boolean =>
  on.infer.evaluate(callee.object).some((one) => one.kind === "external" && /^(math|numpy|np)$/.test(one.path));

function conversionOf(text: CarriedText, call: Call, name: string, on: On): Found {
  const { value } = text;
  const failure: Failure = !value.empty && value.null ? "TypeError" : name === "Decimal" ? "InvalidOperation" : "ValueError";
  const query = { text: value, fieldsOf: on.values.fieldsOf };
  return { kind: name === "int" ? "whole" : "convert", at: call, guard: value.empty || value.null ? guardOf(text, call, query) : null, rescue: rescueOf(on.graph, call, failure, on.counts), failure };
}

/** `sorted(rows, key=lambda row: row["sz"])`: text sorts "10" before "9". */
function sortKey(text: CarriedText, node: Node, broken: (kind: UseKind, at: Node) => Found): Found | null {
  const lambda = node.parent?.kind === "function" ? node.parent.parent : null;
  const argument = lambda?.kind === "lambda" ? lambda.parent : null;
  if (argument?.kind !== "argument" || argument.name !== "key" || text.value.text !== "decimal") return null;
  return argument.parent?.kind === "call" ? { ...broken("sort", argument.parent), rescue: { kind: "none" } } : null;
}
