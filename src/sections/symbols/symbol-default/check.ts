import { places } from "../../../facts/code/places.ts";
import { symbolLiterals } from "../../../facts/code/symbol-literals.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { listed, report } from "../report.ts";

const say = catalogue({
  decides: {
    en: "Where `{word}` is missing, {names} is taken in `{decides}`: the bot goes on with the wrong market instead of stopping.",
    ru: "Если `{word}` нет, в `{decides}` берётся {names}: бот продолжает с чужим рынком вместо остановки.",
  },
  answers: {
    en: "Where it knows no market, `{decides}` answers {names}: the bot goes on with the wrong market instead of stopping.",
    ru: "Когда рынок неизвестен, `{decides}` отвечает {names}: бот продолжает с чужим рынком вместо остановки.",
  },
  parameter: {
    en: "`{word}` of `{decides}` is {names} unless it is given, and a running call leaves it out: the market is fixed in the code.",
    ru: "`{word}` у `{decides}` равен {names}, если его не передать, и действующий вызов его не передаёт: рынок зашит в код.",
  },
  here: { en: "{names} stands in for a missing `{word}`", ru: "{names} подставляется вместо отсутствующего `{word}`" },
  via: { en: "this call leaves `{word}` out", ru: "этот вызов не передаёт `{word}`" },
  fix: { en: "Require `{word}`: let a missing one raise, or skip the row with a WARNING. A default market belongs in the configuration.", ru: "Требуйте `{word}`: пусть его отсутствие вызывает ошибку либо строка пропускается с WARNING. Рынку по умолчанию место в конфигурации." },
  open: {
    en: "A missing name is replaced by a market in running code; that a trade hangs on it was not seen.",
    ru: "В работающем коде отсутствующее имя подменяется рынком; зависит ли от этого сделка, не видно.",
  },
  nothing: { en: "in the code that was seen to trade, no missing name is replaced by a market", ru: "в коде, который, насколько видно, торгует, отсутствующее имя нигде не подменяется рынком" },
});

export const symbolDefault = defineCheck({
  name: "symbols/symbol-default",
  claim: "A missing symbol is never replaced by a certain market.",
  impact: "position",
  about: "symbol-default",
  code: {
    requires: { symbolLiterals, places },
    look({ symbolLiterals, places }, see) {
      report(see, "symbol-default", { symbols: symbolLiterals, places }, "symbol-default", {
        nothing: say("nothing"),
        open: say("open"),
        says: (use) => say(use.via ? "parameter" : use.word === use.decides ? "answers" : "decides", { names: listed(use.names), word: use.word, decides: use.decides }),
        here: (use) => say("here", { names: listed(use.names), word: use.word }),
        via: (use) => say("via", { word: use.word }),
        fix: (use) => say("fix", { word: use.word }),
      });
    },
  },
});
