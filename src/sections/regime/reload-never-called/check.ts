import { places } from "../../../facts/code/places.ts";
import { regimes } from "../../../facts/code/regimes/regimes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { changedAt, hasRegime, noRegime, onLine } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` brings in the parameters of a new regime, and nobody calls it: what is open keeps those of the old one",
    ru: "`{fn}` вводит параметры нового режима, но её никто не вызывает: открытое остаётся с параметрами старого",
  },
  stores: { en: "what it would update: `{code}`", ru: "что она обновила бы: `{code}`" },
  fix: { en: "call it where the regime changes", ru: "вызывать её при смене режима" },
  change: { en: "the regime changes in `{fn}`; everything that it reaches is called", ru: "режим меняется в `{fn}`; всё, до чего он доходит, вызывается" },
});

export const reloadNeverCalled = defineCheck({
  name: "regime/reload-never-called",
  claim: "What brings in the parameters of a new regime is called.",
  impact: "position",
  about: "reload",
  code: {
    requires: { regimes, places },
    look({ regimes, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      for (const { fn, store } of regimes.deadReloads) {
        const says = say("broken", { fn: fn.qualname });
        see.broken(places.subject("reload", fn, fn.name), says,
          [{ at: onLine(places.at(fn)), note: says }, { at: places.at(store.statement), note: say("stores", { code: places.snippet(store.statement, 60) }) }, ...changedAt(regimes, places)],
          { fix: say("fix"), group: fn.qualname, weight: 2 });
      }
      if (regimes.deadReloads.length > 0) return;
      const [change] = regimes.changes;
      const [read] = regimes.reads;
      if (change) see.holds({ kind: "reload", id: "all" }, say("change", { fn: change.fn.qualname }), [{ at: places.at(change.statement), note: say("change", { fn: change.fn.qualname }) }]);
      else if (read) see.notApplicable({ en: "The regime is found anew at each use: nothing has to be reloaded.", ru: "Режим определяется заново при каждом использовании: перезагружать нечего." });
    },
  },
});
