import { calledName } from "../../../ir/names.ts";
import type { Call, Expr } from "../../../ir/nodes.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { Asker } from "./asker.ts";
import { allMembers } from "./enums.ts";
import { mapped, NONE, NOTHING, text, union, type Said } from "./said.ts";
import { documentedWords } from "../../../knowledge/venue-words.ts";

interface Puts { readonly bySite: Map<Expr, Put[]>; readonly byNobody: Map<string, Put[]> }
interface Put { readonly key: Expr | null; readonly value: Expr | null }

const MOST_PUTS = 60;
const ADDS = /^(append|appendleft|add|insert|extend|update|setdefault|extendleft)$/;

/** What stands in dicts and lists that the bot itself makes: what they are made with, and all that is put in later. */
export class Sites {
  readonly #words: Asker;
  #puts: Puts | null = null;
  readonly #keys = new Map<Expr, Map<string, object>>();

  constructor(words: Asker) {
    this.#words = words;
  }

  /** `record["side"]`, `positions[symbol]`. */
  subscripted(expr: Expr & { kind: "subscript" }): Said | null {
    return expr.index.kind === "slice" ? this.#words.of(expr.object) : this.#read(expr.object, expr.index);
  }

  /** `record.get("side", "buy")`, `positions.pop(symbol)`, `positions.copy()`. */
  called(call: Call, callee: Expr & { kind: "attribute" }): Said | null {
    const [key, fallback] = call.args.map((one) => (one.name === null && one.spread === "none" ? one.value : null));
    switch (callee.name) {
      case "copy": return call.args.length === 0 ? this.#words.of(callee.object) : null;
      case "get": return key ? union([this.#read(callee.object, key), fallback ? this.#words.of(fallback) : NONE]) : null;
      case "pop": case "popleft": return union([this.#read(callee.object, key ?? null), fallback ? this.#words.of(fallback) : NOTHING]);
      case "setdefault": return key && fallback ? union([this.#read(callee.object, key), this.#words.of(fallback)]) : null;
      default: return null;
    }
  }

  #read(object: Expr, key: Expr | null): Said | null {
    const own = mapped(this.#words.of(object), (atom) => (atom.kind === "site" ? this.field(atom.site, key) : null));
    return key?.kind === "string" && (!own || own.open) ? union([own, this.#documented(object, key)]) : own;
  }

  /** What ccxt says that it gives in the field. */
  #documented(object: Expr, key: Expr & { kind: "string" }): Said | null {
    const paths = this.#words.on.infer.evaluate(object).flatMap((one) => (one.kind === "external" ? [one.path] : []));
    const words = paths.length > 0 ? documentedWords(paths[0]!, key.value) : null;
    const said = words && union(words.map((one) => text(one, key)));
    return said && { ...said, none: true, declared: true };
  }

  /** What a loop binds. */
  iterated(expr: Expr, item: number): Said | null {
    if (expr.kind === "call") {
      const name = calledName(expr);
      const [first] = expr.args;
      if (expr.callee.kind === "attribute" && expr.args.length === 0 && (name === "values" || name === "items")) {
        if (name === "items" && item !== 1) return null;
        return this.#read(expr.callee.object, null);
      }
      if (first && /^(list|sorted|tuple|reversed|set)$/.test(name) && expr.callee.kind === "name") return this.iterated(first.value, item);
      if (first && name === "enumerate") return item === 1 ? this.iterated(first.value, -1) : null;
    }
    const [value] = this.#words.on.infer.evaluate(expr);
    if (value?.kind === "class") return allMembers(this.#words.on.infer, value.class);
    const elements = mapped(this.#words.of(expr), (atom) => (atom.kind === "site" ? this.#elements(atom.site) : null));
    return item < 0 ? elements : mapped(elements, (atom) => (atom.kind === "site" ? this.#words.item(atom.site, item) : null));
  }

  /** Of a dict: its keys. */
  #elements(site: Expr): Said | null {
    if (site.kind !== "dict") return this.field(site, null);
    const keys = [...site.entries, ...this.#putInto(site)].map((one) => one.key);
    return keys.length > MOST_PUTS ? null : union(keys.map((one) => (one ? this.#words.of(one) : null)));
  }

  /** What stands under the key; under any, where it is no text. */
  field(site: Expr, key: Expr | null): Said | null {
    const name = key?.kind === "string" ? key.value : null;
    let keys = this.#keys.get(site);
    if (!keys) this.#keys.set(site, (keys = new Map()));
    let own = keys.get(name ?? "\0");
    if (!own) keys.set(name ?? "\0", (own = { name }));
    return this.#words.solve(own, () => {
      const puts = this.#putInto(site, name);
      return puts.length > MOST_PUTS ? null : union([this.#made(site, name), ...puts.map((one) => (one.value ? this.#words.of(one.value) : null))]);
    });
  }

  #made(site: Expr, name: string | null): Said | null {
    switch (site.kind) {
      case "dict": {
        const parts: (Said | null)[] = [];
        for (const { key, value } of site.entries) {
          if (key === null) parts.push(this.#spread(value, name));
          else if (name === null || key.kind !== "string" || key.value === name) parts.push(this.#words.of(value));
        }
        // A key that is missing gives None where it is asked for gently, and raises otherwise.
        return union(parts);
      }
      case "list": case "tuple": case "set": return union(site.items.map((one) => (one.kind === "spread" ? null : this.#words.of(one))));
      case "comprehension": return this.#words.of(site.value ?? site.element);
      case "call": return site.args.length === 0 || site.args.every((one) => one.name === "maxlen") ? NOTHING : null;
      case "name": return NOTHING;
      default: return null;
    }
  }

  #spread(value: Expr, name: string | null): Said | null {
    return mapped(this.#words.of(value), (atom) => (atom.kind === "site" ? this.field(atom.site, name === null ? null : ({ kind: "string", value: name } as Expr)) : null));
  }

  #putInto(site: Expr, name: string | null = null): readonly Put[] {
    const puts = this.#allPuts();
    const wanted = ({ key }: Put): boolean => name === null || key?.kind !== "string" || key.value === name;
    return [...(puts.bySite.get(site) ?? []).filter(wanted), ...(name === null ? [] : puts.byNobody.get(name) ?? [])];
  }

  #allPuts(): Puts {
    if (this.#puts) return this.#puts;
    const found = { bySite: new Map<Expr, Put[]>(), byNobody: new Map<string, Put[]>() };
    const { index, infer } = this.#words.on;
    const put = (object: Expr, one: Put): void => {
      const values = infer.evaluate(object);
      let known = false;
      for (const value of values) {
        known ||= value.kind !== "external" || /^(list|dict|set|deque)\(\)$/.test(value.path);
        if (value.kind === "container" && value.view === "itself") appendTo(found.bySite, value.site, one);
      }
      if (!known && one.key?.kind === "string") appendTo(found.byNobody, one.key.value, one);
    };
    for (const module of index.modules.values()) {
      if (this.#words.on.program.roles.get(module.module.file) === "test") continue;
      for (const { target, value } of module.stores) if (target.kind === "subscript") put(target.object, { key: target.index, value });
      for (const calls of module.calls) {
        for (const call of calls) if (call.callee.kind === "attribute" && ADDS.test(call.callee.name)) for (const one of putsOf(call)) put(call.callee.object, one);
      }
    }
    return (this.#puts = found);
  }
}

function putsOf(call: Call): readonly Put[] {
  const name = calledName(call);
  const args = call.args.map((one) => one.value);
  if (name === "append" || name === "appendleft" || name === "add") return args.map((value) => ({ key: null, value }));
  if (name === "insert") return args[1] ? [{ key: null, value: args[1] }] : [];
  if (name === "setdefault") return args[0] && args[1] ? [{ key: args[0], value: args[1] }] : [];
  if (name === "update") {
    return call.args.flatMap((one): Put[] => {
      if (one.name !== null) return [{ key: { kind: "string", value: one.name } as Expr, value: one.value }];
      return one.value.kind === "dict" && one.value.entries.every((each) => each.key !== null) ? one.value.entries.map((each) => ({ key: each.key, value: each.value })) : [{ key: null, value: null }];
    });
  }
  return args.some((one) => (one.kind === "list" || one.kind === "tuple") && one.items.length === 0) ? [] : [{ key: null, value: null }];
}
