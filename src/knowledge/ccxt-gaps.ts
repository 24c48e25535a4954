import type { Topic } from "./venue-fields.ts";

/**
 * What ccxt's unified structures leave None, class by class, as its own parsers do it (ccxt 4.5: `parse_position`, `parse_ticker`,
 * `parse_order` and the answers that they are given; https://github.com/ccxt/ccxt/tree/master/python/ccxt). Each key is always
 * there. A class that stands here fills everything else in; of others nothing certain is known.
 */
interface Gaps {
  readonly of: RegExp;
  /** `name`: always None. `name?`: at times (a liquidation price in cross margin). */
  readonly positions?: string;
  readonly tickers?: string;
  /** Of the answer to a new order: what came with it tells. */
  readonly placed: string;
}

const NO_STOPS = "stopLossPrice takeProfitPrice";
const ID_ONLY = "status price amount filled average remaining cost fee";

const GAPS: readonly Gaps[] = [
  // Position Information V3 tells no leverage; the 24-hour ticker of the futures has no book.
  { of: /^binance(usdm|coinm)$/, positions: `leverage liquidationPrice? ${NO_STOPS}`, tickers: "bid ask bidVolume askVolume", placed: "fee average? price?" },
  { of: /^binance(us)?$/, positions: `leverage liquidationPrice? ${NO_STOPS}`, placed: "fee? average? price?" },
  { of: /^bybit\w*$/, positions: "liquidationPrice? collateral? marginMode stopLossPrice? takeProfitPrice?", tickers: "bid? ask? vwap", placed: ID_ONLY },
  { of: /^(my)?okx\w*$/, positions: `liquidationPrice? ${NO_STOPS}`, tickers: "vwap percentage", placed: ID_ONLY },
  { of: /^bitget$/, positions: `liquidationPrice? collateral? ${NO_STOPS}`, tickers: "vwap", placed: ID_ONLY },
  { of: /^kucoin(futures)?$/, positions: `percentage liquidationPrice? ${NO_STOPS}`, tickers: "vwap open", placed: ID_ONLY },
  { of: /^gate(io)?$/, positions: `percentage liquidationPrice? initialMargin? ${NO_STOPS}`, tickers: "vwap open", placed: "fee? average? price?" },
  { of: /^mexc$/, positions: `unrealizedPnl markPrice notional percentage liquidationPrice? ${NO_STOPS}`, tickers: "vwap", placed: "status price? filled average remaining cost fee" },
  { of: /^bingx$/, positions: `markPrice notional percentage? liquidationPrice? collateral? ${NO_STOPS}`, tickers: "vwap", placed: "status price amount filled average remaining cost" },
  { of: /^hyperliquid$/, positions: `liquidationPrice? ${NO_STOPS}`, placed: "status price fee average? filled? remaining? amount? cost?" },
  { of: /^kraken$/, positions: `notional liquidationPrice entryPrice markPrice percentage ${NO_STOPS}`, tickers: "percentage", placed: "status price? filled average remaining cost fee" },
  { of: /^krakenfutures$/, positions: "initialMargin notional liquidationPrice markPrice collateral percentage", tickers: "high low vwap", placed: "fee average? price? amount? remaining? cost?" },
];

/** The class of a value's path: `ccxt.async_support.okx().fetch_positions()[]` is of okx. */
export const ccxtClassOf = (path: string): string | null => /^ccxt(?:\.(?:pro|async_support))?\.(\w+)\(\)/.exec(path)?.[1] ?? null;

export type Gap = "always" | "at times" | "never";

/** Whether a key of a unified structure is None with this class; null: not known of this class or this structure. */
export function ccxtGap(className: string | null, topic: Topic | null, key: string): Gap | null {
  const known = className === null ? undefined : GAPS.find((one) => one.of.test(className));
  const words = known && topic !== null ? { positions: known.positions, tickers: known.tickers, placed: known.placed }[topic as "placed"] : undefined;
  if (words === undefined) return null;
  const found = words.split(" ").find((one) => one === key || one === `${key}?`);
  return found === undefined ? "never" : found.endsWith("?") ? "at times" : "always";
}

/** Classes whose markets tell a number of digits where all others tell the step (ccxt 4.5: `precisionMode`). */
export const COUNTS_DIGITS = /^ccxt(\.(pro|async_support))?\.(bitfinex|bithumb)\b/;
