import { isWord } from "../formats/field-at.ts";
import type { matched } from "../formats/match.ts";
import type { LogRecord } from "../record.ts";
import { ownText } from "../own-text.ts";
import { TimeLayout } from "./time-layout.ts";

/** What lines with one prefix, but for the digits of their time, have in common. */
export interface Template<T> {
  /** What stands between the time and the message. */
  readonly tail: Uint8Array;
  readonly known: T;
  readonly next: Template<T> | null;
}

/** What may go on a time: AM, PM, the name of a zone. */
const GOES_ON = new Set([..."ZUGMAPap"].map((one) => one.charCodeAt(0)));
/** Enough to tell whether it does. */
const LONGEST_SUFFIX = 6;

const SLOTS = 4096;
const MOST = 4096;
const HASHED = 48;
const STRIDE = 3;

/**
 * Prefixes of one source that were read once, so that the next lines with the same ones are known by comparing bytes. Only of the
 * grammar that is tried first: no other can read such a line.
 */
export class LineTemplates<T> {
  /** What stands before the time; null before the first line. */
  #head: Uint8Array | null = null;
  readonly #layout = new TimeLayout();
  #slots: (Template<T> | undefined)[] = Array.from({ length: SLOTS });
  #all: Template<T>[] = [];
  /** Of the shortest tail; of so many bytes some are hashed. */
  #least = HASHED;
  readonly #padded: boolean;
  /** Of the line that was recognised last: where its message starts, and its time, NaN for none. */
  message = 0;
  time = NaN;

  constructor(padded: boolean) {
    this.#padded = padded;
  }

  recognise(bytes: Uint8Array, from: number, end: number): Template<T> | null {
    const head = this.#head;
    if (head === null) return null;
    const { length } = this.#layout;
    const at = from + head.length;
    const tail = at + length;
    if (tail + this.#least > end) return null;
    for (let i = 0; i < head.length; i++) if (bytes[from + i] !== head[i]) return null;
    if (length > 0) {
      if (!this.#layout.read(bytes, at)) return null;
      this.time = this.#layout.time;
    }
    for (let one = this.#slots[this.#slot(bytes, tail)]; one; one = one.next ?? undefined) {
      if (!startsWith(bytes, tail, end, one.tail)) continue;
      this.message = tail + one.tail.length;
      return this.#padded && this.message < end && bytes[this.message]! <= 32 ? null : one;
    }
    return null;
  }

  #slot(bytes: Uint8Array, from: number): number {
    let hash = 17;
    const end = from + this.#least;
    for (let i = from; i < end; i += STRIDE) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    return (hash ^ (hash >>> 15)) & (SLOTS - 1);
  }

  /**
   * A line whose prefix was read by the first grammar: `read` tells where its time lies, `message` where its message starts, both in
   * characters from the line's start.
   */
  learn(bytes: Uint8Array, from: number, message: number, read: typeof matched, time: number | null, known: () => T): void {
    if (read.times > 1 || message < 2) return;
    for (let i = 0; i < message; i++) if (bytes[from + i]! >= 128) return;
    // What is behind the prefix must not change how it is read.
    if (isWord(bytes[from + message - 1]!)) return;
    this.time = NaN;
    const [start, end] = read.times === 0 ? [0, 0] : [read.timeFrom, read.timeTo];
    if (message <= end || !this.#agrees(bytes, from, start) || !this.#layout.learn(bytes, from + start, from + end, time)) return;
    this.#head ??= copied(bytes, from, from + start);
    if (end > 0 && (isWord(bytes[from + end]!) || !isOver(bytes, from + end, from + message))) return;
    if (this.#all.length >= MOST) return;
    const tail = copied(bytes, from + end, from + message);
    if (tail.length < this.#least) this.#rehash(tail.length);
    const slot = this.#slot(bytes, from + end);
    for (let one = this.#slots[slot]; one; one = one.next ?? undefined) if (one.tail.length === tail.length && startsWith(tail, 0, tail.length, one.tail)) return;
    this.#put({ tail, known: known(), next: null }, slot);
  }

  /** What stands before the time is the same in each line. */
  #agrees(bytes: Uint8Array, from: number, start: number): boolean {
    const head = this.#head;
    return head === null || (head.length === start && startsWith(bytes, from, from + start, head));
  }

  #put(template: Template<T>, slot: number): void {
    const put = { ...template, next: this.#slots[slot] ?? null };
    this.#slots[slot] = put;
    this.#all.push(put);
  }

  #rehash(least: number): void {
    const all = this.#all;
    this.#least = least;
    this.#slots = Array.from({ length: SLOTS });
    this.#all = [];
    for (const one of all) this.#put(one, this.#slot(one.tail, 0));
  }
}

/** The block's memory is filled again; `slice` of a Buffer would be a view of it. */
const copied = (bytes: Uint8Array, from: number, to: number): Uint8Array => new Uint8Array(bytes.subarray(from, to));

function startsWith(bytes: Uint8Array, from: number, end: number, start: Uint8Array): boolean {
  if (from + start.length > end) return false;
  for (let i = 0; i < start.length; i++) if (bytes[from + i] !== start[i]) return false;
  return true;
}

/** Whether the prefix itself says that the time has ended: behind a blank, a zone or half of the day may follow. */
function isOver(bytes: Uint8Array, from: number, message: number): boolean {
  const next = bytes[from] === 32 ? from + 1 : from;
  const sign = bytes[next] === 43 || bytes[next] === 45;
  if (sign) return next + 1 < message && !isWord(bytes[next + 1]!);
  return next + (GOES_ON.has(bytes[next]!) ? LONGEST_SUFFIX : 0) < message;
}

/** A record of which only the prefix is known. */
export const prefixOf = ({ file, level, logger, printedAt, process }: LogRecord): LogRecord =>
  ({ file, line: 0, endLine: 0, time: null, level, logger: logger === null ? null : ownText(logger), printedAt, message: "", fields: null, process });
