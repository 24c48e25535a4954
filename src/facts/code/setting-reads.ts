import type { Call, ClassNode, Expr } from "../../ir/nodes.ts";
import { ENVIRONMENT_GETTERS, ENVIRONMENT_MAPPING, MAPPING_GETTERS } from "../../knowledge/setting-sources.ts";
import { codeFact } from "../../sdk/fact.ts";
import type { Setting } from "../../settings/setting.ts";
import { settings as settingsFact } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { declaresValues, defaultOf } from "./settings-join/declared.ts";
import { helperRead } from "./settings-join/helper-getters.ts";
import { keyOf, Prefixes, type Prefix } from "./settings-join/prefixes.ts";
import { agreedValue, shippedFor } from "./settings-join/shipped.ts";

/** One read of a setting in the code. */
export interface SettingRead {
  readonly node: Expr;
  /** As far as the code tells: `risk.max_loss`, or the name of an environment variable. */
  readonly key: string;
  readonly environment: boolean;
  /** What the code takes when the setting is absent: the second argument of a getter, the right side of `or`. */
  readonly fallback: Expr | null;
  /** What a settings class declares for it. */
  readonly declared: Expr | null;
  /** Candidates of the shipped configuration, the likeliest first. */
  readonly shipped: readonly Setting[];
  /** The one that the live bot gets; null where there is none or several differ. */
  readonly value: Setting | null;
  /** False: only the name of the object says that it holds settings. */
  readonly sure: boolean;
}

export interface SettingReads {
  /** What setting the expression reads; null: none. Conversions (`float(...)`) and `or` around a read belong to it. */
  settingOf(expr: Expr): SettingRead | null;
  /** The settings (or the part of them) that an expression holds. */
  prefixOf(expr: Expr): Prefix | null;
}

export const settingReads = codeFact({
  name: "setting-reads",
  doc: "Every read of a setting, joined to the shipped configuration and to declared defaults.",
  requires: { infer, callGraph, settings: settingsFact },
  derive({ infer, callGraph, settings }): SettingReads {
    const prefixes = new Prefixes(infer, callGraph);
    const known = new Map<Expr, SettingRead | null>();
    const join = (node: Expr, prefix: Prefix, environment: boolean, fallback: Expr | null, declared: Expr | null): SettingRead => {
      const shipped = shippedFor(settings, prefix, environment);
      const key = environment ? prefix.keys.join("_") : prefix.keys.join(".");
      return { node, key, environment, fallback, declared, shipped, value: agreedValue(shipped) ?? null, sure: prefix.sure };
    };
    const find = (expr: Expr): SettingRead | null => {
      const wrapped = inner(expr);
      if (wrapped) {
        const read = settingOf(wrapped);
        if (!read) return null;
        return expr.kind === "logical" && !read.fallback ? { ...read, node: expr, fallback: expr.right } : read;
      }
      const named = environmentRead(infer, expr);
      if (named) return join(expr, { keys: [named.name], anchored: true, hints: [], sure: true }, true, named.fallback, null);
      const prefix = isRead(expr) ? prefixes.of(expr) : null;
      if (prefix && prefix.keys.length > 0) return join(expr, prefix, false, fallbackOf(expr), declaredFor(infer, expr));
      return expr.kind === "call" ? throughHelper(expr) : null;
    };
    const throughHelper = (call: Call): SettingRead | null => {
      const found = helperRead(infer, callGraph, call, (one) => prefixes.of(one));
      return found && join(call, found.prefix, found.environment, found.fallback, null);
    };
    const settingOf = (expr: Expr): SettingRead | null => {
      const before = known.get(expr);
      if (before !== undefined) return before;
      known.set(expr, null);
      const found = find(expr);
      known.set(expr, found);
      return found;
    };
    return { settingOf, prefixOf: (expr) => prefixes.of(expr) };
  },
});

const WRAPPERS = new Set(["float", "int", "str", "bool", "Decimal"]);

/** What a conversion or a fallback stands around. */
function inner(expr: Expr): Expr | null {
  if (expr.kind === "logical" && expr.op === "or") return expr.left;
  if (expr.kind !== "call" || expr.args.length !== 1 || expr.args[0]!.name !== null) return null;
  const { callee } = expr;
  return callee.kind === "name" && WRAPPERS.has(callee.id) ? expr.args[0]!.value : null;
}

function isRead(expr: Expr): boolean {
  if (expr.kind === "attribute") return !(expr.parent?.kind === "call" && expr.parent.callee === expr);
  if (expr.kind === "subscript") return expr.index.kind !== "slice";
  if (expr.kind !== "call") return false;
  if (expr.callee.kind === "attribute") return MAPPING_GETTERS.has(expr.callee.name);
  return expr.callee.kind === "name" && expr.callee.id === "getattr";
}

function fallbackOf(expr: Expr): Expr | null {
  if (expr.kind !== "call") return null;
  const named = expr.args.find((one) => one.name === "fallback" || one.name === "default");
  if (named) return named.value;
  const at = expr.callee.kind === "name" ? 2 : 1;
  const given = expr.args[at];
  return given && given.name === null && given.spread === "none" ? given.value : null;
}

function environmentRead(on: Inference, expr: Expr): { name: string; fallback: Expr | null } | null {
  if (expr.kind === "subscript") {
    const name = keyOf(on, expr.index);
    const from = name !== null && on.evaluate(expr.object).some((one) => one.kind === "external" && one.path === ENVIRONMENT_MAPPING);
    return from ? { name, fallback: null } : null;
  }
  if (expr.kind !== "call" || expr.args.length === 0) return null;
  const name = keyOf(on, expr.args[0]!.value);
  if (name === null) return null;
  const from = on.evaluate(expr.callee).some((one) => one.kind === "external" && ENVIRONMENT_GETTERS.test(one.path));
  if (!from) return null;
  const named = expr.args.find((one) => one.name === "default");
  const second = expr.args[1];
  return { name, fallback: named?.value ?? (second && second.name === null ? second.value : null) };
}

/** The default of the field that an attribute (or `getattr`) reads, where its object is of a class that declares values. */
function declaredFor(on: Inference, expr: Expr): Expr | null {
  const [object, name] = expr.kind === "attribute" ? [expr.object, expr.name]
    : expr.kind === "call" && expr.callee.kind === "name" && expr.args[1]?.value.kind === "string" ? [expr.args[0]!.value, expr.args[1].value.value] : [null, ""];
  if (!object) return null;
  for (const value of on.evaluate(object)) {
    if (value.kind === "instance" || value.kind === "class") {
      const found = fieldDefault(on, value.class, name);
      if (found) return found;
    }
  }
  return null;
}

function fieldDefault(on: Inference, node: ClassNode, name: string): Expr | null {
  if (!declaresValues(on, node)) return null;
  const last = on.hierarchy.member(node, name)?.definitions.at(-1);
  return last?.kind === "value" && last.item < 0 ? defaultOf(last.expr) : null;
}
