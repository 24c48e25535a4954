import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  default: {
    en: "`{code}` fails when {venue} sends {field} {what} ({when}): the default only stands in for a missing key.",
    ru: "`{code}` упадёт, когда {venue} пришлёт {field} {what} ({when}): default подставляется, только если ключа нет.",
  },
  setToNone: {
    en: "`{code}` fails when {venue} has {field} {what} ({when}): it sets the key all the same, so the default is never taken.",
    ru: "`{code}` упадёт, когда у {venue} {field} окажется {what} ({when}): ключ есть всегда, и default не подставится.",
  },
  fixObject: { en: "`or` takes None as well: `(order.get(\"fee\") or '{}').get(\"cost\") or 0`.", ru: "`or` заменит и None: `(order.get(\"fee\") or '{}').get(\"cost\") or 0`." },
  bare: {
    en: "`{code}` fails when {venue} sends {field} {what} ({when}).",
    ru: "`{code}` упадёт, когда {venue} пришлёт {field} {what} ({when}).",
  },
  uncaught: { en: " {failure} leaves the function: what it still had to do is not done.", ru: " {failure} прервёт функцию: остальное в ней не выполнится." },
  onOrders: { en: " `except` at {place} takes it and drops the rest of this order work.", ru: " Его перехватит `except` ({place}), и остальная работа с ордером не выполнится." },
  fallback: { en: " `except` at {place} takes it and goes on with a substitute, each time.", ru: " Его перехватит `except` ({place}) и каждый раз продолжит с запасным значением." },
  quiet: { en: " `except` at {place} takes it, and what was to be recorded is lost.", ru: " Его перехватит `except` ({place}), и запись пропадёт." },
  swallowed: { en: " `except` at {place} takes it, and what came with the message is lost.", ru: " Его перехватит `except` ({place}), и всё, что было в сообщении, потеряется." },
  more: { en: " {count, plural, one {# more field} other {# more fields}} of this work may be empty as well.", ru: " В этой же работе {count, plural, one {может прийти пустым ещё # поле} few {могут прийти пустыми ещё # поля} other {могут прийти пустыми ещё # полей}}." },
  empty: { en: "as \"\"", ru: "пустым (\"\")" },
  null: { en: "as null", ru: "как null" },
  cross: { en: "always so in cross margin", ru: "при кросс-марже так всегда" },
  flat: { en: "flat position", ru: "позиции нет" },
  unfilled: { en: "before the first fill", ru: "до первого исполнения" },
  market: { en: "market order", ru: "рыночный ордер" },
  oneSided: { en: "one side of the book is empty", ru: "одна сторона стакана пуста" },
  noLiquidation: { en: "no liquidation price, as in cross margin", ru: "цены ликвидации нет, например при кросс-марже" },
  accountMode: { en: "in some account modes", ru: "в некоторых режимах счёта" },
  notSet: { en: "when it is not set", ru: "когда не задан" },
  atTimes: { en: "when there is no value", ru: "когда значения нет" },
  fix: {
    en: "`float(value or 0)`, or a helper that answers \"\" and None with a value that the caller can tell from a price.",
    ru: "`float(value or 0)` или функция, которая на \"\" и None отвечает значением, отличимым от цены.",
  },
  here: { en: "`{code}`: {failure} on an empty value", ru: "`{code}`: {failure} на пустом значении" },
  handler: { en: "this handler takes the exception", ru: "этот обработчик перехватывает исключение" },
  guarded: { en: "`{code}`: an empty {field} is kept out by a test", ru: "`{code}`: пустой {field} отсекает проверка" },
  handled: { en: "`{code}`: the exception of an empty {field} is handled on the spot", ru: "`{code}`: исключение на пустом {field} обработано на месте" },
  filled: { en: "`{code}`: {field} is never empty here", ru: "`{code}`: {field} здесь не бывает пустым" },
  test: { en: "the test", ru: "проверка" },
});
