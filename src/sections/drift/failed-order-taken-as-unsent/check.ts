import { forgottenOrders } from "../../../facts/code/drift/forgotten-orders.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { startOf } from "../start-of.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` takes an opening order whose request failed for one that was not sent. After a time-out the exchange may have filled it: the position is open without a record and without a stop, nothing in the bot asks the exchange, and the next signal opens it again.",
    ru: "`{fn}` считает открывающий ордер, запрос которого не удался, неотправленным. После тайм-аута биржа могла его исполнить: позиция открыта без записи и без стопа, бот нигде не спрашивает биржу, и следующий сигнал откроет её ещё раз.",
  },
  taken: { en: "the failure is taken for “not sent” here", ru: "здесь ошибка считается за «не отправлен»" },
  order: { en: "the order is sent here", ru: "здесь отправляется ордер" },
  record: { en: "only a success is recorded, here", ru: "запись делается только при успехе, здесь" },
  fix: {
    en: "Send a client order id, and after a network error or time-out ask the exchange for that order (or for the positions) before you go on; only a refusal by the exchange means “not sent”.",
    ru: "Передавайте clOrdId и после сетевой ошибки или тайм-аута запросите этот ордер (или позиции) у биржи, прежде чем продолжать; «не отправлен» — это только отказ самой биржи.",
  },
  none: { en: "No opening order whose request failed is taken for one that was not sent.", ru: "Открывающие ордера с неудавшимся запросом не считаются неотправленными." },
});

export const failedOrderTakenAsUnsent = defineCheck({
  name: "drift/failed-order-taken-as-unsent",
  claim: "After a failed request for an opening order the exchange is asked what became of it.",
  impact: "blind",
  // Over all blind samples 1 of 8 blind findings were right: see the page.
  maturity: "draft",
  about: "order",
  code: {
    requires: { forgottenOrders, places },
    look({ forgottenOrders, places }, see) {
      if (forgottenOrders.length === 0) return see.notApplicable(say("none"));
      for (const { fn, at, site, record } of forgottenOrders) {
        see.broken(
          places.subject("order", at, `${fn.qualname} unsent`), say("broken", { fn: fn.qualname }),
          [{ at: startOf(places, at), note: say("taken") }, { at: startOf(places, site.call), note: say("order") }, { at: startOf(places, record), note: say("record") }],
          { fix: say("fix"), group: "failed-order", weight: 4 },
        );
      }
    },
  },
});
