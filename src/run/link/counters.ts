import { COUNTER_GROUP, COUNTER_WORDS, COUNTED_BEFORE, COUNTED_BEHIND, NOW } from "../../knowledge/run-counters.ts";
import { COUNTERS } from "../../sdk/run-summary.ts";
import type { Counter } from "../../sdk/run-summary.ts";
import type { RunEvent } from "../event.ts";
import { ownText } from "../own-text.ts";

/** The bot's own counts in one line; NaN where the text is a logging call's, with `{}` for its values. */
export type OwnCounts = ReadonlyMap<Counter, number>;

const LETTER = String.raw`[\p{L}\p{N}]`;
const NUMBER = String.raw`(\d{1,9}|\{\})(?!\d|[.,]\d|\s?[%/]|\{)`;
const of = (words: string): RegExp => new RegExp(words, "giu");
const keyed = (words: string): RegExp => of(String.raw`(?<!${LETTER})(?<!(?:${NOW})[_ ])(?:(?:${COUNTED_BEFORE})[_ ])?(?:${words})(?:[_ ](?:${COUNTED_BEHIND}))?["']?\s?[=:]\s?${NUMBER}`);
const behind = (words: string): RegExp => of(String.raw`(?<![\p{L}\p{N}.:=/$#_-])${NUMBER} (?:new )?(?:${words})(?![\p{L}\p{N}_]|\s?[=:])`);
let shapes: readonly (readonly [Counter, readonly RegExp[]])[] | null = null;

/** Less is no summary. */
const LEAST = 2;

/** Null unless the text counts two things or more. `rest`: the text without them. */
export function countersIn(text: string): { readonly counts: OwnCounts; readonly rest: string } | null {
  shapes ??= COUNTERS.map((one) => [one, [keyed(COUNTER_WORDS[one].keyed), behind(COUNTER_WORDS[one].behind)]] as const);
  const counts = new Map<Counter, number>();
  let rest = text;
  for (const [counter, forms] of shapes) {
    for (const form of forms) {
      rest = rest.replace(form, (_, value: string) => {
        // Of two in one line (`orders=3 ... orders=5`) nobody knows which is the sum.
        counts.set(counter, counts.has(counter) ? NaN : Number(value));
        return " ";
      });
    }
  }
  return counts.size < LEAST ? null : { counts, rest };
}

/** The counts of an event: those beside its message, else those in it. */
export function countersOf({ text, fields }: Pick<RunEvent, "text" | "fields">): ReturnType<typeof countersIn> {
  if (fields.counts === undefined) return countersIn(text);
  const own = countersIn(fields.counts);
  return own && { counts: own.counts, rest: text };
}

/** The counters among a record's fields, as `key=value`; null where there are less than two. */
export function countsBeside(fields: Readonly<Record<string, string>>): string | null {
  const pairs: string[] = [];
  for (const name in fields) {
    const dot = name.lastIndexOf(".");
    if (dot >= 0 && !COUNTER_GROUP.test(name.slice(0, dot))) continue;
    if (isCounterName(name.slice(dot + 1)) && WHOLE.test(fields[name]!)) pairs.push(`${name.slice(dot + 1)}=${fields[name]}`);
  }
  return pairs.length < LEAST ? null : pairs.join(" ");
}

const WHOLE = /^\d{1,9}$/;
/** Keys are few and are printed by the million. */
const names = new Map<string, boolean>();
const MOST_NAMES = 10_000;

export function isCounterName(name: string): boolean {
  let is = names.get(name);
  if (is === undefined) {
    is = name.length <= 40 && COUNTER_NAME.test(name);
    if (names.size < MOST_NAMES) names.set(ownText(name), is);
  }
  return is;
}

const COUNTER_NAME = new RegExp(`^(?:(?:${COUNTED_BEFORE})_)?(?:${COUNTERS.map((one) => COUNTER_WORDS[one].keyed).join("|")})(?:_(?:${COUNTED_BEHIND}))?$`, "iu");
