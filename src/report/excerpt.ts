import { sourceLine } from "./escape.ts";

/** The lines of one file of the bot, or null where it cannot be read. */
export type SourceLines = (file: string) => readonly string[] | null;

const AROUND = 2;
const WIDEST = 160;
const LONGEST = 12;

/** The code around lines `from` to `to` with line numbers, and a caret line under the last of them. */
export function excerpt(lines: readonly string[], from: number, to: number): string[] | null {
  if (from < 1 || from > lines.length) return null;
  const end = Math.min(Math.max(to, from), from + LONGEST - 1, lines.length);
  const first = Math.max(1, from - AROUND);
  const last = Math.min(lines.length, end + AROUND);
  const gutter = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = cut(sourceLine(lines[number - 1] ?? ""));
    const here = number >= from && number <= end;
    shown.push(`${here ? ">" : " "} ${String(number).padStart(gutter)} | ${text}`.trimEnd());
    if (number === end) shown.push(`  ${" ".repeat(gutter)} | ${carets(text)}`);
  }
  return shown;
}

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text);

const carets = (text: string): string => {
  const indent = text.length - text.trimStart().length;
  return " ".repeat(indent) + "^".repeat(Math.max(1, text.trim().length));
};
