import { emptiedGates } from "../../../facts/code/filter-defects/emptied-gates.ts";
import { openHandlers } from "../../../facts/code/filter-defects/open-handlers.ts";
import { places } from "../../../facts/code/places.ts";
import { passingFailures } from "../../../facts/code/stopping/passing-failures.ts";
import type { Node } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { errorOf } from "../open-filter.ts";
import { headOf } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "a failed read ({error}) is answered with `{answer}`, and `{test}`, which should keep the order back, takes that for a true answer and lets it pass: it is off exactly while its data cannot be read",
    ru: "сбой чтения ({error}) превращается в `{answer}`, а `{test}`, которая должна удержать ордер, принимает это за настоящий ответ и пропускает его: проверка выключена именно тогда, когда данных не получить",
  },
  test: { en: "with `{answer}` this does not reject", ru: "с `{answer}` эта проверка не отклоняет" },
  behind: { en: "behind it the way to the order goes on", ru: "за ней путь к ордеру продолжается" },
  fix: { en: "let the error through, or answer None and reject on it: what could not be read must not count as nothing", ru: "пропускать исключение дальше или возвращать None и отклонять по нему: непрочитанное не должно считаться нулём" },
  none: { en: "No failed read was seen with which a test before an order lets pass", ru: "Не видно сбоев чтения, с которыми проверка перед ордером пропускает его" },
});

export const failedReadPasses = defineCheck({
  name: "filters/failed-read-passes",
  claim: "What could not be read does not pass a test before an order.",
  impact: "hygiene",
  about: "filter",
  code: {
    requires: { emptiedGates, openHandlers, passingFailures, places },
    look({ emptiedGates, openHandlers, passingFailures, places }, see) {
      // A guard that is called so, and a limit, are told where they are asked (filter-fails-open, limit-fails-open).
      const told = new Set<Node>(openHandlers.filter((one) => one.sure).flatMap((one) => one.handlers));
      const found = emptiedGates.filter((one) => !told.has(one.handler) && !passingFailures.some((each) => each.answer.value === one.answer));
      for (const { handler, answer, test, behind } of found) {
        const said = places.snippet(answer, 40);
        const told = (language: "en" | "ru"): string => say("broken", { error: errorOf(handler, places)[language], answer: said, test: places.snippet(test, 60) })[language];
        const says = { en: told("en"), ru: told("ru") };
        see.broken(places.subject("filter", handler, `read ${places.snippet(test, 60)}`), says, [{ at: headOf(handler, places), note: says }, { at: places.at(test), note: say("test", { answer: said }) }, { at: headOf(behind, places), note: say("behind") }], { fix: say("fix") });
      }
      if (found.length === 0) see.notApplicable(say("none"));
    },
  },
});
