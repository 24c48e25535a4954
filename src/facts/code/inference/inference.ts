import type { ClassNode, Expr, FunctionNode, Module, Name, Node } from "../../../ir/nodes.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { Definition, Index, ModuleIndex, ScopeOwner, Store } from "../module-index.ts";
import type { Imported, ModuleTable } from "../module-table.ts";
import { ownName } from "../../../ir/names.ts";
import { attributesOf } from "./attributes.ts";
import { isPlainDecorator } from "./class-families.ts";
import type { Inference } from "./context.ts";
import { evaluate } from "./evaluate.ts";
import { scopeOf } from "./scope-of.ts";
import { annotated } from "./annotations.ts";
import { elementsOf } from "./containers.ts";
import { entered, iterated, unpacked } from "./iteration.ts";
import { hierarchy, methodFlavour, NO_BASES, type Bases, type Hierarchy, type Lookup } from "./hierarchy.ts";
import { Worklist, type Slot } from "./slots.ts";
import { Values, type Value } from "./values.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";

/** The state of one whole-program value analysis: flow- and context-insensitive, by class and attribute. */
export class WholeProgram implements Inference {
  readonly values = new Values();
  readonly work = new Worklist();
  readonly index: Index;
  readonly table: ModuleTable;
  readonly hierarchy: Hierarchy;
  readonly #variables = new Map<ScopeOwner, Map<string, Slot>>();
  readonly #attributes = new Map<ClassNode, Map<string, Slot>>();
  readonly #results = new Map<FunctionNode, Slot>();
  readonly #families = new Map<string, Slot>();
  readonly hasFamilies: boolean;
  readonly #elements = new Map<Expr, Map<number, Slot>>();
  /** By every function, so that finding a node's module is a short climb. */
  readonly #modules = new Map<FunctionNode, ModuleIndex>();
  /** By scope and name: a fifth of the names that are read. */
  readonly #names = new Map<ScopeOwner, Map<string, readonly Slot[] | null>>();
  /** `self.name = value` in the methods of each class. */
  readonly #ownStores = new Map<ClassNode, Map<string, Store[]>>();
  /** Stores whose object is not `self`: followed as effects. */
  readonly foreignStores: Store[] = [];
  readonly foreignNames = new Set<string>();
  readonly callees: (readonly Value[])[] = [];
  readonly lookups = new Map<ClassNode, Map<string, Lookup>>();
  /** Expressions that are annotations: their elements are types, not values. */
  readonly annotations = new Set<Expr>();

  /** `hierarchy` absent: classes stand alone, which is enough to find what their bases are. */
  constructor(index: Index, table: ModuleTable, known: Hierarchy = hierarchy(index, (node) => this.moduleIndexOf(node), () => NO_BASES)) {
    this.index = index;
    this.table = table;
    for (const one of index.modules.values()) {
      for (const fn of one.module.functions) this.#modules.set(fn, one);
      for (const store of one.stores) this.#sortStore(store);
    }
    this.hierarchy = known;
    this.hasFamilies = index.classes.some((one) => one.decorators.some((each) => !isPlainDecorator(ownName(each))));
  }

  /** The classes' ancestors, as far as a program whose classes stand alone tells them. */
  hierarchyFromBases(): Hierarchy {
    return hierarchy(this.index, (node) => this.moduleIndexOf(node), (node) => this.#bases(node));
  }

  evaluate = (expr: Expr): readonly Value[] => evaluate(this, expr);
  readonly unpacked = (values: readonly Value[], item: number): readonly Value[] => unpacked(this, values, item);
  readonly iterated = (expr: Expr, item: number): readonly Value[] => iterated(this, expr, item);
  readonly annotated = (type: Expr): readonly Value[] => annotated(this, type);
  readonly attributesOf = (objects: readonly Value[], name: string): readonly Value[] => attributesOf(this, objects, name);

  /** Nothing grows any more: what an expression may be is found out once. Half of all questions come after this. */
  settle(): void {
    const known = new Map<Expr, readonly Value[]>();
    this.evaluate = (expr) => {
      if (expr.kind === "name") return evaluate(this, expr);
      let values = known.get(expr);
      if (values === undefined) known.set(expr, (values = evaluate(this, expr)));
      return values;
    };
  }

  moduleIndexOf(node: Node): ModuleIndex {
    let at: Node = node;
    while (at.kind !== "function") at = at.parent!;
    return this.#modules.get(at)!;
  }

  #sortStore(store: Store): void {
    const own = store.target.kind === "attribute" && store.target.object.kind === "name" ? this.selfClass(store.target.object, store.fn) : null;
    if (!own || store.target.kind !== "attribute") {
      if (store.target.kind === "attribute") this.foreignNames.add(store.target.name);
      return void this.foreignStores.push(store);
    }
    let byName = this.#ownStores.get(own);
    if (!byName) this.#ownStores.set(own, (byName = new Map()));
    appendTo(byName, store.target.name, store);
  }

  /** The class whose instance `name` is because it is the first parameter of an enclosing method. */
  selfClass(name: Name, fn: FunctionNode): ClassNode | null {
    for (let at: FunctionNode | null = fn; at; at = enclosingFunction(at)) {
      if (at.params[0]?.name !== name.id) {
        if (at.params.some((one) => one.name === name.id)) return null;
        continue;
      }
      const owner = classOf(at);
      return owner && methodFlavour(at) !== "static" && methodFlavour(at) !== "class" ? owner : null;
    }
    return null;
  }

  #bases(node: ClassNode): Bases {
    const classes: ClassNode[] = [];
    const libraries: string[] = [];
    for (const argument of node.args) {
      if (argument.name !== null || argument.spread !== "none") continue;
      const expr = argument.value.kind === "subscript" ? argument.value.object : argument.value;
      for (const value of this.#baseValues(expr)) {
        if (value.kind === "class" && value.class !== node) classes.push(value.class);
        else if (value.kind === "external") libraries.push(value.path);
      }
    }
    return { classes: [...new Set(classes)], libraries: [...new Set(libraries)] };
  }

  /** Bases are names, dotted names or calls of library functions; calls into the bot (class factories) are not followed. */
  #baseValues(expr: Expr): readonly Value[] {
    return expr.kind === "name" || expr.kind === "attribute" ? this.evaluate(expr) : [];
  }

  ownStores(node: ClassNode, name: string): readonly Store[] | undefined {
    return this.#ownStores.get(node)?.get(name);
  }

  ownAttributes(node: ClassNode): Iterable<string> {
    return this.#ownStores.get(node)?.keys() ?? [];
  }

  /** The slots that a name may read, or null for a name that no scope of the bot binds (a built-in). */
  nameSlots(name: Name): readonly Slot[] | null {
    const scope = scopeOf(name);
    let names = this.#names.get(scope);
    if (!names) this.#names.set(scope, (names = new Map()));
    const known = names.get(name.id);
    if (known !== undefined) return known;
    const slots = this.#findName(scope, name.id);
    names.set(name.id, slots);
    return slots;
  }

  #findName(first: ScopeOwner, id: string): readonly Slot[] | null {
    const module = this.moduleIndexOf(first);
    for (let scope: ScopeOwner | null = first; scope; scope = enclosingFunction(scope)) {
      const global = module.escapes.get(scope)?.get(id);
      if (global === true) return this.#inModule(module.module, id);
      if (global === undefined && module.scopes.get(scope)?.has(id)) return [this.variable(scope, id)];
      if (scope === module.module.root) break;
    }
    return this.#inModule(module.module, id);
  }

  #inModule(module: Module, name: string): readonly Slot[] | null {
    const slot = this.moduleVariable(module, name, new Set());
    return slot ? [slot] : null;
  }

  /** A name at the top level of a module, through its star imports. */
  moduleVariable(module: Module, name: string, seen: Set<Module>): Slot | null {
    if (seen.has(module)) return null;
    seen.add(module);
    const index = this.#modules.get(module.root)!;
    if (index.scopes.get(module.root)?.has(name)) return this.variable(module.root, name);
    for (const star of index.stars) {
      const from = this.imported(star.module, star.level, module);
      const slot = from?.kind === "module" ? this.moduleVariable(from.module, name, seen) : null;
      if (slot) return slot;
    }
    return null;
  }

  imported(dotted: string, level: number, from: Module): Imported {
    return level > 0 ? this.table.relative(dotted, level, from) : this.table.absolute(dotted, from);
  }

  variable(scope: ScopeOwner, name: string): Slot {
    let byName = this.#variables.get(scope);
    if (!byName) this.#variables.set(scope, (byName = new Map()));
    const known = byName.get(name);
    if (known) return known;
    const definitions = this.moduleIndexOf(scope).scopes.get(scope)?.get(name) ?? [];
    return this.#make(byName, name, (slot) => {
      for (const definition of definitions) this.work.addAll(slot, this.#defined(definition));
    });
  }

  /** A slot must be known before it is evaluated: its evaluation may read it. */
  #make<K>(into: Map<K, Slot>, key: K, evaluate: (slot: Slot) => void): Slot {
    let made: Slot | null = null;
    const slot = this.work.make((one) => {
      if (!made) into.set(key, (made = one));
      evaluate(one);
    });
    if (!made) into.set(key, slot);
    return slot;
  }

  family(registry: string): Slot {
    return this.#families.get(registry) ?? this.#make(this.#families, registry, () => {});
  }

  attribute(owner: ClassNode, name: string): Slot {
    let byName = this.#attributes.get(owner);
    if (!byName) this.#attributes.set(owner, (byName = new Map()));
    const known = byName.get(name);
    if (known) return known;
    const stores = this.ownStores(owner, name) ?? [];
    return this.#make(byName, name, (slot) => {
      for (const { value, statement } of stores) {
        if (value) this.work.addAll(slot, this.evaluate(value));
        if (statement.kind === "assign" && statement.annotation) this.work.addAll(slot, this.annotated(statement.annotation));
      }
    });
  }

  /** What calling the function gives (for a coroutine function: what awaiting the call gives). */
  result(fn: FunctionNode): Slot {
    const known = this.#results.get(fn);
    if (known) return known;
    const returns = this.moduleIndexOf(fn).returns[fn.index]!;
    return this.#make(this.#results, fn, (slot) => {
      for (const one of returns) if (one.value) this.work.addAll(slot, this.evaluate(one.value));
      if (fn.returns) this.work.addAll(slot, this.annotated(fn.returns));
    });
  }

  /** The elements of a container by the expression that made it; `item` -1 is any. */
  element(site: Expr, item: number): Slot {
    let byItem = this.#elements.get(site);
    if (!byItem) this.#elements.set(site, (byItem = new Map()));
    const key = item >= 0 && site.kind === "tuple" && item < site.items.length && !site.items.some((one) => one.kind === "spread") ? item : -1;
    return byItem.get(key) ?? this.#make(byItem, key, (slot) => this.work.addAll(slot, elementsOf(this, site, key)));
  }

  parameter(fn: FunctionNode, index: number): Slot {
    return this.variable(fn, fn.params[index]!.name);
  }

  #defined(definition: Definition): readonly Value[] {
    switch (definition.kind) {
      case "value": {
        const found = definition.item < 0 ? this.evaluate(definition.expr) : this.unpacked(this.evaluate(definition.expr), definition.item);
        return definition.annotation ? [...found, ...this.annotated(definition.annotation)] : found;
      }
      case "declared": return this.annotated(definition.annotation);
      case "iteration": return definition.item < 0 ? this.iterated(definition.expr, -1) : this.iterated(definition.expr, definition.item);
      case "entered": return entered(this, definition.expr);
      // A decorator, the bot's own or a library's, is taken to keep the function's meaning (retry, cache, wraps, routes).
      case "function": return [this.values.fn(definition.fn)];
      case "class": return [this.values.class(definition.class)];
      case "import": return this.#importedValue(definition);
      case "parameter": return this.#parameterValues(definition.fn, definition.index);
      case "opaque": return [];
    }
  }

  #importedValue(definition: Definition & { kind: "import" }): readonly Value[] {
    const from = this.moduleIndexOf(definition.node).module;
    if (definition.name === null) {
      const dotted = definition.top ? definition.module.split(".")[0]! : definition.module;
      return [this.#moduleValue(this.imported(dotted, 0, from), dotted)];
    }
    const base = this.imported(definition.module, definition.level, from);
    if (!base) return definition.level > 0 ? [] : [this.values.external(`${definition.module}.${definition.name}`)];
    const slot = base.kind === "module" ? this.moduleVariable(base.module, definition.name, new Set()) : null;
    const own = slot ? this.work.read(slot) : [];
    if (own.length > 0) return own;
    const child = this.table.child(base, definition.name);
    return child ? [this.#moduleValue(child, definition.name)] : [];
  }

  #moduleValue(found: Imported, dotted: string): Value {
    if (!found) return this.values.external(dotted);
    return found.kind === "module" ? this.values.module(found.module) : this.values.package(found.path);
  }

  #parameterValues(fn: FunctionNode, position: number): readonly Value[] {
    const param = fn.params[position]!;
    const owner = classOf(fn);
    if (owner && position === 0 && param.annotation === null) {
      const flavour = methodFlavour(fn);
      if (flavour === "class") return [this.values.class(owner)];
      if (flavour !== "static") return [this.values.instance(owner)];
    }
    const found: Value[] = [];
    if (param.annotation && param.flavour !== "rest" && param.flavour !== "keyword-rest") found.push(...this.annotated(param.annotation));
    if (param.default) found.push(...this.evaluate(param.default));
    return found;
  }
}
