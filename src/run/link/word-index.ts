import { appendTo } from "../../sdk/append.ts";
import { highHalf, lowHalf, unit, unitAt } from "../quiet/utf8-units.ts";
import type { Form } from "./forms.ts";

/** Words further than this into a message are not looked at. */
const MOST_SCANNED = 4096;

/**
 * Finds the forms that a message may have: each form stands under the rarest whole word of its literals, and the words of a
 * message are looked up by their hashes while they are scanned once.
 */
export class WordIndex {
  #hashes: Int32Array;
  #lists: (readonly Form[] | undefined)[];
  #mask: number;
  /** Forms without a whole word: rules of dashes, a sign between two holes. */
  readonly wordless: readonly Form[];
  readonly #found: Form[] = [];

  constructor(forms: readonly Form[]) {
    const words = forms.map(wholeWords);
    const frequency = new Map<string, number>();
    for (const own of words) for (const word of own) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    const byWord = new Map<string, Form[]>();
    const wordless: Form[] = [];
    forms.forEach((form, i) => {
      const word = rarest(words[i]!, frequency);
      if (word === null) return void wordless.push(form);
      appendTo(byWord, word, form);
    });
    this.wordless = wordless;
    const size = 1 << Math.max(6, Math.ceil(Math.log2(byWord.size * 4 + 1)));
    this.#mask = size - 1;
    this.#hashes = new Int32Array(size);
    this.#lists = Array.from({ length: size });
    for (const [word, list] of byWord) this.#put(hashOf(word), list);
  }

  /** Two words of one hash share a place: the match itself tells them apart. */
  #put(hash: number, list: readonly Form[]): void {
    let at = hash & this.#mask;
    while (this.#lists[at] && this.#hashes[at] !== hash) at = (at + 1) & this.#mask;
    this.#hashes[at] = hash;
    this.#lists[at] = [...(this.#lists[at] ?? []), ...list];
  }

  /** Forms whose word stands in the text; the array is used again by the next call. */
  candidates(text: string): readonly Form[] {
    const found = this.#found;
    found.length = 0;
    const end = Math.min(text.length, MOST_SCANNED);
    let hash = SEED;
    let inside = false;
    for (let i = 0; i <= end; i++) {
      const code = i < end ? text.charCodeAt(i) : 32;
      if (isWord(code)) {
        hash = Math.imul(hash ^ code, PRIME);
        inside = true;
      } else if (inside) {
        this.#look(hash, found);
        hash = SEED;
        inside = false;
      }
    }
    return found;
  }

  /** The same for a text in UTF-8; null where only its characters tell. */
  candidatesIn(bytes: Uint8Array, from: number, to: number): readonly Form[] | null {
    if (to - from > MOST_SCANNED) return null;
    const found = this.#found;
    found.length = 0;
    let hash = SEED;
    let inside = false;
    for (let i = from; i < to; i++) {
      const code = bytes[i]!;
      if (code >= 128) {
        if (!unitAt(bytes, i, to)) return null;
        hash = withUnit(hash, unit.code);
        i = unit.next - 1;
        inside = true;
      } else if (WORD_BYTES[code] === 1) {
        hash = Math.imul(hash ^ code, PRIME);
        inside = true;
      } else if (inside) {
        this.#look(hash, found);
        hash = SEED;
        inside = false;
      }
    }
    if (inside) this.#look(hash, found);
    return found;
  }

  #look(hash: number, found: Form[]): void {
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const list = this.#lists[at];
      if (!list) return;
      if (this.#hashes[at] !== hash) continue;
      for (let i = 0; i < list.length; i++) found.push(list[i]!);
      return;
    }
  }
}

const withUnit = (hash: number, code: number): number =>
  code < 0x10000 ? Math.imul(hash ^ code, PRIME) : Math.imul(Math.imul(hash ^ highHalf(code), PRIME) ^ lowHalf(code), PRIME);

const SEED = 0x811c9dc5 | 0;
const PRIME = 16777619;

/** Letters and digits of ASCII, the underscore, and everything beyond ASCII, emoji included. */
const isWord = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || code >= 128;

const WORD_BYTES = Uint8Array.from({ length: 128 }, (_, code) => (isWord(code) ? 1 : 0));

function hashOf(word: string): number {
  let hash = SEED;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return hash;
}

/** Words of the literals that no hole can run into. */
function wholeWords(form: Form): string[] {
  const last = form.literals.length - 1;
  return form.literals.flatMap((literal, i) => {
    const words: string[] = [];
    let from = -1;
    for (let at = 0; at <= literal.length; at++) {
      if (at < literal.length && isWord(literal.charCodeAt(at))) {
        if (from < 0) from = at;
        continue;
      }
      const open = (from === 0 && i > 0) || (at === literal.length && (i < last || form.open));
      if (from >= 0 && !open) words.push(literal.slice(from, at));
      from = -1;
    }
    return words;
  });
}

function rarest(words: readonly string[], frequency: ReadonlyMap<string, number>): string | null {
  let best: string | null = null;
  for (const word of words) {
    if (best === null || frequency.get(word)! < frequency.get(best)! || (frequency.get(word) === frequency.get(best) && word.length > best.length)) best = word;
  }
  return best;
}
