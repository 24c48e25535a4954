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
  | External
  /** `functools.partial(f, ...)`: calls f, its first arguments bound. */
  | { readonly kind: "partial"; readonly of: Value; readonly site: Expr };

export interface External {
  readonly kind: "external";
  readonly path: string;
}

const MAX_PATH = 160;

/** Makes equal values identical. One per analysis. */
export class Values {
  readonly #nodes = new Map<object, Map<string, Value>>();
  readonly #packages = new Map<string, Value>();
  readonly #externals = new Map<string, External>();
  /** Steps from one library value to the next, so that the common ones make no strings. */
  readonly #called = new Map<External, External>();
  readonly #element = new Map<External, External>();
  readonly #members = new Map<External, Map<string, External>>();

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
  readonly external = (path: string): External => {
    const short = path.length > MAX_PATH ? path.slice(0, MAX_PATH) : path;
    let value = this.#externals.get(short);
    if (!value) this.#externals.set(short, (value = { kind: "external", path: short }));
    return value;
  };

  /** What calling a library value gives. */
  readonly calledExternal = (of: External): External => this.#step(of, this.#called, "()");
  /** An element of a library value. */
  readonly elementOfExternal = (of: External): External => this.#step(of, this.#element, "[]");
  readonly memberOfExternal = (of: External, name: string): External => {
    let byName = this.#members.get(of);
    if (!byName) this.#members.set(of, (byName = new Map()));
    let value = byName.get(name);
    if (!value) byName.set(name, (value = this.external(`${of.path}.${name}`)));
    return value;
  };

  #step(of: External, known: Map<External, External>, suffix: string): External {
    let value = known.get(of);
    if (!value) known.set(of, (value = this.external(of.path + suffix)));
    return value;
  }

  readonly package = (path: string): Value => {
    let value = this.#packages.get(path);
    if (!value) this.#packages.set(path, (value = { kind: "package", path }));
    return value;
  };

  #name(value: Value): string {
    if (value.kind === "function") return `${value.fn.qualname} ${value.fn.start} ${value.bound}`;
    if (value.kind === "class") return `class ${value.class.qualname} ${value.class.start}`;
    if (value.kind === "external") return value.path;
    return value.kind;
  }
}
