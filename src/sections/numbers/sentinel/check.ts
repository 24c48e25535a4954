import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { sentinels } from "../../../facts/code/sentinels.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue, verbatim } from "../../../sdk/text.ts";

const say = catalogue({
  marker: {
    en: "`{code}` takes {value} for \"not set\": whoever sets `{name}` to {value} on purpose gets another value{collides}.",
    ru: "`{code}` принимает {value} за «не задано»: кто намеренно задаст `{name}` = {value}, получит другое значение{collides}.",
  },
  collides: { en: " — and `{key}` is {value} in {file}:{line}", ru: " — а `{key}` и есть {value} в {file}:{line}" },
  fix: { en: "Say \"not set\" with None: `if {name} is None`.", ru: "Обозначайте «не задано» через None: `if {name} is None`." },
  here: { en: "equality with one certain value", ru: "сравнение с одним определённым значением" },
  set: { en: "the setting has this very value", ru: "у настройки именно это значение" },
  none: { en: "{count, plural, one {# equality with a number was looked at} other {# equalities with numbers were looked at}}: none asks whether a quantity that can be set is one certain fraction.", ru: "Сравнений на равенство с числом: {count}; ни одно не проверяет, равна ли настраиваемая величина определённой дроби." },
  nothing: { en: "Nothing in code that decides about orders is tested for equality with a number.", ru: "В коде, решающем об ордерах, нет сравнений на равенство с числом." },
});

export const sentinel = defineCheck({
  name: "numbers/sentinel",
  claim: "No ordinary value of a parameter means \"not set\".",
  impact: "position",
  about: "sentinel",
  code: {
    requires: { sentinels, orderSites, places },
    look({ sentinels, orderSites, places }, see) {
      for (const one of sentinels.all) {
        const code = places.snippet(one.compare, 70);
        const value = one.literal.text;
        const collides = one.collides ? say("collides", { key: one.collides.key, value, file: one.collides.at.file, line: String(one.collides.at.line) }) : verbatim("");
        const told = (language: "en" | "ru") => say("marker", { code, value, name: one.name, collides: collides[language] })[language];
        const also: Evidence[] = one.collides ? [{ at: { in: "code", ...one.collides.at }, note: say("set") }] : [];
        see.broken(
          places.subject("sentinel", one.compare), { en: told("en"), ru: told("ru") }, [{ at: places.at(one.compare), note: say("here") }, ...also],
          { fix: say("fix", { name: places.snippet(one.tested, 40) }), group: `${places.at(one.compare).file} ${one.name}`, weight: one.collides ? 95 : 70 },
        );
      }
      const order = orderSites.find((one) => one.role !== "cancel");
      if (sentinels.all.length > 0 || !order) return;
      if (sentinels.examined === 0) return see.notApplicable(say("nothing"));
      see.holds({ kind: "sentinel", id: "all" }, say("none", { count: sentinels.examined }), [{ at: order.at, note: say("none", { count: sentinels.examined }) }]);
    },
  },
});
