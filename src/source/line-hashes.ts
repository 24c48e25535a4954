/**
 * Texts as sets of line hashes: equal texts are found by one number, similar ones by a sketch (the smallest hashes, a
 * bottom-k MinHash), and how similar two texts are is counted exactly. Blank lines, comment lines, blanks and line ends do
 * not count.
 */
import type { Language } from "./bot.ts";

export interface LineHashes {
  /** Of each line of code, in order. */
  readonly lines: Int32Array;
  /** Of all of them in order. */
  readonly whole: string;
}

const HASH = 35;
const SLASH = 47;
const STAR = 42;
const isComment = (first: number, language: Language): boolean => (language === "python" ? first === HASH : first === SLASH || first === STAR);

/** Of the first `most` lines of code, or of all. */
export function hashLines(text: string, language: Language, most = Infinity): LineHashes {
  const lines: number[] = [];
  let hash = 0x811c9dc5;
  let start = 0;
  let first = 0x9e3779b9;
  let second = 0x85ebca6b;
  const end = text.length;
  for (let i = 0; i <= end && lines.length < most; i++) {
    const code = i < end ? text.charCodeAt(i) : 10;
    if (code === 10) {
      if (start > 0) {
        lines.push(hash | 0);
        first = Math.imul(first ^ hash, 0x01000193);
        second = Math.imul(second + hash, 0xc2b2ae35) ^ (second >>> 15);
      }
      hash = 0x811c9dc5;
      start = 0;
    } else if (code !== 32 && code !== 9 && code !== 13) {
      if (start === 0) {
        start = code;
        if (isComment(code, language)) {
          const next = text.indexOf("\n", i);
          i = (next < 0 ? end : next) - 1;
          start = 0;
          continue;
        }
      }
      hash = Math.imul(hash ^ code, 0x01000193);
    }
  }
  return { lines: Int32Array.from(lines), whole: `${lines.length}:${first >>> 0}:${second >>> 0}` };
}

const SKETCH = 16;

/** The smallest distinct hashes, scrambled so that they are a fair sample. */
export function sketch({ lines }: LineHashes): number[] {
  const scrambled = new Set<number>();
  for (const line of lines) scrambled.add(scramble(line));
  return [...scrambled].sort((a, b) => a - b).slice(0, SKETCH);
}

function scramble(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (once ^ (once >>> 13)) >>> 0;
}

/** Common lines as a share of all, each line as often as it stands: 0 to 1. */
export function similarity(a: LineHashes, b: LineHashes): number {
  const counts = new Map<number, number>();
  for (const line of a.lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of b.lines) {
    const left = counts.get(line) ?? 0;
    if (left === 0) continue;
    counts.set(line, left - 1);
    common++;
  }
  const all = a.lines.length + b.lines.length;
  return all === 0 ? 1 : (2 * common) / all;
}
