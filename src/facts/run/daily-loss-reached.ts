import { CLOSING_LINE } from "../../knowledge/metric-lines.ts";
import type { RunEvent } from "../../run/event.ts";

/** The bot said that its daily loss limit is reached. */
export interface DailyLossReached {
  readonly reached: RunEvent;
  /** Orders that open something after it, while the limit certainly still held. */
  readonly opened: readonly RunEvent[];
}

const DAY = /daily|\bday\b|today|дневн|суточн|за день|сегодня/iu;
const LOSS = /loss|pnl|drawdown|\bdd\b|убыт|просад|потер/iu;
/** What is not so, or only would be. */
const NOT_SO = /\b(?:not|no|never|if|when|once|unless|until|will|would|enabled|configured|reset|resum\p{L}*|new day|below|within|under)\b|n't|(?<![\p{L}])(?:не|нет|если|когда|сброш\p{L}*|сброс\p{L}*|новый день)(?![\p{L}])/iu;
/** What follows from the limit, and for how long: it has been reached. */
const HELD_SO = /no (?:new |more )?(?:entries|trades|orders|trading)|until (?:tomorrow|midnight|(?:the )?(?:next|new) (?:day|session)|\d{1,2}:\d\d)|до (?:завтра|конца (?:дня|суток)|следующ\p{L}+ (?:дня|суток)|полуночи)/giu;
/** Orders on their way when the limit was reached. */
const ON_THE_WAY = 2000;
/** A new day begins at a full or a half hour in every time zone. */
const HALF_HOUR = 30 * 60_000;
const DAY_LONG = 24 * 60 * 60_000;

const opens = (one: RunEvent): boolean =>
  one.kind === "entry" || (one.kind === "order-submitted" && /reduce(?:[-_ ]?only)?["']?\s*[=:]\s*["']?(?:false|0|no)\b/i.test(one.text) && !CLOSING_LINE.test(one.text));

/**
 * Pure: events in the order of time. Nobody knows in which time zone the bot's day begins, so an entry counts where no day can
 * have begun since the limit, or where the bot says afterwards that the limit still holds.
 */
export function dailyLossReached(events: readonly RunEvent[], isDailyLoss: (one: RunEvent) => boolean = () => false): DailyLossReached | null {
  const told = events.filter((one) => one.kind === "limit-reached" && one.time !== null && !NOT_SO.test(one.text.replace(HELD_SO, "")) && (isDailyLoss(one) || (DAY.test(one.text) && LOSS.test(one.text))));
  const [first] = told;
  if (!first) return null;
  const opened: RunEvent[] = [];
  let before = -1;
  for (const one of events) {
    if (one.time === null || !opens(one)) continue;
    while (before + 1 < told.length && told[before + 1]!.time! < one.time - ON_THE_WAY) before++;
    const last = told[before];
    if (!last) continue;
    const next = told.slice(before + 1, before + 4).find((each) => each.time! > one.time!);
    const still = next !== undefined && next.text === last.text && next.time! - last.time! < DAY_LONG;
    if (still || Math.floor(one.time / HALF_HOUR) === Math.floor(last.time! / HALF_HOUR)) opened.push(one);
  }
  return { reached: first, opened };
}
