import type { MapPath } from "../../sdk/audit-result.ts";
import { byCodeUnits } from "../../sdk/order.ts";
import type { Language, Text } from "../../sdk/text.ts";
import { grouped } from "../grouped.ts";

/** Ways of one kind that lack the same filters and end in the same order: alike but for where they begin and how they size. */
export interface Lane {
  readonly kind: Text;
  readonly filters: readonly LaneFilter[];
  readonly paths: readonly MapPath[];
}

export interface LaneFilter {
  readonly what: Text;
  /** On every way of the lane. */
  readonly there: boolean;
  /** The number of ways that lack it. */
  readonly missing: number;
}

/** With more of them, ways that lack different filters share a lane as well, and each filter says how many ways lack it. */
const MOST_LANES = 24;

/** Lanes of one order stand together; within them and among them those that lack most come first. */
export function lanesOf(paths: readonly MapPath[]): Lane[] {
  const sorted = [...paths].sort(byPlace);
  const alike = (path: MapPath): string => JSON.stringify([placeOf(path), path.kind.en]);
  const fine = grouped(sorted, (path) => JSON.stringify([alike(path), path.filters.map((one) => one.there)]));
  const lanes = fine.size > MOST_LANES ? grouped(sorted, alike) : fine;
  const worst = new Map<string, number>();
  for (const [first] of lanes.values()) worst.set(placeOf(first!), Math.max(worst.get(placeOf(first!)) ?? 0, missingOn(first!)));
  return [...lanes.values()]
    .sort(([a], [b]) => worst.get(placeOf(b!))! - worst.get(placeOf(a!))! || byCodeUnits(placeOf(a!), placeOf(b!)) || missingOn(b!) - missingOn(a!) || byCodeUnits(a!.kind.en, b!.kind.en) || byPlace(a!, b!))
    .map((all) => ({ kind: all[0]!.kind, filters: all[0]!.filters.map(({ what }, i) => lacking(what, all.filter((one) => !one.filters[i]?.there).length)), paths: all }));
}

const lacking = (what: Text, missing: number): LaneFilter => ({ what, there: missing === 0, missing });

/** `✗ gap`, `✗ gap 3/40` where only some ways lack it. */
export const markText = ({ what, there, missing }: LaneFilter, ways: number, language: Language): string =>
  `${there ? "✓" : "✗"} ${what[language]}${there || missing === ways ? "" : ` ${missing}/${ways}`}`;

export const missingOn = (path: MapPath): number => path.filters.filter((one) => !one.there).length;

const placeOf = ({ order: { at } }: MapPath): string => `${at.file}:${String(at.line).padStart(7, "0")}`;

const byPlace = (a: MapPath, b: MapPath): number => byCodeUnits(a.source.at.file, b.source.at.file) || a.source.at.line - b.source.at.line || byCodeUnits(placeOf(a), placeOf(b));
