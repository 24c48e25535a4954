import { calledName, ownName } from "../../ir/names.ts";
import type { Call, Compare, Expr, Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { EXACT_WORDS, flatWords, LOOSE_WORDS } from "../../knowledge/quantity-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";
import { places } from "./places.ts";
import { reach } from "./reach.ts";
import { UNTRADED_ROLES } from "./untraded-roles.ts";

export interface DecimalOfFloat {
  readonly call: Call;
  readonly argument: Expr;
  /** It is a price or a size: by its name or that of what it is assigned to. */
  readonly exact: boolean;
  /** The conversion goes through the number's text, or the value is exact in binary. */
  readonly safe: boolean;
}

export interface NanComparison {
  readonly compare: Compare;
  /** Always true: `!=`. Else always false. */
  readonly alwaysTrue: boolean;
}

export interface FloatTraps {
  readonly decimals: readonly DecimalOfFloat[];
  readonly nans: readonly NanComparison[];
  /** Tests that do it right: `math.isnan(x)`. */
  readonly nanTests: readonly Call[];
}

export const floatTraps = codeFact({
  name: "float-traps",
  doc: "Decimals made of binary floats, and comparisons with NaN.",
  requires: { program, index, infer, callGraph, places, reach },
  derive({ program, index, infer, callGraph, places, reach }): FloatTraps {
    const decimals: DecimalOfFloat[] = [];
    const nans: NanComparison[] = [];
    const nanTests: Call[] = [];
    const dead = (node: Node): boolean => reach.of(enclosingFunction(node)!) === "dead";
    for (const one of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(one.module.file) ?? "bot")) continue;
      for (const node of one.byKind.get("call") ?? []) {
        if (node.kind !== "call") continue;
        const name = calledName(node);
        if (/^(isnan|isna|isnull)$/.test(name) && !dead(node)) nanTests.push(node);
        if (name !== "Decimal" || !node.args[0] || dead(node)) continue;
        if (!callGraph.targets(node).libraries.some((path) => path === "decimal.Decimal")) continue;
        const argument = node.args[0].value;
        const made = madeOf(infer, argument);
        if (made !== "other") decimals.push({ call: node, argument, exact: isExact(node, places.snippet(argument, 200)), safe: made === "text" });
      }
      for (const node of one.byKind.get("compare") ?? []) {
        if (node.kind !== "compare" || !/^(==|!=)$/.test(node.op) || dead(node)) continue;
        if (isNan(infer, node.left) || isNan(infer, node.right)) nans.push({ compare: node, alwaysTrue: node.op === "!=" });
      }
    }
    return { decimals, nans, nanTests };
  },
});

function madeOf(on: Inference, argument: Expr): "float" | "text" | "other" {
  if (argument.kind === "number") return !argument.integer && !isBinary(argument.value) ? "float" : "other";
  if (argument.kind === "call" && argument.callee.kind === "name") {
    if (argument.callee.id === "float") return "float";
    if (argument.callee.id === "str" || argument.callee.id === "repr") return argument.args[0] && isFloat(on, argument.args[0].value) ? "text" : "other";
  }
  return argument.kind !== "call" && isFloat(on, argument) ? "float" : "other";
}

/** The program knows no other type for it than float. */
function isFloat(on: Inference, expr: Expr): boolean {
  const values = on.evaluate(expr);
  const paths = values.map((one) => (one.kind === "external" ? one.path : ""));
  return paths.includes("float()") && paths.every((path) => path === "float()" || /^(math|numpy)\.(nan|inf)$/.test(path));
}

/** Exact in binary: 0.5, 2.25. */
const isBinary = (value: number): boolean => Number.isInteger(value * 1024);

/** A price or a size, and not one that is rounded to its step at once. */
function isExact(call: Call, words: string): boolean {
  const outer = call.parent;
  const rounded = outer?.kind === "attribute" && outer.name === "quantize" && outer.parent?.kind === "call" ? outer.parent : null;
  if (rounded && !rounded.args.some((one) => /ROUND_(DOWN|FLOOR|UP|CEILING)/.test(ownName(one.value)))) return false;
  if (isExactName(words.replace(/^.*[.\s(]/, "").replace(/\W/g, ""))) return true;
  for (let at = call.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind !== "assign") continue;
    const [target] = at.targets;
    const name = target?.kind === "name" ? target.id : target?.kind === "attribute" ? target.name : "";
    return isExactName(name);
  }
  return false;
}

const isExactName = (name: string): boolean => EXACT_WORDS.test(flatWords(name)) && !LOOSE_WORDS.test(flatWords(name));

function isNan(on: Inference, expr: Expr): boolean {
  if (expr.kind === "call" && expr.callee.kind === "name" && (expr.callee.id === "float" || expr.callee.id === "Decimal")) {
    const first = expr.args[0]?.value;
    return first?.kind === "string" && /^[-+]?nan$/i.test(first.value.trim());
  }
  if (expr.kind !== "attribute" || !/^(nan|NaN|NAN)$/.test(expr.name)) return false;
  return on.evaluate(expr).some((one) => one.kind === "external" && /^(numpy|np|math|cmath)\./.test(one.path));
}
