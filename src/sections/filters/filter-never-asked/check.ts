import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { FOUR } from "../../../facts/code/filter-defects/statements.ts";
import { places } from "../../../facts/code/places.ts";
import { unaskedFilters } from "../../../facts/code/unasked-filters.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "The bot builds `{class}` as `{name}` and never asks it: signals go to their orders as if the filter did not exist",
    ru: "Бот создаёт `{class}` (`{name}`), но ни разу его не спрашивает: сигналы идут к ордерам так, будто фильтра нет",
  },
  commented: {
    en: "The call of `{name}` (`{class}`) is commented out while the filter is still built: signals go to their orders unasked",
    ru: "Вызов `{name}` (`{class}`) закомментирован, хотя сам фильтр по-прежнему создаётся: сигналы идут к ордерам без проверки",
  },
  built: { en: "the filter is built here", ru: "фильтр создаётся здесь" },
  fix: { en: "ask it before the order, or remove it so that nobody relies on it", ru: "спрашивать его перед ордером или удалить, чтобы на него никто не рассчитывал" },
});

export const filterNeverAsked = defineCheck({
  name: "filters/filter-never-asked",
  claim: "Every filter that the bot builds is asked.",
  impact: "hygiene",
  about: "filter",
  code: {
    requires: { unaskedFilters, filterAnswers, places },
    look({ unaskedFilters, filterAnswers, places }, see) {
      for (const one of unaskedFilters) {
        const says = say(one.comment ? "commented" : "broken", { class: one.class.name, name: one.name });
        const built: Evidence = { at: places.at(one.built), note: say("built") };
        const evidence: [Evidence, ...Evidence[]] = one.comment ? [{ at: { in: "code", file: one.comment.file, line: one.comment.line }, note: says }, built] : [built];
        see.broken(places.subject("filter", one.built, `unasked ${one.class.name}`), says, evidence, { fix: say("fix"), ...((one.kinds & FOUR) !== 0 ? { impact: "funds" as const } : {}) });
      }
      if (unaskedFilters.length === 0) allSound(filterAnswers.filters, places, see, "asked");
    },
  },
});
