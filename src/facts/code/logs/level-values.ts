import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr } from "../../../ir/nodes.ts";
import { enclosingFunction, isRepeated } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Constants } from "../constants.ts";
import { argumentOf } from "../settings-join/arguments.ts";
import { levelOf } from "./log-calls.ts";

/** What a set-up call lets through: the expressions of its levels; "unknown": somebody else says. Empty: it sets none. */
export type SetLevels = readonly (Expr | number)[] | "unknown";

/** loguru lets DEBUG through where nothing is said. */
const LOGURU_DEFAULT = 10;

export function levelsSet(call: Call, libraries: readonly string[]): SetLevels {
  const name = calledName(call);
  const given = (key: string): Expr | undefined => call.args.find((one) => one.name === key)?.value;
  if (name === "fileConfig") return "unknown";
  if (name === "dictConfig") return call.args[0]?.value.kind === "dict" ? levelsIn(call.args[0].value) : "unknown";
  if (libraries.some((path) => /^loguru\b/.test(path))) return name === "add" ? [given("level") ?? LOGURU_DEFAULT] : name === "configure" ? "unknown" : [];
  if (name === "make_filtering_bound_logger") return call.args[0] ? [call.args[0].value] : [];
  if (libraries.some((path) => /^structlog\b/.test(path))) return [];
  if (name === "basicConfig") return given("level") ? [given("level")!] : [];
  if (name !== "setLevel" || call.callee.kind !== "attribute" || !call.args[0]) return [];
  // A handler's level, or that of a noisy library, says nothing of the bot's own lines.
  const { object } = call.callee;
  const word = ownName(object);
  if (/handler|console|file|stream/i.test(word) || libraries.some((path) => /Handler/.test(path))) return [];
  const named = object.kind === "call" ? object.args[0]?.value : undefined;
  if (named?.kind === "string" || (named?.kind === "name" && isRepeated(named) && named.id !== "__name__")) return [];
  return [call.args[0].value];
}

/** `{"root": {"level": "INFO"}, "loggers": {"": {"level": "INFO"}}}`: those of the root, else of all loggers. */
function levelsIn(config: Expr & { kind: "dict" }): SetLevels {
  const under = (dict: Expr | undefined, key: string): Expr | undefined => (dict?.kind === "dict" ? dict.entries.find((one) => one.key?.kind === "string" && one.key.value === key)?.value : undefined);
  const root = under(under(config, "root"), "level") ?? under(under(under(config, "loggers"), ""), "level");
  if (root) return [root];
  const loggers = under(config, "loggers");
  const all = loggers?.kind === "dict" ? loggers.entries.flatMap((one) => under(one.value, "level") ?? []) : [];
  return all.length > 0 ? all : "unknown";
}

const DEEPEST = 4;

/** The least level that an expression may come to as shipped; null: only the running bot knows. */
export function leastLevel(expr: Expr | number, constants: Constants, graph: CallGraph, depth = 0): number | null {
  if (typeof expr === "number") return expr;
  const own = levelOf(constants, expr);
  if (own !== null || depth > DEEPEST) return own;
  const of = (one: Expr | undefined): number | null => (one ? leastLevel(one, constants, graph, depth + 1) : null);
  switch (expr.kind) {
    case "conditional": return both(of(expr.then), of(expr.otherwise));
    case "logical": return expr.op === "and" ? null : both(of(expr.left), of(expr.right)) ?? of(expr.right);
    case "name": return ofName(expr, of, graph);
    case "call": {
      const { callee } = expr;
      const name = ownName(callee);
      if (name === "getattr") return of(expr.args[1]?.value) ?? of(expr.args[2]?.value);
      if (name === "getLevelName" || name === "str" || name === "int") return of(expr.args[0]?.value);
      if ((name === "getenv" || name === "get") && expr.args.length === 2) return of(expr.args[1]!.value);
      return callee.kind === "attribute" && /^(upper|strip|lower)$/.test(name) ? of(callee.object) : null;
    }
    default: return null;
  }
}

const both = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : Math.min(a, b));

/** A parameter is what callers give it, or its default; a local what it was given. */
function ofName(name: Expr & { kind: "name" }, of: (expr: Expr | undefined) => number | null, graph: CallGraph): number | null {
  const fn = enclosingFunction(name);
  const position = fn?.params.findIndex((one) => one.name === name.id) ?? -1;
  if (!fn || position < 0) return null;
  const fallback = fn.params[position]!.default ?? undefined;
  const sites = graph.callersOf(fn);
  if (sites.length === 0) return of(fallback);
  const given = sites.map(({ call }) => of(argumentOf(call, fn, position) ?? fallback));
  return given.reduce((least, one) => both(least, one), given[0]!);
}
