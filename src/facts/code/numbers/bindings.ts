import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, ClassNode, DictEntry, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Inference } from "../inference/context.ts";
import { bindingsOf, scopeOf } from "../inference/scope-of.ts";
import { comesTooLate } from "./late-definitions.ts";
import type { Definition, Index } from "../module-index.ts";
import type { WiderCalls } from "../wider-calls.ts";
import { argumentOf, omits } from "../settings-join/arguments.ts";

/** A value that may be read elsewhere: by what it is bound to, with the statement that binds it. */
export interface Binding {
  readonly expr: Expr;
  readonly statement: Node;
  /** It crossed into another function. */
  readonly crossed: boolean;
  /** A parameter's default: taken only where a caller leaves the argument out. */
  readonly byDefault: boolean;
  /** A verdict of another function, kept where it is asked for: the conditions under which it is given decide along with it. */
  readonly verdict?: boolean;
  /** Only this element of the tuple that the expression answers. */
  readonly item?: number;
  /** Stored under the same key or field, but whether that is what is read is not known: other dicts have the key, a later store replaces the field. */
  readonly byKeyAlone?: boolean;
}

const MOST = 24;
const NONE: readonly Binding[] = [];

/** Where values come from, backwards, over the whole program: names, attributes, parameters, keys. */
export class Bindings {
  readonly #on: Inference;
  readonly #calls: WiderCalls;
  readonly #byKey = new Map<string, { holder: Expr; binding: Binding }[]>();
  readonly #foreign = new Map<string, { object: Expr; value: Expr; statement: Node }[]>();
  readonly #keyed = new Map<FunctionNode, { name: string; key: string; value: Expr; statement: Node }[]>();
  readonly #constructions = new Map<ClassNode, Call[]>();

  constructor(on: Inference, graph: CallGraph, calls: WiderCalls, index: Index) {
    this.#on = on;
    this.#calls = calls;
    for (const module of index.modules.values()) {
      for (const store of module.stores) {
        if (!store.value) continue;
        if (store.target.kind === "attribute") appendTo(this.#foreign, store.target.name, { object: store.target.object, value: store.value, statement: store.statement });
        else if (store.target.index.kind === "string") {
          appendTo(this.#byKey, store.target.index.value, { holder: store.target.object, binding: { expr: store.value, statement: store.statement, crossed: true, byDefault: false } });
          if (store.target.object.kind === "name") appendTo(this.#keyed, store.fn, { name: store.target.object.id, key: store.target.index.value, value: store.value, statement: store.statement });
        }
      }
      for (const calls of module.calls) for (const call of calls) {
        for (const made of graph.targets(call).classes) appendTo(this.#constructions, made, call);
        // `signal = replace(signal, leverage=plan.leverage)`
        const copied = /^_?replace$/.test(calledName(call)) && call.args.some((one) => one.name !== null) ? copiedFrom(call) : null;
        if (copied) for (const { name, value } of call.args) if (name !== null) appendTo(this.#foreign, name, { object: copied, value, statement: call });
      }
    }
  }

  /** Dict literals are met while the program is walked. */
  addEntry(entry: DictEntry): void {
    if (entry.key?.kind !== "string") return;
    appendTo(this.#byKey, entry.key.value, { holder: entry.parent as Expr, binding: { expr: entry.value, statement: entry, crossed: true, byDefault: false } });
  }

  /** The parameter that the name is, at the top of its function: what callers hand in is asked of `argument`. */
  parameterOf(name: Expr & { kind: "name" }, fn: FunctionNode): number {
    return scopeOf(name) === fn ? fn.params.findIndex((one) => one.name === name.id) : -1;
  }

  /** What one call hands to a parameter. */
  argument(call: Call, fn: FunctionNode, position: number): Expr | null {
    const handed = call.args.findIndex((one) => this.#on.evaluate(one.value).some((value) => value.kind === "function" && value.fn === fn));
    return argumentOf(call, fn, position, handed + 1) ?? (omits(call, fn, position) ? (fn.params[position]?.default ?? null) : null);
  }

  ofName(name: Expr & { kind: "name" }, inside: FunctionNode | null): readonly Binding[] {
    const own = bindingsOf(name, this.#on.moduleIndexOf(name)) ?? [];
    return own.length > MOST ? NONE : own.flatMap((one) => ((one.kind === "parameter" && one.fn === inside) || comesTooLate(one, name, own) ? NONE : this.#defined(one)));
  }

  #defined(one: Definition): readonly Binding[] {
    switch (one.kind) {
      case "value": {
        const expr = elementOf(one.expr, one.item);
        return [{ expr, statement: one.node, crossed: false, byDefault: false, ...(expr === one.expr && one.item >= 0 ? { item: one.item } : {}) }];
      }
      case "iteration": return [{ expr: elementsOf(one.expr, one.item), statement: one.node, crossed: false, byDefault: false }];
      case "opaque": return one.node.kind === "augmented" ? [{ expr: one.node.value, statement: one.node, crossed: false, byDefault: false }] : NONE;
      case "parameter": return this.#parameter(one.fn, one.index);
      case "import": return this.#imported(one);
      default: return NONE;
    }
  }

  #imported(one: Definition & { kind: "import" }): readonly Binding[] {
    if (one.name === null) return NONE;
    const from = this.#on.imported(one.module, one.level, this.#on.moduleIndexOf(one.node).module);
    if (from?.kind !== "module") return NONE;
    const own = this.#on.moduleIndexOf(from.module.root).scopes.get(from.module.root)?.get(one.name) ?? [];
    return own.flatMap((each) => (each.kind === "value" ? this.#defined(each) : NONE));
  }

  #parameter(fn: FunctionNode, position: number): readonly Binding[] {
    const found: Binding[] = [];
    const callers = this.#calls.callersOf(fn);
    const fallback = fn.params[position]!.default;
    let byDefault = callers.length === 0;
    for (const { call, shift } of callers.slice(0, MOST)) {
      const given = argumentOf(call, fn, position, shift);
      if (given) found.push({ expr: given, statement: call, crossed: true, byDefault: false });
      else if (omits(call, fn, position, shift)) byDefault = true;
    }
    if (fallback && byDefault) found.push({ expr: fallback, statement: fn.params[position]!, crossed: false, byDefault: true });
    return found;
  }

  /** Stores to the attribute in the family of the object's class, fields handed to its constructor, and class-level values. */
  ofAttribute(expr: Expr & { kind: "attribute" }): readonly Binding[] {
    const found: Binding[] = [];
    const objects = this.#on.evaluate(expr.object);
    for (const object of objects) {
      if (object.kind === "module") {
        const own = this.#on.moduleIndexOf(object.module.root).scopes.get(object.module.root)?.get(expr.name) ?? [];
        for (const one of own) if (one.kind === "value") found.push(...this.#defined(one));
      }
      if (object.kind !== "instance" && object.kind !== "class") continue;
      const family = [...this.#on.hierarchy.ancestors(object.class), ...this.#on.hierarchy.descendants(object.class)];
      for (const owner of family) {
        for (const store of this.#on.ownStores(owner, expr.name) ?? []) {
          if (store.value) found.push({ expr: store.value, statement: store.statement, crossed: true, byDefault: false, verdict: isVerdict(store.value) });
        }
      }
      const foreign = (this.#foreign.get(expr.name) ?? []).filter((one) => this.#on.evaluate(one.object).some((each) => each.kind === "instance" && family.includes(each.class)));
      const isReplaced = foreign.some((one) => replacesLater(one.object));
      for (const one of this.#fields(object.class, expr.name)) found.push(isReplaced ? { ...one, byKeyAlone: true } : one);
      for (const one of foreign) found.push({ expr: one.value, statement: one.statement, crossed: true, byDefault: false, byKeyAlone: isReplaced && !replacesLater(one.object) });
    }
    return found.length > MOST ? NONE : found;
  }

  #fields(node: ClassNode, name: string): Binding[] {
    const member = this.#on.hierarchy.member(node, name);
    if (!member) return [];
    const found: Binding[] = member.definitions.flatMap((one) => (one.kind === "value" ? this.#defined(one) : NONE));
    const constructions = this.#constructions.get(node) ?? [];
    const place = constructions.length > 0 ? fieldPlace(node, name) : -1;
    for (const call of constructions.slice(0, MOST)) {
      const named = call.args.find((one) => one.name === name) ?? (place >= 0 && call.args.slice(0, place + 1).every((one) => one.name === null && one.spread === "none") ? call.args[place] : undefined);
      if (named) found.push({ expr: named.value, statement: call, crossed: true, byDefault: false, verdict: isVerdict(named.value) });
    }
    return found;
  }

  /** What the name's own function stores into it under literal keys. */
  keysOf(name: Expr & { kind: "name" }): readonly { readonly key: string; readonly value: Expr; readonly statement: Node }[] {
    const fn = enclosingFunction(name);
    return (fn && this.#keyed.get(fn)?.filter((one) => one.name === name.id)) ?? [];
  }

  /**
   * What is stored under a literal key: in the dicts that the object may be, or, where those are not known, anywhere (few
   * places only: records have no class to tell them apart).
   */
  ofKey(object: Expr, key: string): readonly Binding[] {
    const found = this.#byKey.get(key);
    if (!found) return NONE;
    const sites = this.#sitesOf(object);
    const mine = sites.size === 0 ? [] : found.filter((one) => sites.has(one.holder) || [...this.#sitesOf(one.holder)].some((site) => sites.has(site)));
    const all = mine.length > 0 ? mine : OF_ANY.test(key) ? [] : found.filter((one) => !isWeights(one.holder));
    if (all.length > MOST) return NONE;
    return mine.length > 0 ? mine.map(({ binding }) => ({ ...binding, verdict: isVerdict(binding.expr) })) : all.map(({ binding }) => ({ ...binding, byKeyAlone: true }));
  }

  #sitesOf(object: Expr): ReadonlySet<Expr> {
    if (object.kind === "dict") return new Set([object]);
    return new Set(this.#on.evaluate(object).flatMap((one) => (one.kind === "container" ? [one.site] : [])));
  }
}

/** The record that a copy with other fields is made of: `replace(record, a=1)`, `record._replace(a=1)`. */
const copiedFrom = ({ callee, args }: Call): Expr | null =>
  callee.kind === "attribute" && callee.name === "_replace" ? callee.object : args[0] && args[0].name === null && args[0].spread === "none" ? args[0].value : null;

/** Which of the arguments the field of a record is: `Stop(98.5, "atr")`. A class with a constructor of its own or another one's fields before is none. */
function fieldPlace(node: ClassNode, name: string): number {
  if (node.args.some((one) => one.name === null && ownName(one.value) !== "NamedTuple")) return -1;
  const fields: string[] = [];
  for (const one of node.body) {
    if (one.kind === "function-statement" && one.function.name === "__init__") return -1;
    const target = one.kind === "declare" ? one.target : one.kind === "assign" && one.annotation !== null ? one.targets[0]! : null;
    if (target?.kind === "name") fields.push(target.id);
  }
  return fields.indexOf(name);
}

/** Keys that tables of all kinds have: which table is read must be known. */
const OF_ANY = /^(default|fallback|other|any|all|value|base|min|max|low|medium|mid|high|normal|small|large|weak|strong|very_\w+)$/i;

/** `weights = {"atr": 0.05, "rsi": 0.12}`: its keys name what is weighed, so the same key elsewhere reads something else. */
const isWeights = (holder: Expr): boolean =>
  holder.kind === "dict" && holder.parent?.kind === "assign" && holder.parent.targets.some((one) => /weights?$/i.test(ownName(one)));

const elementOf = (expr: Expr, item: number): Expr => (item >= 0 && (expr.kind === "tuple" || expr.kind === "list") ? (expr.items[item] ?? expr) : expr);

/** What `for ... in` takes its items from: `enumerate(factors)`, `zip(sizes, prices)`, `reversed(levels)`. */
function elementsOf(expr: Expr, item: number): Expr {
  if (expr.kind !== "call" || expr.callee.kind !== "name") return expr;
  const { id } = expr.callee;
  const given = id === "enumerate" ? (item === 1 ? 0 : -1) : id === "zip" ? item : /^(reversed|sorted|list|tuple|set)$/.test(id) ? 0 : -1;
  return expr.args[given]?.value ?? expr;
}

/** `allowed=False`, `status="HALT"`: said under the conditions that matter. */
const isVerdict = (value: Expr): boolean => value.kind === "boolean" || value.kind === "string";

/** `signal.stop_loss = plan.stop_loss` on a record that another function made: what that one put there may never reach the order. */
function replacesLater(object: Expr): boolean {
  const fn = enclosingFunction(object);
  return object.kind === "name" && fn !== null && object.id !== "self" && fn.params.some((one) => one.name === object.id) && !MOVES.test(fn.name);
}

/** Of an open position: what it was opened with decided then. */
const MOVES = /trail|break_?even|move|monitor|manage|update|tighten|lock|check|on_/i;
