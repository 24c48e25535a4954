import type { Attribute, Call, ClassNode, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { functionAround, walkBody } from "../../../ir/walk.ts";
import { FINDS_REGIME, NOT_REGIME, REGIME_CLASS, REGIME_FIELD, REGIME_MODES, REGIME_NAME } from "../../../knowledge/regime-words.ts";
import { snake } from "../guard-kinds.ts";
import type { Inference } from "../inference/context.ts";
import type { Index, ModuleIndex, Store } from "../module-index.ts";
import { nameOf } from "../metrics/price-roles.ts";

/** Where the regime is kept: an attribute, or the entries of a map in one. */
export interface RegimeStore {
  readonly name: string;
  readonly owner: ClassNode | null;
  readonly stores: readonly Store[];
}

export interface RegimeSources {
  readonly stores: readonly RegimeStore[];
  /** Expressions whose value is the regime: reads of a store, results of what finds it, parameters of its name. */
  readonly reads: readonly Expr[];
}

const isRegimeName = (name: string): boolean => REGIME_NAME.test(name) && !NOT_REGIME.test(name);

/** `mentions`: modules that have the word at all. Only stores and their reads may do without it. */
export function regimeSources(index: Index, on: Inference, isLive: (fn: FunctionNode) => boolean, mentions: readonly ModuleIndex[]): RegimeSources {
  const classes = new Set(index.classes.filter((one) => isRegimeEnum(on, one)));
  const named = new Set([...classes].filter((one) => REGIME_CLASS.test(one.name)));
  const isMode = (expr: Expr): boolean => saysMode(on, classes, expr);
  const stores = regimeStores(index, on, { isMode, isMember: (expr) => on.evaluate(expr).some((one) => one.kind === "instance" && named.has(one.class)) }, isLive);
  return { stores, reads: [...storeReads(index, on, stores, isLive), ...found(mentions, isLive), ...parameters(mentions, isLive), ...fields(mentions, isLive)] };
}

function isRegimeEnum(on: Inference, node: ClassNode): boolean {
  if (!on.hierarchy.libraryBases(node).some((one) => /(^|\.)(Str|Int)?Enum$/.test(one))) return false;
  const members = node.body.flatMap((one) => (one.kind === "assign" && one.targets[0]?.kind === "name" ? [one.targets[0].id] : []));
  return members.length >= 2 && (REGIME_CLASS.test(node.name) || members.filter((one) => REGIME_MODES.test(one)).length >= 2);
}

/** A member of a regime's Enum, or a mode written out. */
function saysMode(on: Inference, classes: ReadonlySet<ClassNode>, expr: Expr): boolean {
  if (expr.kind === "string") return REGIME_MODES.test(expr.value);
  if (expr.kind === "conditional") return saysMode(on, classes, expr.then) || saysMode(on, classes, expr.otherwise);
  return on.evaluate(expr).some((one) => one.kind === "instance" && classes.has(one.class));
}

interface Values {
  /** A mode, as text or member. */
  isMode(expr: Expr): boolean;
  /** A member of an Enum that is called a regime: enough without a name of its own. */
  isMember(expr: Expr): boolean;
}

function regimeStores(index: Index, on: Inference, { isMode, isMember }: Values, isLive: (fn: FunctionNode) => boolean): RegimeStore[] {
  const byPlace = new Map<string, { name: string; owner: ClassNode | null; stores: Store[] }>();
  const proved = new Set<string>();
  const numbers = new Map<ClassNode, number>(index.classes.map((one, i) => [one, i]));
  for (const one of index.modules.values()) {
    for (const store of one.stores) {
      const { target, value, fn } = store;
      const holder = target.kind === "attribute" ? target : target.object;
      if (holder.kind !== "attribute" || !isLive(fn)) continue;
      const name = nameOf(holder);
      const named = isRegimeName(name);
      if (!named && !(value && isMember(value))) continue;
      const owner = ownerOf(on, holder, fn);
      const key = `${owner ? String(numbers.get(owner)) : one.module.file} ${name}`;
      const known = byPlace.get(key);
      if (known) known.stores.push(store);
      else byPlace.set(key, { name: holder.name, owner, stores: [store] });
      if (value && (isMember(value) || isMode(value) || (named && isFinding(value)))) proved.add(key);
      else if (named && value && value.kind !== "none" && value.kind !== "number" && value.kind !== "boolean" && fn.name !== "__init__") proved.add(key);
    }
  }
  return [...byPlace].filter(([key]) => proved.has(key)).map(([, one]) => one);
}

function ownerOf(on: Inference, holder: Attribute, fn: FunctionNode): ClassNode | null {
  const own = holder.object.kind === "name" ? on.selfClass(holder.object, fn) : null;
  if (own) return own;
  const [only, ...more] = on.evaluate(holder.object);
  return only?.kind === "instance" && more.length === 0 ? only.class : null;
}

const isFinding = (expr: Expr): boolean => expr.kind === "await" ? isFinding(expr.value) : expr.kind === "call" && (findsByName(nameOf(expr.callee)) || findsByHolder(expr));

/** `detect_regime(df)`, and `volatility_regime(df)`: a function that is called like what it gives. */
const findsByName = (name: string): boolean => (name.endsWith("regime") || name.endsWith("regimes")) && (FINDS_REGIME.test(name) || isRegimeName(name));

const FINDS: ReadonlySet<string> = new Set(["detect", "classify", "current", "evaluate", "analyze", "analyse", "predict", "identify"]);

/** `self.regime_detector.detect(prices)`. */
const findsByHolder = (call: Call): boolean => call.callee.kind === "attribute" && FINDS.has(call.callee.name) && nameOf(call.callee.object).includes("regime");

function storeReads(index: Index, on: Inference, stores: readonly RegimeStore[], isLive: (fn: FunctionNode) => boolean): Expr[] {
  const byName = new Map<string, RegimeStore[]>();
  for (const one of stores) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const found: Expr[] = [];
  if (byName.size === 0) return found;
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("attribute") ?? []) {
      const known = node.kind === "attribute" ? byName.get(node.name) : undefined;
      if (node.kind !== "attribute" || !known || isTarget(node)) continue;
      const fn = functionAround(node);
      if (!isLive(fn)) continue;
      const owner = ownerOf(on, node, fn);
      if (!known.some((each) => each.owner === owner || (owner && each.owner && on.hierarchy.ancestors(owner).includes(each.owner)))) continue;
      const parent = node.parent;
      if (parent?.kind === "subscript" && parent.object === node) {
        if (!isTarget(parent)) found.push(parent);
      } else found.push(node);
    }
  }
  return found;
}

const isTarget = (expr: Expr): boolean => {
  const parent = expr.parent;
  const at = parent?.kind === "tuple" ? parent.parent : parent;
  return (at?.kind === "assign" && (at.targets.includes(expr) || (parent?.kind === "tuple" && at.targets.includes(parent)))) || (at?.kind === "augmented" && at.target === expr);
};

function found(modules: readonly ModuleIndex[], isLive: (fn: FunctionNode) => boolean): Call[] {
  const all: Call[] = [];
  for (const one of modules) {
    for (const fn of one.module.functions) {
      if (isLive(fn)) all.push(...one.calls[fn.index]!.filter(isFinding));
    }
  }
  return all;
}

/** `signal.regime`, `context["market_regime"]`, `data.get("regime")`: fields of that name, whoever filled them. */
function fields(modules: readonly ModuleIndex[], isLive: (fn: FunctionNode) => boolean): Expr[] {
  const all: Expr[] = [];
  const known = new Map<string, boolean>();
  const isField = (name: string): boolean => {
    let found = known.get(name);
    if (found === undefined) known.set(name, found = REGIME_FIELD.test(snake(name)));
    return found;
  };
  const add = (node: Expr, name: string): void => {
    if (isField(name) && !isTarget(node) && !isComponent(node) && isLive(functionAround(node))) all.push(node);
  };
  for (const one of modules) {
    for (const node of one.byKind.get("attribute") ?? []) if (node.kind === "attribute") add(node, node.name);
    for (const node of one.byKind.get("subscript") ?? []) if (node.kind === "subscript" && node.index.kind === "string") add(node, node.index.value);
    for (const node of one.byKind.get("call") ?? []) {
      const key = node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" ? node.args[0]?.value : undefined;
      if (key?.kind === "string") add(node as Call, key.value);
    }
  }
  return all;
}

/** `self.regime.predict(...)`: what finds the regime, not the regime. */
function isComponent(node: Expr): boolean {
  const { parent } = node;
  if (parent?.kind === "call" && parent.callee === node) return true;
  return parent?.kind === "attribute" && parent.parent?.kind === "call" && parent.parent.callee === parent && !/^(get|lower|upper|strip|replace)$/.test(parent.name);
}

/** Reads of parameters that are called after the regime, where nothing was found to flow into them. */
function parameters(modules: readonly ModuleIndex[], isLive: (fn: FunctionNode) => boolean): Expr[] {
  const all: Expr[] = [];
  for (const fn of modules.flatMap((one) => one.module.functions)) {
    const names = new Set(fn.params.filter((one) => /^(market_|current_|new_)?regime$/.test(snake(one.name))).map((one) => one.name));
    if (names.size === 0 || !isLive(fn)) continue;
    all.push(...readsOf(fn, names));
  }
  return all;
}

function readsOf(fn: FunctionNode, names: ReadonlySet<string>): Expr[] {
  const all: Expr[] = [];
  walkBody(fn, (node) => {
    if (node.kind === "name" && names.has(node.id) && !isTarget(node)) all.push(node);
  });
  return all;
}
