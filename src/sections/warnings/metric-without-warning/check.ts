import { WARNING } from "../../../facts/code/metrics/loudness.ts";
import { metrics, type Metric } from "../../../facts/code/metrics/metrics.ts";
import { thresholds } from "../../../facts/code/metrics/thresholds.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { ASKED, isOrderLatency, judgedComparisons, warns } from "../judged-metrics.ts";
import { askedText, both, comparedAt, computedAt, noMetrics, subjectOf } from "../metric-texts.ts";

const say = catalogue({
  broken: {
    en: "{metric} `{name}` is computed, and nothing warns when it gets bad: no comparison with a threshold leads to a WARNING",
    ru: "{metric} (`{name}`): считается, но ни одно сравнение с порогом не ведёт к WARNING — плохое значение никто не заметит",
  },
  fix: { en: "compare it with {asked} here and log a WARNING beyond", ru: "сравнить здесь с {asked} и писать WARNING за порогом" },
  holds: { en: "{metric} `{name}`: a WARNING beyond its threshold", ru: "{metric} (`{name}`): за порогом пишется WARNING" },
});

export const metricWithoutWarning = defineCheck({
  name: "warnings/metric-without-warning",
  claim: "Each metric that is computed leads to a WARNING beyond its threshold.",
  impact: "blind",
  about: "metric",
  options: ASKED,
  code: {
    requires: { metrics, thresholds, places },
    look({ metrics, thresholds, places }, see, asked) {
      if (metrics.live.length === 0) return see.notApplicable(noMetrics);
      const isTold = new Set(metrics.live.filter((one) => judgedComparisons(one, thresholds).some((judged) => judged.said)).map((one) => one.kind));
      const silent = new Map<string, Metric[]>();
      for (const metric of metrics.live) {
        const judged = judgedComparisons(metric, thresholds);
        const warning = judged.find(warns);
        const values = { name: metric.names[0] ?? "" };
        if (warning) {
          see.holds(subjectOf(metric, places), both((words) => say("holds", words), metric.kind, values), [comparedAt(warning, places), computedAt(metric, places)]);
          continue;
        }
        // Said below WARNING (another check), always said at WARNING, or a second measure beside one that is told.
        if (judged.some((one) => one.said) || metric.logged.some((one) => (one.level ?? WARNING) >= WARNING)) continue;
        if (isTold.has(metric.kind) || !isOrderLatency(metric)) continue;
        const key = `${metric.kind} ${places.at(metric.fn).file} ${metric.fn.qualname}`;
        silent.set(key, [...(silent.get(key) ?? []), metric]);
      }
      for (const [first, ...others] of silent.values()) report(first!, others);

      /** Parts of one latency, computed side by side, are one finding. */
      function report(first: Metric, others: readonly Metric[]): void {
        const all = [first, ...others];
        const names = [...new Set(all.map((one) => one.names[0] ?? ""))].slice(0, 4).join("`, `");
        const compared = all.flatMap((one) => judgedComparisons(one, thresholds).map((each) => comparedAt(each, places)));
        see.broken(subjectOf(first, places), both((words) => say("broken", words), first.kind, { name: names }), [computedAt(first, places), ...others.map((one) => computedAt(one, places)), ...compared],
          { fix: both((words) => say("fix", words), first.kind, { asked: askedText(first.kind, asked) }), group: first.kind });
      }
    },
  },
});
