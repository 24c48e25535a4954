import { leavesOut } from "../../facts/code/symbols/left-out.ts";
import type { SymbolUse } from "../../facts/code/symbols/desk.ts";
import { catalogue } from "../../sdk/text.ts";
import { listed, type Words } from "./report.ts";

const say = catalogue({
  decides: {
    en: "{word} keeps values for {names} in the code, and {decides} looks the traded symbol up there: a market that is not in the table gets a value that nobody chose for it.",
    ru: "{word} хранит в коде значения для {names}, и {decides} ищет там торгуемый символ: рынок, которого нет в таблице, получит значение, которое для него никто не выбирал.",
  },
  asks: {
    en: "{word} names {names} in the code, and {decides} asks whether the traded symbol is among them: the same kind of market under a name that is not listed is traded by other rules.",
    ru: "{word} перечисляет {names} прямо в коде, и {decides} спрашивает, есть ли среди них торгуемый символ: такой же рынок с именем не из списка торгуется по другим правилам.",
  },
  excludes: {
    en: "{word} names {names} in the code, and {decides} leaves them out: to trade one of them again, or to leave out another, takes a release.",
    ru: "{word} перечисляет {names} прямо в коде, и {decides} их отбрасывает: чтобы снова торговать одним из них или исключить другой, нужна новая сборка.",
  },
  lists: {
    en: "{word} lists markets in the code ({names}), and {decides} works through it: another choice of markets needs another release.",
    ru: "{word} перечисляет рынки прямо в коде ({names}), и {decides} работает по этому списку: для других рынков нужна новая сборка.",
  },
  answers: {
    en: "{decides} answers with markets that are written into the code ({names}): another choice of markets needs another release.",
    ru: "{decides} возвращает рынки, записанные прямо в коде ({names}): для других рынков нужна новая сборка.",
  },
  here: { en: "the table: {names}", ru: "таблица: {names}" },
  via: { en: "used here in {decides}", ru: "используется здесь, в {decides}" },
  fix: { en: "Move it to the configuration, one entry for each symbol, and refuse to trade a symbol that has none.", ru: "Перенесите в конфигурацию, по записи на каждый символ, и не торгуйте символ без записи." },
  nothing: { en: "in the code that was seen to trade, no table of names outside the settings is asked for a market", ru: "в коде, который, насколько видно, торгует, рынок не ищется ни в одной таблице имён вне настроек" },
  open: {
    en: "Running code looks the symbol up in a table of names; what is done with the answer was not followed to a trade.",
    ru: "Работающий код ищет символ в таблице имён; влияет ли ответ на сделку, проследить не удалось.",
  },
  noList: { en: "in the code that was seen to trade, no list of markets is worked through", ru: "в коде, который, насколько видно, торгует, нет перебора записанных в нём рынков" },
  unnamed: { en: "A table", ru: "Таблица" },
});

/** What is said of a table or list of markets. */
export const TABLE_WORDS: Words = {
  nothing: say("nothing"),
  open: say("open"),
  says: (use) => {
    const values = { names: listed(use.names), decides: use.decides };
    if (use.word) return say(kindOf(use), { ...values, word: `\`${use.word}\`` });
    return { en: say(kindOf(use), { ...values, word: say("unnamed").en }).en, ru: say(kindOf(use), { ...values, word: say("unnamed").ru }).ru };
  },
  here: (use) => say("here", { names: listed(use.names) }),
  via: (use) => say("via", { decides: use.decides }),
  fix: () => say("fix"),
};

/** The same of lists that are only worked through. */
export const LIST_WORDS: Words = { ...TABLE_WORDS, nothing: say("noList"), open: null };

/** The traded symbol is asked after in it, not only worked through. */
export const isAsked = (use: SymbolUse): boolean => (use.check === "symbol-table" || use.check === "symbol-list") && !/^(lists|answers)$/.test(kindOf(use));

const kindOf = ({ via, weight }: SymbolUse): "asks" | "excludes" | "decides" | "lists" | "answers" =>
  (via === null ? "answers" : via?.kind === "compare" ? (weight === "trade" && leavesOut(via) ? "excludes" : "asks") : via?.kind === "subscript" || via?.kind === "call" ? "decides" : "lists");
