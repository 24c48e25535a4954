import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  broken: {
    en: "`{fn}` takes a failed order for done: on a failure `{order}` answers `{answer}`, and `{test}` is true for that as well. The record changes, the position on the exchange does not, and nobody watches it any more.",
    ru: "`{fn}` считает неудавшийся ордер исполненным: при ошибке `{order}` возвращает `{answer}`, а `{test}` истинно и для него. Запись меняется, позиция на бирже остаётся, и за ней больше никто не следит.",
  },
  ignored: {
    en: "`{fn}` drops the record of the position whether or not `{order}` worked: that function swallows its errors, and nobody looks at what it answers. After a failed close the position is still open on the exchange, and nobody watches it any more.",
    ru: "`{fn}` убирает запись о позиции, не глядя, сработал ли `{order}`: эта функция проглатывает свои ошибки, а её ответ никто не проверяет. После неудачного закрытия позиция остаётся на бирже, и за ней больше никто не следит.",
  },
  despite: {
    en: "`{fn}` drops the record of the position because `{order}` failed. A close that failed leaves the position open on the exchange: now without a stop of the bot, and nobody tries again.",
    ru: "`{fn}` убирает запись о позиции именно потому, что `{order}` не сработал. После неудачного закрытия позиция остаётся на бирже: теперь без стопа бота и без новых попыток закрыть.",
  },
  handler: {
    en: "`{fn}` drops the record of the position also when `{order}` raises (a time-out, a refusal): the position may still be open on the exchange, and nobody watches it any more.",
    ru: "`{fn}` убирает запись о позиции и тогда, когда `{order}` бросает исключение (тайм-аут, отказ биржи): позиция может остаться на бирже, и за ней больше никто не следит.",
  },
  pretended: {
    en: "`{fn}` closes nothing: it sends no order and answers success (`{answer}`). `{caller}` asks it to close and is told that it did; the position stays open on the exchange.",
    ru: "`{fn}` ничего не закрывает: ордер не отправляется, а в ответ приходит успех (`{answer}`). `{caller}` просит закрыть и считает, что закрыто; позиция остаётся на бирже.",
  },
  pretends: { en: "success without an order", ru: "успех без ордера" },
  asked: { en: "the close is asked for here", ru: "здесь просят закрыть" },
  send: { en: "Send the reduce-only order and answer what the exchange said; until it is written, raise NotImplementedError.", ru: "Отправляйте reduce-only ордер и возвращайте ответ биржи; пока это не написано, бросайте NotImplementedError." },
  tested: { en: "true for the answer of a failure, too", ru: "истинно и для ответа об ошибке" },
  answer: { en: "a failure answers this", ru: "при ошибке возвращается это" },
  order: { en: "the order is sent here", ru: "здесь отправляется ордер" },
  swallowed: { en: "the failure is swallowed here", ru: "здесь ошибка проглатывается" },
  failure: { en: "the failure is known here", ru: "здесь об ошибке известно" },
  change: { en: "the record changes although the order failed", ru: "запись меняется, хотя ордер не прошёл" },
  fix: { en: "Test the code of the answer (`retCode == 0`, `success`), or raise where the order fails; change the record only then.", ru: "Проверяйте код ответа (`retCode == 0`, `success`) или бросайте исключение там, где ордер не прошёл; запись меняйте только после этого." },
  keep: { en: "Keep the record until the exchange confirms the close: test the answer, and ask for the position after an error.", ru: "Храните запись, пока биржа не подтвердит закрытие: проверяйте ответ, а после ошибки запросите позицию." },
  none: { en: "No failed order is taken for done because its answer is a filled dict or an object.", ru: "Неудавшиеся ордера не принимаются за исполненные из-за непустого ответа." },
});
