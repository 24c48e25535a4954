import { ENVELOPES, parseObject } from "./formats/envelope.ts";
import { continuesAnything, EXCEPTION_LINE } from "./formats/continuation.ts";
import type { Format } from "./formats/format.ts";
import { logfmtValues } from "./formats/format.ts";
import { matchAt } from "./formats/match.ts";

/** Enough of a line to know its prefix. */
const HEAD = 512;
const MOST_TRIES = 5000;

/**
 * Where a block of bytes can be cut so that no record is torn: the last line start whose line begins a record whatever stands
 * before it. What a record is does not depend on the blocks then, but for processes that are interleaved: of those, one whose record
 * goes on behind another's line is cut there. -1 where there is none.
 */
export function lastSafeCut(bytes: Buffer, format: Format): number {
  let end = bytes.lastIndexOf(10) + 1;
  for (let tries = 0; end > 0 && tries < MOST_TRIES; tries++) {
    // The line that starts at `end` is the one that the block ends within: its head may be cut, so it counts only when it is there.
    const line = head(bytes, end);
    if (line !== null && beginsRecord(line, bytes, end, format)) return end;
    end = bytes.lastIndexOf(10, end - 2) + 1;
    if (end < 2) return -1;
  }
  return -1;
}

function head(bytes: Buffer, from: number): string | null {
  const newline = bytes.indexOf(10, from);
  const stop = newline < 0 ? bytes.length : newline;
  if (newline < 0 && stop - from < HEAD) return null;
  return clean(bytes.toString("utf8", from, Math.min(stop, from + HEAD)));
}

const clean = (line: string): string => line.replace(/\x1b\[[0-9;]*m|[\0\r]/g, "");

function beginsRecord(line: string, bytes: Buffer, from: number, format: Format): boolean {
  const outer = format.envelope === null ? null : wholeEnvelope(line, bytes, from, format);
  if (format.envelope !== null && (outer === null || followsPiece(bytes, from, format))) return false;
  const inner = outer ?? line;
  if (format.objects === "json" && inner.startsWith("{")) return outer !== null || parseObject(wholeLine(bytes, from)) !== null;
  if (format.objects === "logfmt" && logfmtValues(inner) !== null) return true;
  if (format.grammars.some((grammar) => matchAt(inner, 0, inner.length, grammar, format.reference) >= 0)) return true;
  if (format.grammars.length > 0 || format.objects !== null) return false;
  if (format.envelope !== null) return !continuesAnything(inner) && !EXCEPTION_LINE.test(inner);
  const before = from < 2 ? null : bytes.toString("utf8", Math.max(bytes.lastIndexOf(10, from - 2) + 1, from - HEAD), from - 1).replace(/\r$/, "");
  return !continuesAnything(inner) && !EXCEPTION_LINE.test(inner) && before !== null && !continuesAnything(clean(before));
}

/** The line before is only the first part of one. */
function followsPiece(bytes: Buffer, from: number, format: Format): boolean {
  if (from < 2 || (format.envelope !== "docker-json" && format.envelope !== "cri")) return false;
  const before = clean(bytes.toString("utf8", bytes.lastIndexOf(10, from - 2) + 1, from - 1));
  return ENVELOPES[format.envelope](before, format.reference)?.goesOn === true;
}

/** Docker and journald write JSON: half an object is none. */
function wholeEnvelope(line: string, bytes: Buffer, from: number, format: Format): string | null {
  const text = line.startsWith("{") ? wholeLine(bytes, from) : line;
  return ENVELOPES[format.envelope!](text, format.reference)?.text ?? null;
}

function wholeLine(bytes: Buffer, from: number): string {
  const newline = bytes.indexOf(10, from);
  return newline < 0 ? "" : clean(bytes.toString("utf8", from, Math.min(newline, from + 65_536)));
}
