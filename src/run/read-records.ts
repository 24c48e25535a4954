import type { BlockText } from "./block-text.ts";
import { ENVELOPES } from "./formats/envelope.ts";
import { parseObject } from "./formats/envelope.ts";
import type { Unwrapped } from "./formats/envelope.ts";
import { DAY } from "./formats/clock.ts";
import { continuesAnything, continuesRecord, traceState } from "./formats/continuation.ts";
import type { TraceState } from "./formats/continuation.ts";
import type { Format } from "./formats/format.ts";
import { level, levelAt } from "./formats/field-at.ts";
import { logfmtValues, PLACE_AT_END } from "./formats/format.ts";
import { partsOfJson } from "./formats/json-line.ts";
import type { Parts } from "./formats/json-line.ts";
import { splitPairs, splitTrailingJson } from "./formats/key-values.ts";
import { matchAt, matched } from "./formats/match.ts";
import type { Starts } from "./formats/starts.ts";
import type { Places } from "./formats/places.ts";
import type { LogRecord } from "./record.ts";

/** `understood`: the record's prefix was. */
export type RecordSink = (record: LogRecord, understood: boolean) => void;

const LONGEST_MESSAGE = 64 * 1024;
/** Of processes whose lines are interleaved, so many may each have a record that is still going on. */
const MOST_OPEN = 64;

/** A record that later lines may continue: one object from the line to the classifier, because there are millions. */
export type Open = { -readonly [K in keyof LogRecord]: LogRecord[K] } & {
  more: string[] | null;
  length: number;
  /** Null while nothing asked for it. */
  state: TraceState | null;
  readonly understood: boolean;
};

export interface Reading {
  readonly file: string;
  readonly format: Format;
  readonly starts: Starts;
  readonly places: Places;
  /** Of lines that were taken out of an envelope already: the envelope's time. */
  readonly timeAround: ((line: number) => number | null) | null;
}

export interface ReadLines {
  readonly lines: number;
  /** Lines in a log with prefixes that have none and that nothing marks as the continuation of another. */
  readonly strange: number;
}

/** The records of a text that begins with a record. `floating` times count days from 0. */
export function readRecords({ text, foreign }: BlockText, reading: Reading, sink: RecordSink): ReadLines {
  const reader = new RecordReader(reading, sink);
  let line = 0;
  let next = 0;
  let apart = foreign[0]?.from ?? -1;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf("\n", from);
    const end = newline < 0 ? text.length : newline;
    line++;
    if (from === apart) {
      const own = foreign[next]!.line;
      reader.line(own, 0, own.length, line);
      apart = foreign[++next]?.from ?? -1;
    } else reader.line(text, from, end, line);
    from = end + 1;
  }
  reader.end();
  return { lines: line, strange: reader.strange };
}

const ONLY_CHANNEL = "";

export class RecordReader {
  readonly #open = new Map<string, Open>();
  /** Lines of which not all pieces came yet. */
  readonly #pieces = new Map<string, { readonly outer: Unwrapped; readonly text: string; readonly line: number }>();
  #last: Open | null = null;
  strange = 0;
  /** Of the line that was read last: where its message starts, if the first grammar read it; else -1. */
  prefixEnd = -1;
  readonly #prefixed: boolean;
  #dayStart = 0;
  #clockBefore = 0;
  #lastTime = NaN;
  #levelColumn = 0;
  readonly #file: string;
  readonly #format: Format;
  readonly #starts: Starts;
  readonly #places: Places;
  readonly #timeAround: Reading["timeAround"];
  readonly #sink: RecordSink;

  constructor({ file, format, starts, places, timeAround }: Reading, sink: RecordSink) {
    this.#file = file;
    this.#format = format;
    this.#starts = starts;
    this.#places = places;
    this.#timeAround = timeAround;
    this.#sink = sink;
    this.#prefixed = (format.grammars.length > 0 || format.objects !== null) && !format.mixed;
  }

  line(text: string, from: number, end: number, line: number): void {
    if (this.#format.envelope !== null) return this.#enveloped(this.#format.envelope, text.slice(from, end), line);
    const open = this.#openAt(text, from, end, line);
    if (!open) return this.#loose(ONLY_CHANNEL, text.slice(from, end), line, null);
    if (this.#last) this.#flush(this.#last);
    this.#last = open;
  }

  #enveloped(envelope: NonNullable<Format["envelope"]>, whole: string, line: number): void {
    const outer = ENVELOPES[envelope](whole, this.#format.reference);
    if (!outer) return this.#loose(ONLY_CHANNEL, whole, line, null);
    const before = this.#pieces.get(outer.channel);
    if (!before && !outer.goesOn) return this.#unwrapped(outer, line, line);
    const text = before && before.text.length > LONGEST_MESSAGE ? before.text : (before?.text ?? "") + outer.text;
    const joined = { ...(before ?? { outer, line }), text };
    if (outer.goesOn) return void this.#pieces.set(outer.channel, joined);
    this.#pieces.delete(outer.channel);
    this.#unwrapped({ ...joined.outer, text }, joined.line, line);
  }

  #unwrapped(outer: Unwrapped, line: number, last: number): void {
    const open = this.#openAt(outer.text, 0, outer.text.length, line);
    if (!open) return this.#loose(outer.channel, outer.text, last, outer);
    open.endLine = last;
    // A time of day alone says less than the envelope's date.
    if (open.time === null || open.time < DAY) open.time = outer.time ?? open.time;
    open.level ??= outer.level;
    open.process = outer.process ?? open.process;
    this.#begin(outer.channel, open);
  }

  /** The record that a line of its own begins, whoever holds it; null where it begins none. */
  opened(text: string, line: number): Open | null {
    const open = this.#openAt(text, 0, text.length, line);
    if (open && this.#timeAround && (open.time === null || open.time < DAY)) open.time = this.#timeAround(line) ?? open.time;
    return open;
  }

  /** The record that the next lines may continue; the one before is over. */
  hold(open: Open): void {
    this.over();
    this.#last = open;
  }

  over(): void {
    if (this.#last) this.#flush(this.#last);
    this.#last = null;
  }

  /** A line that `opened` did not know. */
  loose(text: string, line: number): void {
    this.#loose(ONLY_CHANNEL, text, line, this.#timeAround && { time: this.#timeAround(line), level: null, process: null });
  }

  end(): void {
    for (const { outer, text, line } of this.#pieces.values()) this.#unwrapped({ ...outer, text }, line, line);
    for (const open of [...this.#open.values()].sort((a, b) => a.line - b.line)) this.#flush(open);
    if (this.#last) this.#flush(this.#last);
  }

  /** The record that a line begins; null where its prefix is not understood. */
  #openAt(text: string, from: number, end: number, line: number): Open | null {
    const { grammars, objects, reference, ends } = this.#format;
    this.prefixEnd = -1;
    if (objects !== null && from < end) {
      const whole = text.slice(from, end);
      const values = objects === "json" ? parseObject(whole) : logfmtValues(whole);
      const parts = values && partsOfJson(values, reference);
      if (parts) return this.#opened(parts, line, true);
    }
    for (let i = 0; i < grammars.length; i++) {
      const at = matchAt(text, from, end, grammars[i]!, reference);
      if (at < 0) continue;
      this.#levelColumn = matched.levelAt - from;
      if (i === 0) this.prefixEnd = at - from;
      return this.#matched(text, at, end, line);
    }
    return ends === "place" ? this.#untimedAt(text, from, end, line) : null;
  }

  /** rich leaves the time out where it is the one of the line before; the level stands in its column. */
  #untimedAt(text: string, from: number, end: number, line: number): Open | null {
    const at = from + this.#levelColumn;
    if (this.#levelColumn <= 0 || at >= end || text.slice(from, at).trim() !== "") return null;
    const to = levelAt(text, at, end);
    if (to < 0 || text.charCodeAt(to) !== 32) return null;
    let start = to;
    while (text.charCodeAt(start) === 32) start++;
    matched.time = this.#lastTime;
    matched.level = level.value;
    matched.nameFrom = matched.numberFrom = -1;
    matched.site = "";
    return this.#matched(text, Math.min(start, end), end, line);
  }

  #matched(text: string, at: number, end: number, line: number): Open {
    const { ends } = this.#format;
    let message = text.slice(at, end);
    if (ends === "place") message = this.#withoutPlace(message);
    const split = ends === null || ends === "place" ? null : ends === "json" ? splitTrailingJson(message) : splitPairs(message);
    this.#lastTime = matched.time;
    const { nameFrom, nameTo, numberFrom, numberTo, level } = matched;
    return {
      file: this.#file, line, endLine: line,
      time: matched.time >= 0 ? this.#timed(matched.time) : null, level: level === 0 ? null : level,
      logger: nameFrom < 0 ? null : text.slice(nameFrom, nameTo).trimEnd(),
      printedAt: matched.site === "" ? null : this.#places.of(matched.site),
      message: split ? split.message : message, fields: split ? split.fields : null,
      process: numberFrom < 0 ? null : text.slice(numberFrom, numberTo),
      more: null, length: message.length, state: null, understood: true,
    };
  }

  #withoutPlace(message: string): string {
    const place = PLACE_AT_END.exec(message);
    if (!place) return message;
    matched.site = place[1]!;
    return message.slice(0, place.index);
  }

  #opened(parts: Parts, line: number, understood: boolean): Open {
    const { time, level, logger, printedAt, message, fields, process } = parts;
    return { file: this.#file, line, endLine: line, time, level, logger, printedAt, message, fields, process, more: null, length: message.length, state: null, understood };
  }

  /** A clock without dates that falls back by more than half a day began a new day. */
  #timed(time: number): number {
    if (!this.#format.floating) return time;
    if (time < this.#clockBefore - DAY / 2) this.#dayStart += DAY;
    this.#clockBefore = time;
    return this.#dayStart + time;
  }

  #begin(channel: string, open: Open): void {
    if (this.#format.envelope === null) {
      if (this.#last) this.#flush(this.#last);
      this.#last = open;
      return;
    }
    const before = this.#open.get(channel);
    if (before) {
      this.#open.delete(channel);
      this.#flush(before);
    }
    this.#open.set(channel, open);
    if (this.#open.size > MOST_OPEN) this.#flushOldest();
  }

  #flushOldest(): void {
    const [process, oldest] = this.#open.entries().next().value!;
    this.#open.delete(process);
    this.#flush(oldest);
  }

  #loose(channel: string, text: string, line: number, outer: Pick<Parts, "time" | "level" | "process"> | null): void {
    const open = this.#format.envelope === null ? this.#last : this.#open.get(channel);
    if (this.#prefixed && (!open || (open.state ?? 0) === 0) && !continuesAnything(text)) this.strange++;
    if (open && this.#continues(open, text)) {
      open.endLine = line;
      open.state = traceState(text, open.state ?? 0);
      if (open.length > LONGEST_MESSAGE) return;
      open.length += text.length + 1;
      (open.more ??= []).push(text);
      return;
    }
    if (text.trim() === "") return;
    const { time = null, level = null, process: own = null } = outer ?? {};
    // A print has the envelope's time and process.
    this.#begin(channel, this.#opened({ time, level, logger: null, printedAt: null, fields: null, process: own, message: text }, line, !this.#prefixed || outer !== null));
  }

  #continues(open: Open, text: string): boolean {
    // `logger.info(f"\n--- {x} ---")`: what a prefix stands before begins on the next line.
    if (open.understood && open.more === null && text !== "" && this.#prefixed && open.message.trim() === "") return true;
    open.state ??= traceState(open.message, 0);
    return continuesRecord(text, open.state, this.#prefixed) && !(open.state === 0 && this.#starts(text, 0));
  }

  #flush(open: Open): void {
    if (open.more) open.message = `${open.message}\n${open.more.join("\n")}`.trimEnd();
    if (open.message.length > LONGEST_MESSAGE) open.message = open.message.slice(0, LONGEST_MESSAGE);
    this.#sink(open, open.understood);
  }
}
