import { places } from "../../../facts/code/places.ts";
import { lostOrders } from "../../../facts/code/races/lost-orders.ts";
import { unconfirmedOrders } from "../../../facts/code/races/unconfirmed-orders.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "The venue took the order of `{order}`, and when `{asked}` does not see its fill in time, `{fn}` gives up: the order is neither cancelled nor kept in mind. It may fill a moment later: a position without a record and without a stop, and the next signal opens another one.",
    ru: "Биржа приняла ордер из `{order}`, но если `{asked}` вовремя не видит исполнения, `{fn}` сдаётся: ордер не отменён и нигде не записан. Он может исполниться мгновением позже — позиция без записи и без стопа, а следующий сигнал откроет ещё одну.",
  },
  lost: {
    en: "Any failure of `{order}` is taken for an order that was not placed, but after a time-out the venue may have it. Only success is written down ({record}){test, select, none {, and nothing asks the venue before the next entry: there may be a position without a record and without a stop, and the next signal opens another one} other {: the next round finds `{place}` free ({test}) and enters again, and the first position stays without a record and without a stop}}.",
    ru: "Любой сбой `{order}` принимается за неотправленный ордер, хотя после тайм-аута он мог дойти до биржи. Записывается только успех ({record}){test, select, none {, а перед следующим входом биржу никто не спрашивает: может остаться позиция без записи и без стопа, и следующий сигнал откроет ещё одну} other {: следующий проход видит, что `{place}` свободно ({test}), и входит ещё раз, а первая позиция остаётся без записи и без стопа}}.",
  },
  fixLost: {
    en: "Send a client order id and ask for it when the request fails (or ask the venue for the position) before the symbol is free again.",
    ru: "Отправляйте client order id и при сбое запроса спрашивайте по нему (или спрашивайте позицию у биржи), прежде чем снова освободить символ.",
  },
  failed: { en: "every failure of the request ends here", ru: "сюда приходит любой сбой запроса" },
  asks: { en: "the next round asks here", ru: "здесь спрашивает следующий цикл" },
  writes: { en: "written only on success", ru: "записывается только при успехе" },
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
    requires: { unconfirmedOrders, lostOrders, places },
    look({ unconfirmedOrders, lostOrders, places }, see) {
      for (const { fn, order, handler, gate, recorded } of lostOrders) {
        const [at, record] = [{ ...places.at(handler), endLine: places.at(handler).line }, places.at(recorded)];
        const test = gate && places.at(gate.test);
        see.broken(places.subject("order", order, `${places.snippet(order.callee, 60)} lost`), say("lost", { order: places.snippet(order.callee, 60), record: `${record.file}:${record.line}`, place: gate?.place.location.label ?? "", test: test ? `${test.file}:${test.line}` : "none" }), [
          { at, note: say("failed") }, { at: places.at(order), note: say("order") }, ...(test ? [{ at: test, note: say("asks") }] : []), { at: record, note: say("writes") },
        ], { fix: say("fixLost"), impact: "blind", group: fn.qualname, weight: 4 });
      }
      if (unconfirmedOrders.length + lostOrders.length === 0) return see.notApplicable(say("none"));
      for (const { fn, order, asked, givenUp } of unconfirmedOrders) {
        const at = { ...places.at(givenUp), endLine: places.at(givenUp).line };
        see.broken(places.subject("order", order, `${places.snippet(order.callee, 60)} unconfirmed`), say("broken", { order: places.snippet(order.callee, 60), asked: places.snippet(asked.callee, 60), fn: fn.qualname }), [
          { at, note: say("gives") }, { at: places.at(order), note: say("order") }, { at: places.at(asked), note: say("asked") },
        ], { fix: say("fix"), impact: "blind", group: fn.qualname, weight: 4 });
      }
    },
  },
});
