import type { ClassNode, Expr, Module, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import { methodFlavour } from "../inference/hierarchy.ts";
import { scopeOf } from "../inference/scope-of.ts";
import type { Value } from "../inference/values.ts";
import { index, type Definition, type Index } from "../module-index.ts";

/** A place that outlives a call: an attribute of a class's instances, or a variable of a module. */
export interface Location {
  /** For people: `PositionRegistry.positions`, `state.py positions`. */
  readonly label: string;
  readonly name: string;
  readonly owner: ClassNode | Module;
  /** An attribute of an instance that there may be many of (a record), as far as the code shows. */
  readonly key: string;
}

export interface Locations {
  /** The place that an expression names, aliases followed; null for what is local or unknown. */
  of(expr: Expr): Location | null;
  /** The place that the container made by `site` is kept in. */
  ofSite(site: Expr): Location | null;
}

const MAX_HOPS = 6;

export const locations = codeFact({
  name: "locations",
  doc: "Which attribute or module variable an expression names, through aliases.",
  requires: { index, infer },
  derive({ index, infer }): Locations {
    const finder = new Finder(index, infer);
    finder.collectSites();
    return { of: (expr) => finder.of(expr, 0), ofSite: (site) => finder.sites.get(site) ?? null };
  },
});

class Finder {
  readonly sites = new Map<Expr, Location>();
  readonly #known = new Map<ClassNode | Module, Map<string, Location>>();
  readonly #aliases = new Map<string, Location>();
  readonly #index: Index;
  readonly #infer: Inference;

  constructor(index: Index, infer: Inference) {
    this.#index = index;
    this.#infer = infer;
  }

  /** Containers belong to the place that they are first written into; a place that only ever holds another's is its alias. */
  collectSites(): void {
    for (const one of this.#index.modules.values()) {
      for (const { target, value } of one.stores) {
        if (target.kind !== "attribute" || !value) continue;
        const place = this.#attribute(target);
        if (!place) continue;
        for (const found of this.#infer.evaluate(value)) if (found.kind === "container" && isMade(value, found.site)) this.#claim(found.site, place);
      }
      for (const [name, definitions] of one.scopes.get(one.module.root) ?? []) {
        for (const each of definitions) if (each.kind === "value" && each.item < 0) this.#claim(each.expr, this.#place(one.module, name));
      }
    }
    for (const one of this.#index.modules.values()) for (const { target, value } of one.stores) if (target.kind === "attribute" && value) this.#alias(target, value);
  }

  #claim(site: Expr, place: Location): void {
    if (!this.sites.has(site)) this.sites.set(site, place);
  }

  #alias(target: Expr & { kind: "attribute" }, value: Expr): void {
    if (value.kind !== "name" && value.kind !== "attribute") return;
    const place = this.#attribute(target);
    const owner = place ? this.#bySite(value) : null;
    if (place && owner && owner !== place) this.#aliases.set(place.key, owner);
  }

  of(expr: Expr, hops: number): Location | null {
    if (hops > MAX_HOPS) return null;
    switch (expr.kind) {
      case "attribute": {
        const place = this.#attribute(expr);
        return place ? (this.#aliases.get(place.key) ?? place) : this.#bySite(expr);
      }
      case "name": return this.#name(expr, hops);
      case "bind": return this.of(expr.value, hops + 1);
      default: return null;
    }
  }

  /** An annotation, and an empty one that is made on the spot (`except: return {}`), belong to no place and say nothing. */
  #bySite(expr: Expr): Location | null {
    const sites = this.#infer.evaluate(expr).filter(isWhole).map((one) => one.site);
    const owners = new Set(sites.flatMap((site) => this.sites.get(site) ?? (isEmpty(site) || this.#infer.annotations.has(site) ? [] : [null])));
    const [owner] = owners;
    return owners.size === 1 && owner ? owner : null;
  }

  #attribute(expr: Expr & { kind: "attribute" }): Location | null {
    const owners = new Set<ClassNode | Module>();
    for (const value of this.#infer.evaluate(expr.object)) {
      if (value.kind === "instance" || value.kind === "class" || value.kind === "super") owners.add(this.#ownerOf(value.class, expr.name));
      else if (value.kind === "module") owners.add(value.module);
    }
    const [owner, ...others] = owners;
    return owner && others.length === 0 && !this.#isProperty(owner, expr.name) ? this.#place(owner, expr.name) : null;
  }

  /** What a property hands out is kept somewhere else. */
  #isProperty(owner: ClassNode | Module, name: string): boolean {
    const own = "kind" in owner ? this.#infer.moduleIndexOf(owner).scopes.get(owner)?.get(name) : undefined;
    return own?.some((one) => one.kind === "function" && methodFlavour(one.fn) === "property") ?? false;
  }

  /** The farthest ancestor that sets the attribute: subclasses share it. */
  #ownerOf(node: ClassNode, name: string): ClassNode {
    const line = this.#infer.hierarchy.ancestors(node);
    for (let i = line.length - 1; i > 0; i--) {
      const one = line[i]!;
      if (this.#infer.ownStores(one, name) || this.#infer.moduleIndexOf(one).scopes.get(one)?.has(name)) return one;
    }
    return node;
  }

  #name(expr: Expr & { kind: "name" }, hops: number): Location | null {
    const module = this.#infer.moduleIndexOf(expr);
    for (let scope: Node | null = scopeOf(expr); scope; scope = enclosingFunction(scope)) {
      const isRoot = scope === module.module.root;
      const own = module.scopes.get(scope as never)?.get(expr.id);
      if (own && !isRoot && module.escapes.get(scope as never)?.get(expr.id) !== true) return this.#local(expr, own, hops);
      if (isRoot) return own ? this.#global(module.module, expr.id, own, hops) : null;
    }
    return null;
  }

  #global(module: Module, name: string, own: readonly Definition[], hops: number): Location | null {
    const last = own.at(-1)!;
    if (last.kind !== "import") return last.kind === "value" || last.kind === "declared" || last.kind === "opaque" ? this.#place(module, name) : null;
    if (last.name === null || hops > MAX_HOPS) return null;
    const base = this.#infer.imported(last.module, last.level, module);
    if (base?.kind !== "module") return null;
    const there = this.#index.modules.get(base.module.file)!.scopes.get(base.module.root)?.get(last.name);
    return there ? this.#global(base.module, last.name, there, hops + 1) : null;
  }

  /** `positions = self.positions`: one definition that names a place; else by the container that it must be. */
  #local(expr: Expr & { kind: "name" }, own: readonly Definition[], hops: number): Location | null {
    const [first] = own;
    if (own.length === 1 && first!.kind === "value" && first!.item < 0 && (first!.expr.kind === "attribute" || first!.expr.kind === "name")) {
      return this.of(first!.expr, hops + 1);
    }
    return own.every((one) => one.kind === "parameter" || one.kind === "value") ? this.#bySite(expr) : null;
  }

  #place(owner: ClassNode | Module, name: string): Location {
    let byName = this.#known.get(owner);
    if (!byName) this.#known.set(owner, (byName = new Map()));
    let place = byName.get(name);
    if (!place) {
      const isClass = "kind" in owner;
      const file = isClass ? this.#index.moduleOf(owner).file : owner.file;
      const label = isClass ? `${owner.name}.${name}` : name;
      byName.set(name, (place = { label, name, owner, key: `${file}#${isClass ? owner.qualname : ""}.${name}` }));
    }
    return place;
  }
}

const isEmpty = (site: Expr): boolean =>
  (site.kind === "dict" && site.entries.length === 0) || ((site.kind === "list" || site.kind === "tuple") && site.items.length === 0) || (site.kind === "call" && site.args.length === 0);

const isWhole = (value: Value): value is Value & { kind: "container" } => value.kind === "container" && value.view === "itself";

/** The container is made right here, not fetched from elsewhere. */
const isMade = (value: Expr, site: Expr): boolean =>
  value === site || ((value.kind === "logical" || value.kind === "conditional") && value.start <= site.start && site.end <= value.end);
