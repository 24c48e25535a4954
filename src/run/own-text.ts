/**
 * The same text in memory of its own. A slice of a log keeps the whole block that it was cut from: what outlives the block (keys of
 * a cache) must not be one.
 */
export const ownText = (text: string): string => Buffer.from(text).toString();
