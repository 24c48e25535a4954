import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { absentFields } from "../../../facts/code/filter-defects/absent-fields.ts";
import { passingDefaults } from "../../../facts/code/filter-defects/passing-defaults.ts";
import { skippedBlocks } from "../../../facts/code/filter-defects/skipped-blocks.ts";
import { soundFilters } from "../../../facts/code/filter-defects/sound-filters.ts";
import { ungivenParameters } from "../../../facts/code/filter-defects/ungiven-parameters.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, askedAt, headOf } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` asks nothing when `{field}` is absent: the signal passes the filter unseen, although a missing value usually means a broken feed",
    ru: "`{fn}` ничего не проверяет, когда `{field}` отсутствует: сигнал проходит фильтр без проверки, хотя пропавшее значение обычно означает сбой данных",
  },
  default: {
    en: "where the key is missing, `{field}` gives a default with which `{test}` lets the signal pass: `{fn}` filters nothing, although a missing value usually means a broken feed",
    ru: "если ключа нет, `{field}` даёт значение по умолчанию, с которым `{test}` пропускает сигнал: `{fn}` ничего не фильтрует, хотя пропавшее значение обычно означает сбой данных",
  },
  ungiven: {
    en: "nobody gives `{parameter}` to `{fn}`, so `{test}` never rejects: the filter stands on the way to the order and asks nothing",
    ru: "`{parameter}` в `{fn}` никто не передаёт, поэтому `{test}` никогда не отклоняет: фильтр стоит на пути к ордеру и ничего не проверяет",
  },
  carried: {
    en: "`{test}` is asked only where the signal carries `{key}` (`{under}`), and the bot makes signals without it: they go on to their orders unasked",
    ru: "`{test}` проверяется, только если в сигнале есть `{key}` (`{under}`), а бот создаёт и сигналы без него: они идут к ордерам без этой проверки",
  },
  nobody: {
    en: "`{test}` is asked only where the signal carries `{key}` (`{under}`), and no signal that the bot makes does: the filter is never asked",
    ru: "`{test}` проверяется, только если в сигнале есть `{key}` (`{under}`), а его нет ни в одном сигнале, который создаёт бот: фильтр не спрашивают никогда",
  },
  without: { en: "a signal is made here without `{key}`", ru: "здесь создаётся сигнал без `{key}`" },
  having: { en: "this one has it", ru: "а в этом он есть" },
  asked: { en: "the filter", ru: "сам фильтр" },
  carry: { en: "put `{key}` into every signal, and reject while it is missing", ru: "класть `{key}` в каждый сигнал и отклонять, пока его нет" },
  left: { en: "this call leaves `{parameter}` out", ru: "этот вызов не передаёт `{parameter}`" },
  give: { en: "give `{parameter}` in this call, or let the filter reject without it", ru: "передать `{parameter}` в этом вызове или отклонять в фильтре, когда его нет" },
  fix: { en: "reject while `{field}` is missing, and say so in the log", ru: "отклонять, пока `{field}` нет, и писать об этом в лог" },
});

export const filterSkippedWhenFieldIsAbsent = defineCheck({
  name: "filters/filter-skipped-when-field-is-absent",
  claim: "A filter before an order rejects when the value that it compares is absent.",
  impact: "hygiene",
  about: "filter",
  code: {
    requires: { filterAnswers, soundFilters, absentFields, passingDefaults, ungivenParameters, skippedBlocks, places },
    look({ filterAnswers, soundFilters, absentFields, passingDefaults, ungivenParameters, skippedBlocks, places }, see) {
      for (const { under, test, key, without, having } of skippedBlocks) {
        const says = say(having ? "carried" : "nobody", { test: places.snippet(test, 60), key, under: places.snippet(under, 60) });
        const makers = [{ at: headOf(without, places), note: say("without", { key }) }, ...(having ? [{ at: headOf(having, places), note: say("having") }] : [])];
        see.broken(places.subject("filter", under, `carried ${key}`), says, [{ at: headOf(under, places), note: says }, { at: places.at(test), note: say("asked") }, ...makers], { fix: say("carry", { key }), impact: "funds" });
      }
      for (const { filter, at, field } of absentFields) {
        const name = places.snippet(field, 50);
        const says = say("broken", { fn: filter.fn.qualname, field: name });
        see.broken(places.subject("filter", at, `absent ${name}`), says, [{ at: places.at(at), note: says }, askedAt(filter, places)], { fix: say("fix", { field: name }), group: filter.fn.qualname });
      }
      for (const { fn, asked, at, field } of passingDefaults) {
        const [name, test] = [places.snippet(field, 50), places.snippet(at, 60)];
        const says = say("default", { fn: fn.qualname, field: name, test });
        see.broken(places.subject("filter", at, `default ${name}`), says, [{ at: places.at(at), note: says }, ...(asked ? [askedAt({ asked }, places)] : [])], { fix: say("fix", { field: name }), group: fn.qualname });
      }
      for (const { filter, test, parameter, call } of ungivenParameters) {
        const says = say("ungiven", { parameter, fn: filter.fn.qualname, test: places.snippet(test, 60) });
        const left = { at: places.at(call), note: say("left", { parameter }) };
        see.broken(places.subject("filter", call, `ungiven ${parameter}`), says, [left, { at: places.at(test), note: says }, askedAt(filter, places)], { fix: say("give", { parameter }), group: filter.fn.qualname, impact: "funds" });
      }
      if (absentFields.length + passingDefaults.length + ungivenParameters.length + skippedBlocks.length === 0) allSound(filterAnswers.filters, soundFilters.proven.filter((one) => soundFilters.isDefinite(one)), places, see, "absent");
    },
  },
});
