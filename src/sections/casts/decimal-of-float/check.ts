import { floatTraps } from "../../../facts/code/float-traps.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{code}` keeps the error of the binary float: Decimal(0.1) is 0.1000000000000000055…, so a price or size rounded to its step comes out one step off.",
    ru: "`{code}` сохраняет погрешность float: Decimal(0.1) это 0.1000000000000000055…, и цена или размер после округления к шагу уедут на шаг.",
  },
  fix: { en: "Go through the text: `Decimal(str(value))`, or read the setting as text.", ru: "Через строку: `Decimal(str(value))`, либо читайте настройку как строку." },
  here: { en: "the argument is a float", ru: "аргумент имеет тип float" },
  holds: { en: "`{code}`: the float goes through its text", ru: "`{code}`: float проходит через строку" },
  none: { en: "No price or size is a Decimal made of a float.", ru: "Цены и размеры не создаются как Decimal из float." },
});

export const decimalOfFloat = defineCheck({
  name: "casts/decimal-of-float",
  claim: "Decimals of prices and sizes are made of text, not of binary floats.",
  impact: "funds",
  about: "decimal",
  code: {
    requires: { floatTraps, places },
    look({ floatTraps, places }, see) {
      const judged = floatTraps.decimals.filter((one) => one.safe || one.exact);
      for (const { call, safe } of judged) {
        const code = places.snippet(call, 70);
        const subject = places.subject("decimal", call);
        if (safe) see.holds(subject, say("holds", { code }), [{ at: places.at(call), note: say("holds", { code }) }]);
        else {
          see.broken(subject, say("broken", { code }), [{ at: places.at(call), note: say("here") }], {
            fix: say("fix"), group: places.at(call).file, weight: 2,
          });
        }
      }
      if (judged.length === 0) see.notApplicable(say("none"));
    },
  },
});
