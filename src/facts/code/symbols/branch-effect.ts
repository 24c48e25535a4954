import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node, Stmt } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { SHOWING_CALL, SPELLING_CALL } from "../../../knowledge/instrument-arguments.ts";
import { ORDER_WORDS, SPELLING_NAME, TRADE_WORDS } from "../../../knowledge/trade-words.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { ModuleIndex } from "../module-index.ts";
import { named } from "./holders.ts";
import { instrumentIn } from "./instrument-form.ts";

/** What hangs on a test. order: sizes, leverage, stops or a call that sends. trade: entries and the like. */
export type Weight = "order" | "trade" | "unclear" | "spelling" | "shown";

export interface Effect {
  readonly weight: Weight;
  /** The name that told it: what is assigned, returned from or called. */
  readonly word: string;
  /** Where it happens. */
  readonly at: Node;
}

export interface Judge {
  /** Whether the call may send an order. */
  sends(call: Node): boolean;
  moduleOf(node: Node): ModuleIndex;
}

const NOTHING: Effect["weight"][] = ["shown", "spelling", "unclear", "trade", "order"];

/** What a tested expression decides: the branch, arm, filter, result or flag that it governs. */
export function effectOf(judge: Judge, test: Node, followed = 0): Effect {
  const fn = enclosingFunction(test)!;
  let at = test;
  for (let parent = at.parent; parent; at = parent, parent = at.parent) {
    switch (parent.kind) {
      case "logical": case "unary": case "argument": case "compare": case "await": case "bind": continue;
      case "conditional": return parent.test === at ? armsOf(parent, fn) : ofValue(parent, fn);
      case "if": case "while": return ofBodies(judge, bodyOf(parent), fn, parent);
      case "clause": return { weight: byName(fn.name, "trade"), word: fn.name, at: parent };
      case "call": if (parent.callee !== at && /^(any|all|bool|not)$/.test(ownName(parent.callee))) continue; return ofValue(parent, fn);
      case "match": return { weight: "unclear", word: fn.name, at: parent };
      case "assign": return ofFlag(judge, parent.targets[0]!, fn, followed) ?? ofValue(at, fn);
      case "return": return ofValue(at, fn);
      case "assert": case "interpolation": case "template": return { weight: "shown", word: "", at: parent };
      default: return { weight: "unclear", word: fn.name, at: parent };
    }
  }
  return { weight: "unclear", word: fn.name, at: test };
}

export const effectOfBody = (judge: Judge, body: readonly Stmt[], at: Node): Effect => ofBodies(judge, body, enclosingFunction(at)!, at);

/** `if "BTC" not in symbol: return` governs what follows; so does an else branch. */
function bodyOf(one: Node & { kind: "if" | "while" }): readonly Stmt[] {
  return one.body;
}

function ofBodies(judge: Judge, body: readonly Stmt[], fn: FunctionNode, at: Node): Effect {
  let best: Effect | null = null;
  const take = (weight: Weight, word: string, where: Node): void => {
    if (!best || NOTHING.indexOf(weight) > NOTHING.indexOf(best.weight)) best = { weight, word, at: where };
  };
  for (const statement of body) walk(statement, (node) => {
    if (node.kind === "assign") for (const target of node.targets) take(ofTarget(target, node.value), wordsOf(target), node);
    else if (node.kind === "augmented") take(byName(wordsOf(node.target), "unclear"), wordsOf(node.target), node);
    else if (node.kind === "return" && node.value && spells(node.value)) take("spelling", fn.name, node);
    else if (node.kind === "return" || node.kind === "yield") take(byName(fn.name, node.value ? "unclear" : "trade"), fn.name, node);
    else if (node.kind === "continue" || node.kind === "break") take("trade", fn.name, node);
    else if (node.kind === "raise") take("unclear", fn.name, node);
    else if (node.kind === "call") take(judge.sends(node) ? "order" : SHOWING_CALL.test(ownName(node.callee)) ? "shown" : node.parent?.kind === "expression" ? "unclear" : "shown", ownName(node.callee), node);
  });
  return best ?? { weight: "shown", word: fn.name, at };
}

/** Another way to write a name. */
const spells = (value: Expr): boolean =>
  value.kind === "template" || (value.kind === "string" && instrumentIn(value.value) !== null)
  || (value.kind === "call" && value.callee.kind === "attribute" && SPELLING_CALL.test(value.callee.name));

function ofTarget(target: Expr, value: Expr): Weight {
  const name = wordsOf(target);
  return named(name) && /^(string|template|call|name|attribute|subscript|binary)$/.test(value.kind) ? "spelling" : byName(name, "unclear");
}

function byName(name: string, otherwise: Weight): Weight {
  if (SPELLING_NAME.test(name)) return "spelling";
  return ORDER_WORDS.test(name) ? "order" : TRADE_WORDS.test(name) ? "trade" : otherwise;
}

/** `a if test else b`: what takes the value tells; two spellings of a name are spelling. */
function armsOf(whole: Expr & { kind: "conditional" }, fn: FunctionNode): Effect {
  if ([whole.then, whole.otherwise].every((one) => one.kind === "string" || one.kind === "template" || one.kind === "name" || one.kind === "attribute") && [whole.then, whole.otherwise].some((one) => one.kind === "string")) {
    return { weight: "spelling", word: fn.name, at: whole };
  }
  return ofValue(whole, fn);
}

/** By what an expression's value is stored under, handed over as, or returned from. */
function ofValue(expr: Node, fn: FunctionNode): Effect {
  let at = expr;
  for (let parent = at.parent; parent; at = parent, parent = at.parent) {
    if (parent.kind === "assign") return { weight: ofTarget(parent.targets[0]!, parent.value), word: wordsOf(parent.targets[0]!), at: parent };
    if (parent.kind === "entry" && parent.key?.kind === "string") return { weight: byName(parent.key.value, "unclear"), word: parent.key.value, at: parent };
    if (parent.kind === "argument" && parent.name !== null) return { weight: byName(parent.name, "unclear"), word: parent.name, at: parent };
    if (parent.kind === "call" && SHOWING_CALL.test(ownName(parent.callee))) return { weight: "shown", word: "", at: parent };
    if (parent.kind === "interpolation") return { weight: "shown", word: "", at: parent };
    if (parent.kind === "return") return { weight: byName(fn.name, "unclear"), word: fn.name, at: parent };
    if ("body" in parent || parent.kind === "expression") break;
  }
  return { weight: "unclear", word: fn.name, at: expr };
}

/** `is_major = symbol in (...)`: the branches that ask the flag. */
function ofFlag(judge: Judge, target: Expr, fn: FunctionNode, followed: number): Effect | null {
  // `should_sell, reason = self.judge(asset)`: the answer comes before its reason.
  if (target.kind === "tuple" && target.items[0]?.kind === "name") return ofFlag(judge, target.items[0], fn, followed);
  if (target.kind !== "name" || followed > 0) return null;
  let best = null as Effect | null;
  for (const asks of testsOf(judge, fn).get(target.id) ?? []) {
    const found = effectOf(judge, asks, followed + 1);
    if (!best || NOTHING.indexOf(found.weight) > NOTHING.indexOf(best.weight)) best = found;
  }
  return best;
}

const tested = new WeakMap<FunctionNode, ReadonlyMap<string, readonly Node[]>>();

/** The reads of names in the tests of a function's branches, by name. */
function testsOf(judge: Judge, fn: FunctionNode): ReadonlyMap<string, readonly Node[]> {
  const known = tested.get(fn);
  if (known) return known;
  const found = new Map<string, Node[]>();
  for (const kind of ["if", "conditional"] as const) {
    for (const node of judge.moduleOf(fn).byKind.get(kind) ?? []) {
      if ((node.kind !== "if" && node.kind !== "conditional") || node.start < fn.start || node.end > fn.end) continue;
      walk(node.test, (one) => {
        if (one.kind !== "name") return;
        appendTo(found, one.id, one);
      });
    }
  }
  tested.set(fn, found);
  return found;
}

/** The names in a target: `self.config.leverage`, `params["qty"]`. */
export function wordsOf(target: Expr): string {
  if (target.kind === "name") return target.id;
  if (target.kind === "attribute") return target.name;
  if (target.kind === "subscript") return target.index.kind === "string" ? target.index.value : wordsOf(target.object);
  return target.kind === "tuple" || target.kind === "list" ? target.items.map(wordsOf).join(" ") : "";
}

