import { LIBRARY_LOGGERS } from "../knowledge/library-lines.ts";
import type { Classified, Told } from "./classified.ts";
import type { RunEventKind } from "./event.ts";
import type { KnownCode } from "./known-code.ts";
import { FramePlaces } from "./link/frames.ts";
import type { Form } from "./link/forms.ts";
import { isWholeModule, Matcher, NOBODY, UNSURE, type Match } from "./link/matcher.ts";
import { Shapes } from "./link/shapes.ts";
import { stateEvent } from "./link/order-states.ts";
import { beforeException, exceptionsIn, showsException } from "./link/tracebacks.ts";
import { toldOf, withCounts } from "./link/told.ts";
import { toldException } from "./link/told-exceptions.ts";
import { pairsOf, reasonIn, valuesBeside, valuesOf } from "./link/values.ts";
import { runtimeWarning, worded, type Worded } from "./link/wordings.ts";
import type { LogPattern } from "./log-pattern.ts";
import { ownText } from "./own-text.ts";
import { isBlank } from "./quiet/pair-bytes.ts";
import type { LogRecord } from "./record.ts";

/** `full`: kinds of which enough events were kept; they are only counted, so what they carry need not be found out. */
export type Classifier = (record: LogRecord, full: ReadonlySet<RunEventKind>) => Classified;

/** Brings records to the logging calls that printed them, and tells what happened in them. Made once per thread, then fast. */
export function classifier(code: KnownCode): { readonly classify: Classifier; readonly quiet: QuietLines } {
  const reader = new Reader(code);
  return { classify: (record, full) => reader.read(record, full), quiet: reader };
}

/** What is known of records by their prefix. */
export interface KnownPrefix {
  /** A record without its text. */
  readonly record: LogRecord;
  readonly logger: "library" | "maybe" | "bot";
  /** The call on the line that the prefix names. */
  readonly sole: Form | null;
}

/** Most lines of a log tell nothing: which ones, their bytes say, without a record being made for each. */
export interface QuietLines {
  known(record: LogRecord): KnownPrefix;
  /**
   * What `classify` says of a record of one line whose message is those bytes of UTF-8; null where that takes a closer look.
   */
  quiet(prefix: KnownPrefix, bytes: Uint8Array, from: number, to: number, full: ReadonlySet<RunEventKind>): Classified | null;
}

interface KnownPattern {
  readonly events: readonly Worded[];
  readonly text: string;
  /** Nothing happens in its lines: one answer for all of them. */
  readonly quiet: Classified | null;
  /** The same for lines whose events are known from the pattern alone, without what they carry. */
  readonly counted: Classified | null;
  /** The same, but for the reasons of skips, which are counted each. */
  readonly reasoned: boolean;
  /** Its message is a hole, or nearly: what it says stands in the line alone. */
  readonly blank: boolean;
}

const FOREIGN: Classified = { pattern: null, by: "library", events: [], traceback: null };
const UNKNOWN: Classified = { pattern: null, by: "bot", events: [], traceback: null };
/** Kinds that must be looked into even if they are only counted: a reason is counted too, a metric without a number is none. */
const LOOKED_INTO: ReadonlySet<RunEventKind> = new Set(["skip", "metric", "memory"]);
const LITTLE_TEXT = 8;
/** Loggers are few; a log that names a new one on each line gains nothing by it. */
const MOST_LOGGERS = 1000;
const WARNING = 30;

class Reader implements QuietLines {
  readonly #matcher: Matcher;
  readonly #places: FramePlaces;
  readonly #patterns: readonly KnownPattern[];
  readonly #shapes = new Shapes();
  readonly #loggers = new Map<string, "library" | "maybe" | "bot">();
  readonly #code: KnownCode;

  constructor(code: KnownCode) {
    this.#code = code;
    this.#matcher = new Matcher(code.patterns);
    this.#places = new FramePlaces(code.files);
    this.#patterns = code.patterns.map((one, i) => known(one, i));
  }

  read(record: LogRecord, full: ReadonlySet<RunEventKind>): Classified {
    const found = withCounts(this.#read(record, full), record);
    // An error that the bot tells in a line of its own, with no traceback behind it.
    const told = found.traceback === null && (record.level ?? WARNING) >= WARNING ? toldException(record.message) : null;
    return told && !found.events.some((one) => one.kind === "exception") ? { ...found, events: [...found.events, { kind: "exception", fields: told }] } : found;
  }

  known(record: LogRecord): KnownPrefix {
    return { record, logger: record.logger === null ? "bot" : this.#kindOf(record.logger), sole: this.#matcher.soleAt(record) };
  }

  quiet({ record, logger, sole }: KnownPrefix, bytes: Uint8Array, from: number, to: number, full: ReadonlySet<RunEventKind>): Classified | null {
    // Errors may be told in any words.
    if ((record.level ?? WARNING) >= WARNING) return null;
    if (logger === "library") return FOREIGN;
    const start = trimmedStart(bytes, from, to);
    const end = trimmedEnd(bytes, start, to);
    if (start === end || mayBeBlank(bytes, start, end)) return null;
    const printed = this.#matcher.patternOf(record, sole, bytes, start, end);
    if (printed === UNSURE) return null;
    if (printed === NOBODY) return logger === "bot" ? this.#saidIn(bytes, from, to, full) : FOREIGN;
    const pattern = this.#patterns[printed]!;
    return pattern.quiet ?? (full.size > 0 && pattern.counted && pattern.events.every(({ kind }) => full.has(kind)) ? pattern.counted : null);
  }

  #read(record: LogRecord, full: ReadonlySet<RunEventKind>): Classified {
    const { message } = record;
    const several = message.includes("\n");
    const failed = (several || record.fields !== null) && (showsException(message) || (record.fields !== null && Object.values(record.fields).some(showsException)));
    const head = failed ? beforeException(message) : message;
    const logger = record.logger === null ? "bot" : this.#kindOf(record.logger);
    const match = logger === "library" ? null : this.#match(record, head, several);
    if (match && match.patterns.length === 1) {
      const pattern = this.#patterns[match.patterns[0]!]!;
      if (!failed && pattern.quiet) return pattern.quiet;
      if (!failed && full.size > 0 && pattern.counted && pattern.events.every(({ kind }) => full.has(kind))) return pattern.counted;
      if (!failed && pattern.reasoned && pattern.events.every(({ kind }) => full.has(kind))) {
        const reason = reasonIn(match.form, this.#matcher.spans, head.trim());
        if (reason !== null) return { pattern: match.patterns[0]!, by: "bot", events: pattern.events.map(({ kind }) => ({ kind, fields: kind === "skip" ? { reason } : {} })), traceback: null };
      }
      return this.#linked(record, match, pattern, head, failed);
    }
    return this.#unlinked(record, match, head, failed, logger);
  }

  /** The whole message; else its first line, where what follows it was only printed next. */
  #match(record: LogRecord, head: string, several: boolean): Match | null {
    const text = head.trim();
    const found = this.#matcher.match(record, text);
    if (found || !several) return found;
    const line = text.indexOf("\n");
    return line < 0 ? null : this.#matcher.match(record, text.slice(0, line).trimEnd());
  }

  #linked(record: LogRecord, match: Match, pattern: KnownPattern, head: string, failed: boolean): Classified {
    const text = head.trim();
    const values = valuesOf(match.form, this.#matcher.spans, text);
    const all = record.fields ? [...values, ...valuesBeside(record.fields)] : values;
    const says = pattern.blank ? this.#said(text) : pattern.events;
    const state = stateEvent(pattern.text, all);
    const events = toldOf(state && !says.some((one) => one.kind === state) ? [...says, { kind: state, name: null }] : says, all, text);
    return this.#done(record, match.patterns[0]!, "bot", events, failed);
  }

  #unlinked(record: LogRecord, match: Match | null, head: string, failed: boolean, logger: "library" | "maybe" | "bot"): Classified {
    const warning = (record.level ?? WARNING) >= WARNING ? runtimeWarning(record.message) : null;
    const foreign = match === null && (logger !== "bot" || warning !== null || (head.trim() === "" && failed));
    if (warning !== null) return this.#done(record, null, foreign ? "library" : "bot", [{ kind: "runtime-warning", fields: { name: warning } }], failed);
    if (foreign) return failed ? this.#done(record, null, "library", [], failed) : FOREIGN;
    // Calls that would print the same line say the same, or nothing is said.
    const says = match ? shared(match.patterns.map((one) => this.#patterns[one]!.events)) : this.#said(head);
    if (says.length === 0 && !failed) return UNKNOWN;
    const values = [...pairsOf(head), ...(record.fields ? valuesBeside(record.fields) : [])];
    return this.#done(record, null, "bot", toldOf(says, values, head), failed);
  }

  /** As of `quiet`, of a text that none of the bot's calls prints. */
  #saidIn(bytes: Uint8Array, from: number, to: number, full: ReadonlySet<RunEventKind>): Classified | null {
    const says = this.#shapes.knownIn(bytes, from, to);
    if (says === null || says.length === 0) return says && UNKNOWN;
    if (!says.every(({ kind }) => full.has(kind) && !LOOKED_INTO.has(kind))) return null;
    return { ...UNKNOWN, events: says.map(({ kind }) => ({ kind, fields: {} })) };
  }

  #said(text: string): readonly Worded[] {
    return this.#shapes.of(text, worded);
  }

  #done(record: LogRecord, pattern: number | null, by: Classified["by"], events: readonly Told[], failed: boolean): Classified {
    if (!failed) return { pattern, by, events, traceback: null };
    const source = showsException(record.message) ? record.message : (Object.values(record.fields ?? {}).find(showsException) ?? "");
    // The last one printed is the one that got out; its causes stand before it.
    const shown = exceptionsIn(source).at(-1);
    if (!shown) return { pattern, by, events, traceback: null };
    const fields = { exception: shown.exception, message: shown.message };
    const traceback = { exception: shown.exception, message: shown.message, frames: shown.frames.map((one) => this.#places.frameOf(one)) };
    return { pattern, by, events: [...events, { kind: "exception", fields }], traceback };
  }

  #kindOf(logger: string): "library" | "maybe" | "bot" {
    let kind = this.#loggers.get(logger);
    if (kind) return kind;
    const [first] = logger.split(".");
    const library = LIBRARY_LOGGERS.has(first!);
    const own = library && this.#loggers.size < MOST_LOGGERS && this.#code.files.some((one) => isWholeModule(one.file, logger));
    kind = own || !library ? "bot" : logger.includes(".") || SURELY_LIBRARY.has(logger) ? "library" : "maybe";
    if (this.#loggers.size < MOST_LOGGERS) this.#loggers.set(ownText(logger), kind);
    return kind;
  }
}

function trimmedStart(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(bytes[at]!)) at++;
  return at;
}

function trimmedEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(bytes[at - 1]!)) at--;
  return at;
}

/** Beyond ASCII are blanks too: U+00A0, U+2003, U+3000, U+FEFF. */
function mayBeBlank(bytes: Uint8Array, from: number, to: number): boolean {
  let last = to - 1;
  while (last > from && (bytes[last]! & 0xc0) === 0x80) last--;
  return BLANK_LEADS.has(bytes[from]!) || BLANK_LEADS.has(bytes[last]!);
}
const BLANK_LEADS = new Set([0xc2, 0xe1, 0xe2, 0xe3, 0xef]);

/** One-word loggers that no bot names its own. */
const SURELY_LIBRARY: ReadonlySet<string> = new Set(["asyncio", "httpx", "urllib3", "werkzeug", "aiohttp", "websockets", "apscheduler"]);

function known(pattern: LogPattern, index: number): KnownPattern {
  const text = pattern.pieces.map((one) => (typeof one === "string" ? one : "{}")).join("");
  const letters = pattern.pieces.reduce((sum, one) => sum + (typeof one === "string" ? (one.match(/[\p{L}]/gu)?.length ?? 0) : 0), 0);
  const names = pattern.events.length > 0 ? worded(text) : [];
  const events = pattern.events.map((kind) => ({ kind, name: pattern.names?.[kind] ?? names.find((one) => one.kind === kind)?.name ?? null }));
  const blank = events.length === 0 && letters < LITTLE_TEXT;
  const certain = !blank && !mayTellState(pattern, text);
  const quiet = events.length === 0 && certain;
  // Reasons of skips are counted each.
  const reasoned = certain && events.some(({ kind }) => kind === "skip");
  const counted = events.length > 0 && certain && !reasoned;
  return { events, text, blank, reasoned, quiet: quiet ? { pattern: index, by: "bot", events: [], traceback: null } : null,
    counted: counted ? { pattern: index, by: "bot", events: events.map(({ kind }) => ({ kind, fields: {} })), traceback: null } : null,
  };
}

const mayTellState = (pattern: LogPattern, text: string): boolean =>
  /order|ордер/i.test(text) && (/(state|status)/i.test(text) || pattern.pieces.some((one) => typeof one !== "string" && /(state|status)$/.test(one.words)));

function shared(all: readonly (readonly Worded[])[]): readonly Worded[] {
  const [first = [], ...rest] = all;
  return first.filter((one) => rest.every((each) => each.some((other) => other.kind === one.kind)));
}
