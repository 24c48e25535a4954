import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import type { Setting } from "../../../settings/setting.ts";
import { callGraph } from "../call-graph.ts";
import { constants, definitionsOf } from "../constants.ts";
import { infer } from "../inference/infer.ts";
import { argumentOf } from "../settings-join/arguments.ts";
import { calledName } from "../../../ir/names.ts";

/** A number of seconds, and where it comes from. */
export interface Duration {
  readonly seconds: number;
  /** Lines that it is made of: the literal, the default of a parameter, the argument. */
  readonly origins: readonly Node[];
  /** Settings that it is read from. */
  readonly settings: readonly Setting[];
}

export interface Durations {
  /** What an expression comes to; null: only the running bot knows. */
  of(expr: Expr): Duration | null;
}

const DEEPEST = 8;

export const durations = codeFact({
  name: "durations",
  doc: "Numbers of seconds through constants, settings, parameters with their arguments and defaults, and arithmetic.",
  requires: { constants, infer, callGraph },
  derive({ constants, infer, callGraph }): Durations {
    const known = new Map<Expr, Duration | null>();
    const of = (expr: Expr, depth: number): Duration | null => {
      const before = known.get(expr);
      if (before !== undefined || depth > DEEPEST) return before ?? null;
      known.set(expr, null);
      const found = whole(expr) ?? parts(expr, depth);
      known.set(expr, found);
      return found;
    };
    const whole = (expr: Expr): Duration | null => {
      const folded = constants.of(expr);
      const seconds = folded && folded.value !== "" && typeof folded.value !== "boolean" && folded.value !== null ? Number(folded.value) : NaN;
      if (!folded || !Number.isFinite(seconds)) return null;
      return { seconds, origins: [folded.origin], settings: folded.setting?.value ? [folded.setting.value] : [] };
    };
    const parts = (expr: Expr, depth: number): Duration | null => {
      switch (expr.kind) {
        case "binary": return combined(of(expr.left, depth + 1), of(expr.right, depth + 1), expr.op);
        case "logical": return expr.op === "or" || expr.op === "??" ? of(expr.left, depth + 1) ?? of(expr.right, depth + 1) : null;
        case "call": return called(expr, depth);
        case "name": case "attribute": return defined(expr, depth);
        default: return null;
      }
    };
    const called = (expr: Expr & { kind: "call" }, depth: number): Duration | null => {
      if (calledName(expr) === "total_seconds" && expr.callee.kind === "attribute") return of(expr.callee.object, depth + 1);
      return conversion(calledName(expr), expr.args.map((one) => of(one.value, depth + 1)));
    };
    /** A parameter is what callers give it, or its default; an attribute what is stored there. */
    const defined = (expr: Expr & { kind: "name" | "attribute" }, depth: number): Duration | null => {
      const own = expr.kind === "name" ? parameterOf(expr) : null;
      if (own) return parameter(own.fn, own.position, depth);
      const values = definitionsOf(infer, expr);
      return values ? largest(values.map((one) => of(one, depth + 1))) : null;
    };
    const parameter = (fn: FunctionNode, position: number, depth: number): Duration | null => {
      const given: (Duration | null)[] = [];
      let omitted = false;
      for (const { call } of callGraph.callersOf(fn)) {
        const argument = argumentOf(call, fn, position);
        if (argument) given.push(of(argument, depth + 1));
        else omitted = true;
      }
      const fallback = fn.params[position]!.default;
      if (given.length === 0 || omitted) given.push(fallback ? of(fallback, depth + 1) : null);
      return largest(given);
    };
    return { of: (expr) => of(expr, 0) };
  },
});

/** `float(x)`, `max(60, x)`, `random.uniform(5, 10)`. */
function conversion(name: string, given: readonly (Duration | null)[]): Duration | null {
  if (/^(float|int|abs|round|Decimal)$/.test(name)) return given[0] ?? null;
  if ((name === "max" || name === "min") && given.length > 1) return bound(given, name);
  if ((name === "uniform" || name === "randint") && given[0] && given[1]) return { ...given[1], seconds: (given[0].seconds + given[1].seconds) / 2 };
  return null;
}

function parameterOf(expr: Expr & { kind: "name" }): { readonly fn: FunctionNode; readonly position: number } | null {
  const fn = enclosingFunction(expr);
  const position = fn?.params.findIndex((one) => one.name === expr.id) ?? -1;
  return fn && position >= 0 ? { fn, position } : null;
}

/** All must be known; the slowest is what the bot may run with. */
function largest(all: readonly (Duration | null)[]): Duration | null {
  let found: Duration | null = null;
  for (const one of all) {
    if (!one) return null;
    if (!found || one.seconds > found.seconds) found = one;
  }
  return found;
}

/** One unknown operand leaves the other: `max(60, unknown)` is at least that, `min(60, unknown)` at most. */
function bound(given: readonly (Duration | null)[], name: string): Duration | null {
  const known = given.filter((one) => one !== null);
  if (known.length === 0 || (name === "max" && known.length < given.length)) return null;
  return known.reduce((a, b) => ((name === "max") === a.seconds > b.seconds ? a : b));
}

function combined(left: Duration | null, right: Duration | null, op: string): Duration | null {
  if (!left || !right) return null;
  const [a, b] = [left.seconds, right.seconds];
  const seconds = op === "*" ? a * b : op === "+" ? a + b : op === "-" ? a - b : op === "/" ? a / b : op === "//" ? Math.floor(a / b) : NaN;
  return Number.isFinite(seconds) ? { seconds, origins: [...left.origins, ...right.origins], settings: [...left.settings, ...right.settings] } : null;
}
