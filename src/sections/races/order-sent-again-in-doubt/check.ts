import { places, type Places } from "../../../facts/code/places.ts";
import { doubtedOrders } from "../../../facts/code/races/doubted-orders.ts";
import { replacedOrders, type ReplacedOrder } from "../../../facts/code/races/replaced-orders.ts";
import { appendTo } from "../../../sdk/append.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { See } from "../../../sdk/evidence.ts";
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
  ignored: {
    en: "The resting order is cancelled in line {cancel}, and `{second}` sends its amount again whether that worked or not{more, plural, one {} other { ({more} places here)}}: an order that was filled meanwhile, wholly or in part, is bought twice.",
    ru: "Стоящий ордер отменяется в строке {cancel}, и `{second}` снова отправляет его объём, удалась отмена или нет{more, plural, one {} other { (таких мест здесь: {more})}}: ордер, который за это время исполнился целиком или частично, куплен дважды.",
  },
  whole: {
    en: "The resting order is cancelled in line {cancel}, and `{second}` sends the amount that it once had{more, plural, one {} other { ({more} places here)}}: what was filled before the cancel is bought twice.",
    ru: "Стоящий ордер отменяется в строке {cancel}, и `{second}` отправляет объём, с которым он был выставлен{more, plural, one {} other { (таких мест здесь: {more})}}: то, что исполнилось до отмены, куплено дважды.",
  },
  fixReplaced: {
    en: "Go on only after a cancel that succeeded, ask the venue for the order once more (its state and its filled quantity), and send only what is left.",
    ru: "Продолжайте только после удавшейся отмены, ещё раз запросите у биржи этот ордер (состояние и исполненный объём) и отправляйте только остаток.",
  },
  taken: { en: "taken back here", ru: "отмена здесь" },
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
    requires: { doubtedOrders, replacedOrders, places },
    look({ doubtedOrders, replacedOrders, places }, see) {
      const doubted = new Set(doubtedOrders.map((one) => one.second));
      const replaced = replacedOrders.filter((one) => !doubted.has(one.second));
      if (doubtedOrders.length + replaced.length === 0) return see.notApplicable(say("none"));
      for (const all of byFunction(replaced)) tellReplaced(all, places, see);
      for (const { fn, first, second, senders, how, at } of doubtedOrders) {
        const values = { first: places.snippet(senders[0], 60), second: places.snippet(senders[1], 60), cancel: String(places.at(at).line) };
        see.broken(places.subject("order", second, `${values.second} ${how}`), say(how, values), [
          { at: places.at(second), note: say("second") }, { at: places.at(first), note: say("first") }, { at: { ...places.at(at), endLine: places.at(at).line }, note: say("doubt") },
        ], { fix: say("fix"), group: fn.qualname, weight: 4 });
      }
    },
  },
});

/** One finding for a function: the ways of one replacement are one problem. */
function byFunction(all: readonly ReplacedOrder[]): ReplacedOrder[][] {
  const found = new Map<string, ReplacedOrder[]>();
  for (const one of all) appendTo(found, `${one.fn.qualname} ${one.how}`, one);
  return [...found.values()];
}

function tellReplaced(all: readonly ReplacedOrder[], places: Places, see: See<"order">): void {
  const [{ fn, cancel, second, how }] = all as [ReplacedOrder];
  const values = { second: places.snippet(second.callee, 60), cancel: String(places.at(cancel).line), more: all.length };
  see.broken(places.subject("order", second, `${values.second} ${how}`), say(how, values), [
    { at: places.at(second), note: say("second") }, { at: places.at(cancel), note: say("taken") }, ...all.slice(1).map((one) => ({ at: places.at(one.second), note: say("second") })),
  ], { fix: say("fixReplaced"), group: fn.qualname, ...(how === "whole" ? { impact: "blind" as const, weight: 3 } : { weight: 4 }) });
}
