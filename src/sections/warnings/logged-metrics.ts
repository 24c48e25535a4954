import type { Metrics } from "../../facts/code/metrics/metrics.ts";
import type { Thresholds } from "../../facts/code/metrics/thresholds.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Metric } from "../../facts/code/metrics/metrics.ts";
import { appendTo } from "../../sdk/append.ts";
import { isLooser, isOrderLatency, judgedComparisons, warns, wanted, type Asked } from "./judged-metrics.ts";

export interface LoggedMetric {
  readonly metric: Metric;
  /** Units to a fraction of the price or to a second, as the logging call prints it; null: not divided by a price. */
  readonly scale: number | null;
  readonly ofOrder: boolean;
  /** Some comparison warns on the right side by a threshold as strict as asked. */
  readonly warns: boolean;
}

/** The metrics that logging calls print, by `file:line` of the call. A call that prints two of one kind is left out. */
export function loggedMetrics(metrics: Metrics, thresholds: Thresholds, places: Places, asked: Asked): ReadonlyMap<string, readonly LoggedMetric[]> {
  const found = new Map<string, LoggedMetric[]>();
  for (const metric of metrics.live) {
    const judged = judgedComparisons(metric, thresholds);
    const strict = judged.some((one) => warns(one) && one.speaksWhen === wanted(metric.kind) && one.value !== null && !isLooser(metric, one, asked));
    for (const { call, mark } of metric.logged) {
      const at = places.at(call);
      const key = `${at.file}:${String(at.line)}`;
      const one = { metric, scale: mark.divided ? mark.scale : null, ofOrder: isOrderLatency(metric), warns: strict };
      appendTo(found, key, one);
    }
  }
  return found;
}
