import { WARNING } from "../../facts/code/metrics/loudness.ts";
import type { Metric, Metrics } from "../../facts/code/metrics/metrics.ts";
import type { Thresholds } from "../../facts/code/metrics/thresholds.ts";
import type { Places } from "../../facts/code/places.ts";
import { appendTo } from "../../sdk/append.ts";
import { isOrderLatency, judgedComparisons, wanted, warns, type Judged } from "./judged-metrics.ts";

/** Metrics of which no comparison leads to a WARNING, nor to any other word. Parts of one latency, computed side by side, stand together. */
export function withoutWarning(metrics: Metrics, thresholds: Thresholds, places: Places): (readonly [Metric, ...Metric[]])[] {
  const isTold = new Set(metrics.live.filter((one) => judgedComparisons(one, thresholds).some((judged) => judged.said)).map((one) => one.kind));
  const silent = new Map<string, [Metric, ...Metric[]]>();
  for (const metric of metrics.live) {
    // Said below WARNING (another check), always said at WARNING, or a second measure beside one that is told.
    if (judgedComparisons(metric, thresholds).some((one) => one.said) || metric.logged.some((one) => (one.level ?? WARNING) >= WARNING)) continue;
    if (isTold.has(metric.kind) || !isOrderLatency(metric)) continue;
    const key = `${metric.kind} ${places.at(metric.fn).file} ${metric.fn.qualname}`;
    appendTo(silent, key, metric);
  }
  return [...silent.values()];
}

/** What is said on the bad side of the metric's threshold, where that is never a WARNING. */
export function saidTooQuietly(metric: Metric, thresholds: Thresholds): Judged | null {
  const judged = judgedComparisons(metric, thresholds);
  return judged.some(warns) ? null : (judged.find((one) => one.said && one.speaksWhen === wanted(metric.kind)) ?? null);
}
