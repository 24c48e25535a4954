/** What a value is, as far as its bytes show it without being parsed. */
export const Nothing = 0;
export const Text = 1;
export const NumberValue = 2;
export const Flag = 3;
export const Nested = 4;

/** Of the value that was scanned last: what it is, and where a text's characters lie. */
export const scanned = { kind: Nothing as number, from: 0, to: 0 };

/** Deeper ones are left to the parser. */
const DEEPEST = 6;

/** @returns behind the value; -1 where it is none, or is one that only a parser reads (escapes, control characters). */
export function valueEnd(bytes: Uint8Array, from: number, depth = 0): number {
  const first = bytes[from]!;
  if (first === 34) return textEnd(bytes, from);
  if (first === 45 || (first >= 48 && first <= 57)) return numberEnd(bytes, from);
  if (first === 123 || first === 91) return depth < DEEPEST ? nestedEnd(bytes, from, depth) : -1;
  const flag = first === 116 ? "true" : first === 102 ? "false" : first === 110 ? "null" : "";
  for (let i = 0; i < flag.length; i++) if (bytes[from + i] !== flag.charCodeAt(i)) return -1;
  scanned.kind = first === 110 ? Nothing : Flag;
  scanned.from = from;
  return flag === "" ? -1 : (scanned.to = from + flag.length);
}

function textEnd(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  for (; bytes[at] !== 34; at++) {
    const byte = bytes[at];
    if (byte === undefined || byte < 32 || byte === 92) return -1;
  }
  scanned.kind = at === from + 1 ? Nothing : Text;
  scanned.from = from + 1;
  scanned.to = at;
  return at + 1;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

function numberEnd(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 45 ? from + 1 : from;
  if (!isDigit(bytes[at])) return -1;
  if (bytes[at] === 48) at++;
  else at = digitsEnd(bytes, at);
  if (bytes[at] === 46) {
    if (!isDigit(bytes[at + 1])) return -1;
    at = digitsEnd(bytes, at + 1);
  }
  if (bytes[at] === 101 || bytes[at] === 69) {
    at += bytes[at + 1] === 43 || bytes[at + 1] === 45 ? 2 : 1;
    if (!isDigit(bytes[at])) return -1;
    at = digitsEnd(bytes, at);
  }
  scanned.kind = NumberValue;
  scanned.from = from;
  scanned.to = at;
  return at;
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at])) at++;
  return at;
}

function nestedEnd(bytes: Uint8Array, from: number, depth: number): number {
  const object = bytes[from] === 123;
  const close = object ? 125 : 93;
  let at = blanksEnd(bytes, from + 1);
  if (bytes[at] !== close) {
    for (;;) {
      if (object) {
        at = bytes[at] === 34 ? blanksEnd(bytes, textEnd(bytes, at)) : -1;
        if (at < 0 || bytes[at] !== 58) return -1;
        at = blanksEnd(bytes, at + 1);
      }
      at = blanksEnd(bytes, valueEnd(bytes, at, depth + 1));
      if (at < 0) return -1;
      if (bytes[at] === close) break;
      if (bytes[at] !== 44) return -1;
      at = blanksEnd(bytes, at + 1);
    }
  }
  scanned.kind = Nested;
  scanned.from = from;
  return (scanned.to = at + 1);
}

/** -1 stays -1. */
export function blanksEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at >= 0 && bytes[at] === 32) at++;
  return at;
}
