import type { Expr, FunctionNode, Name } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { constants, definitionsOf, type Constant, type Constants } from "../constants.ts";
import type { Inference } from "../inference/context.ts";
import { infer } from "../inference/infer.ts";
import { scopeOf } from "../inference/scope-of.ts";
import { reach, type Reachability } from "../reach.ts";
import { argumentOf, omits } from "../settings-join/arguments.ts";

export interface Thresholds {
  /** The value of a threshold, through settings, attributes and what the callers hand over; null: not known, or not one value. */
  of(expr: Expr): Constant | null;
}

const MAX_DEPTH = 5;

/** `constants` stops at parameters, which callers may set differently; a threshold that all of them set alike is known. */
export const thresholds = codeFact({
  name: "thresholds",
  doc: "Values of thresholds, through parameters that every live caller sets alike.",
  requires: { infer, callGraph, constants, reach },
  derive({ infer, callGraph, constants, reach }): Thresholds {
    const on = { infer, callGraph, constants, reach };
    return {
      of(expr) {
        const found = valuesOf(on, expr, 0);
        const [first] = found ?? [];
        return first && found!.every((one) => one.value === first.value) ? first : null;
      },
    };
  },
});

interface Sources { readonly infer: Inference; readonly callGraph: CallGraph; readonly constants: Constants; readonly reach: Reachability }

/** Every value that it may have; null: some of them are not known. */
function valuesOf(on: Sources, expr: Expr, depth: number): Constant[] | null {
  const known = on.constants.of(expr);
  if (known) return [known];
  if (depth > MAX_DEPTH) return null;
  if (expr.kind === "unary" && expr.op === "-") return valuesOf(on, expr.operand, depth + 1)?.map((one) => (typeof one.value === "number" ? { ...one, value: -one.value } : one)) ?? null;
  if (expr.kind === "call" && expr.args.length === 1 && expr.callee.kind === "name" && /^(float|int|Decimal|str)$/.test(expr.callee.id)) return valuesOf(on, expr.args[0]!.value, depth + 1);
  const filled = expr.kind === "name" ? filledIn(on, expr, depth) : null;
  if (filled) return filled;
  const parameter = expr.kind === "name" ? parameterOf(on, expr) : null;
  if (parameter) return handedOver(on, parameter.fn, parameter.index, depth + 1);
  if (expr.kind !== "name" && expr.kind !== "attribute") return null;
  const written = definitionsOf(on.infer, expr);
  if (!written) return null;
  // A default that the constructor replaces says nothing.
  const sources = written.length > 1 ? written.filter((one) => one.kind !== "number" && one.kind !== "call" || !on.constants.of(one)) : written;
  return together((sources.length > 0 ? sources : written).map((one) => valuesOf(on, one, depth + 1)));
}

/** `def check(limit=None): if limit is None: limit = settings.limit`: what callers give, and what stands in where they give nothing. */
function filledIn(on: Sources, name: Name, depth: number): Constant[] | null {
  const [first, ...more] = on.infer.moduleIndexOf(name).scopes.get(scopeOf(name))?.get(name.id) ?? [];
  if (first?.kind !== "parameter" || more.length === 0 || first.fn.params[first.index]!.default?.kind !== "none") return null;
  const standIns = more.map((one) => (one.kind === "value" && one.item < 0 ? standIn(one.expr, name.id) : null));
  const values = together(standIns.map((one) => (one ? valuesOf(on, one, depth + 1) : null)));
  const given = on.callGraph.callersOf(first.fn).filter((one) => on.reach.of(one.caller) !== "dead").slice(0, 12).flatMap(({ call }) => argumentOf(call, first.fn, first.index) ?? []).filter((one) => one.kind !== "none");
  const handed = given.length > 0 ? together(given.map((one) => valuesOf(on, one, depth + 1))) : [];
  return values && handed ? [...values, ...handed] : null;
}

/** `limit or settings.limit`, `settings.limit if limit is None else limit`: the other one. */
function standIn(expr: Expr, name: string): Expr {
  const isName = (one: Expr): boolean => one.kind === "name" && one.id === name;
  if (expr.kind === "logical" && isName(expr.left)) return expr.right;
  if (expr.kind === "conditional") return isName(expr.then) ? expr.otherwise : isName(expr.otherwise) ? expr.then : expr;
  return expr;
}

function parameterOf(on: Sources, name: Name): { fn: FunctionNode; index: number } | null {
  const scope = scopeOf(name);
  const [first, ...more] = on.infer.moduleIndexOf(name).scopes.get(scope)?.get(name.id) ?? [];
  return first?.kind === "parameter" && more.length === 0 ? first : null;
}

function handedOver(on: Sources, fn: FunctionNode, position: number, depth: number): Constant[] | null {
  const sites = on.callGraph.callersOf(fn).filter((one) => on.reach.of(one.caller) !== "dead").slice(0, 12);
  const fallback = fn.params[position]!.default;
  if (sites.length === 0) return null;
  return together(sites.map(({ call }) => {
    const given = argumentOf(call, fn, position);
    if (given) return valuesOf(on, given, depth);
    return fallback && omits(call, fn, position) ? valuesOf(on, fallback, depth) : null;
  }));
}

function together(all: readonly (Constant[] | null)[]): Constant[] | null {
  const found: Constant[] = [];
  for (const one of all) {
    if (!one) return null;
    found.push(...one);
  }
  return found.length > 0 ? found : null;
}
