import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { VENUE_NAMES } from "../../../facts/code/venue-values/trail.ts";
import { venueUses } from "../../../facts/code/venue-values/uses.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { byPlace, hasPayloads, nothingUsed } from "../venue-scope.ts";

const say = catalogue({
  flag: {
    en: "`{code}` is always true: {venue} sends {field} as the text \"true\" or \"false\", and \"false\" is true.",
    ru: "`{code}` всегда истинно: {venue} присылает {field} текстом \"true\" или \"false\", а строка \"false\" истинна.",
  },
  zero: {
    en: "`{code}` takes a zero {field} for a real one: {venue} sends \"0\", and the text \"0\" is true.",
    ru: "`{code}` принимает нулевой {field} за настоящий: {venue} присылает \"0\", а строка \"0\" истинна.",
  },
  pick: {
    en: "`{code}` never takes what stands behind `or`: the answer to a new market order has {field} as \"0.00\" until it is filled, and this text is true. The bot goes on with a price of 0.",
    ru: "`{code}` никогда не возьмёт то, что стоит за `or`: в ответе на новый рыночный ордер {field} до исполнения равен \"0.00\", а такая строка истинна. Дальше бот считает с ценой 0.",
  },
  fixPick: { en: "Convert each one first: `float(a or 0) or float(b or 0)`, or ask for the order until it is filled.", ru: "Сначала приведите каждое: `float(a or 0) or float(b or 0)`, или запрашивайте ордер, пока он не исполнится." },
  fixFlag: { en: "Compare: `value == \"true\"`.", ru: "Сравнивайте: `value == \"true\"`." },
  fixZero: { en: "Convert first: `if float(value or 0) != 0:`.", ru: "Сначала приведите: `if float(value or 0) != 0:`." },
  here: { en: "the truth of a text is tested here", ru: "здесь проверяется истинность текста" },
  holds: { en: "`{code}` only keeps an empty {field} out: it is converted below", ru: "`{code}` лишь отсекает пустой {field}: ниже он приводится к числу" },
});

export const truthOfText = defineCheck({
  name: "casts/truth-of-text",
  claim: "The truth of a text from an exchange decides nothing: \"0\" and \"false\" are true.",
  impact: "position",
  about: "truth-test",
  code: {
    requires: { venueUses, orderSites, places },
    look(given, see) {
      if (!hasPayloads(given, see, "truth-test")) return;
      const { places } = given;
      const tests = byPlace(given.venueUses.uses.filter((one) => one.kind === "truth"));
      for (const [use] of tests) {
        const { value, expr } = use!.text;
        const isPick = use!.at.kind === "logical";
        const shown = use!.at.kind === "call" || isPick ? use!.at : expr;
        const words = { code: places.snippet(shown, 70), field: value.field, venue: VENUE_NAMES[value.venue]! };
        const subject = places.subject("truth-test", shown);
        if (use!.guard) {
          see.holds(subject, say("holds", words), [{ at: places.at(shown), note: say("holds", words) }]);
          continue;
        }
        const isFlag = value.text === "flag";
        see.broken(subject, say(isPick ? "pick" : isFlag ? "flag" : "zero", words), [{ at: places.at(shown), note: say("here") }, ...use!.trail], {
          fix: say(isPick ? "fixPick" : isFlag ? "fixFlag" : "fixZero"), impact: use!.script ? "hygiene" : "position", group: `${places.at(shown).file} ${value.field}`, weight: use!.onOrderPath ? 3 : 2,
        });
      }
      if (tests.length === 0) see.notApplicable(nothingUsed);
    },
  },
});
