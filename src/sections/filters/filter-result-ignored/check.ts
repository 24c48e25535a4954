import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { alwaysTrue } from "../../../facts/code/filter-defects/always-true.ts";
import { ignoredAnswers } from "../../../facts/code/filter-defects/ignored-answers.ts";
import { soundFilters } from "../../../facts/code/filter-defects/sound-filters.ts";
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
  tuple: {
    en: "`{call}` answers a tuple, `(False, reason)` for instance, and the whole tuple is tested: it is never empty, so it is always true and the rejection is never seen",
    ru: "`{call}` отвечает кортежем, например `(False, причина)`, а проверяется весь кортеж: он не бывает пустым, то есть всегда истинен, и отказа никто не увидит",
  },
  coroutine: {
    en: "`{call}` is a coroutine that nobody awaits: the object itself is tested, it is always true, and the filter is never even asked",
    ru: "`{call}` — корутина, которую никто не ждёт (`await`): проверяется сам объект, он всегда истинен, а фильтр даже не спрашивают",
  },
  "fix-tuple": { en: "unpack it: `allowed, reason = …`, and test `allowed`", ru: "распаковать: `allowed, reason = …` — и проверять `allowed`" },
  "fix-coroutine": { en: "`await` it", ru: "поставить `await`" },
  filter: { en: "what it answers", ru: "что она отвечает" },
  fix: { en: "test the answer and leave the path when it rejects", ru: "проверять ответ и уходить с пути при отказе" },
});

export const filterResultIgnored = defineCheck({
  name: "filters/filter-result-ignored",
  claim: "The answer of every filter on the way to an order is read, and a rejection leaves the way.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, soundFilters, ignoredAnswers, alwaysTrue, places },
    look({ filterAnswers, soundFilters, ignoredAnswers, alwaysTrue, places }, see) {
      for (const { call, at, fn, how } of alwaysTrue) {
        const says = say(how, { call: places.snippet(call, 60) });
        see.broken(places.subject("filter", at, `${how} ${fn.name}`), says, [{ at: places.at(at), note: says }, { at: headOf(fn, places), note: say("filter") }], { fix: say(`fix-${how}`) });
      }
      for (const { call, at, fn, how } of ignoredAnswers) {
        const says = say(how, { call: places.snippet(call, 60) });
        see.broken(places.subject("filter", at, `${how} ${fn.name}`), says, [{ at: places.at(at), note: says }, { at: headOf(fn, places), note: say("filter") }], { fix: say("fix") });
      }
      if (ignoredAnswers.length + alwaysTrue.length === 0) allSound(filterAnswers.filters, soundFilters.proven, places, see, "ignored");
    },
  },
});
