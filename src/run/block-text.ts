import { isAscii } from "node:buffer";
import iconv from "iconv-lite";
import { repair } from "../source/mojibake.ts";

/** Colours, cursor moves, window titles. */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[PX^_][^\x1b\n]*(?:\x1b\\)?|[ -/]*[0-~])?/g;
/** What was overwritten on a terminal: a progress bar before its last state. */
const OVERWRITTEN = /[^\n\r]*\r+(?=[^\n\r])/g;
const MOJIBAKE_SAMPLE = 64;

/** The text of a block; lines beyond ASCII apart where they are few, because one of them makes all others twice as large. */
export interface BlockText {
  /** One character for each byte in the lines that `foreign` has. */
  readonly text: string;
  /** Lines by where they start in `text`, in their order. */
  readonly foreign: readonly ForeignLine[];
}

export interface ForeignLine {
  readonly from: number;
  readonly line: string;
}

const NONE: readonly ForeignLine[] = [];
/** For each so many characters one such line. */
const FEW = 2048;

/** @param encoding "utf-8" (invalid bytes become U+FFFD) or a code page of iconv-lite. */
export function blockTextOf(bytes: Buffer, encoding: string): BlockText {
  const ascii = isAscii(bytes);
  if (!ascii && encoding !== "utf-8") return { text: blockText(bytes, encoding), foreign: NONE };
  const text = withoutControls(bytes.toString("latin1"));
  if (ascii) return { text, foreign: NONE };
  const foreign: ForeignLine[] = [];
  for (const { line, from } of foreignLines(text)) {
    if (foreign.length * FEW > text.length) return { text: blockText(bytes, encoding), foreign: NONE };
    foreign.push({ from, line: Buffer.from(line, "latin1").toString("utf8") });
  }
  const broken = foreign.slice(0, MOJIBAKE_SAMPLE).some(({ line }) => isBroken(line));
  return { text, foreign: broken ? foreign.map(({ from, line }) => ({ from, line: repairedLine(line) })) : foreign };
}

/**
 * Bytes of a log → its text: colours, NUL bytes and carriage returns are gone, the number of lines is as it was.
 * @param encoding as of `blockTextOf`.
 */
export function blockText(bytes: Buffer, encoding: string): string {
  if (isAscii(bytes)) return withoutControls(bytes.toString("latin1"));
  return repaired(withoutControls(encoding === "utf-8" ? bytes.toString("utf8") : iconv.decode(bytes, encoding)));
}

function withoutControls(raw: string): string {
  let text = raw;
  if (text.includes("\0")) text = text.replaceAll("\0", "");
  text = withoutEscapes(text);
  if (!text.includes("\r")) return text;
  text = text.replaceAll(/\r+(?=\n|$)/g, "");
  return text.includes("\r") ? text.replace(OVERWRITTEN, "").replaceAll("\r", "") : text;
}

/** Without colours, cursor moves and window titles. */
export const withoutEscapes = (text: string): string => (text.includes("\x1b") ? text.replace(ESCAPES, "") : text);

const isBroken = (line: string): boolean => line.length < LONGEST_REPAIRED && repair(line) !== line;
const repairedLine = (line: string): string => (line.length < LONGEST_REPAIRED ? repair(line) : line);

/** UTF-8 that was read as windows-1251 and saved again, line by line; only where the first such lines show that it is so. */
function repaired(text: string): string {
  let looked = 0;
  let broken = false;
  for (const { line } of foreignLines(text)) {
    if (looked++ >= MOJIBAKE_SAMPLE) break;
    if (isBroken(line)) broken = true;
  }
  if (!broken) return text;
  const pieces: string[] = [];
  let done = 0;
  for (const { line, from } of foreignLines(text)) {
    pieces.push(text.slice(done, from), repairedLine(line));
    done = from + line.length;
  }
  return pieces.join("") + text.slice(done);
}

const LONGEST_REPAIRED = 20_000;

/** Lines that hold anything but ASCII. */
function* foreignLines(text: string): Generator<{ readonly line: string; readonly from: number }> {
  const foreign = /[\u0080-\uffff]/g;
  for (let found = foreign.exec(text); found; found = foreign.exec(text)) {
    const from = text.lastIndexOf("\n", found.index) + 1;
    const newline = text.indexOf("\n", found.index);
    const end = newline < 0 ? text.length : newline;
    yield { line: text.slice(from, end), from };
    foreign.lastIndex = end;
  }
}
