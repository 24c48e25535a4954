import { places } from "../../../facts/code/places.ts";
import { declaredGroups } from "../../../facts/code/regimes/declared-groups.ts";
import { regimes } from "../../../facts/code/regimes/regimes.ts";
import { measurable } from "../../../facts/code/metrics/measurable.ts";
import type { MetricKind } from "../../../knowledge/metric-words.ts";
import type { ParameterGroup } from "../../../knowledge/regime-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { GROUPS, hasRegime, noRegime, nothingOfTheKind, onLine, worded } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "{group} are declared for each regime (`{name}`), and no code reads them by the regime: they stay the same in all of them",
    ru: "{group} объявлены для каждого режима (`{name}`), но код не читает их по режиму: они одинаковы во всех режимах",
  },
  fix: { en: "read them through the current regime where they are used", ru: "читать их через текущий режим там, где они используются" },
  unclear: {
    en: "{group}: the bot has a market regime, and nothing was found that makes them follow it",
    ru: "{group}: режим рынка у бота есть, но не найдено ничего, что меняло бы их вместе с ним",
  },
  holds: { en: "{group} are read through the regime: `{code}`", ru: "{group} читаются через режим: `{code}`" },
});

export const groupNotUpdated = defineCheck({
  name: "regime/group-not-updated",
  claim: "Trailing, TP/SL and size parameters that are declared for each regime follow it.",
  impact: "position",
  about: "group",
  code: {
    requires: { regimes, declaredGroups, measurable, places },
    look({ regimes, declaredGroups, measurable, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      let told = 0;
      for (const group of Object.keys(GROUPS) as ParameterGroup[]) {
        const read = regimes.following.find((one) => one.groups.includes(group));
        const landed = regimes.landings.find((one) => one.live && one.groups.includes(group));
        const declared = declaredGroups.find((one) => one.group === group);
        const node = read?.node ?? landed?.value;
        const [seen] = measurable.where.get(SEEN_BY[group]) ?? [];
        if (node) {
          told++;
          const says = worded((values) => say("holds", values), { group: GROUPS[group], code: places.snippet(node, 60) });
          see.holds({ kind: "group", id: group }, says, [{ at: places.at(node), note: says }]);
        } else if (declared) {
          told++;
          const says = worded((values) => say("broken", values), { group: GROUPS[group], name: declared.name });
          see.broken({ kind: "group", id: group }, says, [{ at: declared.at, note: says }], { fix: say("fix"), group });
        } else if (seen) {
          told++;
          const says = worded((values) => say("unclear", values), { group: GROUPS[group] });
          see.unclear({ kind: "group", id: group }, says, [{ at: onLine(places.at(seen.node)), note: says }]);
        }
      }
      if (told === 0) see.notApplicable(nothingOfTheKind);
    },
  },
});

/** What shows that the bot has such parameters at all: a trailing stop, exits, orders. */
const SEEN_BY: Readonly<Record<ParameterGroup, MetricKind>> = { trailing: "trail-distance", levels: "exit-slippage", size: "slippage" };
