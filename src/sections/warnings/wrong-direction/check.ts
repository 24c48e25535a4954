import { metrics, type Metric } from "../../../facts/code/metrics/metrics.ts";
import { thresholds } from "../../../facts/code/metrics/thresholds.ts";
import { places } from "../../../facts/code/places.ts";
import { namesSide, testsSide } from "../../../facts/code/metrics/price-roles.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { isOrderLatency, judgedComparisons, signIgnoresSide, wanted, warns, type Judged } from "../judged-metrics.ts";
import { both, comparedAt, computedAt, noMetrics, subjectOf } from "../metric-texts.ts";

const say = catalogue({
  reversed: {
    en: "{metric}: the WARNING is logged when it is {way, select, above {above} other {below}} the threshold, that is while all is well; the bad values are silent",
    ru: "{metric}: WARNING пишется, когда величина {way, select, above {выше} other {ниже}} порога, то есть когда всё хорошо, а плохие значения молчат",
  },
  side: {
    en: "{metric} `{name}` has the same sign for long and short: bad fills of one side come out negative and never reach the threshold",
    ru: "{metric} (`{name}`): знак одинаков для long и short — плохие исполнения одной из сторон отрицательны и порога не достигнут",
  },
  fixReversed: { en: "turn the comparison round", ru: "развернуть сравнение" },
  fixSide: { en: "multiply by the side's sign (or compare `abs(...)` if better fills may warn, too)", ru: "умножить на знак стороны (или сравнивать `abs(...)`, если предупреждать и о лучших ценах)" },
  unclear: {
    en: "{metric} `{name}` is signed, and whether the bot trades both sides here is not known",
    ru: "{metric} (`{name}`) со знаком, а торгует ли бот здесь в обе стороны, неизвестно",
  },
  holds: { en: "{metric}: the WARNING comes on the bad side of the threshold", ru: "{metric}: WARNING приходит с плохой стороны порога" },
});

export const wrongDirection = defineCheck({
  name: "warnings/wrong-direction",
  claim: "A metric warns on the bad side of its threshold, for long and short.",
  impact: "position",
  about: "metric",
  code: {
    requires: { metrics, thresholds, places },
    look({ metrics, thresholds, places }, see) {
      let known = 0;
      for (const metric of metrics.live) {
        const warning = judgedComparisons(metric, thresholds).filter(warns);
        const [first] = warning;
        if (!first) continue;
        known++;
        const subject = subjectOf(metric, places);
        const right = warning.find((one) => one.speaksWhen === wanted(metric.kind));
        const evidence = [comparedAt(right ?? first, places), computedAt(metric, places)] as const;
        const values = { name: metric.names[0] ?? "" };
        const oneSided = isSlippage(metric) && right !== undefined && signIgnoresSide(right) && !bothWays(warning);
        if (!right) see.broken(subject, both((words) => say("reversed", words), metric.kind, { way: first.speaksWhen ?? "" }), evidence, { fix: say("fixReversed"), group: metric.kind });
        // Where the sign is gone good fills warn as well, and of other latencies nothing is asked.
        else if (!oneSided && (isSlippage(metric) ? !right.comparison.mark.absolute || bothWays(warning) : isOrderLatency(metric))) see.holds(subject, both((words) => say("holds", words), metric.kind), evidence);
        else if (!oneSided) continue;
        else if (namesSide(metric.fn) && !testsSide(metric.fn)) see.broken(subject, both((words) => say("side", words), metric.kind, values), [computedAt(metric, places), comparedAt(right, places)], { fix: say("fixSide"), group: metric.kind });
        else see.unclear(subject, both((words) => say("unclear", words), metric.kind, values), evidence);
      }
      if (known === 0) see.notApplicable(noMetrics);
    },
  },
});

const isSlippage = (metric: Metric): boolean => metric.kind === "slippage" || metric.kind === "exit-slippage";

/** `> limit` and `< -limit`. */
const bothWays = (all: readonly Judged[]): boolean => new Set(all.map((one) => one.comparison.asks)).size > 1;
