import type { Decides } from "../../knowledge/trading-numbers.ts";
import { catalogue, type Text } from "../../sdk/text.ts";

const WHAT: Readonly<Record<Decides, Text>> = {
  size: { en: "the size of the order", ru: "размер ордера" },
  price: { en: "the price of the order", ru: "цену ордера" },
  leverage: { en: "the leverage", ru: "плечо" },
  stop: { en: "the stop", ru: "стоп" },
  target: { en: "the target", ru: "тейк-профит" },
  trailing: { en: "the trailing stop", ru: "трейлинг-стоп" },
  limit: { en: "a risk limit", ru: "лимит риска" },
  exit: { en: "when the position is closed", ru: "момент выхода из позиции" },
  entry: { en: "whether the order is sent", ru: "решение об отправке ордера" },
};

/** "the stop", as the object of "decides" («решает» takes it in the accusative). */
export const whatIsDecided = (decides: Decides): Text => WHAT[decides];

export const say = catalogue({
  order: {
    en: "`{code}` decides {what} ({order}) and no setting changes it{more}.",
    ru: "`{code}` определяет {what} ({order}), и ни одна настройка этого не меняет{more}.",
  },
  strategy: {
    en: "`{code}` in `{fn}` decides {what} and no setting changes it{more}.",
    ru: "`{code}` в `{fn}` определяет {what}, и ни одна настройка этого не меняет{more}.",
  },
  standsIn: {
    en: "`{code}` in `{fn}` decides {what} where the value that should be there is missing: the bot goes on with a number that nobody chose{more}.",
    ru: "`{code}` в `{fn}` определяет {what}, когда нужного значения нет: бот продолжает с числом, которого никто не выбирал{more}.",
  },
  score: {
    en: "`{code}` in `{fn}` weighs in a score that decides {what} ({order}), and no setting changes it{more}.",
    ru: "`{code}` в `{fn}` входит в оценку, от которой зависит ордер: она определяет {what} ({order}), и ни одна настройка этого не меняет{more}.",
  },
  nudge: {
    en: "`{code}` in `{fn}` puts {what} back on the side of the price that the venue takes ({order}): how far from the price it then lies, no setting changes{more}.",
    ru: "`{code}` в `{fn}` возвращает {what} на допустимую сторону цены ({order}): на каком расстоянии от цены он окажется, настройками не меняется{more}.",
  },
  constant: {
    en: "`{code}`, a constant beside the code, decides {what}: the bot reads other settings, this one only a release changes{more}.",
    ru: "`{code}` — константа рядом с кодом — определяет {what}: другие параметры бот читает из настроек, а этот меняется только новой версией{more}.",
  },
  more: { en: "; {count, plural, one {# more number} other {# more numbers}} here beside it", ru: "; рядом ещё {count, plural, one {# такое число} few {# таких числа} other {# таких чисел}}" },
  fix: { en: "Move it into the configuration: `{key}`.", ru: "Вынесите в конфигурацию: `{key}`." },
  fixes: { en: "Move them into the configuration: {keys}.", ru: "Вынесите в конфигурацию: {keys}." },
  number: { en: "`{code}` → `{key}`", ru: "`{code}` → `{key}`" },
  numberOf: { en: "`{code}` decides {what} → `{key}`", ru: "`{code}` определяет {what} → `{key}`" },
  step: { en: "flows through `{code}`", ru: "проходит через `{code}`" },
  handed: { en: "`{code}` takes it", ru: "его получает `{code}`" },
  sent: { en: "the order that it decides about ({by})", ru: "ордер, о котором оно решает ({by})" },
  examined: {
    en: "{numbers, plural, one {# number} other {# numbers}} in {functions, plural, one {# function} other {# functions}} that decide about orders: {found}.",
    ru: "{numbers, plural, one {Проверено # число} few {Проверено # числа} other {Проверено # чисел}} в {functions, plural, one {# функции} few {# функциях} other {# функциях}}, которые решают об ордерах: {found}.",
  },
  noneOrder: { en: "none becomes part of an order without a setting", ru: "ни одно не попадает в ордер мимо настроек" },
  noneStrategy: { en: "none decides whether an order is sent without a setting", ru: "ни одно не решает, будет ли ордер, мимо настроек" },
  noneLoose: { en: "none stands in for a missing value or beside an order without a setting", ru: "ни одно не подменяет отсутствующее значение и не стоит рядом с ордером мимо настроек" },
  unfollowed: {
    en: "{count, plural, one {One number} other {# numbers}} in code beside orders could not be followed to the end, so it is not known what {count, plural, one {it decides} other {they decide}}: see numbers/literal-unfollowed.",
    ru: "{count, plural, one {# число} few {# числа} many {# чисел} other {# числа}} в коде рядом с ордерами не удалось проследить до конца, и что {count, plural, one {оно решает} other {они решают}}, неизвестно: см. numbers/literal-unfollowed.",
  },
  unfollowedNumber: { en: "where does `{code}` end up?", ru: "куда попадает `{code}`?" },
  lost: {
    en: "Only {functions, plural, one {# function} other {# functions}} could be followed from the orders into the rest of the bot: nothing was found there, which proves little.",
    ru: "От ордеров вглубь бота удалось проследить лишь {functions, plural, one {# функцию} few {# функции} other {# функций}}: там ничего не найдено, но это мало что доказывает.",
  },
});
