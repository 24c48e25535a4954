/** How orders that were sent are asked for, by the API that is called. Names are those of the libraries' own documentation. */

const named = (distinctive: boolean, ...names: string[]): [string, { readonly distinctive: boolean }][] => names.map((name) => [name, { distinctive }]);

/** Distinctive: an unknown receiver is enough; else it must come from an exchange library. */
export const ORDER_QUERIES: ReadonlyMap<string, { readonly distinctive: boolean }> = new Map([
  // ccxt (https://docs.ccxt.com), python-binance, hyperliquid
  ...named(true, "fetch_order", "fetchOrder", "fetch_order_status", "fetchOrderStatus", "fetch_open_orders", "fetchOpenOrders", "fetch_open_order", "futures_get_order", "futures_get_open_orders", "query_order", "query_order_by_oid", "query_order_by_cloid", "frontend_open_orders"),
  // python-okx, pybit, binance-connector: names that a bot's own wrapper or registry may have as well
  ...named(false, "get_order", "get_orders", "get_order_list", "get_open_orders", "get_order_history", "get_order_status", "open_orders"),
]);

/** Words of states in which an order is over. */
export const ORDER_OVER = /^(cancell?ed|cancell?ed_\w+|filled|executed|closed|expired|gone|missing|not_found|lost)$/i;

/** Words in the name of what keeps the bot's own picture of its orders. */
export const ORDER_BOOKS = /(^|_)(orders?|pending|resting|entries|limits?|levels?|grid)(_|$)|(^|_)order_(id|ref)s?$/i;

/** Exceptions by which the exchange itself says that it does not know the order. */
export const ORDER_UNKNOWN = /not_?found|unknown_?order|invalid_?order|no_?such/i;

/** The same in the text or the code of an error. */
export const UNKNOWN_IN_TEXT = /not.?found|not.?exist|does.?n.?t exist|unknown|no such|already|-20(11|13)|110001|170213|51400|51401|51603|40109|43001|40768/i;
