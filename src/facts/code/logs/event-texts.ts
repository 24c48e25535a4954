import { EVENT_TAGS, EVENT_WORDINGS, NO_EVENT, NOTHING_DONE, type LogEvent } from "../../../knowledge/log-words.ts";

/** How well a log text reports an event: with its tag, in other words, or not at all. */
export type Wording = "tag" | "words" | "none";

const WORD = "[\\p{L}\\p{N}_]";
/** JavaScript's `\b` and `\w` know ASCII only. */
const EDGE = `(?:(?<!${WORD})(?=${WORD})|(?<=${WORD})(?!${WORD}))`;

const compiled = new Map<LogEvent, RegExp>();
const compiledForAscii = new Map<LogEvent, RegExp>();
/** A letter or digit outside of ASCII: emoji and boxes, of which logs are full, are none. */
const FOREIGN = /[^\P{L}A-Za-z]|[^\P{N}0-9]/u;

function wordings(event: LogEvent, text: string): RegExp {
  const ascii = !FOREIGN.test(text);
  const cache = ascii ? compiledForAscii : compiled;
  let known = cache.get(event);
  if (!known) cache.set(event, (known = ascii ? asciiWordings(event) : everyWording(event)));
  return known;
}

const everyWording = (event: LogEvent): RegExp => new RegExp(EVENT_WORDINGS[event].join("|").replace(/\\b/g, EDGE).replace(/\\w/g, WORD), "iu");

/** Where all letters are ASCII, as in most texts, the engine's own `\b` and `\w` mean the same and are many times faster. */
function asciiWordings(event: LogEvent): RegExp {
  const possible = EVENT_WORDINGS[event].filter((one) => /[a-z]/i.test(one.replace(/\\[a-z]/g, "")));
  return new RegExp(possible.join("|"), "i");
}

const tags = new Map<LogEvent, RegExp>();

export function tagged(event: LogEvent, text: string): boolean {
  if (!EVENT_TAGS[event].some((tag) => text.includes(tag))) return false;
  let known = tags.get(event);
  if (!known) tags.set(event, (known = new RegExp(`(?<!${WORD})(${EVENT_TAGS[event].join("|")})(?!${WORD})`, "u")));
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
  return !NO_EVENT.test(short) && wordings(event, short).test(short) ? "words" : "none";
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
