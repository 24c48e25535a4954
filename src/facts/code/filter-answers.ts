import { calledName } from "../../ir/names.ts";
import type { Expr, FunctionNode, If, Node } from "../../ir/nodes.ts";
import { children, classOf, mentionsName } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { ACT_WORDS } from "../../knowledge/guard-words.ts";
import { bitOf, guardKinds, snake, type GuardKinds, type GuardMask } from "./guard-kinds.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";
import { openWays } from "./open-ways.ts";
import { FILTERING, QUESTION } from "./rejections.ts";
import { DRIVERS, letsPass, plain, verdictIn, type Passing, type Question } from "./said-answers.ts";
import { signalMakers } from "./signal-makers.ts";
import { tradePaths } from "./trade-paths.ts";

/** A function whose answer decides whether a signal goes on to its order. */
export interface Filter extends Question {
  /** Where its answer is tested. */
  readonly asked: Node;
  /** What it asks about. */
  readonly kinds: GuardMask;
}

export interface FilterAnswers {
  /** Those that ask what the guards of an order ask. */
  readonly filters: readonly Filter[];
  /** Those that ask anything else (a model, a session, a book of cooldowns) and say yes or no. */
  readonly others: readonly Filter[];
  /** Functions on the ways from a start to an opening order, those that make and hand on the signals, and the filters themselves. */
  readonly region: ReadonlySet<FunctionNode>;
  /** Whether a filter that returns this lets the signal pass; null: it depends. */
  lets(filter: Filter, answer: Expr | null): boolean | null;
}

export const filterAnswers = codeFact({
  name: "filter-answers",
  doc: "The functions whose answers decide whether a signal becomes an order, and which answer lets it pass.",
  requires: { index, callGraph, guardKinds, tradePaths, openWays, signalMakers },
  derive({ index, callGraph, guardKinds, tradePaths, openWays, signalMakers }): FilterAnswers {
    const region = new Set<FunctionNode>();
    const answers = new Answers(index, callGraph, guardKinds);
    // Where only a person or a grid gives orders there is no signal to filter.
    const judged = openWays.without(null).some((way) => way.kind === "signal" || way.kind === "unborn");
    for (const place of judged ? tradePaths.web(0).places : []) {
      region.add(place.fn);
      for (const step of [place.step, ...place.ups.map((one) => one.step)]) {
        for (const { test, outcome } of [...step.guards, ...step.tests]) if (outcome !== null) answers.tested(test, outcome, test);
      }
    }
    for (const { fn, drops } of judged ? signalMakers.filtering : []) {
      region.add(fn);
      for (const { test, stays } of drops) answers.dropped(test, stays);
    }
    answers.spread();
    for (const one of answers.found.values()) region.add(one.fn);
    const all = [...answers.found.values()];
    return { filters: all.filter((one) => one.kinds !== 0), others: all.filter((one) => one.kinds === 0), region, lets: letsPass };
  },
});

/** The functions behind the tests that it is told of. */
export class Answers {
  readonly found = new Map<FunctionNode, Filter>();
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #kinds: GuardKinds;
  readonly #seen = new Set<Node>();
  readonly #passed = new Set<FunctionNode>();
  #making = false;

  constructor(index: Index, graph: CallGraph, kinds: GuardKinds) {
    this.#index = index;
    this.#graph = graph;
    this.#kinds = kinds;
  }

  /** Filters within filters: what they return, and what they test before they reject. */
  spread(): void {
    const work = [...this.found.values()];
    for (let i = 0; i < work.length; i++) {
      const before = this.found.size;
      this.#inside(work[i]!);
      if (this.found.size > before) work.push(...[...this.found.values()].slice(before));
    }
  }

  /** A test under which a signal is taken away where it is made: only what is called a filter, or asks what one asks, is one there. */
  dropped(test: Node, stays: boolean): void {
    this.#making = true;
    this.tested(test, stays, test);
    this.#making = false;
  }

  tested(test: Node, passes: boolean, asked: Node): void {
    switch (test.kind) {
      case "unary": return test.op === "not" ? this.tested(test.operand, !passes, asked) : undefined;
      case "logical": this.tested(test.left, passes, asked); return this.tested(test.right, passes, asked);
      case "compare": {
        if (test.right.kind !== "none") return;
        const isNone = test.op === "is" || test.op === "==";
        return this.#answer(test.left, isNone === passes ? "none" : "some", -1, asked);
      }
      default: return this.#answer(test, passes ? "truthy" : "falsy", -1, asked);
    }
  }

  #answer(expr: Node, passes: Passing, item: number, asked: Node, field: string | null = null): void {
    if (expr.kind === "await") return this.#answer(expr.value, passes, item, asked, field);
    const told = field === null ? verdictIn(expr) : null;
    if (told) return this.#answer(told.record, passes, item, asked, told.field);
    if (expr.kind === "call") {
      for (const fn of this.#graph.runs(expr)) {
        const kinds = this.#kinds.inside(fn) || (this.#making ? 0 : this.#kinds.of(expr));
        const filter = { fn, passes, item, field, asked, kinds };
        if (this.found.has(fn) || fn.name === "__init__" || makesSignal(this.#index, fn, passes)) continue;
        if (this.#making && !isCalledFilter(fn) && (kinds & FOUR) === 0) continue;
        if (kinds !== 0 || isCalledFilter(fn) || saysBoth(this.#index, filter) || (field !== null && QUESTION.test(snake(fn.name)))) this.found.set(fn, filter);
        else this.#through(filter);
      }
      const [first] = expr.args;
      if (first && DRIVERS.test(calledName(expr))) this.#answer(first.value, passes, item, asked, field);
      return;
    }
    if (expr.kind === "subscript" && expr.index.kind === "number") return this.#answer(expr.object, passes, expr.index.value, asked, field);
    if (expr.kind !== "name" || this.#seen.has(expr)) return;
    this.#seen.add(expr);
    const scope = scopeOf(expr);
    if (scope.kind !== "function") return;
    for (const one of this.#index.modules.get(this.#index.moduleOf(scope).file)!.scopes.get(scope)?.get(expr.id) ?? []) {
      if (one.kind === "value") this.#answer(one.expr, passes, one.item >= 0 ? one.item : item, asked, field);
    }
  }

  /** It only gives on what others answer. */
  #through(filter: Filter): void {
    if (this.#passed.has(filter.fn)) return;
    this.#passed.add(filter.fn);
    for (const { value } of this.#returnsOf(filter.fn)) if (value) this.#returned(value, filter);
  }

  #returnsOf(fn: FunctionNode): readonly { readonly value: Expr | null }[] {
    return this.#index.modules.get(this.#index.moduleOf(fn).file)!.returns[fn.index]!;
  }

  #inside(filter: Filter): void {
    const { fn } = filter;
    for (const { value } of this.#returnsOf(fn)) if (value) this.#returned(value, filter);
    const step = (node: Node): void => {
      if (node.kind === "function") return;
      if (node.kind === "if") {
        if (rejects(filter, node.body, node.test)) this.tested(node.test, false, node.test);
        else if (rejects(filter, node.otherwise, null)) this.tested(node.test, true, node.test);
      }
      children(node, step);
    };
    for (const statement of fn.body) step(statement);
  }

  #returned(value: Expr, filter: Filter): void {
    if (value.kind === "logical") {
      this.#returned(value.left, filter);
      return this.#returned(value.right, filter);
    }
    if (value.kind === "unary" && value.op === "not" && filter.item < 0) return this.#answer(value.operand, filter.passes === "truthy" ? "falsy" : "truthy", -1, value);
    if (value.kind === "conditional") {
      // `return "blocked" if breaker.is_blocked(symbol) else None`
      const [then, otherwise] = [letsPass(filter, value.then), letsPass(filter, value.otherwise)];
      if (then !== null && then !== otherwise) this.tested(value.test, then, value.test);
      else if (otherwise !== null && then !== otherwise) this.tested(value.test, !otherwise, value.test);
    }
    if (value.kind === "call" || value.kind === "await") this.#answer(value, filter.passes, filter.item, value, filter.field);
  }
}

/** `_apply_volatility_filter(signal)`, `VolumeFilter.check(signal)` */
export const isCalledFilter = (fn: FunctionNode): boolean => FILTERING.test(snake(fn.name)) || /(Filter|Gate|Guard)$/.test(classOf(fn)?.name ?? "");

const FOUR = bitOf("expected-value") | bitOf("gap") | bitOf("breaker") | bitOf("correlation");

/** It says yes or no in so many words, does nothing but ask, and not always lets pass. */
function saysBoth(index: Index, filter: Filter): boolean {
  if (ACTS.test(snake(filter.fn.name)) || ACT_WORDS.test(snake(filter.fn.name)) || filter.passes === "none" || filter.passes === "some") return false;
  const answers = index.modules.get(index.moduleOf(filter.fn).file)!.returns[filter.fn.index]!.map(({ value }) => value);
  const said = answers.filter((value) => plain(value)?.kind === "boolean").map((value) => letsPass(filter, value));
  return said.includes(true) && (said.includes(false) || answers.some((value) => plain(value) !== null && letsPass(filter, value) === null));
}

const ACTS = /^_*(get|read|wait|run|process|handle|try|apply|normali[sz]e|prepare|record|register|switch|ensure)(_|$)|_and_/;

/** It gives a record of its own making, or nothing: the signal itself. That it gives none after an error sends no order. */
function makesSignal(index: Index, fn: FunctionNode, passes: Passing): boolean {
  if (passes !== "truthy" && passes !== "some") return makesRecord(index, fn) && !index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.some(({ value }) => value?.kind === "boolean" || value?.kind === "tuple");
  return false;
}

function makesRecord(index: Index, fn: FunctionNode): boolean {
  return index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.some(({ value }) => value?.kind === "dict" && value.entries.some(({ key }) => key?.kind === "string" && SIGNAL_KEYS.test(key.value)));
}

const SIGNAL_KEYS = /^(action|side|signal|direction|confidence|entry(_price)?|strength)$/;

/** The branch leaves the filter with a rejecting answer, or raises. */
function rejects(filter: Filter, body: readonly Node[], test: Node | null): boolean {
  const last = body.at(-1);
  if (last?.kind === "raise") return true;
  if (last?.kind !== "return") return false;
  const verdict = letsPass(filter, last.value);
  if (verdict !== null) return !verdict;
  // `if reason is not None: return reason`
  return last.value?.kind === "name" && test !== null && mentionsName(test, last.value.id);
}

/** The branch leaves the filter with an answer that rejects. */
export function rejectsIn(node: If, filter: Filter, { lets }: Pick<FilterAnswers, "lets">): boolean {
  const last = node.body.at(-1);
  return last?.kind === "raise" || (last?.kind === "return" && lets(filter, last.value) === false);
}
