import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { GIVEN_AMOUNT, NO_AMOUNT } from "../../../knowledge/regime-words.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Inference } from "../inference/context.ts";
import { bindingsOf, scopeOf } from "../inference/scope-of.ts";
import type { Definition, Index } from "../module-index.ts";
import { argumentOf } from "../settings-join/arguments.ts";
import { snake } from "../snake.ts";
import type { StoredNames } from "./stored-names.ts";

interface Given {
  readonly index: Index;
  readonly infer: Inference;
  readonly callGraph: CallGraph;
  readonly stored: StoredNames;
  /** Worth looking at: the bot, and none of its tests and reports. */
  readonly counts: (fn: FunctionNode) => boolean;
  /** What is looked for. */
  readonly isIt: (node: Node) => boolean;
}

/**
 * `within`: the function whose result it is part of; what its parameters are is seen at the call. `picked`: only which object it is, as
 * what the object holds is known by name.
 */
interface At { readonly node: Node; readonly within: FunctionNode | null; readonly picked: boolean; readonly from: At | null }

type Way = Pick<At, "within" | "picked">;

const MOST = 5_000;
const MOST_NAMED = 6;
const FILLS = /^(append|add|update|extend|insert|setdefault)$/;

/**
 * Everything that a value may depend on, wider than it can be: attributes and keys by their name alone, all that a call is handed, the
 * conditions that choose between definitions. What is not met here has no part in the value.
 */
export class WideOrigins {
  readonly #on: Given;
  #queue: At[] = [];
  #seen = new Map<Node, number>();
  #names = new Set<string>();
  #current: At | null = null;
  /** What earlier questions answered: nodes that lead there, and nodes and names that do not. */
  readonly #leads = new Map<Node, number>();
  readonly #free = new Map<Node, number>();
  readonly #freeNames = new Set<string>();

  constructor(on: Given) {
    this.#on = on;
  }

  /** Whether the values may depend on it; true as well where there is too much to tell. */
  mayMeet(start: Expr): boolean {
    [this.#queue, this.#seen, this.#names, this.#current] = [[], new Map(), new Set(), null];
    this.#go(start, { within: null, picked: false });
    for (let i = 0; i < this.#queue.length; i++) {
      const at = this.#current = this.#queue[i]!;
      if (i > MOST) return true;
      if ((this.#leads.get(at.node) ?? Infinity) <= strengthOf(at) || this.#on.isIt(at.node)) return this.#remember(at);
      const word = wordOf(at.node);
      if (!NO_AMOUNT.test(word) && !GIVEN_AMOUNT.test(word)) this.#step(at);
    }
    for (const [node, strength] of this.#seen) this.#free.set(node, Math.max(strength, this.#free.get(node) ?? 0));
    for (const one of this.#names) this.#freeNames.add(one);
    return false;
  }

  #remember(met: At): true {
    for (let at: At | null = met; at; at = at.from) this.#leads.set(at.node, Math.min(strengthOf(at), this.#leads.get(at.node) ?? Infinity));
    return true;
  }

  #go(node: Node, { within, picked }: Way): void {
    const next = { node, within, picked, from: this.#current };
    const mine = strengthOf(next);
    if ((this.#seen.get(node) ?? 0) >= mine || (this.#free.get(node) ?? 0) >= mine) return;
    this.#seen.set(node, mine);
    this.#queue.push(next);
  }

  #step(at: At): void {
    const { node } = at;
    switch (node.kind) {
      case "name": return this.#name(node, at);
      case "attribute": {
        this.#kept(node.name, at.picked);
        for (const fn of this.#properties(node.name)) this.#results(fn, at.picked);
        return this.#holder(node.object, at);
      }
      case "subscript": {
        if (node.index.kind === "string") this.#kept(node.index.value, at.picked);
        else this.#go(node.index, { ...at, picked: false });
        return this.#holder(node.object, at);
      }
      case "call": return this.#call(node, at);
      case "conditional": {
        this.#go(node.test, { ...at, picked: false });
        this.#go(node.then, at);
        return this.#go(node.otherwise, at);
      }
      case "function": case "class": case "lambda": return;
      case "dict": return at.picked ? undefined : children(node, (child) => this.#go(child, at));
      case "entry": return node.key?.kind === "string" && NO_AMOUNT.test(snake(node.key.value)) ? undefined : this.#go(node.value, at);
      default: return children(node, (child) => this.#go(child, at));
    }
  }

  #holder(object: Expr, at: At): void {
    if (object.kind === "name" && (object.id === "self" || object.id === "cls")) return;
    this.#go(object, { ...at, picked: true });
  }

  #call(call: Call, at: At): void {
    const { callee } = call;
    const name = calledName(call);
    const { how, classes } = this.#on.callGraph.targets(call);
    const [first, second] = call.args;
    if (callee.kind === "attribute") {
      this.#holder(callee.object, at);
      if (/^(get|pop)$/.test(name) && first) {
        if (first.value.kind === "string") this.#kept(first.value.value, at.picked);
        else this.#go(first.value, { ...at, picked: false });
        if (second) this.#go(second.value, at);
        return;
      }
    } else if (name === "getattr" && second?.value.kind === "string") this.#kept(second.value.value, at.picked);
    else if (callee.kind !== "name") this.#go(callee, at);
    const named = how === "unresolved" || how === "named" ? this.#on.callGraph.named(name) : [];
    const known = this.#on.callGraph.runs(call);
    const runs = known.length > 0 ? known : named.length <= MOST_NAMED ? named : [];
    // What a record is made of is asked under the names of its fields.
    if (at.picked && (classes.length > 0 || (runs.length > 0 && !runs.every((one) => one.name === "__init__")))) return runs.forEach((fn) => this.#results(fn, true));
    for (const one of call.args) if (one.name === null || !NO_AMOUNT.test(snake(one.name))) this.#go(one.value, at);
    for (const fn of runs) this.#results(fn, at.picked);
  }

  #results(fn: FunctionNode, picked: boolean): void {
    if (!this.#on.counts(fn)) return;
    const returns = this.#on.index.modules.get(this.#on.index.moduleOf(fn).file)!.returns[fn.index]!;
    // Called for the regime, it answers by it.
    this.#go(fn, { within: fn, picked });
    for (const one of returns) {
      if (one.value) this.#go(one.value, { within: fn, picked });
      if (returns.length > 1 && one.value && one.value.kind !== "none") this.#conditions(one, fn);
    }
  }

  #properties(name: string): readonly FunctionNode[] {
    const all = this.#on.callGraph.named(name);
    return all.length > MOST_NAMED ? [] : all.filter((fn) => fn.decorators.some((one) => /property/.test(ownName(one))));
  }

  #kept(name: string, picked: boolean): void {
    const key = `${name} ${picked ? "picked" : ""}`;
    if (this.#names.has(key) || this.#freeNames.has(key)) return;
    this.#names.add(key);
    for (const one of this.#on.stored.of(name)) {
      const fn = enclosingFunction(one);
      if (fn && !this.#on.counts(fn)) continue;
      this.#go(one, { within: null, picked });
      // When it is stored says what it follows: under a test, in a function that is called for it.
      this.#conditions(one, null);
      if (fn) this.#go(fn, { within: null, picked });
    }
  }

  #conditions(node: Node, within: FunctionNode | null): void {
    for (let [child, at]: [Node, Node | null] = [node, node.parent]; at && at.kind !== "function"; [child, at] = [at, at.parent]) {
      if ((at.kind === "if" || at.kind === "conditional" || at.kind === "while") && at.test !== child) this.#go(at.test, { within, picked: false });
      if (at.kind === "match" && at.subject !== child) this.#go(at.subject, { within, picked: false });
    }
  }

  #name(name: Expr & { kind: "name" }, at: At): void {
    const own = bindingsOf(name, this.#on.infer.moduleIndexOf(name)) ?? [];
    for (const one of own) {
      if (own.length > 1 && one.kind !== "parameter") this.#conditions(one.node, at.within);
      this.#defined(one, at);
    }
    const scope = scopeOf(name);
    if (scope.kind !== "function" || at.picked) return;
    for (const call of this.#on.index.callsIn(scope)) if (call.callee.kind === "attribute" && call.callee.object.kind === "name" && call.callee.object.id === name.id && FILLS.test(call.callee.name)) for (const one of call.args) this.#go(one.value, at);
  }

  #defined(one: Definition, at: At): void {
    switch (one.kind) {
      case "value": return this.#go((one.expr.kind === "tuple" || one.expr.kind === "list") && one.item >= 0 ? (one.expr.items[one.item] ?? one.expr) : one.expr, at);
      case "iteration": case "entered": return this.#go(one.expr, at);
      case "opaque": return one.node.kind === "augmented" ? this.#go(one.node.value, at) : undefined;
      case "parameter": return one.fn === at.within ? undefined : this.#parameter(one.fn, one.index, at.picked);
      case "import": return one.name === null ? undefined : this.#kept(one.name, at.picked);
      default: return;
    }
  }

  #parameter(fn: FunctionNode, position: number, picked: boolean): void {
    const parameter = fn.params[position]!;
    if (parameter.name === "self" || parameter.name === "cls") return;
    this.#go(parameter, { within: null, picked });
    const callers = this.#on.callGraph.callersOf(fn).map((one) => one.call);
    for (const call of callers.length > 0 ? callers : this.#on.stored.callsOf(fn.name)) {
      const around = enclosingFunction(call);
      if (around && !this.#on.counts(around)) continue;
      const given = argumentOf(call, fn, position);
      if (given) this.#go(given, { within: null, picked });
      for (const each of call.args) if (each.spread !== "none") this.#go(each.value, { within: null, picked });
    }
  }
}

/** The whole value before the object alone, from any call before from one. */
const strengthOf = ({ within, picked }: Way): number => (within ? 1 : 2) + (picked ? 0 : 2);

function wordOf(node: Node): string {
  if (node.kind === "subscript") return node.index.kind === "string" ? snake(node.index.value) : "";
  if (node.kind === "call") {
    const key = node.callee.kind === "attribute" && node.callee.name === "get" ? node.args[0]?.value : undefined;
    return key?.kind === "string" ? snake(key.value) : snake(calledName(node));
  }
  return node.kind === "parameter" ? snake(node.name) : snake(ownName(node));
}
