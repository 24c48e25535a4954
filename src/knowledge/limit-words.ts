/** Names of the two limits that go-live asks for, in snake case. They tell which comparison is meant; that it keeps an order back is for the flow to show. */

/** The limit itself. A greatest size or value of one position is another limit; an inventory limit is that of a market maker. */
export const LIMIT_NAMES = {
  "position-limit": /(^|_)max_(open_|concurrent_|active_|total_|simultaneous_|num_|number_of_)*(positions|trades|slots|deals|coins)($|_(allowed|count|total|open|limit|per_\w+))|(^|_)max_(open_|concurrent_)(position|trade)s?(_count)?$|(open|active|concurrent)_(positions?|trades?)_(limit|max)|(^|_)positions?_(limit|cap)$|(^|_)max_(slots|concurrent|inventory\w*|net_position|position_lots)$|(^|_)inventory_(limit|extreme|max|cap)($|_)/,
  "daily-loss": /max_(daily|day|intraday|session)_\w*(loss|losses|drawdown|dd)|(daily|day|intraday|session)_\w*(loss|drawdown|pnl|stop)_\w*(limit|max|threshold|cap|pct|percent)|(daily|day)_(loss_)?(limit|stop)|max_loss_(per_day|daily|today)|^max_(portfolio_|total_|account_|equity_|allowed_)?drawdown(_(pct|percent|limit|usd|allowed|threshold))?$|^(account_|portfolio_|equity_)?drawdown_(limit|threshold)|daily_max_loss|(equity|account|portfolio)_(hard_)?stop(_loss)?(_|$)|(^|_)hsl_|red_threshold$|(^|_)dll(_(amount|usd|pct|limit|cap))?$/,
} as const;

/** What is measured against it. */
export const LIMIT_WORDS = {
  "position-limit": /(^|_)(positions|position_count|open_count|active_count|slots_used)(_|$)|(^|_)(open|active|live)_(positions?|trades?|deals)/,
  "daily-loss": /(^|_)(daily|today|todays|day|intraday)_\w*(pnl|loss|losses|profit|drawdown|result|dd|return)|(pnl|loss|losses|profit)_(today|of_day|daily)/,
} as const;
