import type { ClassNode, Expr, FunctionNode, If, Name, Node } from "../../ir/nodes.ts";
import { children, classOf, functionAround } from "../../ir/walk.ts";
import { HALT_WORDS } from "../../knowledge/guard-words.ts";
import { PRETENDING_WORDS } from "../../knowledge/signal-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { filterAnswers, type Filter } from "./filter-answers.ts";
import { bitOf } from "./guard-kinds.ts";
import { isOrdering, wordMask } from "./guard-shapes.ts";
import { infer } from "./inference/infer.ts";
import type { Inference } from "./inference/context.ts";
import { index, type Index } from "./module-index.ts";
import { reach } from "./reach.ts";
import { refusedBefore } from "./refused-before.ts";
import { snake } from "./snake.ts";

/** Who tells a breaker that it should block. */
export interface Fed {
  readonly filter: Filter;
  /** It stops trading after losses, by its name; other filters compare what they are brought. */
  readonly breaker: boolean;
  /** The attributes of the breaker's object that its answer hangs on; "": it keeps its losses elsewhere, and has a method to be told of them. */
  readonly state: string;
  /** Functions that write them so that it may block, and run. */
  readonly live: readonly FunctionNode[];
  /** The same, but nothing that runs gets to them. */
  readonly dead: readonly FunctionNode[];
  /** The first of them is called, by code that does not run as the bot ships. */
  readonly called: boolean;
  /** One of the live ones, of a filter that is called a breaker, and no paper account or backtest; null: no claim is made. */
  readonly teller: FunctionNode | null;
  /** The call of the first of them and the test before it that always leaves first, where that is why it is dead. */
  readonly passed: { readonly call: Node; readonly test: If } | null;
}

export type Feeders = readonly Fed[];

export const feeders = codeFact({
  name: "breaker-feeders",
  doc: "For each breaker that is asked before an order: who writes the state by which it blocks.",
  requires: { filterAnswers, index, infer, reach, refusedBefore, callGraph },
  derive({ filterAnswers, index, infer, reach, refusedBefore, callGraph }): Feeders {
    const found: Fed[] = [];
    const isCalled = ([first]: readonly FunctionNode[]): boolean => first !== undefined && callGraph.callersOf(first).length > 0;
    const asked = new Set([...filterAnswers.filters, ...filterAnswers.others].map((one) => one.fn));
    for (const filter of [...filterAnswers.filters, ...filterAnswers.others]) {
      const owner = classOf(filter.fn);
      if (!owner || ((filter.kinds & ASKED) === 0 && !comparesState(filter.fn)) || !answersYesOrNo(index, filter)) continue;
      const state = stateOf(filter.fn);
      // What is handed to it (`self.clock`), or a state that others reach into, is not its own to be fed.
      const own = [...state].filter((name) => isOwn(infer, owner, name));
      const breaker = isBreaker(filter.fn, owner);
      if (own.length === 0) {
        // `return self.kill_switch.check(...)`: what it hands the question to is told.
        const handsOn = index.callsIn(filter.fn).some((call) => callGraph.runs(call).some((fn) => classOf(fn) !== owner && asked.has(fn)));
        const told = breaker && !handsOn && !isBrought(filter) ? toldBy(index, owner) : [];
        if (told.length > 0 && told.every((fn) => reach.of(fn) === "dead")) found.push({ filter, breaker, state: "", live: [], dead: told, called: isCalled(told), passed: null, teller: null });
        continue;
      }
      const writers = writersOf(index, infer, owner, new Set(own));
      const isDead = (fn: FunctionNode): boolean => reach.of(fn) === "dead" || refusedBefore.callOf(fn) !== null;
      const [live, dead] = [writers.filter((fn) => !isDead(fn)), writers.filter(isDead)];
      if ((filter.kinds & ASKED) === 0 && (live.length > 0 || dead.length === 0)) continue;
      found.push({ filter, breaker, state: own.map((name) => `self.${name}`).join(", "), live, dead, called: isCalled(dead), teller: isCalledBreaker(filter.fn, owner) ? (live.find((fn) => !pretends(fn)) ?? null) : null, passed: dead[0] ? refusedBefore.callOf(dead[0]) : null });
    }
    return found;
  },
});

/** What looks at losses, of a symbol or of the day. */
const ASKED = bitOf("breaker") | bitOf("daily-loss");

/** `KillSwitch.evaluate`, `is_symbol_blocked` */
const isBreaker = (fn: FunctionNode, owner: ClassNode): boolean =>
  [snake(fn.name), snake(owner.name)].some((one) => (wordMask(one, "answer") & ASKED) !== 0) || HALT_WORDS.test(snake(fn.name)) || /(^|_)(breaker|risk)(_|$)/.test(snake(owner.name));

const isCalledBreaker = (fn: FunctionNode, owner: ClassNode): boolean => !pretends(fn) && [fn.name, owner.name].some((one) => (wordMask(one, "answer") & bitOf("breaker")) !== 0);
const pretends = (fn: FunctionNode): boolean => [fn.name, classOf(fn)?.name ?? ""].some((one) => PRETENDING_WORDS.test(snake(one)));

/** Methods by which a class is told how a trade ended. */
const toldBy = (index: Index, owner: ClassNode): FunctionNode[] => index.functions.filter((fn) => classOf(fn) === owner && TOLD.test(snake(fn.name)));
const TOLD = /^(record|register|report|on|note|add|feed)_(\w+_)?(trades?|outcomes?|results?|loss(es)?|pnl|profits?|closed?|exits?|wins?)(_(outcome|result|closed?|pnl|loss))?$/;

/** It is asked with what it has to know: `evaluate(metrics)`. */
const isBrought = ({ asked }: Filter): boolean => {
  const call = asked.kind === "unary" ? asked.operand : asked.kind === "await" ? asked.value : asked;
  return call.kind === "call" && call.args.length > 1;
};

/** Signals that are made under a breaker are no answer of it. */
const answersYesOrNo = (index: Index, { fn }: Filter): boolean =>
  index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.every(({ value }) => value === null || (!isCollection(value) && !(value.kind === "name" && madeIn(index, fn, value).some(isCollection))));

const isCollection = ({ kind }: Expr): boolean => kind === "list" || kind === "dict" || kind === "comprehension";
const madeIn = (index: Index, fn: FunctionNode, { id }: Name): Expr[] =>
  (index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(id) ?? []).flatMap((one) => (one.kind === "value" && one.item < 0 ? [one.expr] : []));

/** `abs(self.current_funding) > limit`: what it compares is brought to it. */
function comparesState(fn: FunctionNode): boolean {
  const self = fn.params[0]?.name;
  let found = false;
  const step = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "compare" && isOrdering(node)) found ||= [node.left, node.right].map((one) => (one.kind === "call" && one.callee.kind === "name" && one.args.length === 1 ? one.args[0]!.value : one)).some((one) => one.kind === "attribute" && one.object.kind === "name" && one.object.id === self);
    children(node, step);
  };
  for (const statement of fn.body) step(statement);
  return found;
}

/** Attributes of `self` that a function reads. */
function stateOf(fn: FunctionNode): Set<string> {
  const self = fn.params[0]?.name;
  const found = new Set<string>();
  const step = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "attribute" && node.object.kind === "name" && node.object.id === self && !(node.parent?.kind === "call" && node.parent.callee === node)) found.add(node.name);
    children(node, step);
  };
  for (const statement of fn.body) step(statement);
  return found;
}

/** Made by the class itself as a plain value or an empty container. */
function isOwn(on: Inference, owner: ClassNode, name: string): boolean {
  return (on.ownStores(owner, name) ?? []).some(({ value }) => value !== null && isEmpty(value));
}

const isEmpty = (value: Expr): boolean =>
  (value.kind === "dict" && value.entries.length === 0) || ((value.kind === "list" || value.kind === "set") && value.items.length === 0) || value.kind === "none"
  || (value.kind === "boolean" && !value.value) || (value.kind === "number" && value.value === 0)
  || (value.kind === "call" && value.callee.kind === "name" && /^(dict|set|list|defaultdict|deque|OrderedDict)$/.test(value.callee.id));

const BLOCKS = new Set(["append", "appendleft", "add", "update", "setdefault", "put", "extend"]);

/** Functions other than the constructor, the breaker's own included (it may count by itself), that write the state to something that is not its empty value */
function writersOf(index: Index, on: Inference, owner: ClassNode, names: ReadonlySet<string>): FunctionNode[] {
  const found = new Set<FunctionNode>();
  const isState = (expr: Expr): boolean => expr.kind === "attribute" && names.has(expr.name) && (expr.object.kind !== "name" || expr.object.id !== "self" || isMember(expr));
  const isMember = (node: Node): boolean => {
    for (let at: Node | null = node; at; at = at.parent) if (at.kind === "class") return at === owner || on.hierarchy.ancestors(at).includes(owner) || on.hierarchy.ancestors(owner).includes(at);
    return false;
  };
  for (const one of index.modules.values()) {
    for (const store of one.stores) {
      // `self.active[account]["losses"] = state`
      let target: Expr = store.target;
      while (target.kind === "subscript") target = target.object;
      if (!isState(target) || store.fn.name === "__init__") continue;
      if (store.value && isEmpty(store.value)) continue;
      found.add(store.fn);
    }
    for (const call of one.byKind.get("call") ?? []) {
      if (call.kind !== "call" || call.callee.kind !== "attribute" || !isState(call.callee.object) || !BLOCKS.has(call.callee.name)) continue;
      const fn = functionAround(call);
      if (fn.name !== "__init__") found.add(fn);
    }
  }
  return [...found];
}
