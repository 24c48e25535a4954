import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { BENCHMARKS, COIN_QUOTES, STABLE_QUOTES } from "../../../knowledge/coins.ts";
import { BENCHMARK_WORDS } from "../../../knowledge/instrument-arguments.ts";
import { SPELLING_NAME } from "../../../knowledge/trade-words.ts";
import { isConstant, use, type Case, type Desk, type FineWhy, type SymbolUse } from "./desk.ts";
import { answered } from "./answers.ts";
import { judgeOf, weightOf } from "./effect-weight.ts";
import { effectOf, effectOfBody } from "./branch-effect.ts";
import { judgeArgument, judgeAssigned, judgePayload } from "./fixed-judgement.ts";
import { judgeField } from "./field-judgement.ts";
import { judgeFallback, judgeParameter } from "./fallback-judgement.ts";
import { wordOf } from "./holders.ts";
import { armsAreSame } from "./same-arms.ts";
import type { SymbolRole } from "./literal-role.ts";
import { namesOf } from "./standing.ts";

export function judgeLiteral(desk: Desk, one: Case): SymbolUse | FineWhy {
  const { role, standing } = one;
  if (standing === "dead") return "dead";
  if (standing === "aside") return "aside";
  const call = desk.fixed.get(one.literal);
  if (call && standing === null && !desk.standing.isAside(enclosingFunction(one.literal)!)) return fixedIn(desk, one, call);
  if (standing === "declared" && role.kind !== "compared") return role.kind === "assigned" ? judgeField(desk, one, role) : "declared";
  switch (role.kind) {
    case "other": return role.why === "unknown" ? "no-symbol" : role.why;
    case "compared": return judgeCompared(desk, one, role);
    case "fallback": return judgeFallback(desk, one, role);
    case "parameter": return judgeParameter(desk, one, role);
    case "argument": return judgeArgument(desk, one, role);
    case "payload": return judgePayload(desk, one, role);
    case "assigned": return judgeAssigned(desk, one, role);
    case "member": return "no-symbol";
  }
}

function fixedIn(desk: Desk, one: Case, call: Call): SymbolUse | FineWhy {
  if (one.role.kind === "assigned" && isConstant(one.role.name, one.literal)) return "declared";
  if (one.role.kind === "fallback" || one.role.kind === "parameter") return one.role.kind === "fallback" ? judgeFallback(desk, one, one.role) : judgeParameter(desk, one, one.role);
  return use(desk, one, { check: "symbol-in-order", weight: "order", at: one.literal, word: wordOf(call.callee), decides: wordOf(call.callee), via: call });
}

export function judgeCompared(desk: Desk, one: Pick<Case, "literal" | "instrument" | "standing">, role: SymbolRole & { kind: "compared" }): SymbolUse | FineWhy {
  const { instrument, literal } = one;
  const fn = enclosingFunction(literal)!;
  if (instrument.form === "word" && (!role.sure || (role.fit !== "whole" && role.fit !== "prefix"))) return "no-symbol";
  if (role.fit === "member") return "read";
  // USDCUSDT is no market to trade but one to leave out.
  if (STABLE_QUOTES.has(instrument.base)) return "quotes";
  if (role.fit === "suffix" && (instrument.form !== "pair" || instrument.base.length === 0) && (COIN_QUOTES.has(literal.value) || STABLE_QUOTES.has(literal.value))) return "quotes";
  if (isFeeCoin(literal.value, role.operand)) return "quotes";
  const effect = role.test.kind === "case" ? effectOfBody(judgeOf(desk), role.test.body, role.test) : effectOf(judgeOf(desk), role.test);
  if (effect.weight === "spelling" || effect.weight === "shown") return effect.weight;
  if (armsAreSame(role.test) || isFeature(role.test, literal.value)) return "unused";
  if (SPELLING_NAME.test(fn.name)) return "spelling";
  const answer = isListed(literal) ? answered(desk, role.test, effect) : null;
  if (answer === "shown") return answer;
  if (answer) return use(desk, one, { check: "symbol-branch", weight: answer.weight, at: role.test.kind === "case" ? literal : role.test, word: wordOf(role.operand), decides: answer.effect.word, fit: role.fit, via: answer.effect.at });
  if (instrument.form === "coin" && !role.sure && effect.weight === "unclear") return "elsewhere";
  if (BENCHMARKS.has(instrument.base) && !picksSeveral(desk, fn, role, literal) && isBenchmark(desk, fn, role.test)) return "benchmark";
  const weight = weightOf(desk, fn, effect.weight);
  if (!weight) return desk.standing.isAside(fn) ? "aside" : "elsewhere";
  // `if data["pair"] not in ("SOL/JPY", "BTC/JPY"): raise`: what the configuration may say.
  if (weight === "trade" && one.standing === "declared") return "declared";
  return use(desk, one, { check: "symbol-branch", weight, at: role.test.kind === "case" ? literal : role.test, word: wordOf(role.operand), decides: effect.word, fit: role.fit, via: effect.at });
}

/** `if symbol in {"BTCUSDT", "ETHUSDT"}:` of the traded symbol, in code that decides: a choice of markets, whatever is said of a leader beside it. */
const picksSeveral = (desk: Desk, fn: FunctionNode, role: SymbolRole & { kind: "compared" }, literal: Node): boolean =>
  role.sure && isListed(literal) && role.test.kind === "compare" && role.test.op === "in" && desk.trading.of(fn) !== "other" && !namesOf(fn).some(speaksOfBenchmark);

/** One of several names in a list, set or tuple. */
const isListed = ({ parent }: Node): boolean => (parent?.kind === "list" || parent?.kind === "tuple" || parent?.kind === "set") && parent.items.length > 1;

/** `{"sym_SOLUSDT": 1 if symbol == "SOLUSDT" else 0}`: what a trained model is told, no choice of the bot. */
function isFeature(test: Node, name: string): boolean {
  const flag = test.parent?.kind === "conditional" && test.parent.test === test ? test.parent : test.parent?.kind === "argument" ? test.parent.parent! : test;
  const key = flag.parent?.kind === "entry" ? flag.parent.key : null;
  return key?.kind === "string" && key.value.includes(name);
}

const isFeeCoin = (text: string, operand: Node): boolean => text === "BNB" && /(asset|ccy|currency|coin)/i.test(wordOf(operand));

/** The leader of the market is told from the others, not traded otherwise: names around the test say so. */
function isBenchmark(desk: Desk, fn: FunctionNode, test: Node): boolean {
  if (namesOf(fn).some(speaksOfBenchmark) || fn.params.some((one) => LEADER.test(one.name) && speaksOfBenchmark(one.name))) return true;
  // `for k in tickers if k != "BTC/USDT"`: the others, without the leader.
  // `if self.symbol != "BTCUSDT":` measures the others against it.
  if (test.kind === "compare" && test.op === "!=" && (test.parent?.kind === "clause" || desk.trading.of(fn) === "other")) return true;
  let holder: Node | null = test;
  while (holder && holder.kind !== "if" && holder.kind !== "assign" && holder.kind !== "function" && holder.kind !== "return") holder = holder.parent;
  if (!holder || holder.kind === "function") return false;
  let found = false;
  const look = (node: Node): void => {
    if (node.kind === "name") found ||= speaksOfBenchmark(node.id);
    else if (node.kind === "attribute") found ||= speaksOfBenchmark(node.name);
  };
  if (holder.kind !== "if") walk(holder, look);
  else {
    walk(holder.test, look);
    for (const statement of holder.body) walk(statement, look);
  }
  return found;
}

/** `btc_trend` is the market's; `MAX_BTC_ORDER_SIZE` is what may be traded of one coin, `is_btc` and `btc_stop_loss_pct` trade it otherwise. */
const speaksOfBenchmark = (name: string): boolean => BENCHMARK_WORDS.test(name) && (LEADS.test(name) || !COIN_LIMIT.test(name));
const LEADS = /(?:^|_)(?:leader|benchmark|reference|bellwether)(?:_|$)/i;
const LEADER = /(?:^|_)(?:btc|eth|leader|benchmark|regime)(?:_|$)/i;
const COIN_LIMIT = /(?:^|_)(?:max|min|limit|size|qty|quantity|exposure|leverage|notional|order|risk|position|is|stop|sl|tp|profit)(?:_|$)/i;
