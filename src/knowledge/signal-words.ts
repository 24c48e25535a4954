/** Words for what decides about a trade, matched against identifiers in snake case. They say where a signal is born. */
export const DECISION_WORDS = /(?<!(?:stop|exit|shutdown|kill|os|close|unix)_)signal(?!_(?:handler|received|num|number))|(^|_)sig(s)?(_|$)|decision|(^|_)(side|direction|action|setup|impulse|prediction|recommendation|verdict|trigger|triggered)(_|$)|opportunit|candidate|entry_(ok|ready|cond\w*)|should_(buy|sell|enter|open|long|short)|go_(long|short)|(^|_)(buy|sell|long|short|enter)(_(signal|cond\w*|ok|now))?$/;

/** What holds, brings, makes or counts decisions, and is none: `signal_queue`, `self.signal_engine`, `run_signal_loop()`. */
export const DECISION_HOLDERS = /(^|_)(queue|q|bus|channel|engine|generator|manager|service|factory|provider|repo|repository|store|storage|db|cache|history|log|logs|logger|lock|loop|tasks?|handler|processor|executor|router|writer|publisher|cfg|config|settings|counts?|counter|stats|interval|generated|analy[sz]er|detector|scanner|scorer|validator|tracker|parser|aggregator|listener|notifier)$/;

/** Functions that make decisions. */
export const DECIDING_CALLS = /signal|(^|_)(decide|evaluate|analy[sz]e|predict|scan|screen)(_|$)|opportunit|candidate|(check|plan)_entr(y|ies)|(^|_)(get|next|select)_action(_|$)|strategy/;

/** What a decision is made from: tests of these are a strategy's. */
export const MARKET_WORDS = /(^|_)(rsi|macd|ema|sma|wma|hma|vwap|adx|atr|boll\w*|bb|stoch\w*|momentum|trend|supertrend|crossover|cross|score|confidence|probability|prob|zscore|z_score|funding\w*|imbalance|breakout|close|open|high|low|candle|change|pct_change|volume|strength|ma|price)(_|$)/;

/** Functions that try a connection out. */
export const PROBE_WORDS = /^_*(check|test|probe|verify|ping|warm|warm_?up|validate|diagnos\w*|self_?test|try)(_|$)/;

/** Quotes on both sides, ladders of levels, portfolios that are rebalanced, averaging by schedule: no discrete signal. */
export const QUOTING_WORDS = /(^|_)(grid|grids|quote|quotes|quoting|quoter|requote|market_?mak\w*|maker|smm|mm|ladder|rebalance\w*|levels?|dca|accumulat\w*|layers?|reconcile_side|pingpong|ping_pong|roll|rollover)(_|$)|marketmaker|gridbot|grid_?trad/;

/** What is handed to a function that lays them out; a `quote` alone is the price of one trade, `levels` are those of its exits. */
export const QUOTED_WORDS = /(^|_)(grid|grids|quotes|ladder|market_?mak\w*|dca)(_|$)|^(price_|order_|grid_)?(levels|layers)$/;

/** Functions that offset what was filled elsewhere. */
export const HEDGING_WORDS = /(^|_)(re_?)?hedge(_(\w+_)?(fills?|orders?|legs?|delta|exposure|inventory|remainder))?$/;

/** Conditions under which more of an open position is bought. */
export const AVERAGING_WORDS = /(^|_)(dca|averag(e|ing)_?(down|in)|avg_?down|scale_?in|scaling_?in|pyramid\w*|martingale|safety_?orders?)(_|$)/;

/** Functions and classes that turn signals into positions. */
export const ACTS_ON_SIGNALS = /(^|_)(execute|process|handle|on|act_on|trade)_(\w+_)?signals?(_|$)|signal_(executor|processor|trader)(_|$)|(^|_)(open|enter)_(long|short|position|trade)(_|$)/;

/** Classes and files that rehearse beside the bot that trades. */
export const REHEARSING_WORDS = /(^|_)(demo|e2e|probe|scenarios?|drills?|rehears\w*|acceptance|smoke|dry_run|sandbox)(_|$)/;

/** Exchanges that only pretend. */
export const PRETENDING_WORDS = /(^|_)(fake|mock|paper|simulat\w*|sim|backtest\w*|dummy|stub|replay)(_|$)|paper_?(trad|exch|brok)/;

/** What a function is handed that knows why there is to be an order; a client is told a side and an amount only. */
export const TOLD_WORDS = /(^|_)(signals?|sig|opportunit(y|ies)|opp|setup|decision|candidate|evaluation|impulse|intent|idea|verdict|recommendation)(_(data|info|dict|type|result))?$/;
