import { floatTraps } from "../../../facts/code/float-traps.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  never: { en: "`{code}` is never true: NaN is not equal to anything, not even to itself. A NaN passes this test.", ru: "`{code}` никогда не истинно: NaN не равен ничему, даже себе. NaN пройдёт эту проверку." },
  always: { en: "`{code}` is always true: NaN is unequal to everything, itself included. A NaN passes this test.", ru: "`{code}` всегда истинно: NaN не равен ничему, даже себе. NaN пройдёт эту проверку." },
  fix: { en: "`math.isnan(value)`.", ru: "`math.isnan(value)`." },
  here: { en: "compared with NaN", ru: "сравнение с NaN" },
  holds: { en: "`{code}` tests for NaN", ru: "`{code}` проверяет на NaN" },
  none: { en: "Nothing is tested for NaN.", ru: "Проверок на NaN в боте нет." },
});

export const comparisonWithNan = defineCheck({
  name: "casts/comparison-with-nan",
  claim: "Nothing is compared with NaN by == or !=.",
  impact: "position",
  about: "nan-test",
  code: {
    requires: { floatTraps, places },
    look({ floatTraps, places }, see) {
      for (const { compare, alwaysTrue } of floatTraps.nans) {
        const code = places.snippet(compare, 70);
        see.broken(places.subject("nan-test", compare), say(alwaysTrue ? "always" : "never", { code }), [{ at: places.at(compare), note: say("here") }], { fix: say("fix") });
      }
      for (const call of floatTraps.nanTests) {
        const code = places.snippet(call, 70);
        see.holds(places.subject("nan-test", call), say("holds", { code }), [{ at: places.at(call), note: say("holds", { code }) }]);
      }
      if (floatTraps.nans.length + floatTraps.nanTests.length === 0) see.notApplicable(say("none"));
    },
  },
});
