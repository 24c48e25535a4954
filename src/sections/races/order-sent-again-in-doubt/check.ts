import { places } from "../../../facts/code/places.ts";
import { doubtedOrders } from "../../../facts/code/races/doubted-orders.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  raised: {
    en: "`{first}` failed with an exception, and the handler sends the same order as `{second}`: after a time-out the first one may have been taken, and the position is opened twice.",
    ru: "`{first}` завершился исключением, и обработчик отправляет тот же ордер через `{second}`: после тайм-аута первый мог быть принят, и позиция открывается дважды.",
  },
  answered: {
    en: "`{first}` answers every exception with nothing, and `{second}` sends the same order again: after a time-out the first one may rest in the book or be filled, and the position is opened twice.",
    ru: "`{first}` на любое исключение отвечает «ничего», и `{second}` отправляет тот же ордер ещё раз: после тайм-аута первый мог остаться в стакане или исполниться, и позиция открывается дважды.",
  },
  cancelled: {
    en: "`{first}` is cancelled in line {cancel}, whatever came of that, and `{second}` sends the whole amount again: what was filled before the cancel (or instead of it) is bought twice.",
    ru: "`{first}` отменяется в строке {cancel}, а чем это кончилось, никто не смотрит, и `{second}` снова отправляет весь объём: то, что успело исполниться до отмены (или вместо неё), куплено дважды.",
  },
  fix: {
    en: "Send both with one client order id, or ask the venue for the first order (its state and its filled quantity) before the second one, and send only the rest.",
    ru: "Отправляйте оба с одним client order id или перед вторым запросите у биржи первый ордер (состояние и исполненный объём) и отправляйте только остаток.",
  },
  first: { en: "the first order", ru: "первый ордер" },
  doubt: { en: "from here on nobody knows what became of it", ru: "с этого места его судьба неизвестна" },
  second: { en: "the same order again", ru: "тот же ордер ещё раз" },
  none: { en: "No opening order is sent a second time in another way.", ru: "Ни один ордер на открытие не отправляется второй раз другим способом." },
});

export default defineCheck({
  name: "races/order-sent-again-in-doubt",
  claim: "No opening order is sent in a second way while the first one may be alive or filled.",
  impact: "funds",
  about: "order",
  code: {
    requires: { doubtedOrders, places },
    look({ doubtedOrders, places }, see) {
      if (doubtedOrders.length === 0) return see.notApplicable(say("none"));
      for (const { fn, first, second, senders, how, at } of doubtedOrders) {
        const values = { first: places.snippet(senders[0], 60), second: places.snippet(senders[1], 60), cancel: String(places.at(at).line) };
        see.broken(places.subject("order", second, `${values.second} ${how}`), say(how, values), [
          { at: places.at(second), note: say("second") }, { at: places.at(first), note: say("first") }, { at: { ...places.at(at), endLine: places.at(at).line }, note: say("doubt") },
        ], { fix: say("fix"), group: fn.qualname, weight: 4 });
      }
    },
  },
});
