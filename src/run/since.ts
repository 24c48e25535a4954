import { DAY } from "./formats/clock.ts";

/**
 * From where on logs are read, by their own clock (a log without a zone is compared as it is written). time: milliseconds since
 * 1970; clock: the last such time of day that the logs have, milliseconds of the day; last: so many milliseconds before their end.
 */
export type Since =
  | { readonly kind: "time"; readonly time: number }
  | { readonly kind: "clock"; readonly ofDay: number }
  | { readonly kind: "last"; readonly span: number };

/** Before the first line of any log: all of it is read. */
export const EVERYTHING = -Infinity;
/** Behind the last one: nothing is read but the times. */
export const TIMES_ONLY = Infinity;

/** @param end of the logs; NaN where nothing in them has a time. */
export function startOf(since: Since, end: number): number {
  if (since.kind === "time") return since.time;
  if (!(end >= 0)) return 0;
  if (since.kind === "last") return end - since.span;
  const today = Math.floor(end / DAY) * DAY + since.ofDay;
  return today <= end ? today : today - DAY;
}
