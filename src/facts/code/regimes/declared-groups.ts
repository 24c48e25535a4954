import type { Node } from "../../../ir/nodes.ts";
import type { ParameterGroup } from "../../../knowledge/regime-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import type { Anchor } from "../../../sdk/evidence.ts";
import { settings as settingsFact } from "../../roots.ts";
import { snake } from "../guard-kinds.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { regimes } from "./regimes.ts";
import { groupsOf } from "./regime-flow.ts";

/** A parameter that is declared for each regime. */
export interface DeclaredParameter {
  readonly group: ParameterGroup;
  readonly name: string;
  readonly at: Anchor;
}

/** Parameters by regime: settings below a regime's name, fields of a class of profiles. */
export const declaredGroups = codeFact({
  name: "declared-groups",
  doc: "Which trailing, TP/SL and size parameters the bot declares for each regime.",
  requires: { settings: settingsFact, index, places, regimes },
  derive({ settings, index, places, regimes }): readonly DeclaredParameter[] {
    const found: DeclaredParameter[] = [];
    for (const { path, at, template, key } of settings.settings) {
      const below = path.findIndex((one) => /regime/i.test(one));
      if (below < 0 || below === path.length - 1 || template) continue;
      for (const group of groupsOf(path.slice(below + 1).map(snake).join(" "))) found.push({ group, name: key, at: { in: "code", ...at } });
    }
    for (const one of index.classes) {
      if (!/regime\w*(profile|param|config|setting)/i.test(one.name) || !regimes.isLive(index.moduleOf(one).root)) continue;
      for (const field of one.body) {
        const target: Node | null = field.kind === "declare" ? field.target : field.kind === "assign" ? field.targets[0]! : null;
        if (target?.kind !== "name") continue;
        for (const group of groupsOf(snake(target.id))) found.push({ group, name: `${one.name}.${target.id}`, at: places.at(field) });
      }
    }
    return found;
  },
});
