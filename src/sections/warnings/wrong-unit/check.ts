import { metrics } from "../../../facts/code/metrics/metrics.ts";
import { thresholds } from "../../../facts/code/metrics/thresholds.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { ASKED, isOrderLatency, judgedComparisons, unitsDiffer, wanted } from "../judged-metrics.ts";
import { both, comparedAt, computedAt, meantText, noMetrics, subjectOf, thresholdAt, unitText } from "../metric-texts.ts";

const say = catalogue({
  never: {
    en: "{metric} `{name}` is in {unit}, its threshold {number} is not: the test is met at {meant}, that is practically never",
    ru: "{metric} (`{name}`) — {unit}, а порог {number} в других единицах: условие выполнится при {meant}, то есть практически никогда",
  },
  always: {
    en: "{metric} `{name}` is in {unit}, its threshold {number} is not: the test is met at {meant} already, that is practically always",
    ru: "{metric} (`{name}`) — {unit}, а порог {number} в других единицах: условие выполнено уже при {meant}, то есть практически всегда",
  },
  fix: { en: "bring both to one unit, and let the names say which", ru: "привести обе величины к одной единице и назвать её в именах" },
  holds: { en: "{metric} `{name}` and its threshold are in one unit: {unit}", ru: "{metric} (`{name}`) и порог — в одних единицах: {unit}" },
});

export const wrongUnit = defineCheck({
  name: "warnings/wrong-unit",
  claim: "A metric and its threshold are in the same unit.",
  impact: "position",
  about: "metric",
  options: ASKED,
  code: {
    requires: { metrics, thresholds, places },
    look({ metrics, thresholds, places }, see, asked) {
      let known = 0;
      for (const metric of metrics.live) {
        const judged = judgedComparisons(metric, thresholds).filter((one) => one.value !== null && one.comparison.mark.divided);
        const [first] = judged;
        if (!first) continue;
        known++;
        const wrong = judged.find((one) => unitsDiffer(metric, one, asked));
        const values = (one: typeof first): Parameters<typeof both>[2] => ({
          name: metric.names[0] ?? "", unit: unitText(metric.kind, one), number: String(one.value), meant: meantText(metric.kind, one),
        });
        if (!wrong) {
          if (isOrderLatency(metric)) see.holds(subjectOf(metric, places), both((words) => say("holds", words), metric.kind, values(first)), [comparedAt(first, places), computedAt(metric, places)]);
          continue;
        }
        const at = thresholdAt(wrong, places);
        const isHigh = meantHigh(wrong.value! / wrong.comparison.mark.scale, metric.kind === "latency");
        const way = isHigh === (wanted(metric.kind) === "above") ? "never" : "always";
        see.broken(subjectOf(metric, places), both((words) => say(way, words), metric.kind, values(wrong)), [comparedAt(wrong, places), computedAt(metric, places), ...(at ? [at] : [])],
          { fix: say("fix"), group: metric.kind, weight: 2 });
      }
      if (known === 0) see.notApplicable(noMetrics);
    },
  },
});

/** Above what any fill or answer shows: a tenth of the price, ten seconds. */
const meantHigh = (base: number, isTime: boolean): boolean => (isTime ? base > 1 : base > 0.01);
