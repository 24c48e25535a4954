import { metrics } from "../../../facts/code/metrics/metrics.ts";
import { thresholds } from "../../../facts/code/metrics/thresholds.ts";
import { places } from "../../../facts/code/places.ts";
import { crossingsOf, type Crossing, type Crossings, type Reckoning } from "../../../facts/run/metric-crossings.ts";
import { metricEvents } from "../../../facts/run/metric-events.ts";
import type { MetricReading } from "../../../facts/run/metric-readings.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { verbatim, type Text } from "../../../sdk/text.ts";
import type { MetricKind } from "../../../knowledge/metric-words.ts";
import { ASKED, askedOf, type Asked } from "../judged-metrics.ts";
import { loggedMetrics, type LoggedMetric } from "../logged-metrics.ts";
import { askedText, both, computedAt, KINDS } from "../metric-texts.ts";
import { say } from "./messages.ts";
import { logLine } from "../../log-line.ts";

const MOST = 6;

export const crossedWithoutWarning = defineCheck({
  name: "warnings/crossed-without-warning",
  claim: "Each value beyond its threshold that the log of this run shows has its WARNING.",
  impact: "blind",
  about: "reading",
  options: ASKED,
  run: {
    requires: { metricEvents, metrics, thresholds, places },
    look({ metricEvents, metrics, thresholds, places }, see, asked) {
      if (metricEvents.readings.length === 0) return see.notExercised(say("nothing"));
      const logged = loggedMetrics(metrics, thresholds, places, asked);
      const strictKinds = new Set([...logged.values()].flat().filter((one) => one.warns).map((one) => one.metric.kind));
      const linkedTo = (reading: MetricReading): readonly LoggedMetric[] =>
        (logged.get(metricEvents.callOf(reading.event) ?? "") ?? []).filter((one) => sameSort(one.metric.kind, reading.kind));
      const groups = crossingsOf(metricEvents.readings, metricEvents.events, limitsOf(asked), (one) => reckoned(linkedTo(one), strictKinds.has(one.kind)), metricEvents.fnOf);
      const silent = groups.filter((one) => one.silent.length > 0);
      const unitless = groups.filter((one) => one.unitless.length > 0);
      for (const group of silent) {
        const worst = worstOf(group);
        const [code] = linkedTo(worst.reading);
        const evidence: [Evidence, ...Evidence[]] = [lineOf(worst), ...group.silent.filter((one) => one !== worst).slice(0, MOST).map(lineOf), ...(code ? [computedAt(code.metric, places)] : [])];
        const values = { value: valueText(group.kind, worst.base), asked: askedText(group.kind, asked), count: String(group.silent.length) };
        see.broken({ kind: "reading", id: group.key }, both((words) => say("silent", words), group.kind, values), evidence, { fix: both((words) => say("fix", words), group.kind, { asked: values.asked }), group: group.kind, weight: group.silent.length });
      }
      for (const group of groups) {
        const [first] = group.warned;
        if (!first || group.silent.length > 0) continue;
        const values = { count: String(group.warned.length) };
        see.holds({ kind: "reading", id: group.key }, both((words) => say("warned", words), group.kind, values), [lineOf(first.crossing), logLine(first.by)]);
      }
      const [without] = unitless;
      if (without) see.unclear({ kind: "reading", id: "unitless" }, say("unitless", { count: unitless.reduce((sum, one) => sum + one.unitless.length, 0) }), [logLine(without.unitless[0]!.event), ...unitless.slice(1, MOST).map((one) => logLine(one.unitless[0]!.event))]);
      else if (groups.every((one) => one.silent.length + one.warned.length === 0)) see.notExercised(say("within", { count: groups.reduce((sum, one) => sum + one.within, 0) }));
    },
  },
});

const limitsOf = (asked: Asked): Record<MetricKind, number> => Object.fromEntries(KINDS.map((kind) => [kind, askedOf(kind, asked)])) as Record<MetricKind, number>;

const sameSort = (a: MetricKind, b: MetricKind): boolean => a === b || (a.endsWith("slippage") && b.endsWith("slippage"));

/** The code's unit counts where it is one. */
function reckoned(linked: readonly LoggedMetric[], warnsElsewhere: boolean): Reckoning {
  const scales = new Set(linked.map((one) => one.scale));
  const [scale = null] = scales.size === 1 ? scales : [];
  return { scale, ofOrder: linked.some((one) => one.ofOrder), warns: linked.some((one) => one.warns), unmeasured: linked.some((one) => one.scale === null) || (linked.length === 0 && warnsElsewhere) };
}

const lineOf = ({ reading }: Crossing): Evidence => (logLine(reading.event));

function worstOf(group: Crossings): Crossing {
  const further = (a: Crossing, b: Crossing): boolean => (group.kind === "trail-distance" ? a.base < b.base : a.base > b.base);
  return group.silent.reduce((worst, one) => (further(one, worst) ? one : worst));
}

function valueText(kind: MetricKind, base: number): Text {
  const digits = String(Number((base * (kind === "latency" ? 1000 : 100)).toPrecision(4)));
  return kind === "latency" ? { en: `${digits} ms`, ru: `${digits} мс` } : verbatim(`${digits} %`);
}
