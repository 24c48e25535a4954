import { noneFormats } from "../../../facts/code/missing-values/none-formats.ts";
import { numberFormats } from "../../../facts/code/number-formats.ts";
import { places } from "../../../facts/code/places.ts";
import { tradingCode } from "../../../facts/code/trading-code.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{code}` is a TypeError when `{value}` is None, and `{test}` leads here just then. What the function still had to do is not done.",
    ru: "`{code}` это TypeError, если `{value}` равно None, а `{test}` приводит сюда как раз в этом случае. Остаток функции не выполнится.",
  },
  test: { en: "the test lets None in", ru: "проверка пропускает сюда None" },
  source: { en: "None comes from here", ru: "None приходит отсюда" },
  here: { en: "None has no format with a precision", ru: "у None нет формата с точностью" },
  fix: { en: "Choose the text before: `shown = f\"'{'x:.2f'}'\" if x is not None else \"n/a\"`, and print `shown`.", ru: "Выберите текст заранее: `shown = f\"'{'x:.2f'}'\" if x is not None else \"n/a\"`, и выводите `shown`." },
  holds: { en: "none of the {count} formats with a precision stands on a branch for a missing value", ru: "ни один из форматов с точностью ({count}) не стоит в ветке для отсутствующего значения" },
  none: { en: "No text of the bot formats a number to a precision.", ru: "Бот не выводит чисел с заданной точностью." },
});

export const formatOfNone = defineCheck({
  name: "casts/format-of-none",
  claim: "No number is formatted on a branch that is taken because it is missing.",
  impact: "position",
  about: "format",
  code: {
    requires: { noneFormats, numberFormats, places, tradingCode },
    look({ noneFormats, numberFormats, places, tradingCode }, see) {
      for (const { node, fn, value, test, source } of noneFormats) {
        const words = { code: places.snippet(node, 70), value: places.snippet(value, 60), test: places.snippet(test, 70) };
        // A test alone may be mere caution: then it costs a line of the log, as far as anybody knows.
        const sends = source !== null && tradingCode.of(fn) === "order";
        const from = source ? [{ at: places.at(source), note: say("source", words) }] : [];
        see.broken(places.subject("format", node), say("broken", words), [{ at: places.at(node), note: say("here", words) }, { at: places.at(test), note: say("test", words) }, ...from], {
          fix: say("fix"), impact: sends ? "position" : "blind", group: `${places.at(node).file} ${words.value}`, weight: sends ? 3 : 1,
        });
      }
      const [first] = numberFormats;
      if (!first) see.notApplicable(say("none"));
      else if (noneFormats.length === 0) {
        const words = { count: numberFormats.length };
        see.holds({ kind: "format", id: "none" }, say("holds", words), [{ at: places.at(first.node), note: say("holds", words) }]);
      }
    },
  },
});
