import { appendTo } from "../../sdk/append.ts";
/** A line through noisy measurements, as far as they allow to draw one. */
export interface Trend {
  /** Units of `value` per second. */
  readonly slope: number;
  /** 95 % of the lines that fit as well rise between these; infinite where too little was measured. */
  readonly low: number;
  readonly high: number;
  /** The line's value at the first point. */
  readonly start: number;
}

export interface Point {
  /** Seconds. */
  readonly time: number;
  readonly value: number;
}

/** More points cost the square of their number and tell nothing new about a line. */
const MOST_POINTS = 240;
/** Two-sided 95 % of a normal distribution. */
const Z = 1.96;

/**
 * Theil–Sen: the median of the slopes between all pairs. Outliers (a burst, a collection of garbage) do not move it. Its interval
 * is Sen's, from the variance of Kendall's S, widened by what neighbouring points have in common: memory that wanders by itself
 * looks like a trend to every method that takes its samples for independent.
 */
export function trendOf(points: readonly Point[]): Trend | null {
  const thin = thinned(points);
  if (thin.length < 3) return null;
  const slopes: number[] = [];
  for (let i = 0; i < thin.length; i++) {
    for (let j = i + 1; j < thin.length; j++) slopes.push((thin[j]!.value - thin[i]!.value) / (thin[j]!.time - thin[i]!.time));
  }
  slopes.sort((a, b) => a - b);
  const slope = median(slopes);
  const first = thin[0]!.time;
  const offsets = thin.map((one) => one.value - slope * (one.time - first)).sort((a, b) => a - b);
  const start = median(offsets);
  const n = thin.length;
  const inCommon = (1 + neighbours(thin, slope, start)) / (1 - neighbours(thin, slope, start));
  const spread = Z * Math.sqrt((n * (n - 1) * (2 * n + 5) * Math.min(n, inCommon)) / 18);
  const [from, to] = [Math.floor((slopes.length - spread) / 2) - 1, Math.ceil((slopes.length + spread) / 2)];
  return { slope, low: from < 0 ? -Infinity : slopes[from]!, high: to >= slopes.length ? Infinity : slopes[to]!, start };
}

/** The correlation of a residual with the one before it, from 0 to 0.99. */
function neighbours(points: readonly Point[], slope: number, start: number): number {
  const residuals = points.map((one) => one.value - start - slope * (one.time - points[0]!.time));
  const mean = residuals.reduce((sum, one) => sum + one, 0) / residuals.length;
  let [together, all] = [0, 0];
  for (let i = 0; i < residuals.length; i++) {
    const here = residuals[i]! - mean;
    all += here * here;
    if (i > 0) together += here * (residuals[i - 1]! - mean);
  }
  return all === 0 ? 0 : Math.min(0.99, Math.max(0, together / all));
}

/** In the order of time, at most one point for each stretch of it: the stretch's median. Times that repeat are one point. */
export function thinned(points: readonly Point[]): Point[] {
  const sorted = points.filter((one) => Number.isFinite(one.time) && Number.isFinite(one.value)).sort((a, b) => a.time - b.time || a.value - b.value);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || first.time === last.time) return first ? [first] : [];
  const width = (last.time - first.time) / MOST_POINTS;
  const bins = new Map<number, Point[]>();
  for (const one of sorted) {
    const key = sorted.length <= MOST_POINTS ? one.time : Math.min(MOST_POINTS - 1, Math.floor((one.time - first.time) / width));
    appendTo(bins, key, one);
  }
  return [...bins.values()].map((bin) => ({ time: median(bin.map((one) => one.time)), value: median(bin.map((one) => one.value).sort((a, b) => a - b)) }));
}

/** Of sorted numbers; 0 of none. */
export function median(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
