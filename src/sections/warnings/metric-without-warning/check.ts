import { metrics, type Metric } from "../../../facts/code/metrics/metrics.ts";
import { thresholds } from "../../../facts/code/metrics/thresholds.ts";
import { metricEvents } from "../../../facts/run/metric-events.ts";
import { warnedWords } from "../../../facts/code/metrics/warned-words.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { crossedEvidence, crossedMetrics } from "../crossed-metrics.ts";
import { silentText } from "../crossed-texts.ts";
import { ASKED, isOrderLatency, judgedComparisons, warns, warnsInLog } from "../judged-metrics.ts";
import { withoutWarning } from "../silent-metrics.ts";
import { askedText, both, comparedAt, computedAt, noMetrics, subjectOf } from "../metric-texts.ts";

const say = catalogue({
  broken: {
    en: "{metric} `{name}` is computed, and nothing warns when it gets bad: no comparison with a threshold leads to a WARNING",
    ru: "{metric} (`{name}`): считается, но ни одно сравнение с порогом не ведёт к WARNING — плохое значение никто не заметит",
  },
  named: {
    en: "{metric} `{name}`: a WARNING names it (`{code}`), but whether this value gets there could not be followed",
    ru: "{metric} (`{name}`): WARNING с таким именем есть (`{code}`), но доходит ли до него это значение, проследить не удалось",
  },
  acknowledgement: {
    en: "{metric} `{name}` is compared with its threshold only under `{test}`, and OKX's answer to an order carries no execution price or quantity: the WARNING can never fire",
    ru: "{metric} (`{name}`): порог проверяется только под условием `{test}`, а в ответе OKX на ордер нет ни цены, ни объёма исполнения: WARNING не сработает никогда",
  },
  flag: {
    en: "{metric} `{name}` is compared with its threshold only under `{test}`, a flag that nothing in the bot sets: the WARNING can never fire",
    ru: "{metric} (`{name}`): порог проверяется только под флагом `{test}`, который в боте никто не выставляет: WARNING не сработает никогда",
  },
  answered: {
    en: "{metric} `{name}`: where `{test}` holds a verdict is returned, and whether somebody warns about it could not be followed",
    ru: "{metric} (`{name}`): при `{test}` возвращается вердикт, и предупреждает ли о нём кто-нибудь, проследить не удалось",
  },
  rules: {
    en: "{metric} `{name}` is only compared by rules that are set up elsewhere (`{test}`): whether one that runs warns beyond {asked} could not be followed",
    ru: "{metric} (`{name}`): сравнивают только правила, которые задаются в другом месте (`{test}`); предупреждает ли какое-то из действующих за порогом {asked}, проследить не удалось",
  },
  idle: { en: "the only comparison, never reached", ru: "единственное сравнение, до которого дело не доходит" },
  because: { en: "`{test}`", ru: "`{test}`" },
  fix: { en: "compare it with {asked} here and log a WARNING beyond", ru: "сравнить здесь с {asked} и писать WARNING за порогом" },
  "fix-idle": { en: "compare it with {asked} where it is computed, before that test", ru: "сравнивать с {asked} там, где значение считается, до этого условия" },
  holds: { en: "{metric} `{name}`: a WARNING beyond its threshold", ru: "{metric} (`{name}`): за порогом пишется WARNING" },
});

export const metricWithoutWarning = defineCheck({
  name: "warnings/metric-without-warning",
  claim: "Each metric that is computed leads to a WARNING beyond its threshold.",
  impact: "blind",
  about: "metric",
  options: ASKED,
  code: {
    requires: { metrics, thresholds, warnedWords, places },
    look({ metrics, thresholds, warnedWords, places }, see, asked) {
      if (metrics.live.length === 0) return see.notApplicable(noMetrics);
      for (const metric of metrics.live) {
        const warning = judgedComparisons(metric, thresholds).find(warns);
        const values = { name: metric.names[0] ?? "" };
        if (warning && isOrderLatency(metric) && warnsInLog(warning)) see.holds(subjectOf(metric, places), both((words) => say("holds", words), metric.kind, values), [comparedAt(warning, places), computedAt(metric, places)]);
      }
      for (const [first, ...others] of withoutWarning(metrics, thresholds, places)) report(first, others);

      /** Parts of one latency, computed side by side, are one finding. */
      function report(first: Metric, others: readonly Metric[]): void {
        const all = [first, ...others];
        const names = [...new Set(all.map((one) => one.names[0] ?? ""))].slice(0, 4).join("`, `");
        const idle = all.flatMap((one) => one.idle)[0];
        if (idle && all.every((one) => judgedComparisons(one, thresholds).length === 0)) {
          const test = places.snippet(idle.never.test, 60);
          return see.broken(subjectOf(first, places), both((words) => say(idle.never.why, words), first.kind, { name: names, test }), [{ at: places.at(idle.comparison.node), note: say("idle") }, { at: places.at(idle.never.test), note: say("because", { test }) }, computedAt(first, places)],
            { fix: both((words) => say("fix-idle", words), first.kind, { asked: askedText(first.kind, asked) }), group: first.kind });
        }
        const answered = all.flatMap((one) => one.comparisons).find((one) => one.answers);
        if (answered) return see.unclear(subjectOf(first, places), both((words) => say("answered", words), first.kind, { name: names, test: places.snippet(answered.node, 60) }), [{ at: places.at(answered.node), note: say("because", { test: places.snippet(answered.node, 60) }) }, computedAt(first, places)]);
        const rule = all.flatMap((one) => one.rules)[0];
        if (rule) {
          const says = both((words) => say("rules", words), first.kind, { name: names, test: places.snippet(rule.node, 60), asked: askedText(first.kind, asked) });
          return see.unclear(subjectOf(first, places), says, [computedAt(first, places), { at: places.at(rule.node), note: says }]);
        }
        const named = warnedWords.get(first.kind);
        if (named) return see.unclear(subjectOf(first, places), both((words) => say("named", words), first.kind, { name: names, code: places.snippet(named.call, 60) }), [computedAt(first, places), { at: places.at(named.call), note: both((words) => say("named", words), first.kind, { name: names, code: places.snippet(named.call, 60) }) }]);
        const compared = all.flatMap((one) => judgedComparisons(one, thresholds).map((each) => comparedAt(each, places)));
        see.broken(subjectOf(first, places), both((words) => say("broken", words), first.kind, { name: names }), [computedAt(first, places), ...others.map((one) => computedAt(one, places)), ...compared],
          { fix: both((words) => say("fix", words), first.kind, { asked: askedText(first.kind, asked) }), group: first.kind });
      }
    },
  },
  run: {
    requires: { metricEvents, metrics, thresholds, places },
    look(given, see, asked) {
      for (const one of crossedMetrics(given, asked)) {
        if (one.spoken?.by !== "metric-without-warning") continue;
        const { kind } = one.group;
        see.broken(subjectOf(one.spoken.about, given.places), silentText(one, asked), crossedEvidence(one, given.places), { fix: both((words) => say("fix", words), kind, { asked: askedText(kind, asked) }), group: kind, weight: one.group.silent.length });
      }
    },
  },
});
