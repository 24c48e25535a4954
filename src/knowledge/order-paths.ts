/**
 * REST paths that send orders, as they stand in a request: `{}` for what is put in when it runs. Venues' own documentation; where
 * clients keep the version in their base URL (`https://www.okx.com/api/v5`), the rest of the path is enough.
 */
import type { OrderRole } from "./order-calls.ts";

export interface OrderPath {
  readonly path: RegExp;
  readonly role: OrderRole;
  readonly venue: string;
  /** Too common a path to tell without a method that writes (POST, PUT, DELETE) beside it. */
  readonly needsMethod: boolean;
}

const paths = (venue: string, role: OrderRole, ...all: RegExp[]): OrderPath[] => all.map((path) => ({ path, role, venue, needsMethod: false }));
const plain = (venue: string, role: OrderRole, ...all: RegExp[]): OrderPath[] => all.map((path) => ({ path, role, venue, needsMethod: true }));

/** The first that fits counts. */
export const ORDER_PATHS: readonly OrderPath[] = [
  // https://www.okx.com/docs-v5
  ...paths("okx", "close", /\/trade\/close-position$/),
  ...paths("okx", "amend", /\/trade\/(amend-order|amend-batch-orders|amend-algos)$/),
  ...paths("okx", "cancel", /\/trade\/(cancel-order|cancel-batch-orders|cancel-algos|cancel-advance-algos|mass-cancel|cancel-all-after)$/, /\/api\/v5\/trade\/cancel-/),
  ...paths("okx", "protect", /\/trade\/order-algo$/),
  ...paths("okx", "open", /\/api\/v5\/trade\/(order|batch-orders)$/), ...plain("okx", "open", /^(\{\})?\/trade\/(order|batch-orders)$/),
  // https://bybit-exchange.github.io/docs/v5/order/create-order
  ...paths("bybit", "open", /\/v5\/order\/(create|create-batch)$/), ...paths("bybit", "amend", /\/v5\/order\/amend/), ...paths("bybit", "cancel", /\/v5\/order\/cancel/),
  ...paths("bybit", "protect", /\/v5\/position\/trading-stop$/), ...plain("bybit", "open", /^(\{\})?\/order\/create(-batch)?$/), ...plain("bybit", "protect", /\/position\/trading-stop$/),
  ...paths("bybit", "open", /\/(contract|unified)\/v\d\/private\/order\/create$|\/private\/linear\/(order|stop-order)\/create$/),
  // https://developers.binance.com/docs/derivatives; Aster and others copy the paths
  ...paths("binance", "cancel", /\/(f|d)?api\/v\d\/(allOpenOrders|countdownCancelAll)$/),
  ...paths("binance", "open", /\/(f|d|p|s)?api\/v\d\/((um|cm|margin)\/)?(order|batchOrders)$/), ...paths("binance", "protect", /\/(f|p)?api\/v\d\/((um|cm)\/conditional\/order|algoOrder|order\/oco|orderList\/oco)$/),
  // https://mexcdevelop.github.io/apidocs/contract_v1_en/
  ...paths("mexc", "open", /\/private\/order\/(create|submit|submit_batch)$/), ...paths("mexc", "cancel", /\/private\/(order|planorder|stoporder)\/cancel(_\w+)?$/),
  ...paths("mexc", "protect", /\/private\/(planorder\/place(\/v2)?|stoporder\/(place|change_price|change_plan_price)|trackorder\/place)$/), ...paths("mexc", "close", /\/private\/position\/(close_all|reverse)$/),
  // https://www.bitget.com/api-doc/contract/trade/Place-Order
  ...paths("bitget", "close", /\/mix\/(v1\/)?order\/close-positions$/), ...paths("bitget", "amend", /\/mix\/(v1\/)?order\/(modify-order|modify-plan-order|modify-tpsl-order)$/),
  ...paths("bitget", "cancel", /\/(mix\/(v1\/)?order|mix\/(v1\/)?plan|spot\/(v1\/)?trade)\/(batch-)?cancel-\w+/, /\/mix\/(v1\/)?order\/(cancel-all-orders)$/),
  ...paths("bitget", "protect", /\/mix\/(v1\/)?(order|plan)\/(place-tpsl-order|place-plan-order|place-pos-tpsl|placePlan|placeTPSL|placePositionsTPSL|placeTrailStop)$/),
  ...paths("bitget", "open", /\/mix\/(v1\/)?order\/(place-order|batch-place-order|placeOrder|batch-orders|click-backhand)$/, /\/api\/(v\d\/spot|spot\/v1)\/trade\/(place-order|batch-orders|orders)$/),
  // https://www.weex.com/api-doc/contract/Transaction_API/PlaceOrder
  ...paths("weex", "close", /\/capi\/v\d\/(order\/)?closePositions$/), ...paths("weex", "protect", /\/capi\/v\d\/(order\/)?(placeTpSlOrder|placePendingOrder|plan_order)$/),
  ...paths("weex", "cancel", /\/capi\/v\d\/(order\/)?(cancel\w*)$/), ...paths("weex", "open", /\/capi\/v\d\/(order|order\/placeOrder|order\/batchOrders)$/),
  // https://bingx-api.github.io/docs
  ...paths("bingx", "close", /\/openApi\/swap\/v\d\/trade\/(closeAllPositions|closePosition)$/), ...paths("bingx", "cancel", /\/openApi\/(swap|spot)\/v\d\/trade\/(allOpenOrders|cancel\w*)$/),
  ...paths("bingx", "amend", /\/openApi\/swap\/v\d\/trade\/(amend|cancelReplace)$/), ...paths("bingx", "open", /\/openApi\/(swap|spot)\/v\d\/trade\/(order|batchOrders)$/),
  // https://www.kucoin.com/docs-new
  ...paths("kucoin", "protect", /\/api\/v1\/(st-orders|stop-order)$/), ...paths("kucoin", "open", /\/api\/v1\/(orders|orders\/multi|hf\/orders(\/sync)?|margin\/order|hf\/margin\/order)$/),
  ...paths("kucoin", "cancel", /\/api\/v1\/(stopOrders|orders\/cancelAll|hf\/orders\/cancelAll)$/),
  // https://www.gate.io/docs/developers/apiv4: one path for both; a trigger order lies at price_orders
  ...paths("gate", "protect", /(\/api\/v4)?\/(futures\/[\w{}]+|spot)\/price_orders$/), ...paths("gate", "open", /\/api\/v4\/(futures\/[\w{}]+|delivery\/[\w{}]+|spot)\/(orders|batch_orders)$/),
  ...plain("gate", "open", /\/(futures\/[\w{}]+|delivery\/[\w{}]+|spot)\/(orders|batch_orders)$/),
  // https://docs.kraken.com/api
  ...paths("kraken", "open", /\/private\/(AddOrder|AddOrderBatch)$/), ...paths("kraken", "amend", /\/private\/(EditOrder|AmendOrder)$/), ...paths("kraken", "cancel", /\/private\/(CancelOrder|CancelAll|CancelOrderBatch)$/),
  ...paths("kraken", "open", /\/(sendorder|batchorder)$/), ...paths("kraken", "cancel", /\/(cancelorder|cancelallorders)$/), ...paths("kraken", "amend", /\/editorder$/),
  // https://openapidoc.bitunix.com
  ...paths("bitunix", "open", /\/futures\/trade\/(place_order|batch_order)$/), ...paths("bitunix", "cancel", /\/futures\/(trade\/cancel_(all_)?orders|tpsl\/cancel_order)$/),
  ...paths("bitunix", "close", /\/futures\/trade\/(close_all_position|flash_close_position)$/), ...paths("bitunix", "amend", /\/futures\/(trade|tpsl)\/(modify_order|modify_position_tp_sl_order)$/),
  ...paths("bitunix", "protect", /\/futures\/tpsl\/(place_order|position\/place_order)$/),
  // HTX, Phemex, BitMEX, Deribit, CoinEx, Coinbase, WhiteBIT, Extended, Upbit, BloFin, XT
  ...paths("htx", "open", /\/(linear-swap-api|swap-api|api)\/v\d\/(swap_order|swap_cross_order|contract_order|swap_batchorder|swap_cross_batchorder)$|\/v1\/order\/orders\/place$/),
  ...paths("htx", "cancel", /\/(linear-swap-api|swap-api)\/v\d\/swap_(cross_)?cancel(all)?$/), ...paths("htx", "protect", /\/linear-swap-api\/v\d\/swap_(cross_)?(tpsl_order|trigger_order|track_order)$/),
  ...paths("phemex", "open", /\/(g-)?orders\/create$/), ...paths("phemex", "cancel", /\/(g-)?orders\/(cancel|all)$/), ...paths("phemex", "amend", /\/(g-)?orders\/replace$/),
  ...paths("deribit", "open", /\/private\/(buy|sell)$/), ...paths("deribit", "cancel", /\/private\/cancel(_all\w*|_by_label)?$/), ...paths("deribit", "close", /\/private\/close_position$/), ...paths("deribit", "amend", /\/private\/edit$/),
  ...paths("coinex", "open", /\/v2\/(futures|spot)\/(order|batch-order)$/), ...paths("coinex", "protect", /\/v2\/futures\/(stop-order|set-position-stop-loss|set-position-take-profit)$/), ...paths("coinex", "close", /\/v2\/futures\/close-position$/),
  ...paths("coinbase", "open", /\/api\/v3\/brokerage\/orders$/), ...paths("coinbase", "cancel", /\/brokerage\/orders\/batch_cancel$/), ...paths("coinbase", "close", /\/brokerage\/orders\/close_position$/),
  ...paths("whitebit", "open", /\/api\/v4\/order\/(new|market|stock_market|collateral\/(limit|market|bulk))$/), ...paths("whitebit", "protect", /\/api\/v4\/order\/collateral\/(stop-limit|trigger-market|oco)$/),
  ...paths("whitebit", "cancel", /\/api\/v4\/order\/cancel(\/all)?$/), ...paths("extended", "open", /\/api\/v1\/user\/order$/), ...paths("extended", "cancel", /\/api\/v1\/user\/order\/(massCancel|bulk-cancel)$/),
  ...paths("blofin", "open", /\/api\/v1\/trade\/(order|batch-orders)$/), ...paths("blofin", "protect", /\/api\/v1\/trade\/order-tpsl$/), ...paths("blofin", "cancel", /\/api\/v1\/trade\/cancel-/), ...paths("blofin", "close", /\/api\/v1\/trade\/close-position$/),
  ...paths("xt", "open", /\/future\/trade\/v\d\/order\/(create|create-batch)$/), ...paths("xt", "protect", /\/future\/trade\/v\d\/entrust\/create-(plan|profit|track)$/), ...paths("xt", "close", /\/future\/trade\/v\d\/position\/close-all$/),
  // Alpaca, OANDA, Bitfinex, Gemini, CoinDCX, Crypto.com
  ...plain("alpaca", "open", /^(\{\})?\/v2\/orders$/), ...plain("oanda", "open", /\/v3\/accounts\/\{\}\/orders$/), ...paths("oanda", "close", /\/v3\/accounts\/\{\}\/positions\/\{\}\/close$/),
  ...paths("bitfinex", "open", /\/auth\/w\/order\/submit$/), ...paths("bitfinex", "cancel", /\/auth\/w\/order\/cancel(\/multi)?$/), ...paths("gemini", "open", /\/v1\/order\/new$/),
  ...paths("coindcx", "open", /\/exchange\/v1\/(derivatives\/futures\/)?orders\/create$/), ...paths("crypto.com", "open", /\/private\/create-order(-list)?$/), ...paths("crypto.com", "close", /\/private\/close-position$/),
  // GMO Coin, bitFlyer, bitbank, Coincheck: clients keep the host and `/private` in the base URL
  ...plain("gmo", "close", /\/v1\/close(Bulk)?Order$/), ...plain("gmo", "amend", /\/v1\/(changeOrder|changeLosscutPrice)$/), ...plain("gmo", "cancel", /\/v1\/cancel(Bulk)?Orders?$/), ...plain("gmo", "open", /^(\{\})?(\/private)?\/v1\/order$/),
  ...paths("bitflyer", "open", /\/v1\/me\/send(child|parent)order$/), ...paths("bitflyer", "cancel", /\/v1\/me\/cancel(child|parent|allchild)orders?$/),
  ...paths("bitbank", "cancel", /\/user\/spot\/cancel_orders?$/), ...plain("bitbank", "open", /\/user\/spot\/order$/), ...plain("coincheck", "open", /\/api\/exchange\/orders$/),
  // Whatever takes orders over HTTP: a bridge to a terminal, a broker.
  ...plain("", "open", /^(https?:\/\/[^/]+|\{\})(\/api)?(\/v\d+)?\/(orders?|place_?order|orders?\/(place|create|submit|send|new))$/i),
  ...plain("", "close", /^(https?:\/\/[^/]+|\{\})(\/api)?(\/v\d+)?\/(close_?position|positions?\/close|close_?all)$/i),
];

/** A path that ends in the identifier of one order: DELETE takes it back, PUT and PATCH change it. */
export const ONE_ORDER_PATH = /\/(orders?|batch_orders|price_orders|st-orders|stop-order|user\/order)\/\{\}$/;
