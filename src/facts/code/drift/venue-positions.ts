import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { locations, type Location, type Locations } from "../races/locations.ts";
import { WRITES } from "../races/accesses.ts";
import { isSetUp, sharedState, type SharedState } from "../shared-state.ts";
import { widerCalls, type WiderCalls } from "../wider-calls.ts";
import { positionFetches, type PositionFetch } from "./position-fetches.ts";
import { presenceReads } from "./presence-flags.ts";
import { Spread } from "./spread.ts";
import { failedValue, follow, seedAt } from "./trail.ts";

/** Everything that is made of the venue's answer about positions. */
export interface VenuePositions {
  readonly fetches: readonly PositionFetch[];
  readonly spread: Spread;
  /** Calls that give it, by function: the request itself, or a function of the bot that returns what it got. */
  sourcesIn(fn: FunctionNode): readonly Call[];
  /** Places that hold nothing but the venue's answer: no books of the bot's own. */
  readonly mirrors: ReadonlySet<Location>;
}

export const venuePositions = codeFact({
  name: "venue-positions",
  doc: "What is made of the venue's answer about open positions, through variables, calls and containers.",
  requires: { callGraph, widerCalls, positionFetches, locations, sharedState },
  derive({ callGraph, widerCalls, positionFetches, locations, sharedState }): VenuePositions {
    const spread = answersOf(positionFetches, callGraph, widerCalls);
    const mirrors = mirrorsOf(spread, locations, sharedState);
    readMirrors(spread, mirrors, locations, sharedState);
    return { fetches: positionFetches, spread, mirrors, sourcesIn: sourcesOf(positionFetches, spread) };
  },
});

/** Everything that is made of the answers to some requests. */
export function answersOf(fetches: readonly PositionFetch[], callGraph: CallGraph, widerCalls: WiderCalls): Spread {
  const spread = new Spread(callGraph, widerCalls);
  for (const one of fetches) spread.put(seedAt(one.call, "answer"));
  spread.run();
  for (const { read, by } of presenceReads(spread)) spread.put(follow(by, read, { element: false, field: false, negated: false }));
  spread.run();
  return spread;
}

export function sourcesOf(fetches: readonly PositionFetch[], spread: Spread): (fn: FunctionNode) => readonly Call[] {
  const byFunction = new Map<FunctionNode, Call[]>();
  for (const call of [...fetches.map((one) => one.call), ...spread.given]) appendTo(byFunction, enclosingFunction(call)!, call);
  return (fn) => byFunction.get(fn) ?? [];
}

function mirrorsOf(spread: Spread, locations: Locations, state: SharedState): Set<Location> {
  const found = new Set<Location>();
  for (const { into, at } of spread.stored) {
    const location = at.kind === "assign" ? locations.of(into) : null;
    const writes = location ? state.of(location)?.accesses.filter((one) => WRITES.has(one.kind) && !isSetUp(one.fn)) ?? [] : [];
    if (location && writes.length > 0 && writes.every((one) => isAnswer(spread, one.node))) found.add(location);
  }
  return found;
}

/** The statement stores what the venue said, or nothing. */
function isAnswer(spread: Spread, statement: Node): boolean {
  if (statement.kind !== "assign") return false;
  return spread.marks.has(statement.value) || failedValue(statement.value) !== null;
}

/** Whoever reads such a place gets what was stored there. */
export function readMirrors(spread: Spread, mirrors: ReadonlySet<Location>, locations: Locations, state: SharedState): void {
  for (const { into, mark } of [...spread.stored]) {
    const location = into.kind === "attribute" ? locations.of(into) : null;
    if (!location || !mirrors.has(location)) continue;
    for (const access of state.of(location)?.accesses ?? []) if (!WRITES.has(access.kind)) spread.put(follow(mark, access.place, { stack: [] }));
  }
  spread.run();
}
