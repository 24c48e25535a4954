import { places } from "../../../facts/code/places.ts";
import { racedExits } from "../../../facts/code/races/raced-exits.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { nameOf, pairEvidence, pairText } from "../runs-text.ts";

const say = catalogue({
  broken: {
    en: "`{code}` closes a position, and {pairEn} may {elsewhere, select, none {both come here} other {both close it (the other one in {elsewhere})}} at a time: {holder, select, none {nothing on the way lets only the first one through} other {only `{holder}` takes a lock or a busy mark on its way}}. {reduces, select, yes {Each of them takes its part: twice as much is closed as was meant.} other {Unless the venue refuses it, the second order sells what is gone already or opens the other side; and the close is booked twice.}}",
    ru: "`{code}` закрывает позицию, и {pairRu} могут {elsewhere, select, none {прийти сюда одновременно} other {закрывать её одновременно (второй — в {elsewhere})}}: {holder, select, none {ничто по пути не пропускает только первого} other {lock или отметку «занято» берёт по пути только `{holder}`}}. {reduces, select, yes {Каждый закроет свою долю: всего будет закрыто вдвое больше задуманного.} other {Если биржа его не отклонит, второй ордер продаст уже проданное или откроет обратную позицию; а закрытие будет учтено дважды.}}",
  },
  fix: { en: "Take the position in one step before the order (`position = open.pop(key, None)`; `if position is None: return`), or set a “closing” mark under one lock that every way to this order takes.", ru: "Забирайте позицию одним шагом до ордера (`position = open.pop(key, None)`; `if position is None: return`) или ставьте отметку «закрывается» под одним lock, который берут на всех путях к этому ордеру." },
  order: { en: "the closing order", ru: "закрывающий ордер" },
  function: { en: "both come in here", ru: "сюда приходят оба" },
  caller: { en: "one of the ways to it", ru: "один из путей к нему" },
  rival: { en: "the other one closes here", ru: "второй закрывает здесь" },
  none: { en: "No closing order was found that two runs may send at a time without a test that is judged elsewhere.", ru: "Не найдено закрывающих ордеров, которые могут одновременно отправить два запуска, кроме тех, о которых судит другая проверка." },
});

const MOST_WAYS = 4;

export default defineCheck({
  name: "races/exit-sent-by-two-runs",
  claim: "Two runs cannot both send the closing order of one position.",
  impact: "hygiene",
  about: "gate",
  maturity: "draft",
  code: {
    requires: { racedExits, places },
    look({ racedExits, places }, see) {
      if (racedExits.length === 0) return see.notApplicable(say("none"));
      for (const { fn, act, pair, rival, holder, reduces, ways } of racedExits) {
        const words = pairText(pair, places);
        const there = places.at(rival);
        const values = { code: places.snippet(act, 60), pairEn: words.en, pairRu: words.ru, elsewhere: rival === act ? "none" : `${there.file}:${there.line}`, holder: holder ? nameOf(holder, places) : "none", reduces: reduces ? "yes" : "no" };
        see.broken(places.subject("gate", act, `${places.snippet(act, 120)} closes`), say("broken", values), [
          { at: places.at(act), note: say("order") }, rival === act ? { at: places.at(fn), note: say("function") } : { at: there, note: say("rival") },
          ...ways.slice(0, MOST_WAYS).map((way) => ({ at: places.at(way), note: say("caller") })), ...pairEvidence(pair, places),
        ], { fix: say("fix"), group: fn.qualname, weight: reduces ? 2 : 4 });
      }
    },
  },
});
