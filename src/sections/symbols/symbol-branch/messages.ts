import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  decides: {
    en: "`{word}` is compared with {names}, and `{decides}` hangs on it: this market is traded by other rules because of its name. The next market of the same kind, or the same one under another spelling, gets the wrong ones.",
    ru: "`{word}` сравнивается с {names}, и от этого зависит `{decides}`: рынок торгуется по другим правилам из-за своего имени. Следующий такой же рынок или тот же в другом написании получит чужие правила.",
  },
  branches: {
    en: "`{word}` is compared with {names} in trading code (`{decides}`): markets that are not named here silently take the other branch.",
    ru: "`{word}` сравнивается с {names} в торговом коде (`{decides}`): рынки, которых здесь нет, молча идут по другой ветке.",
  },
  quoted: { en: "both sides are texts: the test always says the same", ru: "обе стороны — строки: проверка всегда даёт одно и то же" },
  whole: { en: "compared with {names}", ru: "сравнение с {names}" },
  prefix: { en: "the prefix {name} also fits {also}", ru: "префикс {name} подходит и к {also}" },
  part: { en: "a test for a part of the name: {name} also fits {also}", ru: "проверка части имени: {name} подходит и к {also}" },
  partOnly: { en: "only a part of the name is tested: {name} may fit other markets", ru: "проверяется только часть имени: {name} может подойти и к другим рынкам" },
  via: { en: "`{decides}` is decided here", ru: "здесь решается `{decides}`" },
  fix: {
    en: "Put the difference into the settings of the symbol and read it by symbol, or choose by a property of the market (liquidity, volatility, lot size), not by its name.",
    ru: "Вынесите отличие в настройки символа и читайте по символу либо выбирайте по свойству рынка (ликвидность, волатильность, лот), а не по имени.",
  },
  nothingElse: {
    en: "in the code that was seen to trade, but for the lists and tables that symbols/symbol-table and symbols/symbol-list name, no decision branches on one",
    ru: "в коде, который, насколько видно, торгует, кроме списков и таблиц, которые называют symbols/symbol-table и symbols/symbol-list, ни одно решение от них не ветвится",
  },
  leader: {
    en: "in the code that was seen to trade, a name is only asked for to tell the market's leader from the others; no other decision branches on one",
    ru: "в коде, который, насколько видно, торгует, имя спрашивают только затем, чтобы отличить лидера рынка от остальных; других ветвлений по имени нет",
  },
  open: {
    en: "The traded symbol is compared with a name in code that prepares orders; what the answer changes was not followed.",
    ru: "В коде, который готовит ордера, торгуемый символ сравнивается с именем; на что влияет ответ, проследить не удалось.",
  },
  nothing: { en: "in the code that was seen to trade, no decision branches on one", ru: "в коде, который, насколько видно, торгует, ни одно решение от них не ветвится" },
});
