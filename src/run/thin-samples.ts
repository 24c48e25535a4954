import type { TelemetrySample } from "./telemetry.ts";

/** What is asked of a run's samples: how high and how low each of these went. */
const MEASURES: readonly ((sample: TelemetrySample) => number | null)[] = [
  (sample) => sample.rss,
  (sample) => sample.fds,
  (sample) => sample.threads,
  (sample) => (sample.sockets ? sample.sockets.established + sample.sockets.closeWait + sample.sockets.other : null),
  (sample) => sample.loopLag,
];

/** At most ten of these 32 are extremes, so that a pass takes two thirds away. */
const BUCKET = 32;

/**
 * Takes samples away, evenly over the run, and keeps in each stretch those where a measure is highest or lowest. The first and
 * the last sample stay, and so does every extreme of the whole run, however often it is thinned.
 */
export function thinSamples(samples: readonly TelemetrySample[]): TelemetrySample[] {
  const kept: TelemetrySample[] = [];
  for (let from = 0; from < samples.length; from += BUCKET) {
    const bucket = samples.slice(from, from + BUCKET);
    const extremes = new Set(MEASURES.flatMap((measure) => extremesOf(bucket, measure)));
    if (from === 0) extremes.add(bucket[0]!);
    if (from + BUCKET >= samples.length) extremes.add(bucket.at(-1)!);
    if (extremes.size === 0) extremes.add(bucket[0]!);
    for (const sample of bucket) if (extremes.has(sample)) kept.push(sample);
  }
  return kept;
}

function extremesOf(bucket: readonly TelemetrySample[], measure: (sample: TelemetrySample) => number | null): TelemetrySample[] {
  let lowest: TelemetrySample | null = null;
  let highest: TelemetrySample | null = null;
  for (const sample of bucket) {
    const value = measure(sample);
    if (value === null) continue;
    if (!lowest || value < measure(lowest)!) lowest = sample;
    if (!highest || value > measure(highest)!) highest = sample;
  }
  return lowest && highest ? [lowest, highest] : [];
}
