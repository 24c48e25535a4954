import type { EventNames } from "../../facts/code/logs/event-names.ts";
import type { EventSites } from "../../facts/code/logs/event-sites.ts";
import type { LogCall } from "../../facts/code/logs/log-calls.ts";
import type { SkipSite } from "../../facts/code/logs/skip-sites.ts";
import type { Places } from "../../facts/code/places.ts";
import type { LogEvent } from "../../knowledge/log-words.ts";
import type { Evidence } from "../../sdk/evidence.ts";

/** A place of an event about which something is written. */
export interface Told {
  readonly at: Evidence["at"];
  readonly fn: string;
  readonly records: readonly LogCall[];
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
  const told = (node: Parameters<Places["at"]>[0], fn: string, records: readonly LogCall[]): Told[] => {
    const written = records.filter((one) => one.kind !== "counter");
    if (written.length === 0) return [];
    const at = places.at(node);
    return [{ at: { ...at, endLine: node.kind === "function" ? at.line : at.endLine ?? at.line }, fn, records: written, wording: eventNames.best(event, written) }];
  };
  if (event === "skip") return skipSites.flatMap((one) => told(one.test, one.fn.qualname, one.records));
  return eventSites.of(event).flatMap((one) => told(one.node, one.fn.qualname, one.coverage.records));
}

/** The record that says most: in the event's own words, else the first log line with a text. */
export function speaking(event: LogEvent, one: Told, names: EventNames): LogCall {
  return one.records.find((each) => names.of(event, each) === one.wording && each.text.replace(/[{}\s]/g, "") !== "") ?? one.records[0]!;
}
