/** How bots name what the WARNING thresholds are about: names in snake case. They confirm what an expression shows. */

export type MetricKind = "slippage" | "exit-slippage" | "trail-distance" | "latency";

export const SLIPPAGE_NAME = /(^|_)slip(page|ped)?(_|$)|проскальз/;
export const LATENCY_NAME = /(^|_)(latency|latencies|rtt|round_?trip(_time)?|(order|fill|ack|submit)_(delay|time_ms|elapsed|duration)|exec(ution)?_delay)(_|$)/;
export const TRAIL_NAME = /(^|_)(trail\w*|tsl)(_|$)/;
export const DISTANCE_NAME = /(^|_)(dist(ance)?|width|offset|gap)(_|$)/;
/** A latency by position only: between the start and the end of an order. */
export const ELAPSED_NAME = /(^|_)(elapsed|duration|took|delay|dt|delta|ms|millis|secs|time_taken|response_time|exec_time|execution_time)(_|$)/;

/** The price at which an order was filled. */
export const FILL_PRICE = /(^|_)(fill|filled|exec|executed|execution|actual|avg|average|realized|realised|traded|real)(_(fill|exec|price|px|entry|exit|avg)\w*)?$|(^|_)(fill|exec|avg|average|actual)_?(px|price)(_|$)/;
/** The price that was hoped for when the order was decided. */
export const EXPECTED_PRICE = /(^|_)(expected|signal|ref|reference|requested|intended|intent|desired|decision|decided|arrival|theoretical|planned|submitted|quoted)(_|$)/;
/** What the market says now. */
export const PRESENT_PRICE = /(^|_)(mark|market|mid|live|ticker|best|bid|ask)(_|$)/;
/** The price of the position's entry. */
export const ENTRY_PRICE = /(^|_)(avg_|average_)?(entry|open)(_(price|px|avg))?$|(^|_)entry_?(price|px)(_|$)/;
export const STOP_PRICE = /(^|_)(stop|stops|sl|tsl|trail|trailing)(_|$)/;
export const ANY_PRICE = /(^|_)(price|prices|px|last|mark|mid|bid|ask|close|fill|avg|average|entry|exit|stop|sl|best|high|low|limit|market|trigger|level)(_|$|\d)/;

/** Names of money, moves and sizes: such a difference of prices is something else. */
export const OTHER_DIFFERENCE = /(^|_)(pnl|profit|loss|gain|return|returns|roi|move|change|drawdown|risk|reward|spread|pullback|runup|mfe|mae|unreali[sz]ed|reali[sz]ed|r_mult\w*|atr|range|body|wick|momentum|trend)(_|$)/;
/** Functions that foresee a slippage instead of measuring it. */
export const FORESEEN = /(^|_)(estimat\w*|simulat\w*|predict\w*|forecast\w*|model\w*|impact|paper|backtest\w*|fake|mock|dry_?run|virtual)(_|$)/;

/** Files beside the running bot: what is computed there measures no order of it. */
export const UNMEASURED_FILE = /(^|[/_])(backtest\w*|simulat\w*|sim|paper\w*|research|optimi[sz]\w*|analy[sz]e\w*|validation|dashboards?|web|ui|streamlit\w*|scor(ing|er)|reports?|reporting|\w*_summary|statistics|diagnostics?|probes?)([/_.]|$)/i;

export const EXIT_WORDS = /(^|_)(exit\w*|clos(e|es|ed|ing)|unwind|flatten|liquidat\w*)(_|$)/;
/** What tells a long from a short. */
export const SIDE_WORDS = /(^|_)(side|sign|direction|is_long|is_short|is_buy|is_sell|long|short|buy|sell|pos_side|position_side|dir|multiplier_side)(_|$)/;

/** Where a candle's own time is read: its open. */
export const CANDLE_WORDS = /(^|_)(candle\w*|kline\w*|bar|bars|ohlcv\w*)(_|$)/;
export const CANDLE_TIME_KEYS = /^(t|ts|timestamp|open_?time|start|start_?(time|ms)|time|0)$/i;

/** Library calls that read a clock, and how many of their units make a second. */
export const CLOCKS: readonly (readonly [RegExp, number])[] = [
  [/(^|\.)(time|monotonic|perf_counter|process_time)$/, 1],
  [/(^|\.)(time_ns|monotonic_ns|perf_counter_ns)$/, 1e9],
  [/(^|\.)datetime\.(now|utcnow|today)$|(^|\.)(utcnow|now|timestamp)$/, 1],
];
/** Names of moments; those of the venue are in milliseconds. */
export const MOMENT_NAME = /(^|_)(time|ts|timestamp|at|start|started|begin|t0|t1|t_?start|sent|submitted|placed|created|now|epoch|clock|moment)(_|$|\d)/;
/** Maps of moments by the order that they belong to. */
export const MOMENTS_KEPT = /(^|_)(times?|ts|timestamps?|at|starts?|started|sent|submitted|submissions?|placed|created)(_|$)/;

/** The unit that a name states: units to a fraction (or to a second). */
export const PRICE_UNITS: readonly (readonly [RegExp, number])[] = [
  [/(^|_)(bps|bp|basis_points?)(_|$)/, 1e4],
  [/(^|_)(pct|percent|percents|percentage|perc|prc)(_|$)/, 100],
  [/(^|_)(frac|fraction|ratio|rate)(_|$)/, 1],
];
export const TIME_UNITS: readonly (readonly [RegExp, number])[] = [
  [/(^|_)(ms|msec|msecs|millis|milliseconds?)(_|$)/, 1000],
  [/(^|_)(s|sec|secs|seconds?)(_|$)/, 1],
  [/(^|_)(us|micros|microseconds?)(_|$)/, 1e6],
  [/(^|_)(ns|nanos|nanoseconds?)(_|$)/, 1e9],
];
