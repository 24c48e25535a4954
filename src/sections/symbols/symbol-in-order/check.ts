import { places } from "../../../facts/code/places.ts";
import { asksHeld, asksMarket } from "../../../facts/code/symbols/fixed-judgement.ts";
import { symbolLiterals } from "../../../facts/code/symbol-literals.ts";
import type { SymbolUse } from "../../../facts/code/symbols/desk.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { listed, report } from "../report.ts";

const say = catalogue({
  decides: {
    en: "{names} is written into the code as the market of `{decides}`: the order, leverage or position is of this market whatever the configuration says.",
    ru: "{names} вписан в код как рынок для `{decides}`: ордер, плечо или позиция будут по этому рынку, что бы ни стояло в конфигурации.",
  },
  fixed: {
    en: "`{decides}` is made for {names}: the market that it trades is fixed in the code.",
    ru: "`{decides}` создаётся для {names}: торгуемый рынок зашит в код.",
  },
  asked: {
    en: "`{decides}` asks for the position in {names} only, whatever the configuration says: in every other market the bot believes that it holds nothing.",
    ru: "`{decides}` спрашивает позицию только по {names}, что бы ни стояло в конфигурации: по любому другому рынку бот считает, что позиции нет.",
  },
  askedOrders: {
    en: "`{decides}` asks for the orders in {names} only, whatever the configuration says: of every other market the bot believes that none is open.",
    ru: "`{decides}` спрашивает ордера только по {names}, что бы ни стояло в конфигурации: по любому другому рынку бот считает, что открытых ордеров нет.",
  },
  market: {
    en: "`{decides}` asks for the market data of {names}, whatever the configuration says: what is decided on it is decided on this market.",
    ru: "`{decides}` берёт рыночные данные {names}, что бы ни стояло в конфигурации: решение принимается по этому рынку.",
  },
  record: {
    en: "`{decides}` is made for {names}: what it asks for is traded in this market, whatever the configuration says.",
    ru: "`{decides}` создаётся для {names}: сделка будет по этому рынку, что бы ни стояло в конфигурации.",
  },
  here: { en: "the market: {names}", ru: "рынок: {names}" },
  via: { en: "it gets here: {decides}", ru: "сюда он попадает: {decides}" },
  fix: { en: "Take the symbol from the signal, the position or the configuration.", ru: "Берите символ из сигнала, позиции или конфигурации." },
  nothing: { en: "none is the market of an order or leverage call that was recognised", ru: "ни один не вписан рынком в распознанный вызов ордера или плеча" },
});

export const symbolInOrder = defineCheck({
  name: "symbols/symbol-in-order",
  claim: "The market of an order, leverage or position call comes from the signal or the configuration.",
  impact: "position",
  about: "symbol-in-order",
  code: {
    requires: { symbolLiterals, places },
    look({ symbolLiterals, places }, see) {
      report(see, "symbol-in-order", { symbols: symbolLiterals, places }, "symbol-in-order", {
        nothing: say("nothing"),
        says: (use) => say(keyOf(use), { names: listed(use.names), decides: use.decides }),
        here: (use) => say("here", { names: listed(use.names) }),
        via: (use) => say("via", { decides: use.decides }),
        fix: () => say("fix"),
      });
    },
  },
});

function keyOf({ weight, word, via }: SymbolUse): "decides" | "askedOrders" | "asked" | "market" | "record" | "fixed" {
  if (weight === "order") return "decides";
  if (/orders?(_async)?$/.test(word)) return "askedOrders";
  if (asksHeld(word)) return "asked";
  return asksMarket(word) ? "market" : via?.kind === "call" ? "record" : "fixed";
}
