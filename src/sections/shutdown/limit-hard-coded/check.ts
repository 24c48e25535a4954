import { places } from "../../../facts/code/places.ts";
import { limitSources, type LimitSource } from "../../../facts/code/stopping/limit-sources.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  "position-limit": {
    en: "The limit of open positions is written in the code: `{test}` with {value}. To trade smaller after a bad week somebody has to edit and redeploy the bot",
    ru: "Лимит открытых позиций зашит в код: `{test}` со значением {value}. Чтобы торговать меньше после плохой недели, бота придётся править и выкатывать заново",
  },
  "daily-loss": {
    en: "The daily loss limit is written in the code: `{test}` with {value}. It cannot be set for the account's size without a release",
    ru: "Дневной лимит убытка зашит в код: `{test}` со значением {value}. Под размер счёта его не настроить без релиза",
  },
  fix: { en: "read it from the config: `max_open_positions`, `max_daily_loss_percent`", ru: "читать из конфига: `max_open_positions`, `max_daily_loss_percent`" },
  literal: { en: "the value is written here", ru: "значение записано здесь" },
  setting: { en: "The limit `{test}` comes from the configuration", ru: "Лимит `{test}` берётся из конфигурации" },
  unknown: { en: "Where `{value}` in `{test}` has its value from was not found", ru: "Откуда берётся `{value}` в `{test}`, найти не удалось" },
  none: { en: "No limit stands before an order, so none is hard-coded", ru: "Перед ордерами нет лимитов, поэтому и зашитых в код нет" },
});

export const limitHardCoded = defineCheck({
  name: "shutdown/limit-hard-coded",
  claim: "Both limits come from the configuration.",
  impact: "hygiene",
  about: "limit",
  code: {
    requires: { limitSources, places },
    look({ limitSources, places }, see) {
      if (limitSources.length === 0) return see.notApplicable(say("none"));
      for (const one of limitSources) {
        // A second test of a limit that was proved configurable: what it is handed is that limit.
        if (one.from === "unknown" && limitSources.some((other) => other.kind === one.kind && other.from === "setting")) continue;
        const subject = places.subject("limit", one.asks.node);
        const values = valuesOf(one);
        const at: Evidence = { at: places.at(one.asks.node), note: say(one.from === "literal" ? one.kind : one.from, values) };
        if (one.from === "setting") see.holds(subject, say("setting", values), [at]);
        else if (one.from === "unknown") see.unclear(subject, say("unknown", values), [at]);
        else see.broken(subject, say(one.kind, values), one.origin === one.asks.limit ? [at] : [at, { at: places.at(one.origin), note: say("literal") }], { fix: say("fix"), group: one.kind });
      }

      function valuesOf(one: LimitSource) {
        return { test: places.snippet(one.asks.node, 70), value: places.snippet(one.origin, 40) };
      }
    },
  },
});
