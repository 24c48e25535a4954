import type { EventNames } from "../../facts/code/logs/event-names.ts";
import type { EventSites } from "../../facts/code/logs/event-sites.ts";
import type { LogCall } from "../../facts/code/logs/log-calls.ts";
import type { SkipSite } from "../../facts/code/logs/skip-sites.ts";
import type { Places } from "../../facts/code/places.ts";
import type { FunctionNode, Node } from "../../ir/nodes.ts";
import { NO_EVENT, NOT_YET, NOTHING_DONE, type LogEvent } from "../../knowledge/log-words.ts";
import type { Anchor, Evidence } from "../../sdk/evidence.ts";
import { isBlank, isNote } from "./log-words.ts";

/** A place of an event about which something is written. */
export interface Told {
  readonly at: Evidence["at"];
  readonly fn: string;
  readonly home: FunctionNode;
  readonly records: readonly LogCall[];
  /** How far each record of the event's own function stands from it, in lines; negative: before it. */
  readonly distance: ReadonlyMap<LogCall, number>;
  readonly wording: "tag" | "words" | "none";
  /** The branch in which a signal is dropped: what stands in it is about that. */
  readonly within: ReadonlySet<LogCall>;
  /** What each caller writes after it. */
  readonly above: readonly (readonly LogCall[])[];
}

export const EVENTS: readonly LogEvent[] = ["skip", "exit", "fill", "trail", "reload", "drift"];

export interface ToldFacts {
  readonly eventSites: EventSites;
  readonly skipSites: readonly SkipSite[];
  readonly eventNames: EventNames;
  readonly places: Places;
}

export function toldOf(event: LogEvent, { eventSites, skipSites, eventNames, places }: ToldFacts): Told[] {
  const told = (node: Node, fn: FunctionNode, records: readonly LogCall[], branch: Node | null, above: Told["above"]): Told[] => {
    const written = records.filter((one) => one.kind !== "counter");
    if (written.length === 0) return [];
    const at = places.at(node);
    const own = written.filter((one) => one.fn === fn);
    const distance = new Map(own.map((one) => [one, linesBetween(at, places.at(one.call))]));
    const within = new Set(own.filter((one) => branch !== null && branch.start <= one.call.start && one.call.end <= branch.end));
    return [{ at: { ...at, endLine: node.kind === "function" ? at.line : at.endLine ?? at.line }, fn: fn.qualname, home: fn, records: written, distance, wording: wordingOf(event, fn, written, eventNames), within, above }];
  };
  // A test that just passes the order by has no branch of its own.
  if (event === "skip") return skipSites.flatMap((one) => told(one.test, one.fn, one.records, one.leave === one.branch ? null : one.branch, []));
  return eventSites.of(event).flatMap((one) => told(one.node, one.fn, one.coverage.records, null, one.coverage.above));
}

/** What another function announces or denies in words of its own is no report of this event. */
function wordingOf(event: LogEvent, fn: FunctionNode, written: readonly LogCall[], names: EventNames): Told["wording"] {
  const best = names.best(event, written);
  return best === "words" && (event === "exit" || event === "fill") ? names.best(event, written.filter((one) => one.fn === fn || !denies(event, one))) : best;
}

/** So many lines behind an event, and before it, a line in whatever words is likely to be about it. */
const BEHIND = 12;
const BEFORE = 6;

/** In whatever words: a line of the function itself, next to the event, that does not say that it failed. */
export const isBeside = (event: LogEvent, one: Told): boolean =>
  [...one.distance].some(([record, far]) => isNear(event, one, record, far) && !denies(event, record) && (event !== "fill" || isBlank(record) || OF_A_FILL.test(record.fields)));

/** A handler of fills does much else besides, and writes about that. */
const OF_A_FILL = /symbol|side|price|(^|[^a-z])px|qty|quant|size|amount|order|fill|pnl|trade|position|pair|ticker/;

const isNear = (event: LogEvent, one: Told, record: LogCall, far: number): boolean => (event === "skip" ? one.within.has(record) || (far <= 0 && far >= -BEFORE) : far <= BEHIND && far >= -BEFORE);

/** Log lines that are about the event: in its words, in the branch of a dropped signal, or right behind it. */
export const linesAbout = (event: LogEvent, one: Told, names: EventNames): LogCall[] =>
  one.records.filter((record) => {
    const far = one.distance.get(record);
    if (record.kind !== "log") return false;
    return names.of(event, record) !== "none" || one.within.has(record) || (event !== "skip" && far !== undefined && far > 0 && far <= BEHIND && !saysNot(record));
  });

/** What was dropped is told as skipped; anything else did not happen then. */
export const denies = (event: LogEvent, record: LogCall): boolean => saysNot(record) || (event !== "skip" && /\b(skipping|skipped|invalid|unconfirmed|blocked|refused|rejected|denied|deferred|postponed)\b|пропуск|заблокир|отклон|отложен/i.test(record.text));

/** It failed, nothing was to be done, or it is only about to be tried. */
export const saysNot = ({ text }: LogCall): boolean => NO_EVENT.test(text) || NOTHING_DONE.test(text) || NOT_YET.test(text);

const linesBetween = (event: Anchor, record: Anchor): number => (record.line >= event.line ? Math.max(0, record.line - (event.endLine ?? event.line)) : record.line - event.line);

/** So far behind the event its words are about another one, in a loop of a thousand lines. */
const FAR_BEHIND = 40;

/** The record that says most: in the event's own words, of its own function before a helper's; else the line beside it. */
export function speaking(event: LogEvent, one: Told, names: EventNames): LogCall {
  const rank = (record: LogCall): number => (isNote(event, record) ? 20 : 0) + rankOfLine(record);
  const rankOfLine = (record: LogCall): number => {
    const far = one.distance.get(record);
    const blank = isBlank(record);
    const near = far !== undefined && isNear(event, one, record, far);
    const denied = denies(event, record);
    const inWords = one.wording !== "none" && !blank && names.of(event, record) === one.wording;
    if (inWords && far !== undefined && far >= -BEFORE && far <= FAR_BEHIND) return denied ? 1 : 0;
    // Right behind it, with what became of it: rather this than what a helper says.
    if (one.wording === "words" && near && !blank && !denied && far > 0 && record.fields !== record.text.toLowerCase()) return 2;
    if (inWords) return (far === undefined ? 3 : 5) + Number(denied);
    if (!near) return blank ? 12 : 11;
    return denied ? 10 : blank ? 9 : 8;
  };
  const distance = (record: LogCall): number => Math.abs(one.distance.get(record) ?? 0);
  let best = one.records[0]!;
  for (const record of one.records) {
    const [mine, known] = [rank(record), rank(best)];
    if (mine < known || (mine === known && distance(record) < distance(best))) best = record;
  }
  return best;
}
