import { timeOf } from "../formats/json-line.ts";
import { liesAt } from "./byte-forms.ts";

/** `{"log":"text\n","stream":"stderr","time":"2026-11-23T03:17:59.123456789Z"}`: as Docker's json-file writes each line. */
const START = Buffer.from('{"log":"');
const STREAM = Buffer.from('","stream":"');
const TIME = Buffer.from('","time":"');
const END = Buffer.from('"}');

/** Shorter than any piece of a line that Docker cut, in bytes. */
const WHOLE = 4096;
const BACKSLASH = 92;
const QUOTE = 34;

const ESCAPED = new Uint8Array(128);
for (const [letter, byte] of [['"', 34], ["\\", 92], ["/", 47], ["t", 9]] as const) ESCAPED[letter.charCodeAt(0)] = byte;

/** What a container printed, where each line of a block is whole and all of them are of one stream. */
export class DockerLines {
  #into = Buffer.alloc(0);
  #times = new Int32Array(0);
  /** Behind the text that was read last. */
  #end = 0;

  /** @returns the lines as they were printed, good until the next block; null where only the text tells. */
  unwrap(bytes: Buffer): Buffer | null {
    if (this.#into.length < bytes.length) [this.#into, this.#times] = [Buffer.alloc(bytes.length), new Int32Array(bytes.length)];
    let [to, line, streamAt, streamLength] = [0, 0, -1, 0];
    for (let at = 0; at < bytes.length; ) {
      if (!liesAt(bytes, at, START)) return null;
      const text = this.#text(bytes, at + START.length, to);
      if (text < 0 || !liesAt(bytes, text, STREAM)) return null;
      const stream = text + STREAM.length;
      const streamEnd = bytes.indexOf(QUOTE, stream);
      if (streamAt < 0) [streamAt, streamLength] = [stream, streamEnd - stream];
      else if (streamEnd - stream !== streamLength || bytes.compare(bytes, streamAt, streamAt + streamLength, stream, streamEnd) !== 0) return null;
      if (streamEnd < 0 || !liesAt(bytes, streamEnd, TIME)) return null;
      const time = streamEnd + TIME.length;
      const timeEnd = bytes.indexOf(QUOTE, time);
      if (timeEnd < 0 || timeEnd - time > 40 || !liesAt(bytes, timeEnd, END)) return null;
      if (bytes.subarray(stream, timeEnd).includes(BACKSLASH)) return null;
      const end = timeEnd + END.length;
      if (end < bytes.length && bytes[end] !== 10) return null;
      this.#times[line++] = time;
      to = this.#end;
      at = end + 1;
    }
    return this.#into.subarray(0, to);
  }

  /** When Docker took a line of that block; lines count from 1. */
  timeOf(bytes: Buffer, line: number, reference: number): number | null {
    const from = this.#times[line - 1]!;
    return timeOf(bytes.toString("latin1", from, bytes.indexOf(QUOTE, from)), reference);
  }

  /** Puts the text to the others. @returns where its quotation mark is, -1 where it is no line of its own. */
  #text(bytes: Buffer, from: number, start: number): number {
    const into = this.#into;
    let to = start;
    for (let at = from; ; at++) {
      const byte = bytes[at];
      if (byte === undefined || byte < 32) return -1;
      if (byte === QUOTE) return this.#over(to - start < WHOLE ? to : -1, at);
      if (byte !== BACKSLASH) {
        into[to++] = byte;
        continue;
      }
      const letter = bytes[++at]!;
      if (letter === 110 || letter === 114) return this.#over(to, newlineEnd(bytes, at, letter));
      const plain = letter === 117 ? asciiOf(bytes, at + 1) : (ESCAPED[letter] ?? 0);
      if (plain === 0) return -1;
      if (letter === 117) at += 4;
      into[to++] = plain;
    }
  }

  #over(to: number, quote: number): number {
    if (to < 0 || quote < 0) return -1;
    this.#into[to] = 10;
    this.#end = to + 1;
    return quote;
  }
}

/** Behind the letter of `\n`, or of `\r` before one: the quotation mark there. */
function newlineEnd(bytes: Buffer, at: number, letter: number): number {
  const last = letter === 114 ? at + 2 : at;
  if (letter === 114 && (bytes[at + 1] !== BACKSLASH || bytes[last] !== 110)) return -1;
  return bytes[last + 1] === QUOTE ? last + 1 : -1;
}

/** Of `001b`; 0 for what is not ASCII, ends a line or is nothing. */
function asciiOf(bytes: Buffer, from: number): number {
  if (bytes[from] !== 48 || bytes[from + 1] !== 48) return 0;
  const code = hex(bytes[from + 2]!) * 16 + hex(bytes[from + 3]!);
  return code >= 128 || code === 10 || code === 13 || !(code > 0) ? 0 : code;
}

const hex = (byte: number): number => (byte >= 48 && byte <= 57 ? byte - 48 : byte >= 97 && byte <= 102 ? byte - 87 : byte >= 65 && byte <= 70 ? byte - 55 : NaN);
