import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import type { ParameterGroup } from "../../../knowledge/regime-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import type { Anchor } from "../../../sdk/evidence.ts";
import type { ClassifiedFile } from "../../../settings/setting.ts";
import { settings as settingsFact } from "../../roots.ts";
import { snake } from "../guard-kinds.ts";
import { index, type Index } from "../module-index.ts";
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
    const loads = loadedBy(index, regimes.isLive, settings.files);
    for (const { path, at, template, key } of settings.settings) {
      const below = path.findIndex((one) => /regime/i.test(one));
      if (below < 0 || below === path.length - 1 || template || !loads(at.file)) continue;
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

/** More files than this beside each other are variants, of which the bot loads some. */
const MOST_BESIDE = 5;

/** Running code says the name of the file, or of the directory that it lies in with few others: one of a hundred variants is nobody's setting. */
function loadedBy(index: Index, isLive: (root: FunctionNode) => boolean, files: readonly ClassifiedFile[]): (file: string) => boolean {
  const words = new Set<string>();
  for (const one of index.modules.values()) {
    if (!isLive(one.module.root)) continue;
    for (const node of one.byKind.get("string") ?? []) if (node.kind === "string") for (const word of node.value.split(/[\\/]/)) words.add(word);
  }
  return (file) => {
    const [name, folder] = file.split("/").reverse();
    const beside = file.slice(0, file.length - name!.length);
    return words.has(name!) || (folder !== undefined && words.has(folder) && files.filter((one) => one.path.startsWith(beside)).length <= MOST_BESIDE);
  };
}
