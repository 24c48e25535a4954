import type { Expr, Node, Stmt } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { COST_WORDS, GROUP_WORDS, type ParameterGroup } from "../../../knowledge/regime-words.ts";
import { snake } from "../guard-kinds.ts";
import { lastName, wordsIn } from "../numbers/words-of.ts";
import type { Follower } from "../value-follower.ts";

/** The regime itself, or a parameter that was chosen by it. */
export interface Derived {
  readonly chosen: boolean;
  /** Names passed on the way to the value: keys and fields of the profile. */
  readonly words: string;
}

const MOST_STARTS = 400;

/** Every expression that holds the regime or what is chosen by it. */
export function derivedValues(follower: Follower, reads: readonly Expr[]): Map<Expr, Derived> {
  const all = new Map<Expr, Derived>();
  let starts: [Expr, Derived][] = reads.map((one) => [one, { chosen: false, words: "" }]);
  for (let round = 0; round < 3 && starts.length > 0; round++) {
    const fresh: Expr[] = [];
    for (const [start, state] of starts.slice(0, MOST_STARTS)) {
      if (all.has(start)) continue;
      for (const [expr, value] of follower.from<Derived>(start, state, through)) {
        if (all.has(expr)) continue;
        all.set(expr, value);
        fresh.push(expr);
      }
    }
    starts = fresh.flatMap((one) => (all.get(one)!.chosen ? scaledBy(one, follower) : chosenByBranch(one, follower)));
  }
  return all;
}

function through(parent: Expr, child: Expr, state: Derived): Derived | null {
  switch (parent.kind) {
    case "subscript": return parent.index === child ? picked(state, parent.object) : state.chosen ? picked(state, parent.index) : keyed(state, parent);
    case "attribute": return state.chosen ? { chosen: true, words: `${state.words} ${snake(parent.name)}` } : fieldOf(state, parent.name);
    case "call": return called(parent, child, state);
    case "binary": return state.chosen ? state : null;
    case "unary": return state.chosen ? state : null;
    case "conditional": return parent.test === child ? null : state;
    case "logical": case "await": case "bind": return state;
    default: return null;
  }
}

const picked = (state: Derived, from: Expr): Derived => ({ chosen: true, words: `${state.words} ${snake(from.kind === "string" ? from.value : lastName(from))}` });
/** `regime_info["regime"]` is the regime still, `regime_info["size_multiplier"]` a parameter. */
const keyed = (state: Derived, parent: Expr & { kind: "subscript" }): Derived | null => (parent.index.kind === "string" ? fieldOf(state, parent.index.value) : null);

function fieldOf(state: Derived, name: string): Derived | null {
  const word = snake(name);
  if (groupsOf(word).length > 0) return { chosen: true, words: `${state.words} ${word}` };
  return /^(value|name|regime|type|state|lower|upper|get|current)$|regime/.test(word) ? state : null;
}

function called(call: Expr & { kind: "call" }, child: Expr, state: Derived): Derived | null {
  const { callee } = call;
  if (callee === child) {
    const [key] = call.args;
    if (callee.kind === "attribute" && callee.name === "get" && key) return state.chosen ? picked(state, key.value) : key.value.kind === "string" ? fieldOf(state, key.value.value) : null;
    return state;
  }
  const name = snake(lastName(callee));
  if (callee.kind === "attribute" && callee.name === "get" && call.args[0]?.value === child) return picked(state, callee.object);
  if (state.chosen) return /^(float|int|decimal|round|abs|max|min|str)$/.test(name) ? state : null;
  return /(^|_)(params?|parameters|profile|multipliers?|settings|config)(_|$)/.test(name) && !/^(set|log|save|record)/.test(name) ? { chosen: true, words: name } : null;
}

/** What is assigned or returned under a test of the regime is chosen by it; and so is a parameter that is such a test. */
function chosenByBranch(expr: Expr, follower: Follower): [Expr, Derived][] {
  const compare = expr.parent;
  if (compare?.kind !== "compare" || !["==", "!=", "in", "not in", "is", "is not"].includes(compare.op)) return [];
  let at: Node = compare;
  while (at.parent?.kind === "logical" || at.parent?.kind === "unary") at = at.parent;
  const holder = at.parent;
  if (holder?.kind === "conditional" && holder.test === at) return [[holder, { chosen: true, words: "" }]];
  if (holder?.kind === "if" && holder.test === at) return [...holder.body, ...holder.otherwise].flatMap((one) => valuesIn(one, follower));
  const word = holder?.kind === "assign" ? snake(lastName(holder.targets[0]!)) : holder?.kind === "argument" && holder.name ? snake(holder.name) : "";
  return groupsOf(word).length > 0 ? [[at as Expr, { chosen: true, words: word }]] : [];
}

function valuesIn(statement: Stmt, follower: Follower): [Expr, Derived][] {
  const found: [Expr, Derived][] = [];
  const visit = (node: Node): void => {
    if (node.kind === "function" || node.kind === "class") return;
    if (node.kind === "assign" && isParameter(node.value)) for (const target of node.targets) found.push([node.value, { chosen: true, words: snake(lastName(target)) }]);
    else if (node.kind === "return" && node.value && isParameter(node.value)) found.push([node.value, { chosen: true, words: "" }]);
    else if (node.kind === "augmented" && isParameter(node.value)) found.push(...scaled(node, follower));
    children(node, visit);
  };
  visit(statement);
  return found;
}

/** `stop *= multipliers[regime]`. */
const scaledBy = (expr: Expr, follower: Follower): [Expr, Derived][] =>
  expr.parent?.kind === "augmented" && expr.parent.value === expr ? scaled(expr.parent, follower).slice(1) : [];

/** `tp *= 1.2` under a test of the regime: the factor, and what the name holds from there on. `capital += trade.pnl` is a count. */
function scaled(node: Stmt & { kind: "augmented" }, follower: Follower): [Expr, Derived][] {
  if (node.op !== "*" && node.op !== "/" && node.value.kind !== "number") return [];
  const chosen: Derived = { chosen: true, words: snake(lastName(node.target)) };
  const fn = node.target.kind === "name" ? enclosingFunction(node) : null;
  const later = fn && node.target.kind === "name" ? follower.reads(fn, node.target.id).filter((one) => one.start > node.start) : [];
  return [[node.value, chosen], ...later.map((one): [Expr, Derived] => [one, chosen])];
}

/** A number or setting, not a text, a flag or an order. */
const isParameter = (expr: Expr): boolean => expr.kind === "number" || expr.kind === "attribute" || expr.kind === "subscript" || (expr.kind === "binary" && (isParameter(expr.left) || isParameter(expr.right))) || expr.kind === "dict";

/** The groups that names speak of. What the exchange takes is no parameter of the bot, whatever it is multiplied with. */
export function groupsOf(words: string): ParameterGroup[] {
  if (COST_WORDS.test(words)) return [];
  const parts = words.split(/[\s.]+/).map(groupsOfWord);
  return GROUPS.filter((group) => parts.some((one) => one.includes(group)));
}

const GROUPS = Object.keys(GROUP_WORDS) as ParameterGroup[];
/** Programs say the same words thousands of times. */
const wordGroups = new Map<string, readonly ParameterGroup[]>();

function groupsOfWord(word: string): readonly ParameterGroup[] {
  let found = wordGroups.get(word);
  if (!found) wordGroups.set(word, (found = GROUPS.filter((group) => GROUP_WORDS[group].test(word))));
  return found;
}

export const wordsOf = (expr: Expr): string => snake(wordsIn(expr));
