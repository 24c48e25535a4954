import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { POSITION_CLASS, POSITION_NAME, POSITIONS_NAME, type ParameterGroup } from "../../../knowledge/regime-words.ts";
import type { CallGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import { nameOf } from "../metrics/price-roles.ts";
import type { Index, ModuleIndex } from "../module-index.ts";
import { groupsOf, wordsOf, type Derived } from "./regime-flow.ts";

/** A place that keeps a parameter which the regime chose. */
export interface Landing {
  /** The target of the store, the argument of the constructor, or the value in the dict that is the position. */
  readonly node: Node;
  readonly statement: Node;
  readonly fn: FunctionNode;
  readonly value: Expr;
  /** The attribute or field. */
  readonly field: string;
  /** own: an attribute of the object itself. position: a field of an open position. */
  readonly kind: "own" | "position" | "other";
  readonly groups: readonly ParameterGroup[];
  /** `x *= p` and `x = x * p`. */
  readonly compounds: boolean;
  /** A store that starts over: before it in the same function, or in another method. Only where it compounds. */
  readonly reset: "here" | "elsewhere" | null;
  /** The running bot gets there. */
  readonly live: boolean;
}

interface Given {
  readonly index: Index;
  readonly callGraph: CallGraph;
  readonly derived: ReadonlyMap<Expr, Derived>;
  /** Worth looking at: the bot, whichever of its programs is started. */
  readonly inBot: (fn: FunctionNode) => boolean;
  readonly isLive: (fn: FunctionNode) => boolean;
}

export function landingsOf(given: Given): Landing[] {
  const found: Landing[] = [];
  for (const one of given.index.modules.values()) {
    for (const { target, value, statement, fn } of one.stores) {
      if (!given.inBot(fn)) continue;
      const stored = statement.kind === "augmented" ? statement.value : value;
      const chosen = stored && chosenIn(given, stored);
      if (!chosen) continue;
      const field = nameOf(target.kind === "attribute" ? target : target.object);
      const groups = groupsOf(`${field} ${chosen.words} ${wordsOf(stored)}`);
      if (isPartialClose(given, target, statement)) continue;
      const compounds = statement.kind === "augmented" ? statement.op === "*" || statement.op === "/" : multipliesItself(given, target, stored);
      found.push({ node: target, statement, fn, value: stored, field, kind: kindOf(given, target), groups, compounds, reset: compounds ? resetOf(one, target, statement, fn) : null, live: given.isLive(fn) });
    }
  }
  return [...found, ...constructed(given), ...writtenOut(given)];
}

/** The chosen value, or one that is worked out of it. */
function chosenIn({ derived }: Pick<Given, "derived">, expr: Expr, depth = 0): Derived | null {
  const own = derived.get(expr);
  if (own?.chosen) return own;
  if (depth > 6) return null;
  if (expr.kind === "binary") return chosenIn({ derived }, expr.left, depth + 1) ?? chosenIn({ derived }, expr.right, depth + 1);
  return null;
}

function kindOf({ callGraph }: Given, target: Expr): Landing["kind"] {
  const holder = target.kind === "attribute" || target.kind === "subscript" ? target.object : target;
  if (holder.kind === "name" && holder.id === "self") return "own";
  const isMap = target.kind === "subscript" && holder.kind === "attribute" && holder.object.kind === "name" && holder.object.id === "self";
  if (isMap) return "own";
  const typed = callGraph.valuesOf(holder).some((one) => one.kind === "instance" && POSITION_CLASS.test(one.class.name));
  return typed || POSITION_NAME.test(nameOf(holder)) ? "position" : "other";
}

/** `self.size = self.size * p`. */
function multipliesItself({ derived }: Given, target: Expr, value: Expr): boolean {
  if (value.kind !== "binary" || value.op !== "*") return false;
  return (same(value.left, target) && (derived.get(value.right)?.chosen ?? false)) || (same(value.right, target) && (derived.get(value.left)?.chosen ?? false));
}

export function same(a: Expr, b: Expr): boolean {
  if (a.kind === "name" && b.kind === "name") return a.id === b.id;
  if (a.kind === "attribute" && b.kind === "attribute") return a.name === b.name && same(a.object, b.object);
  if (a.kind === "subscript" && b.kind === "subscript") return same(a.object, b.object) && same(a.index, b.index);
  return a.kind === "string" && b.kind === "string" && a.value === b.value;
}

function resetOf(module: ModuleIndex, target: Expr, statement: Node, fn: FunctionNode): Landing["reset"] {
  const plain = module.stores.filter((one) => one.statement.kind === "assign" && one.statement !== statement && same(one.target, target) && !mentions(one.value, target));
  if (plain.some((one) => one.fn === fn && one.statement.start < statement.start)) return "here";
  return plain.some((one) => one.fn !== fn && one.fn.name !== "__init__" && one.fn.parent?.parent === fn.parent?.parent) ? "elsewhere" : null;
}

function mentions(value: Expr | null, target: Expr): boolean {
  if (!value) return true;
  return value.kind === "binary" ? mentions(value.left, target) || mentions(value.right, target) : same(value, target);
}

/** `Position(trail=profile.trail)`. */
function constructed({ callGraph, derived, inBot, isLive }: Given): Landing[] {
  const found: Landing[] = [];
  for (const [value, { chosen, words }] of derived) {
    const argument = chosen ? value.parent : null;
    if (argument?.kind !== "argument" || argument.name === null || argument.parent?.kind !== "call") continue;
    const call: Call = argument.parent;
    const fn = enclosingFunction(call);
    if (!fn || !inBot(fn)) continue;
    const isPosition = callGraph.targets(call).classes.some((one) => POSITION_CLASS.test(one.name));
    if (isPosition) found.push({ node: argument, statement: call, fn, value, field: snake(argument.name), kind: "position", groups: groupsOf(`${snake(argument.name)} ${words} ${wordsOf(value)}`), compounds: false, reset: null, live: isLive(fn) });
  }
  return found;
}

/** `positions[symbol] = {"tp": tp, "sl": sl}`: a position that is a dict. */
function writtenOut(given: Given): Landing[] {
  const found: Landing[] = [];
  for (const [value, { chosen, words }] of given.derived) {
    const entry = chosen ? value.parent : null;
    if (entry?.kind !== "entry" || entry.value !== value || entry.key?.kind !== "string" || entry.parent?.kind !== "dict") continue;
    const fn = enclosingFunction(value);
    if (!fn || !given.inBot(fn) || !isKeptAsPosition(entry.parent)) continue;
    const field = snake(entry.key.value);
    found.push({ node: value, statement: entry.parent, fn, value, field, kind: "position", groups: groupsOf(`${field} ${words} ${wordsOf(value)}`), compounds: false, reset: null, live: given.isLive(fn) });
  }
  return found;
}

/** Stored under a name of open positions, or in a local name of one. */
function isKeptAsPosition(dict: Expr): boolean {
  const statement = dict.parent;
  if (statement?.kind !== "assign" || statement.value !== dict) return false;
  return statement.targets.some((one) => (one.kind === "subscript" ? POSITIONS_NAME.test(snake(nameOf(one.object))) : (one.kind === "name" || one.kind === "attribute") && POSITION_NAME.test(snake(nameOf(one)))));
}

/** `pos["size"] *= 0.5`: a part of what is held was closed. A multiplier of the regime sizes what will be opened. */
const isPartialClose = (given: Given, target: Expr, statement: Node): boolean =>
  statement.kind === "augmented" && statement.op === "*" && statement.value.kind === "number" && kindOf(given, target) === "position";
