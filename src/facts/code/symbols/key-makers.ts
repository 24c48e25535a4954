import { calledName } from "../../../ir/names.ts";
import type { Call, Dict, Expr, FunctionNode, Name, Node } from "../../../ir/nodes.ts";
import { contains, enclosingFunction } from "../../../ir/walk.ts";
import { scopeOf } from "../inference/scope-of.ts";
import { argumentOf } from "../settings-join/arguments.ts";
import { followedOnce } from "../followed-once.ts";
import type { Desk } from "./desk.ts";

const DEEPEST = 6;

/** code: the bot's own code writes the key. settings: it stands in a dict that somebody may edit. */
export type KeyMade = "code" | "settings";

/**
 * What gives `key` to every dict that the expression may stand for: a literal that lists it (`{"symbol": s}`), or a store before
 * (`signal["symbol"] = s`). Null: one of them may lack it, or was not seen. Parameters are what the running calls hand over.
 */
export function keyMade(desk: Desk, holder: Expr, key: string): KeyMade | null {
  const of = followedOnce<KeyMade>(DEEPEST, (expr, depth) => {
    const deeper: Deeper = (one) => of(one, depth);
    switch (expr.kind) {
      case "dict": return inLiteral(desk, expr, key, deeper);
      case "conditional": return both(deeper(expr.then), deeper(expr.otherwise));
      case "logical": return expr.op === "and" ? deeper(expr.right) : both(deeper(expr.left), deeper(expr.right));
      case "await": return deeper(expr.value);
      case "name": return ofName(desk, expr, key, deeper) ?? byValues(desk, expr, key);
      case "call": return ofCall(desk, expr, key, deeper) ?? byValues(desk, expr, key);
      case "attribute": return ofAttribute(desk, expr, deeper) ?? byValues(desk, expr, key);
      default: return byValues(desk, expr, key);
    }
  });
  return of(holder);
}

type Deeper = (one: Expr) => KeyMade | null;

const hasKey = (dict: Dict, key: string): boolean => dict.entries.some((one) => one.key?.kind === "string" && one.key.value === key);

const madeBy = (desk: Desk, dict: Dict): KeyMade => (desk.standing.of(dict) === "declared" ? "settings" : "code");

function inLiteral(desk: Desk, dict: Dict, key: string, deeper: Deeper): KeyMade | null {
  if (hasKey(dict, key)) return madeBy(desk, dict);
  return dict.entries.some((one) => one.key === null && deeper(one.value) !== null) ? "code" : null;
}

const both = (left: KeyMade | null, right: KeyMade | null): KeyMade | null => (left === null || right === null ? null : left === "settings" ? left : right);

const all = (found: readonly (KeyMade | null)[]): KeyMade | null => found.reduce(both, found[0] ?? null);

/** As the values that the name may have say it: elements of containers among them. */
function byValues(desk: Desk, expr: Expr, key: string): KeyMade | null {
  return all(desk.infer.evaluate(expr).map((one) => (one.kind === "container" && one.site.kind === "dict" && hasKey(one.site, key) ? madeBy(desk, one.site) : null)));
}

function ofName(desk: Desk, name: Name, key: string, deeper: Deeper): KeyMade | null {
  const fn = enclosingFunction(name);
  if (!fn) return null;
  if (isStored(desk, fn, name, key)) return "code";
  const definitions = desk.infer.moduleIndexOf(name).scopes.get(scopeOf(name))?.get(name.id) ?? [];
  return all(definitions.map((one) => {
    if (one.kind === "value" && one.item < 0) return deeper(one.expr);
    return one.kind === "parameter" && one.fn === fn ? handedIn(desk, fn, one.index, deeper) : null;
  }));
}

/** `signal["symbol"] = symbol` in a block around the read, before it. */
function isStored(desk: Desk, fn: FunctionNode, name: Name, key: string): boolean {
  return desk.infer.moduleIndexOf(name).stores.some(({ target, statement, fn: by }) =>
    by === fn && target.kind === "subscript" && target.object.kind === "name" && target.object.id === name.id && target.index.kind === "string" && target.index.value === key
    && statement.end <= name.start && statement.parent !== null && contains(statement.parent, name) && isStraight(statement, name));
}

/** Not in one branch of an `if` and the read in the other. */
const isStraight = (statement: Node, read: Node): boolean => {
  const { parent } = statement;
  if (parent?.kind !== "if") return true;
  const inBody = (one: Node): boolean => parent.body.some((each) => contains(each, one));
  return inBody(statement) === inBody(read);
};

/** What the running calls hand over for a parameter. */
function handedIn(desk: Desk, fn: FunctionNode, position: number, deeper: Deeper): KeyMade | null {
  const callers = desk.callGraph.callersOf(fn).filter(({ caller }) => desk.reach.of(caller) !== "dead" && !desk.standing.isAside(caller));
  if (callers.some(({ how }) => how !== "resolved")) return null;
  return all(callers.map(({ call }) => {
    const given = argumentOf(call, fn, position);
    return given && deeper(given);
  }));
}

const COPYING = /^(dict|copy|deepcopy|OrderedDict|ChainMap|MappingProxyType)$/;

/** A copy of a dict (nobody can take a key out of what was merged over it), one of its dicts or the one that stands in for it, what the bot's own functions return. */
function ofCall(desk: Desk, call: Call, key: string, deeper: Deeper): KeyMade | null {
  const name = calledName(call);
  const first = call.args[0]?.value;
  if (call.callee.kind === "attribute" && name === "copy" && call.args.length === 0) return deeper(call.callee.object) && "code";
  if (COPYING.test(name) && first) return deeper(first) && "code";
  if (call.callee.kind === "attribute" && (name === "get" || name === "pop") && call.args.length === 2) {
    const held = byValues(desk, call, key);
    return held && both(held, deeper(call.args[1]!.value));
  }
  const runs = desk.callGraph.runs(call);
  const returns = runs.flatMap((fn) => desk.infer.moduleIndexOf(fn).returns[fn.index]!).filter(({ value }) => value !== null && value.kind !== "none");
  return runs.length > 0 ? all(returns.map(({ value }) => deeper(value!))) : null;
}

/** `self.settings`: whatever its class stores there. */
function ofAttribute(desk: Desk, expr: Expr & { kind: "attribute" }, deeper: Deeper): KeyMade | null {
  const stores = desk.infer.evaluate(expr.object).flatMap((one) => (one.kind === "instance" ? [desk.infer.ownStores(one.class, expr.name) ?? []] : [[]]));
  return stores.some((one) => one.length === 0) ? null : all(stores.flat().map(({ value, target }) => (value && target.kind === "attribute" ? deeper(value) : null)));
}

/** `settings.get(key, default)` of the bot's own class that hands both on: what it looks the key up in. */
export function lookedUpIn(desk: Desk, call: Call): Expr | null {
  const { callee } = call;
  if (callee.kind !== "attribute") return null;
  const [fn, another] = desk.callGraph.runs(call);
  if (!fn) return callee.object;
  const returns = desk.infer.moduleIndexOf(fn).returns[fn.index]!;
  const inner = returns.length === 1 && !another ? returns[0]!.value : null;
  if (inner?.kind !== "call" || inner.callee.kind !== "attribute" || calledName(inner) !== calledName(call)) return null;
  return inner.args.length === call.args.length && inner.args.every(({ value }) => value.kind === "name" && fn.params.some((one) => one.name === value.id)) ? inner.callee.object : null;
}
