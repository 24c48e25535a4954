import type { Augmented, Assign, Call, ClassNode, Expr, FunctionNode, Module, Node, Return } from "../../ir/nodes.ts";
import { children, enclosingFunction, functionAround } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";

/** What gives a name its value. `item` picks one element of an unpacked value (-1: the whole). */
export type Definition =
  | { readonly kind: "value"; readonly expr: Expr; readonly item: number; readonly annotation: Expr | null; readonly node: Node }
  | { readonly kind: "declared"; readonly annotation: Expr; readonly node: Node }
  | { readonly kind: "iteration"; readonly expr: Expr; readonly item: number; readonly node: Node }
  | { readonly kind: "entered"; readonly expr: Expr; readonly node: Node }
  | { readonly kind: "function"; readonly fn: FunctionNode; readonly node: Node }
  | { readonly kind: "class"; readonly class: ClassNode; readonly node: Node }
  /** `name` null: the module itself; "*" never occurs here (see `stars`). `top`: `import a.b` binds `a`. */
  | { readonly kind: "import"; readonly module: string; readonly level: number; readonly name: string | null; readonly top: boolean; readonly node: Node }
  | { readonly kind: "parameter"; readonly fn: FunctionNode; readonly index: number; readonly node: Node }
  /** Bound, but not to a value that can be followed: augmented assignment, except target, deep unpacking, pattern. */
  | { readonly kind: "opaque"; readonly node: Node };

export type ScopeOwner = FunctionNode | ClassNode;

/** `target.name = value` or `target[key] = value` (value null: unpacked or otherwise not followed). */
export interface Store {
  readonly target: Expr & { kind: "attribute" | "subscript" };
  readonly value: Expr | null;
  readonly statement: Node;
  readonly fn: FunctionNode;
}

/** What one pass over a module finds, for every later question. */
export interface ModuleIndex {
  readonly module: Module;
  readonly scopes: ReadonlyMap<ScopeOwner, ReadonlyMap<string, readonly Definition[]>>;
  /** Names that a scope declares `global` (true) or `nonlocal` (false). */
  readonly escapes: ReadonlyMap<ScopeOwner, ReadonlyMap<string, boolean>>;
  readonly stars: readonly { readonly module: string; readonly level: number }[];
  /** Calls, returns and yield points of each function, by `FunctionNode.index`, in source order. */
  readonly calls: readonly (readonly Call[])[];
  readonly returns: readonly (readonly Return[])[];
  readonly yields: readonly (readonly Node[])[];
  readonly stores: readonly Store[];
  /** All nodes of the kinds in INDEXED, in source order. */
  readonly byKind: ReadonlyMap<Node["kind"], readonly Node[]>;
}

const INDEXED = new Set<Node["kind"]>([
  "call", "compare", "number", "subscript", "assign", "augmented", "delete", "while", "for", "try", "with", "raise", "return", "if",
  "import", "import-from", "await", "string", "attribute", "comprehension", "template", "binary", "logical", "conditional", "match", "handler", "parameter",
]);

export interface Index {
  readonly modules: ReadonlyMap<string, ModuleIndex>;
  readonly moduleOf: (node: Node) => Module;
  /** The calls of the function's own body, in source order. */
  readonly callsIn: (fn: FunctionNode) => readonly Call[];
  /** Every function of the program, modules in path order. */
  readonly functions: readonly FunctionNode[];
  readonly classes: readonly ClassNode[];
}

export const index = codeFact({
  name: "index",
  doc: "Definitions, calls, stores and nodes by kind, from one pass over each module.",
  requires: { program },
  derive({ program }): Index {
    const modules = new Map<string, ModuleIndex>();
    const owner = new Map<FunctionNode, ModuleIndex>();
    const functions: FunctionNode[] = [];
    const classes: ClassNode[] = [];
    let calls = 0;
    for (const [file, module] of program.modules) {
      const made = indexOf(module);
      modules.set(file, made);
      for (const own of made.calls) for (const call of own) call.order = calls++;
      for (const fn of module.functions) owner.set(fn, made);
      functions.push(...module.functions);
      classes.push(...module.classes);
    }
    return { modules, functions, classes, moduleOf: (node) => owner.get(functionAround(node))!.module, callsIn: (fn) => owner.get(fn)!.calls[fn.index]! };
  },
});

const indices = new WeakMap<Module, ModuleIndex>();

/** Made at the first call: the audit asks for it while other files are still being lowered. */
export function indexOf(module: Module): ModuleIndex {
  let made = indices.get(module);
  if (!made) indices.set(module, (made = new Pass(module).run()));
  return made;
}

type Writable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : never;

/** The state of one walk: the innermost function and scope. */
class Pass {
  readonly module: Module;
  readonly scopes = new Map<ScopeOwner, Map<string, Definition[]>>();
  readonly escapes = new Map<ScopeOwner, Map<string, boolean>>();
  readonly stars: { module: string; level: number }[] = [];
  readonly calls: Call[][];
  readonly returns: Return[][];
  readonly yields: Node[][];
  readonly stores: Store[] = [];
  readonly byKind: Writable<ReadonlyMap<Node["kind"], Node[]>> = new Map();
  fn: FunctionNode;
  scope: ScopeOwner;

  constructor(module: Module) {
    this.module = module;
    const lists = <T>(): T[][] => module.functions.map(() => []);
    this.calls = lists();
    this.returns = lists();
    this.yields = lists();
    this.fn = module.root;
    this.scope = module.root;
    for (const kind of INDEXED) this.byKind.set(kind, []);
  }

  run(): ModuleIndex {
    this.enterFunction(this.module.root);
    return this;
  }

  define(name: string, definition: Definition): void {
    const owner = this.ownerOf(name);
    let scope = this.scopes.get(owner);
    if (!scope) this.scopes.set(owner, (scope = new Map()));
    appendTo(scope, name, definition);
  }

  /** The scope that a binding of `name` here belongs to: `global` and `nonlocal` move it outwards. */
  ownerOf(name: string): ScopeOwner {
    const global = this.escapes.get(this.scope)?.get(name);
    if (global === undefined) return this.scope;
    if (global) return this.module.root;
    let outer = enclosingFunction(this.fn);
    while (outer && !this.scopes.get(outer)?.has(name)) outer = enclosingFunction(outer);
    return outer ?? this.scope;
  }

  enterFunction(fn: FunctionNode): void {
    const [outerFn, outerScope] = [this.fn, this.scope];
    for (const decorator of fn.decorators) this.visit(decorator);
    for (const param of fn.params) {
      if (param.default) this.visit(param.default);
    }
    this.fn = fn;
    this.scope = fn;
    fn.params.forEach((param, i) => {
      this.byKind.get("parameter")!.push(param);
      this.define(param.name, { kind: "parameter", fn, index: i, node: param });
    });
    for (const statement of fn.body) this.visit(statement);
    this.fn = outerFn;
    this.scope = outerScope;
  }

  readonly visit = (node: Node): void => {
    this.byKind.get(node.kind)?.push(node);
    switch (node.kind) {
      case "function": return this.enterFunction(node);
      case "class": return this.enterClass(node);
      case "function-statement":
        this.define(node.function.name, { kind: "function", fn: node.function, node });
        break;
      case "class-statement":
        this.define(node.class.name, { kind: "class", class: node.class, node });
        break;
      case "name": node.scope = this.scope; return;
      case "call": this.calls[this.fn.index]!.push(node); break;
      case "return": this.returns[this.fn.index]!.push(node); break;
      case "await": case "yield": this.yields[this.fn.index]!.push(node); break;
      case "assign": this.assign(node); break;
      case "augmented": this.augmented(node); break;
      case "declare":
        if (node.target.kind === "name") this.define(node.target.id, { kind: "declared", annotation: node.annotation, node });
        break;
      case "bind": this.define(node.target.id, { kind: "value", expr: node.value, item: -1, annotation: null, node }); break;
      case "for":
        if (node.async) this.yields[this.fn.index]!.push(node);
        this.target(node.target, (item) => ({ kind: "iteration", expr: node.iterable, item, node }), node);
        break;
      case "clause":
        if (node.async) this.yields[this.fn.index]!.push(node);
        this.target(node.target, (item) => ({ kind: "iteration", expr: node.iterable, item, node }), node);
        break;
      case "with":
        if (node.async) this.yields[this.fn.index]!.push(node);
        for (const one of node.items) {
          if (one.target) this.target(one.target, (item) => (item < 0 ? { kind: "entered", expr: one.context, node: one } : { kind: "opaque", node: one }), one);
        }
        break;
      case "handler":
        if (node.target) this.define(node.target.id, { kind: "opaque", node });
        break;
      case "capture-pattern": case "star-pattern":
        if (node.target) this.define(node.target.id, { kind: "opaque", node });
        break;
      case "mapping-pattern":
        if (node.rest) this.define(node.rest.id, { kind: "opaque", node });
        break;
      case "import":
        this.define(node.alias ?? node.module.split(".")[0]!, { kind: "import", module: node.module, level: 0, name: null, top: node.alias === null, node });
        break;
      case "import-from":
        node.names.forEach((name, i) => {
          if (name === "*") this.stars.push({ module: node.module, level: node.level });
          else this.define(node.aliases[i]!, { kind: "import", module: node.module, level: node.level, name, top: false, node });
        });
        break;
      case "scope": {
        const escapes = this.escapes.get(this.scope) ?? new Map<string, boolean>();
        for (const name of node.names) escapes.set(name, !node.nonlocal);
        this.escapes.set(this.scope, escapes);
        break;
      }
    }
    children(node, this.visit);
  };

  enterClass(node: ClassNode): void {
    for (const decorator of node.decorators) this.visit(decorator);
    for (const argument of node.args) this.visit(argument);
    const outer = this.scope;
    this.scope = node;
    for (const statement of node.body) this.visit(statement);
    this.scope = outer;
  }

  assign(node: Assign): void {
    for (const target of node.targets) {
      this.target(target, (item) => ({ kind: "value", expr: node.value, item, annotation: node.annotation, node }), node, node.value);
    }
  }

  augmented(node: Augmented): void {
    if (node.target.kind === "name") this.define(node.target.id, { kind: "opaque", node });
    else if (node.target.kind === "attribute" || node.target.kind === "subscript") {
      this.stores.push({ target: node.target, value: null, statement: node, fn: this.fn });
    }
  }

  /** Defines the names of a target; attributes and subscripts become stores. */
  target(target: Expr, definition: (item: number) => Definition, statement: Node, value: Expr | null = null): void {
    if (target.kind === "name") return this.define(target.id, definition(-1));
    if (target.kind === "attribute" || target.kind === "subscript") return void this.stores.push({ target, value, statement, fn: this.fn });
    if (target.kind !== "tuple" && target.kind !== "list") return;
    const starred = target.items.some((one) => one.kind === "spread");
    const values = value && !starred && (value.kind === "tuple" || value.kind === "list") && value.items.length === target.items.length ? value.items : null;
    target.items.forEach((item, i) => {
      const one = item.kind === "spread" ? item.value : item;
      if (one.kind === "name") {
        if (values) this.define(one.id, { kind: "value", expr: values[i]!, item: -1, annotation: null, node: statement });
        else this.define(one.id, starred ? { kind: "opaque", node: statement } : definition(i));
      } else this.target(one, () => ({ kind: "opaque", node: statement }), statement, values?.[i] ?? null);
    });
  }
}
