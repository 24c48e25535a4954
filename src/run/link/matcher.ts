import { appendTo } from "../../sdk/append.ts";
import type { LogPattern } from "../log-pattern.ts";
import { ownText } from "../own-text.ts";
import { fitsBytes, Unsure, Yes } from "../quiet/byte-forms.ts";
import { unitsIn } from "../quiet/utf8-units.ts";
import type { LogRecord } from "../record.ts";
import { formsOf, type Form } from "./forms.ts";
import { fits, Spans } from "./matching.ts";
import { WordIndex } from "./word-index.ts";

/** The call that printed a message; several where the text alone does not tell which. */
export interface Match {
  readonly form: Form;
  /** Every pattern that might have printed it, the one of `form` included; one where it is certain. */
  readonly patterns: readonly number[];
}

/** No call of the bot prints such a text. */
export const NOBODY = -1;
/** Only `match` tells. */
export const UNSURE = -2;

/** A text that says so much is told apart from what other code would print. */
const SURE = 6;
/** With the formatter or the logger naming the same place, so much is enough. */
const AGREED = 3;
/** A formatter that rounds levels (SUCCESS, NOTICE) is still the same level. */
const SAME_LEVEL = 5;

/** Brings messages to the logging calls of the bot. Made once per thread. */
export class Matcher {
  readonly #patterns: readonly LogPattern[];
  readonly #index: WordIndex;
  /** Messages without a hole or a word: rules and boxes. */
  readonly #exact = new Map<string, Form[]>();
  readonly #exactLengths = new Set<number>();
  /** Forms that say too little by themselves, by the function that prints them. */
  readonly #quiet = new Map<string, Form[]>();
  readonly #placed = new WeakMap<Place, Map<number, number>>();
  /** Patterns whose call, or whose helper's call, spans a line: files are told apart afterwards. */
  readonly #byLine = new Map<number, number[]>();
  readonly #files: readonly string[];
  readonly #onLine = new WeakMap<Place, Match | "several">();
  /** The whole message of each pattern. */
  readonly #whole = new Map<number, Form>();
  readonly #loggerFiles = new Map<string, ReadonlySet<string>>();
  /** The pattern of a logging call itself, by its place. */
  readonly #own = new Map<string, number>();
  readonly spans = new Spans();

  constructor(patterns: readonly LogPattern[]) {
    this.#patterns = patterns;
    patterns.forEach(({ at, printedBy }, i) => {
      if (at.file === printedBy.file && at.line === printedBy.line && !this.#own.has(placeOf(printedBy))) this.#own.set(placeOf(printedBy), i);
    });
    patterns.forEach((one, i) => this.#addLines(one, i));
    this.#files = [...new Set(patterns.map((one) => one.printedBy.file))];
    const forms = patterns.flatMap((one, i) => formsOf(one, i));
    for (const one of forms) if (!this.#whole.has(one.pattern)) this.#whole.set(one.pattern, one);
    this.#index = new WordIndex(forms.filter((one) => one.score >= AGREED));
    for (const one of this.#index.wordless) if (one.holes.length === 0) this.#addExact(one);
    for (const one of forms) {
      if (one.score >= AGREED) continue;
      if (one.holes.length === 0) this.#addExact(one);
      const fn = patterns[one.pattern]!.printedBy.fn;
      this.#quiet.set(fn, [...(this.#quiet.get(fn) ?? []), one]);
    }
  }

  #addLines({ at, printedBy }: LogPattern, index: number): void {
    const lines = new Set<number>();
    for (const [from, to] of [[printedBy.line, printedBy.endLine], [at.line, at.endLine ?? at.line]] as const) for (let line = from; line <= Math.min(to, from + MOST_SPANNED); line++) lines.add(line);
    for (const line of lines) {
      appendTo(this.#byLine, line, index);
    }
  }

  #addExact(form: Form): void {
    const text = form.literals[0]!;
    if (text.length < 2) return;
    this.#exact.set(text, [...(this.#exact.get(text) ?? []), form]);
    this.#exactLengths.add(text.length);
  }

  /** Who printed the text; afterwards `spans` holds where the values lie. */
  match(record: LogRecord, text: string): Match | null {
    const direct = record.printedAt === null ? null : this.#direct(record.printedAt, record, text);
    if (direct) return direct;
    let best: Form | null = null;
    let bestRank = -1;
    let tied: number[] | null = null;
    const consider = (forms: readonly Form[]): void => {
      for (let i = 0; i < forms.length; i++) {
        const form = forms[i]!;
        if (form === best) continue;
        const rank = this.#rank(record, form, text);
        if (rank < 0 || rank < bestRank) continue;
        if (rank > bestRank) {
          [best, bestRank, tied] = [form, rank, null];
        } else if (form.pattern !== best!.pattern) (tied ??= [best!.pattern]).push(form.pattern);
      }
    };
    consider(this.#index.candidates(text));
    if (best === null && this.#exactLengths.has(text.length)) consider(this.#exact.get(text) ?? []);
    const fn = record.printedAt?.fn;
    if (fn && (best === null || bestRank < LINE)) consider(this.#quiet.get(fn) ?? []);
    if (best === null) return null;
    fits(best, text, this.spans);
    return { form: best, patterns: tied ? this.#different(tied) : [(best as Form).pattern] };
  }

  /** The formatter names a line on which one call stands, and the text is that call's: most lines of loguru end here. */
  #direct(place: Place, record: LogRecord, text: string): Match | null {
    const known = this.#there(place);
    return known === "several" || !fits(known.form, text, this.spans) || !this.#sameLevel(record, known.form) ? null : known;
  }

  #there(place: Place): Match | "several" {
    let known = this.#onLine.get(place);
    if (known === undefined) {
      const there = place.line === null ? [] : (this.#byLine.get(place.line) ?? []).filter((i) => placeAgrees(place, this.#patterns[i]!) === SameLine);
      known = there.length === 1 ? { form: this.#whole.get(there[0]!)!, patterns: there } : "several";
      this.#onLine.set(place, known);
    }
    return known;
  }

  #sameLevel(record: LogRecord, form: Form): boolean {
    const { level } = this.#patterns[form.pattern]!;
    return record.level === null || level === null || Math.abs(record.level - level) <= SAME_LEVEL;
  }

  /** The one call on the line that the formatter names, if it can print lines of this level. */
  soleAt(record: LogRecord): Form | null {
    const known = record.printedAt === null ? "several" : this.#there(record.printedAt);
    return known === "several" || !this.#sameLevel(record, known.form) ? null : known.form;
  }

  /**
   * The pattern of a record of one line by the bytes of its trimmed text: what `match` says, but for what takes more to tell.
   * `sole`: as of `soleAt`.
   * @returns a pattern, NOBODY or UNSURE.
   */
  patternOf(record: LogRecord, sole: Form | null, bytes: Uint8Array, from: number, to: number): number {
    if (sole !== null) {
      const fitting = fitsBytes(sole, bytes, from, to);
      if (fitting !== 0) return fitting === Yes ? sole.pattern : UNSURE;
    }
    const forms = this.#index.candidatesIn(bytes, from, to);
    if (forms === null) return UNSURE;
    let [best, bestRank] = [NOBODY, -1];
    for (let i = 0; i < forms.length; i++) {
      const form = forms[i]!;
      if (!this.#sameLevel(record, form)) continue;
      const fitting = fitsBytes(form, bytes, from, to);
      if (fitting === Unsure) return UNSURE;
      const rank = fitting === Yes ? this.#rankOfFitting(record, form) : -1;
      if (rank < 0 || rank < bestRank) continue;
      if (rank === bestRank && form.pattern !== best) return UNSURE;
      [best, bestRank] = [form.pattern, rank];
    }
    const fn = record.printedAt?.fn;
    if (fn && bestRank < LINE && this.#quiet.has(fn)) return UNSURE;
    return best === NOBODY && this.#exactLengths.has(unitsIn(bytes, from, to)) ? UNSURE : best;
  }

  /** Several ways of one call to read are one call; of several callers of one helper only the helper is certain. */
  #different(patterns: readonly number[]): readonly number[] {
    const printing = placeOf(this.#patterns[patterns[0]!]!.printedBy);
    const helper = patterns.every((one) => placeOf(this.#patterns[one]!.printedBy) === printing) ? this.#own.get(printing) : undefined;
    if (helper !== undefined) return [helper];
    const calls = new Map<string, number>();
    for (const one of patterns) {
      const { at } = this.#patterns[one]!;
      const key = `${at.file}:${at.line}:${at.endLine ?? 0}`;
      if (!calls.has(key)) calls.set(key, one);
    }
    return [...calls.values()];
  }

  /** -1: it is not that form. Higher is surer. */
  #rank(record: LogRecord, form: Form, text: string): number {
    return this.#sameLevel(record, form) && fits(form, text, this.spans) ? this.#rankOfFitting(record, form) : -1;
  }

  #rankOfFitting(record: LogRecord, form: Form): number {
    const pattern = this.#patterns[form.pattern]!;
    const place = record.printedAt ? this.#placeAgrees(record.printedAt, form.pattern) : Unknown;
    if (place === Elsewhere) return -1;
    const logger = record.logger !== null && this.#filesOf(record.logger).has(pattern.printedBy.file);
    const { score } = form;
    const sure = score >= SURE || form.holes.length === 0;
    if (!sure && place !== SameLine && !(score >= AGREED && (place === SameFunction || logger))) return -1;
    const level = record.level !== null && pattern.level !== null ? 1 : 0;
    const lead = form.indented === (record.message.charCodeAt(0) === 10) ? 1 : 0;
    return (place === SameLine ? LINE : 0) + (logger && sure ? 1e6 : 0) + score * 1e3 + (place === SameFunction ? 100 : 0) + (logger ? 10 : 0) + level + lead;
  }

  /** Readers hand out one object for each place, so each place is compared with a pattern once. */
  #placeAgrees(place: Place, pattern: number): number {
    let known = this.#placed.get(place);
    if (!known) this.#placed.set(place, (known = new Map()));
    let agrees = known.get(pattern);
    if (agrees === undefined) known.set(pattern, (agrees = placeAgrees(place, this.#patterns[pattern]!)));
    return agrees;
  }

  /** Files whose module a logger is named after. */
  #filesOf(logger: string): ReadonlySet<string> {
    let known = this.#loggerFiles.get(logger);
    if (!known) {
      if (this.#loggerFiles.size >= MOST_LOGGERS) return NO_FILES;
      known = new Set(this.#files.filter((one) => isModule(one, logger)));
      this.#loggerFiles.set(ownText(logger), known);
    }
    return known;
  }
}

const placeOf = ({ file, line, endLine }: LogPattern["printedBy"]): string => `${file}:${line}:${endLine}`;

const LINE = 1e9;
/** Loggers are few; a log that names a new one on each line gains nothing by it. */
const MOST_LOGGERS = 1000;
const NO_FILES: ReadonlySet<string> = new Set();
/** Lines of one call. */
const MOST_SPANNED = 100;

const Elsewhere = 0;
const Unknown = 1;
const SameFunction = 2;
const SameLine = 3;

type Place = NonNullable<LogRecord["printedAt"]>;

function placeAgrees({ module, fn, line }: Place, pattern: LogPattern): number {
  const { printedBy } = pattern;
  const isHelper = pattern.at.line !== printedBy.line || pattern.at.file !== printedBy.file;
  const inFile = module === "__main__" || module === "" || isModule(printedBy.file, module);
  const caller = pattern.fn.slice(pattern.fn.lastIndexOf(":") + 1);
  const ownName = caller.slice(caller.lastIndexOf(".") + 1);
  // `stacklevel` and `opt(depth=1)` name the helper's caller.
  const inCaller = isHelper && isModule(pattern.at.file, module) && (fn === null || fn === ownName);
  if (!inFile && !inCaller) return namedApart(module, fn, line, printedBy);
  if (fn !== null && fn !== printedBy.fn && !inCaller) return Elsewhere;
  if (line !== null && ((line >= printedBy.line && line <= printedBy.endLine) || (inCaller && line >= pattern.at.line && line <= (pattern.at.endLine ?? pattern.at.line)))) return SameLine;
  return fn === null ? Unknown : SameFunction;
}

/**
 * A place that begins with no module of the bot's: `%(funcName)s:%(lineno)d`, `%(name)s.%(funcName)s:%(lineno)d`, a logger with a
 * name of its own before the function. The same function at the same line is the place; at the same line alone it may be.
 */
function namedApart(module: string, fn: string | null, line: number | null, printedBy: LogPattern["printedBy"]): number {
  if (line === null || line < printedBy.line || line > printedBy.endLine) return Elsewhere;
  if ((fn ?? module.slice(module.lastIndexOf(".") + 1)) === printedBy.fn) return SameLine;
  return fn === null && !/\.\w{1,3}$/.test(module) ? Unknown : Elsewhere;
}

/** `bot.trading_bot`, `trading_bot.py`, `src/bot/trading_bot.py` and the file src/bot/trading_bot.py. */
function isModule(file: string, module: string): boolean {
  const path = module.replace(/\.(py|ts|js)$/, "").replaceAll(/[\\/]/g, ".");
  const own = file.replace(/\.(py|ts|js)$/, "").replace(/\/__init__$/, "").replaceAll("/", ".");
  return own === path || own.endsWith(`.${path}`) || path.endsWith(`.${own}`);
}

/** The same, but a library's module that ends like a file of the bot (`ccxt.base.exchange`, exchange.py) is none. */
export const isWholeModule = (file: string, module: string): boolean => isModule(file, module) && module.split(".").length <= file.split("/").length;
