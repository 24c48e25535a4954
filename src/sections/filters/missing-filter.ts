import { ORDER_SUBMISSION } from "../../facts/code/bound-concepts.ts";
import type { BoundedPrices } from "../../facts/code/bounded-prices.ts";
import type { EntryPoints } from "../../facts/code/entry-points.ts";
import { filterPlaces } from "../../facts/code/filter-places.ts";
import { bitOf, type GuardKinds } from "../../facts/code/guard-kinds.ts";
import type { LossCounters } from "../../facts/code/loss-counters.ts";
import type { OneMarkets } from "../../facts/code/one-market.ts";
import { isAveraging, type OpenWays, type Way } from "../../facts/code/open-ways.ts";
import type { Places } from "../../facts/code/places.ts";
import type { StrategyHooks } from "../../facts/code/strategy-hooks.ts";
import { tellingGuards } from "../../facts/code/telling-guards.ts";
import type { TestsElsewhere } from "../../facts/code/tests-elsewhere.ts";
import type { Guard, PathStep, TradePaths } from "../../facts/code/trade-paths.ts";
import type { Expr, Node } from "../../ir/nodes.ts";
import type { See } from "../../sdk/evidence.ts";
import type { ProjectConfig } from "../../sdk/project-config.ts";
import { say } from "./missing-filter-messages.ts";
import { gathered, nameOf, orderOf, partialOn, report, walked, type FilterKind } from "./missing-filter-report.ts";

export interface PathFacts {
  readonly guardKinds: GuardKinds;
  readonly tradePaths: TradePaths;
  readonly openWays: OpenWays;
  readonly places: Places;
  readonly entryPoints: EntryPoints;
  readonly projectConfig: ProjectConfig;
  readonly strategyHooks: StrategyHooks;
  readonly testsElsewhere: TestsElsewhere;
  /** For the filter that has nothing to ask where there is one market only. */
  readonly oneMarket?: OneMarkets;
  /** For the gap: what names its worst price is not filled far from it. */
  readonly boundedPrices?: BoundedPrices | undefined;
  /** For the breaker: a pause is none. */
  readonly lossCounters?: LossCounters | undefined;
}

const MOST_GUARDS = 6;

/** Uses of a strategy's answer by which its framework opens positions itself. */
const FRAMED: ReadonlySet<string> = new Set(["entry", "mark", "order"]);

/** What the checks of the four filters have in common: a finding for each place where signals are born and pass without. */
export function lookForMissing(kind: FilterKind, { guardKinds, tradePaths, openWays, places, entryPoints, projectConfig, strategyHooks, testsElsewhere, oneMarket, lossCounters, boundedPrices }: PathFacts, see: See<"way">): void {
  const isBounded = (way: Way): boolean => way.kind === "signal" && boundedPrices !== undefined && boundedPrices.of(way.steps.slice(way.born)) !== null;
  const every = openWays.without(null);
  const all = every.filter((way) => !isBounded(way));
  const bounded = every.find(isBounded);
  if (bounded && !all.some((way) => way.kind === "signal")) return see.notApplicable(say("bounded", { order: orderOf(bounded) }));
  if (tradePaths.openings.length === 0 || all.length === 0) {
    const framed = tradePaths.openings.length === 0 ? strategyHooks.all.find((one) => FRAMED.has(one.use)) : undefined;
    if (framed) return see.notApplicable(say("framework", { framework: framed.framework, strategy: framed.class.name }));
    const [site] = tradePaths.openings;
    const start = entryPoints.all.find((one) => one.live) ?? entryPoints.all[0];
    const why = site ? say("unknownStart", { from: site.fn.qualname, order: `${site.at.file}:${String(site.at.line)}` }) : say("noOrders");
    const at = site?.at ?? (start && places.at(start.module.root));
    if (at) return see.unclear({ kind: "way", id: `${kind} orders` }, why, [{ at: { ...at, endLine: at.line }, note: why }]);
    return see.notApplicable(why);
  }
  // Who names where the bot sends its orders says that what nobody calls is not it.
  const named = ORDER_SUBMISSION in projectConfig.concepts;
  const open = openWays.without(kind).filter((way) => (!named || way.start !== "unknown") && !isBounded(way));
  const signals = open.filter((way) => way.kind === "signal" && !(oneMarket && oneMarket.offsets(way)));
  const only = signals.length > 0 && oneMarket?.of(all.filter((way) => way.kind === "signal"));
  if (only) return see.notApplicable(say(`one-${only.how}`, { at: places.snippet(only.at, 50), line: `${places.at(only.at).file}:${String(places.at(only.at).line)}` }));
  const placeOf = filterPlaces(open, all);
  const missing = signals.filter((way) => way.start !== "unknown").map((way) => ({ way, at: partialOn(way, kind) ? way.born : placeOf(way) }));
  const avoided = all.some((way) => way.kind === "signal" && !open.some((one) => one.steps[one.born]!.at === way.steps[way.born]!.at));
  for (const ways of gathered(kind, missing)) {
    const own = new Set(ways.flatMap(({ way }) => way.steps.map((step) => step.from)));
    const behind = ways.some(({ way }) => partialOn(way, kind)) ? null : testsElsewhere.behind(kind, ways.flatMap(({ way }) => way.steps.flatMap(decidersOf)));
    if (behind) maybe(kind, ways[0].way, behind, places, see);
    else report(kind, ways, places, { elsewhere: testsElsewhere.of(kind, own), avoided, provedBy: tradePaths.provedBy }, see);
  }
  const [undecided] = open.filter((way) => way.kind === "unborn" || (way.kind === "signal" && way.start === "unknown"));
  if (undecided) unclear(kind, undecided, places, see);
  if (signals.length > 0 || undecided) return;
  const judged = all.filter((way) => way.kind === "signal" && (!named || way.start !== "unknown"));
  const unproven = openWays.unproven(kind).filter((way) => judged.some((one) => bornAt(one) === bornAt(way)));
  const proven = judged.filter((way) => !unproven.some((one) => bornAt(one) === bornAt(way)));
  if (unproven[0]) maybe(kind, unproven[0], tellingGuards([unproven[0]], kind)[0]?.test ?? null, places, see);
  if (proven.length > 0) holds(kind, proven, { guardKinds, tradePaths, places, lossCounters }, see);
  if (judged.length > 0) return;
  const rest = all.find((way) => way.kind === "quoting" && !isAveraging(way)) ?? all.find((way) => way.kind === "quoting") ?? all.find((way) => way.kind === "person");
  // What is not applicable is said of all orders of the bot, or of none: what averages was opened by another way.
  const other = openWays.unexplained;
  if (rest?.kind === "quoting" && (other || isAveraging(rest))) return see.unclear({ kind: "way", id: `${kind} others` }, say("otherOrders", { from: nameOf(rest.steps[rest.born]!), order: orderOf(rest), other: other ? `${other.at.file}:${String(other.at.line)}` : "none" }), walked(rest, rest.born, places));
  if (rest && openWays.losesSignals) return unclear(kind, rest, places, see);
  if (rest) return see.notApplicable(say(rest.kind === "quoting" ? "quoting" : "person", { from: nameOf(rest.steps[rest.born]!) }));
  const [unborn] = all;
  if (unborn) unclear(kind, unborn, places, see);
}

function unclear(kind: FilterKind, way: Way, places: Places, see: See<"way">): void {
  const step = way.steps[way.born]!;
  const says = way.kind === "unborn" || way.start !== "unknown" ? say("unborn", { from: nameOf(step), order: orderOf(way) }) : say("unknownStart", { from: nameOf(way.steps[0]!), order: orderOf(way) });
  see.unclear({ kind: "way", id: `${kind} ${way.kind}` }, says, walked(way, way.born, places));
}

const bornAt = (way: Way): Node => way.steps[way.born]!.at;

/** What a step is tested by, and what it hands on. */
const decidersOf = ({ tests, at }: PathStep): readonly Node[] => [...tests.map((one) => one.test), ...(at.kind === "call" ? at.args.map((one) => one.value) : [])];

/** What stands on the way as a guard may have let pass unasked. */
function maybe(kind: FilterKind, way: Way, guard: Node | null, places: Places, see: See<"way">): void {
  const told = (language: "en" | "ru"): string => say("unsure", { from: nameOf(way.steps[way.born]!), order: orderOf(way), test: guard ? places.snippet(guard, 60) : "", kind: say(kind)[language] })[language];
  const evidence = walked(way, way.born, places);
  see.unclear({ kind: "way", id: `${kind} unsure` }, { en: told("en"), ru: told("ru") }, guard ? [{ at: places.at(guard), note: say("guard", { test: places.snippet(guard, 60) }) }, ...evidence] : evidence);
}

function holds(kind: FilterKind, ways: readonly Way[], { guardKinds, tradePaths, places, lossCounters }: Pick<PathFacts, "guardKinds" | "tradePaths" | "places" | "lossCounters">, see: See<"way">): void {
  const sites = [...new Set(ways.map((way) => way.site))];
  const proves = (guard: Guard): boolean => (tradePaths.provedBy(guard) & bitOf(kind)) !== 0;
  // Where no shortest way shows it, some other part of the ways does.
  const own = tellingGuards(ways, kind).filter(proves);
  const guards = (own.length > 0 ? own : [...new Set(sites.flatMap((site) => tradePaths.guards(site, kind)))].filter(proves)).slice(0, MOST_GUARDS);
  const evidence = guards.map(({ test }) => ({ at: places.at(test), note: say("guard", { test: places.snippet(test, 60) }) }));
  const [first, ...rest] = evidence;
  if (first && guards.every(({ test }) => (guardKinds.surely(test as Expr) & bitOf(kind)) === 0)) return see.unclear({ kind: "way", id: kind }, say("guessed", { test: places.snippet(guards[0]!.test, 60) }), [first, ...rest]);
  const pause = kind === "breaker" && lossCounters && guards.find((one) => !lossCounters.asksLosses(one.test));
  if (first && pause) return see.unclear({ kind: "way", id: kind }, say("pause", { test: places.snippet(pause.test, 60) }), [first, ...rest]);
  const orders = [...new Set(ways.map(orderOf))];
  if (first) see.holds({ kind: "way", id: kind }, say(`holds-${kind}`, { test: places.snippet(guards[0]!.test, 60), orders: orders.slice(0, MOST_GUARDS).join(", ") }), [first, ...rest]);
}
