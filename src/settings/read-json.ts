/** JSON with what people put into it all the same: comments, commas at the end, single quotes, bare keys, NaN. Keeps lines. */
import { DEEPEST, MOST_VALUES, lineCounter, type Reading, type Tree } from "./tree.ts";

interface Cursor {
  readonly text: string;
  readonly lineOf: (offset: number) => number;
  at: number;
  left: number;
}

class Fault extends Error {}

/** Blanks and comments, matched from where the cursor stands. */
const GAP = /(?:[\s\ufeff]+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const WORD = /[^\s,:[\]{}"'/#]+/y;

export function readJson(text: string): Reading {
  const cursor: Cursor = { text, lineOf: lineCounter(text), at: 0, left: MOST_VALUES };
  try {
    const tree = value(cursor, 0);
    gap(cursor);
    if (cursor.at < text.length) throw new Fault("something stands behind the value");
    return { tree, problems: [] };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { tree: null, problems: [{ line: cursor.lineOf(cursor.at), why: error.message }] };
  }
}

function gap(cursor: Cursor): void {
  GAP.lastIndex = cursor.at;
  GAP.test(cursor.text);
  cursor.at = GAP.lastIndex;
}

function value(cursor: Cursor, depth: number): Tree {
  gap(cursor);
  if (depth > DEEPEST) throw new Fault(`values nest deeper than ${DEEPEST}`);
  if (--cursor.left < 0) throw new Fault(`more than ${MOST_VALUES} values`);
  const line = cursor.lineOf(cursor.at);
  const character = cursor.text[cursor.at];
  if (character === "{") return { kind: "map", line, entries: entries(cursor, depth) };
  if (character === "[") return { kind: "list", line, items: items(cursor, depth) };
  if (character === '"' || character === "'") return { kind: "scalar", line, value: quoted(cursor) };
  return { kind: "scalar", line, value: bare(word(cursor)) };
}

/** Steps over `character` if it comes next. */
function take(cursor: Cursor, character: string): boolean {
  gap(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at++;
  return true;
}

function items(cursor: Cursor, depth: number): Tree[] {
  cursor.at++;
  const all: Tree[] = [];
  while (!take(cursor, "]")) {
    all.push(value(cursor, depth + 1));
    if (!take(cursor, ",") && cursor.text[cursor.at] !== "]") throw new Fault("a comma or ] is missing");
  }
  return all;
}

function entries(cursor: Cursor, depth: number): (readonly [string, Tree])[] {
  cursor.at++;
  const all: (readonly [string, Tree])[] = [];
  while (!take(cursor, "}")) {
    const line = cursor.lineOf(cursor.at);
    const character = cursor.text[cursor.at];
    const key = character === '"' || character === "'" ? quoted(cursor) : word(cursor);
    if (!take(cursor, ":")) throw new Fault("a colon is missing");
    all.push([key, { ...value(cursor, depth + 1), line }]);
    if (!take(cursor, ",") && cursor.text[cursor.at] !== "}") throw new Fault("a comma or } is missing");
  }
  return all;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function quoted(cursor: Cursor): string {
  const { text } = cursor;
  const quote = text[cursor.at]!;
  let end = cursor.at + 1;
  while (end < text.length && text[end] !== quote && text[end] !== "\n") end += text[end] === "\\" ? 2 : 1;
  if (text[end] !== quote) throw new Fault("a text is not closed on its line");
  const raw = text.slice(cursor.at + 1, end);
  cursor.at = end + 1;
  return raw.includes("\\") ? raw.replace(/\\(?:u([\da-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, letter: string) => (code ? String.fromCharCode(parseInt(code, 16)) : (ESCAPES[letter] ?? letter))) : raw;
}

function word(cursor: Cursor): string {
  WORD.lastIndex = cursor.at;
  const found = WORD.exec(cursor.text)?.[0];
  if (found === undefined) throw new Fault(cursor.at >= cursor.text.length ? "the file ends in the middle of a value" : `${JSON.stringify(cursor.text[cursor.at])} does not belong here`);
  cursor.at += found.length;
  return found;
}

function bare(written: string): null | boolean | number | string {
  if (written === "true") return true;
  if (written === "false") return false;
  if (written === "null" || written === "undefined") return null;
  if (/^[-+]?(?:NaN|Infinity)$/.test(written)) return written;
  if (/^[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|0[xX][\da-fA-F]+)$/.test(written)) return Number(written);
  throw new Fault(`${JSON.stringify(written.slice(0, 40))} is no value`);
}
