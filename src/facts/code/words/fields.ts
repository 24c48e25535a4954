import { calledName } from "../../../ir/names.ts";
import type { Call, ClassNode, Expr } from "../../../ir/nodes.ts";
import { appendTo } from "../../../sdk/append.ts";
import { methodFlavour } from "../inference/hierarchy.ts";
import type { Definition } from "../module-index.ts";
import type { Asker } from "./asker.ts";
import { declaredWords } from "./annotations.ts";
import { NOTHING, only, orDeclared, OTHER, union, type Said } from "./said.ts";

const PLAIN_BASE = /(^|\.)(ABC|object|Protocol|Generic|NamedTuple|Exception|Thread)$/;
const COPIES = /^(replace|_replace|evolve|model_copy|copy)$/;

interface Made { readonly made: Map<ClassNode, Call[]>; readonly copied: Map<string, Expr[]> }

/** What attributes of objects may be: all that their own methods, other code and their constructors give them. */
export class Fields {
  readonly #words: Asker;
  readonly #keys = new Map<ClassNode, Map<string, object>>();
  #calls: Made | null = null;
  #stored: Map<string, { readonly object: Expr; readonly value: Expr | null }[]> | null = null;

  constructor(words: Asker) {
    this.#words = words;
  }

  of(owner: ClassNode, name: string): Said | null {
    let keys = this.#keys.get(owner);
    if (!keys) this.#keys.set(owner, (keys = new Map()));
    let key = keys.get(name);
    if (!key) keys.set(name, (key = { name }));
    return this.#words.solve(key, () => orDeclared(this.#written(owner, name), () => this.#declared(owner, name)));
  }

  #declared(owner: ClassNode, name: string): Said | null {
    const definitions = this.#words.on.infer.hierarchy.member(owner, name)?.definitions ?? [];
    const [only] = definitions;
    if (definitions.length !== 1 || (only!.kind !== "declared" && only!.kind !== "value")) return null;
    return declaredWords(this.#words.on.infer, only!.annotation);
  }

  #written(owner: ClassNode, name: string): Said | null {
    const { infer } = this.#words.on;
    const { setters } = this.#words;
    if (setters.isOpen(owner) || setters.isSetByName(name) || infer.hierarchy.libraryBases(owner).some((one) => !PLAIN_BASE.test(one))) return null;
    const family = infer.hierarchy.family(owner);
    if (family.some((one) => infer.hierarchy.member(one, "__getattr__") !== null || infer.hierarchy.member(one, "__setattr__") !== null)) return null;
    const parts: (Said | null)[] = [];
    const seen = new Set<ClassNode>();
    for (const one of family) {
      const held = infer.hierarchy.member(one, name);
      if (held && !seen.has(held.owner)) {
        seen.add(held.owner);
        for (const each of held.definitions) parts.push(this.#inBody(each));
        if (held.definitions.some((each) => each.kind === "declared" || (each.kind === "value" && each.annotation !== null))) parts.push(this.#constructed(held.owner, name));
      }
      for (const store of infer.ownStores(one, name) ?? []) parts.push(store.value ? this.#words.of(store.value) : null);
    }
    for (const { object, value } of this.#storedElsewhere(name)) {
      const holders = infer.evaluate(object);
      if (holders.length === 0 || holders.some((each) => each.kind === "external" || ((each.kind === "instance" || each.kind === "class") && family.includes(each.class)))) parts.push(value ? this.#words.of(value) : null);
    }
    return parts.length > 0 ? union(parts) : null;
  }

  #inBody(one: Definition): Said | null {
    if (one.kind === "declared") return NOTHING;
    if (one.kind === "function") return methodFlavour(one.fn) === "property" ? this.#words.answer(one.fn) : OTHER;
    if (one.kind !== "value" || one.item >= 0) return null;
    const { expr } = one;
    if (expr.kind !== "call" || !/^(field|Field|attrib|ib)$/.test(calledName(expr))) return this.#words.of(expr);
    const factory = expr.args.find((each) => each.name === "default_factory" || each.name === "factory")?.value;
    const fallback = expr.args.find((each) => each.name === "default")?.value;
    if (factory) return factory.kind === "name" && /^(dict|list|set|deque)$/.test(factory.id) ? only({ kind: "site", site: factory }) : null;
    return fallback ? this.#words.of(fallback) : expr.args.length === 0 || expr.args[0]!.name !== null ? NOTHING : null;
  }

  /** What the constructor that a decorator writes is told: `Position(side="long")`. */
  #constructed(owner: ClassNode, name: string): Said | null {
    const { infer } = this.#words.on;
    const parts: (Said | null)[] = [];
    const calls = this.#allCalls();
    for (const one of infer.hierarchy.family(owner)) {
      if (infer.hierarchy.member(one, "__init__")) continue;
      if (this.#words.setters.isHandedOut(one)) return null;
      const at = fieldsOf(infer.hierarchy.ancestors(one)).indexOf(name);
      for (const call of calls.made.get(one) ?? []) parts.push(this.#told(call, name, at));
    }
    for (const value of calls.copied.get(name) ?? []) parts.push(this.#words.of(value));
    return union(parts);
  }

  #told(call: Call, name: string, at: number): Said | null {
    const named = call.args.find((one) => one.name === name);
    if (named) return this.#words.of(named.value);
    if (call.args.some((one) => one.spread !== "none")) return null;
    const given = call.args[at];
    return at >= 0 && given && given.name === null ? this.#words.of(given.value) : NOTHING;
  }

  #allCalls(): Made {
    if (this.#calls) return this.#calls;
    const made = new Map<ClassNode, Call[]>();
    const copied = new Map<string, Expr[]>();
    const { index, graph } = this.#words.on;
    for (const one of index.modules.values()) {
      for (const calls of one.calls) {
        for (const call of calls) {
          for (const each of graph.targets(call).classes) appendTo(made, each, call);
          if (COPIES.test(calledName(call))) for (const { name, value } of call.args) if (name !== null) appendTo(copied, name, value);
        }
      }
    }
    return (this.#calls = { made, copied });
  }

  #storedElsewhere(name: string): readonly { readonly object: Expr; readonly value: Expr | null }[] {
    if (!this.#stored) {
      this.#stored = new Map();
      for (const { target, value } of this.#words.on.infer.foreignStores) if (target.kind === "attribute") appendTo(this.#stored, target.name, { object: target.object, value });
    }
    return this.#stored.get(name) ?? [];
  }
}

/** The names of the fields in the order in which the constructor takes them. */
function fieldsOf(ancestors: readonly ClassNode[]): readonly string[] {
  const found: string[] = [];
  for (const owner of [...ancestors].reverse()) {
    for (const statement of owner.body) {
      const target = statement.kind === "declare" ? statement.target : statement.kind === "assign" && statement.annotation ? statement.targets[0] : undefined;
      if (target?.kind === "name" && !found.includes(target.id)) found.push(target.id);
    }
  }
  return found;
}
