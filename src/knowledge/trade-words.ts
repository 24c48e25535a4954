/** Words in the names of what a branch or table decides. */

/** Sizes, leverage, stops: what an order is made of, wherever it is computed. */
export const ORDER_WORDS = /(?:lever|position_?siz|order_?siz|trade_?siz|lot_?siz|(?:^|_)siz(?:e|ing)(?:_|$)|(?:^|_)qty(?:_|$)|quantity|stop_?loss|take_?profit|trail|(?:^|_)(?:sl|tp)_|_(?:sl|tp)$|risk_(?:pct|percent|per|mult|factor)|notional|max_position|contract_?(?:value|size)|qty_?step|step_?size|min_(?:qty|amount|size|notional))/i;
/** What venues publish about their markets. */
export const VENUE_SPEC = /(?:^|_)(?:tick|decimals?|precision|contract_?(?:values?|sizes?|val)|ct_?val|lot_?sizes?|step_?sizes?|min_(?:qty|amount|size|notional|order)\w*|maintenance|liquidation_?tiers?|tiers?)(?:_|$)/i;
/** Anything that bears on when and how is traded. */
export const TRADE_WORDS = /(?:lever|siz(?:e|ing)|qty|quantity|amount|notional|stop|(?:^|_)(?:sl|tp)(?:_|$)|take_?profit|trail|risk|thresh|margin|entry|entries|exit|order|position|signal|weight|mult|factor|confid|score|precision|decimals|(?:^|_)lot|step|tick_?size|(?:^|_)(?:min|max)_(?!supply|cap)|limit|cooldown|spread|slip|grid|distance|atr|offset|buffer|pct|percent|target|strategy|direction|allow|tradab|skip|block|filter|param|config|profile|tier|priority|cluster|bucket|(?:^|_)groups?(?:_|$)|exposure|correl)/i;

/** Lists of what is not to be traded. */
export const LEFT_OUT_NAME = /black_?list|exclu|bann|block|ignor|toxic|skip|disab|avoid|forbid|deny|denied|restrict|unsupported|untradab/i;

/** Code beside the trading: what is shown, simulated, tried out. */
export const ASIDE_NAME = /(?:^|_|\b)(?:tests?|examples?|demo|samples?|mock\w*|fake|dummy|simulat\w*|backtest\w*|paper|plots?|charts?|formats?(?!_(?:price|qty|quantity|amount|size|volume|number|order|stop|decimal)s?(?:_|$))|display|render|emoji|report\w*|caption|dashboard|telegram|alert\w*|notif\w*|webhooks?|health\w*|readiness|status|summary|probe|print|show|help|usage|docs?|template|research|analy[sz]e_logs|debug\w*|overview|audit|handle_commands?|settings_cb|menu|keyboard)(?:_|$|\b)/i;
export const ASIDE_PATH = /(?:^|[/_])(?:tests?|examples?|demos?|mocks?|simulat\w*|backtest\w*|paper|plots?|charts?|dashboards?|telegram\w*|alert\w*|notif\w*|reports?|reporting|ui|gui|web|frontend|handlers|callbacks|api|routes|routers|views|graphql\w*|health\w*|research|analytics|visuali[sz]\w*|docs?|scripts?|tools|diagnos\w*|debug\w*|audit|labs?|experiments?|autops\w*|train(?:er|ing))(?:[/_.]|$)/i;
/** Functions that hand out the configuration's defaults. */
export const DECLARING_NAME = /(?:default_?(?:config|settings|params|symbols)|config_template|(?:load|read|from|build|make|parse|init)_?(?:config|settings|env|args)|parse_args|get_args|^from_env$)/i;
/** Modules that list markets. */
export const LISTING_MODULE = /(?:^|\/)(?:symbols?|coins?|pairs?|watch_?list|universe|markets?|tickers|instruments_list|asset_list|assets)\.py$/i;
/** Functions that change how a name is written. */
export const SPELLING_NAME = /(?:normali[sz]|canonical|format_?sym|(?:^|_)to_(?:\w+_)?(?:symbol|inst\w*|pair|ccxt|market|okx|bybit|binance|kraken|venue|exchange)$|(?:symbol|inst|pair)_?(?:to|from|for|map|name)|convert|parse_(?:symbol|pair|inst)|split_(?:symbol|pair)|clean_|sanit|strip_|(?:base|quote)_(?:asset|currency|ccy|of|coin)|is_(?:valid|futures|perp|spot|linear)|_is_(?:futures|perp|spot|linear|valid)|display_name|alias|extract_|asset_type|market_type)/i;
/** Classes and modules that speak to a venue for the rest of the bot. */
export const ADAPTER_WORDS = /(?:^|_)(?:client|api|exchange|adapter|connector|gateway|rest|venue|broker|http|endpoint|okx|bybit|binance|bitget|kucoin|mexc|gate|kraken|hyperliquid|deribit|ccxt)s?(?:_|$)/;
