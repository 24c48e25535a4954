import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { reach } from "../reach.ts";
import { absencesOf } from "./absence.ts";
import { absentActs } from "./absent-acts.ts";
import { removals } from "./removals.ts";
import { rootOf } from "./trail.ts";
import { venuePositions } from "./venue-positions.ts";

/** A position that is taken out of the books because the venue does not have it. */
export interface ConfirmedRemoval {
  readonly fn: FunctionNode;
  /** The test. */
  readonly at: Node;
  readonly act: Node;
  readonly what: string;
  /** The request is known: no wrapper of the bot may answer in its place. */
  readonly sure: boolean;
}

export const confirmedRemovals = codeFact({
  name: "confirmed-removals",
  doc: "Where the bot takes positions out of its books because the venue does not have them.",
  requires: { venuePositions, removals, reach },
  derive({ venuePositions, removals, reach }): readonly ConfirmedRemoval[] {
    const found: ConfirmedRemoval[] = [];
    const seen = new Set<Node>();
    const sure = new Set<Node>(venuePositions.fetches.filter((one) => one.sure).map((one) => one.call));
    for (const [fn, absences] of absencesOf(venuePositions.spread)) {
      if (reach.of(fn) === "dead") continue;
      const acts = removals.inside(fn);
      for (const { absence, act } of acts.length > 0 ? absentActs(absences, acts) : []) {
        if (seen.has(act.node)) continue;
        seen.add(act.node);
        found.push({ fn, at: absence.at, act: act.node, what: act.what, sure: sure.has(rootOf(absence.mark).node) });
      }
    }
    return found;
  },
});
