/** Where calls take the instrument that they act on, and how people name what holds one. */

/** Keywords and payload keys of venues and libraries that name the instrument. */
export const INSTRUMENT_KEY = /^(symbols?|inst_?id|inst_?ids|instrument(_?(id|name))?|pairs?|coins?|tickers?|market|product_?id|contract|currency_?pair|trading_?pairs?|asset)$/i;

/** Positions of the instrument in ccxt's and other libraries' methods; 0 where nothing is said. */
export const INSTRUMENT_POSITION: ReadonlyMap<string, number> = new Map([
  ["set_leverage", 1], ["setLeverage", 1], ["set_margin_mode", 1], ["setMarginMode", 1], ["set_position_mode", 1], ["cancel_order", 1], ["cancelOrder", 1],
  ["edit_order", 1], ["editOrder", 1], ["update_leverage", 1], ["market_open", 0], ["market_close", 0],
]);

/** Calls that act on the account, besides orders: leverage, margin, positions. */
export const ACCOUNT_CALLS: ReadonlySet<string> = new Set([
  "set_leverage", "setLeverage", "set_margin_mode", "setMarginMode", "futures_change_leverage", "change_leverage", "futures_change_margin_type", "update_leverage",
  "set_isolated_margin", "set_position_mode", "switch_margin_mode", "change_initial_leverage", "change_margin_type", "switch_isolated",
]);
/** REST paths of the same. */
export const ACCOUNT_PATH = /\/(set-leverage|leverage|marginType|set-margin|switch-isolated|switch-mode|change_leverage)$/;

/** Reads of market data. */
export const MARKET_CALLS: ReadonlySet<string> = new Set([
  "fetch_ticker", "fetchTicker", "fetch_ohlcv", "fetchOHLCV", "fetch_order_book", "fetchOrderBook", "fetch_trades", "fetch_funding_rate", "fetch_position", "fetch_open_orders",
  "fetch_my_trades", "watch_ticker", "watch_ohlcv", "watch_order_book", "watch_trades", "get_klines", "futures_klines", "get_kline", "get_tickers", "get_ticker",
  "get_candlesticks", "get_symbol_ticker", "futures_symbol_ticker", "get_orderbook", "get_positions", "futures_position_information", "market", "amount_to_precision",
  "price_to_precision", "fetch_closed_orders", "fetch_orders", "get_symbol_info", "get_instruments_info",
]);

/** Names that hold one instrument or coin. */
export const SYMBOL_NAME = /^_*(?:[a-z0-9]+_)*(?:symbols?|sym|inst_?id|instid|instrument|instrument_?id|instrument_?name|pair|coin|ticker|base_?(?:coin|ccy|asset|currency|symbol)|base|ccy|asset|currency|market|market_?id|trading_?pair|product_?id|token|contract)(?:_(?:name|id|str|upper|clean|norm\w*|key|u|code|base|raw))?$/i;
/** Names that surely do: a word beside one is a coin. */
export const SURE_SYMBOL_NAME = /(?:symbol|inst_?id|pair|coin|^_?sym$|base_?(?:ccy|coin|asset))/i;
export const CAMEL_SYMBOL_NAME = /^[a-z]+(?:Symbol|Coin|Pair|Asset|Ccy|InstId|Ticker)$/;
/** Names of several. */
export const SYMBOLS_NAME = /(?:^|_)(?:symbols|syms|pairs|coins|tickers|instruments|inst_?ids|markets|assets|watch_?list|universe|white_?list|black_?list|contracts|tokens)(?:_\w+)?$/i;

/** The currency of fees, margin, settlement and quotes: which market is traded does not hang on it. */
export const ACCOUNT_CURRENCY = /(?:quote|settle|margin|commission|fee|collateral|wallet|account|deposit|payment|balance)/i;

/** Words around a comparison with the leader of the market. */
export const BENCHMARK_WORDS = /(?:corr|bench|leader|regime|dominan|beta(?:_|$)|macro|reference|^btc|_btc|btc_|lead_?lag|global_?trend|market_?(?:trend|state|mode|condition|context|bias|filter|health))/i;

/** Calls that only show or write down. */
export const SHOWING_CALL = /^(print|debug|info|warning|warn|error|critical|exception|log|trace|success|echo|secho|send_message|reply|reply_text|send|notify|alert|format|write|rule|add_row|markdown|caption|title|header|subheader|help|add_argument|ArgumentParser|Query|Path|Body|Header|Form|Argument|Option|text_input|selectbox|multiselect)$/;

/** Methods that change the spelling of a name. */
export const SPELLING_CALL = /^(replace|removesuffix|removeprefix|strip|rstrip|lstrip|split|rsplit|partition|rpartition|join|sub|compile|match|search|fullmatch|findall|translate|find|rfind|index|count)$/;

/** Networks of blockchains share the coins' names. */
export const NETWORK_NAME = /(?:chain|network|blockchain|protocol)/i;
