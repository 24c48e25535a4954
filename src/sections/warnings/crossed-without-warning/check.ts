import { metrics } from "../../../facts/code/metrics/metrics.ts";
import { thresholds } from "../../../facts/code/metrics/thresholds.ts";
import { places } from "../../../facts/code/places.ts";
import { metricEvents } from "../../../facts/run/metric-events.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { logLine } from "../../log-line.ts";
import { crossedEvidence, crossedMetrics } from "../crossed-metrics.ts";
import { silentValues } from "../crossed-texts.ts";
import { ASKED } from "../judged-metrics.ts";
import { both } from "../metric-texts.ts";
import { say } from "./messages.ts";

const MOST = 6;

export const crossedWithoutWarning = defineCheck({
  name: "warnings/crossed-without-warning",
  claim: "Each value beyond its threshold that the log of this run shows has its WARNING.",
  impact: "blind",
  about: "reading",
  options: ASKED,
  run: {
    requires: { metricEvents, metrics, thresholds, places },
    look(given, see, asked) {
      const { metricEvents, places } = given;
      if (metricEvents.readings.length === 0) return see.notExercised(say("nothing"));
      const crossed = crossedMetrics(given, asked);
      for (const one of crossed) {
        const { group, worst, spoken } = one;
        // Of a metric that the code never warns about, the code's own finding says so, and this run confirms it.
        if (!worst || spoken) continue;
        const values = silentValues(one, asked);
        see.broken({ kind: "reading", id: group.key }, both((words) => say("silent", words), group.kind, values), crossedEvidence(one, places), { fix: both((words) => say("fix", words), group.kind, { asked: values.asked }), group: group.kind, weight: group.silent.length });
      }
      const groups = crossed.map(({ group }) => group);
      for (const group of groups) {
        const [first] = group.warned;
        if (!first || group.silent.length > 0) continue;
        const values = { count: String(group.warned.length) };
        see.holds({ kind: "reading", id: group.key }, both((words) => say("warned", words), group.kind, values), [logLine(first.crossing.reading.event), logLine(first.by)]);
      }
      const unitless = groups.filter((one) => one.unitless.length > 0);
      const [without] = unitless;
      if (without) see.unclear({ kind: "reading", id: "unitless" }, say("unitless", { count: unitless.reduce((sum, one) => sum + one.unitless.length, 0) }), [logLine(without.unitless[0]!.event), ...unitless.slice(1, MOST).map((one) => logLine(one.unitless[0]!.event))]);
      else if (groups.every((one) => one.silent.length + one.warned.length === 0)) see.notExercised(say("within", { count: groups.reduce((sum, one) => sum + one.within, 0) }));
    },
  },
});
