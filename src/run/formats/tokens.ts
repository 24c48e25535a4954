import { CLOCK_SHAPES, clockAt } from "./clock.ts";
import type { ClockShape } from "./clock.ts";
import { functionAt, isBlank, isWord, levelAt, LONGEST_NAME, nameAt, numberAt, paddedTo, placeAt, siteAt } from "./field-at.ts";
import type { FieldKind } from "./grammar.ts";

/** A piece of a line that may be a field of its prefix. */
export interface Token {
  readonly is: FieldKind;
  readonly before: string;
  readonly shape: ClockShape | null;
  readonly until: string;
  /** Something unmistakable ends a strong name; a weak one is just a word. */
  readonly strong: boolean;
  readonly value: string;
  /** Where it starts and ends in the line. */
  readonly from: number;
  readonly to: number;
}

/** The ways to write a time that are tried, in their order; and when the log was written last. */
export interface Clocks {
  readonly shapes: readonly ClockShape[];
  readonly reference: number;
}

/** In which order days and months of `11/12/2026` stand, other lines tell. */
export function clocksOf(lines: readonly string[], reference: number): Clocks {
  const monthFirst = lines.some((line) => /^\W{0,3}(?:\d\d?\/(?:1[3-9]|2\d|3[01])\/\d{2,4}|\d\d?\/\d\d?\/\d{4}, \d\d?:\d\d(?::\d\d)? [AP]M)/.test(line));
  return { shapes: monthFirst ? CLOCK_SHAPES.toSorted((a, b) => (a === "month-first" ? -1 : b === "month-first" ? 1 : 0)) : CLOCK_SHAPES, reference };
}

const MOST_TOKENS = 12;
const WITHIN = 220;

/** The line from its start as fields with separators between, as far as that goes. Which of them are the prefix, a sample tells. */
export function tokenise(line: string, clocks: Clocks): Token[] {
  const tokens: Token[] = [];
  const end = Math.min(line.length, WITHIN);
  for (let at = 0; tokens.length < MOST_TOKENS; ) {
    const from = separatorEnd(line, at, end);
    if (from >= end || (from === at && tokens.length > 0)) break;
    const token = tokenAt(line, from, end, collapse(line.slice(at, from)), clocks);
    if (!token) break;
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

const SEPARATORS = new Set([..." \t|-:[](){}<>,;#*~│┃—–»›•→"].map((one) => one.charCodeAt(0)));

export function separatorEnd(line: string, from: number, end: number): number {
  let at = from;
  while (at < end && SEPARATORS.has(line.charCodeAt(at))) at++;
  return at;
}

const collapse = (separator: string): string => separator.replace(/[ \t]+/g, " ");

function tokenAt(line: string, from: number, end: number, before: string, { shapes, reference }: Clocks): Token | null {
  const token = (is: FieldKind, to: number, more: Partial<Token> = {}): Token =>
    ({ is, before, shape: null, until: "", strong: true, value: line.slice(from, to), from, to, ...more });
  // `-` and `+` before a digit are signs in messages; times begin with digits or letters.
  for (const shape of shapes) {
    const to = clockAt(line, from, shape, reference);
    if (to > 0 && to <= line.length && !isWord(line.charCodeAt(to))) return token("time", to, { shape });
  }
  const leveled = levelAt(line, from, end);
  if (leveled > 0 && isLevelHere(line, from, leveled, before)) return token("level", /[[(]$/.test(before) ? paddedTo(line, leveled, end) : leveled);
  const sited = siteAt(line, from, end);
  if (sited > 0) return token("site", sited);
  const inFunction = functionAt(line, from, end);
  if (inFunction > 0) return token("function", inFunction);
  const placed = placeAt(line, from, end);
  if (placed > 0) return token("place", placed);
  const numbered = numberAt(line, from, end);
  if (numbered > 0) return /[[(|:#-] ?$/.test(before) || isBlank(line.charCodeAt(numbered)) ? token("number", numbered, { strong: /[[(]$/.test(before) }) : null;
  return nameToken(line, from, end, before, token);
}

/** Between blanks alone only INFO and the like, in capitals, is a level: "Error closing position" is a message. */
function isLevelHere(line: string, from: number, to: number, before: string): boolean {
  const after = line.slice(to, to + 4);
  const enclosed = /^\s*[\]|:)>}]|^ +- |^-|^ {2,}/.test(after) && (before === "" || /[[|:(<{]\s?$|- $|^ $/.test(before));
  if (to - from === 1) return /[[|(<]\s?$/.test(before) && /^\s*[\]|)>]/.test(after);
  if (enclosed || (before === "" && TIME_NEXT.test(line.slice(to, to + 12)))) return true;
  return /^[A-Z]+$/.test(line.slice(from, to)) && before !== "";
}

/** `INFO 2026-11-23 ...` */
const TIME_NEXT = /^ +[[(]?\d{2,4}[-/.:]\d/;

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "(": ")", "<": ">", "{": "}" };
/** The first one in a text; with blanks around it, it is one even inside of words. Two blanks are one unless they pad the name, or an event before its pairs. */
const DELIMITER = / (?:-|\||::?|—|–|»|›|>|│) |: |\|| {2}(?! *(?:[-:—–»›>│|[({]|[A-Za-z_][\w.-]*=|$))/;
const MOST_WORDS = 3;

type Make = (is: FieldKind, to: number, more?: Partial<Token>) => Token;

function nameToken(line: string, from: number, end: number, before: string, token: Make): Token | null {
  const closing = CLOSING[before.at(-1) ?? ""];
  if (closing !== undefined) {
    const to = nameAt(line, from, end, closing);
    return to > 0 ? token("name", to, { until: closing }) : null;
  }
  if (before === ":" || (before === "" && /^[\w.]+:\S/.test(line.slice(from, from + 60)))) {
    const to = nameAt(line, from, end, ":");
    if (to > 0 && /^[\w.\-]+$/.test(line.slice(from, to))) return token("name", to, { until: ":" });
  }
  const strong = nearestDelimiter(line, from, end);
  if (strong) return token("name", strong.to, { until: strong.until });
  const word = nameAt(line, from, end, " ");
  if (word < 0 || word >= end) return null;
  const bracket = line.slice(from, word).search(/[[(]/);
  if (bracket > 0) return token("name", from + bracket, { until: line[from + bracket]!, strong: false });
  return token("name", word, { until: " ", strong: false });
}

function nearestDelimiter(line: string, from: number, end: number): { readonly to: number; readonly until: string } | null {
  const text = line.slice(from, Math.min(end, from + LONGEST_NAME));
  const found = DELIMITER.exec(text);
  if (!found || found.index === 0) return null;
  // Names may be padded: `bot.main      | text`.
  const name = text.slice(0, found.index).trimEnd();
  return name.split(/\s+/).length <= MOST_WORDS && !/[=,;"'!?]|\.\s/.test(name) ? { to: from + found.index, until: found[0] } : null;
}
