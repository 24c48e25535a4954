import { places, type Places } from "../../../facts/code/places.ts";
import { declaredGroups } from "../../../facts/code/regimes/declared-groups.ts";
import { fixedParameters } from "../../../facts/code/regimes/fixed-parameters.ts";
import { regimeFree, type RegimeFree } from "../../../facts/code/regimes/regime-free.ts";
import { regimes } from "../../../facts/code/regimes/regimes.ts";
import { measurable } from "../../../facts/code/metrics/measurable.ts";
import type { MetricKind } from "../../../knowledge/metric-words.ts";
import type { Node } from "../../../ir/nodes.ts";
import type { ParameterGroup } from "../../../knowledge/regime-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue, type Text } from "../../../sdk/text.ts";
import { GROUPS, hasRegime, noRegime, nothingOfTheKind, onLine, worded } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "{group} are declared for each regime (`{name}`), and no code reads them by the regime: they stay the same in all of them",
    ru: "{group} объявлены для каждого режима (`{name}`), но код не читает их по режиму: они одинаковы во всех режимах",
  },
  fix: { en: "read them through the current regime where they are used", ru: "читать их через текущий режим там, где они используются" },
  fixed: {
    en: "The regime chooses {others}, but not {group}: `{code}` takes `{parameter}`, which is the same in every regime",
    ru: "По режиму выбираются {others}, но не {group}: `{code}` берёт `{parameter}`, одинаковый во всех режимах",
  },
  none: {
    en: "The bot decides by a market regime, but {group} do not follow it: `{code}` takes `{parameter}`, which is the same in every regime",
    ru: "Бот принимает решения по режиму рынка, но {group} за ним не следуют: `{code}` берёт `{parameter}`, одинаковый во всех режимах",
  },
  free: {
    en: "The bot finds a market regime, but {group} do not follow it here: {parameters} is worked out from values that the regime has no part in",
    ru: "Бот определяет режим рынка, но {group} здесь за ним не следуют: {parameters} считается из значений, в которых режим не участвует",
  },
  made: { en: "worked out here without the regime", ru: "считается здесь без режима" },
  follows: { en: "this follows the regime", ru: "это следует за режимом" },
  taken: { en: "taken from here, whatever the regime", ru: "берётся отсюда при любом режиме" },
  found: { en: "the regime is read here", ru: "здесь читается режим" },
  unclear: {
    en: "{group}: the bot has a market regime, and nothing was found that makes them follow it",
    ru: "{group}: режим рынка у бота есть, но не найдено ничего, что меняло бы их вместе с ним",
  },
  holds: { en: "{group}: `{code}` is chosen by the regime here; other places of the group are not claimed by this", ru: "{group}: здесь `{code}` выбирается по режиму; о других местах этой группы ничего не утверждается" },
});

export const groupNotUpdated = defineCheck({
  name: "regime/group-not-updated",
  claim: "Trailing, TP/SL and size parameters that are declared for each regime follow it.",
  impact: "position",
  about: "group",
  code: {
    requires: { regimes, declaredGroups, fixedParameters, regimeFree, measurable, places },
    look({ regimes, declaredGroups, fixedParameters, regimeFree, measurable, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      let told = 0;
      const all = Object.keys(GROUPS) as ParameterGroup[];
      const follow = new Map(all.flatMap((group) => {
        const node = regimes.follows(group);
        return node ? [[group, node]] : [];
      }));
      const [followed] = follow.values();
      for (const group of all) {
        const node = follow.get(group);
        const declared = declaredGroups.find((one) => one.group === group);
        const fixed = fixedParameters.of.get(group);
        const free = regimeFree.get(group);
        const [seen] = measurable.where.get(SEEN_BY[group]) ?? [];
        const shown = regimes.shows(group);
        if (shown || (!node && (declared || fixed || free || seen))) told++;
        if (node && !shown) continue;
        if (shown) {
          const says = worded((values) => say("holds", values), { group: GROUPS[group], code: places.snippet(shown, 60) });
          see.holds({ kind: "group", id: group }, says, [{ at: places.at(shown), note: says }]);
        } else if (declared) {
          const says = worded((values) => say("broken", values), { group: GROUPS[group], name: declared.name });
          see.broken({ kind: "group", id: group }, says, [{ at: declared.at, note: says }], { fix: say("fix"), group });
        } else if (fixed && (followed ?? fixedParameters.decidedBy)) {
          const by = (followed ?? fixedParameters.decidedBy)!;
          const values = { group: GROUPS[group], others: listed([...follow.keys()].map((one) => GROUPS[one])), code: places.snippet(fixed.code, 70), parameter: places.snippet(fixed.parameter, 40) };
          const taken = fixed.taken ? [{ at: places.at(fixed.taken), note: say("taken") }] : [];
          const says = worded((one) => say(followed ? "fixed" : "none", one), values);
          see.broken({ kind: "group", id: group }, says, [{ at: places.at(fixed.code), note: says }, ...taken, { at: places.at(by), note: say(followed ? "follows" : "found") }], { fix: say("fix"), group: "fixed", impact: "hygiene" });
        } else if (free) {
          see.broken({ kind: "group", id: group }, worded((one) => say("free", one), { group: GROUPS[group], parameters: named(free, places) }), madeOf(free, places), { fix: say("fix"), group: "free", impact: "hygiene" });
        } else if (seen) {
          const says = worded((values) => say("unclear", values), { group: GROUPS[group] });
          see.unclear({ kind: "group", id: group }, says, [{ at: onLine(places.at(seen.node)), note: says }]);
        }
      }
      if (told === 0) see.notApplicable(nothingOfTheKind);
    },
  },
});

const MOST = 6;
const MOST_NAMED = 3;

/** Where the group is worked out, and the regime that nobody asks there. */
function madeOf({ made, regime }: RegimeFree, places: Places): [Evidence, ...Evidence[]] {
  const [first, ...more] = byLine(made, places).slice(0, MOST).map((one) => ({ at: onLine(places.at(one)), note: say("made") }));
  return [first!, ...more, { at: places.at(regime), note: say("found") }];
}

const named = ({ made }: RegimeFree, places: Places): string => [...new Set(made.map((one) => `\`${places.snippet(one, 50)}\``))].slice(0, MOST_NAMED).join(", ");

function byLine<T extends Node>(nodes: readonly T[], places: Places): T[] {
  const found = new Map<string, T>();
  for (const one of nodes) {
    const at = places.at(one);
    const key = at.in === "code" ? `${at.file}:${at.line}` : "";
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}

const listed = (texts: readonly Text[]): Text => ({ en: texts.map((one) => one.en).join(", "), ru: texts.map((one) => one.ru).join(", ") });

/** What shows that the bot has such parameters at all: a trailing stop, exits, orders. */
const SEEN_BY: Readonly<Record<ParameterGroup, MetricKind>> = { trailing: "trail-distance", levels: "exit-slippage", size: "slippage" };
