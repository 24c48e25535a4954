import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { offSwitches } from "../../../facts/code/filter-defects/off-switches.ts";
import { kindsIn } from "../../../facts/code/guard-kinds.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import type { Switch } from "../../../facts/code/switched-off.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { nothingSeen } from "../filter-facts.ts";
import { say as names } from "../missing-filter-messages.ts";

const say = catalogue({
  shipped: {
    en: "The shipped configuration switches the {filter} filter off (`{key}: {value}`): it is in the code, but no signal is ever asked",
    ru: "Поставляемая конфигурация отключает фильтр {filter} (`{key}: {value}`): в коде он есть, но ни один сигнал не проверяется",
  },
  default: {
    en: "The {filter} filter is off unless somebody sets `{key}` (it is {value} by default): as shipped, no signal is ever asked",
    ru: "Фильтр {filter} выключен, пока кто-нибудь не задаст `{key}` (по умолчанию {value}): в поставке ни один сигнал не проверяется",
  },
  fix: { en: "switch it on for live trading, or let the bot refuse to start live without it", ru: "включить для боевой торговли или не запускать бота в бою без него" },
  switched: { en: "the filter stands behind this switch", ru: "фильтр стоит за этим выключателем" },
});

export const filterOffByConfiguration = defineCheck({
  name: "filters/filter-off-by-configuration",
  claim: "No filter before an order is switched off in the shipped configuration.",
  impact: "funds",
  maturity: "draft",
  about: "filter",
  tellsOfIdleCode: true,
  code: {
    requires: { filterAnswers, offSwitches, places },
    look({ filterAnswers, offSwitches, places }, see) {
      const taken = new Set<string>();
      for (const { test, off, mask } of offSwitches) {
        const place = placeOf(off, places);
        if (!place || taken.has(`${place.file}:${String(place.line)}`)) continue;
        taken.add(`${place.file}:${String(place.line)}`);
        const kinds = kindsIn(mask);
        const values = { key: off.read?.key ?? places.snippet(test, 40), value: off.setting ? String(off.setting.value) : off.fallback ? places.snippet(off.fallback, 30) : "" };
        const text = (language: "en" | "ru"): string => say(off.setting ? "shipped" : "default", { ...values, filter: kinds.map((one) => names(one)[language]).join(", ") })[language];
        const says = { en: text("en"), ru: text("ru") };
        const evidence: [Evidence, ...Evidence[]] = [{ at: place, note: says }, { at: places.at(test), note: say("switched") }];
        see.broken({ kind: "filter", id: `switch ${values.key} ${kinds.join(" ")}` }, says, evidence, { fix: say("fix") });
      }
      if (taken.size === 0) nothingSeen(filterAnswers.filters, see);
    },
  },
});

function placeOf(off: Switch, places: Places): Evidence["at"] | null {
  if (off.setting) return { in: "code", file: off.setting.at.file, line: off.setting.at.line };
  return off.fallback ? places.at(off.fallback) : null;
}
