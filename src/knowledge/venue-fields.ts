import { BITGET, GATE, KRAKEN, KUCOIN, MEXC } from "./further-venue-fields.ts";

/**
 * Which fields of the venues' payloads are text, and which of those may be "" or null. Sources: the venues' own reference
 * pages (https://www.okx.com/docs-v5, https://bybit-exchange.github.io/docs/v5, https://developers.binance.com/docs,
 * https://hyperliquid.gitbook.io/hyperliquid-docs; of the others see further-venue-fields.ts) and payloads recorded in public
 * issue trackers: a flat Bybit position has "" in positionValue, unrealisedPnl and liqPrice, an OKX order without fills has "" in avgPx.
 * What is not listed is not known, and nothing is said about it.
 */
export type Venue = "okx" | "bybit" | "binance" | "hyperliquid" | "bitget" | "gate" | "kucoin" | "mexc" | "kraken" | "ccxt";

/** What a payload is about. The same field may be filled in one and empty in another. */
export type Topic =
  | "positions" | "orders" | "fills" | "balance" | "tickers" | "klines" | "book" | "trades" | "instruments" | "funding" | "closed" | "status"
  /** The answer to a new order. bare: nothing but ids (order-answers.ts). */
  | "placed" | "bare";

export interface VenueField {
  readonly venue: Venue;
  readonly topic: Topic;
  readonly name: string;
  /**
   * decimal: a number with a fraction; whole: digits only (times, ids); flag: "true" or "false"; status: "0" for success.
   * number: no text at all. It stands here where another payload of the venue has text under the same key, or where it may
   * be null: ccxt's unified structures are numbers or None. word: a text that is no number. object: a dict.
   */
  readonly text: "decimal" | "whole" | "flag" | "status" | "number" | "word" | "object";
  readonly empty: boolean;
  readonly null: boolean;
  /** "" or null in rare cases only: worth a word where a default shows that its author counted on one. */
  readonly rare: boolean;
  /** "0" is an ordinary value of it: a size, a balance. Text "0" is true all the same. */
  readonly zero: boolean;
  /** Fields of the same row that tell whether it is filled: a test of one of them guards it. */
  readonly toldBy: readonly string[];
}

/** Sizes of positions and fills: always a whole number of lots. */
export const HELD_SIZES: ReadonlySet<string> = new Set(["size", "pos", "positionAmt", "szi", "contracts", "filled", "cumExecQty", "execQty", "executedQty", "accFillSz", "fillSz", "filledQty", "baseVolume"]);

/** Steps of prices and sizes: fractions like 0.001, whatever "precision" says. Nobody else spells them so. */
export const STEP_FIELDS: ReadonlySet<string> = new Set(["basePrecision", "quotePrecision", "qtyStep", "stepSize", "tickSize", "tickSz", "lotSz"]);

/** Fields that tell whether another one is filled. */
const SIZE = ["pos", "size", "posSide", "side", "positionAmt", "szi", "avgPx", "avgPrice", "notionalUsd", "margin", "positionValue", "positionIM"];
const FILLED = ["filled", "remaining", "average", "state", "accFillSz", "fillSz", "tradeId", "orderStatus", "cumExecQty", "status", "execType"];
const TOLD: Readonly<Record<string, readonly string[]>> = { flat: SIZE, unfilled: FILLED, market: ["ordType", "orderType"], always: [], thin: [] };

/**
 * One field a word: name, then marks. `?` may be "" (`?flat`: without a position, `?unfilled`: before a fill, `?market`: on
 * a market order, `?thin`: rarely, where nobody bids or asks, or in a rare account mode); `^` may be null; `!` "0" is an ordinary value; `#` whole digits; `~` "true" or "false"; `=` a status;
 * `@` a number of JSON.
 */
const WORD = /^(\w+?)(\?(\w*))?(\^)?([!#~=@])?$/;

const OKX: Partial<Record<Topic, string>> = {
  positions: `pos! availPos?! avgPx?flat markPx upl?flat uplRatio?flat lever?thin# liqPx? margin? imr? mmr mgnRatio? notionalUsd?flat last bePx?flat realizedPnl
    cTime# uTime# adl#`,
  orders: `px?market sz! accFillSz! avgPx?unfilled fillPx?unfilled fillSz! fee pnl slTriggerPx? tpTriggerPx? slOrdPx? tpOrdPx? cTime# uTime# reduceOnly~`,
  fills: "fillPx fillSz! fee ts# fillTime#",
  balance: `totalEq isoEq adjEq? imr? mmr? mgnRatio? notionalUsd? ordFroz? upl? eq! cashBal! availEq?! availBal! frozenBal! disEq eqUsd uTime#`,
  tickers: "last lastSz askPx?thin askSz?thin bidPx?thin bidSz?thin open24h high24h low24h vol24h volCcy24h sodUtc0 sodUtc8 idxPx markPx ts#",
  trades: "px sz ts#",
  instruments: "ctVal ctMult lotSz minSz tickSz maxLmtSz maxMktSz listTime#",
  funding: "fundingRate nextFundingRate? fundingTime# nextFundingTime# realizedRate",
  status: "code= sCode=",
};

const BYBIT: Partial<Record<Topic, string>> = {
  positions: `size! avgPrice entryPrice positionValue?flat unrealisedPnl?flat markPrice leverage liqPrice? bustPrice? positionIM?thin positionMM?thin positionBalance
    takeProfit? stopLoss? trailingStop sessionAvgPrice? curRealisedPnl cumRealisedPnl breakEvenPrice? createdTime# updatedTime#`,
  orders: `price qty! avgPrice?unfilled leavesQty! cumExecQty! cumExecValue cumExecFee triggerPrice takeProfit? stopLoss? createdTime# updatedTime#`,
  fills: "execPrice execQty! execValue execFee feeRate orderPrice orderQty leavesQty! closedSize! execTime#",
  balance: `totalEquity totalWalletBalance totalAvailableBalance? totalMarginBalance? totalInitialMargin? totalMaintenanceMargin? totalPerpUPL? accountIMRate?
    accountMMRate? equity! walletBalance! availableToWithdraw?! availableToBorrow? usdValue unrealisedPnl cumRealisedPnl locked! transferBalance?!`,
  tickers: `lastPrice indexPrice markPrice prevPrice24h price24hPcnt highPrice24h lowPrice24h openInterest openInterestValue turnover24h volume24h fundingRate
    bid1Price? bid1Size? ask1Price? ask1Size? basis? predictedDeliveryPrice? nextFundingTime#`,
  klines: "open high low close volume turnover",
  trades: "p v price size",
  instruments: "qtyStep minOrderQty maxOrderQty minNotionalValue maxMktOrderQty tickSize minPrice maxPrice maxLeverage minLeverage leverageStep launchTime#",
  funding: "fundingRate fundingRateTimestamp#",
  closed: "closedPnl avgEntryPrice avgExitPrice qty orderPrice closedSize! cumEntryValue cumExitValue leverage createdTime# updatedTime#",
};

const BINANCE: Partial<Record<Topic, string>> = {
  positions: `positionAmt! entryPrice breakEvenPrice markPrice unRealizedProfit unrealizedProfit liquidationPrice leverage# isolatedMargin isolatedWallet notional
    initialMargin maintMargin pa! ep up`,
  orders: "price origQty! executedQty! cumQuote cumQty avgPrice stopPrice activatePrice priceRate cummulativeQuoteQty p q! ap sp z! l! L rp",
  fills: "price qty! quoteQty commission realizedPnl",
  balance: `totalWalletBalance availableBalance totalUnrealizedProfit totalMarginBalance totalInitialMargin totalMaintMargin walletBalance! unrealizedProfit
    marginBalance crossWalletBalance crossUnPnl maxWithdrawAmount balance! free! locked! wb! cw positionAmt! entryPrice initialMargin maintMargin`,
  tickers: `lastPrice price bidPrice askPrice bidQty askQty priceChange priceChangePercent highPrice lowPrice volume quoteVolume openPrice weightedAvgPrice
    prevClosePrice lastQty markPrice indexPrice lastFundingRate estimatedSettlePrice`,
  klines: "o h l c v q V Q f@ L@ n@",
  trades: "price qty quoteQty p q f@ l@ t@",
  instruments: "tickSize stepSize minQty maxQty minPrice maxPrice minNotional multiplierUp multiplierDown",
  funding: "fundingRate markPrice",
  // Of a market order the answer has zeros: newOrderRespType is ACK (futures) unless asked otherwise, and price is that of a limit.
  placed: "price! avgPrice! origQty executedQty! cumQuote! cumQty! cummulativeQuoteQty! stopPrice",
};

const HYPERLIQUID: Partial<Record<Topic, string>> = {
  positions: "szi! entryPx positionValue unrealizedPnl returnOnEquity liquidationPx^ marginUsed accountValue totalNtlPos totalRawUsd totalMarginUsed withdrawable",
  orders: "limitPx sz! origSz! triggerPx",
  fills: "px sz! closedPnl fee startPosition",
  tickers: "funding openInterest markPx midPx^ oraclePx premium^ prevDayPx dayNtlVlm",
  book: "px sz",
};

const TEXT_OF: Readonly<Record<string, VenueField["text"]>> = { "#": "whole", "~": "flag", "=": "status", "@": "number" };

function rows(venue: Venue, table: Partial<Record<Topic, string>>): VenueField[] {
  return Object.entries(table).flatMap(([topic, words]) => words.split(/\s+/).filter(Boolean).map((word): VenueField => {
    const found = WORD.exec(word)!;
    const mark = found[5];
    return {
      venue, topic: topic as Topic, name: found[1]!, empty: found[2] !== undefined, null: found[4] !== undefined, rare: found[3] === "thin", zero: mark === "!",
      text: TEXT_OF[mark ?? ""] ?? "decimal",
      toldBy: TOLD[found[3] || "always"] ?? [],
    };
  }));
}

/**
 * ccxt's unified structures (https://docs.ccxt.com/#/README?id=order-structure), where its class is chosen at run time: what is known
 * of a class stands in ccxt-gaps.ts. Each key is set, to None for what the venue did not tell. An order has no average before its first fill, and from most venues no fee; the answer to a new one often tells
 * nothing but its id; a position without a stop has no price of it, one in cross margin often no liquidation price.
 */
const CCXT: readonly VenueField[] = [
  ...orNone("orders", "average", FILLED), ...orNone("orders", "fee", [], "object"),
  ...orNone("placed", "average filled remaining cost", FILLED), ...orNone("placed", "fee", [], "object"), ...orNone("placed", "status", [], "word"),
  ...orNone("positions", "stopLossPrice takeProfitPrice liquidationPrice", []),
  ...rarely("placed", "price amount"), ...rarely("positions", "leverage"), ...rarely("tickers", "bid ask"),
];

function orNone(topic: Topic, names: string, toldBy: readonly string[], text: VenueField["text"] = "number"): VenueField[] {
  return names.split(" ").map((name) => ({ venue: "ccxt", topic, name, text, empty: false, null: true, rare: false, zero: false, toldBy }));
}

function rarely(topic: Topic, names: string): VenueField[] {
  return orNone(topic, names, []).map((one) => ({ ...one, rare: true }));
}

export const VENUE_FIELDS: readonly VenueField[] = [
  ...rows("okx", OKX), ...rows("bybit", BYBIT), ...rows("binance", BINANCE), ...rows("hyperliquid", HYPERLIQUID),
  ...rows("bitget", BITGET), ...rows("gate", GATE), ...rows("kucoin", KUCOIN), ...rows("mexc", MEXC), ...rows("kraken", KRAKEN), ...CCXT,
];

/** Keys whose values are objects or lists that hold the fields. */
export const VENUE_CONTAINERS: Readonly<Record<Venue, ReadonlySet<string>>> = {
  okx: new Set(["data", "details", "asks", "bids", "arg", "linkedAlgoOrd", "attachAlgoOrds"]),
  bybit: new Set(["result", "list", "data", "coin", "lotSizeFilter", "priceFilter", "leverageFilter", "a", "b"]),
  binance: new Set(["data", "o", "a", "B", "P", "k", "assets", "balances", "positions", "filters", "symbols", "bids", "asks", "b", "fills"]),
  hyperliquid: new Set(["data", "assetPositions", "position", "marginSummary", "crossMarginSummary", "levels", "fills", "mids", "universe"]),
  bitget: new Set(["data", "entrustedList", "fillList", "orderList", "assetList", "resultList"]),
  gate: new Set(["result", "data", "asks", "bids"]),
  kucoin: new Set(["data", "items", "ticker", "asks", "bids"]),
  mexc: new Set(["data", "balances", "asks", "bids", "fills"]),
  kraken: new Set(["result", "open", "closed", "descr", "trades"]),
  ccxt: new Set(),
};

/** What a venue wraps its answers in. */
export interface Envelope {
  /** The key that holds what was asked for. */
  readonly opens: string;
  /** Keys that stand beside it and nowhere inside. */
  readonly tells: ReadonlySet<string>;
  /** The key inside that holds the rows, and what has rows: no field of theirs stands above. */
  readonly rows?: string;
  readonly listed?: ReadonlySet<Topic>;
}

export const ENVELOPES: Readonly<Partial<Record<Venue, Envelope>>> = {
  okx: { opens: "data", tells: new Set(["code"]) },
  bybit: { opens: "result", tells: new Set(["retCode"]), rows: "list", listed: new Set<Topic>(["positions", "balance", "tickers"]) },
  bitget: { opens: "data", tells: new Set(["code"]) },
  kucoin: { opens: "data", tells: new Set(["code"]) },
  kraken: { opens: "result", tells: new Set(["error"]) },
};

/** Words that other payloads use as well: they count only where the venue's endpoint, library or stream is certain. */
export const COMMON_WORDS: ReadonlySet<string> = new Set([
  "price", "size", "qty", "last", "px", "sz", "pos", "fee", "eq", "pnl", "upl", "margin", "lever", "leverage", "ts", "open", "high", "low", "close", "volume", "turnover",
  "balance", "free", "locked", "equity", "notional", "p", "q", "v", "l", "L", "z", "o", "h", "c", "V", "Q", "ap", "sp", "rp", "pa", "ep", "up", "wb", "cw", "code",
  "basis", "funding", "premium", "commission", "volume24h", "takeProfit", "stopLoss", "entryPrice", "markPrice", "adl", "imr", "mmr",
  "total", "available", "frozen", "value", "left", "amount", "vol", "cost", "buy", "sell", "profit", "holds", "funds", "coupon", "net", "bonus", "point", "sum", "fillPrice",
  "totalFee", "leverage_max", "entry_price", "mark_price", "a", "b", "f", "t", "n", "e", "m", "eb", "tb", "mf", "ml", "stopPrice", "size",
]);

/** Rows of candles are lists, cell by cell: `#` digits as text, `.` a decimal as text, `@` a number. Venues that are missing send numbers, or dicts. */
export const CANDLE_CELLS: Readonly<Partial<Record<Venue, string>>> = {
  okx: "#.......#", bybit: "#......", binance: "@.....@.@..", bitget: "#.......", kucoin: "#......", mexc: "@.....@.", kraken: "@......@",
};

/** Their streams send candles in the same cells; those of the others are dicts, or have other cells (Kraken's: [time, end, open, ..., count]). */
export const CANDLE_STREAMS: ReadonlySet<Venue> = new Set<Venue>(["okx", "bitget", "kucoin"]);

/** Venues whose books have levels of text: [price, size]. Those of Bitget's futures, Gate and Hyperliquid are numbers or dicts. */
export const TEXT_LEVELS: ReadonlySet<Venue> = new Set<Venue>(["okx", "bybit", "binance", "kucoin", "mexc", "kraken"]);

/** Keys under which an order book has its levels: lists of [price text, size text, ...]. */
export const BOOK_SIDES: ReadonlySet<string> = new Set(["a", "b", "asks", "bids"]);

/** Places after [price, size] in a level that count orders: whole numbers. OKX: [price, size, 0, orders]. */
export const BOOK_COUNTS = 2;

/** When a field is "" or null, as the reference pages say: the key of a sentence. Fields told by others say it by those. */
export type EmptyWhen = "cross" | "flat" | "unfilled" | "market" | "oneSided" | "noLiquidation" | "accountMode" | "notSet" | "atTimes";

export function emptyWhen(field: string, toldBy: readonly string[]): EmptyWhen {
  if (toldBy.includes("pos")) return "flat";
  if (toldBy.includes("state")) return "unfilled";
  if (toldBy.includes("ordType")) return "market";
  if (/^(ask|bid)(1|Px|Sz)/.test(field)) return "oneSided";
  if (field === "margin") return "cross";
  if (/^(liq|bust|liquidation)/.test(field)) return "noLiquidation";
  if (/^(unrealizedPL|crossedUnrealizedPL|isolatedUnrealizedPL)$/.test(field)) return "flat";
  if (/^(lever$|position[IM]M$|total|account|availableTo|availEq|adjEq|imr|mmr|mgnRatio|ordFroz|notionalUsd|transfer)/.test(field)) return "accountMode";
  return /^(takeProfit|stopLoss|slTrigger|tpTrigger|slOrd|tpOrd|presetStop)/.test(field) ? "notSet" : "atTimes";
}
