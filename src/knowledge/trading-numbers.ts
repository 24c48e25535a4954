/** What a number decides, by the names that the bot, its libraries and its venues give to things. */

export type Decides = "size" | "price" | "leverage" | "stop" | "target" | "trailing" | "limit" | "exit" | "entry";

/** Keyword arguments, dict keys, attributes and variables, the first match counts. */
const BY_NAME: readonly (readonly [RegExp, Decides])[] = [
  [/(^|_)(lever\w*|lev)(_|$)|leverage/i, "leverage"],
  [/trail\w*|callback_?rate|(^|_)tsl(_|$)/i, "trailing"],
  [/stop_?(loss(?!es)|price|px|market|dist\w*|pct|percent|mult\w*|level)|(^|_)sl(_|\d|$)|trigger_?(price|px)|stoploss|break_?even|(^|_)be_|(new|hard|initial|init|emergency|current|dynamic)_(sl|stop)|slTriggerPx|slPrice/i, "stop"],
  [/take_?profit|(^|_)tp(_|\d|$)|target_?(price|px|pct|percent|profit|mult\w*)|profit_?(target|lock\w*)|tpTriggerPx|(risk_?reward|(^|_)rr(_|$))/i, "target"],
  [/max_?(daily|open|position|concurrent|drawdown|loss|exposure|trades)\w*|daily_?(loss|limit|stop|drawdown)\w*|drawdown|exposure|kill_?switch/i, "limit"],
  [/(^|_)(qty|quantity|amount|sz|size|notional|(order|trade|position)_volume|contracts|lots?|stake|margin_(usdt|amount|per\w*)|risk_?(pct|percent|per_?trade|amount|fraction|usd\w*)|position_?size\w*|order_?size\w*|size_?mult\w*|kelly\w*|allocation|alloc)(_|$)|positionSize|orderQty|(position|order|trade|base|max|min)_?(value|size|pct|percent)/i, "size"],
  [/(^|_)(price|px|limit_?price|entry_?price|exit_?price|slippage|offset|bid|ask|spread)(_|$)/i, "price"],
];

const VENUE_STEP = /(^|_)(tick|step)_?size(_|$)|(price|qty|quantity|volume|size|amount|lot|base|quote)_?(places?|digits|decimals?|precision|scale)$/i;

/** How finely the venue takes prices and sizes. */
export const isVenueStep = (name: string): boolean => VENUE_STEP.test(name);

export function decidesByName(name: string): Decides | null {
  if (isVenueStep(name)) return null;
  for (const [pattern, role] of BY_NAME) if (pattern.test(name)) return role;
  return null;
}

/** Position -> meaning in the order methods of exchange libraries (ccxt: symbol, type, side, amount, price, params). */
export const ORDER_POSITIONS: ReadonlyMap<string, readonly (Decides | "params" | null)[]> = new Map<string, readonly (Decides | "params" | null)[]>([
  ...["create_order", "createOrder", "create_order_ws", "createOrderWs"].map((one) => [one, [null, null, null, "size", "price", "params"]] as const),
  ...["create_market_order", "createMarketOrder"].map((one) => [one, [null, null, "size", "price", "params"]] as const),
  ...["create_limit_order", "createLimitOrder"].map((one) => [one, [null, null, "size", "price", "params"]] as const),
  ...["create_market_buy_order", "create_market_sell_order", "createMarketBuyOrder", "createMarketSellOrder"].map((one) => [one, [null, "size", "params"]] as const),
  ...["create_limit_buy_order", "create_limit_sell_order", "createLimitBuyOrder", "createLimitSellOrder"].map((one) => [one, [null, "size", "price", "params"]] as const),
  ...["market_open", "market_close"].map((one) => [one, [null, null, "size", "price", "price"]] as const),
  ...["edit_order", "editOrder"].map((one) => [one, [null, null, null, null, "size", "price", "params"]] as const),
]);

/** Calls that set an account's leverage or a position's protection at the venue; `argument`: the position that carries the number. */
export const LEVERAGE_METHODS: ReadonlyMap<string, number> = new Map([
  ["set_leverage", 0], ["setLeverage", 0], ["change_initial_leverage", -1], ["futures_change_leverage", -1], ["change_leverage", -1], ["update_leverage", 0],
]);

/** Names whose values measure a market or an account: compared to a literal they make a trading decision. */
export const TRADING_QUANTITY = /(?<![a-z])(s|stoch_?)?rsi|(?<![a-z])(adx|n?atr|macd|[dtk]?ema|sma(?!l)|cci|mfi|corr(?!ect)|prob(ab|(?![a-z]))|edge|range|ratio|change)|vwap|boll|(^|_)bb_|vol(ume|atil)?(_|$)|volatil|spread|slip|profit|loss|pnl|(^|_)roe|(^|_)roi|draw|margin|lever|risk|score|strength|confid|pct|percent|thresh|trend|momentum|(?<!band)width|distance|depth|imbal|delta|fund|revers|stoch|weight|notional|(^|_)move|gap|liquid|imbalance|z_?score|slope|expos|sharpe|winrate|win_rate|regime|hurst|entropy|(^|_)ev(_|$)|conviction|quality|bias|pressure|skew|squeeze|signal|price|expected_(?!len|type|count|n(_|$))|(^|_)returns?(_|$)|yield|premium|(^|_)oi(_|$)|open_interest|chop|wick|dominance|(^|_)rr(_|$)/i;
/** Names whose values count, time or name things: compared to a literal they run the program. */
export const OPERATIONAL = /(^|_)len(_|$)|(?<!ac|dis)count|attempt|retr(y|ies)|time(?!nt)|elapsed|(^|_)age(_|$)|_ts$|(^|_)ts$|interval|timeout|ttl|(^|_)logs?(_|$)|status|code|errno|index|(?<!re|con|in)version|throttle|cache|qsize|iteration|(^|_)errors?(_|$)|fail|latency|(^|_)ms(_|$)|seconds?|minutes?|hours?|day|sleep|delay|queue|batch|chunk|(^|_)page|cursor|digits|decimals|precision|length|(^|_)ping(_|$)|(^|_)port(_|$)|(^|_)id$|offset_(ms|s)|samples?|warm_?up|lookback|(^|_)bars(_|$)|candles(_|$)|(bars?|candles?)_?(count|num|no|idx|index|limit|held|since|ago)|(since|held|age|ago)_?(bars?|candles?)|window|period|size_(mb|bytes)|bytes|memory|rss|cpu|(^|_)n(um)?(_|$)|total_trades|trades$|step$|level_idx|tick_?size|step_?size|min_qty|min_notional|year|month|weekday|depth_levels|cooldown_?until|stale|horizon|(^|_)now(_|$)|cutoff|deadline|expir|(^|_)(number|no|orders|levels_count)$|(fetch|kline|candle|data|page)s?_limit|(^|_)(fee|fees|commission|fee_rate)(_|$)|quota/i;
/** Names of counts and numbers of things, whatever else they speak of. */
export const COUNTING = /(^|_)(count|num|number|orders|idx|index|retries|attempts)$/i;
/** How many losses in a row, positions at once or trades a day: a risk limit, though a count. */
const LOSS_COUNT = /(consecutive|successive|in_a_row)\w*(loss|losing|stop|sl(_|$))|(loss(es)?|losing|stop_?loss)_?(streak|count|row)|(^|_)streak(_|$)/i;
const DAY_COUNT = /(daily|today|todays|day)_?(trades?|orders?|entries|losses|loss_count)|(trades?|orders?|entries)_?(today|per_day|this_day|count_today)/i;
const POSITION_COUNT = /^(_?\w+ )*((open|active|current|live|concurrent)_?(positions?|trades)|(\w+_)?positions|same_(side|direction)_?(positions|orders|trades)?)(_?count|_?num|s)?$/i;

export const isLimitCount = (words: string, isLength: boolean): boolean =>
  (!isLength && (LOSS_COUNT.test(words) || DAY_COUNT.test(words))) || POSITION_COUNT.test(words.trim());

/** How long a position is kept at least or at most, or no other is opened: a rule of trading, though a time. */
const TRADING_TIME = /(^|_)(min|max|minimum|maximum)_?hold(ing)?(_|$)|(^|_)hold(ing)?_?(time|period|duration|seconds?|secs?|minutes?|mins?|hours?|bars|candles)(_|$)|cool_?down(?!_?until)|(^|_)(sl|stop|stop_loss|exit|entry)_grace(_|$)|re_?entry/i;
const IDLE_TIME = /log|alert|notif|warn|msg|message|api|request|rate|error|reconnect|(^|_| )(ws|rest)(_| |$)|fetch|refresh|re_?sync|telegram|report|print|retry|cache/i;

/** When a position was opened, or the last one closed: how long ago that is decides about the next order. */
export const TRADE_INSTANT = /(^|_)last_?(closed?|closing|trade[ds]?|entry|entered|exit(ed)?|loss|stop(ped)?|stop_?out|sl|sold|bought|buy|sell)(_(at|time|ts|timestamp|ms|date))?$|(^|_)(open(ed)?|opening|entry|entered)_?(at|time|ts|timestamp|date|datetime|bar_time)$/i;

/** Functions that find out what became of an order, or that put a position right. */
export const ORDER_FATE = /(^|_)(wait|await|poll|confirm|verify|check|ensure|settle\w*)\w*_(order|fill|filled|filling|settle\w*|execut\w*|position|sl|tp|stop\w*|protect\w*|close\w*|open\w*)(_|$)|(^|_)(order|fill|position|sl|stop)\w*_(confirm\w*|verif\w*|settle\w*|fill\w*)(_|$)|(^|_)(reconcil\w*|flatten|panic_close|emergency_close)(_|$)/i;
/** How long and how often is waited. */
export const PAUSE_NAME = /(^|_)(wait\w*|timeout\w*|delay\w*|pause|interval\w*|sleep\w*|max_wait\w*|tries|retries|attempts|polls|deadline\w*)(_|$)/i;

export const isTradingTime = (words: string): boolean => TRADING_TIME.test(words) && !IDLE_TIME.test(words);

/** A parameter that says how much may be off. */
export const TOLERANCE_NAME = /(^|_)(tol|tolerance|eps|epsilon|identity)(_|$)/i;
/** A difference that is compared with a small number is a tolerance. */
export const TOLERANCE = /diff|(^|_)tol(erance)?(_|$)|(^|_)eps(ilon)?(_|$)|rounding|dust|residual|remainder|remaining|mismatch/i;
/** Functions and modules that compute indicators or convert: their constants define a formula. */
export const FORMULA = /(^|_)(calc\w*_)?(precision\w*|round\w*|decimals?|normali[sz]e\w*|convert\w*|parse\w*|format\w*|to_(float|int|decimal|dict|json|str)|timeframe\w*|tf_\w*|heikin\w*|sharpe\w*|sortino\w*|sigmoid|softmax|clamp|clip|lerp|interpolate|annuali[sz]\w*|pearson\w*|regression|slope|percentile|median|mean|average|quantile|erf|norm_cdf|cdf|min_(amount|notional|qty|cost|size|order\w*)|step_size|tick_size|lot_size|contract_(size|value)|(estimate|estimated|infer|guess|default|fallback|calc\w*|get)_tick|tick_from|market_info|symbol_info|instrument_info)(_|$)/i;
/** An indicator's name in a function's: it computes the indicator, unless another word says that it judges by it. */
export const INDICATOR = /(^|_)(calc\w*_)?(ema|sma|wma|rsi|macd|atr|adx|vwap|boll\w*|bbands?|stoch\w*|cci|mfi|obv|ichimoku|supertrend|keltner|donchian|fib\w*|hurst|zscore|std\w*|variance|correlation\w*|indicator\w*)(_|$)/i;
export const JUDGES = /(^|_)(signals?|entry|entries|exits?|check|filters?|bias|veto|confirm\w*|allow\w*|should|decide\w*|divergences?|generate|setups?|trigger\w*|validate)(_|$)/i;
export const FORMULA_MODULE = /(^|[/_])(indicators?|ta|talib|technicals?|technical_indicators|math|maths|stats|statistics|features?|formatters?|conversions?|precision|timeutils?|logger|logging|logs?|notif\w*|telegram\w*|report\w*|dashboard|metrics|monitor\w*|charts?|plots?|ml|models?_training|train\w*|backtest\w*|optimi[sz]\w*|simulat\w*|paper\w*|mock\w*|dummy|fake|replays?|labs?|autops\w*|miners?|experiments?|research)(_|\/|\.py$|$)/i;
/** Where indicators lie, what keeps a stop or gives a signal may lie too. */
export const INDICATOR_FOLDER = /(^|\/)(indicators?|technicals?|ta|features?)\/(?=[^/]*$)/i;
export const JUDGING_MODULE = /(^|\/)[^/]*(stop|trail|risk|signal|exit|entr(y|ies)|filter|strateg|sizing)[^/]*$/i;
/** Calls that fetch market data: how much of it is no decision. */
export const DATA_SOURCE = /klines?|candles?|ohlcv|(^|_)bars(_|$)|history|historical|fetch_(ticker|trades|order_book)|get_(ticker|trades|orderbook|market_data)|fetch_market_data/i;
/** Functions that only ask for market data. */
export const FETCHER = /^_*(get|fetch|load|download|request|query)_(\w+_)?(order_?books?|tickers?|klines?|candles?|ohlcv|recent_trades|market_data|funding(_rates?)?|depth)$/i;
/** Getters that take a key and a fallback: the number is told as a fallback, not as a literal. */
export const GETTER = /get|param|config|cfg|setting|env|(^|_)opt|override|read|lookup/i;
/** Functions that rehearse: their numbers never meet a real order. */
export const REHEARSAL = /(^|_)(test|tests|demo|examples?|samples?|mock\w*|dry_?run\w*|simulat\w*|self_?test|backtest\w*|paper\w*|benchmark\w*|smoke|preview\w*|what_?if|synthetic\w*|deterministic\w*)(_|$)/i;
/** Sections of a configuration that hold trading parameters. */
export const TRADING_SECTION = /risk|trad|strateg|exit|stop|position|order|execution|siz(e|ing)|leverage|profit|(^|_)(tp|sl)(_|$)|trail|entry|limits|protect|grid|signal/i;
/** Calls whose arguments decide nothing: logs, formats, sleeps, time, rounding. */
export const IDLE_CALLS = /^(print|round|range|sleep|wait_for|timeout|debug|info|warning|warn|error|exception|critical|log|format|rjust|ljust|zfill|join|split|strftime|strptime|isoformat|timedelta|Timeout|ClientTimeout|deque|Semaphore|Queue|rolling|ewm|shift|diff|pct_change|tail|head|iloc|linspace|arange|zeros|ones|full|seed|exit|isinstance|getLogger|enumerate|quantize|Lock|send_message|notify|alert|record|emit|fetch_ohlcv|fetch_order_book|get_klines|get_candles|get_kline|fetch_trades|isclose|allclose|setdefault_log|hasattr|pop|insert|randint|uniform|choice|nanpercentile|percentile|quantile|histogram|ThreadPoolExecutor|Thread|getattr|truncate|ema|sma|rsi|atr|EMA|SMA|RSI|ATR|macd|MACD|adx|ADX|bbands|BBANDS|stoch|mfi|cci|std|mean|rolling_mean)$/i;
