import { isAscii } from "node:buffer";
import iconv from "iconv-lite";
import { repair } from "../source/mojibake.ts";

/** Colours, cursor moves, window titles. */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[PX^_][^\x1b\n]*(?:\x1b\\)?|[ -/]*[0-~])?/g;
/** What was overwritten on a terminal: a progress bar before its last state. */
const OVERWRITTEN = /[^\n\r]*\r+(?=[^\n\r])/g;
const MOJIBAKE_SAMPLE = 64;

/**
 * Bytes of a log → its text: colours, NUL bytes and carriage returns are gone, the number of lines is as it was.
 * @param encoding "utf-8" (invalid bytes become U+FFFD) or a code page of iconv-lite.
 */
export function blockText(bytes: Buffer, encoding: string): string {
  const ascii = isAscii(bytes);
  let text = ascii ? bytes.toString("latin1") : encoding === "utf-8" ? bytes.toString("utf8") : iconv.decode(bytes, encoding);
  if (text.includes("\0")) text = text.replaceAll("\0", "");
  if (text.includes("\x1b")) text = text.replace(ESCAPES, "");
  if (text.includes("\r")) {
    text = text.replaceAll(/\r+(?=\n|$)/g, "");
    if (text.includes("\r")) text = text.replace(OVERWRITTEN, "").replaceAll("\r", "");
  }
  return ascii ? text : repaired(text);
}

/** UTF-8 that was read as windows-1251 and saved again, line by line; only where the first such lines show that it is so. */
function repaired(text: string): string {
  let looked = 0;
  let broken = false;
  for (const { line } of foreignLines(text)) {
    if (looked++ >= MOJIBAKE_SAMPLE) break;
    if (line.length < LONGEST_REPAIRED && repair(line) !== line) broken = true;
  }
  if (!broken) return text;
  const pieces: string[] = [];
  let done = 0;
  for (const { line, from } of foreignLines(text)) {
    pieces.push(text.slice(done, from), line.length < LONGEST_REPAIRED ? repair(line) : line);
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
