import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, isInLoop } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { locations, type Location } from "../races/locations.ts";
import { reach } from "../reach.ts";
import { isSetUp, sharedState } from "../shared-state.ts";
import { emptiedBefore } from "./emptied-before.ts";
import { mirrorBooks } from "./mirror-books.ts";
import { steps, type Mark } from "./trail.ts";
import { venuePositions } from "./venue-positions.ts";

/** Books of the bot that are emptied and then filled with each position of the answer: whatever was in there, both ways are put right. */
export interface RebuiltBooks {
  readonly mark: Mark;
  /** Where a position goes in, and where the books were emptied before. */
  readonly at: Node;
  readonly emptied: Node;
}

export const rebuiltBooks = codeFact({
  name: "rebuilt-books",
  doc: "Books that others write as well and that are made anew from the venue's answer.",
  requires: { venuePositions, mirrorBooks, sharedState, locations, reach },
  derive({ venuePositions: { spread, mirrors }, mirrorBooks, sharedState, locations, reach }): readonly RebuiltBooks[] {
    return spread.stored.flatMap(({ into, mark, at }): RebuiltBooks[] => {
      const location = locations.of(into);
      const fn = enclosingFunction(at);
      if (!location || mirrors.has(location) || !fn || reach.of(fn) === "dead" || !isPosition(mark)) return [];
      const emptied = emptiedBefore(sharedState, fn, location, at);
      return emptied && !isInLoop(emptied) && mirrorBooks.isRead(location) && (hasOthers(location, fn) || mirrorBooks.standsForBooks(location)) ? [{ mark, at, emptied }] : [];
    });

    function hasOthers(location: Location, fn: FunctionNode): boolean {
      return sharedState.of(location)?.accesses.some((one) => (one.kind === "store" || one.kind === "add") && one.fn !== fn && !isSetUp(one.fn) && reach.of(one.fn) !== "dead") ?? false;
    }
  },
});

/** Each of them, and not a price or a name out of it. */
const isPosition = (mark: Mark): boolean => mark.element && !mark.field && !mark.negated && mark.only === null && mark.stack.length === 0
  && steps(mark).some((one) => one.node.parent?.kind === "for" || one.node.parent?.kind === "clause");
