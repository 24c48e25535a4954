/** How orders are sent, by the API that is called. Names and paths are those of the venues' and libraries' own documentation. */

/** open: may open or add. close: can only reduce. protect: stop, take-profit, trailing. amend and cancel change what is there. */
export type OrderRole = "open" | "close" | "protect" | "amend" | "cancel";

export interface OrderMethod {
  readonly method: string;
  readonly role: OrderRole;
  /** Distinctive: an unknown receiver is enough. Otherwise the receiver must come from `libraries`. */
  readonly distinctive: boolean;
}

const method = (role: OrderRole, distinctive: boolean, ...names: string[]): OrderMethod[] => names.map((one) => ({ method: one, role, distinctive }));

/** Method names of exchange libraries: ccxt (https://docs.ccxt.com), python-okx, pybit, python-binance, binance-connector, hyperliquid. */
export const ORDER_METHODS: ReadonlyMap<string, OrderMethod> = new Map([
  ...method("open", true,
    "create_order", "createOrder", "create_market_order", "createMarketOrder", "create_limit_order", "createLimitOrder", "create_market_buy_order",
    "createMarketBuyOrder", "create_market_sell_order", "createMarketSellOrder", "create_limit_buy_order", "createLimitBuyOrder", "create_limit_sell_order",
    "createLimitSellOrder", "create_orders", "createOrders", "create_order_ws", "createOrderWs", "create_post_only_order", "create_reduce_only_order",
    "futures_create_order", "futures_place_batch_order", "place_batch_order", "place_multiple_orders", "bulk_orders", "market_open",
    "order_market_buy", "order_limit_buy", "create_margin_order", "place_active_order", "submitOrder",
    // ccxt's implicit methods (https://docs.ccxt.com/#/?id=implicit-api-methods)
    "private_post_trade_order", "privatePostTradeOrder", "private_post_trade_batch_orders", "privatePostTradeBatchOrders", "fapiPrivatePostOrder",
    "fapiprivate_post_order", "private_post_v5_order_create", "privatePostV5OrderCreate",
    // gate_api, MetaTrader5, Lighter, drift, pyupbit, python-bitget and its forks
    "create_futures_order", "create_batch_futures_order", "order_send", "create_market_order_limited_slippage", "place_perp_order", "place_and_take_perp_order", "buy_market_order", "buy_limit_order",
    "mix_place_order", "mix_batch_place_order", "create_and_post_order"),
  ...method("open", false, "place_order", "new_order", "order", "order_place", "submit_order", "send_order", "placeOrder", "add_order", "post_order", "buy", "sell", "short", "cover", "set_order", "add_standard_order"),
  // Spot only: a sale gives back what was bought.
  ...method("close", true, "order_market_sell", "order_limit_sell", "close_position", "closePosition", "close_all_positions", "closeAllPositions", "close_positions", "market_close", "createReduceOnlyOrder",
    "sell_market_order", "sell_limit_order"),
  ...method("protect", true,
    "create_stop_order", "create_stop_loss_order", "create_take_profit_order", "create_trigger_order", "create_stop_market_order", "create_stop_limit_order",
    "private_post_trade_order_algo", "privatePostTradeOrderAlgo", "private_post_v5_position_trading_stop", "privatePostV5PositionTradingStop",
    "create_spot_price_triggered_order", "fapiPrivatePostAlgoOrder", "create_trailing_percent_order", "create_trailing_amount_order", "create_oco_order", "set_trading_stop", "setTradingStop", "place_algo_order", "create_order_with_take_profit_and_stop_loss",
    "new_algo_order", "place_trigger_order", "place_stop_loss_order", "place_take_profit_order", "create_price_triggered_order", "mix_place_plan_order", "mix_place_stop_order", "mix_place_PositionsTPSL", "mix_place_trailing_stop_order",
    "create_tp_order", "create_sl_order", "create_tp_limit_order", "create_sl_limit_order"),
  ...method("amend", true, "edit_order", "editOrder", "amend_order", "amend_multiple_orders", "amend_batch_order", "modify_order", "futures_modify_order", "amend_futures_order", "bulk_modify_orders_new", "modify_batch_order"),
  ...method("cancel", true,
    "cancel_order", "cancelOrder", "cancel_orders", "cancel_all_orders", "cancelAllOrders", "cancel_multiple_orders", "cancel_batch_order", "futures_cancel_order",
    "futures_cancel_all_open_orders", "cancel_algo_order", "cancel_futures_order", "cancel_futures_orders",
    "cancel_price_triggered_order", "cancel_price_triggered_order_list", "cancel_by_cloid", "bulk_cancel", "bulk_cancel_by_cloid", "cancel_all_open_orders", "mix_cancel_order", "mix_cancel_all_orders", "mix_cancel_plan_order"),
].map((one) => [one.method, one]));

/**
 * ccxt's implicit methods (https://docs.ccxt.com/#/?id=implicit-api-methods) without case and underscores: the API, the HTTP method, the path.
 * `fapiPrivatePostOrder`, `private_mix_post_v2_mix_order_place_tpsl_order`. The first that fits counts.
 */
const IMPLICIT_API = "^(fapi|dapi|sapi|papi|v\\d|contract|futures?|spot|swap|unified|linear)?v?\\d?private\\w*?|^(sapi|papi)(v\\d)?";
const implicit = (role: OrderRole, rest: string): { readonly name: RegExp; readonly role: OrderRole } => ({ name: new RegExp(`(?:${IMPLICIT_API})(?:${rest})$`), role });
export const IMPLICIT_ORDERS: readonly { readonly name: RegExp; readonly role: OrderRole }[] = [
  implicit("cancel", "delete\\w*(order|orders|algoopenorders)(id)?"), implicit("cancel", "post\\w*cancel(all|batch|mass|plan|stop|tpsl)*(order|orders|algos)?"),
  implicit("close", "post\\w*close_?(all)?positions?(all)?"), implicit("amend", "put\\w*(order|orders)(id)?"), implicit("amend", "post\\w*(amend|modify)\\w*(order|orders|algos)"),
  implicit("protect", "post\\w*(orderalgo|algoorder|conditionalorder|tradingstop|(tpsl|plan|postpsl|stop|trigger|price)orders?|orderoco|orderlistoco|placepostpsl|placeplan|placetpsl)"),
  implicit("open", "post\\w*?(?<!open|closed|query|queried|active|pending|list|get|fetch|my|history|authr)(order|orders|batchorders?|ordercreate(batch)?|(batch)?placeorder|ordersubmit(batch)?|sendorder|addorder(batch)?)"),
];

/** Names that only order submission has: enough where the receiver is unknown and nothing of the bot has the name, or its source is not there. */
export const ORDERING_NAMES: ReadonlySet<string> = new Set(["place_order", "new_order", "submit_order", "send_order", "placeOrder", "post_order"]);

/** Receivers that are exchange libraries: the head of a value's path. */
export const EXCHANGE_LIBRARY = /^(ccxt(pro)?|okx|okex|pybit|binance\w*|bybit\w*|hyperliquid|pymexc|mexc\w*|kucoin\w*|kumex|(py)?bitget\w*|gate_api|gateapi|kraken|krakenex|pykrakenapi|coinbase\w*|unicorn_binance\w*|(py_?)?bingx\w*|bitunix\w*|blofin\w*|bitmart\w*|bitmex|phemex\w*|deribit\w*|dydx\w*|v4_client\w*|lighter|x10|driftpy|apexomni|apexpro|paradex_py|aevo\w*|MetaTrader5|alpaca(_trade_api)?|ib_insync|ib_async|ibapi|pyupbit|pybithumb|oandapyV20|tinkoff|t_tech|kiteconnect|py_clob_client|nado_protocol|vertex_protocol|pacifica\w*|backpack\w*|grvt\w*|pysdk|edgex\w*|hibachi\w*|orderly\w*|delta_rest_client|coindcx\w*|python_bitvavo_api|bfxapi|SmartApi|dhanhq|fyers_apiv3|upstox_client|metaapi_cloud_sdk|asterdex\w*|hummingbot|freqtrade|vnpy(_ctastrategy)?|jesse|nautilus_trader|octobot\w*)\b/;

/** Libraries whose objects may have a method of such a name and are no venue's: whatever else is imported and takes orders is one. */
export const NO_VENUE = /^(builtins|unittest|mock|pytest|abc|typing|collections|enum|dataclasses|functools|itertools|contextlib|inspect|importlib|types|pydantic\w*|asyncio|concurrent|threading|multiprocessing|queue|json|os|sys|re|logging|loguru|structlog|sqlite3|sqlalchemy\w*|sqlmodel|tortoise|peewee|django|flask\w*|fastapi|starlette|pymongo|motor|redis|aioredis|celery|stripe|paypal\w*|telegram|telebot|telethon|aiogram|discord|tkinter|PyQt\d|PySide\d|streamlit|dash|pandas|numpy|backtrader|backtesting|vectorbt|bt|gym\w*|str|int|float|bool|dict|list|set|tuple|bytes|object|super|type|getattr|None)\b/;

/** Members that only a venue's client has: `client.rest_api.new_order(...)` of Binance's modular SDK. */
export const EXCHANGE_MEMBER = /^(rest_api|websocket_api|ws_api)$/;

/** An order that is a message: the entry that says so, and the one that carries the orders. */
export interface OrderMessage {
  readonly key: string;
  readonly value: string;
  readonly beside: string;
  readonly role: OrderRole;
}

const message = (role: OrderRole, key: string, beside: string, ...values: string[]): OrderMessage[] => values.map((value) => ({ key, value, beside, role }));

/**
 * Signed actions of Hyperliquid (https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/exchange-endpoint) and WebSocket orders of OKX, Bybit
 * and Binance, which have no path of their own.
 */
export const ORDER_MESSAGES: readonly OrderMessage[] = [
  ...message("open", "type", "orders", "order"),
  ...message("amend", "type", "modifies", "batchModify"),
  ...message("cancel", "type", "cancels", "cancel", "cancelByCloid"),
  ...message("open", "op", "args", "order", "batch-orders", "order.create", "order.create-batch"),
  ...message("amend", "op", "args", "amend-order", "batch-amend-orders", "order.amend", "order.amend-batch"),
  ...message("cancel", "op", "args", "cancel-order", "batch-cancel-orders", "order.cancel", "order.cancel-batch"),
  ...message("open", "method", "params", "order.place", "algoOrder.place", "add_order", "batch_add", "private/buy", "private/sell"),
  ...message("amend", "method", "params", "order.modify", "edit_order", "amend_order", "private/edit"),
  ...message("cancel", "method", "params", "order.cancel", "cancel_order", "cancel_all", "batch_cancel", "private/cancel", "private/cancel_all"),
  ...message("close", "method", "params", "private/close_position"),
  ...message("open", "channel", "payload", "futures.order_place", "futures.order_batch_place", "spot.order_place"),
  ...message("cancel", "channel", "payload", "futures.order_cancel", "spot.order_cancel"),
];

/** Spot order methods by library path: selling there can only reduce. Futures have methods of their own (`futures_create_order`). */
export const SPOT_METHOD = /^binance\.(client|async_client)?\.?(Async)?Client\(\)\.create_order$/;
