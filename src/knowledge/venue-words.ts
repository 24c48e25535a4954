/**
 * Words that libraries' own documentation says a field can have, and words that people use for the same thing.
 *
 * ccxt's unified structures: https://docs.ccxt.com/#/README?id=order-structure and ?id=position-structure. Binance's own words:
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/common-definition
 */
interface Documented { readonly of: RegExp; readonly fields: Readonly<Record<string, readonly string[]>> }

const CCXT_ORDER = /^ccxt\b.*\.(fetch_?(open_?|closed_?|canceled_?)?orders?|create_?(market_?|limit_?)?(buy_?|sell_?)?order|cancel_?order|edit_?order|watch_?orders)\(\)(\[\])?$/i;
const CCXT_POSITION = /^ccxt\b.*\.(fetch_?positions?(_?risk)?|watch_?positions)\(\)(\[\])?$/i;
const BINANCE_ORDER = /^binance\b.*\.(futures_)?(create_order|get_order|get_all_orders|get_open_orders|cancel_order)\(\)(\[\])?$/;

const DOCUMENTED: readonly Documented[] = [
  { of: CCXT_ORDER, fields: { status: ["open", "closed", "canceled", "expired", "rejected"], side: ["buy", "sell"] } },
  { of: CCXT_POSITION, fields: { side: ["long", "short"] } },
  { of: BINANCE_ORDER, fields: { status: ["NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED", "EXPIRED", "REJECTED", "EXPIRED_IN_MATCH"], side: ["BUY", "SELL"] } },
];

/** What a library's documentation closes the field of its answer to; null: nothing is known of it. */
export const documentedWords = (path: string, field: string): readonly string[] | null => {
  const found = DOCUMENTED.find(({ of }) => of.test(path))?.fields;
  return found && Object.hasOwn(found, field) ? found[field]! : null;
};

/** Different words for one thing, as trading code mixes them. */
const ONE_THING: readonly (readonly string[])[] = [
  ["buy", "long", "bid", "comprar", "compra"], ["sell", "short", "ask", "vender", "venta", "venda"], ["canceled", "cancelled"],
  ["bull", "bullish"], ["bear", "bearish"], ["trend", "trending"], ["range", "ranging", "sideways"],
];
const SENSE: ReadonlyMap<string, string> = new Map(ONE_THING.flatMap((group) => group.map((one) => [one, group[0]!])));

/** What ccxt calls otherwise than everybody else: an order that was filled is "closed". */
export const AS_CCXT_SAYS: ReadonlyMap<string, string> = new Map([["filled", "closed"]]);

/** `TREND_BEAR`, `trendingBear`: the words of a text, each by what it means. */
export function sensesOf(text: string): readonly string[] {
  const words = text.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase().split(/[^\p{L}]+/u).filter(Boolean);
  return words.map((one) => SENSE.get(one) ?? SENSE.get(stem(one)) ?? stem(one));
}

const stem = (word: string): string => (word.length > 4 ? word.replace(/(ed|s)$/, "") : word);

/** Calls that tell of something and do nothing. */
export const LOG_CALL = /^(print|log|debug|info|warn(ing)?|error|critical|exception|success|_?log_\w+|notify|send_(alert|message|notification))$/;
