import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { CONVERSIONS, EMPTY_WORDS, MAPPING_GETTERS, SETTINGS_LOADERS, SETTINGS_NAME, SURE_SETTINGS_NAME } from "../../../knowledge/setting-sources.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Inference } from "../inference/context.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import type { Definition } from "../module-index.ts";
import { argumentOf } from "./arguments.ts";
import { dotted, isSettingsClass } from "./declared.ts";
import { followedOnce } from "../followed-once.ts";

/** A part of the bot's settings: the keys that lead to it, as far as the code tells, and words of names that hint at the rest. */
export interface Prefix {
  readonly keys: readonly string[];
  /** The keys start at the top of a settings file. */
  readonly anchored: boolean;
  readonly hints: readonly string[];
  /** It is certainly settings: loaded, of a settings class, or found under such; otherwise its name alone says so. */
  readonly sure: boolean;
}

const MAX_DEPTH = 14;
const MAX_CALLERS = 6;

/** Follows an expression back to the settings that it is a part of. */
export class Prefixes {
  readonly #on: Inference;
  readonly #graph: CallGraph;
  /** What an expression holds, each followed once. */
  readonly of = followedOnce<Prefix>(MAX_DEPTH, (expr, depth) => this.#find(expr, depth));
  readonly #parameters = new Map<FunctionNode, Map<number, Prefix | null>>();

  constructor(on: Inference, graph: CallGraph) {
    this.#on = on;
    this.#graph = graph;
  }

  #find(expr: Expr, depth: number): Prefix | null {
    switch (expr.kind) {
      case "await": case "bind": return this.of(expr.value, depth);
      case "logical": return this.of(expr.op === "and" ? expr.right : expr.left, depth);
      case "conditional": return this.of(expr.then, depth) ?? this.of(expr.otherwise, depth);
      case "subscript": return this.#below(this.of(expr.object, depth), keyOf(this.#on, expr.index));
      case "call": return this.#call(expr, depth);
      case "attribute": return this.#attribute(expr, depth);
      case "name": return this.#name(expr, depth);
      default: return null;
    }
  }

  #below(base: Prefix | null, key: string | null): Prefix | null {
    return base && key !== null ? { ...base, keys: [...base.keys, ...key.split(".")] } : null;
  }

  #call(call: Call, depth: number): Prefix | null {
    const { callee } = call;
    const first = call.args[0];
    if (callee.kind === "attribute") {
      if (MAPPING_GETTERS.has(callee.name) && first) return this.#below(this.of(callee.object, depth), keyOf(this.#on, first.value));
      if (callee.name === "copy" || callee.name === "dict" || callee.name === "model_dump") return this.of(callee.object, depth);
    }
    const name = dotted(callee).split(".").at(-1)!;
    if (name === "getattr" && call.args[1]) return this.#below(this.of(first!.value, depth), keyOf(this.#on, call.args[1].value));
    if (CONVERSIONS.has(name) && first && first.spread === "none") return this.of(first.value, depth);
    return this.#loaded(call) ?? this.#returned(call, depth);
  }

  #loaded(expr: Expr): Prefix | null {
    for (const value of this.#on.evaluate(expr)) {
      if (value.kind === "instance" && isSettingsClass(this.#on, value.class)) return { keys: [], anchored: false, hints: wordsOf(value.class.name), sure: true };
      if (value.kind !== "external") continue;
      const loader = SETTINGS_LOADERS.get(value.path);
      if (loader === "settings") return { keys: [], anchored: true, hints: [], sure: true };
    }
    return null;
  }

  /** What the bot's own `load_config()` or `get_risk_config()` gives back. */
  #returned(call: Call, depth: number): Prefix | null {
    const { how, functions } = this.#graph.targets(call);
    if ((how !== "resolved" && how !== "named") || functions.length !== 1) return null;
    const fn = functions[0]!;
    for (const one of this.#on.moduleIndexOf(fn).returns[fn.index]!) {
      const found = one.value && this.of(one.value, depth);
      if (found) return found;
    }
    return null;
  }

  #attribute(expr: Expr & { kind: "attribute" }, depth: number): Prefix | null {
    const objects = this.#on.evaluate(expr.object);
    for (const object of objects) {
      if (object.kind !== "instance") continue;
      for (const owner of [...this.#on.hierarchy.ancestors(object.class), ...this.#on.hierarchy.descendants(object.class)]) {
        for (const store of this.#on.ownStores(owner, expr.name) ?? []) {
          const found = store.value && this.of(store.value, depth);
          if (found) return { ...found, hints: [...found.hints, ...wordsOf(expr.name)] };
        }
      }
    }
    const whole = this.of(expr.object, depth);
    if (whole && !objects.some((one) => one.kind === "function")) return this.#below(whole, expr.name);
    return this.#loaded(expr) ?? this.#byName(expr.name);
  }

  #name(expr: Expr & { kind: "name" }, depth: number): Prefix | null {
    const own = bindingsOf(expr, this.#on.moduleIndexOf(expr));
    return own ? (this.#defined(own, depth) ?? this.#loaded(expr) ?? this.#byName(expr.id)) : this.#loaded(expr);
  }

  #defined(definitions: readonly Definition[], depth: number): Prefix | null {
    for (const one of definitions) {
      const found = one.kind === "value" && one.item < 0 ? this.of(one.expr, depth)
        : one.kind === "entered" ? this.of(one.expr, depth)
        : one.kind === "parameter" ? this.#parameter(one.fn, one.index, depth) : null;
      if (found) return found;
    }
    return null;
  }

  /** What callers hand in, where they agree that it is settings. */
  #parameter(fn: FunctionNode, position: number, depth: number): Prefix | null {
    const known = this.#parameters.get(fn)?.get(position);
    if (known !== undefined) return known;
    const mine = this.#parameters.get(fn) ?? new Map<number, Prefix | null>();
    this.#parameters.set(fn, mine.set(position, null));
    let found: Prefix | null = null;
    for (const { call } of this.#graph.callersOf(fn).slice(0, MAX_CALLERS)) {
      const given = argumentOf(call, fn, position);
      found = given && this.of(given, depth);
      if (found) break;
    }
    mine.set(position, found);
    return found;
  }

  #byName(name: string): Prefix | null {
    return SETTINGS_NAME.test(name) ? { keys: [], anchored: false, hints: wordsOf(name), sure: SURE_SETTINGS_NAME.test(name) } : null;
  }
}

/** A key that is a literal, or a name that stands for one. */
export function keyOf(on: Inference, expr: Expr): string | null {
  if (expr.kind === "string") return expr.value;
  if (expr.kind !== "name") return null;
  const [only, more] = on.moduleIndexOf(expr).scopes.get(on.moduleIndexOf(expr).module.root)?.get(expr.id) ?? [];
  return only?.kind === "value" && !more && only.expr.kind === "string" ? only.expr.value : null;
}

export const wordsOf = (name: string): string[] =>
  name.replace(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase().split(/[^\p{L}\d]+/u).filter((word) => word.length > 1 && !EMPTY_WORDS.has(word));
