import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { ignoredAnswers } from "../../../facts/code/filter-defects/ignored-answers.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, headOf } from "../filter-facts.ts";

const say = catalogue({
  dropped: {
    en: "`{call}` answers whether the signal may pass, and nobody reads the answer: what the filter rejects is traded",
    ru: "`{call}` отвечает, можно ли пропустить сигнал, но ответ никто не читает: отклонённое фильтром уходит в рынок",
  },
  stays: {
    en: "`{call}` rejects the signal, but the branch does not leave: it only writes about it, and the order goes out",
    ru: "`{call}` отклоняет сигнал, но ветка никуда не выходит: она только пишет об этом, и ордер уходит",
  },
  filter: { en: "what it answers", ru: "что она отвечает" },
  fix: { en: "test the answer and leave the path when it rejects", ru: "проверять ответ и уходить с пути при отказе" },
});

export const filterResultIgnored = defineCheck({
  name: "filters/filter-result-ignored",
  claim: "The answer of every filter on the way to an order is read, and a rejection leaves the way.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, ignoredAnswers, places },
    look({ filterAnswers, ignoredAnswers, places }, see) {
      for (const { call, at, fn, how } of ignoredAnswers) {
        const says = say(how, { call: places.snippet(call, 60) });
        see.broken(places.subject("filter", at, `${how} ${fn.name}`), says, [{ at: places.at(at), note: says }, { at: headOf(fn, places), note: say("filter") }], { fix: say("fix") });
      }
      if (ignoredAnswers.length === 0) allSound(filterAnswers.filters, places, see, "ignored");
    },
  },
});
