import { calledName, ownName } from "../../ir/names.ts";
import type { Call, Compare, Expr, FunctionNode, Name, Node } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import { AFTER_LOSS, AMOUNT_WORDS, ANSWER_WORDS, COST_WORDS, ENTRY_STAMP, GAIN_WORDS, GUARD_KINDS, GUARD_WORDS, MARKET_PRICE, NOT_GUARDS, SIGNAL_PRICE } from "../../knowledge/guard-words.ts";
import { DECIDING_CALLS } from "../../knowledge/signal-words.ts";
import { FILTERING } from "./rejections.ts";
import { snake } from "./snake.ts";

/** Shapes of tests that tell a guard by what it compares. */

const ORDERINGS = new Set<Compare["op"]>(["<", "<=", ">", ">="]);

/** A comparison of quantities; `is None` and `==` ask about answers. */
export const isOrdering = (test: Compare): boolean => ORDERINGS.has(test.op);

const memo = { answer: new Map<string, number>(), quantity: new Map<string, number>() };

/**
 * The kinds that an identifier names, as bits. As an answer (`if spread_ok`), a quantity of the market alone says nothing;
 * as a quantity (one side of a comparison) it does.
 */
export function wordMask(identifier: string, as: "answer" | "quantity"): number {
  const known = memo[as].get(identifier);
  if (known !== undefined) return known;
  const snake = identifier.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  let mask = 0;
  if (!NOT_GUARDS.test(snake)) {
    GUARD_KINDS.forEach((kind, bit) => {
      if (!GUARD_WORDS[kind].test(snake)) return;
      if (as === "answer" && (kind === "expected-value" || kind === "gap" || kind === "correlation") && !ANSWER_WORDS.test(snake)) return;
      mask |= 1 << bit;
    });
  }
  memo[as].set(identifier, mask);
  return mask;
}

const some = (names: ReadonlySet<string>, words: RegExp): boolean => {
  for (const one of names) if (words.test(one)) return true;
  return false;
};

/** What a trade may bring against what it costs, on whichever side each stands. */
export function comparesGainWithCost(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const cost = some(left, COST_WORDS) || some(right, COST_WORDS);
  return cost && (some(left, GAIN_WORDS) || some(right, GAIN_WORDS));
}

/** `now - last_signal_time < cooldown`: a pause since the last entry, whatever came of it. */
export function isPauseBetweenEntries(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const all = new Set([...left, ...right]);
  return some(all, ENTRY_STAMP) && !some(all, AFTER_LOSS);
}

/** The distance between bid and ask, or between the signal's price and the market's. */
export function comparesPrices(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  for (const side of [left, right]) {
    if (some(side, /(^|_)asks?(_|$)/) && some(side, /(^|_)bids?(_|$)/)) return true;
    if (side.has("abs") && some(side, SIGNAL_PRICE) && some(side, MARKET_PRICE)) return true;
  }
  return false;
}

/** `p for p in positions if p.side == signal.side`: what is open in the same direction or group. */
export function countsAlike(expr: Node): boolean {
  return expr.kind === "comprehension" && expr.clauses.some((one) => OPEN.test(wordsOf(one.iterable)) && one.conditions.some(comparesAlike));
}

const comparesAlike = (test: Expr): boolean =>
  test.kind === "logical" ? comparesAlike(test.left) || comparesAlike(test.right)
    : test.kind === "compare" && test.op === "==" && test.right.kind !== "string" && ALIKE.test(lastWord(test.left)) && ALIKE.test(lastWord(test.right));

const OPEN = /position|(^|_)(open|active|holdings?)(_|$)/;
/** `self.positions.values()` is called after what it runs over. */
const wordsOf = (expr: Expr): string => (expr.kind === "call" ? (expr.callee.kind === "attribute" ? `${wordsOf(expr.callee.object)}_${expr.callee.name}` : expr.args[0] ? wordsOf(expr.args[0].value) : "") : lastWord(expr).toLowerCase());

const ALIKE = /(^|_)(side|direction|sector|group|cluster)$/;
const lastWord = (expr: Expr): string =>
  expr.kind === "attribute" ? expr.name : expr.kind === "name" ? expr.id : expr.kind === "subscript" && expr.index.kind === "string" ? expr.index.value
    : expr.kind === "call" && expr.callee.kind === "attribute" && expr.callee.name === "get" && expr.args[0]?.value.kind === "string" ? expr.args[0].value.value : "";

/** A body that says nothing, or that it is not implemented. */
export const isAbstract = (fn: FunctionNode): boolean =>
  fn.body.every((one) => one.kind === "pass" || one.kind === "raise" || (one.kind === "expression" && (one.value.kind === "string" || one.value.kind === "ellipsis")));

export const isZero = (expr: Expr): boolean => expr.kind === "number" && expr.value === 0;
/** A condition that may hold, rather than a loop or a handler that is entered. */
export const isTested = (node: Node): node is Expr => node.kind !== "for" && node.kind !== "clause" && node.kind !== "handler" && node.kind !== "case";

export const isConstant = (expr: Expr): boolean =>
  expr.kind === "boolean" || expr.kind === "none" || expr.kind === "string" || expr.kind === "number" || expr.kind === "template" || ((expr.kind === "tuple" || expr.kind === "list") && expr.items.some(isConstant));

/** `available + frozen`: a part of an amount, whatever it is called. */
export const isTerm = (expr: Expr): boolean => expr.parent?.kind === "binary";

export const calleeName = (call: Call): string => snake(calledName(call));
export const receiver = ({ callee }: Call): string => (callee.kind === "attribute" ? ownName(callee.object) : "");

/** Sets a state and nothing else, by its name. */
export const SETTER = /halt|trip|trigger|pause|stop|disable|activate|suspend|freeze/;

/** An argument that only hands something on: `signal`, `signal["side"]`, `self.positions`. */
export const isMember = (node: Node): boolean =>
  node.kind === "argument" ? isMember(node.value) : node.kind === "name" ? true : (node.kind === "attribute" || node.kind === "subscript") && isMember(node.object);

/** What the last part of it is called: `spread` of `quote.spread` and of `quote["spread"]`. */
export const lastName = (node: Node): string => (node.kind === "argument" ? lastName(node.value) : node.kind === "subscript" ? (node.index.kind === "string" ? node.index.value : "") : ownName(node));

/** What they give is what they were handed; what other functions of the bot ask is inside of them, whatever the signal was made from that they are handed. */
export const HANDS_ON = new RegExp(`${FILTERING.source}|${DECIDING_CALLS.source}`);

/** The identifiers of an expression and of what its names were computed from, a few steps back. */
export function identifiersIn(expr: Expr, steps: number, valuesOf: (name: Name) => readonly Expr[]): Set<string> {
  const found = new Set<string>();
  const step = (node: Node, hops: number): void => {
    if (node.kind === "function" || found.size > 60) return;
    if (node.kind === "attribute") found.add(snake(node.name));
    if (node.kind === "string" && node.value.length < 40) found.add(snake(node.value));
    if (node.kind === "name") {
      found.add(snake(node.id));
      for (const each of hops > 0 && !AMOUNT_WORDS.test(snake(node.id)) ? valuesOf(node) : []) step(each, hops - 1);
    }
    children(node, (child) => step(child, hops));
  };
  step(expr, steps);
  return found;
}

/** `for one in all: if ...: continue` before the candidate is kept, and the tests around that one. */
export function testsBefore(kept: Node): Expr[] {
  let loop: Node | null = kept.parent;
  while (loop && loop.kind !== "for" && loop.kind !== "while" && loop.kind !== "function") loop = loop.parent;
  if (loop?.kind !== "for" && loop?.kind !== "while") return [];
  const found: Expr[] = [];
  const step = (node: Node): void => {
    if (node.kind === "function" || node.start >= kept.start) return;
    if (node.kind === "if" && node.body.at(-1)?.kind === "continue") {
      found.push(node.test);
      for (let at = node.parent; at && at !== loop; at = at.parent) if (at.kind === "if") found.push(at.test);
    }
    children(node, step);
  };
  for (const statement of loop.body) step(statement);
  return found;
}
