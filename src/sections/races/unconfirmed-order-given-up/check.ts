import { places } from "../../../facts/code/places.ts";
import { unconfirmedOrders } from "../../../facts/code/races/unconfirmed-orders.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "The venue took the order of `{order}`, and when `{asked}` does not see its fill in time, `{fn}` gives up: the order is neither cancelled nor kept in mind. It may fill a moment later: a position without a record and without a stop, and the next signal opens another one.",
    ru: "Биржа приняла ордер из `{order}`, но если `{asked}` вовремя не видит исполнения, `{fn}` сдаётся: ордер не отменён и нигде не записан. Он может исполниться мгновением позже — позиция без записи и без стопа, а следующий сигнал откроет ещё одну.",
  },
  fix: {
    en: "Cancel it and read how much was filled before giving up, or keep its id and let the next round settle it before anything new is opened.",
    ru: "Прежде чем сдаться, отмените ордер и прочитайте исполненный объём, или сохраните его id, чтобы следующий цикл разобрался с ним до нового входа.",
  },
  order: { en: "the order", ru: "ордер" },
  asked: { en: "its fill is asked for here", ru: "здесь спрашивают об исполнении" },
  gives: { en: "given up here", ru: "здесь сдаются" },
  none: { en: "No opening order is given up because its fill was not confirmed in time.", ru: "Ни от одного ордера на открытие не отказываются из-за того, что исполнение не подтвердилось вовремя." },
});

export default defineCheck({
  name: "races/unconfirmed-order-given-up",
  claim: "An opening order whose fill is not confirmed in time is cancelled or remembered.",
  impact: "funds",
  about: "order",
  code: {
    requires: { unconfirmedOrders, places },
    look({ unconfirmedOrders, places }, see) {
      if (unconfirmedOrders.length === 0) return see.notApplicable(say("none"));
      for (const { fn, order, asked, givenUp } of unconfirmedOrders) {
        const at = { ...places.at(givenUp), endLine: places.at(givenUp).line };
        see.broken(places.subject("order", order, `${places.snippet(order.callee, 60)} unconfirmed`), say("broken", { order: places.snippet(order.callee, 60), asked: places.snippet(asked.callee, 60), fn: fn.qualname }), [
          { at, note: say("gives") }, { at: places.at(order), note: say("order") }, { at: places.at(asked), note: say("asked") },
        ], { fix: say("fix"), impact: "blind", group: fn.qualname, weight: 4 });
      }
    },
  },
});
