import type { Metric, Metrics } from "../../facts/code/metrics/metrics.ts";
import type { Thresholds } from "../../facts/code/metrics/thresholds.ts";
import type { Places } from "../../facts/code/places.ts";
import { crossingsOf, type Crossing, type Crossings, type Reckoning } from "../../facts/run/metric-crossings.ts";
import type { MetricEvents } from "../../facts/run/metric-events.ts";
import type { MetricReading } from "../../facts/run/metric-readings.ts";
import type { MetricKind } from "../../knowledge/metric-words.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import { verbatim, type Text } from "../../sdk/text.ts";
import { logLine } from "../log-line.ts";
import { askedOf, type Asked } from "./judged-metrics.ts";
import { loggedMetrics, type LoggedMetric } from "./logged-metrics.ts";
import { computedAt, KINDS } from "./metric-texts.ts";
import { saidTooQuietly, withoutWarning } from "./silent-metrics.ts";

export interface Given {
  readonly metricEvents: MetricEvents;
  readonly metrics: Metrics;
  readonly thresholds: Thresholds;
  readonly places: Places;
}

/** Values beyond their threshold that a logging call printed, and what the code says of the metric. */
export interface CrossedMetric {
  readonly group: Crossings;
  readonly worst: Crossing | null;
  /** What the worst line prints; null: the code does not tell. */
  readonly metric: Metric | null;
  /** The check of the code that speaks of this metric already, and the metric that its finding is about: the run confirms that one. */
  readonly spoken: { readonly by: "metric-without-warning" | "below-warning-level"; readonly about: Metric } | null;
}

export function crossedMetrics({ metricEvents, metrics, thresholds, places }: Given, asked: Asked): readonly CrossedMetric[] {
  const logged = loggedMetrics(metrics, thresholds, places, asked);
  const strictKinds = new Set([...logged.values()].flat().filter((one) => one.warns).map((one) => one.metric.kind));
  const linkedTo = (reading: MetricReading): readonly LoggedMetric[] =>
    (metricEvents.callsOf(reading.event).map((call) => logged.get(call)).find((one) => one !== undefined) ?? []).filter((one) => sameSort(one.metric.kind, reading.kind));
  const silent = withoutWarning(metrics, thresholds, places);
  const spokenOf = (metric: Metric): CrossedMetric["spoken"] => {
    const among = silent.find((all) => all.includes(metric));
    if (among) return { by: "metric-without-warning", about: among[0] };
    return saidTooQuietly(metric, thresholds) ? { by: "below-warning-level", about: metric } : null;
  };
  const groups = crossingsOf(metricEvents.readings, metricEvents.events, limitsOf(asked), (one) => reckoned(linkedTo(one), strictKinds.has(one.kind)), metricEvents.fnOf);
  return groups.map((group): CrossedMetric => {
    const worst = group.silent.length > 0 ? worstOf(group) : null;
    const metric = worst ? (linkedTo(worst.reading)[0]?.metric ?? null) : null;
    return { group, worst, metric, spoken: metric && spokenOf(metric) };
  });
}

const limitsOf = (asked: Asked): Record<MetricKind, number> => Object.fromEntries(KINDS.map((kind) => [kind, askedOf(kind, asked)])) as Record<MetricKind, number>;

const sameSort = (a: MetricKind, b: MetricKind): boolean => a === b || (a.endsWith("slippage") && b.endsWith("slippage"));

/** The code's unit counts where it is one. */
function reckoned(linked: readonly LoggedMetric[], warnsElsewhere: boolean): Reckoning {
  const scales = new Set(linked.map((one) => one.scale));
  const [scale = null] = scales.size === 1 ? scales : [];
  return { scale, ofOrder: linked.some((one) => one.ofOrder), warns: linked.some((one) => one.warns), unmeasured: linked.some((one) => one.scale === null) || (linked.length === 0 && warnsElsewhere) };
}

function worstOf(group: Crossings): Crossing {
  const further = (a: Crossing, b: Crossing): boolean => (group.kind === "trail-distance" ? a.base < b.base : a.base > b.base);
  return group.silent.reduce((worst, one) => (further(one, worst) ? one : worst));
}

const MOST = 6;

/** The worst line, others, and where the code computes the value. */
export function crossedEvidence({ group, worst, metric }: CrossedMetric, places: Places): [Evidence, ...Evidence[]] {
  const others = group.silent.filter((one) => one !== worst).slice(0, MOST);
  return [logLine(worst!.reading.event), ...others.map(({ reading }) => logLine(reading.event)), ...(metric ? [computedAt(metric, places)] : [])];
}

export function valueText(kind: MetricKind, base: number): Text {
  const digits = String(Number((base * (kind === "latency" ? 1000 : 100)).toPrecision(4)));
  return kind === "latency" ? { en: `${digits} ms`, ru: `${digits} мс` } : verbatim(`${digits} %`);
}
