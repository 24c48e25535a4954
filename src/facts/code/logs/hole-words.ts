import type { Expr } from "../../../ir/nodes.ts";
import { snake } from "../guard-kinds.ts";

const MOST_WORDS = 5;

/** What an expression is called, in a few words: `order.client_id` is "order client id", `pos["entryPx"]` "pos entry px". */
export function wordsOf(expr: Expr): string {
  const words = namesOf(expr, 0).flatMap((one) => snake(one).toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((one) => one !== "" && !EMPTY.has(one));
  return words.filter((one, i) => one !== words[i - 1]).slice(-MOST_WORDS).join(" ");
}

/** The object itself, and what an enum's member or a conversion adds nothing by. */
const EMPTY = new Set(["self", "cls", "this", "value"]);
/** Calls whose first argument is what is shown. */
const SHOWN = new Set(["str", "repr", "float", "int", "round", "abs", "format", "dumps", "sorted", "list", "tuple", "Decimal"]);

function namesOf(expr: Expr, depth: number): readonly string[] {
  if (depth > 4) return [];
  switch (expr.kind) {
    case "name": return [expr.id];
    case "attribute": return [...namesOf(expr.object, depth + 1).slice(-1), expr.name];
    case "subscript": return expr.index.kind === "string" ? [...namesOf(expr.object, depth + 1).slice(-1), expr.index.value] : namesOf(expr.object, depth + 1);
    case "await": case "bind": case "spread": return namesOf(expr.value, depth + 1);
    case "unary": return namesOf(expr.operand, depth + 1);
    case "conditional": return namesOf(expr.then, depth + 1);
    case "logical": return namesOf(expr.left, depth + 1);
    // A share of something is no longer that thing; in other units it still is.
    case "binary": return expr.right.kind === "number" ? namesOf(expr.left, depth + 1) : [...namesOf(expr.left, depth + 1).slice(-1), expr.op === "-" ? "difference" : "", ...namesOf(expr.right, depth + 1).slice(-1)];
    case "call": return calledNames(expr, depth);
    default: return [];
  }
}

function calledNames(call: Expr & { kind: "call" }, depth: number): readonly string[] {
  const { callee } = call;
  const first = call.args[0]?.value;
  if (callee.kind === "name") {
    if (callee.id === "len") return ["count", ...(first ? namesOf(first, depth + 1) : [])];
    return SHOWN.has(callee.id) && first ? namesOf(first, depth + 1) : [callee.id];
  }
  if (callee.kind !== "attribute") return [];
  if (callee.name === "get" && first?.kind === "string") return [...namesOf(callee.object, depth + 1).slice(-1), first.value];
  if (SHOWN.has(callee.name) && first) return namesOf(first, depth + 1);
  if (/^(upper|lower|title|strip|capitalize|isoformat|strftime|quantize|normalize|total_seconds|toFixed|toString)$/.test(callee.name)) return namesOf(callee.object, depth + 1);
  return [callee.name];
}
