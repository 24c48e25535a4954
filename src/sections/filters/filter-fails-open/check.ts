import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { openCallSites } from "../../../facts/code/filter-defects/open-call-sites.ts";
import { openHandlers } from "../../../facts/code/filter-defects/open-handlers.ts";
import { places } from "../../../facts/code/places.ts";
import type { Handler } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue, verbatim, type Text } from "../../../sdk/text.ts";
import { allSound, askedAt } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` fails open: on {error} it answers as if the signal had passed the filter, so the order goes out exactly when the data is missing or wrong",
    ru: "`{fn}` при сбое открыт: на {error} он отвечает так, будто сигнал прошёл фильтр, и ордер уходит именно тогда, когда данных нет или они неверны",
  },
  error: { en: "an error", ru: "ошибке" },
  taken: {
    en: "on {error} in `{asked}` the signal goes on as if it had passed: `{name}` is a pass there, so the order goes out exactly when the filter cannot answer",
    ru: "на {error} в `{asked}` сигнал идёт дальше, будто прошёл фильтр: `{name}` там означает «можно», и ордер уходит именно тогда, когда фильтр не смог ответить",
  },
  unasked: {
    en: "on {error} in `{asked}` the signal goes on to its order unasked: the filter lets pass exactly when it cannot answer",
    ru: "на {error} в `{asked}` сигнал идёт дальше к ордеру без проверки: фильтр пропускает именно тогда, когда не смог ответить",
  },
  fix: { en: "answer “rejected” there (and log it): a filter that cannot ask must not let pass", ru: "отвечать там отказом (и писать в лог): фильтр, который не смог проверить, не должен пропускать" },
});

/** Kinds that were not judged, or not right, on bots which nobody had seen. */
const UNMEASURED = { impact: "hygiene" } as const;

export const filterFailsOpen = defineCheck({
  name: "filters/filter-fails-open",
  claim: "A filter before an order rejects when it fails.",
  impact: "funds",
  // Over all blind samples together fewer than half were right, most of the false ones no filters of signals: see the page.
  maturity: "draft",
  about: "filter",
  code: {
    requires: { filterAnswers, openHandlers, openCallSites, places },
    look({ filterAnswers, openHandlers, openCallSites, places }, see) {
      const errorOf = (handler: Handler): Text => (handler.type ? verbatim(`\`${places.snippet(handler.type, 50)}\``) : say("error"));
      for (const { handler, asked, test, name } of openCallSites) {
        const told = (language: "en" | "ru"): string => say(name === null ? "unasked" : "taken", { error: errorOf(handler)[language], asked: places.snippet(asked, 60), name: name ?? "" })[language];
        const says = { en: told("en"), ru: told("ru") };
        const at = places.at(handler);
        see.broken(places.subject("filter", handler, name === null ? "unasked" : `taken ${name}`), says, [{ at: { ...at, endLine: at.line }, note: says }, askedAt({ asked: test }, places)], { fix: say("fix"), group: name ?? "unasked", ...UNMEASURED });
      }
      for (const { filter, handler, decides, endsLoop } of openHandlers) {
        const text = (language: "en" | "ru"): string => say("broken", { fn: filter.fn.qualname, error: errorOf(handler)[language] })[language];
        const says = { en: text("en"), ru: text("ru") };
        const at = places.at(handler);
        see.broken(places.subject("filter", handler, `except ${handler.type ? errorOf(handler).en : ""}`), says, [{ at: { ...at, endLine: at.line }, note: says }, askedAt(filter, places)], { fix: say("fix"), group: filter.fn.qualname, ...(decides || endsLoop || filter.kinds === 0 ? UNMEASURED : {}) });
      }
      if (openHandlers.length + openCallSites.length === 0) allSound(filterAnswers.filters, places, see, "fails-open");
    },
  },
});
