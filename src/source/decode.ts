/**
 * Bytes -> text. Byte order marks and Python's coding cookie are believed, then strict UTF-8, then UTF-16 by its shape,
 * then the most plausible single- or double-byte code page. Refuses binary data. Line ends and tabs stay as they are.
 */
import { isAscii, isUtf8 } from "node:buffer";
import iconv from "iconv-lite";

export type Decoded =
  | { readonly ok: true; readonly text: string; readonly encoding: string }
  | { readonly ok: false; readonly why: "binary" };

const BINARY: Decoded = { ok: false, why: "binary" };
const decoded = (text: string, encoding: string): Decoded => ({ ok: true, text, encoding });

export function decode(bytes: Buffer): Decoded {
  if (isAscii(bytes)) return bytes.includes(0) ? decodeWithZeros(bytes) : decodeAscii(bytes);
  const marked = decodeMarked(bytes);
  if (marked) return marked;
  if (bytes.includes(0)) return decodeWithZeros(bytes);
  const cookie = codingCookie(bytes);
  if (cookie && cookie !== "utf8" && iconv.encodingExists(cookie)) return decoded(iconv.decode(bytes, cookie), cookie);
  if (isUtf8(bytes)) return decoded(bytes.toString("utf8"), "utf-8");
  if (looksLikeUtf16(bytes, "utf-16le")) return decoded(iconv.decode(bytes, "utf-16le"), "utf-16le");
  return decodeByPlausibility(bytes);
}

function decodeAscii(bytes: Buffer): Decoded {
  return decoded(bytes.toString("latin1"), "utf-8");
}

function decodeMarked(bytes: Buffer): Decoded | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    const rest = bytes.subarray(3);
    if (isUtf8(rest)) return rest.includes(0) ? BINARY : decoded(rest.toString("utf8"), "utf-8-sig");
    return rest.includes(0) ? BINARY : decodeByPlausibility(rest);
  }
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return withoutZeros(iconv.decode(bytes.subarray(4), "utf-32le"), "utf-32le");
  if (a === 0xff && b === 0xfe) return withoutZeros(iconv.decode(bytes.subarray(2), "utf-16le"), "utf-16le");
  if (a === 0xfe && b === 0xff) return withoutZeros(iconv.decode(bytes.subarray(2), "utf-16be"), "utf-16be");
  return null;
}

const withoutZeros = (text: string, encoding: string): Decoded => (text.includes("\0") ? BINARY : decoded(text, encoding));

/** Text has no zero bytes except as halves of UTF-16 units. */
function decodeWithZeros(bytes: Buffer): Decoded {
  for (const encoding of ["utf-16le", "utf-16be"] as const) {
    if (looksLikeUtf16(bytes, encoding)) return withoutZeros(iconv.decode(bytes, encoding), encoding);
  }
  return BINARY;
}

const SAMPLE = 64 * 1024;

/** Nearly all units are what people write in code: ASCII, Latin, Cyrillic, punctuation; and lines or blanks occur. */
function looksLikeUtf16(bytes: Buffer, encoding: "utf-16le" | "utf-16be"): boolean {
  if (bytes.length < 4 || bytes.length % 2 !== 0) return false;
  const end = Math.min(bytes.length, SAMPLE);
  const high = encoding === "utf-16le" ? 1 : 0;
  let ascii = 0;
  let familiar = 0;
  for (let i = 0; i < end; i += 2) {
    const unit = (bytes[i + high]! << 8) | bytes[i + 1 - high]!;
    if (unit === 0) return false;
    if ((unit >= 32 && unit < 127) || unit === 9 || unit === 10 || unit === 13) ascii++;
    else if (unit >= 0xa0 && unit < 0x530) familiar++;
  }
  const units = end / 2;
  return ascii >= units * 0.3 && ascii + familiar >= units * 0.9;
}

/** PEP 263: one of the first two lines, the first of them blank or a comment. Spelled as iconv-lite compares: "latin1". */
function codingCookie(bytes: Buffer): string | null {
  const head = bytes.toString("latin1", 0, Math.min(bytes.length, 400)).split(/\r\n|\r|\n/, 2);
  for (const line of head) {
    const found = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line);
    if (found) return canonical(found[1]!);
    if (!/^[ \t\f]*(#|$)/.test(line)) return null;
  }
  return null;
}

function canonical(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (/^(utf8|u8|utf8sig|cp65001|ascii|usascii)/.test(plain)) return "utf8";
  if (plain === "cp949" || plain === "uhc") return "cp949";
  return /^(iso)?latin1/.test(plain) ? "latin1" : plain;
}

interface Shape {
  /** Bytes >= 0x80, in all and within well-formed UTF-8 sequences. */
  high: number;
  wellFormed: number;
  /** Cyrillic letters of windows-1251 beside another one. */
  cyrillic: number;
  /** Bytes in pairs of GB2312's Chinese characters, and those among them that windows-1251 has no letter for. */
  chinese: number;
  notCyrillic: number;
}

function decodeByPlausibility(bytes: Buffer): Decoded {
  const shape = measure(bytes);
  if (shape.wellFormed >= shape.high * 0.9) return decoded(bytes.toString("utf8"), "utf-8");
  if (shape.chinese >= shape.high * 0.9 && shape.notCyrillic >= shape.high * 0.1) return decoded(iconv.decode(bytes, "gb18030"), "gb18030");
  if (shape.cyrillic * 2 > shape.high) return decoded(iconv.decode(bytes, "windows-1251"), "windows-1251");
  return decoded(iconv.decode(bytes, "windows-1252"), "windows-1252");
}

const isCyrillic = (byte: number | undefined): boolean => byte !== undefined && (byte >= 0xc0 || byte === 0xa8 || byte === 0xb8);

function measure(bytes: Buffer): Shape {
  const shape: Shape = { high: 0, wellFormed: 0, cyrillic: 0, chinese: 0, notCyrillic: 0 };
  for (let i = 0; i < bytes.length; ) {
    if (bytes[i]! < 0x80) i++;
    else i = measureRun(bytes, i, shape);
  }
  return shape;
}

function measureRun(bytes: Buffer, from: number, shape: Shape): number {
  let to = from;
  while (to < bytes.length && bytes[to]! >= 0x80) to++;
  shape.high += to - from;
  for (let i = from; i < to; ) {
    const length = sequenceLength(bytes, i, to);
    shape.wellFormed += length;
    i += length || 1;
  }
  for (let i = from; i < to; i++) {
    if (isCyrillic(bytes[i]) && ((i > from && isCyrillic(bytes[i - 1])) || (i + 1 < to && isCyrillic(bytes[i + 1])))) shape.cyrillic++;
  }
  for (let i = from; i + 1 < to; i += 2) {
    const lead = bytes[i]!;
    const trail = bytes[i + 1]!;
    if (lead < 0xa1 || lead > 0xf7 || trail < 0xa1) continue;
    shape.chinese += 2;
    if (!isCyrillic(lead) || !isCyrillic(trail)) shape.notCyrillic++;
  }
  return to;
}

/** Of the UTF-8 sequence that starts here, 0 if it is not one. */
function sequenceLength(bytes: Buffer, at: number, end: number): number {
  const lead = bytes[at]!;
  const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  return length;
}
