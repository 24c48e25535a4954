import type { Places } from "../../../facts/code/places.ts";
import { nameOf } from "../../../facts/code/metrics/price-roles.ts";
import type { CopiedSetting } from "../../../facts/code/regimes/copied-settings.ts";
import type { ClassNode } from "../../../ir/nodes.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { See } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { onLine } from "../regime-texts.ts";

const say = catalogue({
  copied: {
    en: "`{code}` changes the setting while the bot runs, but `{owner}` took {fields} from it when it was made and reads its own copy: the change never reaches its orders",
    ru: "`{code}` меняет настройку на ходу, но `{owner}` скопировал {fields} при создании и читает свою копию: до его ордеров изменение не доходит",
  },
  copy: { en: "`{code}`: copied here", ru: "`{code}`: скопировано здесь" },
  copyUsed: { en: "`{code}`: the copy decides here", ru: "`{code}`: здесь решает копия" },
  fixCopied: { en: "read the setting where it is used, or set the copy where the setting is changed", ru: "читать настройку там, где она нужна, или при её изменении обновлять и копию" },
});

const MOST = 6;

/** Settings that the running bot changes and that somebody copied: one finding for each class that trades by its copies. */
export function tellCopied(settings: readonly CopiedSetting[], places: Places, see: See<"parameter">): void {
  const byOwner = new Map<ClassNode, CopiedSetting[]>();
  for (const one of settings) appendTo(byOwner, one.owner, one);
  for (const [owner, all] of byOwner) tellOf(owner, all, places, see);
}

function tellOf(owner: ClassNode, all: readonly CopiedSetting[], places: Places, see: See<"parameter">): void {
  const { change, use } = all[0]!;
  const says = say("copied", { code: places.snippet(change.statement, 70), owner: owner.name, fields: [...new Set(all.map(({ copy }) => `\`${nameOf(copy.target)}\``))].slice(0, MOST).join(", ") });
  const copies = all.slice(0, MOST).map(({ copy }) => ({ at: onLine(places.at(copy.statement)), note: say("copy", { code: places.snippet(copy.statement, 60) }) }));
  see.broken(places.subject("parameter", change.statement, owner.name), says, [{ at: places.at(change.statement), note: says }, ...copies, { at: onLine(places.at(use)), note: say("copyUsed", { code: places.snippet(use.parent!, 60) }) }], { fix: say("fixCopied"), group: owner.name });
}
