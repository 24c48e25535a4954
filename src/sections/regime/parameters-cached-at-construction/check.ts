import { callGraph, type CallGraph } from "../../../facts/code/call-graph.ts";
import { index, type Index } from "../../../facts/code/module-index.ts";
import { places } from "../../../facts/code/places.ts";
import type { Landing } from "../../../facts/code/regimes/landings.ts";
import { isConstructor, regimes, type Regimes } from "../../../facts/code/regimes/regimes.ts";
import { nameOf } from "../../../facts/code/metrics/price-roles.ts";
import { POSITION_CLASS } from "../../../knowledge/regime-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { changedAt, hasRegime, noRegime, nothingOfTheKind } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "`{code}` takes a parameter of the regime at construction, and nothing sets it again: after the first change the bot trades with the parameters of a regime that is over",
    ru: "`{code}` берёт параметр режима при создании объекта, и больше его никто не задаёт: после первой смены бот торгует по параметрам прошедшего режима",
  },
  once: {
    en: "`{code}` finds the regime at construction, and `{name}` is never set again: the bot trades in the regime of its start until it is restarted",
    ru: "`{code}` определяет режим при создании объекта, и `{name}` больше не меняется: до перезапуска бот торгует в режиме, который был на старте",
  },
  fixOnce: { en: "find the regime at each evaluation", ru: "определять режим при каждой оценке" },
  fix: { en: "read it from the regime at each use, or set it where the regime changes", ru: "читать его из режима при каждом использовании или задавать при смене режима" },
  holds: { en: "`{code}`: a parameter of the regime that is set outside of constructors", ru: "`{code}`: параметр режима задаётся вне конструкторов" },
});

export const parametersCachedAtConstruction = defineCheck({
  name: "regime/parameters-cached-at-construction",
  claim: "Parameters of the regime are not frozen when an object is made.",
  impact: "position",
  about: "parameter",
  code: {
    requires: { regimes, index, callGraph, places },
    look({ regimes, index, callGraph, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      let told = 0;
      for (const one of regimes.landings) {
        if (!one.live || one.kind !== "own" || one.groups.length === 0) continue;
        const values = { code: places.snippet(one.statement, 70) };
        const subject = places.subject("parameter", one.statement);
        const evidence = { at: places.at(one.statement), note: isConstructor(one.fn) ? say("broken", values) : say("holds", values) };
        if (!isConstructor(one.fn)) {
          told++;
          see.holds(subject, say("holds", values), [evidence]);
        } else if (regimes.mayChange && isLongLived(one, callGraph) && !isSetAgain(one, index, regimes)) {
          told++;
          see.broken(subject, say("broken", values), [evidence, ...changedAt(regimes, places)], { fix: say("fix"), group: one.field });
        }
      }
      for (const { name, node } of regimes.foundOnce) {
        told++;
        const says = say("once", { code: places.snippet(node, 70), name });
        see.broken(places.subject("parameter", node), says, [{ at: places.at(node), note: says }], { fix: say("fixOnce"), group: name });
      }
      if (told === 0) see.notApplicable(nothingOfTheKind);
    },
  },
});

/** Made where the bot is put together, not for each trade. */
function isLongLived({ fn }: Landing, graph: CallGraph): boolean {
  const owner = fn.parent?.parent;
  if (owner?.kind !== "class" || POSITION_CLASS.test(owner.name)) return false;
  return graph.callersOf(fn).every(({ caller }) => isConstructor(caller) || /^_*(main|run|start|setup|build|init|create|bootstrap|make|from)/.test(caller.name));
}

/** By any other live store of that name: setters from outside count. A dead reload is a finding of its own. */
const isSetAgain = ({ field, statement }: Landing, index: Index, { isLive, deadReloads }: Regimes): boolean =>
  [...index.modules.values()].some((module) => module.stores.some((one) =>
    one.statement !== statement && !isConstructor(one.fn) && (isLive(one.fn) || deadReloads.some(({ fn }) => fn === one.fn)) && nameOf(one.target.kind === "attribute" ? one.target : one.target.object) === field));
