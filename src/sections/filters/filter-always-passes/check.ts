import { filterAnswers, isCalledFilter } from "../../../facts/code/filter-answers.ts";
import { softLimits } from "../../../facts/code/filter-defects/soft-limits.ts";
import { soundFilters } from "../../../facts/code/filter-defects/sound-filters.ts";
import { stubFilters } from "../../../facts/code/filter-defects/stubs.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, askedAt, headOf } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` stands before the order as a filter, but lets every signal pass: each of its answers is {answer}. It is a stub and filters nothing",
    ru: "`{fn}` стоит перед ордером как фильтр, но пропускает любой сигнал: каждый её ответ — {answer}. Это заглушка: она ничего не фильтрует",
  },
  soft: {
    en: "`{fn}` finds its limit exceeded (`{test}`) and lets the signal pass all the same: the limit limits nothing",
    ru: "`{fn}` видит, что предел превышен (`{test}`), и всё равно пропускает сигнал: предел ничего не ограничивает",
  },
  reject: { en: "reject in this branch, or remove the limit so that nobody relies on it", ru: "отклонять в этой ветке или убрать предел, чтобы на него никто не рассчитывал" },
  nothing: { en: "nothing (None)", ru: "пустота (None)" },
  fix: { en: "write the test, or remove `{fn}` from the path so that nobody relies on it", ru: "написать проверку или убрать `{fn}` с пути, чтобы на неё никто не рассчитывал" },
});

export const filterAlwaysPasses = defineCheck({
  name: "filters/filter-always-passes",
  claim: "Every filter function before an order has an answer that rejects.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, soundFilters, stubFilters, softLimits, places },
    look({ filterAnswers, soundFilters, stubFilters, softLimits, places }, see) {
      for (const { filter, answers } of stubFilters) {
        const { fn } = filter;
        const [first] = answers;
        const words = first ? { en: `\`${places.snippet(first, 40)}\``, ru: `\`${places.snippet(first, 40)}\`` } : say("nothing");
        const says = { en: say("broken", { fn: fn.qualname, answer: words.en }).en, ru: say("broken", { fn: fn.qualname, answer: words.ru }).ru };
        see.broken(places.subject("filter", fn, "stub"), says, [{ at: headOf(fn, places), note: says }, askedAt(filter, places)], { fix: say("fix", { fn: fn.name }), ...(filter.kinds === 0 && !isCalledFilter(fn) ? { impact: "hygiene" as const } : {}) });
      }
      for (const { filter, test } of softLimits) {
        const says = say("soft", { fn: filter.fn.qualname, test: places.snippet(test, 70) });
        see.broken(places.subject("filter", test, "soft limit"), says, [{ at: headOf(test, places), note: says }, askedAt(filter, places)], { fix: say("reject") });
      }
      if (stubFilters.length + softLimits.length === 0) allSound(filterAnswers.filters, soundFilters.proven, places, see, "always-passes");
    },
  },
});
