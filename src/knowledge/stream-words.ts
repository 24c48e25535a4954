/** How the prices that a stream leaves behind, the functions that take its messages and the questions for the age are called. */

/** An attribute that holds what a stream last said about the market. */
export const STREAM_PRICE = /(^|_)(prices?|mids?|bids?|asks?|marks?|mark_prices?|last_prices?|tickers?|ticks?|quotes?|bbo|best_bid|best_ask)(_|$)/i;
/** Prices of the bot's own doing, counts, times and thresholds. */
export const NOT_A_PRICE = /entry|exit|stop|target|limit|order|fill|avg|average|open|close|high|low|peak|trail|base|start|avg|time|_ts$|_at$|count|size|qty|volume|interval|history|window|callback|handler|listener|queue|task|thread|lock|_ws$|update|step|precision/i;

/** A function that is handed over to be called for each message. */
export const STREAM_HANDLER = /(^|[._])(on_(message|msg|tick|ticker|trade|book|quote|kline|candle|price|data|update)\w*|handle_(message|msg|ticker|trade|book|tick|quote|price|kline)\w*|\w*_stream|start_\w+_socket|subscribe\w*)$/i;

/** Asks how old data is, or whether its stream is up. */
export const AGE_ASKED = /stale|(^|_)(is_?)?fresh(ness)?(_|$)|(^|_)age(_|s$|$)|(last|latest)_(update|updated|msg|message|tick|seen|recv|received|heartbeat|price_time|price_ts|event)\w*|(price|quote|tick|ticker|book|data|ws|stream|feed)s?_(time|times|ts|timestamps?|updated|at|ok|up|alive|health\w*|connected|status|state)$|is_?connected|(^|_)connected(_|$)|is_?alive|(^|_)healthy?(_|$)|is_?ready|watchdog|heartbeat/i;
