import { ORDER_SUBMISSION } from "../../facts/code/bound-concepts.ts";
import type { EntryPoints } from "../../facts/code/entry-points.ts";
import { bitOf, kindsIn, type GuardKinds } from "../../facts/code/guard-kinds.ts";
import type { OneMarkets } from "../../facts/code/one-market.ts";
import type { OpenWays, Way } from "../../facts/code/open-ways.ts";
import type { Places } from "../../facts/code/places.ts";
import type { StrategyHooks } from "../../facts/code/strategy-hooks.ts";
import type { PathStep, TradePaths } from "../../facts/code/trade-paths.ts";
import type { Expr } from "../../ir/nodes.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import type { ProjectConfig } from "../../sdk/project-config.ts";
import type { Text } from "../../sdk/text.ts";
import { say } from "./missing-filter-messages.ts";

export type FilterKind = "expected-value" | "gap" | "breaker" | "correlation";

export interface PathFacts {
  readonly guardKinds: GuardKinds;
  readonly tradePaths: TradePaths;
  readonly openWays: OpenWays;
  readonly places: Places;
  readonly entryPoints: EntryPoints;
  readonly projectConfig: ProjectConfig;
  readonly strategyHooks: StrategyHooks;
  /** For the filter that has nothing to ask where there is one market only. */
  readonly oneMarket?: OneMarkets;
}

const MOST_GUARDS = 6;

/** Uses of a strategy's answer by which its framework opens positions itself. */
const FRAMED: ReadonlySet<string> = new Set(["entry", "mark", "order"]);

/** What the checks of the four filters have in common: a finding for each place where signals are born and pass without. */
export function lookForMissing(kind: FilterKind, { guardKinds, tradePaths, openWays, places, entryPoints, projectConfig, strategyHooks, oneMarket }: PathFacts, see: See<"way">): void {
  const all = openWays.without(null);
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
  const open = openWays.without(kind).filter((way) => !named || way.start !== "unknown");
  const signals = open.filter((way) => way.kind === "signal" && !(oneMarket && oneMarket.offsets(way)));
  const only = signals.length > 0 && oneMarket?.of(all.filter((way) => way.kind === "signal"));
  if (only) return see.notApplicable(say(`one-${only.how}`, { at: places.snippet(only.at, 50), line: `${places.at(only.at).file}:${String(places.at(only.at).line)}` }));
  for (const ways of gathered(signals.filter((way) => way.start !== "unknown"))) report(kind, ways, places, see);
  const [undecided] = open.filter((way) => way.kind === "unborn" || (way.kind === "signal" && way.start === "unknown"));
  if (undecided) unclear(kind, undecided, places, see);
  if (signals.length > 0 || undecided) return;
  const judged = all.filter((way) => way.kind === "signal" && (!named || way.start !== "unknown"));
  if (judged.length > 0) return holds(kind, judged, { guardKinds, tradePaths, places }, see);
  const rest = all.find((way) => way.kind === "quoting") ?? all.find((way) => way.kind === "person");
  if (rest && openWays.losesSignals) return unclear(kind, rest, places, see);
  if (rest) return see.notApplicable(say(rest.kind === "quoting" ? "quoting" : "person", { from: nameOf(rest.steps[rest.born]!) }));
  const [unborn] = all;
  if (unborn) unclear(kind, unborn, places, see);
}

/** More places than these that hand signals on without a filter are one missing filter, not so many. */
const MOST_ROWS = 3;

/** Ways that lie beside each other: the branches of the function where the decision is made; all that lead to one order where they are many. */
function gathered(ways: readonly Way[]): readonly (readonly [Way, ...Way[]])[] {
  const twins = groupedBy(ways, ({ steps, born }) => `${steps[born]!.from.qualname} ${String(steps[born]!.from.start)}`);
  return twins.length > MOST_ROWS ? groupedBy(ways, placeOf) : twins;
}

function groupedBy(ways: readonly Way[], key: (way: Way) => string): [Way, ...Way[]][] {
  const groups = new Map<string, [Way, ...Way[]]>();
  for (const way of ways) {
    const known = groups.get(key(way));
    if (known) known.push(way);
    else groups.set(key(way), [way]);
  }
  return [...groups.values()];
}

function report(kind: FilterKind, [way, ...more]: readonly [Way, ...Way[]], places: Places, see: See<"way">): void {
  const step = way.steps[way.born]!;
  const partly = partialOf(way, kind, places);
  const values = { from: nameOf(step), to: step.to?.name ?? places.snippet(step.at, 40), order: placeOf(way), others: "", ...partly?.values };
  const others = kindsIn(way.steps.reduce((sum, one) => sum | one.mask, 0));
  const says = (language: "en" | "ru"): string => {
    const guards = others.map((one) => say(one)[language]).join(", ");
    const told = say(partly?.says ?? `broken-${kind}`, { ...values, kind: say(kind)[language], error: partly?.error ?? say("error")[language], others: guards === "" ? "" : say("others", { guards })[language] })[language];
    return more.length === 0 ? told : `${told}; ${say("more", { count: more.length })[language]}`;
  };
  const beside = more.slice(0, MOST_BESIDE).map((one) => ({ at: places.at(one.steps[one.born]!.at), note: say("beside", { from: nameOf(one.steps[one.born]!) }) }));
  const evidence = [...(partly?.evidence ?? []), ...walked(way, places), ...beside] as [Evidence, ...Evidence[]];
  see.broken(places.subject("way", partly?.at ?? step.at), { en: says("en"), ru: says("ru") }, evidence, { fix: say(partly?.fix ?? `fix-${kind}`, values), group: kind, weight: WEIGHT[kind], ...(isSure(way) && !isPaused(kind, way) ? {} : { impact: "hygiene" as const }) });
}

/** What only tests market data, or what a person starts, was less often a signal of the bot than what decides by itself. */
const isSure = (way: Way): boolean => way.decided && way.start !== "person";

/** A pause between entries is no circuit breaker, and is some protection. */
const isPaused = (kind: FilterKind, way: Way): boolean => kind === "breaker" && way.steps.some((one) => (one.mask & bitOf("throttle")) !== 0);

/** A test of the kind that only a part of the signals meets: the nearest to the order. */
function partialOf(way: Way, kind: FilterKind, places: Places) {
  const found = way.steps.flatMap((one) => one.partial).findLast((one) => (one.mask & bitOf(kind)) !== 0);
  if (!found) return null;
  const test = places.snippet(found.test, 60);
  const asked: Evidence = { at: places.at(found.test), note: say("asked", { test }) };
  if (found.under) {
    const { under } = found;
    return { says: "broken-partial", fix: "fix-partial", at: under, error: null, values: { test, under: places.snippet(under, 60) }, evidence: [{ at: places.at(under), note: say("only") }, asked] } as const;
  }
  const handler = found.handler!;
  const at = places.at(handler);
  const error = handler.type ? `\`${places.snippet(handler.type, 40)}\`` : null;
  return { says: "broken-failing", fix: "fix-failing", at: handler, error, values: { test }, evidence: [{ at: { ...at, endLine: at.line }, note: say("swallowed") }, asked] } as const;
}

const MOST_BESIDE = 20;

/** The order in which a missing filter costs. */
const WEIGHT: Readonly<Record<FilterKind, number>> = { "expected-value": 4, breaker: 3, gap: 2, correlation: 1 };

/** The way step by step: where the signal leaves first, then where it is born, then down to the order. */
function walked(way: Way, places: Places): [Evidence, ...Evidence[]] {
  const steps = way.steps.slice(way.born);
  const [first, ...rest] = steps as [PathStep, ...PathStep[]];
  const start = way.steps[0]!;
  const evidence: [Evidence, ...Evidence[]] = [{ at: places.at(first.at), note: noteOf(first, way) }];
  if (way.born > 0) evidence.push({ at: places.at(start.at), note: say("started", { from: nameOf(start) }) });
  if (way.origin && way.origin !== first.at) evidence.push({ at: places.at(way.origin), note: say("born") });
  for (const step of rest) evidence.push({ at: places.at(step.at), note: noteOf(step, way) });
  return evidence;
}

const noteOf = (step: PathStep, way: Way): Text =>
  step.to ? say("handed", { from: nameOf(step), to: step.to.qualname }) : say("ordered", { from: nameOf(step), by: way.site.by });

function unclear(kind: FilterKind, way: Way, places: Places, see: See<"way">): void {
  const step = way.steps[way.born]!;
  const says = way.kind === "unborn" ? say("unborn", { from: nameOf(step), order: placeOf(way) }) : say("unknownStart", { from: nameOf(way.steps[0]!), order: placeOf(way) });
  see.unclear({ kind: "way", id: `${kind} ${way.kind}` }, says, walked(way, places));
}

function holds(kind: FilterKind, ways: readonly Way[], { guardKinds, tradePaths, places }: Pick<PathFacts, "guardKinds" | "tradePaths" | "places">, see: See<"way">): void {
  const sites = [...new Set(ways.map((way) => way.site))];
  const guards = [...new Set(sites.flatMap((site) => tradePaths.guards(site, kind)))].slice(0, MOST_GUARDS);
  const evidence = guards.map(({ test }) => ({ at: places.at(test), note: say("guard", { test: places.snippet(test, 60) }) }));
  const [first, ...rest] = evidence;
  if (first && guards.every(({ test }) => (guardKinds.surely(test as Expr) & bitOf(kind)) === 0)) return see.unclear({ kind: "way", id: kind }, say("guessed", { test: places.snippet(guards[0]!.test, 60) }), [first, ...rest]);
  if (first) see.holds({ kind: "way", id: kind }, say(`holds-${kind}`, { count: String(ways.length) }), [first, ...rest]);
}

const nameOf = (step: PathStep): string => step.from.qualname;
const placeOf = (way: Way): string => `${way.site.at.file}:${String(way.site.at.line)}`;
