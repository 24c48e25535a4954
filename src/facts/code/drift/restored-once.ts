import { enclosingFunction, isInLoop } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { reach } from "../reach.ts";
import { follower } from "../value-follower.ts";
import { fillNews } from "./fill-news.ts";
import { openingPrograms } from "./opening-programs.ts";
import type { Compared } from "./reconciliations.ts";
import { schedules, type Schedule } from "./schedules.ts";
import { venuePositions } from "./venue-positions.ts";

/** Positions of the exchange are taken into the books when the bot starts, and nothing in the bot asks for them again. */
export interface RestoredOnce {
  readonly schedule: Schedule;
  /** A private stream tells of what happens meanwhile: a lost message is all that stays unknown. */
  readonly hears: boolean;
  /** Positions go into the books; else what only the exchange has is told, and no more. */
  readonly adopts: boolean;
}

export const restoredOnce = codeFact({
  name: "restored-once",
  doc: "Where a bot takes its positions over from the exchange at the start and never asks for them again.",
  requires: { schedules, venuePositions, reach, fillNews, openingPrograms, follow: follower },
  derive({ schedules, venuePositions, reach, fillNews, openingPrograms, follow }): RestoredOnce | null {
    const { spread, fetches } = venuePositions;
    const once = schedules.filter(({ reconciliation, runs }) => reconciliation.compared.some(looksForUnknown) && runs.length > 0 && runs.every((run) => run.kind === "once") && openingPrograms.with(reconciliation.fn).length > 0);
    const asking = new Set([...fetches.map((one) => one.fn), ...[...spread.given].flatMap((call) => enclosingFunction(call) ?? [])].filter((fn) => reach.of(fn) !== "dead" && !spread.givers.has(fn)));
    const known = new Set(once.map(({ reconciliation }) => reconciliation.fn));
    // Another program of the repository has books of its own: what it asks mends nothing here.
    const first = once.find(({ reconciliation: { fn } }) =>
      !schedules.some(({ reconciliation }) => reconciliation.core && openingPrograms.share(reconciliation.fn, fn)) && ![...asking].some((one) => !known.has(one) && openingPrograms.share(one, fn)));
    if (!first) return null;
    // The same method of an object that nobody knows, in a loop.
    const again = [...known].some((fn) => fn.name !== "<module>" && follow.attributesNamed(fn.name).some((one) => one.parent?.kind === "call" && one.parent.callee === one && isInLoop(one)));
    return again ? null : { schedule: first, hears: fillNews.length > 0, adopts: first.reconciliation.compared.some((one) => looksForUnknown(one) && one.adopts) };
  },
});

const looksForUnknown = (one: Compared): boolean => one.direction === "add" && one.acts && one.whole && one.books;

