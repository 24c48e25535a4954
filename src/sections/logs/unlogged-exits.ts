import type { GatedOrder } from "../../facts/code/races/acts-after-tests.ts";
import type { PositionBooks } from "../../facts/run/position-books.ts";
import type { RunEvent } from "../../run/event.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";
import { logLine } from "../log-line.ts";

/** A position that was closed, and no EXIT_HIT says so. */
export interface UnloggedExit {
  readonly instrument: string;
  readonly entry: RunEvent;
  /** What shows that it is closed: the next entry, or a line with another wording. */
  readonly shown: RunEvent;
  readonly by: "entry" | "other-line";
}

const say = catalogue({
  entered: { en: "entered here: {text}", ru: "вход: {text}" },
  again: { en: "entered again, so the position was closed in between: {text}", ru: "новый вход, значит, позиция между ними закрыта: {text}" },
  other: { en: "closed by another line, without EXIT_HIT: {text}", ru: "закрытие видно по другой строке, без EXIT_HIT: {text}" },
});

/** @param within seconds between two entries that are a double entry (section 5), with no exit between them */
export function unloggedExits({ reentries, closings, oneAtATime }: PositionBooks, gated: readonly GatedOrder[], within: number): readonly UnloggedExit[] {
  // Where no exit has its tag the bot words it otherwise: the code half tells that.
  if (!closings.some((one) => one.tagged)) return [];
  const single = oneAtATime !== null || gated.some((one) => one.order.role === "open" && one.question !== "count");
  const between = single ? reentries.filter(({ closing, seconds }) => closing !== null || seconds === null || seconds > within) : [];
  const untagged = closings.filter((one) => !one.tagged && one.settled);
  return [
    ...between.map((one): UnloggedExit => ({ instrument: one.instrument, entry: one.first, shown: one.second, by: "entry" })),
    ...untagged.map((one): UnloggedExit => ({ instrument: one.instrument, entry: one.entry, shown: one.exit, by: "other-line" })),
  ];
}

export const exitEvidence = (all: readonly UnloggedExit[]): [Evidence, ...Evidence[]] =>
  all.slice(0, 4).flatMap((one) => [{ at: one.shown.at, note: say(one.by === "entry" ? "again" : "other", { text: logLine(one.shown).note.en }) }, { at: one.entry.at, note: say("entered", { text: logLine(one.entry).note.en }) }]) as [Evidence, ...Evidence[]];
