import { places } from "../../../facts/code/places.ts";
import { stepsAsDigits } from "../../../facts/code/venue-values/step-digits.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  power: {
    en: "`{code}` takes ccxt's {side, select, price {tick} other {lot step}} for a number of digits: the step 0.001 gives 10 ** -0.001 = 0.998, and everything is rounded to multiples of that.",
    ru: "`{code}` принимает {side, select, price {шаг цены} other {шаг лота}} из ccxt за число знаков: шаг 0.001 даёт 10 ** -0.001 = 0.998, и всё округляется до кратных этого числа.",
  },
  round: {
    en: "`{code}` takes ccxt's {side, select, price {tick} other {lot step}} for a number of digits: `round` raises a TypeError on 0.001.",
    ru: "`{code}` принимает {side, select, price {шаг цены} other {шаг лота}} из ccxt за число знаков: `round` с 0.001 падает с TypeError.",
  },
  whole: {
    en: "`{code}` takes ccxt's {side, select, price {tick} other {lot step}} for a number of digits: of the step 0.001 it makes 0.",
    ru: "`{code}` принимает {side, select, price {шаг цены} other {шаг лота}} из ccxt за число знаков: из шага 0.001 получается 0.",
  },
  format: {
    en: "`{code}` takes ccxt's {side, select, price {tick} other {lot step}} for a number of digits: a format with 0.001 digits raises a ValueError.",
    ru: "`{code}` принимает {side, select, price {шаг цены} other {шаг лота}} из ccxt за число знаков: формат с 0.001 знака падает с ValueError.",
  },
  fix: {
    en: "Use `exchange.amount_to_precision(symbol, amount)` and `price_to_precision`, or take the value for the step that it is.",
    ru: "Используйте `exchange.amount_to_precision(symbol, amount)` и `price_to_precision` либо считайте это значение шагом.",
  },
  here: { en: "used as a number of digits", ru: "используется как число знаков" },
  read: { en: "ccxt tells the step here (`precisionMode` is TICK_SIZE)", ru: "здесь ccxt отдаёт шаг (`precisionMode` равен TICK_SIZE)" },
  none: { en: "No step of ccxt's markets is used as a number of digits.", ru: "Шаг рынка из ccxt нигде не используется как число знаков." },
});

export const stepAsDigits = defineCheck({
  name: "casts/step-as-digits",
  claim: "The step of a market is not taken for a number of digits.",
  impact: "position",
  about: "step",
  code: {
    requires: { stepsAsDigits, places },
    look({ stepsAsDigits, places }, see) {
      for (const { at, read, how, side, trades } of stepsAsDigits) {
        const says = say(how, { code: places.snippet(at, 70), side });
        see.broken(places.subject("step", at), says, [{ at: places.at(at), note: say("here") }, { at: places.at(read), note: say("read") }], {
          fix: say("fix"), impact: trades && how !== "whole" ? "position" : "blind", group: places.at(at).file, weight: 3,
        });
      }
      if (stepsAsDigits.length === 0) see.notApplicable(say("none"));
    },
  },
});
