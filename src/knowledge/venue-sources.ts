/** Where raw payloads of the venues come from: REST paths, hosts, streams and the libraries' methods that hand them on as they are. */
import type { Topic, Venue } from "./venue-fields.ts";

export interface VenueEndpoint {
  readonly path: RegExp;
  readonly venue: Venue;
  readonly topic: Topic;
  /** The path serves another answer to a GET. */
  readonly posted: boolean;
}

const at = (venue: Venue, topic: Topic, path: RegExp): VenueEndpoint => ({ venue, topic, path, posted: false });
const post = (venue: Venue, topic: Topic, path: RegExp): VenueEndpoint => ({ venue, topic, path, posted: true });

/** REST paths as they stand in strings. The first that fits counts. A venue whose paths are Binance's is told by its host. */
export const VENUE_ENDPOINTS: readonly VenueEndpoint[] = [
  at("bybit", "bare", /\/v5\/order\/(create|amend|cancel)\b(?!-)/), post("okx", "bare", /\/api\/v5\/trade\/order\b(?![-s])/),
  at("bitget", "bare", /\/api\/v2\/(mix\/order|spot\/trade)\/place-(plan-|tpsl-)?order\b/), at("kraken", "bare", /\/0\/private\/AddOrder\b/),
  post("binance", "placed", /\/(f|d)?api\/v\d\/order\b(?!\/)/),
  at("okx", "positions", /\/api\/v5\/account\/positions\b(?!-)/), at("okx", "balance", /\/api\/v5\/account\/balance\b/),
  at("okx", "orders", /\/api\/v5\/trade\/(order|orders-pending|orders-history|orders-history-archive)\b(?!-algo)/),
  at("okx", "fills", /\/api\/v5\/trade\/fills/), at("okx", "tickers", /\/api\/v5\/market\/(tickers?|index-tickers)\b|\/api\/v5\/public\/mark-price\b/),
  at("okx", "klines", /\/api\/v5\/market\/(history-)?(mark-price-|index-)?candles\b/), at("okx", "book", /\/api\/v5\/market\/books/),
  at("okx", "trades", /\/api\/v5\/market\/trades\b/), at("okx", "instruments", /\/api\/v5\/(public|account)\/instruments\b/),
  at("okx", "funding", /\/api\/v5\/public\/funding-rate/), at("okx", "status", /\/api\/v5\//),
  at("bybit", "positions", /\/v5\/position\/list\b/), at("bybit", "closed", /\/v5\/position\/closed-pnl\b/),
  at("bybit", "orders", /\/v5\/order\/(realtime|history)\b/), at("bybit", "fills", /\/v5\/execution\/list\b/),
  at("bybit", "balance", /\/v5\/account\/wallet-balance\b/), at("bybit", "tickers", /\/v5\/market\/tickers\b/),
  at("bybit", "klines", /\/v5\/market\/(mark-price-|index-price-)?kline\b/), at("bybit", "book", /\/v5\/market\/orderbook\b/),
  at("bybit", "trades", /\/v5\/market\/recent-trade\b/), at("bybit", "instruments", /\/v5\/market\/instruments-info\b/),
  at("bybit", "funding", /\/v5\/market\/funding\/history\b/), at("bybit", "status", /\/v5\/(order|position|account|market|asset)\//),
  at("binance", "positions", /\/fapi\/v\d\/positionRisk\b/), at("binance", "balance", /\/(f|d)?api\/v\d\/(account|balance)\b/),
  at("binance", "orders", /\/(f|d)?api\/v\d\/(order|openOrders?|allOrders)\b/), at("binance", "fills", /\/(f|d)?api\/v\d\/(userTrades|myTrades)\b/),
  at("binance", "tickers", /\/(f|d)?api\/v\d\/(ticker\/(24hr|price|bookTicker)|premiumIndex)\b/), at("binance", "klines", /\/(f|d)?api\/v\d\/(klines|continuousKlines)\b/),
  at("binance", "book", /\/(f|d)?api\/v\d\/depth\b/), at("binance", "trades", /\/(f|d)?api\/v\d\/(aggTrades|trades)\b/),
  at("binance", "instruments", /\/(f|d)?api\/v\d\/exchangeInfo\b/), at("binance", "funding", /\/fapi\/v\d\/fundingRate\b/),
  at("bitget", "positions", /\/api\/v2\/mix\/position\/(all|single)-position\b/), at("bitget", "fills", /\/api\/v2\/(mix\/order|spot\/trade)\/(fills|fill-history)\b/),
  at("bitget", "orders", /\/api\/v2\/(mix\/order|spot\/trade)\/(detail|orders-|orderInfo|unfilled-orders|history-orders)/),
  at("bitget", "balance", /\/api\/v2\/(mix\/account\/accounts?|spot\/account\/assets)\b/), at("bitget", "tickers", /\/api\/v2\/(mix|spot)\/market\/tickers?\b/),
  at("bitget", "klines", /\/api\/v2\/(mix|spot)\/market\/(history-)?candles\b/), at("bitget", "book", /\/api\/v2\/(mix|spot)\/market\/(merge-depth|orderbook)\b/),
  at("bitget", "instruments", /\/api\/v2\/(mix\/market\/contracts|spot\/public\/symbols)\b/), at("bitget", "funding", /\/api\/v2\/mix\/market\/current-fund-rate\b/),
  at("bitget", "status", /\/api\/v2\/(mix|spot)\//),
  at("gate", "positions", /\/futures\/[\w{}]+\/positions\b/), at("gate", "orders", /\/(futures\/[\w{}]+|spot)\/(orders|open_orders|price_orders)\b/),
  at("gate", "fills", /\/(futures\/[\w{}]+|spot)\/my_trades\b/), at("gate", "balance", /\/(futures\/[\w{}]+|spot)\/accounts\b/),
  at("gate", "tickers", /\/(futures\/[\w{}]+|spot)\/tickers\b/), at("gate", "klines", /\/futures\/[\w{}]+\/candlesticks\b/),
  at("gate", "instruments", /\/(futures\/[\w{}]+\/contracts|spot\/currency_pairs)\b/), at("gate", "book", /\/(futures\/[\w{}]+|spot)\/order_book\b/),
  at("kraken", "positions", /\/0\/private\/OpenPositions\b/), at("kraken", "orders", /\/0\/private\/(OpenOrders|ClosedOrders|QueryOrders)\b/),
  at("kraken", "fills", /\/0\/private\/(TradesHistory|QueryTrades)\b/), at("kraken", "balance", /\/0\/private\/TradeBalance\b/),
  at("kraken", "tickers", /\/0\/public\/Ticker\b/), at("kraken", "klines", /\/0\/public\/OHLC\b/), at("kraken", "instruments", /\/0\/public\/AssetPairs\b/),
];

/** Orders that wait in the book: none of them is a market order. */
export const RESTING_ORDERS = /orders-pending|open_?orders/i;

/** Venues whose REST paths are another's: where both are named, the host tells. */
export const SPEAKS_LIKE: Readonly<Partial<Record<Venue, Venue>>> = { mexc: "binance" };

export const VENUE_HOSTS: readonly { readonly host: RegExp; readonly venue: Venue }[] = [
  { host: /\b(www|aws|ws|wsaws|wspap|my|eea|us|app|[a-z]*pap)\.okx\.com|\bokx\.com\b/, venue: "okx" },
  { host: /\b(api|stream|api-testnet|stream-testnet|api-demo|stream-demo)\.(bybit|bytick)\.(com|nl|kz|tr)\b/, venue: "bybit" },
  { host: /\b(fapi|api\d?|dapi|fstream|stream|dstream|testnet|ws-fapi|ws-api)\.binance(future)?\.(com|us|vision)\b|binancefuture\.com/, venue: "binance" },
  { host: /\bapi\.hyperliquid(-testnet)?\.xyz\b/, venue: "hyperliquid" },
  { host: /\b(api|ws|vip-ws)\.bitget\.com\b/, venue: "bitget" }, { host: /\b(api|fx-api|fx-ws|ws|api-testnet|fx-api-testnet|fx-ws-testnet)\.gate(io|api)?\.(io|com|ws)\b/, venue: "gate" },
  // Their futures have hosts of their own, and send numbers.
  { host: /(^|\/)(api|openapi-v2|ws-api-spot)\.kucoin\.com\b/, venue: "kucoin" }, { host: /\bapi\.mexc\.com\b/, venue: "mexc" }, { host: /\bapi\.kraken\.com\b/, venue: "kraken" },
];

/** Exchanges whose fields nobody wrote down here: what they send is text or null as well, and which, is not known. */
export const UNREAD_EXCHANGES = /\.(bitbank\.cc|bitflyer\.com|coin\.z\.com|coincheck\.com|zaif\.jp|bingx\.com|huobi\.\w+|hbdm\.\w+|htx\.com|deribit\.com|phemex\.com|bitmex\.com|upbit\.com|bithumb\.com|coinone\.co\.kr|coinbase\.com|crypto\.com|bitfinex\.com|bitstamp\.net|gemini\.com|dydx\.\w+|lbank\.\w+|lbkex\.com|xt\.com|coinex\.com|poloniex\.com|whitebit\.com|blofin\.com|weex\.com|asterdex\.com|backpack\.exchange|woox?\.\w+|orderly\.\w+|ascendex\.com|probit\.com|indodax\.com|bitvavo\.com|delta\.exchange|wazirx\.com|coindcx\.com|toobit\.com|bitunix\.com)\b|\/\/(bitflyer|coincheck|indodax|api-futures\.kucoin|contract\.mexc|futures\.kraken)\.com\b/i;

/** Libraries by the head of a value's path. */
export const VENUE_LIBRARIES: readonly { readonly path: RegExp; readonly venue: Venue }[] = [
  { path: /^okx\./, venue: "okx" }, { path: /^pybit\b/, venue: "bybit" }, { path: /^binance\b/, venue: "binance" }, { path: /^hyperliquid\./, venue: "hyperliquid" },
];

const methods = (venue: Venue, topic: Topic, names: string): [string, { venue: Venue; topic: Topic }][] =>
  names.split(" ").map((name) => [`${venue} ${name}`, { venue, topic }]);

/** Methods of python-okx, pybit, python-binance, binance-connector and hyperliquid that return the payload as it came. By "venue method". */
export const RAW_METHODS: ReadonlyMap<string, { readonly venue: Venue; readonly topic: Topic }> = new Map([
  ...methods("okx", "positions", "get_positions"), ...methods("okx", "balance", "get_account_balance"),
  ...methods("okx", "orders", "get_order get_order_list get_orders_history get_orders_history_archive"), ...methods("okx", "fills", "get_fills get_fills_history"),
  ...methods("okx", "tickers", "get_ticker get_tickers get_mark_price get_index_tickers"), ...methods("okx", "klines", "get_candlesticks get_history_candlesticks"),
  ...methods("okx", "book", "get_orderbook"), ...methods("okx", "trades", "get_trades"), ...methods("okx", "instruments", "get_instruments"),
  ...methods("okx", "funding", "get_funding_rate funding_rate_history"), ...methods("okx", "status", "cancel_order set_leverage place_algo_order close_positions"), ...methods("okx", "bare", "place_order amend_order"),
  ...methods("bybit", "bare", "place_order amend_order cancel_order"),
  ...methods("bybit", "positions", "get_positions"), ...methods("bybit", "balance", "get_wallet_balance"), ...methods("bybit", "orders", "get_open_orders get_order_history"),
  ...methods("bybit", "fills", "get_executions"), ...methods("bybit", "tickers", "get_tickers"), ...methods("bybit", "klines", "get_kline get_mark_price_kline"),
  ...methods("bybit", "book", "get_orderbook"), ...methods("bybit", "trades", "get_public_trade_history"), ...methods("bybit", "instruments", "get_instruments_info"),
  ...methods("bybit", "closed", "get_closed_pnl"), ...methods("bybit", "funding", "get_funding_rate_history"),
  ...methods("binance", "positions", "futures_position_information get_position_risk"), ...methods("binance", "balance", "futures_account futures_account_balance get_account get_asset_balance account balance"),
  ...methods("binance", "orders", "futures_get_order futures_get_open_orders futures_get_all_orders get_order get_open_orders get_all_orders query_order"),
  ...methods("binance", "placed", "futures_create_order create_order new_order order_market order_market_buy order_market_sell"),
  ...methods("binance", "fills", "futures_account_trades get_my_trades get_account_trades"),
  ...methods("binance", "tickers", "futures_symbol_ticker futures_ticker futures_mark_price futures_orderbook_ticker get_symbol_ticker get_ticker get_orderbook_ticker get_all_tickers ticker_price ticker_24hr_price_change book_ticker mark_price"),
  ...methods("binance", "klines", "futures_klines get_klines get_historical_klines futures_historical_klines klines continuous_klines"),
  ...methods("binance", "book", "futures_order_book get_order_book depth"), ...methods("binance", "instruments", "futures_exchange_info get_exchange_info exchange_info get_symbol_info"),
  ...methods("binance", "funding", "futures_funding_rate funding_rate"),
  ...methods("hyperliquid", "positions", "user_state"), ...methods("hyperliquid", "orders", "open_orders frontend_open_orders"), ...methods("hyperliquid", "fills", "user_fills user_fills_by_time"),
  ...methods("hyperliquid", "tickers", "meta_and_asset_ctxs all_mids"), ...methods("hyperliquid", "book", "l2_snapshot"),
]);

/** Subscriptions whose callback gets the message as it came. By "venue method". */
export const RAW_STREAMS: ReadonlyMap<string, { readonly venue: Venue; readonly topic: Topic }> = new Map([
  ...methods("bybit", "positions", "position_stream"), ...methods("bybit", "orders", "order_stream"), ...methods("bybit", "fills", "execution_stream fast_execution_stream"),
  ...methods("bybit", "balance", "wallet_stream"), ...methods("bybit", "tickers", "ticker_stream"), ...methods("bybit", "klines", "kline_stream"),
  ...methods("bybit", "book", "orderbook_stream"), ...methods("bybit", "trades", "trade_stream"),
  ...methods("binance", "klines", "start_kline_socket start_kline_futures_socket kline_socket kline_futures_socket kline"),
  ...methods("binance", "book", "start_depth_socket depth_socket"), ...methods("binance", "trades", "start_trade_socket start_aggtrade_socket trade_socket aggtrade_socket aggtrade_futures_socket"),
  ...methods("binance", "orders", "start_futures_user_socket start_user_socket futures_user_socket user_socket"),
]);

/** ccxt's unified methods: `info` of what they give is the payload as it came. */
export const CCXT_TOPICS: Readonly<Record<string, Topic>> = {
  fetch_positions: "positions", fetch_position: "positions", watch_positions: "positions", fetch_balance: "balance", watch_balance: "balance",
  fetch_order: "orders", fetch_orders: "orders", fetch_open_orders: "orders", fetch_closed_orders: "orders", create_order: "placed", watch_orders: "orders",
  ...Object.fromEntries(["", "_buy", "_sell"].flatMap((side) => ["market", "limit"].map((type) => [`create_${type}${side}_order`, "placed"]))),
  fetch_my_trades: "fills", watch_my_trades: "fills", fetch_ticker: "tickers", fetch_tickers: "tickers", watch_ticker: "tickers", load_markets: "instruments", market: "instruments",
  fetch_funding_rate: "funding",
};

export const CCXT_VENUES: readonly { readonly word: RegExp; readonly venue: Venue }[] = [
  { word: /okx/i, venue: "okx" }, { word: /bybit/i, venue: "bybit" }, { word: /binance/i, venue: "binance" }, { word: /hyperliquid/i, venue: "hyperliquid" },
  { word: /bitget/i, venue: "bitget" }, { word: /\bgate(io)?\b/i, venue: "gate" }, { word: /\bkucoin\b/i, venue: "kucoin" }, { word: /\bkraken\b/i, venue: "kraken" },
];

/** ccxt's implicit methods (`private_get_v5_position_list`, `fapiPrivateV2GetPositionRisk`) without case and underscores. */
export const CCXT_IMPLICIT = /^(private|public|fapi(private|public|data)|dapi\w*|sapi\w*|v5private|v5public)\w*(get|post)/;
export const CCXT_IMPLICIT_TOPICS: readonly { readonly name: RegExp; readonly topic: Topic }[] = [
  { name: /(positionlist|accountpositions|positionrisk)$/, topic: "positions" }, { name: /(walletbalance|accountbalance|account|balance)$/, topic: "balance" },
  { name: /(orderrealtime|orderhistory|tradeorder|orderspending|openorders|order)$/, topic: "orders" }, { name: /(executionlist|tradefills|usertrades)$/, topic: "fills" },
  { name: /(markettickers?|ticker24hr|tickerprice|premiumindex)$/, topic: "tickers" }, { name: /(kline|klines|candles)$/, topic: "klines" },
  { name: /(instrumentsinfo|publicinstruments|exchangeinfo)$/, topic: "instruments" }, { name: /closedpnl$/, topic: "closed" },
];

/** Words in the name of a handler or parser that tell what the message is about. */
export const TOPIC_WORDS: readonly { readonly word: RegExp; readonly topic: Topic }[] = [
  { word: /position/i, topic: "positions" }, { word: /(^|_)(fills?|executions?|trades?_update|my_trades?)(_|$)/i, topic: "fills" }, { word: /order(?!_?book)/i, topic: "orders" },
  { word: /balance|wallet|account|equity/i, topic: "balance" }, { word: /ticker/i, topic: "tickers" }, { word: /kline|candle|ohlcv/i, topic: "klines" }, { word: /instrument|market_info/i, topic: "instruments" },
];

/** Python HTTP clients whose responses hold payloads, and WebSocket libraries whose messages do. */
export const HTTP_LIBRARY = /^(requests|httpx|aiohttp|urllib3|urllib\.request|curl_cffi|niquests)\b/;
export const SOCKET_LIBRARY = /^(websockets?|aiohttp\.ClientSession\(\)\.ws_connect|picows|binance\.\w*(Socket|streams)\w*|wsproto|tornado\.websocket)\b|\.ws_connect\(\)/;
/** A web framework's own requests come from the bot's user. */
export const WEB_FRAMEWORK = /^(fastapi|starlette|flask|aiohttp\.web|django|sanic|quart|bottle)\b/;

/** Names of channels, topics and events as they stand in the code that tells messages apart. */
export const STREAM_TOPICS: readonly { readonly name: RegExp; readonly topic: Topic }[] = [
  { name: /^(positions?|ACCOUNT_UPDATE)$/, topic: "positions" }, { name: /^(orders?|ORDER_TRADE_UPDATE|executionReport)$/, topic: "orders" },
  { name: /^(executions?|fills|userFills|user_fills)$/, topic: "fills" }, { name: /^(account|wallet|outboundAccountPosition)$/, topic: "balance" },
  { name: /^(tickers?\.?|24hrTicker|bookTicker|markPriceUpdate|mark-price)$/, topic: "tickers" }, { name: /^(kline\.?|candle)/, topic: "klines" },
  { name: /^(books|orderbook|depthUpdate|l2Book)/, topic: "book" }, { name: /^(publicTrade|trades|aggTrade)/, topic: "trades" },
];
