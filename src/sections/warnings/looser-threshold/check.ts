import { metrics } from "../../../facts/code/metrics/metrics.ts";
import { thresholds } from "../../../facts/code/metrics/thresholds.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { ASKED, isLooser, isOrderLatency, judgedComparisons, unitsDiffer, wanted, warns } from "../judged-metrics.ts";
import { askedText, both, comparedAt, computedAt, meantText, noMetrics, subjectOf, thresholdAt } from "../metric-texts.ts";

const say = catalogue({
  broken: {
    en: "{metric}: the WARNING comes at {value} only, asked are {asked}: everything between goes unseen",
    ru: "{metric}: WARNING лишь при {value}, а нужен при {asked}: всё между ними остаётся незамеченным",
  },
  fix: { en: "set the threshold to {asked}", ru: "порог {asked}" },
  unknown: {
    en: "{metric}: the value of the threshold `{threshold}` could not be worked out",
    ru: "{metric}: значение порога `{threshold}` вычислить не удалось",
  },
  holds: { en: "{metric}: the WARNING comes at {value}, asked are {asked}", ru: "{metric}: WARNING при {value}, нужен при {asked}" },
});

export const looserThreshold = defineCheck({
  name: "warnings/looser-threshold",
  claim: "The thresholds of the warnings are not looser than asked.",
  impact: "position",
  maturity: "draft",
  about: "metric",
  options: ASKED,
  code: {
    requires: { metrics, thresholds, places },
    look({ metrics, thresholds, places }, see, asked) {
      let judgedAny = 0;
      for (const metric of metrics.live) {
        if (!isOrderLatency(metric)) continue;
        const warning = judgedComparisons(metric, thresholds).filter((one) => warns(one) && one.speaksWhen === wanted(metric.kind) && one.comparison.mark.divided && !unitsDiffer(metric, one, asked));
        const [first] = warning;
        if (!first) continue;
        judgedAny++;
        const subject = subjectOf(metric, places);
        const right = warning.find((one) => one.value !== null && !isLooser(metric, one, asked));
        if (right) {
          see.holds(subject, both((words) => say("holds", words), metric.kind, { value: meantText(metric.kind, right), asked: askedText(metric.kind, asked) }), [comparedAt(right, places), computedAt(metric, places)]);
          continue;
        }
        const unknown = warning.find((one) => one.value === null);
        if (unknown) {
          see.unclear(subject, both((words) => say("unknown", words), metric.kind, { threshold: places.snippet(unknown.comparison.threshold, 50) }), [comparedAt(unknown, places), computedAt(metric, places)]);
          continue;
        }
        const at = thresholdAt(first, places);
        const values = { value: meantText(metric.kind, first), asked: askedText(metric.kind, asked) };
        see.broken(subject, both((words) => say("broken", words), metric.kind, values), at ? [at, comparedAt(first, places), computedAt(metric, places)] : [comparedAt(first, places), computedAt(metric, places)],
          { fix: both((words) => say("fix", words), metric.kind, values), group: metric.kind });
      }
      if (judgedAny === 0) see.notApplicable(noMetrics);
    },
  },
});
