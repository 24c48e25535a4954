import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  broken: {
    en: "When the request for positions fails, `{source}` turns it into {value}, and `{fn}` reads that as “no positions”: `{what}` loses positions that are still open on the exchange, and nobody watches their stops.",
    ru: "Если запрос позиций не удался, `{source}` превращает это в {value}, а `{fn}` читает это как «позиций нет»: из `{what}` пропадают позиции, которые на бирже открыты, и за их стопами никто не следит.",
  },
  marked: {
    en: "When the request for positions fails, `{source}` turns it into {value}, and `{fn}` reads that as “no positions”: it marks the position as closed (`{what}`) while it is still open on the exchange, and nobody watches its stop.",
    ru: "Если запрос позиций не удался, `{source}` превращает это в {value}, а `{fn}` читает это как «позиций нет»: позиция помечается закрытой (`{what}`), хотя на бирже она открыта, и за её стопом никто не следит.",
  },
  replaced: {
    en: "When the request for positions fails, `{source}` turns it into {value}, and `{fn}` replaces `{what}` by it: the bot forgets positions that are still open on the exchange.",
    ru: "Если запрос позиций не удался, `{source}` превращает это в {value}, и `{fn}` заменяет этим `{what}`: бот забывает позиции, которые на бирже открыты.",
  },
  fix: {
    en: "Let the failure through: raise, or return None or `(positions, ok)`, and skip the comparison when the request failed. An empty list may only mean that the exchange said “none”.",
    ru: "Не прячьте сбой: бросайте исключение, возвращайте None или `(positions, ok)` и пропускайте сверку, если запрос не удался. Пустой список должен значить только одно: биржа ответила «позиций нет».",
  },
  knew: { en: "the failure is known here", ru: "здесь о сбое ещё известно" },
  became: { en: "the failure becomes {value}", ru: "сбой превращается в {value}" },
  passes: { en: "goes on here: `{code}`", ru: "передаётся дальше: `{code}`" },
  tested: { en: "read as “not on the exchange”", ru: "читается как «на бирже нет»" },
  act: { en: "the position leaves the bot’s books", ru: "позиция исчезает из учёта бота" },
  off: {
    en: "`{fn}` reads a failed request for positions as “no positions”, but as the bot ships it does nothing (`{test}`). Whoever switches it on has to mend that first.",
    ru: "`{fn}` читает неудачный запрос позиций как «позиций нет», но в поставляемом виде ничего не делает (`{test}`). Прежде чем включать, это нужно исправить.",
  },
  leaves: { en: "always true as the bot ships", ru: "в поставляемом виде всегда истинно" },
  joined: { en: "another failure that comes to the same", ru: "ещё один сбой, который кончается тем же" },
  also: { en: "`{fn}` reads the same failure as “no positions”", ru: "`{fn}` читает тот же сбой как «позиций нет»" },
  raises: {
    en: "`{fn}` takes positions out of the books only by an answer of the exchange: a failed request raises or stops before",
    ru: "`{fn}` убирает позиции из учёта только по ответу биржи: неудачный запрос бросает исключение или останавливается раньше",
  },
  unclear: {
    en: "`{fn}` takes positions out of the books by what an object of unknown class answers; several classes of the bot have this method. Annotate its type, or name the request in golive.yaml: `concepts: '{'position-fetch: [module.function]}'`.",
    ru: "`{fn}` убирает позиции из учёта по ответу объекта неизвестного класса; такой метод есть у нескольких классов бота. Аннотируйте тип или назовите запрос в golive.yaml: `concepts: '{'position-fetch: [module.function]}'`.",
  },
  wiped: {
    en: "In this run a request for positions failed, and at once {count, plural, =1 {the open position} other {all # open positions}} left the books{back, select, yes {, though the exchange still had them} other {}}: nobody watched the stops.",
    ru: "В этом запуске запрос позиций не удался, и сразу из учёта {count, plural, =1 {исчезла открытая позиция} other {исчезли все открытые позиции (#)}}{back, select, yes {, хотя на бирже они были} other {}}: за стопами никто не следил.",
  },
  back: { en: "and here it is on the exchange again: {text}", ru: "а здесь позиция на бирже снова есть: {text}" },
  none: { en: "The bot takes nothing out of its books by what the exchange answers about positions.", ru: "Бот ничего не убирает из учёта по ответу биржи о позициях." },
  noFetch: { en: "The bot does not ask the exchange for positions.", ru: "Бот не запрашивает позиции у биржи." },
});

/** How a failed value reads. */
export const VALUES = {
  empty: { en: "an empty answer", ru: "пустой ответ" },
  none: { en: "None", ru: "None" },
  pair: { en: "an empty answer with a flag", ru: "пустой ответ с флагом" },
} as const;
