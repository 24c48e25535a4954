import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import type { Index } from "../module-index.ts";
import { snake } from "../snake.ts";
import { presence, wordsIn } from "./candidates.ts";

/** What a test asks for that drops no signal: whether there is one, whether the bot works at all, what is never otherwise. */

/** The bot does not work now, has no data yet, only rehearses, or treats the order otherwise. */
const OPERATIONAL = /live_?trading|(^|_)mode$|testnet|sandbox|running|is_?stopp|stop_?(event|flag|requested)|shut_?down|shutting|(^|_)closing$|warm|(^|_)init(_|$)|initiali[sz]ed|connected|dry_?run|paper|simul|demo|test_?mode|back_?test|verbose|debug/i;

/** `if not self._enabled:` and nothing else: who switched the trading off knows that no signal is traded. */
export function isSwitchAlone(test: Expr): boolean {
  const flag = test.kind === "unary" && test.op === "not" ? test.operand : test;
  return /(^|_)(enabled|disabled)$|(^|_)auto_?(trad(e|ing)|exec(ute|ution)?)$/i.test(ownName(flag));
}

export const isOperational = (words: ReadonlySet<string>): boolean => [...words].some((one) => OPERATIONAL.test(one));

/** `len(candles) < 50`: there is not enough to decide from. */
export function isWarmUp(test: Expr): boolean {
  if (test.kind === "logical") return isWarmUp(test.left) || isWarmUp(test.right);
  if (test.kind !== "compare") return false;
  const counts = test.left.kind === "call" && test.left.callee.kind === "name" && test.left.callee.id === "len";
  return counts && ![...wordsIn(test.left)].some((one) => REGISTRY_WORDS.test(one)) && (test.op === "<" || test.op === "<=" || test.op === "==");
}

/** `if price is None:`, `if entry_price <= 0:`, `if not candles:`: data did not come, or is what it never is. */
export function asksForData(test: Expr): boolean {
  if (test.kind === "logical") return asksForData(test.left) && asksForData(test.right);
  if (test.kind === "unary" && test.op === "not") return isData(test.operand);
  if (test.kind === "attribute") return test.name === "empty" && isData(test.object);
  if (test.kind !== "compare") return false;
  const none = test.right.kind === "none" && (test.op === "is" || test.op === "==");
  const zero = test.right.kind === "number" && test.right.value === 0 && ["<=", "<", "=="].includes(test.op);
  return (none && isData(test.left)) || (zero && (isData(test.left) || DISTANCES.test(snake(ownName(test.left)))));
}

const isData = (expr: Expr): boolean => (expr.kind === "name" || expr.kind === "attribute") && DATA.test(snake(ownName(expr)));
const DATA = /(^|_)(price|px|bid|ask|mid|tick|ticker|candles?|klines?|ohlcv|bars|df|frame|quote|order_?book|atr)$/;
/** What prices differ by is nothing only where they are one. */
const DISTANCES = /(^|_)(risk|distance|dist)$/;

/** Part of the test asks whether there is a signal at all, or which one; `side == "SELL" and not allow_short` asks a setting about one that is there. */
export function asksForSignal(test: Expr, names: ReadonlySet<string>): boolean {
  if (test.kind === "logical" && test.op === "and" && presence(test.left, names) === "present" && isSetting(test.right)) return false;
  if (test.kind === "logical") return asksForSignal(test.left, names) || asksForSignal(test.right, names);
  return presence(test, names) !== null;
}

/** `not self.config.allow_short`, `settings.long_only`. */
const isSetting = (expr: Expr): boolean => {
  const asked = expr.kind === "unary" && expr.op === "not" ? expr.operand : expr;
  return (asked.kind === "attribute" || asked.kind === "name") && /(^|_)(allow|enable|disable|only|permit)\w*|_(allowed|enabled|disabled|only)$/.test(snake(ownName(asked)));
};

/** `if not self.margin_ok(): return` where `margin_ok` only ever answers True: the branch is not taken. `taken`: it is where the test holds. */
export function isSettled(index: Index, runs: (call: Call) => readonly FunctionNode[], test: Expr, taken: boolean): boolean {
  if (test.kind === "unary" && test.op === "not") return isSettled(index, runs, test.operand, !taken);
  const functions = test.kind === "call" ? runs(test) : [];
  return functions.length > 0 && functions.every((fn) => {
    const returns = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!;
    return fn.body.at(-1)?.kind === "return" && returns.every((one) => one.value?.kind === "boolean" && one.value.value === !taken);
  });
}
