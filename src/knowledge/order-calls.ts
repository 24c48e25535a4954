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
    "order_market_buy", "order_limit_buy", "create_margin_order", "place_active_order", "submitOrder", "create_futures_order", "create_batch_futures_order",
    // ccxt's implicit methods (https://docs.ccxt.com/#/?id=implicit-api-methods)
    "private_post_trade_order", "privatePostTradeOrder", "private_post_trade_batch_orders", "privatePostTradeBatchOrders", "fapiPrivatePostOrder",
    "fapiprivate_post_order", "private_post_v5_order_create", "privatePostV5OrderCreate"),
  ...method("open", false, "place_order", "new_order", "order", "order_place", "submit_order", "buy", "sell", "short", "cover", "set_order"),
  // Spot only: a sale gives back what was bought.
  ...method("close", true, "order_market_sell", "order_limit_sell", "close_position", "closePosition", "close_all_positions", "closeAllPositions", "close_positions", "market_close", "createReduceOnlyOrder"),
  ...method("protect", true,
    "create_stop_order", "create_stop_loss_order", "create_take_profit_order", "create_trigger_order", "create_stop_market_order", "create_stop_limit_order",
    "private_post_trade_order_algo", "privatePostTradeOrderAlgo", "private_post_v5_position_trading_stop", "privatePostV5PositionTradingStop",
    "create_price_triggered_order", "create_spot_price_triggered_order", "fapiPrivatePostAlgoOrder", "create_trailing_percent_order", "create_trailing_amount_order", "create_oco_order", "set_trading_stop", "setTradingStop", "place_algo_order", "create_order_with_take_profit_and_stop_loss"),
  ...method("amend", true, "edit_order", "editOrder", "amend_order", "amend_multiple_orders", "amend_batch_order", "modify_order", "futures_modify_order", "amend_futures_order"),
  ...method("cancel", true,
    "cancel_order", "cancelOrder", "cancel_orders", "cancel_all_orders", "cancelAllOrders", "cancel_multiple_orders", "cancel_batch_order", "futures_cancel_order",
    "futures_cancel_all_open_orders", "cancel_algo_order", "cancel_futures_order", "cancel_futures_orders"),
].map((one) => [one.method, one]));

/** Receivers that are exchange libraries: the head of a value's path. */
export const EXCHANGE_LIBRARY = /^(ccxt(pro)?|okx|pybit|binance|binance_(sdk|common)\w*|bybit|hyperliquid|pymexc|kucoin|bitget|gate_api|krakenex|coinbase|unicorn_binance\w*|hummingbot|freqtrade|vnpy(_ctastrategy)?|jesse|nautilus_trader|octobot\w*)\b/;

/** Members that only a venue's client has: `client.rest_api.new_order(...)` of Binance's modular SDK. */
export const EXCHANGE_MEMBER = /^(rest_api|websocket_api|ws_api)$/;

/** REST paths and WebSocket operations that send orders, as they stand in a string. */
export const ORDER_PATHS: readonly { readonly path: RegExp; readonly role: OrderRole; readonly venue: string }[] = [
  { path: /\/api\/v5\/trade\/close-position\b/, role: "close", venue: "okx" },
  { path: /\/api\/v5\/trade\/(amend-order|amend-batch-orders|amend-algos)\b/, role: "amend", venue: "okx" },
  { path: /\/api\/v5\/trade\/cancel-/, role: "cancel", venue: "okx" },
  { path: /\/api\/v5\/trade\/order-algo\b/, role: "protect", venue: "okx" },
  { path: /\/api\/v5\/trade\/(order|batch-orders)$/, role: "open", venue: "okx" },
  { path: /\/v5\/order\/(create|create-batch)\b/, role: "open", venue: "bybit" },
  { path: /\/v5\/order\/amend/, role: "amend", venue: "bybit" },
  { path: /\/v5\/order\/cancel/, role: "cancel", venue: "bybit" },
  { path: /\/v5\/position\/trading-stop\b/, role: "protect", venue: "bybit" },
  { path: /\/(f|d)?api\/v\d\/(order|batchOrders)$/, role: "open", venue: "binance" },
  { path: /\/fapi\/v\d\/(algoOrder)\b/, role: "protect", venue: "binance" },
  { path: /\/private\/(order\/(create|submit|submit_batch))\b/, role: "open", venue: "mexc" },
  { path: /\/private\/(planorder\/place|stoporder\/place)\b/, role: "protect", venue: "mexc" },
  { path: /\/api\/v2\/mix\/order\/(place-order|batch-place-order)\b/, role: "open", venue: "bitget" },
  { path: /\/api\/v2\/mix\/order\/(place-tpsl-order|place-plan-order|place-pos-tpsl)\b/, role: "protect", venue: "bitget" },
  { path: /\/openApi\/swap\/v\d\/trade\/(order|batchOrders)$/, role: "open", venue: "bingx" },
  { path: /\/openApi\/swap\/v\d\/trade\/closeAllPositions\b/, role: "close", venue: "bingx" },
  { path: /\/api\/v1\/(orders|hf\/orders|st-orders)$/, role: "open", venue: "kucoin" },
  { path: /\/api\/v4\/(futures\/\w+|spot)\/(orders|batch_orders)$/, role: "open", venue: "gate" },
  { path: /\/api\/v3\/brokerage\/orders$/, role: "open", venue: "coinbase" },
];

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
  ...message("open", "method", "params", "order.place"),
  ...message("cancel", "method", "params", "order.cancel"),
];

/** Spot order methods by library path: selling there can only reduce. Futures have methods of their own (`futures_create_order`). */
export const SPOT_METHOD = /^binance\.(client|async_client)?\.?(Async)?Client\(\)\.create_order$/;
