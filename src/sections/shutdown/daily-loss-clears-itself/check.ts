import { places } from "../../../facts/code/places.ts";
import { dailyStops } from "../../../facts/code/stopping/self-clearing-stops.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "The daily loss limit sets `{flag}`, and the same test takes it back: as soon as an open position gains a little, `{fn}` lets the bot trade again on the day that was to be over.",
    ru: "Дневной лимит убытка ставит `{flag}`, и та же проверка его снимает: стоит открытой позиции немного отыграть, и `{fn}` снова разрешает торговлю в день, который должен был закончиться.",
  },
  test: { en: "the limit is compared here", ru: "здесь сравнивается лимит" },
  cleared: { en: "here the switch is taken back", ru: "здесь запрет снимается" },
  fix: { en: "Only set the switch here (`{flag} = {flag} or …`), and take it back at the start of the next day.", ru: "Здесь только ставьте запрет (`{flag} = {flag} or …`), а снимайте его с началом следующего дня." },
  holds: { en: "`{flag}` stays set until something else takes it back", ru: "`{flag}` остаётся, пока его не снимет что-то другое" },
  none: { en: "The daily loss limit throws no switch: it is compared anew at each entry.", ru: "Дневной лимит убытка не ставит запрета: он сравнивается заново при каждом входе." },
});

export const dailyLossClearsItself = defineCheck({
  name: "shutdown/daily-loss-clears-itself",
  claim: "A stop for the day stays until the day is over.",
  impact: "hygiene",
  about: "daily-stop",
  code: {
    requires: { dailyStops, places },
    look({ dailyStops: { clearing, latched }, places }, see) {
      for (const { fn, flag, test, cleared } of clearing) {
        const at: Evidence = { at: places.at(cleared), note: say("cleared") };
        see.broken(places.subject("daily-stop", test), say("broken", { flag, fn: fn.qualname }), [at, { at: places.at(test), note: say("test") }], { fix: say("fix", { flag }), group: flag, weight: 2 });
      }
      for (const { flag, at } of latched) see.holds(places.subject("daily-stop", at), say("holds", { flag }), [{ at: places.at(at), note: say("holds", { flag }) }]);
      if (clearing.length + latched.length === 0) see.notApplicable(say("none"));
    },
  },
});
