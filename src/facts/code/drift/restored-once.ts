import type { Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { reach } from "../reach.ts";
import { follower } from "../value-follower.ts";
import { fillNews } from "./fill-news.ts";
import { schedules, type Schedule } from "./schedules.ts";
import { venuePositions } from "./venue-positions.ts";

/** Positions of the exchange are taken into the books when the bot starts, and nothing in the bot asks for them again. */
export interface RestoredOnce {
  readonly schedule: Schedule;
  /** A private stream tells of what happens meanwhile: a lost message is all that stays unknown. */
  readonly hears: boolean;
}

export const restoredOnce = codeFact({
  name: "restored-once",
  doc: "Where a bot takes its positions over from the exchange at the start and never asks for them again.",
  requires: { schedules, venuePositions, reach, fillNews, follow: follower },
  derive({ schedules, venuePositions, reach, fillNews, follow }): RestoredOnce | null {
    if (schedules.some(({ reconciliation }) => reconciliation.core)) return null;
    const { spread, fetches } = venuePositions;
    const once = schedules.filter(({ reconciliation, runs }) => reconciliation.compared.some((one) => one.direction === "add" && one.acts && one.whole && one.books) && runs.length > 0 && runs.every((run) => run.kind === "once"));
    const asking = new Set([...fetches.map((one) => one.fn), ...[...spread.given].flatMap((call) => enclosingFunction(call) ?? [])].filter((fn) => reach.of(fn) !== "dead" && !spread.givers.has(fn)));
    const [first] = once;
    const known = new Set(once.map(({ reconciliation }) => reconciliation.fn));
    if (!first || [...asking].some((fn) => !known.has(fn))) return null;
    // The same method of an object that nobody knows, in a loop.
    const again = [...known].some((fn) => fn.name !== "<module>" && follow.attributesNamed(fn.name).some((one) => one.parent?.kind === "call" && one.parent.callee === one && isRepeated(one)));
    return again ? null : { schedule: first, hears: fillNews.length > 0 };
  },
});

function isRepeated(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "while" || at.kind === "for") return true;
  return false;
}
