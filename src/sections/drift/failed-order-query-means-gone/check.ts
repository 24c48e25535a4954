import { orderQueries } from "../../../facts/code/drift/order-queries.ts";
import { ordersTakenForGone } from "../../../facts/code/drift/orders-taken-for-gone.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { startOf } from "../start-of.ts";

const say = catalogue({
  forgets: {
    en: "When the request for the order fails, `{fn}` takes the order for gone and drops it from `{what}`. It may still rest on the exchange or be filled: then there is a position that the bot does not know, without a stop.",
    ru: "Если запрос ордера не удался, `{fn}` считает, что ордера больше нет, и убирает его из `{what}`. Он может ещё стоять на бирже или быть исполнен: тогда есть позиция, о которой бот не знает, и у неё нет стопа.",
  },
  marks: {
    en: "When the request for the order fails, `{fn}` notes the order as `{what}`. Nobody knows that: it may still rest on the exchange, and what the bot does next (a new order, a new position) comes on top of it.",
    ru: "Если запрос ордера не удался, `{fn}` записывает ордер как `{what}`. Этого никто не знает: он может ещё стоять на бирже, и следующий шаг бота (новый ордер, новая позиция) ляжет поверх него.",
  },
  done: {
    en: "When the request for the order fails, `{fn}` reports the order as done. It may still rest on the exchange: the bot goes on with a position that it does not have.",
    ru: "Если запрос ордера не удался, `{fn}` сообщает, что ордер исполнен. Он может ещё стоять на бирже, и бот работает с позицией, которой у него нет.",
  },
  became: { en: "the failure is read as an answer here", ru: "здесь сбой читается как ответ" },
  knew: { en: "the failure is known here", ru: "здесь о сбое ещё известно" },
  tested: { en: "read as “the order is not there any more”", ru: "читается как «ордера больше нет»" },
  ended: { en: "the order is ended in the books here", ru: "здесь ордер закрывается в учёте бота" },
  fix: {
    en: "Let the failure through (raise, or return None) and keep the order in the books until the exchange said what became of it.",
    ru: "Не прячьте сбой (бросайте исключение или возвращайте None) и держите ордер в учёте, пока биржа не сказала, чем он кончился.",
  },
  none: { en: "No failed request for an order ends the order in the bot’s books, as far as was recognised.", ru: "Неудачные запросы ордеров не закрывают их в учёте бота (насколько удалось распознать)." },
  noQuery: { en: "The bot does not ask the exchange for its orders.", ru: "Бот не запрашивает свои ордера у биржи." },
});

export const failedOrderQueryMeansGone = defineCheck({
  name: "drift/failed-order-query-means-gone",
  claim: "A failed request for an order never ends that order in the bot's books.",
  impact: "blind",
  about: "order",
  code: {
    requires: { ordersTakenForGone, orderQueries, places },
    look({ ordersTakenForGone, orderQueries, places }, see) {
      if (ordersTakenForGone.length === 0) return see.notApplicable(say(orderQueries.length === 0 ? "noQuery" : "none"));
      for (const { fn, root, source, knownAt, test, ending } of ordersTakenForGone) {
        const first: Evidence = { at: startOf(places, root), note: say("became") };
        const known: Evidence[] = knownAt && knownAt !== root ? [{ at: startOf(places, knownAt), note: say("knew") }] : [];
        const tested: Evidence[] = test ? [{ at: startOf(places, test), note: say("tested") }] : [];
        see.broken(
          places.subject("order", root, `${source} ${places.snippet(root, 40)} ${fn.qualname}`), say(ending.how, { fn: fn.qualname, what: ending.what }),
          [first, ...known, ...tested, { at: startOf(places, ending.node), note: say("ended") }], { fix: say("fix"), group: source, weight: 5 },
        );
      }
    },
  },
});
