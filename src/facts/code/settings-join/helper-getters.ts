import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { ENVIRONMENT_GETTERS } from "../../../knowledge/setting-sources.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Inference } from "../inference/context.ts";
import { argumentOf } from "./arguments.ts";
import { keyOf, type Prefix } from "./prefixes.ts";

interface Helper {
  /** Positions of the parameters; -1: it has none. */
  readonly key: number;
  /** The parameter that names the section around the key; -1: none. */
  readonly section: number;
  readonly fallback: number;
  readonly from: number;
  readonly environment: boolean;
  /** What the key is looked up in, when that is no parameter. */
  readonly inside: Expr | null;
}

const memo = new WeakMap<FunctionNode, { helper: Helper | null }>();

export interface HelperRead {
  readonly prefix: Prefix;
  readonly fallback: Expr | null;
  readonly environment: boolean;
}

/** A read through the bot's own getter: `_get(cfg, "a.b", 5)`, `env_float("X", 5)`, `self._setting("x", default=5)`. */
export function helperRead(on: Inference, graph: CallGraph, call: Call, prefixOf: (expr: Expr) => Prefix | null): HelperRead | null {
  if (call.args.length === 0 || !call.args.some((one) => one.value.kind === "string")) return null;
  const { how, functions } = graph.targets(call);
  if ((how !== "resolved" && how !== "named") || functions.length !== 1) return null;
  const fn = functions[0]!;
  const known = memo.get(fn) ?? { helper: helperOf(on, fn) };
  memo.set(fn, known);
  const { helper } = known;
  if (!helper) return null;
  const key = keyAt(on, call, fn, helper.key);
  const section = helper.section < 0 ? "" : keyAt(on, call, fn, helper.section);
  if (key === null || section === null) return null;
  const fallback = helper.fallback < 0 ? null : argumentOf(call, fn, helper.fallback) ?? fn.params[helper.fallback]!.default;
  if (helper.environment) return { prefix: { keys: [key], anchored: true, hints: [], sure: true }, fallback, environment: true };
  const whole = helper.from >= 0 ? argumentOf(call, fn, helper.from) : helper.inside;
  const base = whole && prefixOf(whole);
  return base ? { prefix: { ...base, keys: [...base.keys, ...(section === "" ? [] : section.split(".")), ...key.split(".")] }, fallback, environment: false } : null;
}

function keyAt(on: Inference, call: Call, fn: FunctionNode, position: number): string | null {
  const given = argumentOf(call, fn, position);
  return given && keyOf(on, given);
}

/** By its summary: it looks its parameter up in the environment, a mapping or an object, and may give another parameter back. */
function helperOf(on: Inference, fn: FunctionNode): Helper | null {
  if (fn.params.length === 0 || fn.params.length > 6 || fn.end - fn.start > 2500) return null;
  const at = (expr: Expr | undefined): number => (expr?.kind === "name" ? fn.params.findIndex((one) => one.name === expr.id) : -1);
  const fallback = fn.params.findIndex((one) => /^_*(?:default|fallback|dflt|otherwise)/.test(one.name));
  const module = on.moduleIndexOf(fn);
  for (const call of module.calls[fn.index]!) {
    const key = at(call.args[0]?.value);
    if (key >= 0 && on.evaluate(call.callee).some((one) => one.kind === "external" && ENVIRONMENT_GETTERS.test(one.path))) {
      return { key, fallback, from: -1, section: -1, environment: true, inside: null };
    }
    if (call.callee.kind !== "attribute") {
      const named = call.callee.kind === "name" && call.callee.id === "getattr" ? at(call.args[1]?.value) : -1;
      if (named >= 0) return { key: named, section: -1, fallback, from: at(call.args[0]!.value), environment: false, inside: call.args[0]!.value };
      continue;
    }
    if (call.callee.name === "get" && key >= 0) {
      const from = at(call.callee.object);
      const inner = innerKey(call, at, module.calls[fn.index]!);
      return { key: inner < 0 ? key : inner, section: inner < 0 ? -1 : key, fallback, from, environment: false, inside: call.callee.object };
    }
    const split = call.callee.name === "split" ? at(call.callee.object) : -1;
    if (split >= 0 && fallback >= 0) {
      const from = fn.params.findIndex((one, i) => i !== split && i !== fallback && one.name !== "self");
      return { key: split, section: -1, fallback, from, environment: false, inside: from < 0 ? selfSettings(fn) : null };
    }
  }
  return null;
}

/** The key that is looked up in the section found under the first: `part = c.get(section, {})`, `part.get(key, default)`. */
function innerKey(outer: Call, at: (expr: Expr | undefined) => number, calls: readonly Call[]): number {
  const kept = outer.parent?.kind === "assign" && outer.parent.targets[0]?.kind === "name" ? outer.parent.targets[0].id : null;
  for (const { callee, args } of calls) {
    if (callee.kind !== "attribute" || callee.name !== "get") continue;
    if (callee.object === outer || (callee.object.kind === "name" && callee.object.id === kept)) return at(args[0]?.value);
  }
  return -1;
}

/** `self.config` of the method: the first attribute of `self` that its body reads and that is named like settings. */
function selfSettings(fn: FunctionNode): Expr | null {
  let found: Expr | null = null;
  for (const statement of fn.body) {
    if (found || statement.kind !== "assign") continue;
    if (statement.value.kind === "attribute") found = statement.value;
  }
  return found;
}
