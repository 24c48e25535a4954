import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { DECLARING_NAME, SPELLING_NAME, TRADE_WORDS } from "../../../knowledge/trade-words.ts";
import { omits } from "../settings-join/arguments.ts";
import { named } from "./holders.ts";
import { keyMade, type KeyMade, lookedUpIn } from "./key-makers.ts";
import { classTrades, isConstant, use, type Case, type Desk, type FineWhy, type SymbolUse } from "./desk.ts";
import type { SymbolRole } from "./literal-role.ts";
import { fateOf, isOnlyKept } from "./market-fate.ts";
import { readsOf } from "./parameter-reads.ts";
import { listsMarkets } from "./standing.ts";

/** A missing name becomes a certain market. */
export function judgeFallback(desk: Desk, one: Case, role: SymbolRole & { kind: "fallback" }): SymbolUse | FineWhy {
  const fn = enclosingFunction(one.literal)!;
  if (one.instrument.form === "word") return "no-symbol";
  // What the operator sets in the environment has to have a default somewhere.
  if (role.shape === "environment") return "declared";
  const target = targetOf(role.at);
  if (isConstant(target, role.at)) return "declared";
  if (role.shape === "return" && !isFallbackReturn(desk, one, fn)) return judgeOnlyAnswer(desk, one, fn);
  if (SPELLING_NAME.test(fn.name) || DECLARING_NAME.test(fn.name)) return DECLARING_NAME.test(fn.name) ? "declared" : "spelling";
  const part = desk.trading.of(fn);
  if (desk.standing.isAside(fn) && !(part === "order" && desk.standing.isServed(fn))) return "aside";
  if (isAlwaysPassed(desk, fn, role.key)) return "passed";
  const held = heldIn(desk, role.at, role.key);
  if (held === "code") return "passed";
  const fate = role.shape === "return" ? "acts" : fateOf(desk, role.at, fn);
  if (fate === "kept") return "unused";
  const details = { check: "symbol-default", at: role.shape === "return" ? one.literal : role.at, word: role.key, decides: spokenName(fn), via: null } as const;
  // A whole list of markets to begin with is a default that nobody took for another market; one name is.
  const asked = isList(one.literal) ? askedFor(role.at, desk) : null;
  if (asked) return part !== "other" || classTrades(desk, fn) ? use(desk, one, { ...details, check: "symbol-table", weight: "trade", word: target, via: asked }) : "elsewhere";
  if (held === "settings" || fate === "asked" || isOneOfMany(one.literal)) return part !== "other" || classTrades(desk, fn) ? use(desk, one, { ...details, weight: "trade" }) : "elsewhere";
  if (part !== "other" || (isAttribute(role.at) && classTrades(desk, fn)) || (isField(role.at) && isUsed(desk, fn))) return use(desk, one, { ...details, weight: "order" });
  return classTrades(desk, fn) ? use(desk, one, { ...details, weight: "trade" }) : "elsewhere";
}

/**
 * `config.get("symbol", "BTCUSDT")` of dicts that all have the key, `getattr(config, "SYMBOL", "BTCUSDT")` of a module that
 * defines it: written by the code itself, or as a setting that somebody may take out.
 */
function heldIn(desk: Desk, at: Node, key: string): KeyMade | null {
  if (at.kind !== "call") return null;
  if (at.callee.kind === "name" && at.callee.id === "getattr") {
    const held = at.args[0] ? desk.infer.evaluate(at.args[0].value) : [];
    const name = at.args[1]?.value.kind === "string" ? at.args[1].value.value : "";
    return held.length > 0 && held.every((one) => one.kind === "module" && desk.infer.moduleIndexOf(one.module.root).scopes.get(one.module.root)?.has(name)) ? "code" : null;
  }
  const holder = lookedUpIn(desk, at);
  return holder && keyMade(desk, holder, key);
}

const isOneOfMany = ({ parent }: Node): boolean => (parent?.kind === "list" || parent?.kind === "tuple" || parent?.kind === "set") && parent.items.length > 1;

const isList = ({ parent }: Node): boolean => parent?.kind === "list" || parent?.kind === "tuple" || parent?.kind === "set";

/** `relaxed = config.get("symbols", ["XRP-USDT"])`, and then only `symbol in relaxed`: treated otherwise, not traded instead. */
function askedFor(at: Node, desk: Desk): Node | null {
  const target = targetOf(at);
  const fn = enclosingFunction(at);
  if (target === "" || fn === null) return null;
  const reads: Node[] = [];
  for (const statement of fn.body) walk(statement, (node) => void (node.kind === "name" && node.id === target && !(node.parent?.kind === "assign" && node.parent.targets.includes(node)) && reads.push(node)));
  return reads.every(({ parent }) => parent?.kind === "compare" && desk.holders.of(parent.left) !== null) ? (reads[0]?.parent ?? null) : null;
}

/** `symbol or "BTCUSDT"` of a parameter that every known call gives. */
function isAlwaysPassed(desk: Desk, fn: FunctionNode, key: string): boolean {
  const position = fn.params.findIndex((one) => one.name === key);
  const callers = position < 0 ? [] : desk.callGraph.callersOf(fn);
  return callers.length > 0 && callers.every(({ call, how }) => how === "resolved" && !omits(call, fn, position) && !call.args.some((one) => one.value.kind === "none"));
}

/** `return ["BTC/USDT:USDT"]` beside returns of what was found. */
function isFallbackReturn(desk: Desk, one: Case, fn: FunctionNode): boolean {
  if (one.instrument.form !== "pair" || named(fn.name) === null) return false;
  const returns = desk.infer.moduleIndexOf(fn).returns[fn.index]!;
  return returns.some(({ value }) => value !== null && value.kind !== "string" && value.kind !== "none" && !(value.kind === "list" && value.items.every((item) => item.kind === "string")));
}

/** `def _get_top_symbols(self): return ["BTC/USDT", "ETH/USDT"]`: what is asked for the markets to trade knows these and no others. */
function judgeOnlyAnswer(desk: Desk, one: Case, fn: FunctionNode): SymbolUse | FineWhy {
  if (one.instrument.form !== "pair" || !isOneOfMany(one.literal) || named(fn.name) === null || one.standing !== null || /default|fallback|example|known|support|valid/i.test(fn.name)) return "no-symbol";
  if (SPELLING_NAME.test(fn.name) || DECLARING_NAME.test(fn.name) || listsMarkets(desk.infer.moduleIndexOf(fn).module.file)) return "declared";
  if (desk.standing.isAside(fn)) return "aside";
  const { parent } = one.literal;
  const all = parent?.kind === "list" || parent?.kind === "tuple" || parent?.kind === "set" ? parent : one.literal;
  return desk.trading.of(fn) === "other" ? "elsewhere" : use(desk, one, { check: "symbol-table", weight: "trade", at: all, word: "", decides: fn.name, via: null });
}

/** Becomes the market of a record: `Fill(symbol=row.get("instId", "BTC-USDT-SWAP"))`. */
const isField = ({ parent }: Node): boolean => parent?.kind === "argument" && parent.name !== null && named(parent.name) !== null;

/** Becomes the market of an object: `self.symbol = config.get("symbol", "BTCUSDT")`. */
function isAttribute(at: Node): boolean {
  const assign = at.kind === "assign" ? at : at.parent;
  const target = assign?.kind === "assign" ? assign.targets[0]! : null;
  return target?.kind === "attribute" && named(target.name) !== null;
}

const isUsed = (desk: Desk, fn: FunctionNode): boolean =>
  desk.callGraph.callersOf(fn).some(({ caller }) => desk.reach.of(caller) !== "dead" && !desk.standing.isAside(caller));

function targetOf(at: Node): string {
  const assign = at.kind === "assign" ? at : at.parent?.kind === "assign" ? at.parent : null;
  const target = assign?.targets[0];
  return target?.kind === "name" ? target.id : "";
}

/** A parameter's default decides where a running call leaves the parameter out. */
export function judgeParameter(desk: Desk, one: Case, { parameter }: SymbolRole & { kind: "parameter" }): SymbolUse | FineWhy {
  const fn = parameter.parent as FunctionNode;
  if (!named(parameter.name)) return "no-symbol";
  if (desk.reach.of(fn) === "dead") return "dead";
  if (desk.standing.isAside(fn)) return "aside";
  if (readsOf(fn, parameter).every(isOnlyKept)) return "unused";
  const position = fn.params.indexOf(parameter);
  const omitting = desk.callGraph.callersOf(fn).find(({ call, caller, how }) =>
    how === "resolved" && desk.reach.of(caller) === "live" && desk.standing.of(call) === null && !desk.standing.isAside(caller) && omits(call, fn, position));
  if (!omitting) return "passed";
  const part = desk.trading.of(fn) !== "other" || classTrades(desk, fn) ? desk.trading.of(omitting.caller) : "other";
  const weight = part !== "other" || desk.trading.of(fn) === "order" ? "order" : "trade";
  if (weight === "trade" && !TRADE_WORDS.test(fn.name) && !classTrades(desk, fn) && desk.trading.of(fn) === "other") return "elsewhere";
  return use(desk, one, { check: "symbol-default", weight, at: parameter, word: parameter.name, decides: spokenName(fn), via: omitting.call });
}

/** A constructor goes by the name of its class. */
const spokenName = (fn: FunctionNode): string => (fn.name === "__init__" ? fn.qualname.split(".").at(-2)! : fn.name);
