import type { ClassNode, Expr, FunctionNode, If, Node } from "../../ir/nodes.ts";
import { children, classOf, functionAround } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { filterAnswers, type Filter } from "./filter-answers.ts";
import { bitOf } from "./guard-kinds.ts";
import { infer } from "./inference/infer.ts";
import type { Inference } from "./inference/context.ts";
import { index, type Index } from "./module-index.ts";
import { reach } from "./reach.ts";
import { refusedBefore } from "./refused-before.ts";

/** Who tells a breaker that it should block. */
export interface Fed {
  readonly filter: Filter;
  /** The attributes of the breaker's object that its answer hangs on. */
  readonly state: string;
  /** Functions that write them so that it may block, and run. */
  readonly live: readonly FunctionNode[];
  /** The same, but nothing that runs gets to them. */
  readonly dead: readonly FunctionNode[];
  /** The call of the first of them and the test before it that always leaves first, where that is why it is dead. */
  readonly passed: { readonly call: Node; readonly test: If } | null;
}

export type Feeders = readonly Fed[];

export const feeders = codeFact({
  name: "breaker-feeders",
  doc: "For each breaker that is asked before an order: who writes the state by which it blocks.",
  requires: { filterAnswers, index, infer, reach, refusedBefore },
  derive({ filterAnswers, index, infer, reach, refusedBefore }): Feeders {
    const found: Fed[] = [];
    for (const filter of filterAnswers.filters) {
      const owner = classOf(filter.fn);
      if (!owner || (filter.kinds & ASKED) === 0 || !answersYesOrNo(index, filter)) continue;
      const state = stateOf(filter.fn);
      // What is handed to it (`self.clock`), or a state that others reach into, is not its own to be fed.
      const own = [...state].filter((name) => isOwn(infer, owner, name));
      if (own.length === 0) continue;
      const writers = writersOf(index, infer, owner, new Set(own));
      const isDead = (fn: FunctionNode): boolean => reach.of(fn) === "dead" || refusedBefore.callOf(fn) !== null;
      const [live, dead] = [writers.filter((fn) => !isDead(fn)), writers.filter(isDead)];
      found.push({ filter, state: own.map((name) => `self.${name}`).join(", "), live, dead, passed: dead[0] && reach.of(dead[0]) !== "dead" ? refusedBefore.callOf(dead[0]) : null });
    }
    return found;
  },
});

/** What looks at losses, of a symbol or of the day. */
const ASKED = bitOf("breaker") | bitOf("daily-loss");

/** Signals that are made under a breaker are no answer of it. */
const answersYesOrNo = (index: Index, { fn }: Filter): boolean =>
  index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.every(({ value }) => value?.kind !== "list" && value?.kind !== "dict" && value?.kind !== "comprehension");

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
      const target = store.target.kind === "subscript" ? store.target.object : store.target;
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
