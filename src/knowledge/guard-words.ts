/**
 * Words by which a guard before an order is recognised, matched against identifiers in snake case. Words confirm what the
 * flow shows (a branch that keeps the order from being sent); by themselves they prove nothing.
 */
export const GUARD_KINDS = ["expected-value", "gap", "breaker", "correlation", "position-limit", "daily-loss"] as const;
export type GuardKind = (typeof GUARD_KINDS)[number];

export const GUARD_WORDS: Readonly<Record<GuardKind, RegExp>> = {
  "expected-value": /expected_(value|move|profit|return|edge|gain)|(^|_)ev(_|$)|(^|_)edge(_|$)|net_(profit|return|edge|pnl_pct)|cost_(floor|filter|check|ok|guard)|after_(fees?|costs?)|(total|round_?trip|trading)_(cost|fee)s?|round_?trip|expectancy|min_(expected|net)_|fee_(filter|check|guard)|(covers|exceeds|beats)_(cost|fee)/,
  gap: /(^|_)spread(s|_pct|_bps|_percent|_ok|_check|_filter|_limit)?(_|$)|(max|min)_spread|(^|_)gaps?(_pct|_percent|_bps|_ok|_filter|_check)?(_|$)|max_gap|liquidity_(ok|check|filter|guard)|(expected|estimated|max)_slippage|slippage_(limit|check|ok|guard|tolerance)|price_(deviation|jump)|stale_(price|quote)|book_(depth|imbalance)_ok/,
  breaker: /is_\w*(blocked|paused|halted|locked|banned|tripped|cooling)|circuit_?breaker|(^|_)breaker|cool_?down|consecutive_loss|loss_streak|losing_streak|black_?list|stop_?list|kill_?switch|protections|can_trade|trading_(enabled|allowed|halted|paused|stopped)|(^|_)(halted|paused|blocked)(_|$)|pair_?lock|quarantin/,
  correlation: /correl|(^|_)corr(_|$)|same_(side|direction|group|sector)|directional_\w*count|(portfolio|sector|group|cluster)_(heat|exposure|limit|risk)|(max|count)_\w*(same|group|cluster)/,
  "position-limit": /max_(open_|concurrent_|active_|total_)?(positions?|trades?|slots)|(open|active|concurrent)_(positions?|trades?)_(limit|count|max)|position_(limit|slots|count)|positions?_limit|can_open|has_(free_)?slot|slots?_(left|free|available)|too_many_positions/,
  "daily-loss": /max_daily_(loss|drawdown)|daily_(loss|drawdown|pnl|stop|limit|profit)|(loss|drawdown)_(limit|today)|max_drawdown|day_(pnl|loss)|today_?s?_(pnl|loss)|risk_(halt|stop)/,
};
