import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Name } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import type { CallSite } from "../call-graph.ts";
import { definitionsOf } from "../constants.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import type { Definition } from "../module-index.ts";
import { Setters } from "../outcomes/setters.ts";
import type { Sources } from "../outcomes/sources.ts";
import { argumentOf, omits } from "../settings-join/arguments.ts";
import type { Asker } from "./asker.ts";
import { declaredWords } from "./annotations.ts";
import { allMembers, isEnum, membersOf, memberSaid } from "./enums.ts";
import { Fields } from "./fields.ts";
import { mapped, NONE, NOTHING, only, orDeclared, OTHER, text, union, type Said } from "./said.ts";
import { Sites } from "./sites.ts";
import { Solver } from "./solver.ts";
import { asText, joined, methodOn, ofMember } from "./texts.ts";

const MOST_CALLERS = 40;
const MOST_RETURNS = 40;

/** What expressions may be, over the whole program, as far as all that writes them is known: null is anything. */
export class Words implements Asker {
  readonly on: Sources;
  readonly setters: Setters;
  readonly #solver = new Solver();
  readonly #fields: Fields;
  readonly #sites: Sites;

  constructor(on: Sources) {
    this.on = on;
    this.setters = new Setters(on);
    this.#sites = new Sites(this);
    this.#fields = new Fields(this);
  }

  of = (expr: Expr): Said | null => this.#solver.solve(expr, () => this.#of(expr));

  /** Asked for what hangs on a key of its own: a function's answer, a parameter, an attribute of a class. */
  solve(key: object, find: () => Said | null): Said | null {
    return this.#solver.solve(key, find);
  }

  #of(expr: Expr): Said | null {
    switch (expr.kind) {
      case "string": return expr.bytes ? OTHER : text(expr.value, expr);
      case "none": return NONE;
      case "number": case "boolean": case "compare": case "lambda": return OTHER;
      case "unary": return OTHER;
      case "list": case "tuple": case "set": case "dict": case "comprehension": return only({ kind: "site", site: expr });
      case "template": return joined(expr.parts.map((part) => (part.kind === "string" ? text(part.value, part) : part.format ? null : this.#plainText(part.value))), expr);
      case "binary": return expr.op === "+" ? joined([this.of(expr.left), this.of(expr.right)], expr) : expr.op === "%" || expr.op === "|" ? null : OTHER;
      case "logical": return expr.op === "??" ? null : union([this.#kept(expr.left, expr.op), this.of(expr.right)]);
      case "conditional": return union([this.of(expr.then), this.of(expr.otherwise)]);
      case "bind": return this.of(expr.value);
      case "await": return expr.value.kind === "call" ? this.#call(expr.value, true) : null;
      case "name": return this.#name(expr);
      case "attribute": return this.#isSetting(expr) ? null : this.#attribute(expr);
      case "subscript": return this.#isSetting(expr) ? null : this.#sites.subscripted(expr);
      case "call": return this.#isSetting(expr) ? null : this.#call(expr, false);
      default: return null;
    }
  }

  /** In an f-string a member of a text Enum reads as its value or with its class, as the Python is old or new. */
  #plainText(value: Expr): Said | null {
    return asText(this.of(value), value);
  }

  /** What of the left side goes on: `x or y` drops what is empty, `x and y` keeps only that. */
  #kept(left: Expr, op: "and" | "or"): Said | null {
    if (op === "and") return union([NONE, OTHER]);
    const said = this.of(left);
    return said && { ...said, none: false, atoms: new Map([...said.atoms].filter(([key]) => key !== "")) };
  }

  #isSetting = (expr: Expr): boolean => this.on.settings.settingOf(expr) !== null;

  #name(expr: Name): Said | null {
    const module = this.on.infer.moduleIndexOf(expr);
    const found = bindingsOf(expr, module);
    if (!found) return null;
    const ofModule = found === module.scopes.get(module.module.root)?.get(expr.id);
    return ofModule && this.setters.mayBeSet(expr.id) ? null : this.definitions(found, expr);
  }

  definitions(all: readonly Definition[], expr: Expr): Said | null {
    const parts: (Said | null)[] = [];
    for (const one of all) {
      if (one.kind === "declared") continue;
      parts.push(this.#definition(one, expr));
    }
    return parts.length > 0 ? union(parts) : null;
  }

  #definition(one: Definition, expr: Expr): Said | null {
    switch (one.kind) {
      case "value": return one.item < 0 ? this.of(one.expr) : this.item(one.expr, one.item);
      case "iteration": return this.#sites.iterated(one.expr, one.item);
      case "function": case "class": return OTHER;
      case "parameter": return this.parameter(one.fn, one.index);
      case "import": {
        if (one.name === null || expr.kind !== "name" || this.setters.mayBeSet(one.name)) return null;
        const found = definitionsOf(this.on.infer, expr);
        return found && found.length > 0 ? union(found.map(this.of)) : null;
      }
      default: return null;
    }
  }

  /** One part of what is unpacked: `side, reason = self.decide()`. */
  item(expr: Expr, item: number): Said | null {
    switch (expr.kind) {
      case "tuple": case "list": return expr.items[item] && expr.items.every((one) => one.kind !== "spread") ? this.of(expr.items[item]) : null;
      case "conditional": return union([this.item(expr.then, item), this.item(expr.otherwise, item)]);
      default: return mapped(this.of(expr), (atom) => (atom.kind === "site" && (atom.site.kind === "tuple" || atom.site.kind === "list") ? this.item(atom.site, item) : null));
    }
  }

  #attribute(expr: Expr & { kind: "attribute" }): Said | null {
    const { infer } = this.on;
    const objects = infer.evaluate(expr.object);
    const [first] = objects;
    if (objects.length === 1 && first!.kind === "class") {
      const member = membersOf(infer, first!.class)?.get(expr.name);
      if (member) return memberSaid(member);
    }
    if ((expr.name === "value" || expr.name === "name") && objects.length > 0 && objects.every((one) => one.kind === "instance" && isEnum(infer, one.class))) {
      const { name } = expr;
      const said = orDeclared(this.of(expr.object), () => this.ofEnums(expr.object));
      return mapped(said && { ...said, none: false }, (atom) => ofMember(atom, name));
    }
    if (objects.length === 0) return null;
    if (objects.every((one) => one.kind === "module")) {
      const found = this.setters.mayBeSet(expr.name) ? null : definitionsOf(infer, expr);
      return found && found.length > 0 ? union(found.map(this.of)) : null;
    }
    return union(objects.map((one) => (one.kind === "instance" || one.kind === "class" ? this.#fields.of(one.class, expr.name) : null)));
  }

  /** All members of the Enums that it is known to be one of, whoever makes it. */
  ofEnums(expr: Expr): Said | null {
    const objects = this.on.infer.evaluate(expr);
    const all = objects.length === 0 ? null : union(objects.map((one) => (one.kind === "instance" ? allMembers(this.on.infer, one.class) : null)));
    return all && { ...all, declared: true };
  }

  #call(call: Call, awaited: boolean): Said | null {
    const { callee } = call;
    const first = call.args[0]?.value;
    const targets = this.on.graph.targets(call);
    if (targets.how === "resolved" && targets.functions.length + targets.classes.length > 0) return this.#resolved(call, awaited);
    if (callee.kind === "attribute") {
      const made = methodOn(() => this.of(callee.object), call, callee.name);
      return made !== undefined ? made : this.#sites.called(call, callee);
    }
    if (callee.kind !== "name") return null;
    if (callee.id === "str" && first && call.args.length === 1) return asText(this.of(first), call);
    if (/^(int|float|bool|len|round|abs|sum|Decimal|isinstance)$/.test(callee.id)) return OTHER;
    return /^(dict|list|set|deque|OrderedDict|tuple)$/.test(callee.id) && call.args.every((one) => one.name === "maxlen") ? only({ kind: "site", site: call }) : null;
  }

  #resolved(call: Call, awaited: boolean): Said | null {
    const targets = this.on.graph.targets(call);
    if (targets.libraries.length > 0 || targets.functions.length > 8) return null;
    const parts: (Said | null)[] = targets.classes.map((one) => (isEnum(this.on.infer, one) ? allMembers(this.on.infer, one) : OTHER));
    for (const fn of targets.functions) {
      if (fn.name === "__init__") continue;
      parts.push(fn.async === awaited ? this.answer(fn) : null);
    }
    return union(parts);
  }

  /** What a call of the function gives, whichever class overrides it. */
  answer(fn: FunctionNode): Said | null {
    const owner = classOf(fn);
    if (!owner) return this.#result(fn);
    if (this.setters.isOpen(owner) || this.setters.mayBeSet(fn.name)) return null;
    const parts = [this.#result(fn)];
    for (const one of this.on.infer.hierarchy.descendants(owner)) {
      for (const each of this.on.infer.hierarchy.member(one, fn.name)?.definitions ?? []) parts.push(each.kind === "function" ? this.#result(each.fn) : null);
    }
    return union(parts);
  }

  #result = (fn: FunctionNode): Said | null => this.solve(fn, () => {
    const module = this.on.index.modules.get(this.on.index.moduleOf(fn).file)!;
    if (fn.generator || module.module.damaged.length > 0 || !fn.decorators.every((one) => KEEPS_ANSWER.test(calledOr(one)))) return null;
    const returns = module.returns[fn.index]!;
    const last = fn.body.at(-1);
    // A stub that its heirs write anew gives nothing.
    if (returns.length === 0) return last?.kind === "raise" || fn.decorators.some((one) => /abstract/.test(calledOr(one))) ? NOTHING : NONE;
    if (returns.length > MOST_RETURNS) return null;
    return union([last?.kind === "return" || last?.kind === "raise" ? NOTHING : NONE, ...returns.map(({ value }) => (value ? this.of(value) : NONE))]);
  });

  parameter(fn: FunctionNode, position: number): Said | null {
    const parameter = fn.params[position]!;
    return this.solve(parameter, () => orDeclared(this.#given(fn, position), () => declaredWords(this.on.infer, parameter.annotation)));
  }

  #given(fn: FunctionNode, position: number): Said | null {
    const parameter = fn.params[position]!;
    if (parameter.flavour === "rest" || parameter.flavour === "keyword-rest" || (position === 0 && classOf(fn) !== null && parameter.annotation === null && /^(self|cls)$/.test(parameter.name))) return null;
    const callers = this.setters.callersOf(fn);
    const seen = callers ?? this.on.graph.callersOf(fn).filter((one) => one.how === "resolved");
    if (seen.length > MOST_CALLERS || seen.length === 0) return null;
    return union([...(callers ? [] : [null]), ...seen.map((site) => this.#handed(site, fn, position))]);
  }

  #handed({ call }: CallSite, fn: FunctionNode, position: number): Said | null {
    if (this.on.infer.evaluate(call.callee).some((one) => one.kind === "partial")) return null;
    const given = argumentOf(call, fn, position);
    if (given) return this.of(given);
    const fallback = fn.params[position]!.default;
    return fallback && omits(call, fn, position) ? this.of(fallback) : null;
  }
}

const KEEPS_ANSWER = /^(staticmethod|classmethod|property|cached_property|override|lru_cache|cache|wraps|abstractmethod)$/;

const calledOr = (decorator: Expr): string => (decorator.kind === "call" ? calledName(decorator) : decorator.kind === "name" ? decorator.id : decorator.kind === "attribute" ? decorator.name : "");
