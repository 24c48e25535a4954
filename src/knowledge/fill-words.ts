/** How fills, their ids and their quantities are called: venue fields first (OKX, Bybit, Binance, ccxt), then usual names. */

/** Names of functions and parameters that carry an execution. */
export const FILL_WORD = /(^|_)(fills?|filled|executions?|exec|exec_?report|my_?trades?|trade_?update|order_?filled)(_|$)|^on_?fill|Fill|Execution/;

/** Fields with the quantity, price or fee of one execution. */
export const FILL_FIELD = /^(exec_?qty|fill_?sz|fillSz|last_?filled_?(qty|quantity)|last_?(exec|fill)_?(qty|quantity|size)|fill(ed)?_?(qty|quantity|size|amount|volume)|qty|quantity|size|sz|amount|volume|exec_?fee|fee|commission|pnl|realized_?pnl|fill_?pnl)$/i;

/** Fields that hold the sum so far: setting them twice changes nothing. */
export const CUMULATIVE_FIELD = /(cum|acc_?fill|total|executed_?qty|executedQuantity)/i;

/** Ids of one execution. */
export const EXECUTION_ID = /^(exec_?(id|uid)|trade_?(id|uid|hash)|fill_?(id|uid|key|hash)|execution_?id|tid|t|i?d|uid|dedup_?key|event_?(id|key)|key|fingerprint|bill_?id)$/i;

/** Containers of what was handled already. */
export const SEEN_WORD = /(seen|known|processed|dedup|handled|applied|already|recent_(fills|trades|execs)|(fill|trade|exec)_?ids?)/i;

/** Code that makes fills up. */
export const SIMULATED = /(paper|simulat|(^|[\W_])sim([\W_]|$)|mock|back_?test|dry_?run|fake|replay|(^|[\W_])demo|stub)/i;

/** Quantities that a fill adds to. */
export const FILL_TOTAL = /(fill|exec|position|qty|quantity|size|sz|amount|volume|inventory|(^|_)net|pnl|profit|fee|commission|exposure|balance)/i;

/** What the answer to an order says of its execution. */
export const ANSWERED_FILL = /^(average|avg_?(price|px|fill_?price)|price_?avg|deal_?avg_?price|fill(ed)?_?(price|px|qty|quantity|size|sz|amount)|filled|fills|executed_?(qty|quantity|size|price)|exec_?(price|qty)|cum_?exec_?(qty|value)|acc_?fill_?sz|cummulative_?quote_?qty)$/i;

/** A position was entered, as logs say it. */
export const ENTERED = /\b(opened|entered|bought|filled|executed|entry (order )?(placed|ok|success\w*|done)|(trade|position|long|short|order) (opened|entered|placed|executed|filled)|enter(ing)? (long|short)|entry)\b|(^|[^\p{L}])(открыт\p{L}*|вош[её]л|куплен\p{L}*|исполнен\p{L}*)|开仓|開倉|建[仓倉]|[进進][场場]|成交|約定|エントリー|진입|(?<!미)체결|a[cç][iı]ld[iı]|abierta|ouverte|apert[ao]/iu;
