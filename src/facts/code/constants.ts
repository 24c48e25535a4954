import { calledName } from "../../ir/names.ts";
import type { Expr, Module, Node } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import type { Definition } from "./module-index.ts";
import { settingReads, type SettingRead, type SettingReads } from "./setting-reads.ts";

export type Scalar = number | string | boolean | null;

/** A value that is the same whenever the expression runs, with the literal that it comes from. */
export interface Constant {
  readonly value: Scalar;
  /** The innermost literal, or the whole expression where several take part. */
  readonly origin: Node;
  /** The setting that it is, where it was read from one: its value as shipped, or the default that stands in for it. */
  readonly setting?: SettingRead;
}

export interface Constants {
  /** Folds literals, arithmetic, and names and attributes that are stored exactly once, through imports; null: not constant. Settings have their shipped value, or their default. */
  of(expr: Expr): Constant | null;
  numberOf(expr: Expr): number | null;
  /** Whether some setting takes part in the value: it can be changed without a release. */
  configurable(expr: Expr): boolean;
}

const MAX_DEPTH = 12;

export const constants = codeFact({
  name: "constants",
  doc: "Constant folding over names, attributes, imports, arithmetic and the shipped settings.",
  requires: { infer, settingReads },
  derive({ infer, settingReads }): Constants {
    const known = new Map<Expr, Constant | null>();
    const of = (expr: Expr, depth = 0): Constant | null => {
      const found = known.get(expr);
      if (found !== undefined) return found;
      if (depth > MAX_DEPTH) return null;
      known.set(expr, null);
      const folded = fold(infer, settingReads, expr, (inner) => of(inner, depth + 1));
      known.set(expr, folded);
      return folded;
    };
    const changeable = new Map<Expr, boolean>();
    const configurable = (expr: Expr, depth = 0): boolean => {
      const found = changeable.get(expr);
      if (found !== undefined || depth > MAX_DEPTH) return found ?? false;
      changeable.set(expr, false);
      const made = settingReads.settingOf(expr)?.sure === true || partsOf(infer, expr).some((one) => configurable(one, depth + 1));
      changeable.set(expr, made);
      return made;
    };
    return {
      configurable: (expr) => configurable(expr),
      of: (expr) => of(expr),
      numberOf(expr) {
        const found = of(expr);
        return typeof found?.value === "number" ? found.value : null;
      },
    };
  },
});

type Of = (expr: Expr) => Constant | null;

/** What an expression's value is made of, as far as it can be followed without running anything. */
function partsOf(on: Inference, expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "unary": return [expr.operand];
    case "await": case "bind": return [expr.value];
    case "binary": case "logical": return [expr.left, expr.right];
    case "conditional": return [expr.then, expr.otherwise];
    case "call": return expr.args.map((one) => one.value);
    case "name": case "attribute": return definitionsOf(on, expr) ?? [];
    default: return [];
  }
}

function fold(on: Inference, reads: SettingReads, expr: Expr, of: Of): Constant | null {
  const plain = expr.kind === "call" ? converted(expr, of) : null;
  if (plain) return plain;
  const read = expr.kind === "call" || expr.kind === "attribute" || expr.kind === "subscript" || expr.kind === "logical" ? reads.settingOf(expr) : null;
  return (read?.sure ? shipped(read, of) : null) ?? foldPlain(on, expr, of) ?? (read?.sure ? byDefault(read, of) : null);
}

/** The value that the setting ships with; text from .env becomes a number where the code's own default is one. */
function shipped(read: SettingRead, of: Of): Constant | null {
  const value = read.value?.value;
  if (value === undefined || (value !== null && typeof value === "object")) return null;
  const instead = byDefault(read, of);
  const isText = typeof value === "string" && typeof instead?.value === "number" && value.trim() !== "" && Number.isFinite(Number(value));
  return { value: isText ? Number(value) : value, origin: read.node, setting: read };
}

function byDefault(read: SettingRead, of: Of): Constant | null {
  const stated = read.fallback ?? read.declared;
  const found = stated && of(stated);
  return found && { ...found, setting: read };
}

function foldPlain(on: Inference, expr: Expr, of: Of): Constant | null {
  switch (expr.kind) {
    case "number": case "string": case "boolean": return { value: expr.value, origin: expr };
    case "none": return { value: null, origin: expr };
    case "unary": {
      const operand = of(expr.operand);
      if (typeof operand?.value !== "number") return expr.op === "not" && operand ? { value: !operand.value, origin: expr } : null;
      return expr.op === "-" ? { value: -operand.value, origin: operand.origin } : expr.op === "+" ? operand : null;
    }
    case "binary": return arithmetic(expr, of(expr.left), of(expr.right));
    case "name": case "attribute": return single(definitionsOf(on, expr), of);
    default: return null;
  }
}

function arithmetic(expr: Expr & { kind: "binary" }, left: Constant | null, right: Constant | null): Constant | null {
  if (typeof left?.value !== "number" || typeof right?.value !== "number") return null;
  const [a, b] = [left.value, right.value];
  const made = (value: number): Constant | null => (Number.isFinite(value) ? { value, origin: expr } : null);
  switch (expr.op) {
    case "+": return made(a + b);
    case "-": return made(a - b);
    case "*": return made(a * b);
    case "/": return made(a / b);
    case "//": return made(Math.floor(a / b));
    case "%": return made(((a % b) + b) % b);
    case "**": return made(a ** b);
    default: return null;
  }
}

/** `float("0.05")`, `int(5)`, `Decimal("0.001")`, `timedelta(minutes=5)` in seconds. */
function converted(expr: Expr & { kind: "call" }, of: Of): Constant | null {
  const name = calledName(expr);
  if (name === "timedelta") return duration(expr, of);
  const first = expr.args[0];
  if (!first || expr.args.length > 1 || first.name !== null) return null;
  if (name !== "float" && name !== "int" && name !== "Decimal") return null;
  const given = of(first.value);
  if (!given || (typeof given.value !== "number" && typeof given.value !== "string") || given.value === "") return null;
  const value = Number(given.value);
  return Number.isFinite(value) ? { value: name === "int" ? Math.trunc(value) : value, origin: given.origin } : null;
}

const SECONDS: Readonly<Record<string, number>> = { days: 86400, hours: 3600, minutes: 60, seconds: 1, milliseconds: 0.001, weeks: 604800 };

function duration(expr: Expr & { kind: "call" }, of: Of): Constant | null {
  let sum = 0;
  for (const argument of expr.args) {
    const unit = argument.name === null ? undefined : SECONDS[argument.name];
    const given = of(argument.value);
    if (unit === undefined || typeof given?.value !== "number") return null;
    sum += unit * given.value;
  }
  return { value: sum, origin: expr };
}

/** What a name or attribute is bound to, over the whole program; null where that cannot be known. */
export function definitionsOf(on: Inference, expr: Expr & { kind: "name" | "attribute" }): readonly Expr[] | null {
  if (expr.kind === "name") {
    const module = on.moduleIndexOf(expr);
    const own = bindingsOf(expr, module);
    return own ? wholes(on, own) : imported(on, expr.id, module.module);
  }
  const objects = on.evaluate(expr.object);
  if (objects.length !== 1) return null;
  const object = objects[0]!;
  if (object.kind === "module") return imported(on, expr.name, object.module);
  if (object.kind !== "instance" && object.kind !== "class") return null;
  const found: Expr[] = [];
  const member = on.hierarchy.member(object.class, expr.name);
  if (member) {
    const own = wholes(on, member.definitions);
    if (!own) return null;
    found.push(...own);
  }
  for (const owner of [...on.hierarchy.ancestors(object.class), ...on.hierarchy.descendants(object.class)]) {
    for (const store of on.ownStores(owner, expr.name) ?? []) {
      if (!store.value) return null;
      found.push(store.value);
    }
  }
  return on.foreignNames.has(expr.name) || found.length === 0 ? null : found;
}

function imported(on: Inference, name: string, module: Module): readonly Expr[] | null {
  let at = module;
  for (let hops = 0; hops < 8; hops++) {
    const own = on.moduleIndexOf(at.root).scopes.get(at.root)?.get(name);
    if (!own) return null;
    const last = own.at(-1)!;
    if (last.kind !== "import" || last.name === null) return wholes(on, own);
    const base = on.imported(last.module, last.level, at);
    if (base?.kind !== "module") return null;
    [at, name] = [base.module, last.name];
  }
  return null;
}

function wholes(on: Inference, definitions: readonly Definition[]): readonly Expr[] | null {
  const found: Expr[] = [];
  for (const one of definitions) {
    if (one.kind === "declared") continue;
    if (one.kind === "import" && one.name !== null) {
      const base = on.imported(one.module, one.level, on.moduleIndexOf(one.node).module);
      const there = base?.kind === "module" ? imported(on, one.name, base.module) : null;
      if (!there) return null;
      found.push(...there);
      continue;
    }
    if (one.kind !== "value" || one.item >= 0) return null;
    found.push(one.expr);
  }
  return found;
}

/** One value, or several definitions that agree. */
function single(definitions: readonly Expr[] | null, of: Of): Constant | null {
  if (!definitions || definitions.length === 0) return null;
  const first = of(definitions[0]!);
  if (!first) return null;
  for (const one of definitions.slice(1)) if (of(one)?.value !== first.value) return null;
  return first;
}
