import { places } from "../../../facts/code/places.ts";
import { regimes } from "../../../facts/code/regimes/regimes.ts";
import { logCalls } from "../../../facts/code/logs/log-calls.ts";
import { ownLog } from "../../../facts/run/own-log.ts";
import { regimeChanges } from "../../../facts/run/regime-changes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";
import { changedAt, hasRegime, noRegime, onLine } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` brings in the parameters of a new regime, and nobody calls it: what is open keeps those of the old one",
    ru: "`{fn}` вводит параметры нового режима, но её никто не вызывает: открытое остаётся с параметрами старого",
  },
  silent: {
    en: "The regime changed {count, plural, one {# time} other {# times}} in this run and `{fn}`, which brings in its parameters, left no line: nobody calls it, and what is open keeps those of the old regime",
    ru: "Режим в этом запуске сменился {count, plural, one {# раз} few {# раза} other {# раз}}, а `{fn}`, которая вводит его параметры, не оставила ни строки: её никто не вызывает, и открытое остаётся с параметрами старого режима",
  },
  stores: { en: "what it would update: `{code}`", ru: "что она обновила бы: `{code}`" },
  fix: { en: "call it where the regime changes", ru: "вызывать её при смене режима" },
  pushed: { en: "`{fn}` brings in the new parameters and is reached from `{from}`, where the regime changes", ru: "`{fn}` вводит новые параметры и вызывается из `{from}`, где меняется режим" },
  pulled: { en: "No function brings in new parameters: what follows the regime reads it at each use.", ru: "Функций, вводящих новые параметры, нет: то, что следует за режимом, читает его при каждом использовании." },
});

export const reloadNeverCalled = defineCheck({
  name: "regime/reload-never-called",
  claim: "What brings in the parameters of a new regime is called.",
  impact: "position",
  about: "reload",
  tellsOfIdleCode: true,
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
      // What a function works out for its caller brings nothing in.
      const pushed = regimes.landings.find((one) => one.live && regimes.afterChange.has(one.fn) && one.groups.length > 0 && one.kind !== "other");
      const [change] = regimes.changes;
      if (!pushed || !change) return see.notApplicable(say("pulled"));
      const says = say("pushed", { fn: pushed.fn.qualname, from: change.fn.qualname });
      see.holds({ kind: "reload", id: "all" }, says, [{ at: places.at(pushed.statement), note: says }, ...changedAt(regimes, places)]);
    },
  },
  run: {
    requires: { regimeChanges, ownLog, regimes, logCalls, places },
    look({ regimeChanges: { changes, reloads }, ownLog, regimes, logCalls, places }, see) {
      if (!ownLog || changes.length === 0 || reloads > 0) return;
      for (const { fn } of regimes.deadReloads) {
        // One that writes nothing may have run unseen.
        if (!logCalls.inside(fn).some((one) => one.kind === "log" && (one.level ?? 0) >= INFO)) continue;
        const says = say("silent", { fn: fn.qualname, count: changes.length });
        see.broken(places.subject("reload", fn, fn.name), says, [{ at: onLine(places.at(fn)), note: says }, ...changes.slice(0, 3).map((one) => logLine(one.event))], { group: fn.qualname, weight: 3 });
      }
    },
  },
});

const INFO = 20;
