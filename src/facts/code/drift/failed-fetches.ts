import type { Call, Expr, FunctionNode, Name, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { TELLS_NO_PRESENCE } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { locations, type Locations } from "../races/locations.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { widerCalls, type WiderCalls } from "../wider-calls.ts";
import { absencesOf, decidedTests, type Absence } from "./absence.ts";
import { givesEarnings } from "./earnings.ts";
import { deniedAnswers, swallowed, uncheckedAnswers, type FailureSeed } from "./failure-seeds.ts";
import { leftEmpty } from "./left-empty.ts";
import { malformedAnswers } from "./malformed-answers.ts";
import { flagsOf, stopOf } from "./kept-from.ts";
import { saysPresence } from "./presence-flags.ts";
import { tellsPresence } from "./presence.ts";
import { Spread } from "./spread.ts";
import { failedValue, follow, rootOf, seedAt, steps, type Mark } from "./trail.ts";
import { uncheckedRequests } from "./unchecked-requests.ts";
import { readMirrors, venuePositions, type VenuePositions } from "./venue-positions.ts";

/** A test that tells a failed request from an account without positions. */
export interface ToldApart { readonly mark: Mark; readonly at: Node }

export interface FailedFetches {
  readonly seeds: readonly FailureSeed[];
  readonly spread: Spread;
  readonly absences: ReadonlyMap<FunctionNode, readonly Absence[]>;
  readonly toldApart: readonly ToldApart[];
  seedOf(mark: Mark): FailureSeed | null;
  /** Other failures that come to the same on the way. */
  joinedBy(mark: Mark): readonly FailureSeed[];
}

export const failedFetches = codeFact({
  name: "failed-fetches",
  doc: "What a failed request for positions looks like to the code that asked, at any depth of calls.",
  requires: { index, callGraph, widerCalls, venuePositions, locations, sharedState },
  derive: ({ venuePositions, ...on }): FailedFetches => followFailures(on, venuePositions, tellsPresence),
});

interface On {
  readonly index: Index;
  readonly callGraph: CallGraph;
  readonly widerCalls: WiderCalls;
  readonly locations: Locations;
  readonly sharedState: SharedState;
}

/** `saysOnly`: a function that says whether there is one, and gives nothing of the answer itself. */
export function followFailures({ index, callGraph, widerCalls, locations, sharedState }: On, venue: VenuePositions, saysOnly: (fn: FunctionNode, answers: Spread) => boolean): FailedFetches {
  const { plain, yesOrNo } = directSeeds(venue, saysOnly);
  const seeds = [...plain, ...uncheckedRequests(callGraph, venue), ...helperSeeds(index, callGraph, venue), ...yesOrNo];
  const byNode = new Map<Node, FailureSeed>();
  for (const one of seeds) byNode.set(rootOf(one.mark).node, one);
  const flags = new Map<Node, ReadonlySet<string>>();
  for (const [node, one] of byNode) flags.set(node, new Set(flagsOf(one.knownAt)));
  const toldApart: ToldApart[] = [];
  const stops = (mark: Mark): boolean => {
    const at = stopOf(mark, flags.get(rootOf(mark).node) ?? NO_FLAGS);
    if (at) toldApart.push({ mark, at });
    return at !== null;
  };
  const spread = new Spread(callGraph, widerCalls, stops);
  // Where the request itself is swallowed comes first: what is made of it further up is that failure, not one of its own.
  const asking = new Set(venue.fetches.map((one) => one.fn));
  const isNear = (one: FailureSeed): boolean => asking.has(enclosingFunction(one.mark.node)!);
  for (const near of [true, false]) {
    for (const one of seeds) if (!yesOrNo.includes(one) && isNear(one) === near) spread.put(one.mark);
    spread.run();
  }
  // What a variable of the function brought there already is told by the variable.
  for (const { mark } of yesOrNo) if (!spread.marks.has(mark.node)) spread.put(mark);
  spread.run();
  convert(spread, venue);
  readMirrors(spread, venue.mirrors, locations, sharedState);
  const seedOf = (mark: Mark): FailureSeed | null => byNode.get(rootOf(mark).node) ?? null;
  const joinedBy = (mark: Mark): readonly FailureSeed[] => [...new Set(steps(mark).flatMap((one) => spread.joined.get(one) ?? []).flatMap((one) => seedOf(one) ?? []))].filter((one) => one.knownAt !== seedOf(mark)?.knownAt);
  return { seeds, spread, absences: absencesOf(spread), toldApart, seedOf, joinedBy };
}

const NO_FLAGS: ReadonlySet<string> = new Set();

/** Names that carry the answer, or say whether it has the position. */
const followedIn = (answers: Spread) => (name: Name): boolean =>
  (answers.marks.get(name)?.some((one) => one.item < 0 && !(one.field && TELLS_NO_PRESENCE.test(name.id))) ?? false) || saysPresence(name, answers);

/** Values that stand for the answer, and those of functions that only say whether there is a position. */
function directSeeds({ fetches, spread, sourcesIn }: VenuePositions, saysOnly: (fn: FunctionNode, answers: Spread) => boolean): { readonly plain: readonly FailureSeed[]; readonly yesOrNo: readonly FailureSeed[] } {
  const functions = new Set<FunctionNode>();
  for (const node of spread.marks.keys()) {
    const fn = node.kind === "call" ? enclosingFunction(node) : null;
    if (fn && sourcesIn(fn).length > 0) functions.add(fn);
  }
  const isFollowed = followedIn(spread);
  const isAnswer = (expr: Expr): boolean => spread.marks.has(expr);
  const unchecked = fetches.flatMap((one) => (one.answersWithErrors ? uncheckedAnswers(one.fn, one.call, isAnswer) : []));
  const own = [...functions].map((fn) => {
    const earns = givesEarnings(fn);
    const found = [...swallowed(fn, sourcesIn(fn), isFollowed), ...deniedAnswers(fn, isAnswer, isFollowed), ...malformedAnswers(fn, isAnswer)];
    // A function that gives something else (whether it worked, an order) returns no answer about positions.
    const given = ({ mark }: FailureSeed): boolean => mark.node.parent?.kind === "return" && mark.node.kind !== "name" && !spread.givers.has(fn);
    return { plain: found.filter((one) => !given(one) && !(earns && one.mark.node.parent?.kind === "return")), yesOrNo: saysOnly(fn, spread) ? found.filter(given) : [] };
  });
  return { plain: [...unchecked, ...own.flatMap((one) => one.plain)], yesOrNo: own.flatMap((one) => one.yesOrNo) };
}

/** Requests by path: what the bot's function that makes them returns when they fail. */
function helperSeeds(index: Index, graph: CallGraph, { fetches }: VenuePositions): FailureSeed[] {
  const known = new Map<FunctionNode, readonly FailureSeed[]>();
  return fetches.flatMap(({ call, helpers }) => helpers.flatMap((fn) => {
    let found = known.get(fn);
    if (!found) known.set(fn, (found = helperFailures(index, graph, fn, 0)));
    return found.map(({ mark, knownAt }) => ({ mark: { ...follow(mark, call), stack: [] }, knownAt }));
  }));
}

const DEEPEST = 3;

function helperFailures(index: Index, graph: CallGraph, fn: FunctionNode, depth: number): readonly FailureSeed[] {
  const calls = index.callsIn(fn);
  const requests = calls.filter((call) => call.callee.kind === "attribute" && graph.targets(call).how !== "resolved" && /^(get|post|put|request|send|json|fetch|open|urlopen|read|text|_?request\w*)$/i.test(call.callee.name));
  const nested = depth < DEEPEST ? calls.filter((call) => isReturned(call) && graph.targets(call).how === "resolved") : [];
  const own = swallowed(fn, [...requests, ...calls.filter((call) => call.parent?.kind === "await")], () => false);
  const below = nested.flatMap((call) => graph.targets(call).functions.flatMap((callee) => (callee === fn ? [] : helperFailures(index, graph, callee, depth + 1).map(({ mark, knownAt }) => ({ mark: follow(mark, call), knownAt })))));
  return [...own, ...below];
}

const isReturned = (call: Call): boolean => call.parent?.kind === "return" || (call.parent?.kind === "await" && call.parent.parent?.kind === "return");

/** `if not response: return []`: the failure is handed on in another form. */
function convert(spread: Spread, { spread: answers }: VenuePositions): void {
  const isFollowed = followedIn(answers);
  for (let round = 0; round < 3; round++) {
    const before = spread.marks.size;
    for (const one of decidedTests(spread)) for (const { node, as } of leftEmpty(one, isFollowed)) spread.put({ ...seedAt(node, "failed", as, one.mark), stack: one.mark.stack });
    for (const [fn, list] of absencesOf(spread)) {
      if (!answers.givers.has(fn)) continue;
      for (const absence of list) {
        walkBody(fn, (node) => {
          if (node.kind !== "return" || !node.value || node.value.kind === "name") return;
          const value = failedValue(node.value);
          if (value && absence.body.includes(node)) spread.put({ ...seedAt(node.value, "failed", value.as, absence.mark, value.item), stack: absence.mark.stack });
        });
      }
    }
    spread.run();
    if (spread.marks.size === before) return;
  }
}


