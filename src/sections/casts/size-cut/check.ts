import { places } from "../../../facts/code/places.ts";
import { sizeCuts } from "../../../facts/code/venue-values/size-cuts.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{code}` cuts {field}, a whole number of lots, after float arithmetic: 1.001 * 1000 is 1000.9999999999999 and becomes 1000, 0.3 / 0.1 becomes 2. The bot then holds one lot less than the exchange, and a close leaves it behind.",
    ru: "`{code}` отбрасывает дробную часть {field}, то есть целого числа лотов, после арифметики во float: 1.001 * 1000 это 1000.9999999999999 и станет 1000, 0.3 / 0.1 станет 2. У бота на лот меньше, чем на бирже, и при закрытии этот лот останется.",
  },
  fix: { en: "`round(...)` instead of cutting, or `Decimal(text)` from the start.", ru: "`round(...)` вместо отбрасывания или с самого начала `Decimal(text)`." },
  here: { en: "{field} as a float, scaled and cut", ru: "{field} во float, пересчитан и обрезан" },
  holds: { en: "`{code}` rounds {field} to the nearest lot", ru: "`{code}` округляет {field} до ближайшего лота" },
  none: { en: "No size that an exchange sent is turned into a whole number of lots.", ru: "Размеры, присланные биржей, не переводятся в целое число лотов." },
});

export const sizeCut = defineCheck({
  name: "casts/size-cut",
  claim: "A size that the exchange reports is rounded to whole lots, not cut.",
  impact: "position",
  maturity: "draft",
  about: "size",
  code: {
    requires: { sizeCuts, places },
    look({ sizeCuts, places }, see) {
      for (const { call, field, rounded } of sizeCuts) {
        const words = { code: places.snippet(call, 70), field };
        const subject = places.subject("size", call);
        if (rounded) see.holds(subject, say("holds", words), [{ at: places.at(call), note: say("holds", words) }]);
        else see.broken(subject, say("broken", words), [{ at: places.at(call), note: say("here", words) }], {
          // What is only written into a record misleads its reader.
          fix: say("fix"), impact: call.parent?.kind === "entry" ? "blind" : "position", group: `${places.at(call).file} ${field}`, weight: 2,
        });
      }
      if (sizeCuts.length === 0) see.notApplicable(say("none"));
    },
  },
});
