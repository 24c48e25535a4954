import { clock, clockAt } from "./clock.ts";
import { functionAt, isBlank, level, levelAt, nameAt, numberAt, paddedTo, placeAt, site, siteAt } from "./field-at.ts";
import type { Field, Grammar } from "./grammar.ts";

/** What the last `matchAt` that succeeded read; places are offsets in the text. One for the thread: nothing is allocated for a line. */
export const matched = {
  time: NaN, zoned: false, level: 0, levelAt: 0,
  nameFrom: -1, nameTo: -1, site: "", numberFrom: -1, numberTo: -1,
  /** How many times the prefix has, and where the last of them lies. */
  times: 0, timeFrom: 0, timeTo: 0,
};

/** @returns where the message starts, -1 where the line does not begin with the grammar's prefix. */
export function matchAt(text: string, from: number, end: number, { fields, tail, padded }: Grammar, reference: number): number {
  matched.time = NaN;
  matched.times = 0;
  matched.level = 0;
  matched.zoned = false;
  matched.nameFrom = matched.numberFrom = -1;
  matched.site = "";
  let at = from;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    if (field.before !== "") {
      at = separatorAt(text, at, end, field.before);
      if (at < 0) return -1;
    }
    at = fieldAt(text, at, end, field, reference);
    if (at < 0 || at > end) return -1;
  }
  return tailAt(text, at, end, tail, padded);
}

function separatorAt(text: string, from: number, end: number, separator: string): number {
  let at = from;
  for (let i = 0; i < separator.length; i++) {
    const wanted = separator.charCodeAt(i);
    const code = text.charCodeAt(at);
    if (at >= end) return -1;
    if (wanted === 32) {
      if (!isBlank(code)) return -1;
      do at++; while (at < end && isBlank(text.charCodeAt(at)));
    } else if (code === wanted) at++;
    else return -1;
  }
  return at;
}

/** As `separatorAt`, but blanks at its end are as many as it has: more of them indent the message. A line may end within it. */
function tailAt(text: string, from: number, end: number, tail: string, padded: boolean): number {
  let at = from;
  for (let i = 0; i < tail.length && at < end; i++) {
    const wanted = tail.charCodeAt(i);
    const code = text.charCodeAt(at);
    if (wanted !== 32) {
      if (code !== wanted) return -1;
      at++;
    } else {
      if (!isBlank(code)) return -1;
      at++;
      if (padded || (i < tail.length - 1 && tail.charCodeAt(i + 1) !== 32)) while (at < end && isBlank(text.charCodeAt(at))) at++;
    }
  }
  return at;
}

function fieldAt(text: string, at: number, end: number, field: Field, reference: number): number {
  switch (field.is) {
    case "time": return timeAt(text, at, field, reference);
    case "level": return leveledAt(text, at, end, field.before);
    case "site": return sitedAt(siteAt(text, at, end));
    case "function": return sitedAt(functionAt(text, at, end));
    case "place": return sitedAt(placeAt(text, at, end));
    case "number": return numberedAt(at, numberAt(text, at, end));
    case "name": return namedAt(at, nameAt(text, at, end, field.until));
    case "other": return nameAt(text, at, end, field.until);
  }
}

function timeAt(text: string, at: number, field: Field, reference: number): number {
  const to = clockAt(text, at, field.shape!, reference);
  if (to < 0) return -1;
  matched.times++;
  matched.timeFrom = at;
  matched.timeTo = to;
  // Of two times (journald's and the logger's own) the last is the logger's; a time with a zone is kept before one without.
  if (!matched.zoned || clock.zoned || !(matched.time >= 0)) {
    matched.time = clock.time;
    matched.zoned = clock.zoned;
  }
  return to;
}

function leveledAt(text: string, at: number, end: number, before: string): number {
  const to = levelAt(text, at, end);
  if (to < 0) return -1;
  matched.level = level.value;
  matched.levelAt = at;
  return before.endsWith("[") || before.endsWith("(") ? paddedTo(text, to, end) : to;
}

function sitedAt(to: number): number {
  if (to >= 0) matched.site = site.text;
  return to;
}

function numberedAt(from: number, to: number): number {
  matched.numberFrom = from;
  matched.numberTo = to;
  return to;
}

function namedAt(from: number, to: number): number {
  matched.nameFrom = from;
  matched.nameTo = to;
  return to;
}
