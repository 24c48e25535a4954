/** How open positions are asked for, by the API that is called. Names are those of the libraries' own documentation. */

/** Methods that give open positions. Distinctive: an unknown receiver is enough; else it must come from an exchange library. */
const named = (distinctive: boolean, ...names: string[]): [string, { readonly distinctive: boolean }][] => names.map((name) => [name, { distinctive }]);

export const POSITION_METHODS: ReadonlyMap<string, { readonly distinctive: boolean }> = new Map([
  // ccxt (https://docs.ccxt.com), python-binance, binance-connector, hyperliquid
  ...named(true, "fetch_positions", "fetchPositions", "fetch_position", "fetchPosition", "fetch_positions_risk", "fetch_account_positions", "fetch_positions_for_symbol",
    "futures_position_information", "futures_coin_position_information", "get_position_risk", "position_information_v2", "position_information_v3",
    "user_state", "clearinghouse_state",
    // MetaTrader5, gate_api, Deribit, python-bitget, Kraken's REST names
    "positions_get", "list_positions", "mix_get_all_positions", "mix_get_single_position", "get_all_position", "all_position", "futures_get_positions", "OpenPositions"),
  // python-okx, pybit and others: names that a bot's own wrapper may have as well
  ...named(false, "list_all_positions", "get_positions", "get_position", "positions", "get_open_positions", "get_open_position", "get_all_positions", "get_positions_info", "get_subaccount_info", "position_list", "my_position"),
]);

/** The bot's own names for reads of what it holds or has in the market: `fetch_margin_positions`, `get_open_orders`. */
export const HELD_READ = /^_?(?:fetch|get|query|load|list)_(?:\w+_)?(?:positions?|(?:open|pending|active|working|resting)_orders?)(?:_async)?$/;

/** REST paths of positions beyond those of VENUE_ENDPOINTS. */
export const POSITION_PATHS: readonly RegExp[] = [
  /\/mix\/(v1\/)?position\/(all|single)-?[pP]osition(-v2)?$/, /\/private\/position\/open_positions$/, /\/openApi\/swap\/v\d\/user\/positions$/,
  /\/api\/v1\/positions?$/, /\/(futures|delivery)\/[\w{}]+\/(dual_comp\/)?positions(\/\{\})?$/, /\/v\d\/position\/(openPositions|all-position)$/, /\/(f|d|p)?api\/v\d\/((um|cm)\/)?positionRisk$/,
  /\/account\/positions$/, /\/position\/list$/, /\/private\/OpenPositions$/, /\/openpositions$/, /\/futures\/position\/get_pending_positions$/, /\/(linear-swap-api|swap-api)\/v\d\/swap_(cross_)?position_info$/,
  // bitbank, bitFlyer, Coinbase, OANDA, dYdX, Alpaca and whatever keeps a version in the base address
  /\/user\/margin\/positions$/, /\/v1\/me\/getpositions$/, /\/brokerage\/(cfm|intx)\/positions(\/\{\})?$/, /\/accounts\/\{\}\/(open)?[pP]ositions$/, /\/perpetualPositions$/, /^(\{\})?\/v2\/positions$/,
  /\/(g-)?accounts\/(accountPositions|positions)$/, /\/private\/get_positions$/, /\/v2\/futures\/pending-position$/, /\/(user|margin|private)\/positions$/, /\/positions?\/open$/,
];

/** Requests whose body says what is asked for: https://hyperliquid.gitbook.io/hyperliquid-docs/for-developers/api/info-endpoint */
export const POSITION_MESSAGES: ReadonlySet<string> = new Set(["clearinghouseState"]);

/** Libraries whose methods give the venue's error as a normal answer: nothing is raised for a code other than success. */
export const ANSWERS_WITH_ERRORS = /^okx\./;

/** Paths of venues that answer a refusal with HTTP 200 and a code in the body: Bybit, OKX, BingX, MEXC. */
export const REFUSES_IN_BODY = /\/v5\/position\/list|\/api\/v5\/account\/positions|\/openApi\/swap|\/private\/position\//;

/** Keys and attributes of an answer that tell whether the request was a success. */
export const ANSWER_STATUS = /^(ret_?code|code|s_?code|success|succeeded|status|status_?code|ok|is_?ok|error|errors|err|err_?msg|errno|ret_?msg|s?msg|message|failed|is_?success)$/i;

/** Words in the name of what keeps the bot's own picture of its positions. */
export const REGISTRY_WORDS = /position|trade|holding|(^|_)(open|active|live|local|tracked|current|managed|my)_|(^|_)pos(_|$)|registry|slot|deal|entr(y|ies)|portfolio|(^|_)state(s)?(_|$)|in_market|grid|inventory/i;

/** Names of functions that take a position out of the bot's books, where the function itself cannot be seen. */
export const DROPPING_NAMES = /(close|remove|delete|drop|clear|reset|mark|archive|purge|clean(_?up)?|finali[sz]e|expire|forget|unregister|handle)\w*(position|trade|phantom|ghost|zombie|stale|orphan|closed|external|missing|record|deal)|(^|_)del_(\w+_)?(position|trade|record|deal)|mark_\w*closed|set_\w*closed/i;

/** Names of functions that take a position into the bot's books, where the function itself cannot be seen. */
export const ADOPTING_NAMES = /(adopt|import|recover|restore|register|add|track|create|save|insert|upsert|store|update|sync|load|set)\w*(position|trade|orphan|missing|unknown|external|record|deal|state)|^(add|adopt|register|upsert|track|restore)$/i;

/** What a position earns, costs or is priced at: without it there may be one all the same. */
export const TELLS_NO_PRESENCE = /pnl|profit|loss|(^|_)upl|margin|price|(^|_)px|lever|ratio|(^|_)ro[ie]|fee|funding|liq|(^|_)(time|date|ts)$/i;
