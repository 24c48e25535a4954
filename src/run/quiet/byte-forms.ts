import { Anything, Numeric, type Form } from "../link/forms.ts";

/** What can be said of a text by its bytes alone. */
export const No = 0;
export const Yes = 1;
/** Only its characters tell. */
export const Unsure = -1;

/** Whether bytes are a text that the form prints; the same answer as that of `fits`, or none. */
export function fitsBytes({ bytes: literals, kinds, open }: Form, bytes: Uint8Array, from: number, to: number): number {
  const holes = literals.length - 1;
  const first = literals[0]!;
  // Behind the message only values follow.
  if (open) return holes > 0 ? Unsure : liesAt(bytes, from, first) && from + first.length <= to && (from + first.length === to || bytes[from + first.length]! <= 32) ? Yes : No;
  if (to - from < first.length || !liesAt(bytes, from, first)) return No;
  if (holes === 0) return to - from === first.length ? Yes : No;
  const last = literals[holes]!;
  const end = to - last.length;
  if (end < from || !liesAt(bytes, end, last) || end < from + first.length) return No;
  return holdsBetween(literals, kinds, bytes, from + first.length, end);
}

/** Literals are looked for from the left; where a hole would then hold what it cannot, they may lie elsewhere. */
function holdsBetween(literals: readonly Uint8Array[], kinds: readonly number[], bytes: Uint8Array, from: number, end: number): number {
  const holes = literals.length - 1;
  let at = from;
  for (let i = 1; i <= holes; i++) {
    const literal = literals[i]!;
    const found = i === holes ? end : indexOf(bytes, at, end, literal);
    if (found < at) return holes > 1 && isConstrained(kinds) ? Unsure : No;
    const kind = kinds[i - 1]!;
    if (kind !== Anything) {
      const holds = kind === Numeric ? isNumber(bytes, at, found) : isToken(bytes, at, found);
      if (holds !== Yes) return holes > 1 ? Unsure : holds;
    }
    at = found + literal.length;
  }
  return Yes;
}

function isConstrained(kinds: readonly number[]): boolean {
  for (let i = 0; i < kinds.length; i++) if (kinds[i] !== Anything) return true;
  return false;
}

export function liesAt(bytes: Uint8Array, at: number, literal: Uint8Array): boolean {
  for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal[i]) return false;
  return true;
}

/** Where the literal lies between the two places; -1 where it does not. */
function indexOf(bytes: Uint8Array, from: number, to: number, literal: Uint8Array): number {
  const first = literal[0];
  const most = to - literal.length;
  if (first === undefined) return from;
  for (let at = from; at <= most; at++) if (bytes[at] === first && liesAt(bytes, at, literal)) return at;
  return -1;
}

const MOST = 40;

function isNumber(bytes: Uint8Array, from: number, to: number): number {
  if (to - from > MOST) return Unsure;
  let digits = 0;
  for (let i = from; i < to; i++) {
    const code = bytes[i]!;
    if (code >= 48 && code <= 57) digits++;
    else if (code !== 46 && code !== 44 && code !== 43 && code !== 45 && code !== 32 && code !== 37 && code !== 95 && code !== 101 && code !== 69) return Unsure;
  }
  return digits > 0 ? Yes : No;
}

function isToken(bytes: Uint8Array, from: number, to: number): number {
  let [start, end] = [from, to];
  while (start < end && bytes[start] === 32) start++;
  while (end > start && bytes[end - 1] === 32) end--;
  if (end - start > MOST) return Unsure;
  for (let i = start; i < end; i++) if (bytes[i]! <= 32) return No;
  return Yes;
}
