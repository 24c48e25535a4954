import type { RunEvent, RunEventKind } from "../../run/event.ts";
import { countersOf, type OwnCounts } from "../../run/link/counters.ts";
import type { Run } from "../../run/run.ts";
import { runFact } from "../../sdk/fact.ts";
import { COUNTERS, type Counter } from "../../sdk/run-summary.ts";
import { run } from "../roots.ts";
import { toldOnce } from "./told-once.ts";

/** One of the bot's own counts beside the lines of its log, between its first summary and its last. */
export interface OwnCount {
  readonly what: Counter;
  readonly first: RunEvent;
  readonly last: RunEvent;
  /** By how much it grew, if it counts from the start; what its values add up to, if each counts since the one before. */
  readonly grew: number;
  readonly summed: number;
  /** Events of the log in between, and how many ids they have; null where not each of them has one. */
  readonly counted: number;
  readonly ids: number | null;
  /** agrees: in one of the two ways. */
  readonly verdict: "agrees" | "more in the log" | "fewer in the log";
}

const EVENTS: Readonly<Record<Counter, RunEventKind>> = { signals: "signal", skips: "skip", orders: "order-submitted", fills: "fill", entries: "entry", exits: "exit" };

export const ownCounts = runFact({
  name: "own-counts",
  doc: "What the bot's own summaries count, beside the events that its log tells in between.",
  requires: { toldOnce, run },
  derive: ({ toldOnce, run }): readonly OwnCount[] => ownCountsOf(toldOnce, run.tallies),
});

interface Sample {
  readonly event: RunEvent;
  readonly counts: OwnCounts;
  /** Its index among the events. */
  readonly at: number;
}

/** Fewer summaries do not show what their numbers count from. */
const LEAST_SAMPLES = 3;

/** Pure: events in the order of time; of kinds that were kept in part nothing is said. */
export function ownCountsOf(events: readonly RunEvent[], tallies: Run["tallies"]): OwnCount[] {
  const series = seriesOf(events).filter((samples) => samples.length >= LEAST_SAMPLES);
  const longest = series.toSorted((a, b) => b.length - a.length);
  return COUNTERS.flatMap((what) => {
    const samples = longest.find((one) => one.every(({ counts }) => Number.isInteger(counts.get(what))));
    const tally = tallies[EVENTS[what]];
    if (!samples || (tally && tally.count > tally.kept)) return [];
    const found = compared(what, samples, events);
    return found ? [found] : [];
  });
}

/** Summaries of one wording in one file; a call that prints several wordings counts several things. */
function seriesOf(events: readonly RunEvent[]): Sample[][] {
  const shapes = new Map<string, Sample[]>();
  const wordings = new Map<number, Set<string>>();
  events.forEach((event, at) => {
    const own = event.kind === "counters" ? countersOf(event) : null;
    if (!own) return;
    const words = own.rest.replace(/\d+(?:[.,:]\d+)*/g, "0");
    const shape = `${event.at.file}\0${event.pattern ?? words}`;
    if (event.pattern !== null) wordings.set(event.pattern, (wordings.get(event.pattern) ?? new Set()).add(lettersOf(words)));
    shapes.set(shape, [...(shapes.get(shape) ?? []), { event, counts: own.counts, at }]);
  });
  return [...shapes.values()].filter(([one]) => one!.event.pattern === null || wordings.get(one!.event.pattern)!.size === 1);
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}]+/gu, " ");

function compared(what: Counter, samples: readonly Sample[], events: readonly RunEvent[]): OwnCount | null {
  const own = { grew: 0, summed: 0, pairs: 0 };
  const told: RunEvent[] = [];
  for (let i = 1; i < samples.length; i++) {
    const [before, one] = [samples[i - 1]!, samples[i]!];
    const between = events.slice(before.at + 1, one.at);
    // A new process counts anew, or goes on from what it saved.
    if (between.some(({ kind }) => kind === "started")) continue;
    const [from, to] = [before.counts.get(what)!, one.counts.get(what)!];
    own.grew += to >= from ? to - from : to;
    own.summed += to;
    own.pairs++;
    told.push(...between.filter(({ kind }) => kind === EVENTS[what]));
  }
  if (own.pairs < LEAST_SAMPLES - 1 || own.grew + told.length === 0) return null;
  const ids = told.map(({ fields }) => fields["order-id"] ?? fields["client-order-id"] ?? fields["trade-id"] ?? null);
  const counted = told.length;
  const slack = 1 + Math.floor(counted * SLACK);
  const near = (count: number): boolean => Math.abs(count - counted) <= slack;
  const verdict = near(own.grew) || near(own.summed) ? "agrees" : counted > Math.max(own.grew, own.summed) ? "more in the log" : "fewer in the log";
  return { what, first: samples[0]!.event, last: samples.at(-1)!.event, grew: own.grew, summed: own.summed, counted, ids: ids.includes(null) ? null : new Set(ids).size, verdict };
}

/** What is counted a moment before or after its line falls on the other side of a summary. */
const SLACK = 0.02;
