import { metrics } from "../../../facts/code/metrics/metrics.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { both, comparedAt, computedAt, noMetrics, subjectOf } from "../metric-texts.ts";

const say = catalogue({
  entry: {
    en: "exit slippage `{name}` is measured from the entry price `{reference}`: that is the result of the trade, so every stop warns and a bad fill of a winner never does",
    ru: "проскальзывание выхода (`{name}`) измеряется от цены входа `{reference}`: это результат сделки — предупредит каждый стоп и ни одно плохое исполнение прибыльной сделки",
  },
  candle: {
    en: "latency `{name}` is measured from the time of a candle (`{reference}`), its opening: it grows with the candle's age and says nothing about the connection",
    ru: "задержка (`{name}`) измеряется от времени свечи (`{reference}`), то есть от её открытия: она растёт с возрастом свечи и о связи ничего не говорит",
  },
  fixEntry: { en: "measure from the price at which the exit was decided or sent", ru: "измерять от цены, по которой решён или отправлен выход" },
  fixCandle: { en: "measure from the event time of the message, or from when the request was sent", ru: "измерять от времени события в сообщении или от отправки запроса" },
  reference: { en: "the reference: `{reference}`", ru: "точка отсчёта: `{reference}`" },
  sent: { en: "{metric} `{name}` is measured from before the order is sent", ru: "{metric} (`{name}`) измеряется с момента перед отправкой ордера" },
  holds: { en: "{metric} `{name}` is measured from what was expected", ru: "{metric} (`{name}`) измеряется от ожидаемого" },
});

export const wrongReference = defineCheck({
  name: "warnings/wrong-reference",
  claim: "A metric is measured from what it says: exits from the price decided, latencies from when something was sent.",
  impact: "position",
  about: "metric",
  code: {
    requires: { metrics, places },
    look({ metrics, places }, see) {
      if (metrics.live.length === 0) return see.notApplicable(noMetrics);
      for (const metric of metrics.live) {
        const subject = subjectOf(metric, places);
        const name = metric.names[0] ?? "";
        if (!metric.wrongReference) {
          const key = metric.kind === "latency" ? (metric.aroundOrder ? "sent" : null) : metric.ofFill ? "holds" : null;
          if (key) see.holds(subject, both((words) => say(key, words), metric.kind, { name }), [computedAt(metric, places)]);
          continue;
        }
        const reference = places.snippet(metric.wrongReference, 40);
        const isLatency = metric.kind === "latency";
        see.broken(subject, say(isLatency ? "candle" : "entry", { name, reference }),
          [computedAt(metric, places), { at: places.at(metric.wrongReference), note: say("reference", { reference }) }, ...metric.comparisons.slice(0, 1).map((comparison) => comparedAt({ comparison, constant: null, value: null, said: null, speaksWhen: null }, places))],
          { fix: say(isLatency ? "fixCandle" : "fixEntry"), group: metric.kind });
      }
    },
  },
});
