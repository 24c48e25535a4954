import { COINS, COIN_WORDS, FIATS, GLUED_PAIR, LOWER_PAIR, PAIR_FORMS, STABLE_QUOTES } from "../../../knowledge/coins.ts";

/** What a text names. pair: a market. coin: a coin alone. word: a coin whose name is also a word. */
export interface Instrument {
  readonly form: "pair" | "coin" | "word";
  readonly base: string;
  readonly quote: string | null;
}

const LONGEST = 28;
const LONGEST_LIST = 400;

/** The instrument or coin that a text names (of a list with commas: the first), or null. */
export function instrumentIn(text: string): Instrument | null {
  if (text.length < 2 || text.length > LONGEST_LIST) return null;
  if (text.includes(",")) {
    const all = text.split(",").map((one) => instrumentIn(one.trim()));
    return all.every((one) => one !== null && one.form === "pair") ? all[0]! : null;
  }
  if (text.length > LONGEST) return null;
  if (COIN_WORDS.has(text)) return { form: "word", base: text, quote: null };
  if (COINS.has(text)) return { form: "coin", base: text, quote: null };
  for (const form of PAIR_FORMS) {
    const found = form.exec(text)?.groups;
    if (found && isBase(found["base"]!)) return { form: "pair", base: bare(found["base"]!), quote: found["quote"]! };
  }
  const glued = GLUED_PAIR.exec(text)?.groups;
  if (glued && (COINS.has(glued["base"]!) || (FIATS.has(glued["base"]!) && FIATS.has(glued["quote"]!)))) return { form: "pair", base: glued["base"]!, quote: glued["quote"]! };
  const lower = LOWER_PAIR.exec(text)?.groups;
  if (!lower) return null;
  const base = lower["base"]!.toUpperCase();
  return COINS.has(base) && !COIN_WORDS.has(base) ? { form: "pair", base, quote: lower["quote"]!.toUpperCase() } : null;
}

/** "MAX_USD" and "MIN USDT" are settings, "USDT-SWAP" is a product type. */
const isBase = (base: string): boolean =>
  COINS.has(base) || COINS.has(bare(base)) || (/[A-Z]/.test(base) && !STABLE_QUOTES.has(base) && !NO_BASE.test(base));

/** Without the multiplier, and without the quote before `_PERP`. */
function bare(base: string): string {
  const one = base.replace(/^1000+(?=[A-Z])/, "");
  const coin = one.replace(/USD[TC]?$/, "");
  return !COINS.has(one) && COINS.has(coin) ? coin : one;
}

const NO_BASE = /^(MAX|MIN|IN|TO|PER|TOTAL|SIZE|AMOUNT|BALANCE|PNL|FEE|PRICE|RISK|LOSS|PROFIT|ORDER|QUOTE|MARGIN|LINEAR|INVERSE|COIN|SPOT|TRADE|VALUE|EQUITY|VOLUME|NOTIONAL|DAILY|BASE|SYMBOL|PAIR|XXX|FOO|TEST|DEFAULT|LIMIT|CAP|CAPITAL|FREE|USED|STAKE|FROM|NET|AVG|COST|CASH|THE|OF|FOR|NO|INVALID|UNKNOWN|UM|CM)$/;
