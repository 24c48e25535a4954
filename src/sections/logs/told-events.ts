import type { EventNames } from "../../facts/code/logs/event-names.ts";
import type { EventSites } from "../../facts/code/logs/event-sites.ts";
import type { LogCall } from "../../facts/code/logs/log-calls.ts";
import type { SkipSite } from "../../facts/code/logs/skip-sites.ts";
import type { Places } from "../../facts/code/places.ts";
import { NO_EVENT, type LogEvent } from "../../knowledge/log-words.ts";
import type { Anchor, Evidence } from "../../sdk/evidence.ts";

/** A place of an event about which something is written. */
export interface Told {
  readonly at: Evidence["at"];
  readonly fn: string;
  readonly records: readonly LogCall[];
  /** How far each record of the event's own function stands from it, in lines. */
  readonly distance: ReadonlyMap<LogCall, number>;
  readonly wording: "tag" | "words" | "none";
}

export const EVENTS: readonly LogEvent[] = ["skip", "exit", "fill", "trail", "reload", "drift"];

export interface ToldFacts {
  readonly eventSites: EventSites;
  readonly skipSites: readonly SkipSite[];
  readonly eventNames: EventNames;
  readonly places: Places;
}

export function toldOf(event: LogEvent, { eventSites, skipSites, eventNames, places }: ToldFacts): Told[] {
  const told = (node: Parameters<Places["at"]>[0], fn: SkipSite["fn"], records: readonly LogCall[]): Told[] => {
    const written = records.filter((one) => one.kind !== "counter");
    if (written.length === 0) return [];
    const at = places.at(node);
    const distance = new Map(written.flatMap((one) => (one.fn === fn ? [[one, linesBetween(at, places.at(one.call))] as const] : [])));
    return [{ at: { ...at, endLine: node.kind === "function" ? at.line : at.endLine ?? at.line }, fn: fn.qualname, records: written, distance, wording: eventNames.best(event, written) }];
  };
  if (event === "skip") return skipSites.flatMap((one) => told(one.test, one.fn, one.records));
  return eventSites.of(event).flatMap((one) => told(one.node, one.fn, one.coverage.records));
}

/** So many lines around the event a line is likely to be about it. */
const NEAR = 15;

/** In whatever words: a line of the function itself, next to the event. */
export const isBeside = (one: Told): boolean => [...one.distance.values()].some((far) => far <= NEAR);

const linesBetween = (event: Anchor, record: Anchor): number => (record.line >= event.line ? Math.max(0, record.line - (event.endLine ?? event.line)) : event.line - record.line);

/** The record that says most: near the event in its own words, in a helper in its own words, the next line beside it. */
export function speaking(event: LogEvent, one: Told, names: EventNames): LogCall {
  const rank = (record: LogCall): number => {
    const far = one.distance.get(record);
    const blank = record.text.replace(/[{}\s]/g, "") === "";
    if (one.wording !== "none" && !blank && names.of(event, record) === one.wording) return far === undefined ? 1 : far <= NEAR ? 0 : 3;
    if (far === undefined || far > NEAR) return blank ? 6 : 5;
    return NO_EVENT.test(record.text) ? 4 : 2;
  };
  let best = one.records[0]!;
  for (const record of one.records) {
    const [mine, known] = [rank(record), rank(best)];
    if (mine < known || (mine === known && (one.distance.get(record) ?? 0) < (one.distance.get(best) ?? 0))) best = record;
  }
  return best;
}
