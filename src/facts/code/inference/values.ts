import type { ClassNode, Expr, FunctionNode, Module } from "../../../ir/nodes.ts";

/**
 * What an expression may be, as far as calls are concerned. Interned: equal values are the same object.
 *
 * An external value is a path from a library's name: `ccxt.async_support.okx()` is what calling `ccxt.async_support.okx`
 * gives, `.fetch_positions()[]` an element of what its method returned. Awaiting does not change a path. Built-in types
 * are `str()`, `float()`, `int()`, `bool()`, `list()`, `dict()`, ...
 */
export type Value =
  | { readonly kind: "function"; readonly fn: FunctionNode; readonly bound: boolean }
  | { readonly kind: "class"; readonly class: ClassNode }
  | { readonly kind: "instance"; readonly class: ClassNode }
  | { readonly kind: "super"; readonly class: ClassNode }
  | { readonly kind: "coroutine"; readonly fn: FunctionNode }
  | { readonly kind: "module"; readonly module: Module }
  /** A directory without `__init__`: only its submodules matter. */
  | { readonly kind: "package"; readonly path: string }
  /** A list, dict, set or tuple by the expression that made it; `keys` tells a view of keys from one of values or pairs. */
  | { readonly kind: "container"; readonly site: Expr; readonly view: "itself" | "keys" | "pairs" | "pair" }
  | { readonly kind: "external"; readonly path: string }
  /** `functools.partial(f, ...)`: calls f, its first arguments bound. */
  | { readonly kind: "partial"; readonly of: Value; readonly site: Expr };

const MAX_PATH = 160;

/** Makes equal values identical. One per analysis. */
export class Values {
  readonly #nodes = new Map<object, Map<string, Value>>();
  readonly #paths = new Map<string, Value>();

  #by(node: object, key: string, make: () => Value): Value {
    let known = this.#nodes.get(node);
    if (!known) this.#nodes.set(node, (known = new Map()));
    let value = known.get(key);
    if (!value) known.set(key, (value = make()));
    return value;
  }

  readonly fn = (fn: FunctionNode): Value => this.#by(fn, "fn", () => ({ kind: "function", fn, bound: false }));
  readonly bound = (fn: FunctionNode): Value => this.#by(fn, "bound", () => ({ kind: "function", fn, bound: true }));
  readonly class = (node: ClassNode): Value => this.#by(node, "class", () => ({ kind: "class", class: node }));
  readonly instance = (node: ClassNode): Value => this.#by(node, "instance", () => ({ kind: "instance", class: node }));
  readonly super = (node: ClassNode): Value => this.#by(node, "super", () => ({ kind: "super", class: node }));
  readonly coroutine = (fn: FunctionNode): Value => this.#by(fn, "coroutine", () => ({ kind: "coroutine", fn }));
  readonly module = (module: Module): Value => this.#by(module, "module", () => ({ kind: "module", module }));
  readonly container = (site: Expr, view: "itself" | "keys" | "pairs" | "pair" = "itself"): Value =>
    this.#by(site, view, () => ({ kind: "container", site, view }));
  readonly partial = (of: Value, site: Expr): Value => this.#by(site, `partial ${this.#name(of)}`, () => ({ kind: "partial", of, site }));

  /** A path that grows without end (`node = node.next()`) stops growing. */
  readonly external = (path: string): Value => {
    const short = path.length > MAX_PATH ? path.slice(0, MAX_PATH) : path;
    let value = this.#paths.get(short);
    if (!value) this.#paths.set(short, (value = { kind: "external", path: short }));
    return value;
  };

  readonly package = (path: string): Value => {
    const key = `package ${path}`;
    let value = this.#paths.get(key);
    if (!value) this.#paths.set(key, (value = { kind: "package", path }));
    return value;
  };

  #name(value: Value): string {
    if (value.kind === "function") return `${value.fn.qualname} ${value.fn.start} ${value.bound}`;
    if (value.kind === "class") return `class ${value.class.qualname} ${value.class.start}`;
    if (value.kind === "external") return value.path;
    return value.kind;
  }
}
