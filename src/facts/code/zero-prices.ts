import { calledName, ownName } from "../../ir/names.ts";
import { conditionsAt } from "../../ir/conditions.ts";
import { readsOf } from "../../ir/definitions.ts";
import { flowOf, Kind, ownPoints, pointsOf, type FlowGraph } from "../../ir/flow.ts";
import type { Compare, Expr, FunctionNode, Name, Node, Return } from "../../ir/nodes.ts";
import { children, enclosingFunction, walkBody } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import { index } from "./module-index.ts";
import { reach } from "./reach.ts";
import { snake } from "./snake.ts";
import { tradingCode } from "./trading-code.ts";
import { UNTRADED_ROLES } from "./untraded-roles.ts";

/** `price = self.last_price(symbol)` that is 0 when the request failed, and `if price <= stop` that 0 makes true. */
export interface ZeroPrice {
  /** The function that gives 0 for "unknown"; null: the caller does so itself. */
  readonly source: FunctionNode | null;
  /** Where 0 is given. */
  readonly zero: Node;
  /** The expression that may be 0. */
  readonly asked: Expr;
  readonly fn: FunctionNode;
  /** The comparison that a zero makes true; null: the zero is kept out or decides nothing. */
  readonly compare: Compare | null;
  /** The name of what it is compared with, or that is worked out of it. */
  readonly against: string;
}

export const zeroPrices = codeFact({
  name: "zero-prices",
  doc: "Functions that answer a failed question for a price with 0, and the comparisons with levels that this makes true.",
  requires: { program, index, callGraph, reach, tradingCode },
  derive({ program, index, callGraph, reach, tradingCode }): readonly ZeroPrice[] {
    const found: ZeroPrice[] = [];
    for (const one of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(one.module.file) ?? "bot")) continue;
      for (const source of one.module.functions) {
        const zero = PRICE_FUNCTION.test(snake(source.name)) && !NO_PRICE.test(snake(source.name)) ? failedZero(source) : null;
        if (!zero || reach.of(source) === "dead") continue;
        for (const { call, caller } of callGraph.callersOf(source)) {
          if (reach.of(caller) === "dead" || tradingCode.of(caller) === "other" || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(caller).file) ?? "bot")) continue;
          const use = decided(caller, call);
          if (use) found.push({ source, zero, asked: call, fn: caller, ...use });
        }
      }
      for (const asked of [...(one.byKind.get("call") ?? []), ...(one.byKind.get("conditional") ?? [])]) {
        const fn = isZeroHere(asked) ? enclosingFunction(asked) : null;
        const use = fn && reach.of(fn) !== "dead" && tradingCode.of(fn) !== "other" ? decided(fn, asked as Expr) : null;
        if (fn && use) found.push({ source: null, zero: asked, asked: asked as Expr, fn, ...use });
      }
    }
    return found;
  },
});

const PRICE_FUNCTION = /(^|_)(price|mark|mid|last|ticker)(_|$)/;
/** What is 0 in earnest: a change, a position's cost, a count. */
const NO_PRICE = /(^|_)(change|entry|avg|average|diff|impact|precision|step|tick|size|volatility|target|stop|profit|count|time|volume|ratio|pct|percent|score|signal|spread|deviation|moves?|position|pnl|funding|since|ago)(_|$)/;

/** `return 0.0` in a handler, or at the end of a function that returned a price before it: 0 stands for "unknown". */
function failedZero(fn: FunctionNode): Return | null {
  let [zero, price]: [Return | null, boolean] = [null, false];
  walkBody(fn, (node) => {
    if (node.kind !== "return" || !node.value) return;
    if (givesZero(node.value)) {
      if (isIn(node, "handler") || fn.body.at(-1) === node) zero ??= node;
    } else if (node.value.kind !== "none" && node.value.kind !== "number" && node.value.kind !== "boolean") price = true;
  });
  return price ? zero : null;
}

/** `0.0`, `cache[symbol] if symbol in cache else 0.0` */
const givesZero = (value: Expr): boolean => (value.kind === "number" && value.value === 0) || (value.kind === "conditional" && givesZero(value.otherwise));

function isIn(node: Node, kind: Node["kind"]): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === kind) return true;
  return false;
}

/** `answer.get("result", {}).get("markPrice", 0)`: an answer without a result gives 0; `row["last"] if row else 0`. */
function isZeroHere(node: Node): boolean {
  if (node.kind === "conditional") return node.otherwise.kind === "number" && node.otherwise.value === 0 && PRICE_KEY.test(snake(keyOf(node.then)));
  if (node.kind !== "call" || node.callee.kind !== "attribute" || node.callee.name !== "get" || node.args.length !== 2) return false;
  const [key, otherwise] = node.args;
  return key!.value.kind === "string" && PRICE_KEY.test(snake(key!.value.value)) && otherwise!.value.kind === "number" && otherwise!.value.value === 0 && hasEmptyDefault(node.callee.object);
}

const PRICE_KEY = /^(last|last_price|mark_price|markpx|mark_px|mid_px|price|close|index_price|last_px)$/;

const keyOf = (expr: Expr): string => (expr.kind === "subscript" && expr.index.kind === "string" ? expr.index.value : expr.kind === "call" && expr.args[0]?.value.kind === "string" ? expr.args[0].value.value : "");

/** Whoever writes `.get("result", {})` counts on answers without one. */
function hasEmptyDefault(expr: Node): boolean {
  const second = expr.kind === "call" && ownName(expr.callee) === "get" ? expr.args[1]?.value : undefined;
  let found = second?.kind === "dict" || second?.kind === "list";
  if (!found && expr.kind !== "name") children(expr, (child) => { found ||= hasEmptyDefault(child); });
  return found;
}

type Use = Pick<ZeroPrice, "compare" | "against">;

/** What the caller decides by the price; null: it is not compared with any level. */
function decided(fn: FunctionNode, call: Expr): Use | null {
  const flow = flowOf(fn);
  const name = boundTo(call);
  if (!name) return null;
  const reads = readsAfter(flow, name);
  let kept: Use | null = null;
  for (const [read, follows] of [...reads.map((one) => [one, name.id] as const), ...workedOut(flow, reads)]) {
    const compare = comparedAt(read);
    const against = compare && levelIn(compare, read, follows !== name.id);
    if (!compare || !against) continue;
    if (!isKeptOut(flow, compare, new Set([name.id, follows]))) return { compare, against };
    kept = { compare: null, against };
  }
  return kept;
}

/** `price = float(await self.last_price(symbol) or 0)` */
function boundTo(call: Expr): Name | null {
  for (let at: Node = call, up = call.parent; up; at = up, up = up.parent) {
    if (up.kind === "await" || up.kind === "argument") continue;
    if (up.kind === "call" && CONVERTS.test(calledName(up))) continue;
    if (up.kind === "logical" && up.op === "or" && up.left === at && up.right.kind === "number" && up.right.value === 0) continue;
    return up.kind === "assign" && up.value === at && up.targets.length === 1 && up.targets[0]!.kind === "name" ? up.targets[0]! : null;
  }
  return null;
}

const CONVERTS = /^(float|Decimal|round)$/;

const readsAfter = (flow: FlowGraph, target: Name): readonly Name[] => ownPoints(flow, target).flatMap((point) => (flow.kinds[point] === Kind.store ? readsOf(flow, point) : []));

/** `pnl_pct = (price - entry) / entry * 100`: reads of what the price makes fall to its worst. */
function workedOut(flow: FlowGraph, reads: readonly Name[]): (readonly [Name, string])[] {
  return reads.flatMap((read) => {
    if (read.parent?.kind !== "binary" || read.parent.op !== "-" || read.parent.left !== read) return [];
    let at: Node = read.parent;
    while (at.parent?.kind === "binary") at = at.parent;
    const target = at.parent?.kind === "assign" && at.parent.value === at ? at.parent.targets[0] : undefined;
    return target?.kind === "name" && OUTCOME.test(snake(target.id)) ? readsAfter(flow, target).map((one) => [one, target.id] as const) : [];
  });
}

const OUTCOME = /(^|_)(pnl|profit|loss|gain|return|roi|change|move)(_|$)/;

/** A comparison that a zero, or a loss of everything, makes true: `price <= stop`, `-limit >= pnl`. */
function comparedAt(read: Name): Compare | null {
  const { parent } = read;
  if (parent?.kind !== "compare") return null;
  const falls = parent.left === read ? parent.op === "<" || parent.op === "<=" : parent.op === ">" || parent.op === ">=";
  return falls ? parent : null;
}

/** The level on the other side, by its name: a stop, a target; for what was worked out a limit that is no literal 0. */
function levelIn(compare: Compare, read: Name, outcome: boolean): string | null {
  const other = compare.left === read ? compare.right : compare.left;
  const words = namesIn(other).join(" ");
  return (outcome ? LIMIT : LEVEL).test(words) && !SAFE_LEVEL.test(words) ? words.split(" ")[0]! : null;
}

const LEVEL = /(^|[_ ])(stop|sl|stoploss|trail|trailing|liq|liquidation|exit|take|tp|target)(_| |$)/;
const LIMIT = /(^|[_ ])(stop|sl|stoploss|max|loss|limit|drawdown|threshold|exit)(_| |$)/;
const SAFE_LEVEL = /(^|[_ ])(time|seconds|minutes|age|count)(_| |$)/;

function namesIn(expr: Node): string[] {
  const own = expr.kind === "name" || expr.kind === "attribute" ? [snake(ownName(expr as Expr))] : expr.kind === "subscript" && expr.index.kind === "string" ? [snake(expr.index.value)] : expr.kind === "call" && expr.args[0]?.value.kind === "string" ? [snake(expr.args[0].value.value)] : [];
  const inner: string[] = [];
  children(expr, (child) => void inner.push(...namesIn(child)));
  return [...own, ...inner].filter(Boolean);
}

/** Some test of the price or of what was worked out of it holds on every way to the comparison. */
function isKeptOut(flow: FlowGraph, compare: Compare, ids: ReadonlySet<string>): boolean {
  const point = pointsOf(flow, compare)[0];
  return point === undefined || conditionsAt(flow, point).some(({ node }) => node !== compare && mentions(node, ids));
}

function mentions(node: Node, ids: ReadonlySet<string>): boolean {
  let found = node.kind === "name" && ids.has(node.id);
  if (!found && node.kind !== "for" && node.kind !== "handler") children(node, (child) => { found ||= mentions(child, ids); });
  return found;
}
