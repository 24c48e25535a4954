import { blockText } from "../../src/run/block-text.ts";
import { detectFormat } from "../../src/run/formats/format.ts";
import type { Format } from "../../src/run/formats/format.ts";
import { Places } from "../../src/run/formats/places.ts";
import { startsOf } from "../../src/run/formats/starts.ts";
import type { LogPattern } from "../../src/run/log-pattern.ts";
import { readRecords } from "../../src/run/read-records.ts";
import type { LogRecord } from "../../src/run/record.ts";

export const WRITTEN = Date.UTC(2026, 10, 23, 12);

export interface Read {
  readonly format: Format;
  readonly records: readonly LogRecord[];
  readonly understood: number;
  readonly lines: number;
}

/** A whole log as records, its format detected. */
export function recordsOf(log: string | Buffer, patterns: readonly LogPattern[] = []): Read {
  const text = blockText(typeof log === "string" ? Buffer.from(log) : log, "utf-8");
  const format = detectFormat(text.split("\n"), { patterns, formats: [] }, WRITTEN);
  const records: LogRecord[] = [];
  let understood = 0;
  const { lines } = readRecords({ text, foreign: [] }, { file: "bot.log", format, starts: startsOf(patterns), places: new Places(), timeAround: null }, ({ file, line, endLine, time, level, logger, printedAt, message, fields, process }, sure) => {
    records.push({ file, line, endLine, time, level, logger, printedAt, message, fields, process });
    if (sure) understood++;
  });
  return { format, records, understood, lines };
}

/** A pattern of which only the text matters. */
export function patternOf(text: string): LogPattern {
  const at = { in: "code", file: "bot.py", line: 1 } as const;
  const pieces = text.split("{}").flatMap((piece, i) => [...(i > 0 ? [{ words: "value", format: null }] : []), ...(piece === "" ? [] : [piece])]);
  return { at, fn: "bot.py:run", printedBy: { file: "bot.py", fn: "run", line: 1, endLine: 1 }, level: null, pieces, keys: [], events: [] };
}
