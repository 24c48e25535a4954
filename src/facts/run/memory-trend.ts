import type { MemorySample } from "./memory-samples.ts";
import { trendOf, type Trend } from "./trend.ts";

export interface MemoryAsked {
  /** Of the memory after the warm-up, in two hours. */
  readonly growthPercent: number;
  readonly warmUpMinutes: number;
  /** A run that was watched for less after its warm-up decides nothing. */
  readonly leastMinutes: number;
}

/** How memory went, in percent of its level after the warm-up for two hours. */
export interface MemoryTrend {
  /** grows, steady: the interval lies on one side of what is asked. levels: it grew, and has stopped. open: the interval straddles, or the run is too short. */
  readonly view: "grows" | "steady" | "levels" | "open";
  /** Null where there are too few samples for a line. */
  readonly percent: { readonly middle: number; readonly low: number; readonly high: number } | null;
  /** Minutes of the run from its first sample, and of them those that were judged. */
  readonly minutes: number;
  readonly judged: number;
  /** The length of a run, in minutes, that decides by these measurements. */
  readonly needed: number;
  readonly first: MemorySample | null;
  readonly last: MemorySample | null;
}

const TWO_HOURS = 7200;
const MINUTE = 60_000;

/** Pure: the same samples, the same answer. */
export function memoryTrend(samples: readonly MemorySample[], asked: MemoryAsked): MemoryTrend {
  const sorted = [...samples].sort((a, b) => a.time - b.time);
  const [begin, end] = [sorted[0], sorted.at(-1)];
  const minutes = begin && end ? (end.time - begin.time) / MINUTE : 0;
  const least = asked.warmUpMinutes + asked.leastMinutes;
  const warm = begin ? sameProcesses(sorted.filter((one) => one.time >= begin.time + asked.warmUpMinutes * MINUTE)) : [];
  const [first = null, last = null] = [warm[0], warm.at(-1)];
  const judged = first && last ? (last.time - first.time) / MINUTE : 0;
  const trend = trendOf(warm.map(pointOf));
  const percent = trend && trend.start > 0 ? percentOf(trend) : null;
  const base = { percent, minutes, judged, first, last };
  if (!percent) return { ...base, view: "open", needed: Math.max(least, minutes + asked.leastMinutes - judged) };
  const needed = neededFor(percent, judged, asked) + (minutes - judged);
  if (judged < asked.leastMinutes) return { ...base, view: "open", needed: Math.max(least, needed) };
  if (percent.high <= asked.growthPercent) return { ...base, view: "steady", needed: minutes };
  if (percent.low <= asked.growthPercent) return { ...base, view: "open", needed: Math.max(minutes + 1, needed) };
  return { ...base, view: stillGrows(warm, asked) ? "grows" : "levels", needed: minutes };
}

const pointOf = (one: MemorySample): { time: number; value: number } => ({ time: one.time / 1000, value: one.rss });

function percentOf({ slope, low, high, start }: Trend): NonNullable<MemoryTrend["percent"]> {
  const scale = (100 * TWO_HOURS) / start;
  return { middle: slope * scale, low: low * scale, high: high * scale };
}

/** A cache that fills is no leak: what leaks goes on in the second half as fast as it may not. */
function stillGrows(samples: readonly MemorySample[], asked: MemoryAsked): boolean {
  const middle = (samples[0]!.time + samples.at(-1)!.time) / 2;
  const later = trendOf(samples.filter((one) => one.time >= middle).map(pointOf));
  return later !== null && later.low > 0 && later.start > 0 && percentOf(later).middle > asked.growthPercent;
}

/** The interval of a slope narrows with the power 3/2 of the time: it must be narrower than the way to what is asked. */
function neededFor(percent: NonNullable<MemoryTrend["percent"]>, judged: number, asked: MemoryAsked): number {
  const half = (percent.high - percent.low) / 2;
  if (!Number.isFinite(half)) return asked.leastMinutes;
  const way = Math.max(Math.abs(percent.middle - asked.growthPercent), asked.growthPercent / 2);
  return Math.max(asked.leastMinutes, judged * Math.max(1, half / way) ** (2 / 3));
}

/** The longest stretch of one life with one number of processes: a child that starts is a step and no trend. */
function sameProcesses(samples: readonly MemorySample[]): readonly MemorySample[] {
  let best: readonly MemorySample[] = [];
  let from = 0;
  for (let i = 1; i <= samples.length; i++) {
    if (i < samples.length && samples[i]!.processes === samples[from]!.processes && samples[i]!.life === samples[from]!.life) continue;
    const stretch = samples.slice(from, i);
    if (lasts(stretch) > lasts(best)) best = stretch;
    from = i;
  }
  return best;
}

const lasts = (samples: readonly MemorySample[]): number => (samples.length === 0 ? -1 : samples.at(-1)!.time - samples[0]!.time);
