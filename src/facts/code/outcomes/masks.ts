import { ownName } from "../../../ir/names.ts";
import type { Call, ClassNode, Expr, FunctionNode, Name } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import type { CallSite } from "../call-graph.ts";
import { definitionsOf } from "../constants.ts";
import { methodFlavour } from "../inference/hierarchy.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import type { Definition } from "../module-index.ts";
import { argumentOf, omits } from "../settings-join/arguments.ts";
import { isMode } from "../switched-off.ts";
import { ANY, compared, keptMask, literalMask, negated, NONE, outcomeOf, TRUE, truthMask, type Mask } from "./mask.ts";
import { Setters } from "./setters.ts";
import type { Sources } from "./sources.ts";

const MOST_CALLERS = 30;
const MOST_RETURNS = 30;
const MAX_DEPTH = 10;

/**
 * What expressions may be to a test, over the whole program and all that it does: whatever is not surely known may be
 * anything. Whether the bot trades for real is never decided here: it is judged as it will trade.
 */
export class Masks {
  readonly #on: Sources;
  readonly #setters: Setters;
  readonly #known = new Map<Expr, Mask>();
  readonly #results = new Map<FunctionNode, Mask>();
  readonly #parameters = new Map<FunctionNode, Mask[]>();
  #depth = 0;

  constructor(on: Sources) {
    this.#on = on;
    this.#setters = new Setters(on);
  }

  of(expr: Expr): Mask {
    const known = this.#known.get(expr);
    if (known !== undefined || this.#depth > MAX_DEPTH) return known ?? ANY;
    this.#known.set(expr, ANY);
    this.#depth++;
    const made = this.#of(expr);
    this.#depth--;
    this.#known.set(expr, made);
    return made;
  }

  #of(expr: Expr): Mask {
    const literal = literalMask(expr);
    if (literal !== null) return literal;
    switch (expr.kind) {
      case "unary": return expr.op === "not" ? negated(this.of(expr.operand)) : ANY;
      case "logical": return expr.op === "??" ? ANY : this.#logical(expr);
      case "conditional": {
        const outcome = outcomeOf(this.of(expr.test));
        return outcome === null ? this.of(expr.then) | this.of(expr.otherwise) : this.of(outcome ? expr.then : expr.otherwise);
      }
      case "compare": return this.#compare(expr);
      case "bind": return keptMask(expr.value, this.of(expr.value));
      case "await": return expr.value.kind === "call" ? this.#call(expr.value, "awaited") : ANY;
      case "name": return isMode(expr) ? ANY : this.#name(expr);
      case "attribute": return isMode(expr) ? ANY : (this.#isStored(expr) ? null : this.#switch(expr)) ?? this.#attribute(expr);
      case "subscript": return this.#switch(expr) ?? ANY;
      case "call": return this.#switch(expr) ?? this.#call(expr, "called");
      default: return ANY;
    }
  }

  #logical(expr: Expr & { kind: "logical" }): Mask {
    const left = this.of(expr.left);
    const right = this.of(expr.right);
    const outcome = outcomeOf(left);
    if (expr.op === "and") return outcome === false ? left : (left & ~TRUE) | right;
    return outcome === true ? left : (left & TRUE) | right;
  }

  #compare(expr: Expr & { kind: "compare" }): Mask {
    const { op, left, right } = expr;
    if (right.kind === "none" && (op === "is" || op === "is not" || op === "==" || op === "!=")) {
      const mask = this.of(left);
      const same = op === "is" || op === "==";
      return mask === NONE ? truthMask(same) : (mask & NONE) === 0 ? truthMask(!same) : ANY;
    }
    // The right side is mostly a literal, or a reading that nothing settles: both are seen at once.
    if (!this.#isSettled(right) || !this.#isSettled(left) || isMode(expr)) return ANY;
    const [a, b] = [this.#on.constants.of(left)?.value, this.#on.constants.of(right)?.value];
    const outcome = a === undefined || b === undefined ? null : compared(op, a, b);
    return outcome === null ? ANY : truthMask(outcome);
  }

  /** A literal, a setting that ships with a value, or what one of them is stored in once. */
  #isSettled(expr: Expr, depth = 0): boolean {
    if (literalMask(expr) !== null) return true;
    if (depth < MAX_DEPTH && (expr.kind === "name" || this.#isStored(expr))) {
      const stored = this.#setters.mayBeSet(ownName(expr)) ? null : definitionsOf(this.#on.infer, expr as Name);
      return stored?.length === 1 && this.#isSettled(stored[0]!, depth + 1);
    }
    const read = this.#on.settings.settingOf(expr);
    return read !== null && read.sure && read.value !== null && !read.value.template;
  }

  /** An attribute that methods of its object assign. */
  #isStored(expr: Expr): boolean {
    if (expr.kind !== "attribute") return false;
    const { name } = expr;
    return this.#on.infer.evaluate(expr.object).some((one) => one.kind === "instance" && this.#on.infer.hierarchy.family(one.class).some((each) => this.#on.infer.ownStores(each, name) !== undefined));
  }

  /** A switch among the settings, as it ships. */
  #switch(expr: Expr): Mask | null {
    const read = this.#on.settings.settingOf(expr);
    if (!read?.sure) return null;
    // Of which part of the configuration, nobody knows: `for name in strategies: if getattr(strategies, name).enabled`.
    if (!read.environment && OF_ANY_PART.test(read.key)) return ANY;
    // `result.get("use_maker", False)` of a record that the bot made by itself looks the same as one of a setting that nobody ships.
    if (read.value === null && !read.environment && !isGetattr(expr) && (!read.declared || this.#setters.isTold(ownName(expr)))) return ANY;
    if (isMode(expr) || read.key.split(/[._]/).some((one) => isMode({ kind: "string", value: one } as Expr))) return ANY;
    const on = this.#on.switches.switchOf(expr)?.on;
    return on === undefined ? ANY : truthMask(on);
  }

  #name(expr: Name): Mask {
    const module = this.#on.infer.moduleIndexOf(expr);
    const found = bindingsOf(expr, module);
    if (!found) return ANY;
    const ofModule = found === module.scopes.get(module.module.root)?.get(expr.id);
    return ofModule && this.#setters.mayBeSet(expr.id) ? ANY : this.#union(found, expr);
  }

  #union(definitions: readonly Definition[], expr: Name): Mask {
    let mask = 0;
    for (const one of definitions) {
      if (one.kind === "declared") continue;
      mask |= this.#definition(one, expr);
      if (mask === ANY) return ANY;
    }
    return mask === 0 ? ANY : mask;
  }

  #definition(one: Definition, expr: Name): Mask {
    switch (one.kind) {
      case "value": return one.item >= 0 ? ANY : keptMask(one.expr, this.of(one.expr));
      case "function": case "class": return TRUE;
      case "parameter": return this.#parameter(one.fn, one.index);
      case "import": {
        const found = one.name === null || this.#setters.mayBeSet(one.name) ? null : definitionsOf(this.#on.infer, expr);
        return found && found.length > 0 ? found.reduce((mask, each) => mask | keptMask(each, this.of(each)), 0) : ANY;
      }
      default: return ANY;
    }
  }

  #attribute(expr: Expr & { kind: "attribute" }): Mask {
    const objects = this.#on.infer.evaluate(expr.object);
    if (objects.length === 0 || this.#setters.mayBeSet(expr.name)) return ANY;
    let mask = 0;
    for (const object of objects) {
      if (object.kind === "instance") mask |= this.#member(object.class, expr.name);
      else if (object.kind === "module") {
        const found = definitionsOf(this.#on.infer, expr);
        if (!found || found.length === 0) return ANY;
        for (const each of found) mask |= keptMask(each, this.of(each));
      } else return ANY;
      if (mask === ANY) return ANY;
    }
    return this.#isWholly(expr.object) ? mask : ANY;
  }

  #member(owner: ClassNode, name: string): Mask {
    const { hierarchy } = this.#on.infer;
    if (this.#setters.isOpen(owner)) return ANY;
    let mask = 0;
    const declared = hierarchy.member(owner, name);
    for (const one of declared?.definitions ?? []) {
      if (one.kind === "function") mask |= methodFlavour(one.fn) === "property" ? this.#result(one.fn) : TRUE;
      else if (one.kind === "value" && !this.#setters.hasFields(declared!.owner)) mask |= keptMask(one.expr, this.of(one.expr));
      else return ANY;
      if (mask === ANY) return ANY;
    }
    for (const one of this.#on.infer.hierarchy.family(owner)) {
      for (const store of this.#on.infer.ownStores(one, name) ?? []) {
        mask |= store.value ? keptMask(store.value, this.of(store.value)) : ANY;
        if (mask === ANY) return ANY;
      }
    }
    return mask === 0 ? ANY : mask;
  }

  /** Whether all that the object may be is known: `self`, or an attribute of it all of whose stores are. */
  #isWholly(object: Expr): boolean {
    const { infer } = this.#on;
    if (object.kind === "name") {
      const found = bindingsOf(object, infer.moduleIndexOf(object));
      return found !== null && found.every((one) => (one.kind === "parameter" ? one.index === 0 && classOf(one.fn) !== null : one.kind === "import" || one.kind === "class" || (one.kind === "value" && one.item < 0 && this.#isKnown(one.expr))));
    }
    if (object.kind !== "attribute") return false;
    return definitionsOf(infer, object)?.every((one) => this.#isKnown(one)) ?? false;
  }

  #isKnown = (expr: Expr): boolean => expr.kind === "none" || (expr.kind === "call" && this.#on.graph.targets(expr).how === "resolved");

  #call(call: Call, how: "called" | "awaited"): Mask {
    const targets = this.#on.graph.targets(call);
    if (targets.how !== "resolved" || targets.libraries.length > 0 || targets.functions.length > 8) return ANY;
    if (targets.functions.length === 0) return TRUE;
    if (call.callee.kind === "attribute" && !this.#isWholly(call.callee.object)) return ANY;
    let mask = targets.classes.length > 0 ? TRUE : 0;
    for (const fn of targets.functions) {
      if (fn.async !== (how === "awaited")) return ANY;
      mask |= this.#answer(fn);
      if (mask === ANY) return ANY;
    }
    return mask;
  }

  /** What a call of the function gives, whichever class overrides it. */
  #answer(fn: FunctionNode): Mask {
    const owner = classOf(fn);
    if (!owner) return this.#result(fn);
    if (this.#setters.isOpen(owner) || this.#setters.mayBeSet(fn.name)) return ANY;
    let mask = this.#result(fn);
    for (const one of this.#on.infer.hierarchy.descendants(owner)) {
      const own = this.#on.infer.hierarchy.member(one, fn.name)?.definitions ?? [];
      for (const each of own) mask |= each.kind === "function" ? this.#result(each.fn) : ANY;
    }
    return mask;
  }

  #result(fn: FunctionNode): Mask {
    const known = this.#results.get(fn);
    if (known !== undefined) return known;
    this.#results.set(fn, ANY);
    const mask = this.#resultOf(fn);
    this.#results.set(fn, mask);
    return mask;
  }

  #resultOf(fn: FunctionNode): Mask {
    const module = this.#on.index.modules.get(this.#on.index.moduleOf(fn).file)!;
    if (fn.generator || module.module.damaged.length > 0 || !fn.decorators.every((one) => KEEPS_ANSWER.test(ownName(one)))) return ANY;
    const returns = module.returns[fn.index]!;
    if (returns.length > MOST_RETURNS) return ANY;
    const last = fn.body.at(-1);
    if (last?.kind === "raise" && returns.length === 0) return ANY;
    let mask = last?.kind === "return" || last?.kind === "raise" ? 0 : NONE;
    for (const { value } of returns) {
      mask |= value ? this.of(value) : NONE;
      if (mask === ANY) return ANY;
    }
    return mask;
  }

  #parameter(fn: FunctionNode, position: number): Mask {
    let known = this.#parameters.get(fn);
    if (!known) this.#parameters.set(fn, (known = []));
    if (known[position] !== undefined) return known[position];
    known[position] = ANY;
    return (known[position] = this.#parameterOf(fn, position));
  }

  #parameterOf(fn: FunctionNode, position: number): Mask {
    const parameter = fn.params[position]!;
    if (isModeWord(parameter.name) || parameter.flavour === "rest" || parameter.flavour === "keyword-rest") return ANY;
    const callers = this.#setters.callersOf(fn);
    if (!callers || callers.length > MOST_CALLERS) return ANY;
    let mask = 0;
    for (const site of callers) {
      mask |= this.#given(site, fn, position);
      if (mask === ANY) return ANY;
    }
    return mask === 0 ? ANY : mask;
  }

  #given({ call }: CallSite, fn: FunctionNode, position: number): Mask {
    if (this.#on.infer.evaluate(call.callee).some((one) => one.kind === "partial")) return ANY;
    const given = argumentOf(call, fn, position);
    if (given) return keptMask(given, this.of(given));
    const fallback = fn.params[position]!.default;
    return fallback && omits(call, fn, position) ? keptMask(fallback, this.of(fallback)) : ANY;
  }
}

const isGetattr = (expr: Expr): boolean => expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "getattr";

const OF_ANY_PART = /^_*(is_)?(enabled?|active|disabled?|use|on)$/i;

/** Decorators that change nothing of the answer. */
const KEEPS_ANSWER = /^(staticmethod|classmethod|property|cached_property|override|lru_cache|cache|wraps)$/;

const isModeWord = (name: string): boolean => isMode({ kind: "string", value: name } as Expr);
