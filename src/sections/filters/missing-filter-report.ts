import { bitOf, kindsIn, type GuardMask } from "../../facts/code/guard-kinds.ts";
import type { Way } from "../../facts/code/open-ways.ts";
import type { PartialGuard } from "../../facts/code/partial-guards.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Guard, PathStep } from "../../facts/code/trade-paths.ts";
import type { Node } from "../../ir/nodes.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import type { Text } from "../../sdk/text.ts";
import { say } from "./missing-filter-messages.ts";

export type FilterKind = "expected-value" | "gap" | "breaker" | "correlation";

/** A way without the filter, and the index of the step before which it is missing. */
export interface Missing { readonly way: Way; readonly at: number }

/** More places than these are one missing filter, not so many. */
const MOST_ROWS = 3;

/** Ways on which one and the same filter is missing: those that leave one function, or meet where it could stand; all that lead to one order where they are many. */
export function gathered(kind: FilterKind, ways: readonly Missing[]): readonly (readonly [Missing, ...Missing[]])[] {
  const twins = groupedBy(ways, ({ way, at }) => {
    const partly = partialOn(way, kind);
    return partly ? [partly.test] : [bornIn(way).from, way.steps[at]!.from];
  });
  return twins.length > MOST_ROWS ? groupedBy(ways, ({ way }) => [orderOf(way)]) : twins;
}

/** Those that share one of their keys, also by way of others. */
function groupedBy(ways: readonly Missing[], keysOf: (way: Missing) => readonly unknown[]): [Missing, ...Missing[]][] {
  const groups = new Map<unknown, [Missing, ...Missing[]]>();
  for (const way of ways) {
    const keys = keysOf(way);
    const known = keys.map((key) => groups.get(key)).find((one) => one !== undefined);
    const group: [Missing, ...Missing[]] = known ?? [way];
    if (known) known.push(way);
    for (const key of keys) if (!groups.has(key)) groups.set(key, group);
  }
  return [...new Set(groups.values())];
}

interface Beside {
  /** A test of the kind that stands on no step of the way. */
  readonly elsewhere: Node | null;
  /** Other ways of the bot's signals pass the filter. */
  readonly avoided: boolean;
  /** What a guard is certain to ask. */
  readonly provedBy: (guard: Guard) => GuardMask;
}

export function report(kind: FilterKind, [{ way, at }, ...more]: readonly [Missing, ...Missing[]], places: Places, { elsewhere, avoided, provedBy }: Beside, see: See<"way">): void {
  const step = way.steps[at]!;
  const partly = partialTold(partialOn(way, kind), places);
  const values = { from: nameOf(way.steps[way.born]!), to: step.to?.name ?? places.snippet(step.at, 40), order: orderOf(way), ...partly?.values };
  const others = kindsIn(way.steps.flatMap((one) => one.guards).reduce((sum, one) => sum | provedBy(one), 0) & ~bitOf(kind));
  const aside = partly || !elsewhere ? null : { test: places.snippet(elsewhere, 60), place: lineOf(elsewhere, places) };
  const says = (language: "en" | "ru"): string => {
    const guards = others.map((one) => say(one)[language]).join(", ");
    const told = say(partly?.says ?? `broken-${kind}`, { ...values, kind: say(kind)[language], error: partly?.error ?? say("error")[language], others: guards === "" ? "" : say("others", { guards })[language] })[language];
    return [told, ...(aside ? [say("elsewhere", aside)[language]] : []), ...(more.length > 0 ? [say("more", { count: more.length })[language]] : [])].join("; ");
  };
  const beside = more.slice(0, MOST_BESIDE).map((one) => bornIn(one.way)).map((one) => ({ at: places.at(one.at), note: say("beside", { from: nameOf(one) }) }));
  const asked = aside && elsewhere ? [{ at: places.at(elsewhere), note: say("aside") }] : [];
  const evidence = [...(partly?.evidence ?? []), ...walked(way, at, places), ...beside, ...asked] as [Evidence, ...Evidence[]];
  const sure = isSure(way) && !isProtected(kind, way) && aside === null && ((partly !== null && partly.says !== "broken-off") || avoided || !MEASURED.has(kind));
  see.broken(places.subject("way", partly?.at ?? step.at), { en: says("en"), ru: says("ru") }, evidence, { fix: say(partly?.fix ?? `fix-${kind}`, values), group: kind, weight: WEIGHT[kind], ...(sure ? {} : { impact: "hygiene" as const }) });
}

/** Kinds whose plain absence was right in three of four findings on bots that nobody had seen: it warns. A filter that the bot has and this way passes by blocks. */
const MEASURED: ReadonlySet<FilterKind> = new Set(["expected-value", "gap"]);

/** What only tests market data, or what a person starts, was less often a signal of the bot than what decides by itself. */
const isSure = (way: Way): boolean => way.decided && way.start !== "person";

/** A pause between entries and a limit of the day's loss are no circuit breaker of a symbol, and are some protection. */
const isProtected = (kind: FilterKind, way: Way): boolean => kind === "breaker" && way.steps.some((one) => (one.mask & PROTECTION) !== 0);
const PROTECTION = bitOf("throttle") | bitOf("daily-loss");

/** A test of the kind that only a part of the signals meets: the nearest to the order. */
export const partialOn = (way: Way, kind: FilterKind): PartialGuard | null =>
  way.steps.flatMap((one) => one.partial).findLast((one) => (one.mask & bitOf(kind)) !== 0) ?? null;

function partialTold(found: PartialGuard | null, places: Places) {
  if (!found) return null;
  const test = places.snippet(found.test, 60);
  const asked: Evidence = { at: places.at(found.test), note: say("asked", { test }) };
  if (found.under) {
    const { under } = found;
    if (found.off) return { says: "broken-off", fix: "fix-off", at: under, error: null, values: { test, under: places.snippet(under, 60) }, evidence: [{ at: places.at(under), note: say("unmet") }, asked] } as const;
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

/** The step where the filter is missing first, then the way step by step: its start, where the signal is born, down to the order. */
export function walked(way: Way, at: number, places: Places): [Evidence, ...Evidence[]] {
  const told = (step: PathStep): Evidence => ({ at: places.at(step.at), note: noteOf(step, way) });
  const [start, first] = [way.steps[0]!, way.steps[at]!];
  const evidence: [Evidence, ...Evidence[]] = [told(first)];
  if (way.born > 0) evidence.push({ at: places.at(start.at), note: say("started", { from: nameOf(start) }) });
  if (way.origin && way.origin !== first.at) evidence.push({ at: places.at(way.origin), note: say("born") });
  for (const step of way.steps.slice(way.born)) if (step !== first) evidence.push(told(step));
  return evidence;
}

const noteOf = (step: PathStep, way: Way): Text =>
  step.to ? say("handed", { from: nameOf(step), to: step.to.qualname }) : say("ordered", { from: nameOf(step), by: way.site.by });

const bornIn = (way: Way): PathStep => way.steps[way.born]!;
export const nameOf = (step: PathStep): string => step.spoken;
export const orderOf = (way: Way): string => `${way.site.at.file}:${String(way.site.at.line)}`;

function lineOf(node: Node, places: Places): string {
  const at = places.at(node);
  return `${at.file}:${String(at.line)}`;
}
