/** How bots name the market's regime and what should follow it: names in snake case. */

/** What holds the regime itself. */
export const REGIME_NAME = /^_*(current_|last_|market_|active_|detected_|prev_|previous_|new_|trend_|macro_|vol(atility)?_)*regimes?(_(type|state|name|label|value|info|mode|current))?$|^_*(current_|last_)?market_(state|mode|condition|phase|regime)$/;
/** Fields of signals, contexts and positions that hold it: nothing but the name tells. */
export const REGIME_FIELD = /^(market_|current_|new_|detected_|active_|overall_|macro_|volatility_)?regime$/;
/** Beside the regime: how it is found, shown and remembered. */
export const NOT_REGIME = /(^|_)(detector|config|cfg|history|time|lookback|period|count|counts|manager|analy[sz]er|classifier|enabled|filter|score|scores|confidence|interval|window|threshold|path|file|params?|weights?|strateg\w*|multipliers?|stats|performance|stability)(_|$)/;
/** Classes whose members are regimes. */
export const REGIME_CLASS = /regime|market_?(state|phase|condition|mode)/i;
export const REGIME_MODES = /^(strong_|weak_|high_|low_|mild_)?(trend(ing)?(_(up|down))?|up_?trend|down_?trend|rang(e|ing)|sideways|chop(py)?|bull(ish)?|bear(ish)?|volatil(e|ity)|high_vol\w*|low_vol\w*|accumulation|distribution|crash|breakout|calm|quiet|mean_revert\w*)$/i;
/** Functions that find the regime. */
export const FINDS_REGIME = /(^|_)(detect|classify|determine|identify|evaluate|assess|get|calculate|compute|current|update|infer|predict)_(\w+_)?regimes?$/;

export type ParameterGroup = "trailing" | "levels" | "size";

export const GROUP_WORDS: Readonly<Record<ParameterGroup, RegExp>> = {
  trailing: /(^|_)(trail\w*|tsl|callback\w*|activation\w*)(_|$)/,
  levels: /(^|_)(tp\d?|sl\d?|take_?profits?|stop_?loss(es)?|stop_price|target_price|stop_mult\w*)(_|$)/,
  size: /(^|_)((position_)?size|sizes|sizing|risk_per_trade|leverage|position_(pct|percent|fraction)|qty|quantity|size_mult\w*|multipliers)(_|$)/,
};

/** Of a backtest, mostly: what a trade costs in this regime. */
export const COST_WORDS = /(^|[\s._])(slippage|fees?|costs?|commissions?)([\s._]|$)/;

/** What stands for an open position. */
export const POSITION_NAME = /(^|_)(pos|position|trade|active_trade|open_trade)$/;
export const POSITIONS_NAME = /(^|_)((open|active|live|current)_)?(positions|trades)$/;
export const POSITION_CLASS = /(position|trade|deal)(state|record|info|data)?$/i;
/** Functions that run when a position is opened. */
export const OPENS_POSITION = /(^|_)(open\w*|entry|entries|enter|fill\w*|execut\w*|place\w*|create\w*|add|register|buy|sell|signal|assign\w*|init\w*|build\w*|new|start\w*)(_|$)/;
/** Functions that bring new parameters in. */
export const RELOADS = /(^|_)(reload\w*|refresh\w*|re_?apply\w*|apply\w*|update\w*|set|on|handle|adjust\w*|adapt\w*|switch\w*)(_|$)/;
export const RELOADED = /(^|_)(regime\w*|params?|parameters|profile|multipliers?|trail\w*|exits?|levels)(_|$)|^_*reload$/;

/** What is traded and which way, and what talks to whom: that the regime has a say there changes no amount and no distance. */
export const NO_AMOUNT = /^_*(\w+_)?(side|symbols?|sym|direction|instrument|inst_id|inst|pair|coin|decision|action|logger|log|client|exchange|session|id|timestamp|ts|now)$/;
/** What the market and the account say, whatever is made of it: prices, widths of moves, what there is to trade with. */
export const GIVEN_AMOUNT = /^_*(?!(\w+_)?(sl|tp\d?|stop|stop_loss|target|take_profit|trail\w*)_)(\w+_)?(price|px|close|closes|open|high|low|highs|lows|highest|lowest|peak|last|mark|bid|ask|mid|atr|atr_val|atr_value|balance|equity|capital|available|df|data|candles?|klines?|ohlcv|bars?|ticker|precision|tick_size|step|step_size|volume|entry|vwap|sma|ema|std|sigma|swing_\w+)$/;
