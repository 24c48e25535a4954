import { ownName } from "../../../ir/names.ts";
import type { Assign, Call, Compare, Expr, If, MatchCase, Match, Node, Parameter, StringLiteral } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { ENVIRONMENT_GETTERS, FIELD_CALLS } from "../../../knowledge/setting-sources.ts";
import { INSTRUMENT_KEY, SHOWING_CALL, SPELLING_CALL } from "../../../knowledge/instrument-arguments.ts";
import { dotted } from "../settings-join/declared.ts";
import { named, type SymbolHolders } from "./holders.ts";
import { instrumentIn } from "./instrument-form.ts";

/** How much of the operand must agree with the literal. member: the literal is looked for in a collection. */
export type Fit = "whole" | "prefix" | "suffix" | "part" | "member";

/** What a literal that names an instrument does, by what stands around it. */
export type SymbolRole =
  | { readonly kind: "compared"; readonly operand: Expr; readonly test: Compare | Call | MatchCase; readonly fit: Fit; readonly sure: boolean }
  | { readonly kind: "fallback"; readonly shape: "get" | "or" | "branch" | "environment" | "return"; readonly key: string; readonly at: Node }
  | { readonly kind: "parameter"; readonly parameter: Parameter }
  /** An element or a key of a container that stands for itself. */
  | { readonly kind: "member"; readonly container: Expr }
  | { readonly kind: "argument"; readonly call: Call; readonly key: string | null; readonly at: Expr }
  | { readonly kind: "payload"; readonly dict: Expr; readonly key: string; readonly at: Expr }
  | { readonly kind: "assigned"; readonly name: string; readonly assign: Assign }
  | { readonly kind: "other"; readonly why: "shown" | "spelling" | "declared" | "read" | "unknown" };

const OTHER = { shown: { kind: "other", why: "shown" }, spelling: { kind: "other", why: "spelling" }, declared: { kind: "other", why: "declared" }, read: { kind: "other", why: "read" }, unknown: { kind: "other", why: "unknown" } } as const;

const WRAPPING = /^(set|frozenset|list|tuple|sorted|OrderedDict|dict|MappingProxyType|cycle|deque)$/;

/** The role of the literal; `at` is the literal or the container that holds it. */
export function roleOf(holders: SymbolHolders, literal: StringLiteral): SymbolRole {
  return above(holders, literal, false);
}

function above(holders: SymbolHolders, at: Expr, inside: boolean): SymbolRole {
  const parent = at.parent;
  if (!parent) return OTHER.unknown;
  switch (parent.kind) {
    case "compare": return compared(holders, at, parent, inside);
    case "list": case "set": case "tuple": return above(holders, parent, true);
    case "entry": return parent.key === at ? { kind: "member", container: parent.parent as Expr } : inside ? above(holders, parent.parent as Expr, true) : inEntry(parent.key, parent.parent as Expr, at);
    case "spread": return above(holders, parent.parent as Expr, inside);
    case "argument": return argued(holders, at, parent.parent as Call, parent.name, inside);
    case "logical": return fallenBack(parent.op !== "and" && parent.right === at, parent.left, parent) ?? above(holders, parent, inside);
    case "conditional": return parent.test === at ? OTHER.unknown : chosen(holders, at, parent.test, parent) ?? above(holders, parent, inside);
    case "value-pattern": return matched(holders, parent);
    case "parameter": return { kind: "parameter", parameter: parent };
    case "assign": return assigned(holders, parent, at, inside);
    case "for": case "clause": return inside ? { kind: "member", container: at } : OTHER.unknown;
    case "return": return { kind: "fallback", shape: "return", key: enclosingFunction(parent)!.name, at: parent };
    case "subscript": return OTHER.read;
    case "interpolation": case "template": case "raise": case "assert": case "expression": return OTHER.shown;
    case "binary": return OTHER.spelling;
    default: return inside ? { kind: "member", container: at } : OTHER.unknown;
  }
}

function compared(holders: SymbolHolders, at: Expr, test: Compare, inside: boolean): SymbolRole {
  const operand = test.left === at ? test.right : test.left;
  const contains = test.op === "in" || test.op === "not in";
  // Whatever is equal to the full name of a market is one.
  // `"BTC" in "symbol"`: the name of the variable in quotes.
  const quoted = operand.kind === "string" && at.kind === "string" && named(operand.value) !== "many" ? named(operand.value) : null;
  const held = holders.of(operand) ?? quoted ?? ((!contains || inside) && namesPair(at) ? "likely" : null);
  if (!held) return OTHER.unknown;
  if (contains && test.left === at) {
    if (inside) return OTHER.unknown;
    return { kind: "compared", operand, test, fit: held === "many" ? "member" : "part", sure: held === "sure" };
  }
  if (held === "many" && !contains) return OTHER.unknown;
  return { kind: "compared", operand, test, fit: "whole", sure: held === "sure" };
}

function namesPair(at: Expr): boolean {
  const first = at.kind === "list" || at.kind === "tuple" || at.kind === "set" ? at.items[0] : at;
  return first?.kind === "string" && instrumentIn(first.value)?.form === "pair";
}

function matched(holders: SymbolHolders, pattern: Node): SymbolRole {
  let at: Node | null = pattern;
  while (at && at.kind !== "case") at = at.parent;
  const holder = at?.parent as Match | undefined;
  const held = holder && holders.of(holder.subject);
  return at && holder && held ? { kind: "compared", operand: holder.subject, test: at as MatchCase, fit: "whole", sure: held === "sure" } : OTHER.unknown;
}

function argued(holders: SymbolHolders, at: Expr, call: Call, keyword: string | null, inside: boolean): SymbolRole {
  const { callee } = call;
  const name = ownName(callee);
  const position = call.args.findIndex((one) => one.value === at);
  if (callee.kind === "attribute" && (name === "startswith" || name === "endswith")) {
    const held = holders.of(callee.object);
    if (!held || held === "many") return OTHER.unknown;
    return { kind: "compared", operand: callee.object, test: call, fit: name === "startswith" ? "prefix" : "suffix", sure: held === "sure" };
  }
  if (FIELD_CALLS.has(name)) return OTHER.declared;
  if (ENVIRONMENT_GETTERS.test(dotted(callee)) || name === "getenv") return position === 0 ? OTHER.read : { kind: "fallback", shape: "environment", key: textOf(call.args[0]?.value), at: call };
  if (SPELLING_CALL.test(name)) return OTHER.spelling;
  if (name === "get" || name === "pop" || name === "setdefault" || name === "getattr" || name === "get_config" || name === "get_setting") return gotten(call, name, position, keyword);
  if (SHOWING_CALL.test(name)) return OTHER.shown;
  if (WRAPPING.test(name) && inside) return above(holders, call, true);
  if (inside && keyword === null) return { kind: "member", container: at };
  return { kind: "argument", call, key: keyword, at };
}

/** `.get("symbol", "BTCUSDT")`: a missing key gives the literal. `.get("BTCUSDT")` reads one entry. */
function gotten(call: Call, name: string, position: number, keyword: string | null): SymbolRole {
  const keyAt = name === "getattr" ? 1 : 0;
  if (position === keyAt && keyword === null) return OTHER.read;
  const key = call.args[keyAt]?.value;
  const word = key?.kind === "string" ? key.value.split(/[.:/]/).at(-1)! : key ? textOf(key) : "";
  const fallback = call.args[position]?.value;
  // Streams name the symbol "s".
  const held = named(word) ?? (/^[sS]$/.test(word) && fallback && namesPair(fallback) ? "sure" : null);
  return held ? { kind: "fallback", shape: "get", key: word, at: call } : OTHER.unknown;
}

function fallenBack(isFallback: boolean, left: Expr, at: Node): SymbolRole | null {
  if (!isFallback) return null;
  const key = keyOf(left);
  return named(key) ? { kind: "fallback", shape: "or", key, at } : null;
}

/** `symbol if symbol else "BTCUSDT"`, `symbols[0] if symbols else "BTCUSDT"`. */
function chosen(holders: SymbolHolders, at: Expr, test: Expr, whole: Expr & { kind: "conditional" }): SymbolRole | null {
  const arm = whole.then === at ? whole.otherwise : whole.then;
  // `[symbol] if symbol else ["BTCUSDT"]`
  const other = (arm.kind === "list" || arm.kind === "tuple" || arm.kind === "set") && arm.items.length === 1 ? arm.items[0]! : arm;
  const absent = isAbsence(test) || (whole.otherwise === at && holders.of(test) !== null);
  return absent && holders.of(other) ? { kind: "fallback", shape: "or", key: keyOf(other), at: whole } : null;
}

function assigned(holders: SymbolHolders, assign: Assign, at: Expr, inside: boolean): SymbolRole {
  const target = assign.targets[0];
  const name = target?.kind === "name" ? target.id : target?.kind === "attribute" ? target.name : target?.kind === "subscript" && target.index.kind === "string" ? target.index.value : "";
  const branch = assign.parent;
  if (named(name) && branch?.kind === "if" && branch.body.includes(assign) && misses(holders, branch, name)) return { kind: "fallback", shape: "branch", key: name, at: assign };
  if (inside) return { kind: "member", container: at };
  if (target?.kind === "subscript" && target.index.kind === "string") return INSTRUMENT_KEY.test(name) ? { kind: "payload", dict: target.object, key: name, at } : OTHER.unknown;
  return named(name) ? { kind: "assigned", name, assign } : OTHER.unknown;
}

/** `if not symbol:`, `if symbol is None:`. */
const misses = (holders: SymbolHolders, { test }: If, name: string): boolean =>
  isAbsence(test) && [test.kind === "unary" ? test.operand : test.kind === "compare" ? test.left : test].some((one) => holders.of(one) !== null && keyOf(one) === name);

const isAbsence = (test: Expr): boolean =>
  (test.kind === "unary" && test.op === "not") || (test.kind === "compare" && (test.op === "is" || test.op === "==") && (test.right.kind === "none" || (test.right.kind === "string" && test.right.value === "")));

const inEntry = (key: Expr | null, dict: Expr, at: Expr): SymbolRole =>
  key?.kind === "string" && INSTRUMENT_KEY.test(key.value) ? { kind: "payload", dict, key: key.value, at } : OTHER.unknown;

/** The word under which a value is read: `cfg.get("trading.symbol")` -> "symbol". */
function keyOf(expr: Expr): string {
  if (expr.kind === "call" && expr.callee.kind === "attribute" && (expr.callee.name === "get" || expr.callee.name === "pop")) return textOf(expr.args[0]?.value).split(/[.:/]/).at(-1)!;
  if (expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "getattr") return textOf(expr.args[1]?.value);
  if (expr.kind === "call" && expr.callee.kind === "attribute") return keyOf(expr.callee.object);
  if (expr.kind === "subscript") return expr.index.kind === "string" ? expr.index.value : keyOf(expr.object);
  return textOf(expr);
}

const textOf = (expr: Expr | undefined): string =>
  expr?.kind === "string" ? expr.value : expr?.kind === "name" ? expr.id : expr?.kind === "attribute" ? expr.name : "";
