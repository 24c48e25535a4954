import { places } from "../../../facts/code/places.ts";
import { repeatedBatches } from "../../../facts/code/races/repeated-batches.ts";
import { retriedOrders } from "../../../facts/code/races/retried-orders.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "The order is sent again after an exception ({how, select, decorator {the decorator} callee {the loop in `{where}`} other {the loop}} in {retry}) and carries no client order id: after a time-out the first one may have been executed, and the repeat is a second order.",
    ru: "После исключения ордер отправляется ещё раз ({how, select, decorator {декоратор} callee {цикл в `{where}`} other {цикл}}, {retry}), а client order id у него нет: после тайм-аута первый мог исполниться, и повтор — это второй ордер.",
  },
  sold: {
    en: "The sale of all that is free is sent again after an exception ({how, select, decorator {the decorator} callee {the loop in `{where}`} other {the loop}} in {retry}) and carries no client order id: after a time-out the first one may have been executed; the venue refuses the repeat, and the bot takes a sale that was done for one that failed.",
    ru: "После исключения продажа всего свободного остатка отправляется ещё раз ({how, select, decorator {декоратор} callee {цикл в `{where}`} other {цикл}}, {retry}), а client order id у неё нет: после тайм-аута первая могла исполниться; повтор биржа отклонит, и бот примет состоявшуюся продажу за неудачную.",
  },
  stop: {
    en: "The protective order is sent again after an exception ({how, select, decorator {the decorator} callee {the loop in `{where}`} other {the loop}} in {retry}) and carries no client order id: after a time-out the first one may rest at the venue, and then there are two, of which the bot knows one.",
    ru: "После исключения защитный ордер отправляется ещё раз ({how, select, decorator {декоратор} callee {цикл в `{where}`} other {цикл}}, {retry}), а client order id у него нет: после тайм-аута первый мог остаться на бирже, и тогда их два, а бот знает один.",
  },
  anew: {
    en: "The order is sent again after an exception ({how, select, decorator {the decorator} callee {the loop in `{where}`} other {the loop}} in {retry}), and each attempt makes a client order id of its own: after a time-out the first one may have been executed, and the venue takes the repeat for a second order.",
    ru: "После исключения ордер отправляется ещё раз ({how, select, decorator {декоратор} callee {цикл в `{where}`} other {цикл}}, {retry}), и каждая попытка создаёт новый client order id: после тайм-аута первый мог исполниться, и повтор для биржи — второй ордер.",
  },
  bare: {
    en: "The order is sent again after an exception ({how, select, decorator {the decorator} callee {the loop in `{where}`} other {the loop}} in {retry}); `{sender}` takes a client order id, and this call gives it none: after a time-out the first one may have been executed, and the repeat is a second order.",
    ru: "После исключения ордер отправляется ещё раз ({how, select, decorator {декоратор} callee {цикл в `{where}`} other {цикл}}, {retry}); `{sender}` принимает client order id, но этот вызов его не передаёт: после тайм-аута первый мог исполниться, и повтор — это второй ордер.",
  },
  batch: {
    en: "An attempt of this loop places several orders, and when `{later}` in line {line} fails, the next attempt places this one again: it carries no client order id, and nothing asks whether it lies at the venue already.",
    ru: "Одна попытка этого цикла выставляет несколько ордеров, и если `{later}` в строке {line} завершится ошибкой, следующая попытка выставит этот ордер ещё раз: client order id у него нет, и никто не спрашивает, не стоит ли он уже на бирже.",
  },
  fixBatch: { en: "Retry each order by itself, or give each one a client order id before the loop.", ru: "Повторяйте каждый ордер отдельно или дайте каждому client order id до цикла." },
  later: { en: "when this one fails", ru: "когда не удаётся этот" },
  twice: { en: "this one is placed again", ru: "этот выставляется ещё раз" },
  fix: { en: "Make one id before the first attempt and send it with each (`clOrdId`, `orderLinkId`, `newClientOrderId`; ccxt: `params='{'\"clientOrderId\": …'}'`): the venue refuses the duplicate.", ru: "Создайте один id до первой попытки и передавайте его в каждой (`clOrdId`, `orderLinkId`, `newClientOrderId`; ccxt: `params='{'\"clientOrderId\": …'}'`): биржа отклонит дубль." },
  order: { en: "the order, without a client order id", ru: "ордер без client order id" },
  sent: { en: "the order", ru: "ордер" },
  retry: { en: "repeated here", ru: "повтор здесь" },
  id: { en: "its client order id", ru: "его client order id" },
  holds: { en: "the repeat carries a client order id, by which the venue knows it.", ru: "повтор идёт с client order id, по нему биржа узнаёт ордер." },
  unsure: { en: "The order is repeated after an exception, and a client order id is named here, but whether each attempt sends the same one could not be followed.", ru: "Ордер повторяется после исключения, client order id здесь упомянут, но уходит ли с каждой попыткой один и тот же, проследить не удалось." },
  unclear: { en: "The order is repeated after an exception, and its body is handed in from outside: whether it carries a client order id could not be followed.", ru: "Ордер повторяется после исключения, а его тело приходит снаружи: есть ли в нём client order id, проследить не удалось." },
  none: { en: "No order is sent again after an exception.", ru: "Ни один ордер не отправляется повторно после исключения." },
});

export default defineCheck({
  name: "races/retry-without-client-order-id",
  claim: "An order that is sent again carries the client order id of the first attempt.",
  impact: "funds",
  about: "order",
  code: {
    requires: { retriedOrders, repeatedBatches, places },
    look({ retriedOrders, repeatedBatches, places }, see) {
      if (retriedOrders.length + repeatedBatches.length === 0) return see.notApplicable(say("none"));
      for (const { fn, first, later, loop, reduces } of repeatedBatches) {
        see.broken(places.subject("order", first, `${places.snippet(first.callee, 60)} ${fn.qualname} batch`), say("batch", { later: places.snippet(later.callee, 60), line: String(places.at(later).line) }), [
          { at: places.at(first), note: say("twice") }, { at: places.at(later), note: say("later") }, { at: places.at(loop), note: say("retry") },
        ], { fix: say("fixBatch"), group: "batch", ...(reduces ? { impact: "hygiene" as const, weight: 3 } : { weight: 5 }) });
      }
      const batched = new Set(repeatedBatches.map((one) => one.loop));
      const toldBare = new Set(retriedOrders.flatMap((one) => (one.bare ? [one.site] : [])));
      for (const { site, retry, how, where, clientId, sent, unknown, reduces, sellsAll, bare } of retriedOrders) {
        if (batched.has(retry)) continue;
        if (bare) {
          if (site.role === "protect") continue;
          const [sent, again] = [places.at(bare.call), places.at(retry)];
          see.broken(places.subject("order", bare.call, places.snippet(bare.call.callee, 60) + bare.caller.qualname), say("bare", { how, where: where.qualname, retry: `${again.file}:${again.line}`, sender: site.fn.qualname }), [
            { at: sent, note: say("order") }, { at: site.at, note: say("sent") }, { at: again, note: say("retry") },
          ], { fix: say("fix"), group: site.fn.qualname, ...(sellsAll ? { impact: "hygiene" as const, weight: 2 } : { weight: 5 }) });
          continue;
        }
        const subject = places.subject("order", site.call, places.snippet(site.call.callee, 60) + site.fn.qualname);
        const at = places.at(retry);
        const again = { at, note: say("retry") };
        if (clientId && sent === "kept") see.holds(subject, say("holds"), [{ at: site.at, note: say("sent") }, { at: places.at(clientId), note: say("id") }, again]);
        else if (sent === "unsure" && toldBare.has(site)) continue;
        else if (unknown || sent === "unsure") see.unclear(subject, say(clientId ? "unsure" : "unclear"), [{ at: site.at, note: say("sent") }, ...(clientId ? [{ at: places.at(clientId), note: say("id") }] : []), again]);
        else see.broken(subject, say(sent === "anew" ? "anew" : sellsAll ? "sold" : site.role === "protect" ? "stop" : "broken", { how, where: where.qualname, retry: `${at.file}:${at.line}` }), [{ at: site.at, note: say(clientId ? "sent" : "order") }, ...(clientId ? [{ at: places.at(clientId), note: say("id") }] : []), again], { fix: say("fix"), group: `${site.fn.qualname}${sellsAll ? " sale" : ""}`, ...(reduces || sellsAll || site.role === "protect" ? { impact: "hygiene" as const, weight: 2 } : { weight: 5 }) });
      }
    },
  },
});
