import { ignoredRegimes } from "../../../facts/code/regimes/ignored-regimes.ts";
import { places } from "../../../facts/code/places.ts";
import { regimes } from "../../../facts/code/regimes/regimes.ts";
import type { UnreadField } from "../../../facts/code/regimes/unread-fields.ts";
import type { ClassNode } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { GROUPS, hasRegime, noRegime, nothingOfTheKind, onLine, worded } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "`{name}` holds the parameters of the regime and nobody reads it, a log line at most: the regime does not change what they are for",
    ru: "`{name}` содержит параметры режима, но их никто не читает, разве что строка лога: то, для чего они нужны, от режима не зависит",
  },
  unread: {
    en: "{fields} of `{owner}`: the regime chooses the value and no code reads it, so the regime does not change what it is for",
    ru: "{fields} в `{owner}`: значение выбирается по режиму, но никто его не читает, и то, для чего оно нужно, от режима не зависит",
  },
  ignored: {
    en: "`{fn}` is handed `{name}` and reads it nowhere: its {groups} are the same in every regime",
    ru: "`{fn}` получает `{name}` и нигде его не читает: {groups} в любом режиме одни и те же",
  },
  omitted: {
    en: "`{fn}` chooses its {groups} by `{name}`, and no caller hands one over: it takes {instead} each time, whatever the regime is",
    ru: "`{fn}` выбирает {groups} по `{name}`, но его никто не передаёт: каждый раз берётся {instead}, каким бы ни был режим",
  },
  left: { en: "called without it here: `{code}`", ru: "здесь вызывается без него: `{code}`" },
  fixOmitted: { en: "hand over the regime of this moment, and make the parameter mandatory", ru: "передавать текущий режим и сделать параметр обязательным" },
  handed: { en: "the regime is handed over here: `{code}`", ru: "режим передаётся здесь: `{code}`" },
  kept: { en: "`{code}`: kept here, read nowhere", ru: "`{code}`: сохраняется здесь, не читается нигде" },
  fix: { en: "use the parameters, or drop the regime", ru: "использовать параметры или убрать режим" },
  holds: { en: "`{code}`: a parameter of the regime is used here", ru: "`{code}`: здесь параметр режима используется" },
});

export const parametersFetchedAndUnused = defineCheck({
  name: "regime/parameters-fetched-and-unused",
  claim: "The parameters that the regime chooses are used.",
  impact: "position",
  about: "parameter",
  code: {
    requires: { regimes, ignoredRegimes, places },
    look({ regimes, ignoredRegimes, places }, see) {
      for (const { fn, parameter, groups, call, instead } of ignoredRegimes) {
        const said = (language: "en" | "ru"): string => groups.map((one) => GROUPS[one][language]).join(", ");
        const words = { fn: fn.qualname, name: parameter.name, groups: { en: said("en"), ru: said("ru") }, instead: instead ? `\`${places.snippet(instead, 30)}\`` : "" };
        const says = worded((values) => say(instead ? "omitted" : "ignored", values), words);
        see.broken(places.subject("parameter", fn, `ignored ${parameter.name}`), says, [{ at: onLine(places.at(fn)), note: says }, { at: places.at(call), note: say(instead ? "left" : "handed", { code: places.snippet(call, 60) }) }], { fix: say(instead ? "fixOmitted" : "fix"), group: fn.qualname, impact: "hygiene" });
      }
      if (!hasRegime(regimes)) return ignoredRegimes.length === 0 ? see.notApplicable(noRegime) : undefined;
      const owners = new Map<ClassNode, UnreadField[]>();
      for (const one of regimes.unread) owners.set(one.owner, [...(owners.get(one.owner) ?? []), one]);
      for (const [owner, all] of owners) {
        const fields = [...new Set(all.map((one) => `\`${one.name}\``))].sort().join(", ");
        const [first, ...rest] = all.map((one) => ({ at: places.at(one.node), note: say("kept", { code: places.snippet(one.node, 60) }) }));
        see.broken(places.subject("parameter", all[0]!.node, owner.name), say("unread", { fields, owner: owner.name }), [first!, ...rest.slice(0, 4)], { fix: say("fix"), group: owner.name });
      }
      for (const { node, name } of regimes.unused) {
        see.broken(places.subject("parameter", node, name), say("broken", { name }), [{ at: places.at(node), note: say("broken", { name }) }], { fix: say("fix"), group: name });
      }
      if (owners.size + regimes.unused.length + ignoredRegimes.length > 0) return;
      const used = regimes.shows(null);
      if (!used) return see.notApplicable(nothingOfTheKind);
      see.holds(places.subject("parameter", used), say("holds", { code: places.snippet(used, 60) }), [{ at: places.at(used), note: say("holds", { code: places.snippet(used, 60) }) }]);
    },
  },
});
