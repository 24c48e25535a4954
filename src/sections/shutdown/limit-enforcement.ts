import type { HeldPositions, HeldTest } from "../../facts/code/stopping/held-positions.ts";
import type { LimitKind, LimitTests } from "../../facts/code/stopping/limit-tests.ts";
import type { TradingStart } from "../../facts/code/stopping/trading-start.ts";
import type { OpenWays, Way } from "../../facts/code/open-ways.ts";
import type { Places } from "../../facts/code/places.ts";
import type { PathStep, TradePaths } from "../../facts/code/trade-paths.ts";
import type { Evidence, Remarks, See } from "../../sdk/evidence.ts";
import type { Text } from "../../sdk/text.ts";
import { say } from "./limit-messages.ts";
import { undecided } from "./shutdown-words.ts";

export interface LimitFacts {
  readonly tradePaths: TradePaths;
  readonly openWays: OpenWays;
  readonly limitTests: LimitTests;
  readonly heldPositions: HeldPositions;
  readonly tradingStart: TradingStart;
  readonly places: Places;
}

const MOST = 4;

/** Every way from a decision to an opening order passes the limit: what both limits have in common. */
export function lookForLimit(kind: LimitKind, facts: LimitFacts, see: See<"limit">): void {
  const { openWays, tradingStart, tradePaths } = facts;
  if (undecided(tradingStart, "limit", kind, see)) return;
  const judged = (ways: readonly Way[]): Way[] => ways.filter((way) => way.kind === "signal" || way.kind === "quoting" || (way.kind === "unborn" && way.start !== "unknown"));
  const all = judged(openWays.without(null));
  if (all.length === 0) return unknownWays(kind, facts, see);
  const open = judged(openWays.without(kind));
  const known = open.filter((way) => way.start !== "unknown");
  const guards = [...new Set(tradePaths.openings.flatMap((site) => tradePaths.guards(site, kind)))];
  if (open.length === 0) return holds(kind, facts, guards.map((one) => one.test), see);
  const [first] = known;
  if (!first) return unclear(kind, open[0]!, facts, see);
  const bounded = kind === "position-limit" ? known.map((way) => heldOn(way, facts.heldPositions)) : [];
  if (bounded.length > 0 && bounded.every((one) => one?.bounds === "one")) return single(bounded as HeldTest[], facts, see);
  if (guards.length === 0) return nowhere(kind, known, bounded, facts, see);
  known.forEach((way, i) => {
    if (bounded[i]?.bounds !== "one") avoids(kind, way, guards.map((one) => one.test), bounded[i] ?? null, facts, see);
  });
}

function heldOn(way: Way, held: HeldPositions): HeldTest | null {
  let found: HeldTest | null = null;
  for (const step of way.steps) {
    const one = held.on(step);
    if (one?.bounds === "one") return one;
    found ??= one;
  }
  return found;
}

/** One position per instrument is a limit too, though not the one that was asked for: ⚠️. */
const remarksFor = (kind: LimitKind, held: HeldTest | null): Remarks => ({ fix: say(`fix-${kind}`), group: kind, weight: held ? 1 : 3, ...(held ? { impact: "hygiene" as const } : {}) });

function nowhere(kind: LimitKind, ways: readonly Way[], bounded: readonly (HeldTest | null)[], { limitTests, places }: LimitFacts, see: See<"limit">): void {
  const way = ways[0]!;
  const tests = limitTests.of(kind).filter((one) => !one.onWay).slice(0, MOST);
  const held = bounded.length > 0 && bounded.every((one) => one !== null) ? bounded[0]! : null;
  const key = held ? "perSymbol" : tests.length > 0 ? `besides-${kind}` as const : `nowhere-${kind}` as const;
  const values = { from: nameOf(way.steps[way.born]!), order: placeOf(way), count: String(ways.length) };
  const elsewhere = tests.map((one): Evidence => ({ at: places.at(one.node), note: say("elsewhere", { fn: one.fn.qualname }) }));
  const evidence = [...walked(way, places), ...(held ? [{ at: places.at(held.test), note: say("held") }] : []), ...elsewhere] as unknown as [Evidence, ...Evidence[]];
  see.broken({ kind: "limit", id: kind }, say(key, values), evidence, remarksFor(kind, held));
}

function avoids(kind: LimitKind, way: Way, guards: readonly PathStep["at"][], held: HeldTest | null, { places }: LimitFacts, see: See<"limit">): void {
  const step = way.steps[way.born]!;
  const values = { from: nameOf(step), order: placeOf(way) };
  const guarded = guards.slice(0, 2).map((test): Evidence => ({ at: places.at(test), note: say("otherWays") }));
  see.broken(places.subject("limit", step.at, `${kind} ${places.snippet(step.at, 120)}`), say(`avoids-${kind}`, values), [...walked(way, places), ...guarded] as unknown as [Evidence, ...Evidence[]], remarksFor(kind, held));
}

function holds(kind: LimitKind, { places }: LimitFacts, tests: readonly PathStep["at"][], see: See<"limit">): void {
  const [first, ...rest] = tests.slice(0, MOST).map((test): Evidence => ({ at: places.at(test), note: say("tested", { test: places.snippet(test, 60) }) }));
  if (first) see.holds({ kind: "limit", id: kind }, say(`holds-${kind}`), [first, ...rest]);
}

function single(tests: readonly HeldTest[], { places }: LimitFacts, see: See<"limit">): void {
  const [first, ...rest] = tests.slice(0, MOST).map(({ test }): Evidence => ({ at: places.at(test), note: say("held") }));
  see.holds({ kind: "limit", id: "position-limit" }, say("single"), [first!, ...rest]);
}

function unclear(kind: LimitKind, way: Way, { places }: LimitFacts, see: See<"limit">): void {
  see.unclear({ kind: "limit", id: kind }, say("unknownStart", { from: nameOf(way.steps[0]!), order: placeOf(way) }), walked(way, places));
}

function unknownWays(kind: LimitKind, { tradePaths, places, openWays }: LimitFacts, see: See<"limit">): void {
  const person = openWays.without(null).find((way) => way.kind === "person");
  if (person) return see.notApplicable(say("person"));
  const [site] = tradePaths.openings;
  if (site) see.unclear({ kind: "limit", id: kind }, say("unknownStart", { from: site.fn.qualname, order: `${site.at.file}:${String(site.at.line)}` }), [{ at: places.at(site.call), note: say("order") }]);
}

/** The way step by step, from where the decision leaves to the order. */
function walked(way: Way, places: Places): [Evidence, ...Evidence[]] {
  const steps = way.steps.slice(way.born);
  return steps.map((step): Evidence => ({ at: places.at(step.at), note: noteOf(step) })) as [Evidence, ...Evidence[]];
}

const noteOf = (step: PathStep): Text => (step.to ? say("handed", { from: nameOf(step), to: step.to.qualname }) : say("ordered", { from: nameOf(step) }));
const nameOf = (step: PathStep): string => step.from.qualname;
const placeOf = (way: Way): string => `${way.site.at.file}:${String(way.site.at.line)}`;
