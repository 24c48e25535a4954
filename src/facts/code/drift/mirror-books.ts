import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { isKeptFrom } from "../../../ir/truth.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { REMOVALS, WRITES } from "../races/accesses.ts";
import { locations, type Location } from "../races/locations.ts";
import { reach } from "../reach.ts";
import { isSetUp, sharedState, type SharedPlace } from "../shared-state.ts";
import { keepsPositions, PRETENDED } from "./books.ts";
import { venuePositions } from "./venue-positions.ts";

/** Places that hold nothing but the venue's answer: whether the bot has no other books, so that each new answer puts them right. */
export interface MirrorBooks {
  /** The bot trades by this place alone, and others than who fills it read it. */
  standsForBooks(location: Location): boolean;
  /** Somebody else than who fills it reads it. */
  isRead(location: Location): boolean;
  /** The test that the answer "none" does not pass: `if positions: self.positions = positions` keeps the last one for ever. Null: it gets to the store. */
  emptyStopsAt(store: Node): Node | null;
  /** Copies that keep the last closed position for ever. */
  readonly neverEmptied: readonly NeverEmptied[];
}

/** A copy of the venue's answer that the answer "none" never gets to, and that others read. */
export interface NeverEmptied {
  readonly fn: FunctionNode;
  readonly location: Location;
  readonly store: Node;
  readonly test: Node;
}

export const mirrorBooks = codeFact({
  name: "mirror-books",
  doc: "Whether a copy of the venue's answer is all that the bot knows of its positions.",
  requires: { venuePositions, sharedState, locations, reach },
  derive({ venuePositions: { spread, mirrors }, sharedState, locations, reach }): MirrorBooks {
    const isOwn = (place: SharedPlace): boolean => !mirrors.has(place.location) && !PRETENDED.test(place.location.label) && (keepsPositions(place) || ORDERS_AS_BOOKS.test(place.location.name))
      && place.accesses.some((one) => (one.kind === "store" || one.kind === "add") && !isSetUp(one.fn) && reach.of(one.fn) === "live");
    let others: boolean | null = null;
    const isEmpty = (expr: Expr): boolean | null => {
      if (expr.kind === "compare" && expr.right.kind === "none") return null;
      return spread.marks.get(expr)?.find((one) => one.item < 0 && one.only === null && !one.element && !one.field)?.negated ?? null;
    };
    const isRead = (location: Location): boolean => {
      const accesses = sharedState.of(location)?.accesses ?? [];
      const fills = new Set(accesses.filter((one) => WRITES.has(one.kind)).map((one) => one.fn));
      return accesses.some((one) => !WRITES.has(one.kind) && !fills.has(one.fn) && reach.of(one.fn) !== "dead");
    };
    const neverEmptied = spread.stored.flatMap(({ into, mark, at }): NeverEmptied[] => {
      const location = at.kind === "assign" && !mark.element && !mark.field && mark.only === null ? locations.of(into) : null;
      const fn = enclosingFunction(at);
      if (!location || !fn || !mirrors.has(location) || reach.of(fn) !== "live" || !isRead(location)) return [];
      const test = isKeptFrom(at, isEmpty);
      const emptied = (sharedState.of(location)?.accesses ?? []).some((one) => REMOVALS.has(one.kind) || (WRITES.has(one.kind) && one.node !== at && !isSetUp(one.fn)));
      return test && !emptied ? [{ fn, location, store: at, test }] : [];
    });
    return {
      isRead,
      neverEmptied,
      standsForBooks: (location) => isRead(location) && !(others ??= sharedState.places.some(isOwn)),
      emptyStopsAt: (store) => isKeptFrom(store, isEmpty),
    };
  },
});

/** Bots that keep a position as the order that opened it. */
const ORDERS_AS_BOOKS = /(^|_)(buy|sell|long|short)_?orders$/i;
