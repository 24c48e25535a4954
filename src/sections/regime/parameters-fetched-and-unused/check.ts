import { places } from "../../../facts/code/places.ts";
import { regimes } from "../../../facts/code/regimes/regimes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { hasRegime, noRegime, nothingOfTheKind } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "`{name}` holds the parameters of the regime and nobody reads it, here or anywhere: the regime changes nothing",
    ru: "`{name}` содержит параметры режима, но их никто не читает — ни здесь, ни где-либо ещё: режим ни на что не влияет",
  },
  fix: { en: "use the parameters, or drop the regime", ru: "использовать параметры или убрать режим" },
  holds: { en: "`{code}`: a parameter of the regime is used here", ru: "`{code}`: здесь параметр режима используется" },
});

export const parametersFetchedAndUnused = defineCheck({
  name: "regime/parameters-fetched-and-unused",
  claim: "The parameters that the regime chooses are used.",
  impact: "position",
  maturity: "draft",
  about: "parameter",
  code: {
    requires: { regimes, places },
    look({ regimes, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      const [used] = regimes.following;
      if (used) return see.holds(places.subject("parameter", used.node), say("holds", { code: places.snippet(used.node, 60) }), [{ at: places.at(used.node), note: say("holds", { code: places.snippet(used.node, 60) }) }]);
      for (const { node, name } of regimes.unused) {
        see.broken(places.subject("parameter", node, name), say("broken", { name }), [{ at: places.at(node), note: say("broken", { name }) }], { fix: say("fix"), group: name });
      }
      if (regimes.unused.length === 0) see.notApplicable(nothingOfTheKind);
    },
  },
});
