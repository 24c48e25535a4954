import { leaves } from "../../ir/blocks.ts";
import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import { calledName } from "../../ir/names.ts";
import type { Call, Compare, Expr, FunctionNode, Name, Node } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import { AMOUNT_WORDS, ACT_WORDS, ASKS_SETTINGS, FETCHES, HALT_WORDS, MODEL_CALLS, NOTED_WORDS } from "../../knowledge/guard-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { boundConcepts, type BoundConcepts } from "./bound-concepts.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { calleeName, comparesGainWithCost, comparesPrices, countsAlike, HANDS_ON, identifiersIn, isAbstract, isConstant, isMember, lastName, isOrdering, isPauseBetweenEntries, isTerm, isTested, isZero, receiver, SETTER, testsBefore, wordMask } from "./guard-shapes.ts";
import { bitOf, type GuardMask } from "./guard-mask.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type Definition, type Index, type Store } from "./module-index.ts";
import { fixedLists } from "./fixed-lists.ts";
import { haltStores, isSwitchedByHand } from "./halt-stores.ts";
import { snake } from "./snake.ts";
import { FILTERING, marksRejection } from "./rejections.ts";

export { snake };
export { bitOf, kindsIn, type GuardMask } from "./guard-mask.ts";

export interface GuardKinds {
  /** What a tested expression asks about: its own words, what its names were computed from, what the functions it calls test. */
  of(test: Expr): GuardMask;
  /** The same without guesses: what only a namesake of an unknown call asks does not count. */
  surely(test: Expr): GuardMask;
  /** What the test compares and how it is called, and what its names were computed from: nothing that only a function behind it tests. */
  itself(test: Expr): GuardMask;
  /** What a function tests before it gives a rejecting answer or raises. */
  inside(fn: FunctionNode): GuardMask;
}

/** How far names are followed back to what computed them, and calls into what they test (which does not hang on who asks first). */
const MAX_DEPTH = 12;
const MAX_CALLS = 60;
/** More stores of one attribute than this are not looked at: it is a common name. */
const MAX_STORES = 12;
const MOST_NAMESAKES = 6;
/** No function is looked into, not even the one that runs. */
const NOBODY = -1;

export const guardKinds = codeFact({
  name: "guard-kinds",
  doc: "Which of the guards before an order a test asks about, followed through names and calls.",
  requires: { index, callGraph, boundConcepts },
  derive({ index, callGraph, boundConcepts }): GuardKinds {
    const asked = new Asked(index, callGraph, boundConcepts, MOST_NAMESAKES);
    let [sure, itself]: (Asked | null)[] = [null, null];
    return {
      of: (test) => asked.of(test, 0),
      surely: (test) => (sure ??= new Asked(index, callGraph, boundConcepts, 0)).of(test, 0),
      itself: (test) => (itself ??= new Asked(index, callGraph, boundConcepts, NOBODY)).of(test, 0),
      inside: (fn) => asked.inside(fn),
    };
  },
});

const BREAKER = bitOf("breaker");
const GAP = bitOf("gap");
const THROTTLE = bitOf("throttle");

class Asked {
  readonly #functions = new Map<FunctionNode, GuardMask>();
  readonly #underway = new Set<Node>();
  readonly #halting = new Set<string>();
  #calls = 0;
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #bound: BoundConcepts;
  /** Of so many functions of one name an unknown call may mean any. */
  readonly #guesses: number;
  #stores: Map<string, Store[]> | null = null;
  #fixed: ((identifier: string) => boolean) | null = null;
  readonly #names = { answer: new Map<readonly Definition[], GuardMask>(), quantity: new Map<readonly Definition[], GuardMask>() };

  constructor(index: Index, graph: CallGraph, bound: BoundConcepts, guesses: number) {
    this.#guesses = guesses;
    this.#index = index;
    this.#graph = graph;
    this.#bound = bound;
  }

  /** A test as a whole: each comparison and each answer in it. */
  of(test: Node, depth: number): GuardMask {
    if (depth > MAX_DEPTH) return 0;
    switch (test.kind) {
      case "function": return 0;
      case "compare": return isOrdering(test) ? this.#comparison(test, depth) : this.of(test.left, depth) | this.of(test.right, depth);
      case "name": return this.#local(test, "answer") | (isTerm(test) ? 0 : this.#halt(test.id, depth)) | this.#computed(test, depth, "answer");
      case "attribute": return this.#word(test.name, "answer") | (isTerm(test) || this.#isAnswer(test.object) ? 0 : this.#halt(test.name, depth)) | this.of(test.object, depth);
      case "string": return test.value.length < 40 ? this.#word(test.value, "answer") : 0;
      case "call": return this.#call(test, depth);
      default: return this.#below(test, (one) => this.of(one, depth));
    }
  }

  /** `result = filter.check(signal)`, then `result.blocked`: what was asked says which guard it is. */
  readonly #isAnswer = (record: Expr): boolean => record.kind === "name" && this.#valuesOf(record).some((one) => (one.kind === "await" ? one.value : one).kind === "call");

  /** A list of symbols that the configuration leaves out blocks nothing that loses. */
  #word(identifier: string, as: "answer" | "quantity"): GuardMask {
    const mask = wordMask(identifier, as);
    return (mask & BREAKER) !== 0 && (this.#fixed ??= fixedLists(this.#index))(identifier) ? mask & ~BREAKER : mask;
  }

  /** `gains` and `losses` side by side are moves of a price, no lost trades. */
  #local(name: Name, as: "answer" | "quantity"): GuardMask {
    const mask = this.#word(name.id, as);
    if ((mask & BREAKER) === 0 || !/loss/i.test(name.id)) return mask;
    const own = this.#index.modules.get(this.#index.moduleOf(name).file)!.scopes.get(scopeOf(name));
    return own && ["gain", "gains", "avg_gain"].some((one) => own.has(one)) ? mask & ~BREAKER : mask;
  }

  #comparison(test: Compare, depth: number): GuardMask {
    const left = this.#quantity(test.left, depth);
    const right = this.#quantity(test.right, depth);
    const names = { left: this.#namesIn(test.left, depth), right: this.#namesIn(test.right, depth) };
    let mask = left | right;
    if ((mask & BREAKER) !== 0 && isPauseBetweenEntries(names.left, names.right)) mask = (mask & ~BREAKER) | bitOf("throttle");
    if (comparesGainWithCost(names.left, names.right)) mask |= bitOf("expected-value");
    // `size <= 0` asks about a sign, whatever the size was made from.
    if (!isZero(test.left) && !isZero(test.right) && comparesPrices(names.left, names.right)) mask |= bitOf("gap");
    return mask;
  }

  /** One side of a comparison: its words, and those of what it was computed from. */
  #quantity(expr: Node, depth: number): GuardMask {
    if (depth > MAX_DEPTH) return 0;
    switch (expr.kind) {
      case "function": return 0;
      case "name": return this.#local(expr, "quantity") | this.#computed(expr, depth, "quantity");
      case "attribute": return this.#word(expr.name, "quantity") | this.#quantity(expr.object, depth);
      case "string": return expr.value.length < 40 ? this.#word(expr.value, "quantity") : 0;
      case "call": return this.#call(expr, depth) | this.#below(expr, (one) => this.#quantity(one, depth));
      case "compare": return this.of(expr, depth);
      case "binary": {
        // `drift * 0.5 + gap * 0.2`: one addend of a score or of the costs is not what is limited.
        const [left, right] = [this.#quantity(expr.left, depth), this.#quantity(expr.right, depth)];
        return expr.op === "+" && expr.left.kind !== "number" && expr.right.kind !== "number" ? ((left | right) & ~GAP) | (left & right & GAP) : left | right;
      }
      default: return (countsAlike(expr) ? bitOf("correlation") : 0) | this.#below(expr, (one) => this.#quantity(one, depth));
    }
  }

  #call(call: Call, depth: number): GuardMask {
    // What a model makes of its features, or the venue of a request, asks none of the guards that are met on the way.
    const word = calleeName(call);
    if (MODEL_CALLS.test(word)) return wordMask(word, "answer");
    return FETCHES.test(word) && (wordMask(word, "answer") & BREAKER) === 0 ? this.#asked(call, depth) & ~BREAKER : this.#asked(call, depth);
  }

  #asked(call: Call, depth: number): GuardMask {
    const fns = this.#graph.runs(call);
    const own = fns.length > 0 && !HANDS_ON.test(calleeName(call));
    const taken = this.#guesses === NOBODY && (fns.length > 0 || this.#graph.targets(call).classes.length > 0);
    let mask = this.#below(call, (one) => (one === call.callee ? (one.kind === "attribute" ? this.of(one.object, depth) : 0) : (own || taken) && isMember(one) ? this.#word(lastName(one), "quantity") : taken ? 0 : this.of(one, depth)));
    for (const kind of this.#bound.guardOf(call)) mask |= bitOf(kind);
    // Several strategies behind one call: what only one of them asks is no guard of the others.
    const concrete = fns.filter((fn) => !isAbstract(fn));
    const masks = concrete.map((fn) => this.inside(fn));
    const overrides = concrete.length > 1 && concrete.every((fn) => fn.name === concrete[0]!.name);
    const asked = masks.reduce((sum, one) => (overrides ? sum & one : sum | one), overrides ? -1 : 0);
    mask |= asked;
    const name = calledName(call);
    // A `can_trade` that tests nothing still stands there as a breaker; that it always says yes is another finding.
    if (fns.length > 0 && asked === 0 && this.#guesses !== NOBODY && HALT_WORDS.test(snake(name))) mask |= BREAKER;
    // Nobody knows which of them it is: one that asks is enough not to say that nobody does.
    if (fns.length === 0 && call.callee.kind === "attribute" && this.#graph.targets(call).how === "unresolved") {
      const namesakes = this.#graph.named(name);
      if (namesakes.length <= this.#guesses) for (const fn of namesakes) mask |= this.inside(fn);
    }
    if (fns.length === 0) mask |= wordMask(name, "answer") | wordMask(`${receiver(call)}_${name}`, "answer") | (HALT_WORDS.test(name) ? BREAKER : 0);
    return mask;
  }

  /** What the values of a local name were computed from, and under which tests it got a constant. */
  #computed(name: Name, depth: number, as: "answer" | "quantity"): GuardMask {
    const scope = scopeOf(name);
    if (scope.kind !== "function") return 0;
    const one = this.#index.modules.get(this.#index.moduleOf(scope).file)!;
    const definitions = one.scopes.get(scope)?.get(name.id);
    if (!definitions) return 0;
    const known = this.#names[as].get(definitions);
    if (known !== undefined) return known;
    this.#names[as].set(definitions, 0);
    const amount = as === "quantity" && AMOUNT_WORDS.test(snake(name.id));
    let mask = 0;
    for (const each of definitions) {
      if (each.kind === "iteration" || each.kind === "value") mask |= this.#once(each.expr, () => (as === "answer" || amount ? this.of(each.expr, depth + 1) : this.#quantity(each.expr, depth + 1)));
      if (each.kind === "value" && definitions.length > 1 && isConstant(each.expr)) mask |= this.#conditions(scope, each.expr, depth);
      if (each.kind === "value" && each.expr.kind === "list" && !NOTED_WORDS.test(name.id)) mask |= this.#appended(scope, name.id, depth);
    }
    this.#names[as].set(definitions, mask);
    return mask;
  }

  /** `reasons.append(...)` under a test: a list that is tested for being empty. */
  #appended(scope: FunctionNode, name: string, depth: number): GuardMask {
    let mask = 0;
    for (const call of this.#index.callsIn(scope)) {
      const { callee } = call;
      if (callee.kind === "attribute" && /^(append|add|extend)$/.test(callee.name) && callee.object.kind === "name" && callee.object.id === name) mask |= this.#conditions(scope, call, depth) | testsBefore(call).reduce((sum, test) => sum | this.#once(test, () => this.of(test, depth + 1)), 0);
    }
    return mask;
  }

  #conditions(fn: FunctionNode, at: Node, depth: number): GuardMask {
    const flow = flowOf(fn);
    const point = reachablePointOf(flow, at);
    if (point === undefined) return 0;
    let mask = 0;
    for (const { node } of conditionsAt(flow, point)) if (isTested(node)) mask |= this.#once(node, () => this.of(node, depth + 1));
    return mask;
  }

  /** `halted`, `can_trade`: what sets it says which guard it is; without an answer it is a breaker. */
  #halt(name: string, depth: number): GuardMask {
    if (!HALT_WORDS.test(snake(name)) || this.#halting.has(name)) return 0;
    this.#stores ??= haltStores(this.#index);
    const stores = this.#stores.get(name) ?? [];
    if (stores.length > MAX_STORES) return BREAKER;
    if (isSwitchedByHand(stores, this.#graph)) return 0;
    let mask = 0;
    this.#halting.add(name);
    for (const one of stores) {
      mask |= this.#conditions(one.fn, one.target, depth + 1);
      // `_trigger_halt()` only sets it; who calls that knows why.
      if (SETTER.test(snake(one.fn.name))) for (const { caller, call } of this.#graph.callersOf(one.fn).slice(0, MAX_STORES)) mask |= this.#conditions(caller, call, depth + 1);
    }
    this.#halting.delete(name);
    return mask & (bitOf("daily-loss") | bitOf("position-limit")) || this.#guesses === NOBODY ? mask : mask | BREAKER;
  }

  inside(fn: FunctionNode): GuardMask {
    const known = this.#functions.get(fn);
    if (known !== undefined || this.#calls >= MAX_CALLS) return known ?? 0;
    if (this.#guesses === NOBODY) return this.#called(fn);
    this.#calls++;
    const mask = this.#tested(fn);
    this.#calls--;
    this.#functions.set(fn, mask);
    return mask;
  }

  /** What it asks by its name, or because golive.yaml says so. */
  readonly #called = (fn: FunctionNode): GuardMask => this.#bound.guardFunction(fn).reduce((sum, kind) => sum | bitOf(kind), wordMask(fn.name, "answer"));

  #tested(fn: FunctionNode): GuardMask {
    let mask = this.#called(fn);
    this.#functions.set(fn, mask);
    if (ACT_WORDS.test(snake(fn.name)) || ASKS_SETTINGS.test(snake(fn.name))) return mask;
    const one = this.#index.modules.get(this.#index.moduleOf(fn).file)!;
    for (const answer of one.returns[fn.index]!) if (answer.value) mask |= this.#once(answer.value, () => this.of(answer.value!, 0));
    const step = (node: Node): void => {
      if (node.kind === "function") return;
      if (node.kind === "if" && (leaves(node.body) || leaves(node.otherwise) || node.body.some(marksRejection))) mask |= this.of(node.test, 0);
      // `self._apply_filters(candidates)`: what it takes away is missing afterwards.
      if (node.kind === "call" && FILTERING.test(calleeName(node))) for (const one of this.#graph.runs(node)) mask |= this.inside(one);
      children(node, step);
    };
    for (const statement of fn.body) step(statement);
    // `_check_cooldown(last_order_time)`: a pause between entries, whatever it is called.
    return (mask & THROTTLE) !== 0 && /cool_?down/i.test(fn.name) ? mask & ~BREAKER : mask;
  }

  #once(node: Node, ask: () => GuardMask): GuardMask {
    if (this.#underway.has(node)) return 0;
    this.#underway.add(node);
    const mask = ask();
    this.#underway.delete(node);
    return mask;
  }

  #below(node: Node, ask: (child: Node) => GuardMask): GuardMask {
    let mask = 0;
    children(node, (child) => void (mask |= ask(child)));
    return mask;
  }

  #namesIn(expr: Expr, depth: number): Set<string> {
    return identifiersIn(expr, depth > 3 ? 1 : 3, (name) => this.#valuesOf(name));
  }

  #valuesOf(name: Name): Expr[] {
    const scope = scopeOf(name);
    if (scope.kind !== "function") return [];
    const own = this.#index.modules.get(this.#index.moduleOf(scope).file)!.scopes.get(scope)?.get(name.id) ?? [];
    return own.length > 6 ? [] : own.flatMap((one) => (one.kind === "value" && one.item < 0 ? [one.expr] : []));
  }
}
