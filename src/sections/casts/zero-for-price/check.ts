import { places } from "../../../facts/code/places.ts";
import { zeroPrices } from "../../../facts/code/zero-prices.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{code}` is true whenever the price is unknown: `{source}` answers a failed request with 0, and nothing here keeps 0 away from `{against}`. One failed request and the bot acts as if the market had fallen to nothing.",
    ru: "`{code}` истинно всякий раз, когда цена неизвестна: `{source}` на неудачный запрос отвечает нулём, и здесь ничто не отделяет 0 от `{against}`. Один неудачный запрос, и бот действует так, будто рынок упал до нуля.",
  },
  brokenHere: {
    en: "`{code}` is true whenever the price is unknown: `{asked}` gives 0 for an answer without one, and nothing keeps 0 away from `{against}`. One failed request and the bot acts as if the market had fallen to nothing.",
    ru: "`{code}` истинно всякий раз, когда цена неизвестна: `{asked}` даёт 0, если в ответе её нет, и ничто не отделяет 0 от `{against}`. Один неудачный запрос, и бот действует так, будто рынок упал до нуля.",
  },
  fix: { en: "Answer a failure with None (or let it raise), and skip the round: `if not price: return`.", ru: "На неудачу возвращайте None (или не ловите исключение) и пропускайте круг: `if not price: return`." },
  here: { en: "a zero makes this comparison true", ru: "ноль делает это сравнение истинным" },
  asked: { en: "the price is asked for here", ru: "здесь запрашивается цена" },
  zero: { en: "`{source}` gives 0 when the request fails: `{zero}`", ru: "`{source}` возвращает 0, если запрос не удался: `{zero}`" },
  zeroHere: { en: "0 where the answer has no price", ru: "0, если в ответе нет цены" },
  holds: { en: "a price of 0 is kept out before `{against}` is compared with it", ru: "нулевая цена отсекается до сравнения с `{against}`" },
  none: { en: "No function of the bot answers a failed request for a price with 0 to code that compares it with a level.", ru: "В боте нет функций, которые на неудачный запрос цены отвечают нулём коду, сравнивающему её с уровнем." },
});

export const zeroForPrice = defineCheck({
  name: "casts/zero-for-price",
  claim: "A price that could not be had is not taken for 0 where it is compared with a stop or a target.",
  impact: "position",
  about: "price",
  code: {
    requires: { zeroPrices, places },
    look({ zeroPrices, places }, see) {
      const told = new Set<unknown>();
      for (const { source, zero, asked, fn, compare, against } of zeroPrices) {
        if (compare && told.has(fn)) continue;
        told.add(fn);
        const words = { code: compare ? places.snippet(compare, 70) : "", source: source?.name ?? "", zero: places.snippet(zero, 20), asked: places.snippet(asked, 70), against };
        const from = source ? [{ at: places.at(asked), note: say("asked") }, { at: places.at(zero), note: say("zero", words) }] : [{ at: places.at(asked), note: say("zeroHere") }];
        if (!compare) see.holds(places.subject("price", asked), say("holds", words), [{ at: places.at(asked), note: say("holds", words) }]);
        else see.broken(places.subject("price", compare), say(source ? "broken" : "brokenHere", words), [{ at: places.at(compare), note: say("here") }, ...from], {
          fix: say("fix"), impact: "blind", group: `${places.at(compare).file} ${source?.name ?? ""}`, weight: 3,
        });
      }
      if (zeroPrices.length === 0) see.notApplicable(say("none"));
    },
  },
});
