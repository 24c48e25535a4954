import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { locations } from "../races/locations.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { failedFetches } from "./failed-fetches.ts";
import type { Absence } from "./absence.ts";
import { removals, type Removal } from "./removals.ts";
import { failedValue, rootOf, type Mark } from "./trail.ts";
import { venuePositions } from "./venue-positions.ts";

/** A failed request that is read as "no positions": what it became, where it is tested, what is taken out of the books. */
export interface WipedBooks {
  readonly mark: Mark;
  readonly fn: FunctionNode;
  /** The test or loop that reads absence from it; null: the books are replaced by it. */
  readonly test: Node | null;
  readonly act: Node;
  readonly what: string;
  readonly byName: boolean;
}

export const wipedBooks = codeFact({
  name: "wiped-books",
  doc: "Places where a failed request for positions takes positions out of the bot's books.",
  requires: { failedFetches, removals, venuePositions, locations, sharedState, reach },
  derive({ failedFetches, removals, venuePositions, locations, sharedState, reach }): readonly WipedBooks[] {
    const found: WipedBooks[] = [];
    for (const [fn, absences] of failedFetches.absences) {
      if (reach.of(fn) === "dead") continue;
      const acts = removals.inside(fn);
      if (acts.length === 0) continue;
      for (const absence of absences) {
        const act = acts.find((one) => isWithin(one.node, absence.body) && absence.reaches(one.node));
        if (act) found.push(wiped(absence, act));
      }
      found.push(...gathered(absences, acts));
    }
    for (const { into, mark, at } of failedFetches.spread.stored) {
      const location = locations.of(into);
      if (!location || venuePositions.mirrors.has(location) || !REGISTRY_WORDS.test(location.label) || mark.only !== null || mark.negated) continue;
      const fn = functionOf(at);
      if (!fn || reach.of(fn) === "dead" || !hasOwnBooks(sharedState, location, at)) continue;
      const act = mark.element ? emptiedBefore(sharedState, fn, location, at) : at.kind === "assign" && at.targets.includes(into) ? at : null;
      if (act) found.push({ mark, fn, test: null, act, what: location.label, byName: false });
    }
    return once(found);
  },
});

const wiped = (absence: Absence, act: Removal): WipedBooks => ({ mark: absence.mark, fn: absence.fn, test: absence.at, act: act.node, what: act.what, byName: act.byName });

export function isWithin(node: Node, body: readonly Node[]): boolean {
  return body.some((one) => one.start <= node.start && node.end <= one.end);
}

/** `ghosts.append(symbol)` where the venue lacks it, and a later loop over `ghosts` that takes them out. */
function gathered(absences: readonly Absence[], acts: readonly Removal[]): WipedBooks[] {
  const found: WipedBooks[] = [];
  for (const absence of absences) {
    const names = new Set<string>();
    walkBody(absence.fn, (node) => {
      if (node.kind !== "call" || node.callee.kind !== "attribute" || !/^(append|add)$/.test(node.callee.name) || node.callee.object.kind !== "name") return;
      if (isWithin(node, absence.body) && absence.reaches(node)) names.add(node.callee.object.id);
    });
    if (names.size === 0) continue;
    walkBody(absence.fn, (node) => {
      if (node.kind !== "for" || node.start < absence.at.start) return;
      const over = node.iterable.kind === "call" ? node.iterable.args[0]?.value : node.iterable;
      if (over?.kind !== "name" || !names.has(over.id)) return;
      const act = acts.find((one) => isWithin(one.node, node.body));
      if (act) found.push(wiped(absence, act));
    });
  }
  return found;
}

function functionOf(node: Node): FunctionNode | null {
  let at = node.parent;
  while (at && at.kind !== "function") at = at.parent;
  return at;
}

/** Somebody else writes the place, too, with values of the bot's own. */
function hasOwnBooks(state: SharedState, location: Parameters<SharedState["of"]>[0], at: Node): boolean {
  return (state.of(location)?.accesses ?? []).some((one) => (one.kind === "store" || one.kind === "add") && one.node !== at && !(one.node.kind === "assign" && failedValue(one.node.value) !== null) && !isNear(one.node, at));
}

const isNear = (a: Node, b: Node): boolean => functionOf(a) === functionOf(b);

/** The books are emptied first and filled again from the answer. */
function emptiedBefore(state: SharedState, fn: FunctionNode, location: Parameters<SharedState["of"]>[0], at: Node): Node | null {
  for (const { place, access } of state.inside(fn)) {
    if (place.location !== location || access.node.start > at.start) continue;
    if (access.kind === "clear" || (access.kind === "rebind" && access.node.kind === "assign" && failedValue(access.node.value) !== null)) return access.node;
  }
  return null;
}

/** One for each place where the books are changed and failure that it comes from. */
function once(all: readonly WipedBooks[]): readonly WipedBooks[] {
  const seen = new Map<Node, Set<Node>>();
  return all.filter((one) => {
    const roots = seen.get(one.act) ?? new Set();
    seen.set(one.act, roots);
    const root = rootOf(one.mark).node;
    if (roots.has(root)) return false;
    roots.add(root);
    return true;
  });
}
