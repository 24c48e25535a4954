import { calledName } from "../../../ir/names.ts";
import type { Call, Compare, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { DATA_SOURCE, decidesByName, IDLE_CALLS, type Decides } from "../../../knowledge/trading-numbers.ts";
import type { Binding } from "./bindings.ts";
import { overwrites } from "./overwritten-settings.ts";
import { saysSomething } from "./said-texts.ts";
import type { Slicing } from "./slicing.ts";
import { choicesOf, isTable } from "./table-keys.ts";
import { isWritten } from "./written-number.ts";

/**
 * Why a value matters: it flows into an order's argument or an exit level ("value"), a branch towards an order tests it
 * ("guard"), or it is a term of what such a branch tests ("term").
 */
export type Force = "value" | "guard" | "term";

export interface Demand {
  readonly expr: Expr;
  readonly decides: Decides;
  readonly force: Force;
  /** The order argument or the tested condition that this began with. */
  readonly site: Node;
  readonly from: Demand | null;
  /** Functions crossed on the way from the site. */
  readonly hops: number;
  /** The comparison that it is an operand of, and the other operand. */
  readonly compare: Compare | null;
  /** The name that it was last stored under. */
  readonly name: string | null;
  /** The function whose result it is part of: its parameters are what the calls that want the result hand in, and no others. */
  readonly inside: FunctionNode | null;
  /** Of a call's answer only this element is wanted: `price, size = await quantize(...)`. */
  readonly item?: number | undefined;
  /** On the way stands a key under which several dicts keep something: which of them is meant is a guess. */
  readonly guessed?: boolean | undefined;
}

const STRENGTH: Readonly<Record<Force, number>> = { value: 4, guard: 2, term: 1 };
const MAX_HOPS = 9;
const MAX_STEPS = 400_000;

/** Backwards from what decides orders: every expression that it is made of, nearest first. */
export class Slice {
  readonly #on: Slicing;
  readonly #queue: Demand[] = [];
  readonly #seen = new Map<Expr, number>();
  readonly #items = new Map<Expr, Set<number>>();
  readonly #controlled = new Set<Node>();
  /** Calls whose results are wanted, and the parameters that a function's results are made of: each new one meets all of the other. */
  readonly #entered = new Map<FunctionNode, { readonly at: Demand; readonly call: Call }[]>();
  readonly #parameters = new Map<FunctionNode, Set<number>>();
  readonly #wanted = new Set<Call>();
  readonly numbers: Demand[] = [];
  /** Functions that something demanded stands in. */
  readonly functions = new Set<FunctionNode>();
  /** Reads of settings that decide something, by the read's own node. */
  readonly settings = new Map<Expr, Demand>();

  constructor(on: Slicing) {
    this.#on = on;
  }

  want(demand: Demand): void {
    if (demand.item !== undefined) return this.#wantItem(demand, demand.item);
    const before = this.#seen.get(demand.expr) ?? 0;
    const mine = STRENGTH[demand.force] + (demand.inside ? 0 : 0.5);
    if (before >= mine || demand.hops > MAX_HOPS || this.#queue.length > MAX_STEPS) return;
    this.#seen.set(demand.expr, mine);
    this.#queue.push(demand);
  }

  #wantItem(demand: Demand, item: number): void {
    const known = this.#items.get(demand.expr) ?? new Set<number>();
    this.#items.set(demand.expr, known);
    if (known.has(item) || demand.hops > MAX_HOPS || this.#queue.length > MAX_STEPS) return;
    known.add(item);
    this.#queue.push(demand);
  }

  /** Whether something that decides is made of what this call answers. */
  wants(call: Call): boolean {
    return this.#wanted.has(call);
  }

  run(): void {
    for (let i = 0; i < this.#queue.length; i++) this.#step(this.#queue[i]!);
    this.#queue.length = 0;
  }

  #go(from: Demand, expr: Expr, change: Partial<Demand> = {}): void {
    this.want({ ...from, item: undefined, expr, from, ...change });
  }

  #step(at: Demand): void {
    const { expr } = at;
    const fn = enclosingFunction(expr);
    if (fn) this.functions.add(fn);
    const read = this.#setting(expr);
    if (read) {
      if (!this.settings.has(read)) this.settings.set(read, at);
      for (const one of overwrites(expr, this.#on.bindings)) if (this.#on.enters(enclosingFunction(one.statement)!)) this.#go(at, one.expr, { hops: at.hops + 1, inside: null });
      return;
    }
    if (isWritten(expr)) return void this.numbers.push(at);
    switch (expr.kind) {
      case "unary": return expr.op === "not" ? this.#go(at, expr.operand, { force: weaker(at.force) }) : this.#go(at, expr.operand);
      case "await": return this.#go(at, expr.value, { item: at.item });
      case "bind": case "spread": return this.#go(at, expr.value);
      case "binary": return this.#binary(at, expr);
      case "compare": return this.#compare(at, expr);
      case "logical": this.#go(at, expr.left); return this.#go(at, expr.right);
      case "conditional": {
        this.#go(at, expr.then);
        this.#go(at, expr.otherwise);
        return this.#go(at, expr.test, { force: weaker(at.force) });
      }
      case "list": case "tuple": case "set": return expr.items.forEach((one) => this.#go(at, one));
      case "dict": return this.#dict(at, expr);
      case "comprehension": return this.#comprehension(at, expr);
      case "template": return saysSomething(expr) ? undefined : expr.parts.forEach((one) => this.#go(at, one));
      case "interpolation": return this.#go(at, expr.value);
      case "call": return this.#call(at, expr);
      case "name": {
        if (at.force === "value") for (const one of this.#on.bindings.keysOf(expr)) this.#keyed(at, one);
        if (at.inside) this.#parameter(at, at.inside, this.#on.bindings.parameterOf(expr, at.inside));
        return this.#bound(at, this.#on.bindings.ofName(expr, at.inside), expr.id);
      }
      case "attribute": return this.#bound(at, this.#on.bindings.ofAttribute(expr), expr.name);
      case "subscript": return this.#subscript(at, expr);
      default: return;
    }
  }

  #setting(expr: Expr): Expr | null {
    if (expr.kind !== "call" && expr.kind !== "attribute" && expr.kind !== "subscript" && expr.kind !== "logical") return null;
    const read = this.#on.reads.settingOf(expr);
    if (!read || !(read.sure || read.value || read.declared)) return null;
    return read.value || read.declared || !this.#isFilledIn(expr) ? read.node : null;
  }

  /** `StageParams(max_trades_per_day=10)`: a record of parameters that the code fills with numbers of its own. */
  #isFilledIn(expr: Expr): boolean {
    return expr.kind === "attribute" && this.#on.bindings.ofAttribute(expr).some((one) => isWritten(one.expr) && one.crossed);
  }

  #binary(at: Demand, expr: Expr & { kind: "binary" }): void {
    const change = { compare: null, force: at.force === "guard" ? "term" as const : at.force };
    this.#go(at, expr.left, change);
    // Exponents and moduli set digits and steps, not amounts.
    if (expr.op !== "**" && expr.op !== "%") this.#go(at, expr.right, change);
  }

  #compare(at: Demand, expr: Compare): void {
    const force = weaker(at.force);
    this.#go(at, expr.left, { compare: expr, force });
    this.#go(at, expr.right, { compare: expr, force });
  }

  /** `params["px"] = price` after `params = {...}`. */
  #keyed(at: Demand, store: { readonly key: string; readonly value: Expr; readonly statement: Node }): void {
    const decides = decidesByName(store.key);
    if (!decides) return;
    const way = { ...at, decides, name: store.key };
    this.#go(way, store.value, { from: at });
    this.#control(way, store.statement);
  }

  /** A branch that tests a whole record tests whether there is one: of what it holds only a table of numbers may be meant. */
  #dict(at: Demand, expr: Expr & { kind: "dict" }): void {
    for (const entry of expr.entries) {
      const key = entry.key?.kind === "string" ? entry.key.value : null;
      const decides = key === null ? null : decidesByName(key);
      if (at.force === "value" ? decides !== null : isTable(entry.value)) this.#go(at, entry.value, { decides: decides ?? at.decides, name: key ?? at.name });
    }
  }

  #comprehension(at: Demand, expr: Expr & { kind: "comprehension" }): void {
    this.#go(at, expr.value ?? expr.element);
    for (const clause of expr.clauses) for (const one of clause.conditions) this.#go(at, one, { force: weaker(at.force) });
  }

  #subscript(at: Demand, expr: Expr & { kind: "subscript" }): void {
    if (expr.index.kind === "string") return this.#bound(at, this.#on.bindings.ofKey(expr.object, expr.index.value), expr.index.value);
    if (expr.object.kind === "name" || expr.object.kind === "attribute") this.#go(at, expr.object, { force: at.force === "value" ? "value" : "term" });
    this.#chosen(at, expr.index);
  }

  #chosen(at: Demand, key: Expr): void {
    if (key.kind === "name") for (const one of choicesOf(this.#on.bindings.ofName(key, at.inside))) this.#control(at, one.statement);
  }

  #call(at: Demand, call: Call): void {
    const name = calledName(call);
    if (name === "round" || name === "ceil" || name === "floor" || name === "trunc" || name === "abs" || name === "float" || name === "int" || name === "Decimal" || name === "str" || name === "bool" || name === "len") {
      return !call.args[0] ? undefined : name === "len" ? this.#counted(at, call.args[0].value) : this.#go(at, call.args[0].value);
    }
    if (name === "min" || name === "max" || name === "sum" || name === "any" || name === "all") return call.args.forEach((one) => this.#go(at, one.value, { force: at.force === "guard" ? "term" : at.force }));
    if (call.callee.kind === "attribute" && (name === "get" || name === "pop") && call.args[0]) return this.#read(at, call, call.callee.object);
    if (DATA_SOURCE.test(name)) return;
    const functions = this.#on.calls.runs(call).filter((fn) => fn.name !== "__init__" && fn.name !== "__new__" && fn.name !== "__post_init__");
    if (functions.length > 0 && functions.length <= 6) {
      if (!functions.some((fn) => this.#on.enters(fn))) return this.#arguments(at, call);
      return functions.forEach((fn) => this.#results(at, call, fn));
    }
    if (IDLE_CALLS.test(name)) return;
    if (/precision|round|quantize|format|normali/i.test(name)) call.args.forEach((one) => this.#go(at, one.value));
  }

  /** `len([one for one in scores if abs(one) > 0.7])`: what is counted is chosen by the conditions. */
  #counted(at: Demand, list: Expr): void {
    const chosen = list.kind === "name" ? this.#on.bindings.ofName(list, at.inside).map((one) => one.expr) : [list];
    for (const one of chosen) if (one.kind === "comprehension") for (const clause of one.clauses) for (const condition of clause.conditions) this.#go(at, condition, { force: weaker(at.force), compare: null });
  }

  /** `row.get("leverage", 10)`, `min_confidence.get(kind, 50)`: what is kept under the key, what stands in for it, the whole table. */
  #read(at: Demand, call: Call, holder: Expr): void {
    const key = call.args[0]!.value;
    const fallback = call.args[1]?.value;
    if (key.kind !== "string") {
      if (holder.kind === "name" || holder.kind === "attribute" || holder.kind === "dict") this.#go(at, holder);
      this.#chosen(at, key);
      return fallback && this.#go(at, fallback);
    }
    this.#bound(at, this.#on.bindings.ofKey(holder, key.value), key.value);
    const decides = decidesByName(key.value);
    if (fallback) this.#go(at, fallback, { name: key.value, decides: decides ?? at.decides });
  }

  /** Through a call that converts or hands on: what its arguments hold, but not how often or how long it works. */
  #arguments(at: Demand, call: Call): void {
    for (const one of call.args) {
      if (one.name !== null && decidesByName(one.name) === null) continue;
      if (!isWritten(one.value)) this.#go(at, one.value, { force: at.force === "guard" ? "term" : at.force, compare: null });
    }
  }

  /** The function's result is made of a parameter: so of what each call that wants the result hands in. */
  #parameter(from: Demand, fn: FunctionNode, position: number): void {
    if (position < 0) return;
    const known = this.#parameters.get(fn) ?? new Set<number>();
    this.#parameters.set(fn, known);
    if (known.has(position)) return;
    known.add(position);
    for (const one of this.#entered.get(fn) ?? []) this.#handed(one.at, one.call, fn, position, from);
  }

  #handed(at: Demand, call: Call, fn: FunctionNode, position: number, from: Demand): void {
    const given = this.#on.bindings.argument(call, fn, position);
    if (given) this.#go(at, given, { from, compare: null, force: at.force === "guard" ? "term" : at.force, name: fn.params[position]!.name });
  }

  #results(at: Demand, call: Call, fn: FunctionNode): void {
    if (!this.#on.enters(fn)) return;
    const calls = this.#entered.get(fn) ?? [];
    this.#entered.set(fn, calls);
    if (calls.some((one) => one.call === call && one.at.force === at.force && one.at.item === at.item)) return;
    calls.push({ at, call });
    this.#wanted.add(call);
    for (const position of this.#parameters.get(fn) ?? []) this.#handed(at, call, fn, position, at);
    for (const one of this.#on.moduleIndexOf(fn).returns[fn.index]!) {
      if (!one.value) continue;
      const way = { ...at, hops: at.hops + 1, compare: null, name: fn.name, inside: fn };
      const mine = at.item !== undefined && one.value.kind === "tuple" ? one.value.items[at.item] : one.value;
      if (mine) this.#go(way, mine, { from: at, item: mine.kind === "tuple" ? undefined : at.item });
      this.#control(way, one);
    }
  }

  #bound(at: Demand, bindings: readonly Binding[], name: string): void {
    const decides = decidesByName(name);
    // A level that is kept under its own name and tested later decides as much as an argument does.
    const level = decides !== null && decides !== "price" && decides !== "limit" && at.force !== "value" && at.compare !== null;
    for (const one of bindings) {
      const fn = enclosingFunction(one.statement);
      if (one.crossed && fn && !this.#on.enters(fn)) continue;
      const way: Demand = { ...at, decides: decides ?? at.decides, name, force: level ? "value" : at.force, hops: one.crossed ? at.hops + 1 : at.hops, inside: one.crossed ? null : at.inside, guessed: at.guessed || one.byKeyAlone };
      this.#go(way, one.expr, { from: at, item: one.item });
      if (one.verdict ? at.force !== "value" : !one.crossed && !one.byDefault) this.#control(way, one.statement);
    }
  }

  /** The conditions under which a statement runs decide along with it. */
  #control(at: Demand, statement: Node): void {
    let child = statement;
    for (let node = statement.parent; node && node.kind !== "function"; child = node, node = node.parent) {
      if (this.#controlled.has(node)) continue;
      if ((node.kind === "if" || node.kind === "while") && node.test !== child) {
        this.#controlled.add(node);
        this.#go(at, node.test, { force: weaker(at.force), compare: null });
      }
    }
  }
}

const weaker = (force: Force): Force => (force === "value" ? "guard" : force);
