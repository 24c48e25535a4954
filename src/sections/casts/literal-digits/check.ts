import { places } from "../../../facts/code/places.ts";
import { literalDigits } from "../../../facts/code/venue-values/literal-digits.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  size: {
    en: "`{code}` rounds the size to {digits, plural, one {# digit} other {# digits}} whatever the market: 0.00004 BTC become 0, a market of whole lots refuses 12.3, and rounding up asks for more than was worked out.",
    ru: "`{code}` округляет размер до {digits, plural, one {# знака} other {# знаков}} на любом рынке: 0.00004 BTC превращаются в 0, рынок с целыми лотами не примет 12.3, а округление вверх просит больше, чем рассчитано.",
  },
  price: {
    en: "`{code}` rounds the price to {digits, plural, one {# digit} other {# digits}} whatever the market: at a coin of 0.00002 it is 0, at a coin of 0.3 the level moves, and where the tick is coarser the exchange refuses it.",
    ru: "`{code}` округляет цену до {digits, plural, one {# знака} other {# знаков}} на любом рынке: у монеты по 0.00002 выйдет 0, у монеты по 0.3 уровень сместится, а при более крупном шаге биржа откажет.",
  },
  fix: {
    en: "Ask the exchange for the market's step and cut to it: `amount_to_precision` and `price_to_precision` in ccxt, `qtyStep`/`tickSize`, `LOT_SIZE`/`PRICE_FILTER`, `lotSz`/`tickSz` elsewhere.",
    ru: "Возьмите шаг рынка у биржи и округляйте до него: `amount_to_precision` и `price_to_precision` в ccxt, в других местах `qtyStep`/`tickSize`, `LOT_SIZE`/`PRICE_FILTER`, `lotSz`/`tickSz`.",
  },
  here: { en: "digits that the code fixes", ru: "число знаков задано в коде" },
  sent: { en: "the order that takes it ({by})", ru: "ордер, в который это уходит ({by})" },
  none: { en: "No size or price of an order is seen to be rounded to digits that the code fixes.", ru: "Округления размеров и цен ордеров до заданного в коде числа знаков не видно." },
});

export const fixedDigits = defineCheck({
  name: "casts/literal-digits",
  claim: "Sizes and prices of orders are cut to the step of their market, not to digits that the code fixes.",
  impact: "position",
  maturity: "draft",
  about: "size",
  code: {
    requires: { literalDigits, places },
    look({ literalDigits, places }, see) {
      for (const { at, digits, side, site } of literalDigits) {
        see.broken(places.subject("size", at), say(side, { code: places.snippet(at, 70), digits }), [{ at: places.at(at), note: say("here") }, { at: site.at, note: say("sent", { by: site.by }) }], {
          fix: say("fix"), impact: "blind", group: `${places.at(at).file} ${side}`, weight: 4 - digits,
        });
      }
      if (literalDigits.length === 0) see.notApplicable(say("none"));
    },
  },
});
