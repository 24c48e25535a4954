import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { lostAnswers } from "../../../facts/code/filter-defects/lost-answers.ts";
import { lostGuards } from "../../../facts/code/filter-defects/lost-guards.ts";
import { openCallSites } from "../../../facts/code/filter-defects/open-call-sites.ts";
import { openHandlers } from "../../../facts/code/filter-defects/open-handlers.ts";
import { soundFilters } from "../../../facts/code/filter-defects/sound-filters.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, headOf } from "../filter-facts.ts";
import { errorOf, say as open, tellOpen } from "../open-filter.ts";

const say = catalogue({
  lost: {
    en: "when `{asked}` fails ({error}), `{test}` is never asked, the failure is only written down, and the way to the order goes on: what should keep the order back is off exactly when its data cannot be read",
    ru: "когда `{asked}` падает ({error}), до `{test}` дело не доходит, сбой только записывается, и путь к ордеру продолжается: проверка, которая должна удержать ордер, выключена именно тогда, когда данных не получить",
  },
  test: { en: "what leaves without an order", ru: "проверка, после которой ордера нет" },
  order: { en: "the way to the order goes on here", ru: "здесь путь к ордеру продолжается" },
});

export const filterFailsOpen = defineCheck({
  name: "filters/filter-fails-open",
  claim: "A filter before an order rejects when it fails.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, soundFilters, openHandlers, openCallSites, lostGuards, lostAnswers, places },
    look({ filterAnswers, soundFilters, openHandlers, openCallSites, lostGuards, lostAnswers, places }, see) {
      const lost = [...new Map([...lostGuards, ...lostAnswers].map((one) => [one.handler, one])).values()];
      for (const { handler, test, asked, step } of lost) {
        const told = (language: "en" | "ru"): string => say("lost", { error: errorOf(handler, places)[language], asked: places.snippet(asked, 50), test: places.snippet(test, 60) })[language];
        const says = { en: told("en"), ru: told("ru") };
        see.broken(places.subject("filter", handler, `lost ${places.snippet(test, 60)}`), says, [{ at: headOf(handler, places), note: says }, { at: places.at(test), note: say("test") }, { at: headOf(step, places), note: say("order") }], { fix: open("fix"), impact: "hygiene" });
      }
      // Those of losses and of positions are told where the limits are (section 11).
      const sure = openHandlers.filter((one) => one.sure && !one.limit);
      for (const one of sure) tellOpen(one, places, see, "funds");
      // Where another check drafts that a failure lets pass, nothing is claimed.
      const closed = openHandlers.length + openCallSites.length + lost.length > 0 ? [] : soundFilters.proven.filter((one) => soundFilters.isClosed(one));
      if (sure.length + lost.length === 0) allSound(filterAnswers.filters, closed, places, see, "fails-open");
    },
  },
});
