import type { Venue } from "./venue-fields.ts";

/**
 * What the venues answer to a new order. Where the list below is all of it, a price or a filled quantity is never in the answer:
 * it has to be asked for (https://bybit-exchange.github.io/docs/v5/order/create-order, https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order,
 * https://www.bitget.com/api-doc/contract/trade/Place-Order, https://www.kucoin.com/docs-new/rest/spot-trading/orders/add-order,
 * https://docs.kraken.com/api/docs/rest-api/add-order, https://www.mexc.com/api-docs/spot-v3/spot-account-trade#new-order).
 */
const ANSWERS: Readonly<Partial<Record<Venue, ReadonlySet<string>>>> = {
  bybit: new Set(["orderId", "orderLinkId"]),
  okx: new Set(["ordId", "clOrdId", "tag", "ts", "sCode", "sMsg"]),
  bitget: new Set(["orderId", "clientOid"]),
  kucoin: new Set(["orderId", "clientOid", "borrowSize", "loanApplyId"]),
  kraken: new Set(["descr", "txid"]),
  // Spot: what Binance's answer tells beyond these, MEXC's does not.
  mexc: new Set(["symbol", "orderId", "orderListId", "price", "origQty", "type", "side", "stpMode", "transactTime"]),
};

/** Words for what an execution tells, in the spellings of the venues and of those who mix them up. */
const EXECUTION_WORDS: ReadonlySet<string> = new Set([
  "price", "qty", "size", "status", "state", "orderStatus", "avgPrice", "avg_price", "averagePrice", "average_price", "average", "avgPx", "px", "sz", "fillPx", "fillSz", "fillPrice",
  "fill_price", "filledPrice", "filled_price", "executedQty", "executed_qty", "executedPrice", "executed_price", "cumExecQty", "cumExecValue", "cumExecFee", "cumQty", "cumQuote",
  "leavesQty", "execPrice", "execQty", "filled", "filledQty", "filled_qty", "filledSize", "filled_size", "filledAmount", "accFillSz", "priceAvg", "baseVolume", "dealSize", "dealFunds",
  "vol_exec", "cost", "fee", "fees", "fills", "remaining",
]);

/** Whether the answer to a new order never has this key, although an execution would. */
export function isUnsent(venue: Venue, key: string): boolean {
  const sent = ANSWERS[venue];
  return sent !== undefined && !sent.has(key) && EXECUTION_WORDS.has(key);
}

/** Names of methods that ask the venue what became of an order: what comes after them is no guess. */
export const ASKS_AGAIN = /(^|_)(fetch|get|query|poll|check|wait|confirm|verify|sync|refresh|resolve|reconcile|await)_(\w*_)?(orders?|fills?|positions?|trades?|execs?|executions?|status|filled|entry|balances?|deals?)(_|$)/;
