/** Where a bot keeps the stop that follows the price, and what it is reloaded from. */

/** Attributes and keys that hold a stop. */
export const STOP_STATE = /(^|_)trail(ing)?_?(stop|sl|price|level)?(_price|_level|_loss)?$|(^|_)(stop_?loss|sl|stop)(_price|_level)?$|(^|_)current_(sl|stop)$|^tsl(_|$)/i;

/** A stop that only is remembered, and what bounds one: `max_trail`, `aggressive_step_trail`. */
export const STOP_MEMORY = /^_*(last|prev|previous|initial|original|old|entry)_|(^|_)(max|min|step|cap|limit|base|default)_/i;

/** Functions that move a stop. */
export const STOP_MOVERS = /(update|move|set|amend|modify|raise|adjust|tighten|trail|ratchet|shift)\w*(sl|stop|stop_loss|trail\w*|trading_stop|breakeven|break_even)|trailing|break_?even/i;

/** What trailing is governed by. */
export const TRAIL_PARAMETERS = /trail|tsl|callback_(rate|pct)|activation_(pct|atr|price)/i;

export const REGIME_WORDS = /regime/i;
