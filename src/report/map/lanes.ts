import type { MapPath } from "../../sdk/audit-result.ts";
import type { Text } from "../../sdk/text.ts";
import { order } from "../rows.ts";

/** Ways of one kind that lack the same filters and end in the same order: alike but for where they begin and how they size. */
export interface Lane {
  readonly kind: Text;
  readonly filters: readonly { readonly what: Text; readonly there: boolean }[];
  readonly paths: readonly MapPath[];
}

/** Lanes of one order stand together; within them and among them those that lack most come first. */
export function lanesOf(paths: readonly MapPath[]): Lane[] {
  const lanes = new Map<string, MapPath[]>();
  for (const path of [...paths].sort(byPlace)) {
    const key = JSON.stringify([placeOf(path), path.kind.en, path.filters.map((one) => one.there)]);
    const known = lanes.get(key);
    if (known) known.push(path);
    else lanes.set(key, [path]);
  }
  const worst = new Map<string, number>();
  for (const [first] of lanes.values()) worst.set(placeOf(first!), Math.max(worst.get(placeOf(first!)) ?? 0, missingOn(first!)));
  return [...lanes.values()]
    .sort(([a], [b]) => worst.get(placeOf(b!))! - worst.get(placeOf(a!))! || order(placeOf(a!), placeOf(b!)) || missingOn(b!) - missingOn(a!) || order(a!.kind.en, b!.kind.en) || byPlace(a!, b!))
    .map((all) => ({ kind: all[0]!.kind, filters: all[0]!.filters.map(({ what, there }) => ({ what, there })), paths: all }));
}

export const missingOn = (path: MapPath): number => path.filters.filter((one) => !one.there).length;

const placeOf = ({ order: { at } }: MapPath): string => `${at.file}:${String(at.line).padStart(7, "0")}`;

const byPlace = (a: MapPath, b: MapPath): number => order(a.source.at.file, b.source.at.file) || a.source.at.line - b.source.at.line || order(placeOf(a), placeOf(b));
