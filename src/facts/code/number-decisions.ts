import { calledName } from "../../ir/names.ts";
import type { Compare, FunctionNode, Node } from "../../ir/nodes.ts";
import { decidesByName, isLimitCount, type Decides } from "../../knowledge/trading-numbers.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { settings as settingsFact } from "../roots.ts";
import { isTradeAge } from "./numbers/everyday.ts";
import { wordsIn } from "./numbers/words-of.ts";
import { isPaperNumber } from "./numbers/paper-numbers.ts";
import { lineOfNumber } from "./numbers/number-line.ts";
import { proposedKey, styleOf } from "./numbers/proposed-key.ts";
import { wayOf, type NumberWay } from "./numbers/number-ways.ts";
import { isUnseen } from "./numbers/strategy-numbers.ts";
import { isMarketSpec, isVenueMinimum } from "./numbers/stand-ins.ts";
import { valueOf } from "./numbers/written-number.ts";
import { numberRoles, type DecidingNumber } from "./number-roles.ts";
import { places, type Places } from "./places.ts";

/** The numbers of one function, or those of one file that stand in for missing values: one problem, however many literals. */
export interface NumberDecision {
  readonly fn: FunctionNode;
  /** What the weightiest of them decides. */
  readonly decides: Decides;
  /**
   * order: they become part of an order, an exit level or a risk limit. strategy: conditions that decide whether there is one
   * and what they are seen to be made of, levels whose way to the order is long, and what stands in for a missing level.
   * loose: a score or a verdict that may decide along with others.
   */
  readonly part: "order" | "strategy" | "loose";
  /** The weightiest first. */
  readonly numbers: readonly (DecidingNumber & { readonly key: string })[];
  readonly weight: number;
  /** They are taken only where the value that should be there is missing. */
  readonly standsIn: boolean;
  readonly way: NumberWay;
}

export interface NumberDecisions {
  readonly all: readonly NumberDecision[];
  readonly examined: number;
  readonly functions: number;
  readonly orders: number;
  readonly lost: boolean;
}

const WEIGHT: Readonly<Record<Decides, number>> = { leverage: 100, size: 96, stop: 92, limit: 90, exit: 86, trailing: 84, target: 82, price: 78, entry: 50 };
const LEVELS: ReadonlySet<Decides> = new Set(["leverage", "size", "stop", "trailing", "target", "price"]);
/** Further than this from the order (functions crossed), what a number becomes part of is not told as part of it. */
const NEAR: Readonly<Record<Decides, number>> = { leverage: 6, size: 3, stop: 6, limit: 6, exit: 6, trailing: 6, target: 6, price: 5, entry: 6 };

export const numberDecisions = codeFact({
  name: "number-decisions",
  doc: "Numbers that decide about orders, grouped by function (what stands in: by file), with the setting that each should become.",
  requires: { numberRoles, settings: settingsFact, places },
  derive({ numberRoles, settings, places }): NumberDecisions {
    const style = styleOf(settings);
    const groups = new Map<string, DecidingNumber[]>();
    for (const found of numberRoles.deciding) {
      if (isPaperNumber(found.node) || isVenueMinimum(found.node, found.name) || (!found.standsIn && isMarketSpec(found.name))) continue;
      const one = told(found);
      appendTo(groups, groupOf(one, places.at(one.fn).file), one);
    }
    const all = [...oncePerText([...groups.values()], places)].map((numbers): NumberDecision => {
      const sorted = distinct(numbers, places).toSorted((a, b) => rankOf(a) - rankOf(b) || weightOf(b) - weightOf(a) || a.node.start - b.node.start);
      const first = sorted[0]!;
      return {
        fn: first.fn, standsIn: first.standsIn, decides: first.decides, part: partOf(first), way: waySaid(first), weight: weightOf(first) + Math.min(sorted.length, 12),
        numbers: sorted.map((one) => ({ ...one, key: proposedKey(one, style) })),
      };
    });
    return { all, examined: numberRoles.examined, functions: numberRoles.functions, orders: numberRoles.orders, lost: numberRoles.lost };
  },
});

/** Who changes a function changes all of its numbers, and who looks after missing values looks through the file. */
function groupOf(one: DecidingNumber, file: string): string {
  if (one.constant) return `${file} constants`;
  return one.standsIn ? `${file} stands in` : `${file} ${one.fn.start}${partOf(one) === "loose" ? " loose" : ""}`;
}

/** `same_side >= 5` in two functions of a file is one limit written twice: what another group says already joins it. */
function oncePerText(groups: readonly DecidingNumber[][], places: Places): Iterable<DecidingNumber[]> {
  const kept = new Map<string, { readonly numbers: DecidingNumber[]; readonly texts: ReadonlySet<string> }[]>();
  for (const numbers of groups.toSorted((a, b) => b.length - a.length)) {
    const key = `${places.at(numbers[0]!.fn).file} ${partOf(numbers[0]!)} ${numbers[0]!.standsIn}`;
    const texts = new Set(numbers.map((one) => places.snippet(lineOfNumber(one.node), 200)));
    const same = kept.get(key)?.find((one) => [...texts].every((text) => one.texts.has(text)));
    if (same) same.numbers.push(...numbers);
    else appendTo(kept, key, { numbers: [...numbers], texts });
  }
  return [...kept.values()].flat().map((one) => one.numbers);
}

/** What becomes part of an order as it stands speaks first. */
const rankOf = (one: DecidingNumber): number => RANK[partOf(one)] + (waySaid(one) === "own" ? 0 : 1);
const RANK: Readonly<Record<NumberDecision["part"], number>> = { order: 0, strategy: 2, loose: 4 };

/** `long + 2 * atr if buy else long - 2 * atr` says one thing twice. */
function distinct(numbers: readonly DecidingNumber[], places: Places): DecidingNumber[] {
  const found = new Map<string, DecidingNumber>();
  for (const one of numbers) {
    const key = `${places.at(one.node).line} ${valueOf(one.node)}`;
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

/**
 * A condition far from what it guards decides whether there is an order at all, unless its function is called after what it gives
 * (`get_dynamic_leverage`); a spread or a change of the price that is asked for is no price of an order.
 */
function told(one: DecidingNumber): DecidingNumber {
  if (one.force === "value" || partOf(one) === "order") return one;
  const said = one.demand.hops <= 1 ? one.decides : (one.name === null ? null : decidesByName(one.name)) ?? (one.demand.from === null ? decidesByName(one.fn.name) : null) ?? "entry";
  return said === one.decides && said !== "price" ? one : { ...one, decides: said === "price" ? "entry" : said };
}

const FARTHEST_TEST = 5;
const NEAR_SCORE = 3;
const NEAR_STAND_IN = 3;

const AMOUNT = /siz(e|ing)|qty|quantity|amount|notional|mult(iplier)?(_|$)/i;

const RISK = /loss|drawdown|exposure|leverage|(^|_)lev(_|$)|margin_(ratio|level)|pnl|(^|_)ro[ei](_|$)|profit/i;

/** Only what becomes part of an order has a way to it that is told. */
function waySaid(one: DecidingNumber): NumberWay {
  if (one.constant) return "constant";
  const way = wayOf(one.node, one.name, one.demand);
  const part = partOf(one);
  return part === "order" || way === "nudge" || (way === "score" && part === "loose") ? way : "own";
}

function partOf(one: DecidingNumber): NumberDecision["part"] {
  const { demand } = one;
  // Which of the records with such a key is meant is a guess: fewer than half were right, but for conditions beside an order.
  if (demand.guessed && one.force !== "guard") return "loose";
  // A caller hands in another; an answer for too little data says that there is nothing to trade by.
  if ((one.node.parent?.kind === "parameter" && !one.leftByAll) || ANSWERS_NOTHING.test(one.fn.name) || givesScore(one.node)) return "loose";
  // Somebody may call it the bot's configuration all the same.
  if (one.constant) return one.force === "term" || demand.guessed ? "loose" : "strategy";
  if (one.force === "value" && (LEVELS.has(one.decides) || one.decides === "limit")) {
    // A level by its name alone: one of eight reached an order.
    if (isUnseen(demand)) return "loose";
    const isNear = LEVELS.has(one.decides) && demand.hops <= NEAR[one.decides];
    // A level put back on the side of the price that the venue takes hardly anybody would set; a score is weighed with others on its way.
    const way = wayOf(one.node, one.name, demand);
    if (way === "nudge" || (way === "score" && demand.hops > NEAR_SCORE)) return "loose";
    if (one.standsIn) return standsForLevel(one) ? "strategy" : "loose";
    if (isNear) return "order";
    // Prices and sizes are made of so much that a long way to one proves little, unless the number stands under such a name.
    return isNear || (one.decides !== "price" && (one.decides !== "size" || AMOUNT.test(one.name ?? ""))) ? "strategy" : "loose";
  }
  if (one.standsIn || one.force === "value") return "loose";
  if (demand.compare && demand.hops <= 1 && (RISK.test(`${wordsIn(demand.compare)} ${one.name ?? ""}`) || countsRisk(demand.compare))) return "order";
  // Other conditions under their own names ask whether a value is plausible as often as they decide.
  // A time since then may as well spare a position that was opened just now from being looked at.
  const isAge = demand.compare !== null && [demand.compare.left, demand.compare.right].some(isTradeAge);
  if (demand.hops <= 1 && one.force === "guard" && one.decides === "exit" && !isAge) return "order";
  if (demand.from === null && (namesDegree(one) || TELLS.test(one.fn.name) || CANDLE.test(one.fn.name))) return "loose";
  // Through so many functions a condition was lost as often as not.
  if (demand.from !== null && demand.hops > FARTHEST_TEST) return "loose";
  return isOrdering(demand.compare) || isOrdering(testOf(one.node)) || (demand.from !== null && movesScore(one.node)) ? "strategy" : "loose";
}

/** `if score > 0.8: return "EXTREME"` in `_classify_mood`: a word for how much it is; whether anybody trades by it was not seen. */
const namesDegree = ({ fn, demand }: DecidingNumber): boolean =>
  demand.site.kind === "if" && demand.site.body.some((each) => each.kind === "return" && ((each.value?.kind === "string" && (DEGREE.test(fn.name) || DEGREE_WORD.test(each.value.value))) || (each.value?.kind === "attribute" && DEGREE.test(fn.name))));
const DEGREE_WORD = /^(very_|extremely_)?(strong|medium|moderate|weak|high|low|normal|mild|extreme)$/i;
const DEGREE = /(^|_)(classify|categori[sz]e|label|describe|interpret)(_|$)|_(level|mood|label|rating|category|sentiment|description|bucket)$/i;

/** The level itself is missing, near the order, and not what it is made of nor a text that is no number: of the other stand-ins one of four was right. */
const standsForLevel = ({ name, decides, demand, node }: DecidingNumber): boolean =>
  name !== null && /^(size|stop|leverage)$/.test(decides) && decidesByName(name) === decides && demand.hops <= NEAR_STAND_IN && !isLot(name) && !isConverted(node);
const isLot = (name: string): boolean => /(^|_)lots?(_|$)/i.test(name);
const isConverted = ({ parent }: Node): boolean => parent?.kind === "argument" && parent.parent?.kind === "call" && !/^(get|getattr|pop|setdefault|get_(int|float|decimal|number))$/.test(calledName(parent.parent));

/** What is written for people or for a model that is asked; what a candle looks like. */
const TELLS = /(^|_)(extract\w*|screenshots?|ocr|recommendations?|overview|summar\w*|describe|explain\w*|reasoning|narrative|commentary|prompt)(_|$)/i;
const CANDLE = /(^|_)(doji|marubozu|hammer|spinning_top|engulfing|harami|shooting_star|hanging_man|morning_star|evening_star|pin_?bar|inside_bar|piercing|dark_cloud\w*|tweezer\w*)$/i;
const ANSWERS_NOTHING = /(^|_)(neutral|empty|no_data|insufficient|default|fallback)(_\w+)?_(result|response|signal|analysis|decision|structure|state|metrics)s?$/i;

/** `{"signal": "long", "confidence": 0.6}`: how sure a signal is taken to be; what is done with that stands elsewhere. */
function givesScore({ parent }: Node): boolean {
  const key = parent?.kind === "entry" && parent.key?.kind === "string" ? parent.key.value : parent?.kind === "argument" ? parent.name ?? "" : "";
  return /(^|_)(confidence|strength|score|quality|conviction|probability)$/i.test(key);
}

const isOrdering = (test: Node | null): boolean => test?.kind === "compare" && /^[<>]=?$/.test(test.op);

/** What the number is part of, past arithmetic. */
function wholeOf(number: Node): Node {
  let at = number;
  while (at.parent?.kind === "unary" || at.parent?.kind === "binary") at = at.parent;
  return at;
}

/** `rsi > 70`, `volume > average * 1.5`: what something is held against. */
const testOf = (number: Node): Node | null => wholeOf(number).parent;

/** `score += 8`, `score = 0.6 * trend + 0.4 * volume`. */
function movesScore(number: Node): boolean {
  const whole = wholeOf(number);
  return whole.parent?.kind === "augmented" || (whole.parent?.kind === "assign" && whole !== number);
}

/** `len(self.positions) >= 2`, `loss_streak >= 3`. */
const countsRisk = ({ left, right }: Compare): boolean => [left, right].some((one) => isLimitCount(wordsIn(one).replace(/^len /, ""), true) || isLimitCount(wordsIn(one), false));

function weightOf(one: DecidingNumber): number {
  return WEIGHT[one.decides] - 6 * one.demand.hops - (one.force === "term" ? 8 : one.force === "guard" ? 3 : 0);
}
