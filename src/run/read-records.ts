import { ENVELOPES } from "./formats/envelope.ts";
import { parseObject } from "./formats/envelope.ts";
import { DAY } from "./formats/clock.ts";
import { continuesRecord, traceState } from "./formats/continuation.ts";
import type { TraceState } from "./formats/continuation.ts";
import type { Format } from "./formats/format.ts";
import { logfmtValues } from "./formats/format.ts";
import { partsOfJson } from "./formats/json-line.ts";
import type { Parts } from "./formats/json-line.ts";
import { splitPairs, splitTrailingJson } from "./formats/key-values.ts";
import { matchAt, matched } from "./formats/match.ts";
import type { Starts } from "./formats/starts.ts";
import type { LogRecord } from "./record.ts";

/** `understood`: the record's prefix was. */
export type RecordSink = (record: LogRecord, understood: boolean) => void;

const LONGEST_MESSAGE = 64 * 1024;
/** Of processes whose lines are interleaved, so many may each have a record that is still going on. */
const MOST_OPEN = 64;

/** A record that later lines may continue. */
interface Open {
  readonly line: number;
  endLine: number;
  readonly parts: Parts;
  more: string[] | null;
  length: number;
  state: TraceState;
  readonly understood: boolean;
}

export interface Reading {
  readonly file: string;
  readonly format: Format;
  readonly starts: Starts;
}

/** The records of a text that begins with a record. @returns how many lines it has. `floating` times count days from 0. */
export function readRecords(text: string, { file, format, starts }: Reading, sink: RecordSink): number {
  const reader = new RecordReader(file, format, starts, sink);
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf("\n", from);
    const end = newline < 0 ? text.length : newline;
    reader.line(text, from, end, ++line);
    from = end + 1;
  }
  reader.end();
  return line;
}

const NO_PROCESS = "";

class RecordReader {
  readonly #open = new Map<string, Open>();
  #last: Open | null = null;
  readonly #prefixed: boolean;
  #dayStart = 0;
  #clockBefore = 0;
  readonly #places = new Map<string, NonNullable<Parts["printedAt"]>>();
  readonly #file: string;
  readonly #format: Format;
  readonly #starts: Starts;
  readonly #sink: RecordSink;

  constructor(file: string, format: Format, starts: Starts, sink: RecordSink) {
    this.#file = file;
    this.#format = format;
    this.#starts = starts;
    this.#sink = sink;
    this.#prefixed = format.grammars.length > 0 || format.objects !== null;
  }

  line(text: string, from: number, end: number, line: number): void {
    const { envelope, reference } = this.#format;
    if (envelope === null) {
      const parts = this.#partsAt(text, from, end);
      if (parts) this.#begin(NO_PROCESS, parts, line, true);
      else this.#loose(NO_PROCESS, text.slice(from, end), line, null);
      return;
    }
    const whole = text.slice(from, end);
    const outer = ENVELOPES[envelope](whole, reference);
    if (!outer) return this.#loose(NO_PROCESS, whole, line, null);
    const parts = this.#partsAt(outer.text, 0, outer.text.length);
    const { time, level, process } = outer;
    if (!parts) return this.#loose(process ?? NO_PROCESS, outer.text, line, { time, level, process });
    this.#begin(process ?? NO_PROCESS, { ...parts, time: parts.time !== null && !this.#format.floating ? parts.time : time, level: parts.level ?? level, process: process ?? parts.process }, line, true);
  }

  end(): void {
    for (const open of [...this.#open.values()].sort((a, b) => a.line - b.line)) this.#flush(open);
    if (this.#last) this.#flush(this.#last);
  }

  #partsAt(text: string, from: number, end: number): Parts | null {
    const { grammars, objects, reference } = this.#format;
    if (objects !== null && from < end) {
      const line = text.slice(from, end);
      const values = objects === "json" ? parseObject(line) : logfmtValues(line);
      const parts = values && partsOfJson(values, reference);
      if (parts) return parts;
    }
    for (let i = 0; i < grammars.length; i++) {
      const at = matchAt(text, from, end, grammars[i]!, reference);
      if (at >= 0) return this.#matchedParts(text, at, end);
    }
    return null;
  }

  #matchedParts(text: string, at: number, end: number): Parts {
    const { ends } = this.#format;
    const message = text.slice(at, end);
    const split = ends === null ? null : ends === "json" ? splitTrailingJson(message) : splitPairs(message);
    const { nameFrom, nameTo, numberFrom, numberTo, level } = matched;
    return {
      time: matched.time >= 0 ? this.#timed(matched.time) : null, level: level === 0 ? null : level,
      logger: nameFrom < 0 ? null : text.slice(nameFrom, nameTo).trimEnd(),
      printedAt: matched.siteFrom < 0 ? null : this.#place(text.slice(matched.siteFrom, matched.siteTo)),
      message: split ? split.message : message, fields: split ? split.fields : null,
      process: numberFrom < 0 ? null : text.slice(numberFrom, numberTo),
    };
  }

  /** A clock without dates that falls back by more than half a day began a new day. */
  #timed(time: number): number {
    if (!this.#format.floating) return time;
    if (time < this.#clockBefore - DAY / 2) this.#dayStart += DAY;
    this.#clockBefore = time;
    return this.#dayStart + time;
  }

  /** Sites are few and lines are many: one object for each site. */
  #place(text: string): NonNullable<Parts["printedAt"]> {
    const known = this.#places.get(text);
    if (known) return known;
    const line = text.lastIndexOf(":");
    const between = text.lastIndexOf(":", line - 1);
    // A slice would keep the whole block in memory.
    const own = Buffer.from(text.slice(0, line)).toString();
    const place = { module: between < 0 ? own : own.slice(0, between), fn: between < 0 ? null : own.slice(between + 1), line: Number(text.slice(line + 1)) };
    if (this.#places.size > 5000) this.#places.clear();
    this.#places.set(Buffer.from(text).toString(), place);
    return place;
  }

  #begin(process: string, parts: Parts, line: number, understood: boolean): void {
    const before = this.#format.envelope === null ? this.#last : this.#open.get(process);
    if (before) this.#flush(before);
    const inTrace = understood && !parts.message.includes("Traceback (most") ? 0 : traceState(parts.message, 0);
    const open: Open = { line, endLine: line, parts, more: null, length: parts.message.length, state: inTrace, understood };
    if (this.#format.envelope === null) this.#last = open;
    else {
      this.#open.delete(process);
      this.#open.set(process, open);
      if (this.#open.size > MOST_OPEN) this.#flushOldest();
    }
  }

  #flushOldest(): void {
    const [process, oldest] = this.#open.entries().next().value!;
    this.#open.delete(process);
    this.#flush(oldest);
  }

  #loose(process: string, text: string, line: number, outer: Pick<Parts, "time" | "level" | "process"> | null): void {
    const open = this.#format.envelope === null ? this.#last : this.#open.get(process);
    if (open && continuesRecord(text, open.state, this.#prefixed) && !(open.state === 0 && this.#starts(text, 0))) {
      open.endLine = line;
      open.state = traceState(text, open.state);
      if (open.length > LONGEST_MESSAGE) return;
      open.length += text.length + 1;
      (open.more ??= []).push(text);
      return;
    }
    if (text.trim() === "") return;
    const parts: Parts = { time: null, level: null, logger: null, printedAt: null, fields: null, process: null, ...outer, message: text };
    this.#begin(process, parts, line, !this.#prefixed);
  }

  #flush({ line, endLine, parts, more, understood }: Open): void {
    const whole = more ? `${parts.message}\n${more.join("\n")}`.trimEnd() : parts.message;
    const message = whole.length > LONGEST_MESSAGE ? whole.slice(0, LONGEST_MESSAGE) : whole;
    this.#sink({ file: this.#file, line, endLine, time: parts.time, level: parts.level, logger: parts.logger, printedAt: parts.printedAt, message, fields: parts.fields, process: parts.process }, understood);
  }
}
