/** JavaScript's `\b` and `\w` know ASCII only. Letters as ranges, not as `\p{L}`: that takes milliseconds to compile and is slow to match. */
export const WORD = "[0-9A-Za-z_\\u00aa-\\u02af\\u0370-\\u1fff\\u2c00-\\ud7ff\\uf900-\\ufdff]";
const NO_WORD = WORD.replace("[", "[^");
const EDGE = `(?:(?<!${WORD})(?=${WORD})|(?<=${WORD})(?!${WORD}))`;

/** The sources as one expression without case in which `\b`, `\w` and `\W` know all alphabets. */
export const inAnyAlphabet = (sources: readonly string[]): RegExp =>
  new RegExp(sources.join("|").replace(/\\b/g, EDGE).replace(/\\w/g, WORD).replace(/\\W/g, NO_WORD), "i");

/** Those of the sources that a text of ASCII can match, with the engine's own edges, which are many times faster; null: none can. */
export function inAscii(sources: readonly string[]): RegExp | null {
  const possible = sources.filter((one) => /[a-z]/i.test(one.replace(/\\[a-z]/g, "")));
  return possible.length > 0 ? new RegExp(possible.join("|"), "i") : null;
}

/** A letter outside of ASCII: emoji and boxes, of which logs are full, are none. */
export const FOREIGN_LETTER = /[\u00aa-\u02af\u0370-\u1fff\u2c00-\ud7ff\uf900-\ufdff]/;
