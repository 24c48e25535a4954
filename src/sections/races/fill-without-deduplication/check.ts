import { places } from "../../../facts/code/places.ts";
import { fillSums } from "../../../facts/code/races/fill-sums.ts";
import { doubleFills } from "../../../facts/run/double-fills.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { repeatEvidence, twiceText } from "../repeated-in-run.ts";

const say = catalogue({
  broken: {
    en: "`{code}` in `{fn}` adds each fill to `{total}` and nothing keeps a repeat out: the venue sends a fill again after a reconnect and on several channels, and the bot counts it twice.",
    ru: "`{code}` в `{fn}` прибавляет каждое исполнение к `{total}`, и ничто не отсекает повтор: после reconnect и в нескольких каналах биржа присылает fill ещё раз, бот учтёт его дважды.",
  },
  fix: { en: "Remember the execution ids (`tradeId`, `execId`) and return when one comes again; or set the venue's running total (`accFillSz`, `cumExecQty`) instead of adding.", ru: "Запоминайте id исполнений (`tradeId`, `execId`) и выходите, если id уже был; или записывайте накопленное значение биржи (`accFillSz`, `cumExecQty`) вместо сложения." },
  site: { en: "here the fill is added", ru: "здесь исполнение прибавляется" },
  handler: { en: "the handler that gets the fill; it looks at no execution id", ru: "обработчик исполнений; id исполнения он не смотрит" },
  addition: { en: "the sum", ru: "сама сумма" },
  test: { en: "a repeat is kept out here", ru: "повтор отсекается здесь" },
  holds: { en: "a fill that comes again is not added to `{total}` again.", ru: "повторно пришедшее исполнение к `{total}` второй раз не прибавляется." },
  once: { en: "`{fn}` only gets the answer to its own order, which comes once.", ru: "`{fn}` получает только ответ на собственный ордер, он приходит один раз." },
  none: { en: "The bot adds up no fills from messages.", ru: "Бот не суммирует исполнения из сообщений." },
});

export default defineCheck({
  name: "races/fill-without-deduplication",
  // Unseen bots: 2 judged, 0 right; their causes are mended, and nothing right was seen since.
  maturity: "draft",
  claim: "A fill that arrives twice is counted once.",
  impact: "position",
  about: "fill-sum",
  code: {
    requires: { fillSums, places },
    look({ fillSums, places }, see) {
      if (fillSums.length === 0) return see.notApplicable(say("none"));
      for (const one of fillSums) {
        const subject = places.subject("fill-sum", one.site);
        const site = { at: places.at(one.site), note: say("site") };
        if (one.deduplicated) see.holds(subject, say("holds", { total: one.total }), [site, { at: places.at(one.deduplicated), note: say("test") }]);
        else if (one.ownAnswer) see.holds(subject, say("once", { fn: one.handler.qualname }), [site]);
        else {
          see.broken(
            subject,
            say("broken", { code: places.snippet(one.site, 60), fn: one.handler.qualname, total: one.total }),
            [site, { at: places.at(one.handler), note: say("handler") }, ...(one.addition === one.site ? [] : [{ at: places.at(one.addition), note: say("addition") }])],
            { fix: say("fix"), group: one.total, weight: 4 },
          );
        }
      }
    },
  },
  run: {
    requires: { doubleFills, places },
    look({ doubleFills, places }, see) {
      for (const one of doubleFills) {
        if (one.sum) see.broken(places.subject("fill-sum", one.sum.site), twiceText(one), [{ at: places.at(one.sum.site), note: say("site") }, ...repeatEvidence(one)], { group: one.sum.total, weight: 5 });
      }
    },
  },
});
