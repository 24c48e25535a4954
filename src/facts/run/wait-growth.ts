import type { RunEvent } from "../../run/event.ts";
import type { LoggedWait, Outage } from "./outages.ts";

/** Fewer pauses show no growth and no lack of it. */
const LEAST = 4;
/** Doubling pauses measured with the attempts between them; 5, 10, 15, 20 is 1.33 at its third step. */
const GROWN = 1.6;
/** Pauses within this factor are the same, steps within the other too. */
const SAME = 1.1;
const SAME_STEP = 1.3;

/** What the pauses of a stream show. constant: in all of its outages. */
export type WaitGrowth = { readonly view: "exponential" | "linear" | "constant"; readonly seconds: readonly number[]; readonly waits: readonly LoggedWait[] };

/** Pure. Stated pauses count before measured ones; what is none of the three for certain (jitter, a cap) says nothing. */
export function growthOf(outages: readonly Outage[]): WaitGrowth | null {
  const series = outages.map((one) => seriesOf(one.waits)).filter((one) => one.seconds.length >= LEAST);
  const grown = series.find(({ seconds }) => steps(seconds, (a, b) => b / a).every((one) => one >= GROWN));
  if (grown) return { view: "exponential", ...grown };
  const risen = series.find(({ seconds }) => {
    const by = steps(seconds, (a, b) => b - a);
    return Math.min(...by) > 0.2 * seconds[0]! && Math.max(...by) <= SAME_STEP * Math.min(...by);
  });
  if (risen) return { view: "linear", ...risen };
  const longest = series.reduce<(typeof series)[number] | null>((most, one) => (most && most.seconds.length >= one.seconds.length ? most : one), null);
  if (!longest) return null;
  const all = outages.flatMap((one) => seriesOf(one.waits).seconds);
  return areSame(all, longest.waits.some((one) => one.stated === null)) ? { view: "constant", ...longest } : null;
}

/** A measured pause holds the attempt too: on a busy machine some are longer, by less than a step of a backoff, and none is shorter. */
function areSame(seconds: readonly number[], measured: boolean): boolean {
  const sorted = [...seconds].sort((a, b) => a - b);
  const [least, middle, most] = [sorted[0]!, sorted[sorted.length >> 1]!, sorted.at(-1)!];
  if (most <= least * SAME || most - least <= 0.02) return true;
  return measured && least >= middle / SAME && most < middle * GROWN && sorted.filter((one) => one <= middle * SAME).length >= LEAST;
}

/** Between the first four pauses: later ones may be capped. */
const steps = (seconds: readonly number[], of: (a: number, b: number) => number): number[] => [0, 1, 2].map((i) => of(seconds[i]!, seconds[i + 1]!));

function seriesOf(waits: readonly LoggedWait[]): { seconds: number[]; waits: readonly LoggedWait[] } {
  if (waits.every((one) => one.stated !== null)) return { seconds: waits.map((one) => one.stated!), waits };
  const measured = waits.filter((one) => one.measured !== null);
  return { seconds: measured.map((one) => one.measured!), waits: measured };
}

/** A pause of the next outage as long as the last of the one before, although the connection held in between. */
export interface Unreset {
  readonly last: LoggedWait;
  readonly first: LoggedWait;
  readonly up: Outage;
}

/** The last pause of an outage has clearly left the first behind. */
const RISEN = 1.3;
/** Seconds to minutes of a connection that proved to work: twice as long as the longest pause. */
const HELD = 2;

/** Pure: what the delays did after a connection that held; null: never seen. */
export function resetsOf(outages: readonly Outage[]): { readonly view: "reset" | "kept"; readonly pair: Unreset } | null {
  let reset: Unreset | null = null;
  for (let i = 1; i < outages.length; i++) {
    const [before, now] = [outages[i - 1]!, outages[i]!];
    const [start, last, first] = [before.waits[0], before.waits.at(-1), now.waits[0]];
    if (!before.up || !start || !last || !first || start.stated === null || last.stated === null || first.stated === null) continue;
    if (last.stated < RISEN * start.stated || (now.heldBefore ?? 0) < HELD * last.stated) continue;
    const pair = { last, first, up: before };
    if (first.stated >= 0.95 * last.stated) return { view: "kept", pair };
    if (first.stated <= SAME * start.stated) reset ??= pair;
  }
  return reset ? { view: "reset", pair: reset } : null;
}

/** An attempt that came much sooner than its line said. */
export interface Early {
  readonly wait: LoggedWait;
  /** Measured of stated. */
  readonly ratio: number;
}

/** Seconds that clocks, rounding and a coarse time stamp may take away. */
const SLACK = 1.1;

/**
 * Pure: pauses that were cut short. Where the whole run's pauses are shorter by one factor its clock runs faster (a test bench),
 * and nothing is early.
 */
export function earlyOf(outages: readonly Outage[]): Early[] {
  const both = outages.flatMap((one) => one.waits).filter((one) => one.stated !== null && one.measured !== null && one.stated > SLACK);
  const all = both.map((wait): Early => ({ wait, ratio: wait.measured! / wait.stated! }));
  // A line behind its pause tells what was waited: the pause lies before it.
  const early = all.filter(({ wait, ratio }) => ratio < 0.5 && wait.stated! - wait.measured! > SLACK && wait.since !== null && wait.since < 0.8 * wait.stated!);
  const ratios = all.map((one) => one.ratio);
  // Thousands stated where single ones pass: milliseconds without their unit.
  if (ratios.every((one) => one < 0.05)) return [];
  const oneFactor = ratios.length > 0 && ratios.every((one) => one < 0.7) && Math.max(...ratios) <= 1.5 * Math.min(...ratios);
  return oneFactor ? [] : early;
}

/** Milliseconds between connections that follow each other without a pause, and how many more than at the start are no coincidence. */
const AT_ONCE = 1000;
const MORE_THAN_AT_START = 3;

/** Pure: connections of one stream that followed each other at once. At the start several of them may be its instances, so only more than those count. */
export function hammeringOf(events: readonly RunEvent[]): readonly RunEvent[] {
  const bursts: RunEvent[][] = [];
  for (const one of events) {
    if (one.kind !== "connected" || one.time === null) continue;
    const burst = bursts.at(-1);
    if (burst && one.time - burst.at(-1)!.time! < AT_ONCE && burst[0]!.pattern === one.pattern) burst.push(one);
    else if (!burst || one.pattern === burst[0]!.pattern) bursts.push([one]);
  }
  const [start = [], ...later] = bursts;
  return later.find((one) => one.length >= start.length + MORE_THAN_AT_START) ?? [];
}
