import { loopPauses } from "../../../facts/code/loop-pauses.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  fixed: {
    en: "`{fn}` looks for orders every {seconds} s, and the code says so: no setting changes that.",
    ru: "`{fn}` ищет сделки раз в {seconds} с, и это записано в коде: настройкой этого не изменить.",
  },
  sleeps: { en: "each round of the loop waits here", ru: "здесь ждёт каждый проход цикла" },
  number: { en: "the number", ru: "само число" },
  order: { en: "leads to an order", ru: "ведёт к ордеру" },
  fix: { en: "Move it into the configuration, for example `loop_interval_sec`.", ru: "Вынесите в конфигурацию, например `loop_interval_sec`." },
  none: {
    en: "{count, plural, one {# loop that leads to orders waits} other {# loops that lead to orders wait}} as long as the configuration says, or for an event.",
    ru: "Циклов, ведущих к ордерам: {count}; все ждут столько, сколько велит конфигурация, или события.",
  },
  unseen: {
    en: "`{fn}` leads to orders, and what decides how long it waits was not seen: neither a number nor a setting",
    ru: "`{fn}` ведёт к ордерам, но чем задана его пауза, не видно: ни числа, ни настройки",
  },
  nothing: { en: "No loop of the bot leads to orders by itself.", ru: "Ни один цикл бота сам к ордерам не ведёт." },
});

export const loopPause = defineCheck({
  name: "numbers/loop-pause",
  claim: "How often the bot looks for orders is a setting.",
  impact: "hygiene",
  about: "pause",
  code: {
    requires: { loopPauses, places },
    look({ loopPauses, places }, see) {
      for (const { fn, sleep, number, seconds, order } of loopPauses.all) {
        const also = number.start >= sleep.start && number.end <= sleep.end ? [] : [{ at: places.at(number), note: say("number") }];
        see.broken(
          places.subject("pause", sleep), say("fixed", { fn: fn.name, seconds: String(seconds) }),
          [{ at: places.at(sleep), note: say("sleeps") }, ...also, { at: places.at(order), note: say("order") }],
          { fix: say("fix"), group: `${places.at(fn).file} pause`, weight: 30 },
        );
      }
      const [first] = loopPauses.examined;
      if (loopPauses.all.length > 0) return;
      if (!first) return see.notApplicable(say("nothing"));
      const unseen = loopPauses.examined.find((one) => !one.isFree);
      if (unseen) return see.unclear({ kind: "pause", id: "all" }, say("unseen", { fn: unseen.fn.name }), [{ at: places.at(unseen.order), note: say("order") }]);
      see.holds({ kind: "pause", id: "all" }, say("none", { count: loopPauses.examined.length }), [{ at: places.at(first.order), note: say("order") }]);
    },
  },
});
