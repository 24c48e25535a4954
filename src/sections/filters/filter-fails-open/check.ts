import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { openHandlers } from "../../../facts/code/filter-defects/open-handlers.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, askedAt } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` fails open: on {error} it answers as if the signal had passed the filter, so the order goes out exactly when the data is missing or wrong",
    ru: "`{fn}` при сбое открыт: на {error} он отвечает так, будто сигнал прошёл фильтр, и ордер уходит именно тогда, когда данных нет или они неверны",
  },
  error: { en: "an error", ru: "ошибке" },
  fix: { en: "answer “rejected” there (and log it): a filter that cannot ask must not let pass", ru: "отвечать там отказом (и писать в лог): фильтр, который не смог проверить, не должен пропускать" },
});

export const filterFailsOpen = defineCheck({
  name: "filters/filter-fails-open",
  claim: "A filter before an order rejects when it fails.",
  impact: "funds",
  maturity: "draft",
  about: "filter",
  code: {
    requires: { filterAnswers, openHandlers, places },
    look({ filterAnswers, openHandlers, places }, see) {
      for (const { filter, handler } of openHandlers) {
        const name = handler.type ? `\`${places.snippet(handler.type, 50)}\`` : null;
        const text = (language: "en" | "ru"): string => say("broken", { fn: filter.fn.qualname, error: name ?? say("error")[language] })[language];
        const says = { en: text("en"), ru: text("ru") };
        const at = places.at(handler);
        see.broken(places.subject("filter", handler, `except ${name ?? ""}`), says, [{ at: { ...at, endLine: at.line }, note: says }, askedAt(filter, places)], { fix: say("fix"), group: filter.fn.qualname });
      }
      if (openHandlers.length === 0) allSound(filterAnswers.filters, places, see, "fails-open");
    },
  },
});
