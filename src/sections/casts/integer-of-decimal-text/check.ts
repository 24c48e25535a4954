import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { VENUE_NAMES } from "../../../facts/code/venue-values/trail.ts";
import { stepIntegers } from "../../../facts/code/step-integers.ts";
import { venueUses } from "../../../facts/code/venue-values/uses.ts";
import { failedCasts } from "../../../facts/run/failed-casts.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { isNumberText, lookForFailures } from "../failed-in-run.ts";
import { byPlace, hasPayloads, nothingUsed } from "../venue-scope.ts";

const say = catalogue({
  broken: {
    en: "`{code}` fails as soon as {venue} sends {field} with a fraction: int(\"0.5\") is a ValueError, it does not round.",
    ru: "`{code}` упадёт, как только {venue} пришлёт дробный {field}: int(\"0.5\") это ValueError, а не округление.",
  },
  step: {
    en: "`{code}` cuts a step to 0: {field} is the step itself (\"0.000001\"), not a count of decimals. What is rounded with it is rounded to whole coins, or not at all.",
    ru: "`{code}` обрезает шаг до 0: {field} — это сам шаг (\"0.000001\"), а не число знаков. То, что по нему округляют, округлится до целых монет или не округлится вовсе.",
  },
  fixStep: { en: "Keep the step as it is: `Decimal(value)`; the count of decimals is `-Decimal(value).normalize().as_tuple().exponent`.", ru: "Оставьте шаг как есть: `Decimal(value)`; число знаков — `-Decimal(value).normalize().as_tuple().exponent`." },
  fix: { en: "`int(float(value))` where a whole number is really meant, else keep `float` or `Decimal`.", ru: "`int(float(value))`, если нужно именно целое, иначе оставьте `float` или `Decimal`." },
  here: { en: "`{code}`: int of decimal text", ru: "`{code}`: int от десятичного текста" },
  holds: { en: "`{code}`: {field} has digits only", ru: "`{code}`: в {field} только цифры" },
});

/** Venues allow fractions in them, but few people set one. */
const USUALLY_WHOLE = /lever/i;

export const integerOfDecimalText = defineCheck({
  name: "casts/integer-of-decimal-text",
  claim: "No text with a decimal fraction is given to int().",
  impact: "position",
  about: "conversion",
  code: {
    requires: { venueUses, stepIntegers, orderSites, places },
    look(given, see) {
      for (const { call, field } of given.stepIntegers) {
        const says = say("step", { code: given.places.snippet(call, 70), field });
        see.broken(given.places.subject("conversion", call), says, [{ at: given.places.at(call), note: says }], { fix: say("fixStep"), impact: "blind", group: `${given.places.at(call).file} step` });
      }
      if (!hasPayloads(given, see, "conversion")) return;
      const { places } = given;
      const whole = byPlace(given.venueUses.uses.filter((one) => one.kind === "whole"));
      for (const uses of whole) {
        const use = uses.find((one) => one.text.value.text === "decimal") ?? uses[0]!;
        const { value } = use.text;
        const words = { code: places.snippet(use.at, 70), field: value.field, venue: VENUE_NAMES[value.venue]! };
        const subject = places.subject("conversion", use.at);
        if (value.text !== "decimal" || use.rescue.kind === "handled") see.holds(subject, say("holds", words), [{ at: places.at(use.at), note: say("holds", words) }]);
        else {
          const rare = USUALLY_WHOLE.test(value.field);
          see.broken(subject, say("broken", words), [{ at: places.at(use.at), note: say("here", words) }, ...use.trail], {
            fix: say("fix"), impact: use.script || rare ? "hygiene" : "position", group: `${places.at(use.at).file} ${value.field}`, weight: use.onOrderPath ? 3 : 2,
          });
        }
      }
      if (whole.length + given.stepIntegers.length === 0) see.notApplicable(nothingUsed);
    },
  },
  run: {
    requires: { failedCasts, places },
    look: (given, see) => lookForFailures("conversion", ["whole"], given, see, ({ failure }) => isNumberText(failure.value)),
  },
});
