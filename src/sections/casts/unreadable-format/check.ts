import { numberFormats } from "../../../facts/code/number-formats.ts";
import { places } from "../../../facts/code/places.ts";
import { tradingCode } from "../../../facts/code/trading-code.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{code}` is a ValueError whatever the value is: after the colon all of \"{format}\" is the format, and `{rest}` is no part of one. What the function still had to do is not done.",
    ru: "`{code}` это ValueError при любом значении: после двоеточия форматом считается всё «{format}», а `{rest}` в формат не входит. Остаток функции не выполнится.",
  },
  choice: { en: "Choose before the text: `shown = f\"'{'x:.2f'}'\" if x else \"n/a\"`, and print `shown`.", ru: "Выбирайте до текста: `shown = f\"'{'x:.2f'}'\" if x else \"n/a\"`, и выводите `shown`." },
  fix: { en: "Move what does not belong to the format behind the closing brace.", ru: "Вынесите лишнее за закрывающую скобку." },
  here: { en: "the format is \"{format}\"", ru: "формат: «{format}»" },
  holds: { en: "Python can read each of the {count} formats with a precision", ru: "Python прочтёт каждый формат с точностью (их {count})" },
  none: { en: "No text of the bot formats a number to a precision.", ru: "Бот не выводит чисел с заданной точностью." },
});

export const unreadableFormat = defineCheck({
  name: "casts/unreadable-format",
  claim: "Every format of a number can be read by Python.",
  impact: "position",
  about: "format",
  code: {
    requires: { numberFormats, places, tradingCode },
    look({ numberFormats, places, tradingCode }, see) {
      const broken = numberFormats.filter((one) => one.rest !== null);
      for (const { node, fn, format, rest } of broken) {
        const words = { code: places.snippet(node, 70), format, rest: rest!.trim() };
        const trades = tradingCode.of(fn) !== "other";
        see.broken(places.subject("format", node), say("broken", words), [{ at: places.at(node), note: say("here", words) }], {
          fix: say(/\bif\b/.test(rest!) ? "choice" : "fix"), impact: trades ? "position" : "blind", group: places.at(node).file, weight: trades ? 3 : 1,
        });
      }
      const [first] = numberFormats;
      if (!first) see.notApplicable(say("none"));
      else if (broken.length === 0) {
        const words = { count: numberFormats.length };
        see.holds({ kind: "format", id: "all" }, say("holds", words), [{ at: places.at(first.node), note: say("holds", words) }]);
      }
    },
  },
});
