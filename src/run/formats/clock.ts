/**
 * Times at the front of log lines. `clockAt` is asked once for each line of gigabytes: it returns where the time ends and leaves
 * its value in `clock`, so that nothing is allocated. Each way to write a time is a shape; a source keeps to the shapes that
 * were seen in its sample, so `01/02/2026` is read in one order only.
 */
export type ClockShape =
  | "iso" /* 2026-11-23 03:17:59,123+03:00, also with / or . and T, also without seconds */
  | "day-first" /* 23.11.2026 03:17:59 */
  | "month-first" /* 11/23/2026, 3:17:59 AM */
  | "named-month" /* 23 Nov 2026 03:17:59; Nov 23, 2026 03:17:59; Mon Nov 23 03:17:59 2026; 23/Nov/2026:03:17:59 +0000 */
  | "no-year" /* Nov 23 03:17:59; 11-23 03:17:59 */
  | "time-only" /* 03:17:59.123 */
  | "epoch"; /* 1763867879.123, 1763867879123 */

export const CLOCK_SHAPES: readonly ClockShape[] = ["iso", "day-first", "month-first", "named-month", "no-year", "time-only", "epoch"];

export const DAY = 86_400_000;

/** What the last `clockAt` that succeeded read. `time`: ms since 1970 UTC; of "time-only", ms since midnight. */
export const clock = { time: 0, zoned: false };

/** @returns where the time ends, -1 if none of this shape starts at `from`. `reference`: the year of dates without one is such that they are not after it. */
export function clockAt(text: string, from: number, shape: ClockShape, reference: number): number {
  if (shape === "iso") return isoAt(text, from);
  if (shape === "time-only") return timeOnlyAt(text, from);
  if (shape === "epoch") return epochAt(text, from);
  return writtenAt(text, from, shape, reference);
}

const digit = (text: string, at: number): number => {
  const code = text.charCodeAt(at) - 48;
  return code >= 0 && code <= 9 ? code : -1;
};

/** Two digits as a number, -1 (or less) if they are none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

let lastDay = -1;
let lastMidnight = 0;

/** Midnight UTC; NaN for a day that is not in the calendar. */
function midnight(year: number, month: number, day: number): number {
  const key = (year * 100 + month) * 100 + day;
  if (key === lastDay) return lastMidnight;
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1970 || year > 2199) return NaN;
  lastDay = key;
  return (lastMidnight = Date.UTC(year, month - 1, day));
}

function isoAt(text: string, from: number): number {
  const century = two(text, from);
  if (century < 19) return -1;
  const rest = two(text, from + 2);
  if (rest < 0) return -1;
  const mark = text.charCodeAt(from + 4);
  const compact = mark >= 48 && mark <= 57;
  if (!compact && mark !== 45 && mark !== 47 && mark !== 46) return -1;
  const month = two(text, compact ? from + 4 : from + 5);
  if (!compact && text.charCodeAt(from + 7) !== mark) return -1;
  const day = two(text, compact ? from + 6 : from + 8);
  const start = midnight(century * 100 + rest, month, day);
  if (!(start >= 0)) return -1;
  let at = compact ? from + 8 : from + 10;
  const between = text.charCodeAt(at);
  if (between !== 32 && between !== 84 && between !== 44 && between !== 95 && between !== 45 && between !== 58) return -1;
  at++;
  if (between === 44 && text.charCodeAt(at) === 32) at++;
  return timeOfDayAt(text, at, start);
}

/** `HH:MM[:SS[.fff]]`, AM or PM, a zone; `start`: midnight of its day. */
function timeOfDayAt(text: string, from: number, start: number): number {
  let hour = two(text, from);
  let at = from + 2;
  if (hour < 0) {
    hour = digit(text, from);
    at = from + 1;
  }
  if (hour < 0 || hour > 23) return -1;
  const colon = text.charCodeAt(at);
  if (colon !== 58 && colon !== 45 && colon !== 46) return -1;
  const minute = two(text, at + 1);
  if (minute < 0 || minute > 59) return -1;
  at += 3;
  let time = start + (hour * 60 + minute) * 60_000;
  if (text.charCodeAt(at) === colon) {
    const second = two(text, at + 1);
    if (second < 0 || second > 60) return -1;
    time += second * 1000;
    at = fractionAt(text, at + 3);
    time += fraction;
  } else if (colon !== 58) return -1;
  return suffixAt(text, at, time, hour);
}

let fraction = 0;

/** `.123`, `,123456`, and `:123` as some write milliseconds. Leaves milliseconds in `fraction`. */
function fractionAt(text: string, at: number): number {
  fraction = 0;
  const mark = text.charCodeAt(at);
  if ((mark !== 46 && mark !== 44 && mark !== 58) || digit(text, at + 1) < 0) return at;
  let scale = 100;
  for (at++; ; at++, scale /= 10) {
    const value = digit(text, at);
    if (value < 0) break;
    if (scale >= 0.001) fraction += value * scale;
  }
  fraction = Math.floor(fraction + 1e-6);
  return at;
}

/** Hours before UTC; null where several zones have the name: it ends the time and does not tell it. */
const ZONES: ReadonlyMap<string, number | null> = new Map([
  ["Z", 0], ["UTC", 0], ["GMT", 0], ["MSK", 3], ["EST", -5], ["EDT", -4], ["CDT", -5], ["MST", -7], ["MDT", -6], ["PST", -8], ["PDT", -7], ["BRT", -3], ["CET", 1], ["CEST", 2], ["EET", 2], ["EEST", 3],
  ["WIB", 7], ["ICT", 7], ["HKT", 8], ["SGT", 8], ["JST", 9], ["KST", 9], ["AEST", 10], ["AEDT", 11], ["NZST", 12], ["NZDT", 13], ["IST", null], ["CST", null], ["BST", null], ["ET", null], ["CT", null], ["PT", null],
]);
const SUFFIX = new RegExp(`( ?[AaPp]\\.?[Mm]\\.?)?(?: ?(${[...ZONES.keys()].join("|")})(?![A-Za-z0-9_]))?(?: ?([+-])(\\d\\d):?(\\d\\d)(?!\\d))?`, "y");
/** Names of zones that no line is asked for by its first letter alone end so. */
const mayEndZone = (code: number): boolean => code === 84 /* T */ || code === 66; /* B */

/** Most lines have neither AM/PM nor a zone; only what may begin one is looked at closely. */
function suffixAt(text: string, at: number, time: number, hour: number): number {
  clock.zoned = false;
  clock.time = time;
  const from = text.charCodeAt(at) === 32 ? at + 1 : at;
  const next = text.charCodeAt(from);
  const known = next === 90 || next === 85 || next === 71 || next === 77 || next === 65 || next === 80 || next === 97 || next === 112;
  const named = mayEndZone(text.charCodeAt(from + 1)) || mayEndZone(text.charCodeAt(from + 2)) || mayEndZone(text.charCodeAt(from + 3));
  if (!known && !named && !((next === 43 || next === 45) && two(text, from + 1) >= 0)) return at;
  SUFFIX.lastIndex = at;
  const [all, half, zone, sign, hours, minutes] = SUFFIX.exec(text)!;
  if (half !== undefined) clock.time += (/p/i.test(half) ? (hour < 12 ? 12 : 0) : hour === 12 ? -12 : 0) * 3_600_000;
  const hoursOf = zone === undefined ? null : ZONES.get(zone)!;
  if (hoursOf !== null || sign !== undefined) clock.zoned = true;
  clock.time -= (hoursOf ?? 0) * 3_600_000;
  if (sign !== undefined) clock.time -= (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return at + all.length;
}

function timeOnlyAt(text: string, from: number): number {
  if (two(text, from) < 0 || text.charCodeAt(from + 2) !== 58 || text.charCodeAt(from + 5) !== 58) return -1;
  return timeOfDayAt(text, from, 0);
}

/** Seconds or milliseconds between 2001 and 2100; ten digits with a fraction, or thirteen. */
function epochAt(text: string, from: number): number {
  let at = from;
  let value = 0;
  for (let next = digit(text, at); next >= 0 && at - from < 14; next = digit(text, ++at)) value = value * 10 + next;
  const length = at - from;
  if (length === 13 && value < 4_102_444_800_000 && value > 1_000_000_000_000) clock.time = value;
  else if (length === 10 && value > 1_000_000_000 && value < 4_102_444_800) {
    at = fractionAt(text, at);
    clock.time = value * 1000 + fraction;
  } else return -1;
  clock.zoned = true;
  return at;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NUMERIC = /(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?:, ?| |T)/y;
const DAY_NAMED = /(?:[A-Z][a-z]{2},? )?(\d{1,2})[ /-]([A-Z][a-z]{2})[a-z]{0,6}[ /-](\d{4})[ :]/y;
const NAMED_DAY = /(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2})[a-z]{0,6} {1,2}(\d{1,2}),? (\d{4}),? /y;
const ASCTIME = /(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?!\d)/y;
const YEARLESS = /(?:([A-Z][a-z]{2}) {1,2}(\d{1,2})|(\d\d)[-/](\d\d)) (?=\d\d:\d\d:\d\d)/y;

function sticky(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

function writtenAt(text: string, from: number, shape: ClockShape, reference: number): number {
  if (shape === "no-year") return yearlessAt(text, from, reference);
  if (shape === "named-month") return namedAt(text, from);
  const found = sticky(NUMERIC, text, from);
  if (!found) return -1;
  const [all, a, , b, y] = found;
  const [day, month] = shape === "day-first" ? [a, b] : [b, a];
  const start = midnight(y!.length === 2 ? 2000 + Number(y) : Number(y), Number(month), Number(day));
  return start >= 0 ? timeOfDayAt(text, from + all.length, start) : -1;
}

const monthOf = (name: string): number => MONTHS.indexOf(name.toLowerCase()) + 1;

function namedAt(text: string, from: number): number {
  const year = sticky(ASCTIME, text, from);
  if (year) {
    const start = midnight(Number(year[4]), monthOf(year[1]!), Number(year[2]));
    return start >= 0 && timeOfDayAt(`${year[3]}`, 0, start) > 0 ? from + year[0].length : -1;
  }
  const day = sticky(DAY_NAMED, text, from);
  const found = day ?? sticky(NAMED_DAY, text, from);
  if (!found) return -1;
  const start = midnight(Number(found[3]), monthOf(day ? found[2]! : found[1]!), Number(day ? found[1] : found[2]));
  return start >= 0 ? timeOfDayAt(text, from + found[0].length, start) : -1;
}

function yearlessAt(text: string, from: number, reference: number): number {
  const found = sticky(YEARLESS, text, from);
  if (!found) return -1;
  const month = found[1] !== undefined ? monthOf(found[1]) : Number(found[3]);
  const day = Number(found[2] ?? found[4]);
  const year = new Date(reference).getUTCFullYear();
  for (const one of [year, year - 1]) {
    const start = midnight(one, month, day);
    if (!(start >= 0)) return -1;
    if (start <= reference + DAY) return timeOfDayAt(text, from + found[0].length, start);
  }
  return -1;
}
