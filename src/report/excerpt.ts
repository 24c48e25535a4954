import type { Anchor } from "../sdk/evidence.ts";
import { sourceLine } from "./escape.ts";

/** Some lines of a file: all of a source, a few of a log. */
export interface Lines {
  /** The number of the first one, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** The lines around a place of the bot's source or of the run's logs, or null where they cannot be read. */
export type LinesAround = (at: Anchor) => Lines | null;

/** Shown before and after. */
export const AROUND = 2;
const WIDEST = 160;
const LONGEST = 12;

/** The lines around `at` with their numbers; under the last one of a place in the code a line of carets. */
export function excerpt({ first: known, lines }: Lines, at: Anchor): string[] | null {
  const from = at.line;
  const bottom = known + lines.length - 1;
  if (from < known || from > bottom) return null;
  const end = Math.min(Math.max(at.endLine ?? from, from), from + LONGEST - 1, bottom);
  const first = Math.max(known, from - AROUND);
  const last = Math.min(bottom, end + AROUND);
  const gutter = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = cut(sourceLine(lines[number - known] ?? ""));
    const here = number >= from && number <= end;
    shown.push(`${here ? ">" : " "} ${String(number).padStart(gutter)} | ${text}`.trimEnd());
    // A line of a log is long and is meant as a whole.
    if (number === end && at.in === "code") shown.push(`  ${" ".repeat(gutter)} | ${carets(text)}`);
  }
  return shown;
}

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text);

const carets = (text: string): string => {
  const indent = text.length - text.trimStart().length;
  return " ".repeat(indent) + "^".repeat(Math.max(1, text.trim().length));
};
