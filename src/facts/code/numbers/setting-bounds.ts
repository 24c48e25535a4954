import type { Expr, Name, Node } from "../../../ir/nodes.ts";
import { GETTER } from "../../../knowledge/trading-numbers.ts";
import { ownName } from "../../../ir/names.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { scopeOf } from "../inference/scope-of.ts";
import type { ModuleIndex } from "../module-index.ts";
import { isClamp } from "./everyday.ts";
import { lastName } from "./words-of.ts";
import { isBoundOfRead } from "./stand-ins.ts";
import { isWritten, valueOf, type WrittenNumber } from "./written-number.ts";

/**
 * `f = float(cfg("FLOOR", 0.4))`, further down `f = max(0.1, min(1.0, f))`, or `if f > 0.5: f = 0.5`: what people set is kept
 * within bounds under its own name.
 */
export function boundsSetting(number: WrittenNumber, module: ModuleIndex, isSetting: (expr: Expr) => boolean): boolean {
  const holder = number.parent?.kind === "unary" ? number.parent.parent : number.parent;
  if (holder?.kind === "argument" && (isBoundOfRead(holder) || boundsWhatIsSet(holder))) return true;
  if (holder?.kind === "argument" && boundsLocal(holder, module, isSetting)) return true;
  let at: Expr = number;
  while (at.parent?.kind === "argument" && at.parent.parent?.kind === "call" && /^(min|max|float|int|Decimal)$/.test(lastName(at.parent.parent.callee))) at = at.parent.parent;
  const assign = at.parent;
  if (assign?.kind !== "assign" || assign.value !== at || assign.targets.length !== 1) return false;
  const target = assign.targets[0]!;
  if (at !== number && readsOwnKey(at, ownName(target))) return true;
  if (target.kind !== "name" || !(at === number ? isCut(assign, target, valueOf(number)) : names(at, target.id))) return false;
  const others = (module.scopes.get(scopeOf(target))?.get(target.id) ?? []).filter((one) => one.kind !== "value" || one.node !== assign);
  const first = others.filter((one) => one.kind === "value" && !names(one.expr, target.id) && !isWritten(one.expr));
  return first.length > 0 && others.every((one) => one.kind !== "opaque") && first.every((one) => one.kind === "value" && settingIn(one.expr, isSetting));
}

/**
 * `max(0.1, float(state.get("trigger_pct") or 0.6))`, `max(1, min(100, float(config["share"])))`, `max(0.05, float(distance_pct))`:
 * what people may set at all. `min(float(config["leverage"]), 20)` alone is a cap that no setting lifts.
 */
function boundsWhatIsSet(argument: Node & { kind: "argument" }): boolean {
  const call = argument.parent;
  if (call?.kind !== "call" || !isClamp(call) || !call.args.some((one) => one !== argument && isSet(one.value))) return false;
  const outer = call.parent?.kind === "argument" ? call.parent.parent : null;
  return lastName(call.callee) === "max" || (outer?.kind === "call" && isClamp(outer)) || call.args.some(({ value }) => value.kind === "call" && isClamp(value));
}

/** `share = float(config.get("SHARE", 20))`, further down `self.share_pct = max(5, min(100, share))`. */
function boundsLocal({ parent }: Node, module: ModuleIndex, isSetting: (expr: Expr) => boolean): boolean {
  if (parent?.kind !== "call" || !isClamp(parent)) return false;
  const outer = parent.parent?.kind === "argument" && parent.parent.parent?.kind === "call" && isClamp(parent.parent.parent) ? parent.parent.parent : parent;
  const inner = outer.args.map((one) => one.value).find((one) => one.kind === "call" && isClamp(one));
  const name = inner?.kind === "call" ? inner.args.map((one) => one.value).find((one) => one.kind === "name") : undefined;
  const defined = name?.kind === "name" ? (module.scopes.get(scopeOf(name))?.get(name.id) ?? []) : [];
  return defined.length > 0 && defined.every((one) => one.kind === "value" && (settingIn(one.expr, isSetting) || isSet(one.expr)));
}

/** Read from what people set, or a parameter that is taken as it came. */
function isSet(expr: Expr): boolean {
  switch (expr.kind) {
    case "logical": return isSet(expr.left);
    case "subscript": return expr.index.kind === "string" && SET.test(lastName(expr.object));
    case "call": {
      const given = expr.args[0]?.value;
      // `float(fraction or 0.5)`
      const first = given?.kind === "logical" && given.op !== "and" ? given.left : given;
      if (!first) return false;
      if (expr.callee.kind === "attribute" && expr.callee.name === "get") return first.kind === "string" && SET.test(lastName(expr.callee.object));
      if (/^(float|int|Decimal)$/.test(lastName(expr.callee)) && first.kind === "name") return isParameter(first);
      return (isClamp(expr) ? expr.args : expr.args.slice(0, 1)).some((one) => isSet(one.value));
    }
    default: return false;
  }
}

const SET = /state|conf|cfg|setting|param|payload|request|body|(^|_)opt(ion)?s?(_|$)|prefs|(^|_)env(_|$)|policy|profile/i;

const isParameter = (name: Name): boolean => enclosingFunction(name)?.params.some((one) => one.name === name.id) ?? false;

/** `self._min_signals = max(3, int(section.get("min_signals", 6)))`: kept under the key that it was read by. */
function readsOwnKey(expr: Expr, target: string): boolean {
  if (expr.kind !== "call" || target === "") return false;
  return expr.args.some(({ value }) => (value.kind === "string" ? GETTER.test(ownName(expr.callee)) && value.value !== "" && target.toLowerCase().endsWith(value.value.toLowerCase()) : readsOwnKey(value, target)));
}

/** `if f > 0.5: f = 0.5`. */
const isCut = ({ parent }: Node, target: Name, bound: number): boolean =>
  parent?.kind === "if" && parent.test.kind === "compare" && parent.test.left.kind === "name" && parent.test.left.id === target.id && valueOf(parent.test.right) === bound;

function names(expr: Expr, id: string): boolean {
  if (expr.kind === "name") return expr.id === id;
  return expr.kind === "call" && expr.args.some((one) => names(one.value, id));
}

/** A read of a setting, converted at most, or where no argument is handed in. */
function settingIn(expr: Expr, isSetting: (expr: Expr) => boolean): boolean {
  if (isSetting(expr)) return true;
  if (expr.kind === "conditional") return settingIn(expr.then, isSetting) || settingIn(expr.otherwise, isSetting);
  if (expr.kind === "logical") return settingIn(expr.left, isSetting);
  if (expr.kind !== "call" || !expr.args[0]) return false;
  const first = expr.args[0].value;
  return (first.kind === "string" && /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/.test(first.value)) || (expr.args.length === 1 && /^(float|int|Decimal|str)$/.test(lastName(expr.callee)) && settingIn(first, isSetting));
}
