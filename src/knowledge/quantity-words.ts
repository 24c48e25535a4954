/** Words for one quantity: a reader that asks for one and a producer that writes another do not meet. */
export const QUANTITY_WORDS: readonly (readonly string[])[] = [["qty", "quantity", "size", "sz", "amount"], ["price", "px"], ["pnl", "profit", "upl"], ["fee", "fees", "commission"]];

/** Words that narrow a quantity down without making it another one. */
export const NARROWING_WORDS: ReadonlySet<string> = new Set(["filled", "fill", "exec", "executed", "order", "cum", "trade", "base", "position", "usdt", "usd"]);

/** Words of prices and sizes that must be exact. */
export const EXACT_WORDS = /(^|_)(lot|tick|step|size|sz|qty|quantity|amount|price|px|notional|stop|sl|tp|entry|exit)(_|s?$)/;

/** Words that make something else of them: a threshold in percent needs no exact decimals. */
export const LOOSE_WORDS = /(^|_)(thresholds?|pct|percent|ratio|tolerance|mult|multiplier|factor|rate|weight|offset|max|min|limit)(_|$)/;

/** `fillQty`, `fill_qty` and `FILL_QTY` in one spelling. */
export const flatWords = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** `assetPositions`, `open_positions`: all that is open. */
export const namesPositions = (key: string): boolean => /^((asset|open|active|current|live|exchange|all)_)?positions$/.test(flatWords(key));

/** One spelling for British and American endings. */
export const oneSpelling = (word: string): string => word.replace(/is(ed|ation)$/, "iz$1");
