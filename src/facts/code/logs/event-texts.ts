import { FOREIGN_LETTER, inAnyAlphabet, inAscii, WORD } from "../../../sdk/any-alphabet.ts";
import { EVENT_TAGS, EVENT_WORDINGS, NO_EVENT, NOTHING_DONE, type LogEvent } from "../../../knowledge/log-words.ts";

/** How well a log text reports an event: with its tag, in other words, or not at all. */
export type Wording = "tag" | "words" | "none";

/** Alphabets that the wordings are written in, beside ASCII. */
const SCRIPTS = [/[\u0400-\u04ff]/, /[\u00c0-\u024f\u1e00-\u1eff]/, /[\u3400-\u9fff]/, /[\uac00-\ud7af]/, /[\u0600-\u06ff]/] as const;
const inText = new Map<string, RegExp | null>();

/** What is written in ASCII is looked for with the engine's own edges, the rest only where the text has its alphabet. */
function isWorded(event: LogEvent, text: string): boolean {
  if (compiled(event, () => inAscii(EVENT_WORDINGS[event]))?.test(text)) return true;
  if (!FOREIGN_LETTER.test(text)) return false;
  const scripts = SCRIPTS.filter((one) => one.test(text));
  return compiled(`${event} ${scripts.map((one) => SCRIPTS.indexOf(one)).join(" ")}`, () => foreignWordings(event, scripts))?.test(text) ?? false;
}

function compiled(key: string, make: () => RegExp | null): RegExp | null {
  let known = inText.get(key);
  if (known === undefined) inText.set(key, (known = make()));
  return known;
}

function foreignWordings(event: LogEvent, scripts: readonly RegExp[]): RegExp | null {
  const possible = EVENT_WORDINGS[event].filter((one) => scripts.some((script) => script.test(one)));
  return possible.length === 0 ? null : inAnyAlphabet(possible);
}

const tags = new Map<LogEvent, RegExp>();

export function tagged(event: LogEvent, text: string): boolean {
  if (!EVENT_TAGS[event].some((tag) => text.includes(tag))) return false;
  let known = tags.get(event);
  if (!known) tags.set(event, (known = new RegExp(`(?<!${WORD})(${EVENT_TAGS[event].join("|")})(?!${WORD})`)));
  return known.test(text);
}

/** A comparison that starts or ends is no difference found. */
const STARTS = /^\W*(checking|reconciling|syncing|synchroni[sz]ing|starting|fetching|verifying|reconciliation (complete|finished|started)|no )/iu;

/** A warning about one metric of a fill is not the fill. */
const OTHER_METRIC = /slippage|проскальз/i;

/** Long texts are help pages and banners. */
const MOST_TEXT = 400;

export function wordingOf(event: LogEvent, text: string): Wording {
  if (tagged(event, text)) return "tag";
  const short = text.slice(0, MOST_TEXT);
  if (event === "trail" && tagged("reload", text)) return "none";
  if ((event === "exit" || event === "fill") && NOTHING_DONE.test(short)) return "none";
  if (event === "drift" && STARTS.test(short)) return "none";
  if (event === "fill" && OTHER_METRIC.test(short)) return "none";
  return !NO_EVENT.test(short) && isWorded(event, short) ? "words" : "none";
}

/** UTF-8 that was read as cp1251 or latin-1 and saved again, put back where that works; else the text as it is. */
export function demojibake(text: string): string {
  if (!/[РСÐÑÃÂâð][\u0080-\u00bf\u0400-\u045f\u2018-\u203a™°±]/u.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const byte = code < 0x80 ? code : (CP1251.get(code) ?? (code < 0x100 ? code : -1));
    if (byte < 0) return text;
    bytes[i] = byte;
  }
  const decoded = UTF8.decode(bytes);
  return decoded.includes("\ufffd") ? text : decoded;
}

const UTF8 = new TextDecoder("utf-8");
const UPPER_HALF = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";
const CP1251 = new Map([...UPPER_HALF].map((char, i) => [char.charCodeAt(0), 0x80 + i]));
