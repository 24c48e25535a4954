import { ownName } from "../../../ir/names.ts";
import type { Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { BENCHMARKS, PEGGED, STABLE_QUOTES } from "../../../knowledge/coins.ts";
import { ORDER_METHODS } from "../../../knowledge/order-calls.ts";
import { CCXT_VENUES } from "../../../knowledge/venue-sources.ts";
import { BENCHMARK_WORDS } from "../../../knowledge/instrument-arguments.ts";
import { TRADE_WORDS, ORDER_WORDS, SPELLING_NAME, VENUE_SPEC } from "../../../knowledge/trade-words.ts";
import { classBodyOf } from "../settings-join/declared.ts";
import { answered } from "./answers.ts";
import { effectOf, wordsOf } from "./branch-effect.ts";
import { instrumentIn } from "./instrument-form.ts";
import { asksHeld } from "./fixed-judgement.ts";
import { isConstant, use, type Desk, type FineWhy, type SymbolUse } from "./desk.ts";
import { judgeOf, weightOf } from "./effect-weight.ts";
import { leavesOut } from "./left-out.ts";
import { listsMarkets } from "./standing.ts";
import { listsQuotes, mapsNames, type Container, type Read } from "./tables.ts";

/** A table or list of instruments: what its lookups decide. */
export function judgeContainer(desk: Desk, one: Container): SymbolUse | FineWhy {
  const { site, literals } = one;
  const standing = desk.standing.of(site);
  if (standing === "dead" || standing === "aside" || standing === "declared") return standing;
  if (literals.every((each) => instrumentIn(each.value)?.form === "word") || isFew(one)) return "no-symbol";
  if (/(^|_)tests?(_|$)/i.test(one.name)) return "no-symbol";
  if (listsQuotes(one) || literals.every((each) => isMoney(each.value))) return "quotes";
  if (one.shape === "dict" && mapsNames(one)) return "spelling";
  if (BENCHMARK_WORDS.test(one.name) && literals.every((each) => BENCHMARKS.has(instrumentIn(each.value)!.base))) return "benchmark";
  if (desk.standing.isAside(enclosingFunction(site)!)) return "aside";
  if (one.shape === "list" && listsMarkets(desk.infer.moduleIndexOf(site).module.file)) return "declared";
  // Constants at the top of the script that is started are its settings, as a table in the wrong place.
  const bySettings = isConstant(one.name, site) && classBodyOf(site) === null && startsAlone(desk, site);
  const live = one.reads.filter((each) => desk.reach.of(each.fn) !== "dead");
  if (live.length === 0) return "unused";
  const reads = live.filter((each) => !bySettings || each.how === "lookup" || each.how === "membership");
  if (reads.length === 0) return "declared";
  let best: SymbolUse | null = null;
  for (const read of reads) {
    const weight = readWeight(desk, one, read);
    if (!weight || (best && (best.check === "symbol-table" || (weight === "trade" && !tradesEach(desk, read))))) continue;
    const check = (!bySettings && (weight === "order" || isLookedUp(one, read) || isLeftOut(one, read))) || tradesEach(desk, read) ? "symbol-table" : "symbol-list";
    best = use(desk, { literal: literals[0]! }, { check, weight: bySettings ? "trade" : weight, at: site, word: one.name, decides: read.fn.name, via: read.node });
  }
  return best ? { ...best, names: literals.map((each) => each.value) } : "elsewhere";
}

/** What is run through as well is not left out but handled before. */
const isLeftOut = ({ reads }: Container, { node }: Read): boolean => node.kind === "compare" && leavesOut(node) && !reads.some(({ how }) => how === "iteration");

/** A pair of one money and another is no market to trade. */
const isMoney = (market: string): boolean => PEGGED.test(/[-_/:]/.test(market) ? market.split(/[-_/:]/)[0]! : market.replace(/(USDT|USDC|BUSD|USD)$/, ""));

/** `kinds.get(symbol)`: what the code keeps for each market, but for what venues publish about them. */
const isLookedUp = (one: Container, read: Read): boolean => one.shape === "dict" && read.how === "lookup" && !isOfVenue(one) && !wordsAbout(one, read).some((each) => VENUE_SPEC.test(each));

/** `{"okx": {"BTC-USDT": 100}}`: a table for each venue holds what that venue allows. */
function isOfVenue({ site }: Container): boolean {
  const outer = site.parent?.kind === "entry" ? site.parent.parent : null;
  return outer?.kind === "dict" && outer.entries.some(({ key }) => key?.kind === "string" && CCXT_VENUES.some(({ word }) => word.test(key.value)));
}

const wordsAbout = (one: Container, read: Read): string[] => [one.name, targetOf(read.node), read.fn.name];

/** `for coin in ["BTC", "ETH"]:` around what sends orders or asks what is held: these markets are traded, and of others nothing is known. */
function tradesEach(desk: Desk, { node, how }: Read): boolean {
  const loop = how === "iteration" ? node.parent : null;
  if (loop?.kind !== "for") return false;
  const { sends } = judgeOf(desk);
  let found = false;
  for (const statement of loop.body) walk(statement, (each) => void (each.kind === "call" && !found && (found = sends(each) || ORDER_METHODS.has(ownName(each.callee)) || asksHeld(ownName(each.callee)))));
  return found;
}

/** Among other texts, a coin's name is a word: `("RENDER", "HEROKU", "FLY_APP_NAME")`. */
function isFew({ site, literals, shape }: Container): boolean {
  if (shape === "dict") return false;
  let texts = 0;
  walk(site, (node) => void (node.kind === "string" && !STABLE_QUOTES.has(node.value) && texts++));
  return literals.length * 2 < texts;
}

/** A list at the top of the script that is started: the bot's own way to configure it. */
const startsAlone = (desk: Desk, site: Node): boolean => {
  const { root } = desk.infer.moduleIndexOf(site).module;
  return desk.reach.cause(root) === null;
};

function readWeight(desk: Desk, one: Container, read: Read): SymbolUse["weight"] | null {
  if (SPELLING_NAME.test(read.fn.name)) return null;
  if (read.how === "membership") {
    const effect = effectOf(judgeOf(desk), read.node);
    if (effect.weight === "shown" || effect.weight === "spelling") return null;
    if (isLeftOut(one, read)) return weightOf(desk, read.fn, "trade") && "trade";
    const own = weightOf(desk, read.fn, ORDER_WORDS.test(one.name) ? "order" : effect.weight);
    const answer = own === "order" ? null : answered(desk, read.node, effect);
    return answer === "shown" ? null : answer?.weight ?? own;
  }
  // What is run through is traded or watched: the list is a setting in the wrong place.
  if (read.how === "iteration" || read.how === "handed") {
    return (one.shape === "list" || read.how === "iteration") && !desk.standing.isAside(read.fn) && (desk.trading.of(read.fn) !== "other" || tradesEach(desk, read)) ? "trade" : null;
  }
  const words = wordsAbout(one, read);
  if (one.shape === "dict" && !words.some((each) => TRADE_WORDS.test(each))) return weightOf(desk, read.fn, "unclear");
  // What the venue says of its markets (tick, lot, contract, margin tier), copied: stale some day, but nobody's choice.
  if (words.some((each) => VENUE_SPEC.test(each)) || isOfVenue(one)) return weightOf(desk, read.fn, "trade") && "trade";
  return weightOf(desk, read.fn, words.some((each) => ORDER_WORDS.test(each)) ? "order" : "trade");
}

function targetOf(node: Node): string {
  let at: Node | null = node;
  while (at && at.kind !== "assign" && at.kind !== "function" && at.kind !== "argument") at = at.parent;
  return at?.kind === "assign" ? wordsOf(at.targets[0]!) : at?.kind === "argument" ? (at.name ?? "") : "";
}
