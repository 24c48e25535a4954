import { emptyStarts } from "../../../facts/code/drift/empty-starts.ts";
import { positionFetches } from "../../../facts/code/drift/position-fetches.ts";
import { reconciliations } from "../../../facts/code/drift/reconciliations.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { startOf } from "../start-of.ts";

const say = catalogue({
  opens: {
    en: "`{what}` is empty after each start, and only the orders of the running bot fill it: `{gate}` asks it whether to enter. A position that is still open from before a restart does not count, and the next signal opens on top of it.",
    ru: "`{what}` после каждого запуска пуст, и заполняют его только ордера этого же запуска: `{gate}` решает по нему, входить ли. Позиция, оставшаяся открытой до перезапуска, не считается, и следующий сигнал откроет новую поверх неё.",
  },
  closes: {
    en: "`{what}` is empty after each start, and only the orders of the running bot fill it: `{gate}` closes what it finds there. A position that is still open from before a restart is never closed.",
    ru: "`{what}` после каждого запуска пуст, и заполняют его только ордера этого же запуска: `{gate}` закрывает то, что в нём есть. Позиция, оставшаяся открытой до перезапуска, не будет закрыта никогда.",
  },
  begins: { en: "it begins empty", ru: "начинается пустым" },
  filled: { en: "filled by an order, here", ru: "заполняется ордером, здесь" },
  gate: { en: "what is sent depends on it here", ru: "здесь от него зависит, что отправляется" },
  fix: {
    en: "Before the first signal fill it with the positions that the exchange says are open, and go on only when that request succeeded.",
    ru: "До первого сигнала заполните его позициями, которые биржа называет открытыми, и продолжайте, только если запрос удался.",
  },
  none: { en: "No books of positions were recognised that only the orders of the running bot fill and that decide about orders.", ru: "Не найдено учёта позиций, который заполняют только ордера этого же запуска и по которому отправляются ордера." },
  oneWay: { en: "Positions that only the exchange has are never taken over: told by drift/one-direction-only.", ru: "Позиции, которые есть только на бирже, не принимаются: об этом сообщает drift/one-direction-only." },
  noFetch: { en: "The bot never asks the exchange for positions: told by drift/no-reconciliation.", ru: "Бот вообще не запрашивает позиции у биржи: об этом сообщает drift/no-reconciliation." },
});

export const booksStartEmpty = defineCheck({
  name: "drift/books-start-empty",
  claim: "Books of positions that decide about orders know after a restart what is open.",
  impact: "blind",
  about: "start-up",
  code: {
    requires: { emptyStarts, positionFetches, reconciliations, places },
    look({ emptyStarts, positionFetches, reconciliations, places }, see) {
      if (positionFetches.length === 0) return see.notApplicable(say("noFetch"));
      if (reconciliations.all.some((one) => one.core) && !reconciliations.compared.some((one) => one.direction === "add")) return see.notApplicable(say("oneWay"));
      if (emptyStarts.length === 0) return see.notApplicable(say("none"));
      for (const { place, begins, filled, gate, decides } of emptyStarts) {
        see.broken(
          places.subject("start-up", begins.node, place.location.label), say(decides, { what: place.location.label, gate: gate.fn.qualname }),
          [{ at: startOf(places, begins.node), note: say("begins") }, { at: startOf(places, filled.node), note: say("filled") }, { at: startOf(places, gate.node), note: say("gate") }],
          { fix: say("fix"), group: "start-up", weight: 5 },
        );
      }
    },
  },
});
