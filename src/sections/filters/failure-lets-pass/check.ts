import { emptiedGates } from "../../../facts/code/filter-defects/emptied-gates.ts";
import { lostAnswers } from "../../../facts/code/filter-defects/lost-answers.ts";
import { lostGuards } from "../../../facts/code/filter-defects/lost-guards.ts";
import { openCallSites } from "../../../facts/code/filter-defects/open-call-sites.ts";
import { openHandlers } from "../../../facts/code/filter-defects/open-handlers.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { askedAt, headOf } from "../filter-facts.ts";
import { errorOf, say as open, tellOpen } from "../open-filter.ts";

const say = catalogue({
  taken: {
    en: "on {error} in `{asked}` the signal goes on as if it had passed: `{name}` is a pass there, so the order goes out exactly when the filter cannot answer",
    ru: "на {error} в `{asked}` сигнал идёт дальше, будто прошёл фильтр: `{name}` там означает «можно», и ордер уходит именно тогда, когда фильтр не смог ответить",
  },
  unasked: {
    en: "on {error} in `{asked}` the signal goes on to its order unasked: the filter lets pass exactly when it cannot answer",
    ru: "на {error} в `{asked}` сигнал идёт дальше к ордеру без проверки: фильтр пропускает именно тогда, когда не смог ответить",
  },
  none: { en: "After no failure of what is asked before an order the signal was seen to go on unasked", ru: "Не видно, чтобы после сбоя проверки перед ордером сигнал шёл дальше без неё" },
});

export const failureLetsPass = defineCheck({
  name: "filters/failure-lets-pass",
  claim: "After what is asked before an order could not be asked, the signal does not go on.",
  impact: "hygiene",
  // Over all blind samples fewer than half of these kinds were right, most of the false ones no filters of signals: see the page.
  maturity: "draft",
  about: "filter",
  code: {
    requires: { openHandlers, openCallSites, lostGuards, lostAnswers, emptiedGates, places },
    look({ openHandlers, openCallSites, lostGuards, lostAnswers, emptiedGates, places }, see) {
      // What serves nothing but the question is told by the check that gates.
      const told = new Set([...lostGuards, ...lostAnswers, ...emptiedGates].map((one) => one.handler));
      const calls = openCallSites.filter((one) => !told.has(one.handler));
      for (const { handler, asked, test, name } of calls) {
        const text = (language: "en" | "ru"): string => say(name === null ? "unasked" : "taken", { error: errorOf(handler, places)[language], asked: places.snippet(asked, 60), name: name ?? "" })[language];
        const says = { en: text("en"), ru: text("ru") };
        see.broken(places.subject("filter", handler, name === null ? "unasked" : `taken ${name}`), says, [{ at: headOf(handler, places), note: says }, askedAt({ asked: test }, places)], { fix: open("fix"), group: name ?? "unasked" });
      }
      const unsure = openHandlers.filter((one) => !one.sure && !one.handlers.every((each) => told.has(each)));
      for (const one of unsure) tellOpen(one, places, see, "hygiene");
      if (calls.length + unsure.length === 0) see.notApplicable(say("none"));
    },
  },
});
