import { WARNING } from "../../../facts/code/metrics/loudness.ts";
import { metrics } from "../../../facts/code/metrics/metrics.ts";
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
        see.broken(subjectOf(metric, places), both((words) => say("broken", words), metric.kind, values), [computedAt(metric, places), ...judged.map((one) => comparedAt(one, places))],
          { fix: both((words) => say("fix", words), metric.kind, { asked: askedText(metric.kind, asked) }), group: metric.kind });
      }
    },
  },
});
