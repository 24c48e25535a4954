import type { Call, ClassNode, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import { SYMBOLS_NAME } from "../../knowledge/instrument-arguments.ts";
import type { CallGraph } from "./call-graph.ts";
import type { Constants } from "./constants.ts";
import type { Inference } from "./inference/context.ts";
import { scopeOf } from "./inference/scope-of.ts";
import type { SettingReads } from "./setting-reads.ts";

/** The markets that an expression may name: each as a literal or a setting, with where it stands. */
export type Markets = ReadonlyMap<string, Node>;

const MAX_DEPTH = 10;
const MOST_CALLERS = 12;

/** Follows the name of a market back to the literals and settings that it is; null where one of its ways is not known, or runs over many. */
export class InstrumentSources {
  readonly #on: Inference;
  readonly #graph: CallGraph;
  readonly #constants: Constants;
  readonly #settings: SettingReads;
  #buildsOf: (node: ClassNode) => readonly Call[] = () => [];

  constructor(on: Inference, graph: CallGraph, constants: Constants, settings: SettingReads) {
    this.#on = on;
    this.#graph = graph;
    this.#constants = constants;
    this.#settings = settings;
  }

  of(expr: Expr, buildsOf: (node: ClassNode) => readonly Call[]): Markets | null {
    this.#buildsOf = buildsOf;
    const found = new Map<string, Node>();
    return this.#follow(expr, 0, found, new Set()) ? found : null;
  }

  /** Whether everything that the expression may be is known. */
  #follow(expr: Expr, depth: number, into: Map<string, Node>, seen: Set<Expr>): boolean {
    if (seen.has(expr)) return true;
    if (depth > MAX_DEPTH) return false;
    seen.add(expr);
    const on = (next: Expr): boolean => this.#follow(next, depth + 1, into, seen);
    const setting = this.#settings.settingOf(expr);
    if (setting) return !SYMBOLS_NAME.test(setting.key.split(".").at(-1)!) && this.#found(`setting ${setting.key}`, expr, into);
    const value = this.#constants.of(expr)?.value;
    if (typeof value === "string") return this.#found(value, expr, into);
    switch (expr.kind) {
      case "string": return this.#found(expr.value, expr, into);
      case "name": return this.#name(expr, on);
      case "attribute": return this.#attribute(expr, on);
      case "await": return on(expr.value);
      case "conditional": return on(expr.then) && on(expr.otherwise);
      case "logical": return on(expr.left) && on(expr.right);
      case "subscript": return expr.index.kind === "string" && this.#entry(expr.object, expr.index.value, on);
      case "call": return this.#call(expr, on);
      default: return false;
    }
  }

  #found(atom: string, at: Node, into: Map<string, Node>): boolean {
    into.set(atom, at);
    return true;
  }

  #name(expr: Expr & { kind: "name" }, on: (next: Expr) => boolean): boolean {
    const definitions = this.#on.moduleIndexOf(expr).scopes.get(scopeOf(expr))?.get(expr.id) ?? [];
    const fn = enclosingFunction(expr);
    return definitions.length > 0 && definitions.every((one) => {
      if (one.kind === "parameter" && fn) return this.#given(fn, expr.id, on);
      return one.kind === "value" && one.item < 0 && on(one.expr);
    });
  }

  /** What all callers give for a parameter. */
  #given(fn: FunctionNode, name: string, on: (next: Expr) => boolean): boolean {
    const position = fn.params.findIndex((one) => one.name === name);
    const callers = fn.name === "__init__" ? this.#buildsOf(classOf(fn)!) : this.#graph.callersOf(fn).map((one) => one.call);
    if (position < 0 || callers.length === 0 || callers.length > MOST_CALLERS || this.#graph.escapes.some((one) => one.fn === fn)) return false;
    return callers.every((call) => {
      const given = call.args.find((one) => one.name === name)?.value
        ?? call.args.filter((one) => one.name === null && one.spread === "none")[position - (classOf(fn) ? 1 : 0)]?.value ?? fn.params[position]!.default;
      return given !== null && given !== undefined && !call.args.some((one) => one.spread !== "none") && on(given);
    });
  }

  #attribute(expr: Expr & { kind: "attribute" }, on: (next: Expr) => boolean): boolean {
    const owners = this.#graph.valuesOf(expr.object).flatMap((one) => (one.kind === "instance" ? [one.class] : []));
    return owners.length > 0 && owners.every((owner) => {
      const stores = this.#on.ownStores(owner, expr.name) ?? [];
      if (stores.length > 0) return stores.every(({ value }) => value !== null && on(value));
      // A record: what it is made with.
      const made = this.#buildsOf(owner).map((call) => call.args.find((one) => one.name === expr.name)?.value);
      return made.length > 0 && made.every((one) => one !== undefined && on(one));
    });
  }

  #entry(holder: Expr, key: string, on: (next: Expr) => boolean): boolean {
    const sites = this.#graph.valuesOf(holder).flatMap((one) => (one.kind === "container" && one.site.kind === "dict" ? [one.site] : []));
    return sites.length > 0 && sites.every((site) => {
      const entry = site.kind === "dict" ? site.entries.find((one) => one.key?.kind === "string" && one.key.value === key) : undefined;
      return entry !== undefined && on(entry.value);
    });
  }

  #call(call: Call, on: (next: Expr) => boolean): boolean {
    const { callee, args } = call;
    const first = args[0]?.value;
    if (callee.kind === "attribute" && /^(upper|lower|strip|replace|split)$/.test(callee.name)) return on(callee.object);
    if (callee.kind === "attribute" && callee.name === "get" && first?.kind === "string") return this.#entry(callee.object, first.value, on);
    return callee.kind === "name" && callee.id === "str" && first !== undefined && on(first);
  }
}
