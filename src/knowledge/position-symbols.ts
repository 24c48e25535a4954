/** How venues and libraries spell the symbol of an open position. Sources: ccxt's manual (contract naming), the venues' own documentation. */

/** settled: BTC/USDT:USDT. slashed: BTC/USDT. swap: BTC-USDT-SWAP. dashed: BTC-USDT. joined: BTCUSDT. underscored: BTC_USDT. bare: BTC. */
export type SymbolForm = "settled" | "slashed" | "swap" | "dashed" | "joined" | "underscored" | "bare";

/** By what tells a symbol's form, from the most specific to the least. */
export const SYMBOL_FORMS: readonly (readonly [RegExp, SymbolForm])[] = [
  [/^[A-Z0-9]+\/[A-Z]+:[A-Z]+$/, "settled"],
  [/^[A-Z0-9]+\/[A-Z]{3,5}$/, "slashed"],
  [/^[A-Z0-9]+-[A-Z]+-SWAP$/, "swap"],
  [/^[A-Z0-9]+-(USDT|USDC|USD)$/, "dashed"],
  [/^[A-Z0-9]+_(USDT|USDC|USD)$/, "underscored"],
  [/^[A-Z0-9]{2,12}(USDT|USDC)$/, "joined"],
];

/** By what a request for positions was recognised -> how its rows spell the symbol. ccxt's positions are those of contracts. */
export const POSITION_SYMBOLS: readonly (readonly [RegExp, SymbolForm])[] = [
  [/(^|\.)(fetch_positions?|fetchPositions?|fetch_positions_for_symbol)$/, "settled"],
  [/^okx\.|\/api\/v5\/account\/positions/, "swap"],
  [/^pybit\.|\/v5\/position\/list|futures_position_information|get_position_risk|position_information_v[23]|positionRisk/i, "joined"],
  [/^gate_api\.|\/(futures|delivery)\/[\w{}]+\/positions/, "underscored"],
  [/\/private\/position\//, "underscored"],
  [/clearinghouse_?state|user_state/i, "bare"],
];

/** Names of settings and constants that list markets. */
export const MARKET_LISTS = /^(trad(ing|ed?)_?|default_?|active_?|watch_?|all_?)?(symbols?|pairs?|markets?|instruments?|inst_?ids?|watch_?list|universe|symbol_?list|trading_?pairs?)$/i;

/** Functions that turn one spelling into another. */
export const RESPELLING = /(normali[sz]e|convert|clean|unify|canonical|standard\w*|format|to|from|map|strip|parse|resolve|get|ccxt|raw|exchange|native|display|base)_?\w*(symbol|pair|inst_?id|instrument|market|contract|ticker)|(symbol|pair|inst_?id|market|contract)s?_(to|from|of|for)_\w+|(symbol|pair|market)_(map|mapping|mapper|name|id)/i;
