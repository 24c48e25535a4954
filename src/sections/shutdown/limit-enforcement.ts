import type { DailyResult } from "../../facts/code/stopping/daily-results.ts";
import { isPage, type SideEntries } from "../../facts/code/stopping/side-entries.ts";
import type { HeldPositions, HeldTest } from "../../facts/code/stopping/held-positions.ts";
import type { LimitGuard, LimitKind, LimitTest, LimitTests } from "../../facts/code/stopping/limit-tests.ts";
import type { TradingStart } from "../../facts/code/stopping/trading-start.ts";
import { bitOf } from "../../facts/code/guard-kinds.ts";
import type { CallGraph } from "../../facts/code/call-graph.ts";
import type { OpenWays, Way } from "../../facts/code/open-ways.ts";
import type { Places } from "../../facts/code/places.ts";
import { isDemonstration, type EntryPoints } from "../../facts/code/entry-points.ts";
import type { Reachability } from "../../facts/code/reach.ts";
import type { PathStep, TradePaths } from "../../facts/code/trade-paths.ts";
import type { Evidence, Remarks, See } from "../../sdk/evidence.ts";
import type { Text } from "../../sdk/text.ts";
import type { FunctionNode, Node } from "../../ir/nodes.ts";
import { SHORT_LIVED_CODE } from "../../knowledge/growth.ts";
import { say } from "./limit-messages.ts";
import { undecided } from "./shutdown-words.ts";

export interface LimitFacts {
  readonly tradePaths: TradePaths;
  readonly openWays: OpenWays;
  readonly limitTests: LimitTests;
  readonly dailyResults: readonly DailyResult[];
  readonly heldPositions: HeldPositions;
  readonly sideEntries: SideEntries;
  readonly tradingStart: TradingStart;
  readonly reach: Reachability;
  readonly entryPoints: EntryPoints;
  readonly callGraph: CallGraph;
  readonly places: Places;
}

const MOST = 4;

/** Every way from a decision to an opening order passes the limit: what both limits have in common. */
export function lookForLimit(kind: LimitKind, facts: LimitFacts, see: See<"limit">): void {
  const { openWays, tradingStart, limitTests } = facts;
  // A limit is asked before each order, however long the process lives that sends it.
  if (undecided({ ...tradingStart, offered: false }, "limit", kind, see)) return;
  const all = [...new Map([...openWays.without(kind), ...openWays.without(null)].filter((way) => isJudged(way) && !facts.heldPositions.whileHeld(way.steps.at(-1)!) && !facts.heldPositions.whileHeld(way.steps[way.born]!) && !way.steps.some((step) => isDemonstration(facts.entryPoints, step.at, facts.places.moduleOf(step.at)))).map((way) => [way.steps[way.born]!.at, way])).values()];
  if (all.length === 0) return unknownWays(kind, facts, see);
  const proofs = all.map((way) => proofOn(way, kind, facts));
  const guards = proofs.flatMap((one) => (one ? [one] : []));
  const open = all.filter((_, i) => !proofs[i]);
  if (guards.length > 0) asides(kind, facts, guards, see);
  if (open.length === 0) return holds(kind, facts, all, guards, see);
  // A step that only a call of unknown aim may mean is not known to happen.
  const known = open.filter((way) => way.start !== "unknown" && way.steps.slice(way.born).every((step) => facts.reach.of(step.from) === "live"));
  if (known.length === 0) return unclear(kind, open[0]!.start === "unknown" ? "unknownStart" : "possible", open[0]!, facts, see);
  const bounded = kind === "position-limit" ? known.map((way) => heldOn(way, facts.heldPositions)) : [];
  if (known.length === open.length && bounded.length > 0 && bounded.every((one) => one?.bounds === "one")) return guards.length > 0 ? holds(kind, facts, all.filter((_, i) => proofs[i]), guards, see) : single(bounded as HeldTest[], facts, see);
  const [unheard] = guards.length === 0 ? limitTests.unheard(kind) : [];
  // Another question on the way may be heard.
  if (unheard && known.every((way) => way.steps.every((step) => limitTests.within(step.from, kind) === null))) return notHeard(kind, unheard, known[0]!, facts, see);
  const born = known.filter((way) => way.kind !== "unborn");
  const sure = (born.length > 0 ? born : known).filter((way) => !claims(way, kind, facts));
  if (guards.length === 0 && (sure.length === 0 || limitTests.of(kind).some(limitTests.pluggedIn))) return unclear(kind, "claimed", known[0]!, facts, see);
  if (guards.length === 0) return born.length === 0 && limitTests.of(kind).length + limitTests.dead(kind).length > 0 ? unclear(kind, "unborn", known[0]!, facts, see) : besides(kind, sure, facts, see);
  const claimed = known.find((way, i) => bounded[i]?.bounds !== "one" && claims(way, kind, facts));
  const told = new Set<FunctionNode>();
  known.forEach((way, i) => {
    const { from } = way.steps[way.born]!;
    if (told.has(from)) return;
    told.add(from);
    if (way.kind === "unborn" || bounded[i]?.bounds === "one" || claims(way, kind, facts) || isBeside(way, facts)) return;
    avoids(kind, way, guards, bounded[i] ?? null, facts, see);
  });
  const beside = known.find((way) => isBeside(way, facts));
  if (claimed) unclear(kind, "claimed", claimed, facts, see);
  else if (beside) unclear(kind, "beside", beside, facts, see);
  else if (born.length === 0) unclear(kind, "unborn", known[0]!, facts, see);
}

/** The way starts in another program than the one that trades: a tool, an older bot; and nothing of the trading program takes it up, be it the other program's own `main`. */
function isBeside({ start, steps }: Way, { places, tradingStart, callGraph }: LimitFacts): boolean {
  const entry = places.moduleOf(steps[0]!.at);
  if (start !== "main" || entry.file === tradingStart.name) return false;
  const first = steps.findIndex(({ from }) => places.moduleOf(from) !== entry);
  if (first < 0) return true;
  return !steps.slice(1, first + 1).some(({ from }) => callGraph.callersOf(from).some(({ caller }) => places.moduleOf(caller) !== entry && tradingStart.loads(places.moduleOf(caller))));
}

/** What changes an order that is there opens nothing new. */
const AMENDS = /(^|_)(replace|amend|modify|edit)(_|$)/;

/** `_cmd_order(args)`: what a person types. */
const TYPED = /^_*(cmd|command)_|_(cmd|command)$/;

/** `_handle_fill` → `_hedge_perp_fill`: what answers a fill on the other leg takes risk off; no limit may stop it. */
const hedgesFill = ({ steps }: Way): boolean =>
  steps.some((step) => /(^|_)hedge(_|$)/.test(step.from.name)) && steps.some((step) => /(^|_)fills?$/.test(step.from.name));

const isJudged = (way: Way): boolean => !hedgesFill(way) && !isPage(way.steps[way.born]!.from) && !way.steps.some((step) => AMENDS.test(step.from.name) || TYPED.test(step.from.name)) && isKnownKind(way);

const isKnownKind = (way: Way): boolean => way.kind === "signal" || way.kind === "quoting" || (way.kind === "unborn" && way.start !== "unknown");

/** Something on the way sounds like the limit, though no comparison was found behind it. */
const claims = (way: Way, kind: LimitKind, { limitTests }: LimitFacts): boolean =>
  way.steps.some((step) => (step.mask & bitOf(kind)) !== 0 || limitTests.within(step.from, kind) !== null || (kind === "position-limit" && limitTests.asksForSlot(step)));

/** The test on the way that asks the limit; for quotes also what makes them, which leaves a side out at the limit. */
function proofOn(way: Way, kind: LimitKind, { limitTests }: LimitFacts): LimitGuard | null {
  for (const step of way.steps) {
    const found = limitTests.guardOn(step, kind);
    if (found) return found;
  }
  if (way.kind !== "quoting" || kind !== "position-limit") return null;
  for (const step of way.steps.slice(way.born)) {
    const asks = limitTests.within(step.from, kind);
    if (asks) return { test: asks.node, asks };
  }
  return null;
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

/** One position per instrument is a limit too, and so is the length of a ladder, though not the one that was asked for: ⚠️. */
const remarksFor = (kind: LimitKind, held: HeldTest | null, way: Way, beside: boolean): Remarks => {
  const soft = beside || held !== null || (kind === "position-limit" && way.kind === "quoting");
  return { fix: say(`fix-${kind}`), group: kind, weight: soft ? 1 : 3, ...(soft ? { impact: "hygiene" as const } : {}) };
};

/** What keeps positions few has many shapes (slots, a pair, spot coins that are sold): of the ways without a known one few were red to their readers. */
const isOftenBounded = (kind: LimitKind): boolean => kind === "position-limit";

/** Where the bot has the limit, a tool beside it that sends orders without one says nothing about the bot. */
function besides(kind: LimitKind, ways: readonly Way[], facts: LimitFacts, see: See<"limit">): void {
  const own = ways.filter((way) => !isBeside(way, facts));
  if (own.length === 0 && facts.limitTests.of(kind).length > 0) unclear(kind, "beside", ways[0]!, facts, see);
  else nowhere(kind, own.length > 0 ? own : ways, facts, see);
}

function nowhere(kind: LimitKind, ways: readonly Way[], facts: LimitFacts, see: See<"limit">): void {
  const { limitTests, places, heldPositions } = facts;
  const way = ways[0]!;
  const gate = uncalledGate(kind, facts);
  if (gate) return uncalled(kind, gate, way, facts, see);
  const tests = limitTests.of(kind).slice(0, MOST);
  const bounded = kind === "position-limit" ? ways.map((one) => heldOn(one, heldPositions)) : [];
  const held = bounded.length > 0 && bounded.every((one) => one !== null) ? bounded[0]! : null;
  const key = held ? "perSymbol" : tests.length > 0 ? `besides-${kind}` as const : `nowhere-${kind}` as const;
  const values = { from: nameOf(way.kind === "unborn" ? way.steps.slice(-MOST)[0]! : way.steps[way.born]!), order: placeOf(way) };
  const elsewhere = tests.map((one): Evidence => ({ at: places.at(one.node), note: say("elsewhere", { fn: one.fn.qualname }) }));
  const evidence = [...walked(way, places), ...(held ? [{ at: places.at(held.test), note: say("held") }] : []), ...elsewhere] as unknown as [Evidence, ...Evidence[]];
  see.broken({ kind: "limit", id: kind }, say(key, values), evidence, remarksFor(kind, held, way, isOftenBounded(kind) || tests.length > 0 || isBeside(way, facts)));
}

/** A limit that the trading program loads and nothing ever asks. */
const uncalledGate = (kind: LimitKind, { limitTests, places, tradingStart }: LimitFacts): LimitTest | null =>
  limitTests.dead(kind).find(({ node }) => tradingStart.loads(places.moduleOf(node)) && !SHORT_LIVED_CODE.test(places.moduleOf(node).file) && refuses(node)) ?? null;

/** `if count >= limit: return False`, `return loss < limit`. */
function refuses(test: Node): boolean {
  let at = test;
  while (at.parent && (at.parent.kind === "logical" || at.parent.kind === "unary")) at = at.parent;
  const up = at.parent;
  return up?.kind === "return" || (up?.kind === "if" && up.body.some((one) => one.kind === "return" || one.kind === "raise"));
}

function uncalled(kind: LimitKind, gate: LimitTest, way: Way, { places, tradingStart }: LimitFacts, see: See<"limit">): void {
  const values = { fn: gate.fn.qualname, from: nameOf(way.kind === "unborn" ? way.steps.slice(-MOST)[0]! : way.steps[way.born]!), order: placeOf(way) };
  const soft = way.start === "main" && places.moduleOf(way.steps[0]!.at).file !== tradingStart.name;
  see.broken({ kind: "limit", id: kind }, say(`uncalled-${kind}`, values), [{ at: places.at(gate.node), note: say("asksNobody", { fn: gate.fn.qualname }) }, ...walked(way, places)], remarksFor(kind, null, way, soft));
}

function notHeard(kind: LimitKind, call: Node, way: Way, { places }: LimitFacts, see: See<"limit">): void {
  const at = places.at(call);
  see.broken({ kind: "limit", id: kind }, say(`unheard-${kind}`, { test: places.snippet(call, 60), order: placeOf(way) }), [{ at, note: say("unheard") }, ...walked(way, places)], remarksFor(kind, null, way, false));
}

function avoids(kind: LimitKind, way: Way, guards: readonly LimitGuard[], held: HeldTest | null, facts: LimitFacts, see: See<"limit">): void {
  const { places } = facts;
  const step = way.steps[way.born]!;
  const values = { from: nameOf(step), order: placeOf(way) };
  see.broken(places.subject("limit", step.at, `${kind} ${places.snippet(step.at, 120)}`), say(`avoids-${kind}`, values), [...walked(way, places), ...otherWays(guards, places)] as unknown as [Evidence, ...Evidence[]], remarksFor(kind, held, way, isOftenBounded(kind) || isBeside(way, facts)));
}

/** Orders beside the ways of signals, where those ask the limit. */
function asides(kind: LimitKind, { places, sideEntries, tradingStart }: LimitFacts, guards: readonly LimitGuard[], see: See<"limit">): void {
  const told = new Set<FunctionNode>();
  for (const { how, steps } of sideEntries.without(kind)) {
    const [first] = steps;
    if (told.has(first!.from) || !tradingStart.loads(places.moduleOf(first!.at))) continue;
    told.add(first!.from);
    const at = places.at(steps.at(-1)!.at);
    const way = steps.map((step): Evidence => ({ at: places.at(step.at), note: noteOf(step) })) as [Evidence, ...Evidence[]];
    see.broken(places.subject("limit", first!.at, `${kind} ${places.snippet(first!.at, 120)}`), say(`aside-${kind}`, { how, from: nameOf(first!), order: `${at.file}:${String(at.line)}` }), [...way, ...otherWays(guards, places)],
      { fix: say(`fix-${kind}`), group: kind, weight: 1, impact: "hygiene" });
  }
}

const otherWays = (guards: readonly LimitGuard[], places: Places): Evidence[] => [...new Set(guards.map(({ test }) => test))].slice(0, 2).map((test) => ({ at: places.at(test), note: say("otherWays") }));

function holds(kind: LimitKind, { places, limitTests, dailyResults }: LimitFacts, ways: readonly Way[], guards: readonly LimitGuard[], see: See<"limit">): void {
  // What is compared with a number that nothing feeds is asked for nothing: daily-pnl-not-fed speaks of it.
  if (kind === "daily-loss" && dailyResults.some((one) => one.feeds.length === 0 && !one.derived)) return;
  const early = guards.map(({ asks }) => ({ asks, passed: limitTests.passedBefore(asks) })).find((one) => one.passed !== null);
  if (early) return see.unclear({ kind: "limit", id: kind }, say("passedBefore", { fn: early.asks.fn.qualname, answer: places.snippet(early.passed!, 60) }), [{ at: places.at(early.passed!), note: say("passes") }, { at: places.at(early.asks.node), note: say("tested", { test: places.snippet(early.asks.node, 60) }) }]);
  const shown = [...new Map(guards.map((one) => [one.test, one])).values()].slice(0, MOST);
  const [first, ...rest] = shown.flatMap(({ test, asks }): Evidence[] => [
    { at: places.at(asks.node), note: say("tested", { test: places.snippet(asks.node, 60) }) },
    ...(test === asks.node ? [] : [{ at: lineOf(places.at(test)), note: say("askedBy", { test: places.snippet(test, 50) }) }]),
  ]);
  const names = [...new Set(ways.map((way) => nameOf(way.kind === "unborn" ? way.steps.at(-1)! : way.steps[way.born]!)))];
  if (first) see.holds({ kind: "limit", id: kind }, say(`holds-${kind}`, { froms: names.slice(0, MOST).map((one) => `\`${one}\``).join(", "), more: Math.max(0, names.length - MOST) }), [first, ...rest]);
}

const lineOf = (at: Evidence["at"]): Evidence["at"] => ({ ...at, endLine: at.line });

function single(tests: readonly HeldTest[], { places }: LimitFacts, see: See<"limit">): void {
  const [first, ...rest] = tests.slice(0, MOST).map(({ test }): Evidence => ({ at: places.at(test), note: say("held") }));
  see.holds({ kind: "limit", id: "position-limit" }, say("single"), [first!, ...rest]);
}

function unclear(kind: LimitKind, key: "unknownStart" | "possible" | "unborn" | "claimed" | "beside", way: Way, facts: LimitFacts, see: See<"limit">): void {
  const { places } = facts;
  see.unclear({ kind: "limit", id: kind }, say(key, { from: nameOf(key === "possible" ? (way.steps.find((step) => facts.reach.of(step.from) !== "live") ?? way.steps[0]!) : way.steps[0]!), order: placeOf(way) }), walked(way, places));
}

function unknownWays(kind: LimitKind, { tradePaths, places, openWays }: LimitFacts, see: See<"limit">): void {
  const person = openWays.without(null).find((way) => way.kind === "person");
  if (person) return see.notApplicable(say("person"));
  const [site] = tradePaths.openings;
  if (site) see.unclear({ kind: "limit", id: kind }, say("unknownStart", { from: site.fn.qualname, order: `${site.at.file}:${String(site.at.line)}` }), [{ at: places.at(site.call), note: say("order") }]);
}

/** The way step by step, from where the decision leaves to the order. */
function walked(way: Way, places: Places): [Evidence, ...Evidence[]] {
  // Where no decision was recognised, the order's own caller is the place to look at.
  const steps = way.kind === "unborn" ? way.steps.slice(-MOST) : way.steps.slice(way.born);
  return steps.map((step): Evidence => ({ at: places.at(step.at), note: noteOf(step) })) as [Evidence, ...Evidence[]];
}

const noteOf = (step: PathStep): Text => (step.to ? say("handed", { from: nameOf(step), to: step.to.qualname }) : say("ordered", { from: nameOf(step) }));
const nameOf = (step: PathStep): string => step.spoken;
const placeOf = (way: Way): string => `${way.site.at.file}:${String(way.site.at.line)}`;
