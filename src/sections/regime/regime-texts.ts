import type { Places } from "../../facts/code/places.ts";
import type { Regimes } from "../../facts/code/regimes/regimes.ts";
import type { ParameterGroup } from "../../knowledge/regime-words.ts";
import type { Anchor, Evidence } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";

const say = catalogue({
  none: {
    en: "No market regime was recognised: nothing keeps or finds one, by name or by an Enum of market modes.",
    ru: "Режим рынка не распознан: его никто не хранит и не определяет — ни по имени, ни по Enum рыночных режимов.",
  },
  nothing: { en: "Nothing of the kind in this bot's handling of regimes.", ru: "Ничего подобного в работе этого бота с режимами нет." },
  changed: { en: "the regime changes here", ru: "здесь меняется режим" },
});

export const GROUPS: Readonly<Record<ParameterGroup, Text>> = {
  trailing: { en: "trailing parameters", ru: "параметры трейлинга" },
  levels: { en: "TP/SL parameters", ru: "параметры TP/SL" },
  size: { en: "size parameters", ru: "параметры размера" },
};

export const noRegime = say("none");
export const nothingOfTheKind = say("nothing");
export const hasRegime = ({ stores, reads }: Regimes): boolean => stores.length > 0 || reads.length > 0;

export const onLine = (at: Anchor): Anchor => ({ ...at, endLine: at.line });

/** Where the regime changes, as a last step of evidence. */
export const changedAt = ({ changes }: Regimes, places: Places): Evidence[] => changes.slice(0, 1).map((one) => ({ at: places.at(one.statement), note: say("changed") }));

/** A text with words that differ between the languages. */
export function worded(text: (values: Readonly<Record<string, string>>) => Text, values: Readonly<Record<string, string | Text>>): Text {
  const inLanguage = (language: "en" | "ru"): string =>
    text(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? value : value[language]])))[language];
  return { en: inLanguage("en"), ru: inLanguage("ru") };
}
