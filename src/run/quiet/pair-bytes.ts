import { isCounterName } from "../link/counters.ts";
import { mayShowException } from "./exception-bytes.ts";

/** As far as `splitPairs` looks. */
const WITHIN = 4000;
/** Lead bytes of characters of which some are blanks. */
const BLANK_LEADS = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 0xc2 || byte === 0xe1 || byte === 0xe2 || byte === 0xe3 || byte === 0xef ? 1 : 0));

const KEY_START = Uint8Array.from({ length: 256 }, (_, byte) => (/[A-Za-z_]/.test(String.fromCharCode(byte)) ? 1 : 0));
const KEY = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 128 && /[\w.-]/.test(String.fromCharCode(byte)) ? 1 : 0));

export const isBlank = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/** Where the message ends that `key=value` pairs follow; the same as `splitPairs` tells by the text. -1: only that tells. */
export function messageEnd(bytes: Uint8Array, from: number, to: number): number {
  if (to - from > WITHIN || mayShowException(bytes, from, to)) return -1;
  for (let at = from; at < to; at++) if (BLANK_LEADS[bytes[at]!] === 1) return -1;
  let first = firstPair(bytes, from, to);
  let counters = first < 0 ? 0 : countersIn(bytes, first, to);
  for (let looks = 0; counters < 0 && first >= 0; looks++) {
    if (looks > MOST_LOOKS) return -1;
    // The message has pairs of its own.
    first = firstPair(bytes, stoppedAt, to);
    counters = first < 0 ? 0 : countersIn(bytes, first, to);
  }
  if (first < 0) return to;
  if (counters > 1) return -1;
  let end = first;
  while (end > from && isBlank(bytes[end - 1]!)) end--;
  return end;
}

/** At the blank before a key, or at the key that the text begins with. */
function firstPair(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const blank = isBlank(bytes[at]!);
    if (!blank && at > from) continue;
    if (keyEnd(bytes, at, to) >= 0) return at;
    if (blank && keyEnd(bytes, at + 1, to) >= 0) return at;
  }
  return -1;
}

/** Behind the `=`; -1 where there is no key. */
function keyEnd(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to || KEY_START[bytes[from]!] !== 1) return -1;
  let at = from + 1;
  while (at < to && KEY[bytes[at]!] === 1) at++;
  return at < to && bytes[at] === 61 ? at + 1 : -1;
}

/** Where the last `countersIn` met something else than a pair. */
let stoppedAt = 0;
const MOST_LOOKS = 8;

/** How many of the pairs count something; -1 where not all of it is pairs. */
function countersIn(bytes: Uint8Array, from: number, to: number): number {
  let counters = 0;
  for (let at = from; at < to; ) {
    if (bytes[at] === 32) {
      at++;
      continue;
    }
    const value = keyEnd(bytes, at, to);
    const end = value < 0 ? -1 : valueEnd(bytes, value, to);
    if (end < 0) {
      stoppedAt = at;
      return -1;
    }
    if (isDigit(bytes[value]!) && isDigit(bytes[end - 1]!) && isCounterName(nameAt(bytes, at, value - 1))) counters++;
    at = end;
  }
  return counters;
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const nameAt = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1");

function valueEnd(bytes: Uint8Array, from: number, to: number): number {
  const mark = bytes[from];
  if (from < to && (mark === 34 || mark === 39)) {
    for (let at = from + 1; at < to; at++) {
      if (bytes[at] === 92) at++;
      else if (bytes[at] === mark) return at + 1;
    }
    return -1;
  }
  let at = from;
  while (at < to && !isBlank(bytes[at]!)) at++;
  return at;
}
