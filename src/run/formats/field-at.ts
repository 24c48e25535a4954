/** Where single fields of a prefix end. All of them: (text, from, end) → the end of the field, -1 if there is none. */
import { levelOf } from "./levels.ts";

export const isBlank = (code: number): boolean => code === 32 || code === 9;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isWord = (code: number): boolean => isLetter(code) || isDigit(code) || code === 95;

export const level = { value: 0 };

/** A word that names a level; its number is left in `level`. */
export function levelAt(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isLetter(text.charCodeAt(at))) at++;
  if (at === from || at - from > 13) return -1;
  if (at < end && (isDigit(text.charCodeAt(at)) || text.charCodeAt(at) === 95)) return -1;
  const value = levelFrom(text, from, at);
  if (value === 0) return -1;
  level.value = value;
  return at;
}

/** Where a level in brackets ends with its padding: `[INFO    ]`. */
export function paddedTo(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return at < end && (code === 93 || code === 41) ? at : from;
}

/** The five words that nearly all lines have need no string of their own. */
function levelFrom(text: string, from: number, to: number): number {
  const length = to - from;
  const first = text.charCodeAt(from);
  if (length === 4 && first === 73 && text.startsWith("INFO", from)) return 20;
  if (length === 5 && first === 68 && text.startsWith("DEBUG", from)) return 10;
  if (length === 5 && first === 69 && text.startsWith("ERROR", from)) return 40;
  if (length === 7 && first === 87 && text.startsWith("WARNING", from)) return 30;
  return levelOf(text.slice(from, to));
}

/** Where a site's parts end: module, function, line; and its text. */
export const site = { module: 0, fn: 0, text: "" };

/** Characters of `pkg.module`, `<module>`, `<lambda>`, paths and qualified functions; a table, because each line is asked for each of them. */
const SITE_CHARACTERS = Uint8Array.from({ length: 128 }, (_, code) => (isWord(code) || ".<>-/\\$".includes(String.fromCharCode(code)) ? 1 : 0));
const isSiteCharacter = (code: number): boolean => code < 128 && SITE_CHARACTERS[code] === 1;

interface KnownSite {
  readonly text: string;
  /** Offsets in the text. */
  readonly module: number;
  readonly fn: number;
}

/** Sites seen last, by some of their characters: a bot has hundreds and prints millions of lines from them. */
const sites: (KnownSite | undefined)[] = Array.from({ length: 1024 });
let misses = 0;

/** `module:function:line`. */
export function siteAt(text: string, from: number, end: number): number {
  const slot = (text.charCodeAt(from + 9) * 31 + text.charCodeAt(from + 17) * 7 + text.charCodeAt(from + 24) * 3) & 1023;
  const known = sites[slot];
  if (known === undefined || !isSite(known.text, text, from, end)) return newSiteAt(text, from, end, slot);
  site.module = from + known.module;
  site.fn = from + known.fn;
  site.text = known.text;
  return from + known.text.length;
}

function isSite(known: string, text: string, from: number, end: number): boolean {
  const to = from + known.length;
  return to <= end && text.startsWith(known, from) && (to === end || !isWord(text.charCodeAt(to)));
}

function newSiteAt(text: string, from: number, end: number, slot: number): number {
  let at = from;
  while (at < end && isSiteCharacter(text.charCodeAt(at))) at++;
  if (at === from || text.charCodeAt(at) !== 58) return -1;
  site.module = at;
  const fn = ++at;
  while (at < end && isSiteCharacter(text.charCodeAt(at))) at++;
  if (at === fn) return -1;
  if (text.startsWith("()", at)) at += 2;
  if (text.charCodeAt(at) !== 58) return -1;
  site.fn = at;
  const to = digitsAt(text, at + 1, end);
  if (to < 0) return -1;
  site.text = text.slice(from, to);
  // Two sites that share a slot must not copy their texts for each line.
  if (sites[slot] === undefined || (++misses & 15) === 0) sites[slot] = { text: Buffer.from(site.text).toString(), module: site.module - from, fn: site.fn - from };
  return to;
}

/** `pkg.module:function` before a delimiter: a word with a colon alone may as well begin a message. */
export function functionAt(text: string, from: number, end: number): number {
  let at = from;
  let dotted = text.startsWith("__main__:", from);
  for (; at < end && isSiteCharacter(text.charCodeAt(at)); at++) dotted ||= at > from && text.charCodeAt(at) === 46;
  if (!dotted || text.charCodeAt(at) !== 58) return -1;
  const fn = ++at;
  while (at < end && isSiteCharacter(text.charCodeAt(at))) at++;
  if (at === fn || isDigit(text.charCodeAt(fn))) return -1;
  const delimiter = isBlank(text.charCodeAt(at)) ? text.charCodeAt(at + 1) : text.charCodeAt(at);
  if (delimiter !== 124 && delimiter !== 45 && delimiter !== 93 && delimiter !== 41) return -1;
  site.text = text.slice(from, at);
  return at;
}

/** `file.py:12`, `module:12`. */
export function placeAt(text: string, from: number, end: number): number {
  let at = from;
  let letters = false;
  for (; at < end && isSiteCharacter(text.charCodeAt(at)); at++) letters ||= isLetter(text.charCodeAt(at));
  if (!letters || text.charCodeAt(at) !== 58) return -1;
  site.module = at;
  const to = digitsAt(text, at + 1, end);
  if (to > 0) site.text = text.slice(from, to);
  return to;
}

function digitsAt(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  return at === from || at - from > 7 || isWord(text.charCodeAt(at)) ? -1 : at;
}

/** A whole number that stands alone. */
export const numberAt = (text: string, from: number, end: number): number => digitsAt(text, from, end);

export const LONGEST_NAME = 80;

/** Text up to `until`, which is not part of it; "\0" ends it at the first character of another kind than a name's. */
export function nameAt(text: string, from: number, end: number, until: string): number {
  if (until === " ") {
    let at = from;
    while (at < end && !isBlank(text.charCodeAt(at))) at++;
    return at === from || at - from > LONGEST_NAME ? -1 : at;
  }
  const first = until.charCodeAt(0);
  const most = Math.min(end, from + LONGEST_NAME);
  for (let at = from; at < most; at++) if (text.charCodeAt(at) === first && (until.length === 1 || text.startsWith(until, at))) return at === from ? -1 : at;
  return -1;
}
