import type { Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import { GUARD_KINDS, GUARD_WORDS, type GuardKind } from "../../knowledge/guard-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";

/** A set of guard kinds as bits, in the order of GUARD_KINDS. */
export type GuardMask = number;

export interface GuardKinds {
  /** What a tested expression asks about: its own words, what its names were computed from, what the functions it calls test. */
  of(test: Expr): GuardMask;
  /** What a function tests before it gives a rejecting answer or raises. */
  inside(fn: FunctionNode): GuardMask;
}

export const bitOf = (kind: GuardKind): GuardMask => 1 << GUARD_KINDS.indexOf(kind);
export const kindsIn = (mask: GuardMask): GuardKind[] => GUARD_KINDS.filter((one) => (mask & bitOf(one)) !== 0);

/** How far names are followed back to what computed them, and calls into what they test. */
const MAX_DEPTH = 8;

export const guardKinds = codeFact({
  name: "guard-kinds",
  doc: "Which of the guards before an order a test asks about, followed through names and calls.",
  requires: { index, callGraph },
  derive({ index, callGraph }): GuardKinds {
    const asked = new Asked(index, callGraph);
    return { of: (test) => asked.ofTest(test, 0), inside: (fn) => asked.inside(fn, 0) };
  },
});

class Asked {
  readonly #words = new Map<string, GuardMask>();
  readonly #functions = new Map<FunctionNode, GuardMask>();
  readonly #underway = new Set<Node>();
  readonly #index: Index;
  readonly #graph: CallGraph;

  constructor(index: Index, graph: CallGraph) {
    this.#index = index;
    this.#graph = graph;
  }

  ofTest(test: Node, depth: number): GuardMask {
    if (depth > MAX_DEPTH) return 0;
    let mask = 0;
    const step = (node: Node): void => {
      if (node.kind === "function") return;
      if (node.kind === "name") mask |= this.#word(node.id) | this.#computed(node, depth);
      else if (node.kind === "attribute") mask |= this.#word(node.name);
      else if (node.kind === "string" && node.value.length < 40) mask |= this.#word(node.value);
      else if (node.kind === "call") for (const fn of this.#graph.runs(node)) mask |= this.inside(fn, depth + 1);
      children(node, step);
    };
    step(test);
    return mask;
  }

  /** What the values of a local name were computed from. */
  #computed(name: Expr & { kind: "name" }, depth: number): GuardMask {
    const scope = scopeOf(name);
    if (scope.kind !== "function") return 0;
    let mask = 0;
    for (const one of this.#index.modules.get(this.#index.moduleOf(scope).file)!.scopes.get(scope)?.get(name.id) ?? []) {
      if (one.kind !== "value" || this.#underway.has(one.expr)) continue;
      this.#underway.add(one.expr);
      mask |= this.ofTest(one.expr, depth + 1);
      this.#underway.delete(one.expr);
    }
    return mask;
  }

  inside(fn: FunctionNode, depth: number): GuardMask {
    const known = this.#functions.get(fn);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH) return 0;
    this.#functions.set(fn, 0);
    let mask = this.#word(fn.name);
    const one = this.#index.modules.get(this.#index.moduleOf(fn).file)!;
    for (const answer of one.returns[fn.index]!) if (answer.value) mask |= this.ofTest(answer.value, depth + 1);
    const step = (node: Node): void => {
      if (node.kind === "function") return;
      if (node.kind === "if" && (leaves(node.body) || leaves(node.otherwise))) mask |= this.ofTest(node.test, depth + 1);
      children(node, step);
    };
    for (const statement of fn.body) step(statement);
    this.#functions.set(fn, mask);
    return mask;
  }

  #word(identifier: string): GuardMask {
    const known = this.#words.get(identifier);
    if (known !== undefined) return known;
    const snake = identifier.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
    let mask = 0;
    for (const kind of GUARD_KINDS) if (GUARD_WORDS[kind].test(snake)) mask |= bitOf(kind);
    this.#words.set(identifier, mask);
    return mask;
  }
}

/** The branch gives an answer or gives up. */
const leaves = (body: readonly Node[]): boolean => {
  const last = body.at(-1);
  return last?.kind === "return" || last?.kind === "raise" || last?.kind === "continue" || last?.kind === "break";
};
