import { highHalf, lowHalf, unit, unitAt } from "../quiet/utf8-units.ts";
import type { Worded } from "./wordings.ts";

/** What the texts of a shape say; a second sum of the shape instead of its text. */
interface Known {
  readonly check: number;
  readonly says: readonly Worded[];
}

/** Texts of one shape (the same but for their numbers and ids) say the same: many lines, few shapes. */
export class Shapes {
  readonly #known = new Map<number, Known>();
  readonly #units = new Uint16Array(LONGEST);
  #hash = 0;
  #check = 0;

  of(text: string, find: (text: string) => readonly Worded[]): readonly Worded[] {
    const end = Math.min(text.length, LONGEST);
    for (let i = 0; i < end; i++) this.#units[i] = text.charCodeAt(i);
    const known = this.#look(end);
    if (known) return known.says;
    const says = find(text);
    if (this.#known.size >= MOST_SHAPES) this.#known.clear();
    this.#known.set(this.#hash, { check: this.#check, says });
    return says;
  }

  /** The same for a text in UTF-8, if it has a shape that was asked for before; else null. */
  knownIn(bytes: Uint8Array, from: number, to: number): readonly Worded[] | null {
    const end = this.#fill(bytes, from, to);
    return end < 0 ? null : (this.#look(end)?.says ?? null);
  }

  /** @returns how many units, -1 where only the text tells. */
  #fill(bytes: Uint8Array, from: number, to: number): number {
    const units = this.#units;
    let end = 0;
    for (let at = from; at < to && end < LONGEST; ) {
      const byte = bytes[at]!;
      if (byte < 128) {
        units[end++] = byte;
        at++;
        continue;
      }
      if (!unitAt(bytes, at, to)) return -1;
      at = unit.next;
      if (unit.code < 0x10000) units[end++] = unit.code;
      else {
        units[end++] = highHalf(unit.code);
        if (end < LONGEST) units[end++] = lowHalf(unit.code);
      }
    }
    return end;
  }

  #look(end: number): Known | undefined {
    this.#sumUp(end);
    const known = this.#known.get(this.#hash);
    return known?.check === this.#check ? known : undefined;
  }

  #sumUp(end: number): void {
    const units = this.#units;
    let [hash, check] = [0x811c9dc5 | 0, 17];
    // As they were before the word that is being read.
    let [hashBefore, checkBefore, start] = [hash, check, -1];
    let digits = false;
    for (let i = 0; i < end; i++) {
      const code = units[i]!;
      const digit = code >= 48 && code <= 57;
      if (!digit && !isLetter(code)) start = -1;
      else if (start < 0) [start, hashBefore, checkBefore] = [i, hash, check];
      if (digit && digits) continue;
      const idTo = digit ? idEnd(units, start, i, end) : -1;
      if (idTo > 0) {
        [hash, check] = [hashBefore, checkBefore];
        i = idTo - 1;
      }
      digits = digit;
      const shown = digit ? 48 : code;
      hash = Math.imul(hash ^ shown, 16777619);
      check = (Math.imul(check, 31) + shown) | 0;
    }
    this.#hash = hash;
    this.#check = check;
  }
}

const LONGEST = 400;
const MOST_SHAPES = 50_000;
/** Shorter words with digits have a meaning: tp1, 15m, sl2. */
const SHORTEST_ID = 8;

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Where the word from `start`, whose first digit stands at `at`, ends if it is an id: long, with several digits. -1 if it is none. */
function idEnd(units: Uint16Array, start: number, at: number, end: number): number {
  let to = at;
  let digits = 0;
  for (; to < end; to++) {
    const code = units[to]!;
    if (code >= 48 && code <= 57) digits++;
    else if (!isLetter(code)) break;
  }
  return digits > 1 && to - start >= SHORTEST_ID ? to : -1;
}
