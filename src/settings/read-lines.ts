/** The formats of one value a line: INI as Python's configparser reads it, and .env as
 * python-dotenv does (a `#` inside of a word is part of the value). Both are all strings. */
import { MOST_VALUES, type Problem, type Reading, type Tree } from "./tree.ts";

type Entry = readonly [string, Tree];

const scalar = (line: number, value: string | null): Tree => ({ kind: "scalar", line, value });

/** Keys before the first section stand at the top. A line that starts with a blank continues the value above. */
export function readIni(text: string): Reading {
  const sections = new Map<string, { line: number; entries: Map<string, { line: number; value: string | null }> }>([["", { line: 1, entries: new Map() }]]);
  const problems: Problem[] = [];
  let section = sections.get("")!;
  let last: { line: number; value: string | null } | null = null;
  let left = MOST_VALUES;
  for (const [index, raw] of text.split("\n").entries()) {
    const written = raw.trim();
    if (written === "" || written.startsWith("#") || written.startsWith(";")) continue;
    const header = /^\[([^\]]*)\]/.exec(written)?.[1];
    if (header !== undefined) {
      section = sections.get(header) ?? { line: index + 1, entries: new Map() };
      sections.set(header, section);
      last = null;
    } else if (/^[ \t]/.test(raw) && last) {
      last.value = `${last.value ?? ""}\n${written}`;
    } else if (left-- > 0) {
      const equals = written.search(/[=:]/);
      last = { line: index + 1, value: equals < 0 ? null : written.slice(equals + 1).trim() };
      section.entries.set(equals < 0 ? written : written.slice(0, equals).trim(), last);
    }
  }
  if (left < 0) problems.push({ line: null, why: `more than ${MOST_VALUES} values` });
  const entriesOf = (entries: ReadonlyMap<string, { line: number; value: string | null }>): Entry[] => [...entries].map(([key, { line, value }]) => [key, scalar(line, value)]);
  const top = sections.get("")!;
  sections.delete("");
  return { tree: { kind: "map", line: 1, entries: [...entriesOf(top.entries), ...[...sections].map(([name, { line, entries }]): Entry => [name, { kind: "map", line, entries: entriesOf(entries) }])] }, problems };
}

/** `KEY=value`, `export KEY="value"`, values in quotes over several lines; the last of two equal keys holds. */
export function readEnv(text: string): Reading {
  const values = new Map<string, Tree>();
  const lines = text.split("\n");
  for (let index = 0; index < lines.length && values.size < MOST_VALUES; index++) {
    const found = /^\s*(?:export\s+)?([\w.-]+)\s*(?:=|:\s)\s*(.*)$/.exec(lines[index]!.replace(/\r$/, ""));
    if (!found) continue;
    const line = index + 1;
    let value = found[2]!.trim();
    const quote = /^["'`]/.exec(value)?.[0];
    if (quote !== undefined) {
      const long = quoted(value, quote, lines, index);
      if (long) {
        index = long.last;
        values.delete(found[1]!);
        values.set(found[1]!, scalar(line, long.value));
        continue;
      }
    }
    value = withoutComment(value);
    values.delete(found[1]!);
    values.set(found[1]!, scalar(line, value));
  }
  return { tree: { kind: "map", line: 1, entries: [...values] }, problems: values.size >= MOST_VALUES ? [{ line: null, why: `more than ${MOST_VALUES} values` }] : [] };
}

function withoutComment(value: string): string {
  const start = value.search(/(?:^|\s)#/);
  return start < 0 ? value : value.slice(0, start).trim();
}

/** A certificate is the longest value that people put into quotes. */
const MOST_LINES = 200;

function quoted(start: string, quote: string, lines: readonly string[], from: number): { value: string; last: number } | null {
  let value = start.slice(1);
  for (let last = from; last < lines.length && last - from < MOST_LINES; last++) {
    if (last > from) value += `\n${lines[last]!.replace(/\r$/, "")}`;
    const end = closing(value, quote);
    if (end >= 0) return { value: quote === '"' ? value.slice(0, end).replaceAll("\\n", "\n").replaceAll("\\r", "\r") : value.slice(0, end), last };
  }
  return null;
}

function closing(value: string, quote: string): number {
  for (let at = value.indexOf(quote); at >= 0; at = value.indexOf(quote, at + 1)) if (value[at - 1] !== "\\") return at;
  return -1;
}
