import { places } from "../../../facts/code/places.ts";
import { regimes } from "../../../facts/code/regimes/regimes.ts";
import type { Expr } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { changedAt, hasRegime, noRegime, nothingOfTheKind } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "`{code}` multiplies what the last call left: the regime's multiplier compounds, after a few calls `{target}` is a multiple of what was meant, or next to nothing",
    ru: "`{code}` умножает то, что осталось от прошлого вызова: множители режима накапливаются, и через несколько вызовов `{target}` — кратное задуманного или почти ноль",
  },
  dead: { en: " (the program that the bot is started with does not load this)", ru: " (программа, которой запускается бот, этот код не загружает)" },
  unclear: {
    en: "`{code}` multiplies in place, and whether `{target}` is set back between two calls could not be followed",
    ru: "`{code}` умножает на месте; возвращается ли `{target}` к исходному между вызовами, проследить не удалось",
  },
  fix: { en: "keep the base value apart: `{target} = base * multiplier`", ru: "хранить базовое значение отдельно: `{target} = base * multiplier`" },
  holds: { en: "`{target}` is set from the regime, not multiplied in place", ru: "`{target}` задаётся по режиму, а не умножается на месте" },
});

const SCALES = /mult|factor|scale|size/i;
const isScaled = (value: Expr): boolean => value.kind === "binary" && (value.op === "*" || value.op === "/");

export const multiplierCompounds = defineCheck({
  name: "regime/multiplier-compounds",
  claim: "A multiplier of the regime replaces the one before it.",
  impact: "funds",
  about: "parameter",
  code: {
    requires: { regimes, places },
    look({ regimes, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      let told = 0;
      for (const one of regimes.landings) {
        if (one.kind === "other" || one.groups.length === 0) continue;
        const values = { code: places.snippet(one.statement, 70), target: places.snippet(one.node, 40) };
        const subject = places.subject("parameter", one.statement, `${one.field} compounds`);
        const at = places.at(one.statement);
        if (!one.compounds || one.reset === "here") {
          // Only what is multiplied at all could have compounded.
          if (!one.live || !(one.compounds || isScaled(one.value) || SCALES.test(one.field))) continue;
          told++;
          see.holds(places.subject("parameter", one.statement), say("holds", values), [{ at, note: say("holds", values) }]);
          continue;
        }
        told++;
        if (one.reset === "elsewhere") {
          see.unclear(subject, say("unclear", values), [{ at, note: say("unclear", values) }]);
          continue;
        }
        const [says, dead] = [say("broken", values), say("dead")];
        const text = one.live ? says : { en: says.en + dead.en, ru: says.ru + dead.ru };
        see.broken(subject, text, [{ at, note: says }, ...changedAt(regimes, places)], { fix: say("fix", values), group: one.field, impact: one.live ? "funds" : "hygiene", weight: 3 });
      }
      if (told === 0) see.notApplicable(nothingOfTheKind);
    },
  },
});
