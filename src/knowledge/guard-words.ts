/**
 * Words by which a guard before an order is recognised, matched against identifiers in snake case. Words confirm what the
 * flow shows (a branch that keeps the order from being sent); by themselves they prove nothing.
 */
export const GUARD_KINDS = ["expected-value", "gap", "breaker", "correlation", "position-limit", "daily-loss", "throttle"] as const;
export type GuardKind = (typeof GUARD_KINDS)[number];

export const GUARD_WORDS: Readonly<Record<GuardKind, RegExp>> = {
  "expected-value": /expected_(value|move|profit|return|edge|gain)|(^|_)ev(_|$)|(^|_)edge(_|$)|net_(profit|return|edge|gain)|(^|_)min_(profit|edge|ev|expected\w*|net\w*)(_|$)|cost_(floor|filter|check|ok|guard|gate)|after_(fees?|costs?)|round_?trip|expectancy|fee_(filter|check|guard|gate)|(covers|exceeds|beats)_(cost|fee)/,
  gap: /(^|_)spreads?(_|$)|(max|min)_spread|(^|_)gap(_|$)|max_gap|(^|_)liquidity(_|$)|(expected|estimated|max|entry|price|predicted)_slippage|(^|_)slippage(_|$)|price_(deviation|drift|moved|diverg\w*)|max_(entry|chase)_(buffer|distance|drift|offset)|(^|_)deviation(_|$)|stale_(price|quote)|orderbook_depth|book_depth/,
  breaker: /is_\w*(blocked|locked|banned|tripped|cooling)|circuit_?breaker|(^|_)breaker|cool_?down|consecutive_loss|loss_streak|losing_streak|consec_loss|(^|_)losses$|losses_in_a?_?row|loss_(count|counter)(_|$)|max_losses|black_?list|stop_?list|kill_?switch|protections|pair_?lock|quarantin|banned_(symbols|pairs)|(symbols?|pairs?)_(blocked|banned|paused|locked|blacklist)|blocked_(symbols|pairs)/,
  correlation: /correl|(^|_)corr(_|$)|same_(side|direction|group|sector)|directional_\w*count|(portfolio|sector|group|cluster)_(heat|exposure|limit|cap)|(max|count)_\w*(same|group|cluster|sector|per_side|per_direction)/,
  "position-limit": /max_(open_|concurrent_|active_|total_)?(positions?|trades?|slots)|(open|active|concurrent)_(positions?|trades?)_(limit|count|max)|position_(limit|slots|count)|positions?_limit|has_(free_)?slot|slots?_(left|free|available)|too_many_positions/,
  "daily-loss": /max_daily_(loss|drawdown)|daily_(loss|drawdown|pnl|stop|limit|profit)|(loss|drawdown)_(limit|today|guard|gate|check|halt)|max_drawdown|day_(pnl|loss)|today_?s?_(pnl|loss)|risk_(halt|stop)/,
  // A pause between entries, which knows nothing about losses: told by what it is measured from, never by a word.
  throttle: /(?!)/,
};

/** What a pause between entries is measured from, and what makes a pause one after losses. */
export const ENTRY_STAMP = /(^|_)(last|prev|previous|recent)_(\w+_)?(signal|alert|entry|entries|order|trade|buy|sell|open|notification|prediction|inference|decision|analysis|scan|evaluation|request|call|check)s?(_(time|times|ts|at|timestamp|sent|bar))?$/;
export const AFTER_LOSS = /loss|lose|losing|breaker|block|halt|trip|tilt|quarantin|exit|clos(e|ed)_|stopped|stop_out|kill|ban/;

/** A state that stops trading, whoever set it: what its stores depend on says which guard it is. */
export const HALT_WORDS = /(^|_)(halted|paused|blocked|stopped|suspended|disabled|frozen)(_|$)|(can|may)_trade|trading_(enabled|allowed|halted|paused|stopped|disabled|active)|halt_(until|active|flag)|trad(e|ing)_allowed|allow_(trading|entry|entries|new_\w+)|emergency_(stop|mode)/;

/** Patterns of charts that share a word with a guard, and other things that are called like one. */
export const NOT_GUARDS = /(^|_)corr(elation)?_(id|key|token|uuid)s?(_|$)|fair_value_gap|(^|_)fvg|gap_(up|down|fill)|exhaustion|breakaway|shutdown_ev|stop_ev|spread_?sheet|ev_loop|edge_case|breakeven|(account|api|ip|rate_?limit)_(is_)?bann?(ed)?(_|$)|(^|_)(ema|sma|ma|macd|di|rsi|bb|band|vwap|trend|yield|credit|calendar)_spread|spread_(ema|sma|ma|ratio|zscore)/;

/** Names of answers: `spread_ok`, `passes_cost_filter`, `is_too_wide`. A quantity alone (`if spread:`) asks nothing. */
export const ANSWER_WORDS = /(^|_)(ok|okay|pass|passes|passed|check|checks|checked|filter|filters|filtered|guard|gate|valid|validate|allow|allowed|reject|rejected|block|blocked|too|excessive|wide|covers|exceeds|beats|enough|sufficient|acceptable|good|bad|limit|violat\w*|met|fails?|failed|verify|profitable|worth|positive|negative|is|has|can|should)(_|$)/;

/** Amounts that are made from prices and costs, and are compared for reasons of their own. */
export const AMOUNT_WORDS = /(^|_)(size|qty|quantity|amount|notional|contracts|lots?|leverage|balance|margin|equity|capital|price|sl|tp|stop_loss|take_profit|atr|volume|timestamp|time|ts|elapsed|count|pnl)(_|$)/;

/** Two sides of an expected-value test: what a trade may bring, and what it costs. */
export const GAIN_WORDS = /expected|(^|_)(move|gain|reward|target|edge|profit|distance|net|tp|take_profit|potential|room|returns?)(_|$)/;
export const COST_WORDS = /(^|_)(fees?|commissions?|costs?|taker|taker_fee|fee_rate)(_|$)/;

/** Two sides of a gap test: what the signal saw, and what the market shows now. */
export const SIGNAL_PRICE = /(signal|entry|expected|reference|trigger|planned|intended|target|requested)_?price|^(ref|expected|signal)_|(^|_)(signal|expected|ref)(_|$)/;
export const MARKET_PRICE = /(current|last|mark|live|market|now|ticker|latest|mid|fresh)(_?price)?(_|$)/;

/** Calls that only bring data or act: what they test by themselves is the connection or the act, not the trade. */
export const ACT_WORDS = /^_*(fetch|load|request|connect|download|subscribe|send|log|notify|format|save|write|create|place|submit|execute|exec|open|close|cancel|update|sync|set|start|stop|init|initialize|parse|convert|round)(_|$)|^_*(api_)?request$/;

/** Once at the start, about the settings: no signal is asked about there. */
export const ASKS_SETTINGS = /(^|_)(config|configuration|settings|credentials|environment|params|parameters)$/;

/** Models, their features and their states: a correlation among the features is no filter. */
export const MODEL_CALLS = /(^|_)(predict\w*|forward|infer(ence)?|select_action|choose_action|get_action|act|features?|featuri[sz]e|observation|obs|preprocess|embed\w*|encode|tensor|from_numpy|scaler?|fit)(_|$)/;

/** Requests for data: that the client looks at its own switch first is no breaker of the signal. */
export const FETCHES = /^_*(get|fetch|load|read|query|request)_(?!\w*(block|halt|reason|allow|breaker|risk|limit))/;

/** Lists of what was noted: what is put there rejects nothing. */
export const NOTED_WORDS = /^_*(\w+_)?(warnings?|notes?|infos?|hints?|remarks?|comments?|messages?|logs?)$/i;
