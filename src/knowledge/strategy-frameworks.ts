/**
 * Frameworks that load a strategy by themselves: a class that extends theirs is started by them, and they call its hooks. Names
 * are those of the frameworks' own documentation.
 */

/**
 * What the framework makes of a hook's answer. entry: whether to open. exit: whether to close. mark: it marks rows of a frame
 * (freqtrade). order: it sets orders as attributes (jesse). act: it sends orders itself. data: it prepares what the others read.
 */
export type HookUse = "entry" | "exit" | "mark" | "order" | "act" | "data" | "size" | "stop" | "target" | "leverage" | "price";

export interface StrategyFramework {
  readonly name: string;
  /** Paths of the classes that a strategy extends. */
  readonly base: RegExp;
  readonly hooks: Readonly<Record<string, HookUse>>;
  /** Hooks that mark the rows at which to enter: without a mark nothing is bought. */
  readonly marksEntries?: RegExp;
}

const uses = (use: HookUse, ...names: string[]): Record<string, HookUse> => Object.fromEntries(names.map((one) => [one, use]));

export const STRATEGY_FRAMEWORKS: readonly StrategyFramework[] = [
  {
    // https://www.freqtrade.io/en/stable/strategy-callbacks/
    name: "freqtrade", base: /^freqtrade\.strategy(\.\w+)*\.IStrategy$/, marksEntries: /^populate_(entry|buy)_trend$/,
    hooks: {
      ...uses("data", "populate_indicators", "informative_pairs", "bot_start", "bot_loop_start", "order_filled"),
      ...uses("mark", "populate_entry_trend", "populate_exit_trend", "populate_buy_trend", "populate_sell_trend"),
      ...uses("exit", "custom_exit", "custom_sell", "check_exit_timeout", "check_entry_timeout", "adjust_trade_position", "confirm_trade_exit"),
      ...uses("entry", "confirm_trade_entry"), ...uses("size", "custom_stake_amount"), ...uses("stop", "custom_stoploss"),
      ...uses("leverage", "leverage"), ...uses("price", "custom_entry_price", "custom_exit_price", "adjust_entry_price", "adjust_order_price"), ...uses("target", "custom_roi"),
    },
  },
  {
    // https://docs.jesse.trade/docs/strategies/
    name: "jesse", base: /^jesse\.strategies(\.\w+)*\.Strategy$/,
    hooks: {
      ...uses("entry", "should_long", "should_short", "filters"), ...uses("exit", "should_cancel_entry", "should_cancel"),
      ...uses("order", "go_long", "go_short", "update_position", "on_open_position", "on_close_position", "on_increased_position", "on_reduced_position", "on_cancel", "before", "after"),
    },
  },
  {
    // https://hummingbot.org/scripts/
    name: "hummingbot", base: /^hummingbot\.strategy(_v2)?(\.\w+)*\.(ScriptStrategyBase|StrategyV2Base|StrategyPyBase|ControllerBase|DirectionalTradingControllerBase|MarketMakingControllerBase)$/,
    hooks: { ...uses("act", "on_tick", "did_fill_order", "did_fail_order", "did_cancel_order", "did_create_buy_order", "did_create_sell_order", "did_complete_buy_order", "did_complete_sell_order", "create_actions_proposal", "stop_actions_proposal", "determine_executor_actions", "update_processed_data", "on_stop", "start") },
  },
  {
    // https://nautilustrader.io/docs/latest/concepts/strategies
    name: "nautilus", base: /^nautilus_trader\.(trading|common)(\.\w+)*\.(Strategy|Actor)$/,
    hooks: { ...uses("act", "on_start", "on_stop", "on_bar", "on_quote_tick", "on_trade_tick", "on_order_book", "on_order_book_deltas", "on_data", "on_event", "on_order_filled", "on_position_opened", "on_position_changed", "on_position_closed", "on_signal", "on_reset", "on_dispose") },
  },
  {
    // https://docs.vnpy.com: CTA strategies
    name: "vnpy", base: /^(vnpy|vnpy_ctastrategy|vnpy_ctabacktester)(\.\w+)*\.(CtaTemplate|StrategyTemplate|AlgoTemplate|TargetPosTemplate)$/,
    hooks: { ...uses("act", "on_init", "on_start", "on_stop", "on_tick", "on_bar", "on_trade", "on_order", "on_stop_order", "on_bars", "on_timer") },
  },
  {
    // https://www.octobot.cloud/en/guides/octobot-tentacles-development
    name: "octobot", base: /^octobot_(trading|evaluators)(\.\w+)*\.(AbstractTradingMode|AbstractTradingModeProducer|AbstractTradingModeConsumer|StrategyEvaluator|TAEvaluator|RealTimeEvaluator)$/,
    hooks: { ...uses("act", "set_final_eval", "create_new_orders", "matrix_callback", "ohlcv_callback", "eval_impl", "evaluate", "start", "stop", "trigger", "internal_callback") },
  },
];
