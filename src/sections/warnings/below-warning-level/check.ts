import { metrics } from "../../../facts/code/metrics/metrics.ts";
import { thresholds } from "../../../facts/code/metrics/thresholds.ts";
import { places } from "../../../facts/code/places.ts";
import { metricEvents } from "../../../facts/run/metric-events.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { crossedEvidence, crossedMetrics } from "../crossed-metrics.ts";
import { silentText } from "../crossed-texts.ts";
import { ASKED, isOrderLatency, isTolerance, judgedComparisons, warns, warnsInLog } from "../judged-metrics.ts";
import { saidTooQuietly } from "../silent-metrics.ts";
import { both, comparedAt, computedAt, noMetrics, subjectOf } from "../metric-texts.ts";

const say = catalogue({
  broken: {
    en: "{metric} beyond its threshold is only told at {level}: whoever watches for WARNING never learns of it",
    ru: "{metric} за порогом пишется лишь с уровнем {level}: тот, кто следит за WARNING, об этом не узнает",
  },
  fix: { en: "log it at WARNING", ru: "писать с уровнем WARNING" },
  here: { en: "told at {level}", ru: "уровень {level}" },
  holds: { en: "{metric} beyond its threshold is told at WARNING or above", ru: "{metric} за порогом: уровень WARNING или выше" },
});

const LEVELS: readonly (readonly [number, string])[] = [[30, "WARNING"], [25, "SUCCESS"], [20, "INFO"], [10, "DEBUG"]];
const levelName = (level: number): string => LEVELS.find(([least]) => level >= least)?.[1] ?? "TRACE";

export const belowWarningLevel = defineCheck({
  name: "warnings/below-warning-level",
  claim: "A metric beyond its threshold is logged at WARNING or above.",
  impact: "blind",
  about: "metric",
  options: ASKED,
  code: {
    requires: { metrics, thresholds, places },
    look({ metrics, thresholds, places }, see, asked) {
      if (metrics.live.length === 0) return see.notApplicable(noMetrics);
      let told = 0;
      for (const metric of metrics.live) {
        const judged = judgedComparisons(metric, thresholds);
        const warning = judged.find(warns);
        const quiet = saidTooQuietly(metric, thresholds);
        if (!warning && (!quiet || isTolerance(metric, quiet, asked))) continue;
        told++;
        if (warning) {
          if (isOrderLatency(metric) && warnsInLog(warning)) see.holds(subjectOf(metric, places), both((words) => say("holds", words), metric.kind), [comparedAt(warning, places), computedAt(metric, places)]);
          continue;
        }
        const level = levelName(quiet!.said!.level);
        see.broken(subjectOf(metric, places), both((words) => say("broken", words), metric.kind, { level }),
          [{ at: places.at(quiet!.said!.at), note: say("here", { level }) }, comparedAt(quiet!, places), computedAt(metric, places)], { fix: say("fix"), group: metric.kind });
      }
      if (told === 0) see.notApplicable(noMetrics);
    },
  },
  run: {
    requires: { metricEvents, metrics, thresholds, places },
    look(given, see, asked) {
      for (const one of crossedMetrics(given, asked)) {
        if (one.spoken?.by !== "below-warning-level") continue;
        see.broken(subjectOf(one.spoken.about, given.places), silentText(one, asked), crossedEvidence(one, given.places), { fix: say("fix"), group: one.group.kind, weight: one.group.silent.length });
      }
    },
  },
});
