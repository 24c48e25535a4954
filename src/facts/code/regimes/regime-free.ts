import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains, enclosingFunction, functionAround } from "../../../ir/walk.ts";
import { COST_WORDS, REGIME_NAME, type ParameterGroup } from "../../../knowledge/regime-words.ts";
import { ASIDE_PATH } from "../../../knowledge/trade-words.ts";
import { decidesByName, type Decides } from "../../../knowledge/trading-numbers.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import { index, type ModuleIndex } from "../module-index.ts";
import { trailMovers } from "../metrics/trail-movers.ts";
import { lastName } from "../numbers/words-of.ts";
import { programs } from "../programs.ts";
import { snake } from "../snake.ts";
import { tradingCode } from "../trading-code.ts";
import { wordsOf } from "./regime-flow.ts";
import { isAlternative, isOneStrategy } from "./other-strategies.ts";
import { regimes } from "./regimes.ts";
import { storedNames } from "./stored-names.ts";
import { WideOrigins } from "./wide-origins.ts";

/** A group of parameters that nothing which knows the regime has a part in. */
export interface RegimeFree {
  /** Where they are worked out, nearest to the order first. */
  readonly made: readonly Expr[];
  /** Where the bot finds or asks the regime. */
  readonly regime: Expr;
}

/** So many places of one group are no longer one answer. */
const MOST = 120;

export const regimeFree = codeFact({
  name: "regime-free",
  doc: "Sizes, stops, targets and trailing distances of running code that the regime has no part in.",
  requires: { index, infer, callGraph, trailMovers, regimes, storedNames, tradingCode, programs },
  derive({ index, infer, callGraph, trailMovers, regimes, storedNames, tradingCode, programs }): ReadonlyMap<ParameterGroup, RegimeFree> {
    const found = new Map<ParameterGroup, RegimeFree>();
    const [regime] = [...regimes.reads].filter(isOfBot).sort((a, b) => rankOf(a) - rankOf(b));
    if (!regime) return found;
    const reads = new Set<Node>(regimes.reads);
    const stores = new Set(regimes.stores.map((one) => one.name));
    const isIt = (node: Node): boolean => reads.has(node) || tells(node, stores);
    const counts = (fn: FunctionNode): boolean => regimes.isLive(fn) || (fn.parent === null && !ASIDE_PATH.test(index.moduleOf(fn).file));
    const origins = new WideOrigins({ index, infer, callGraph, stored: storedNames, isIt, counts });
    for (const [group, all] of candidates()) {
      const mine = all.filter((one) => !isOneStrategy(functionAround(one), index.classes) && programs.share(index.moduleOf(one), index.moduleOf(regime)) && !isAlternative(infer, functionAround(one), regime));
      if (mine.length === 0 || mine.length > MOST) continue;
      const free = mine.filter((one) => !origins.mayMeet(one));
      const told = free.length === mine.length ? free : free.filter((one) => tradingCode.of(functionAround(one)) === "order");
      if (told.length === 0) continue;
      found.set(group, { made: told.map((one) => ({ one, rank: Number(one.kind !== "binary") * 100 + Math.min(tradingCode.distance(functionAround(one)), 50) })).sort((a, b) => a.rank - b.rank).map(({ one }) => one), regime });
    }
    return found;

    function isOfBot(one: Expr): boolean {
      return regimes.isLive(functionAround(one)) && !ASIDE_PATH.test(index.moduleOf(one).file);
    }

    function rankOf(one: Expr): number {
      return (tradingCode.of(functionAround(one)) === "other" ? 2 : 0) + (one.kind === "call" ? 0 : 1);
    }

    function candidates(): Map<ParameterGroup, Expr[]> {
      const groups = new Map<ParameterGroup, Expr[]>();
      for (const one of index.modules.values()) {
        if (ASIDE_PATH.test(one.module.file)) continue;
        for (const [name, value] of storedIn(one)) {
          const group = COST_WORDS.test(name) || BOUNDS.test(`${name} ${wordsOf(value)}`) ? undefined : GROUP_OF[decidesByName(name) ?? "limit"];
          if (group && isWorkedOut(value) && isAmountOf(group, value) && !standsIn(value) && isTraded(enclosingFunction(value))) appendTo(groups, group, value);
        }
      }
      for (const { fn, node, more } of trailMovers) for (const one of [node, ...more]) if (isExpr(one) && isTraded(fn)) appendTo(groups, "trailing", one);
      return groups;
    }

    function isTraded(fn: FunctionNode | null): boolean {
      return fn !== null && regimes.isLive(fn) && tradingCode.of(fn) !== "other" && !ASIDE_PATH.test(index.moduleOf(fn).file);
    }
  },
});

const GROUP_OF: Partial<Record<Decides, ParameterGroup>> = { size: "size", stop: "levels", target: "levels", trailing: "trailing" };

/** `stop = entry * (1 - pct)`, `{"qty": round(notional / price, 3)}`, `place(size=margin * leverage)`. */
function* storedIn({ byKind }: ModuleIndex): Iterable<readonly [string, Expr]> {
  for (const node of byKind.get("assign") ?? []) if (node.kind === "assign") for (const target of node.targets) yield [snake(ownName(target)), node.value];
  for (const node of byKind.get("string") ?? []) if (node.kind === "string" && node.parent?.kind === "entry" && node.parent.key === node) yield [snake(node.value), node.parent.value];
  for (const node of byKind.get("call") ?? []) if (node.kind === "call") for (const one of node.args) if (one.name !== null) yield [snake(one.name), one.value];
}

const ROUNDS = /^(round|float|int|abs|max|min|floor|ceil|Decimal|str)$/;

const isWorkedOut = (value: Expr): boolean =>
  value.kind === "binary" ? value.op === "*" || value.op === "/" || value.op === "+" || value.op === "-" : value.kind === "call" && ROUNDS.test(ownName(value.callee)) && value.args.some((one) => contains(value, one.value) && isWorkedOut(one.value));

/** `tp_count / samples` is no target, `risk / balance * 100` shows a share, and `price * 0.999` has no parameter. */
function isAmountOf(group: ParameterGroup, value: Expr): boolean {
  const words = wordsOf(value).split(/[\s.]+/);
  if (value.kind === "binary" && (value.op === "/" ? group !== "size" || FUNDS.test(snake(lastName(value.right))) : value.op === "*" && value.right.kind === "number" && value.right.value === 100)) return false;
  return group === "size" ? words.some((one) => FUNDS.test(one)) : words.some((one) => PRICES.test(one)) && words.some((one) => PARAMETER_WORD.test(one));
}
/** `max_qty = max_notional / price`: how much it may be at most is no part of how much it is. */
const BOUNDS = /(^|[_\s.])(max|min|limit|cap|minimum|maximum|required|ideal|clamp\w*)(_|[\s.]|$)/;
const FUNDS = /(^|_)(margin|balance|equity|risk|notional|capital|leverage|lev|stake|budget|kelly)(_|$)/;
const PRICES = /(^|_)(price|px|entry|close|high|low|highest|lowest|peak|atr|mark|last|swing)(_|$)/;
const PARAMETER_WORD = /(^|_)(pct|percent|percentage|mult|multiplier|multiple|ratio|distance|offset|factor|callback|bps|rate|x|r|rr|risk|trail\w*)(_|$)|_(pct|mult)$/;

/** `if stop is None: stop = price * (1 - default_pct)`: only where nobody else said it. */
function standsIn(value: Expr): boolean {
  for (let [child, at]: [Node, Node | null] = [value, value.parent]; at && at.kind !== "function"; [child, at] = [at, at.parent]) {
    if (at.kind === "logical" && at.op === "or" && at.right === child) return true;
    if ((at.kind === "conditional" || at.kind === "if") && at.test !== child && asksWhetherSet(at.test)) return true;
  }
  return false;
}

const asksWhetherSet = (test: Expr): boolean =>
  test.kind === "unary" ? test.op === "not" : test.kind === "compare" ? ["is", "==", "<=", "<"].includes(test.op) && (test.right.kind === "none" || (test.right.kind === "number" && test.right.value === 0)) : test.kind === "logical" && (asksWhetherSet(test.left) || asksWhetherSet(test.right));

const isExpr = (node: Node): node is Expr => node.kind === "binary";

const SAYS = /regime|режим/i;

/** The regime by any name that says so, in any spelling. */
function tells(node: Node, stores: ReadonlySet<string>): boolean {
  switch (node.kind) {
    case "name": return SAYS.test(node.id) || REGIME_NAME.test(snake(node.id));
    case "attribute": return SAYS.test(node.name) || stores.has(node.name) || REGIME_NAME.test(snake(node.name));
    case "string": return SAYS.test(node.value);
    case "parameter": case "function": return SAYS.test(node.name) || REGIME_NAME.test(snake(node.name));
    case "call": return node.callee.kind === "attribute" ? SAYS.test(node.callee.name) : node.callee.kind === "name" && SAYS.test(node.callee.id);
    default: return false;
  }
}
