import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { locations } from "../races/locations.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { callGraph } from "../call-graph.ts";
import { isTold } from "./failure-flags.ts";
import { emptiedBefore } from "./emptied-before.ts";
import { failedFetches } from "./failed-fetches.ts";
import type { Absence } from "./absence.ts";
import { absentActs } from "./absent-acts.ts";
import { removals, type Removal } from "./removals.ts";
import { failedValue, rootOf, type Mark } from "./trail.ts";
import { venuePositions } from "./venue-positions.ts";

/** A failed request that is read as "no positions": what it became, where it is tested, what is taken out of the books. */
export interface WipedBooks {
  readonly mark: Mark;
  readonly fn: FunctionNode;
  /** The function that makes the failure look like an answer. */
  readonly source: string;
  /** The test or loop that reads absence from it; null: the books are replaced by it. */
  readonly test: Node | null;
  readonly act: Node;
  readonly what: string;
  readonly byName: boolean;
  /** The record stays and says that the position is closed. */
  readonly marks: boolean;
  /** Others that read the same failure so: it is mended in one place, but none of them is right. */
  readonly also: readonly WipedBooks[];
}

export const wipedBooks = codeFact({
  name: "wiped-books",
  doc: "Places where a failed request for positions takes positions out of the bot's books.",
  requires: { failedFetches, removals, venuePositions, locations, sharedState, reach, callGraph },
  derive({ failedFetches, removals, venuePositions, locations, sharedState, reach, callGraph }): readonly WipedBooks[] {
    const found: WipedBooks[] = [];
    for (const [fn, absences] of failedFetches.absences) {
      if (reach.of(fn) === "dead") continue;
      const acts = removals.inside(fn);
      if (acts.length === 0) continue;
      for (const { absence, act } of absentActs(absences, acts)) found.push(wiped(absence, act));
    }
    for (const { into, mark, at } of failedFetches.spread.stored) {
      const location = locations.of(into);
      if (!location || venuePositions.mirrors.has(location) || !REGISTRY_WORDS.test(location.label) || mark.only !== null || mark.negated) continue;
      const fn = enclosingFunction(at);
      if (!fn || reach.of(fn) === "dead" || !hasOwnBooks(sharedState, location, at)) continue;
      const act = mark.element ? emptiedBefore(sharedState, fn, location, at) : at.kind === "assign" && at.targets.includes(into) ? at : null;
      if (act) found.push({ mark, fn, source: sourceOf(mark), test: null, act, what: location.label, byName: false, marks: false, also: [] });
    }
    const knownAt = (mark: Mark): Node | undefined => failedFetches.seedOf(mark)?.knownAt;
    const { marks } = failedFetches.spread;
    return once(found.filter(({ mark, act }) => !isTold(mark, act, marks, knownAt(mark), callGraph)), knownAt);
  },
});

const wiped = (absence: Absence, act: Removal): WipedBooks => ({ mark: absence.mark, fn: absence.fn, source: sourceOf(absence.mark), test: absence.at, act: act.node, what: act.what, byName: act.byName, marks: act.marks, also: [] });

const sourceOf = (mark: Mark): string => enclosingFunction(rootOf(mark).node)?.qualname ?? "";


/** Somebody else writes the place, too, with values of the bot's own. */
function hasOwnBooks(state: SharedState, location: Parameters<SharedState["of"]>[0], at: Node): boolean {
  return (state.of(location)?.accesses ?? []).some((one) => (one.kind === "store" || one.kind === "add") && one.node !== at && !(one.node.kind === "assign" && failedValue(one.node.value) !== null) && !isNear(one.node, at));
}

const isNear = (a: Node, b: Node): boolean => enclosingFunction(a) === enclosingFunction(b);

/** One for each failure: it is mended where it becomes an answer, whoever reads it. */
function once(all: readonly WipedBooks[], knownAt: (mark: Mark) => Node | undefined): readonly WipedBooks[] {
  const chosen = new Map<Node, { readonly one: WipedBooks; readonly also: WipedBooks[] }>();
  // Of several books that one handler empties those of positions come first, a page of the bot's state last.
  for (const one of [...all].sort((a, b) => Number(!ABOUT_POSITIONS.test(a.what)) - Number(!ABOUT_POSITIONS.test(b.what)))) {
    const root = rootOf(one.mark).node;
    const known = knownAt(one.mark) ?? root;
    const own = enclosingFunction(root) === one.fn;
    const before = chosen.get(root) ?? (own ? chosen.get(known) : undefined);
    if (before) {
      if (before.one.fn !== one.fn && !before.also.some(({ fn }) => fn === one.fn)) before.also.push(one);
      continue;
    }
    const entry = { one, also: [] };
    chosen.set(root, entry);
    if (own) chosen.set(known, entry);
  }
  return [...new Set(chosen.values())].map(({ one, also }) => ({ ...one, also }));
}

const ABOUT_POSITIONS = /position|trade|holding|SQL|slot|deal|record/i;
