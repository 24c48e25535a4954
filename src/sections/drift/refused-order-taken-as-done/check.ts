import { refusedOrders } from "../../../facts/code/drift/refused-orders.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { startOf } from "../start-of.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` takes a failed order for done: on a failure `{order}` answers a filled dict ({answer}), and `{test}` is true for any filled dict. The record changes, the position on the exchange does not, and nobody watches it any more.",
    ru: "`{fn}` считает неудавшийся ордер исполненным: при ошибке `{order}` возвращает непустой dict ({answer}), а `{test}` истинно для любого непустого dict. Запись меняется, позиция на бирже остаётся, и за ней больше никто не следит.",
  },
  tested: { en: "true for any filled dict", ru: "истинно для любого непустого dict" },
  answer: { en: "a failure answers this", ru: "при ошибке возвращается это" },
  order: { en: "the order is sent here", ru: "здесь отправляется ордер" },
  change: { en: "the record changes although the order failed", ru: "запись меняется, хотя ордер не прошёл" },
  fix: { en: "Test the code of the answer (`retCode == 0`, `success`), or raise where the order fails; change the record only then.", ru: "Проверяйте код ответа (`retCode == 0`, `success`) или бросайте исключение там, где ордер не прошёл; запись меняйте только после этого." },
  none: { en: "No failed order is taken for done because its answer is a filled dict.", ru: "Неудавшиеся ордера не принимаются за исполненные из-за непустого ответа." },
});

export const refusedOrderTakenAsDone = defineCheck({
  name: "drift/refused-order-taken-as-done",
  claim: "A failed order does not change the record of the position.",
  impact: "position",
  about: "order",
  code: {
    requires: { refusedOrders, places },
    look({ refusedOrders, places }, see) {
      if (refusedOrders.length === 0) return see.notApplicable(say("none"));
      for (const { fn, test, order, called, answer, change } of refusedOrders) {
        see.broken(
          places.subject("order", test, `${fn.qualname} ${places.snippet(test, 40)}`),
          say("broken", { fn: fn.qualname, order: called, answer: places.snippet(answer, 60), test: places.snippet(test, 40) }),
          [{ at: startOf(places, test), note: say("tested") }, { at: startOf(places, order), note: say("order") }, { at: startOf(places, answer), note: say("answer") }, { at: startOf(places, change), note: say("change") }],
          { fix: say("fix"), group: "refused-order", weight: 7 },
        );
      }
    },
  },
});
