/**
 * Text that was UTF-8, was read as windows-1251 (or windows-1252, latin-1) and saved again -> what it said. A run of
 * characters is turned back only where that is certain: all of it decodes, and it is long enough not to be chance.
 */
import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";

type Page = ReadonlyMap<string, number>;

/** Undefined bytes of a code page come through as the control character of the same number. */
function page(encoding: string): Page {
  const bytes = new Map<string, number>();
  for (let byte = 0x80; byte < 0xa0; byte++) bytes.set(String.fromCharCode(byte), byte);
  for (let byte = 0x80; byte < 0x100; byte++) {
    const character = iconv.decode(Buffer.from([byte]), encoding);
    if (character !== "\ufffd") bytes.set(character, byte);
  }
  return bytes;
}

let pages: readonly Page[] | null = null;
const allPages = (): readonly Page[] => (pages ??= [page("windows-1251"), page("windows-1252")]);

/** A UTF-8 lead byte as one of the code pages shows it, followed by what may be a continuation byte there: never a letter from А to я. */
const SUSPICIOUS = /[\u0410-\u0444\u00c2-\u00f4][\u0080-\u00bf\u0100-\u040f\u0450-\uffff]/;
const RUN = /[\u0080-\uffff]+/g;

/** The text itself when nothing in it certainly was UTF-8. Twice broken text is turned back twice. */
export function repair(text: string): string {
  let now = text;
  for (let round = 0; round < 2 && SUSPICIOUS.test(now); round++) {
    const next = repairOnce(now);
    if (next === now) break;
    now = next;
  }
  return now;
}

function repairOnce(text: string): string {
  for (const bytes of allPages()) {
    const runs = new Map<string, Turned>();
    for (const [run] of text.matchAll(RUN)) if (!runs.has(run)) runs.set(run, turnBack(run, bytes, false));
    if (![...runs.values()].some((run) => run.certain)) continue;
    return text.replace(RUN, (run) => runs.get(run)!.text ?? run);
  }
  return text;
}

interface Turned {
  /** null when the run does not decode. */
  readonly text: string | null;
  /** One pair of characters alone may be chance (the end of a quotation: `В»`); it is believed beside a certain run. */
  readonly certain: boolean;
}

/** Latin, Russian, Ukrainian and Belarusian, Chinese, Japanese, Korean, punctuation, symbols, emoji: what bots write. Never Lao. */
const EXPECTED = /^[\u00a0-\u017f\u0401\u0404\u0406\u0407\u040e\u0410-\u044f\u0451\u0454\u0456\u0457\u045e\u0490\u0491\u2000-\u2bff\u3000-\u9fff\uac00-\ud7a3\ufe0e\ufe0f\uff00-\uffef\u{1f000}-\u{1faff}\u{e0020}-\u{e007f}]+$/u;

const NO: Turned = { text: null, certain: false };

/** `twice`: this is the second time; what stands between the two may be any characters. */
function turnBack(run: string, page: Page, twice: boolean): Turned {
  const bytes = Buffer.allocUnsafe(run.length);
  for (let i = 0; i < run.length; i++) {
    const byte = page.get(run[i]!);
    if (byte === undefined) return NO;
    bytes[i] = byte;
  }
  if (!isUtf8(bytes)) return NO;
  const text = bytes.toString("utf8");
  if (!EXPECTED.test(text)) return twice ? NO : turnBack(text, page, true);
  return { text, certain: run.length > 2 || /^[\u00c2\u00c3][^«»]$/.test(run) };
}
