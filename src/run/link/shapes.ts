import type { Worded } from "./wordings.ts";

/** Texts of one shape (the same but for their numbers and ids) say the same: many lines, few shapes. */
export class Shapes {
  readonly #known = new Map<number, { readonly check: number; readonly says: readonly Worded[] }>();

  of(text: string, find: (text: string) => readonly Worded[]): readonly Worded[] {
    let [hash, check] = [0x811c9dc5 | 0, 17];
    // As they were before the word that is being read.
    let [hashBefore, checkBefore, start] = [hash, check, -1];
    let digits = false;
    const end = Math.min(text.length, 400);
    for (let i = 0; i < end; i++) {
      const code = text.charCodeAt(i);
      const digit = code >= 48 && code <= 57;
      if (!digit && !isLetter(code)) start = -1;
      else if (start < 0) [start, hashBefore, checkBefore] = [i, hash, check];
      if (digit && digits) continue;
      const idTo = digit ? idEnd(text, start, i, end) : -1;
      if (idTo > 0) {
        [hash, check] = [hashBefore, checkBefore];
        i = idTo - 1;
      }
      digits = digit;
      const shown = digit ? 48 : code;
      hash = Math.imul(hash ^ shown, 16777619);
      check = (Math.imul(check, 31) + shown) | 0;
    }
    const known = this.#known.get(hash);
    if (known && known.check === check) return known.says;
    const says = find(text);
    if (this.#known.size >= MOST_SHAPES) this.#known.clear();
    this.#known.set(hash, { check, says });
    return says;
  }
}

const MOST_SHAPES = 50_000;
/** Shorter words with digits have a meaning: tp1, 15m, sl2. */
const SHORTEST_ID = 8;

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Where the word from `start`, whose first digit stands at `at`, ends if it is an id: long, with several digits. -1 if it is none. */
function idEnd(text: string, start: number, at: number, end: number): number {
  let to = at;
  let digits = 0;
  for (; to < end; to++) {
    const code = text.charCodeAt(to);
    if (code >= 48 && code <= 57) digits++;
    else if (!isLetter(code)) break;
  }
  return digits > 1 && to - start >= SHORTEST_ID ? to : -1;
}
