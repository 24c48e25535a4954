import { callGraph, type CallGraph } from "../../../facts/code/call-graph.ts";
import { copiedSettings } from "../../../facts/code/regimes/copied-settings.ts";
import { index, type Index } from "../../../facts/code/module-index.ts";
import { places } from "../../../facts/code/places.ts";
import type { Landing } from "../../../facts/code/regimes/landings.ts";
import { isConstructor, regimes, type Regimes } from "../../../facts/code/regimes/regimes.ts";
import { nameOf } from "../../../facts/code/metrics/price-roles.ts";
import { POSITION_CLASS } from "../../../knowledge/regime-words.ts";
import type { ClassNode, FunctionNode } from "../../../ir/nodes.ts";
import { appendTo } from "../../../sdk/append.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { changedAt, hasRegime, noRegime, nothingOfTheKind, onLine } from "../regime-texts.ts";
import { tellCopied } from "./copied.ts";

const say = catalogue({
  broken: {
    en: "`{code}` takes a parameter of the regime at construction, and nothing sets it again: after the first change the bot trades with the parameters of a regime that is over",
    ru: "`{code}` берёт параметр режима при создании объекта, и больше его никто не задаёт: после первой смены бот торгует по параметрам прошедшего режима",
  },
  made: {
    en: "Each `{owner}` is made with the parameters of the regime of that moment ({fields}), and nothing sets them again: what was opened in one regime is managed by its parameters in the next",
    ru: "Каждый `{owner}` создаётся с параметрами режима на тот момент ({fields}), и больше их никто не задаёт: открытое в одном режиме ведётся по его параметрам и в следующем",
  },
  kept: { en: "`{code}`: kept from here on", ru: "`{code}`: с этого места не меняется" },
  once: {
    en: "`{code}` finds the regime at construction, and `{name}` is never set again: the bot trades in the regime of its start until it is restarted",
    ru: "`{code}` определяет режим при создании объекта, и `{name}` больше не меняется: до перезапуска бот торгует в режиме, который был на старте",
  },
  fixOnce: { en: "find the regime at each evaluation", ru: "определять режим при каждой оценке" },
  fixMade: {
    en: "set them again for the objects that are open where the regime changes (a stop may only be tightened), or read them from the regime at each use",
    ru: "при смене режима задавать их заново для открытых объектов (стоп — только подтягивать) или читать из режима при каждом использовании",
  },
  fix: { en: "read it from the regime at each use, or set it where the regime changes", ru: "читать его из режима при каждом использовании или задавать при смене режима" },
  holds: { en: "`{code}`: a parameter of the regime that is set outside of constructors", ru: "`{code}`: параметр режима задаётся вне конструкторов" },
});

export const parametersCachedAtConstruction = defineCheck({
  name: "regime/parameters-cached-at-construction",
  claim: "Parameters of the regime are not frozen when an object is made.",
  impact: "position",
  about: "parameter",
  code: {
    requires: { regimes, copiedSettings, index, callGraph, places },
    look({ regimes, copiedSettings, index, callGraph, places }, see) {
      tellCopied(copiedSettings, places, see);
      if (!hasRegime(regimes)) return copiedSettings.length > 0 ? undefined : see.notApplicable(noRegime);
      let told = copiedSettings.length;
      const frozen = new Map<ClassNode, Landing[]>();
      for (const one of regimes.landings) {
        if (!one.live || one.kind !== "own" || one.groups.length === 0) continue;
        if (isConstructor(one.fn)) {
          const owner = regimes.mayChange ? longLived(one, callGraph) : null;
          if (owner && !isSetAgain(one, index, regimes)) appendTo(frozen, owner, one);
          continue;
        }
        // A sum or a counter that something of the regime goes into is no parameter.
        if (one.statement.kind === "augmented") continue;
        told++;
        const holds = say("holds", { code: places.snippet(one.statement, 70) });
        see.holds(places.subject("parameter", one.statement), holds, [{ at: places.at(one.statement), note: holds }]);
      }
      for (const [owner, all] of frozen) {
        told++;
        const [first] = all;
        const made = callGraph.callersOf(first!.fn).find(({ caller }) => !isConstructor(caller) && isForOne(caller));
        const [head, ...rest] = all.slice(0, MOST_FIELDS).map((one) => ({ at: onLine(places.at(one.statement)), note: say("kept", { code: places.snippet(one.statement, 60) }) }));
        if (made) {
          const says = say("made", { owner: owner.name, fields: fieldsOf(all) });
          see.broken(places.subject("parameter", made.call, owner.name), says, [{ at: onLine(places.at(made.call)), note: says }, head!, ...rest, ...changedAt(regimes, places)], { fix: say("fixMade"), group: owner.name });
        } else {
          const says = say("broken", { code: places.snippet(first!.statement, 70) });
          see.broken(places.subject("parameter", first!.statement), says, [{ at: places.at(first!.statement), note: says }, ...rest, ...changedAt(regimes, places)], { fix: say("fix"), group: first!.field });
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

/** More lines of one object than this tell nothing new. */
const MOST_FIELDS = 6;

const fieldsOf = (all: readonly Landing[]): string => [...new Set(all.map((one) => `\`${one.field}\``))].slice(0, MOST_FIELDS).join(", ");

/** The class, where its objects outlive the moment: made where the bot is put together, or for each symbol, and no record of a trade. */
function longLived({ fn }: Landing, graph: CallGraph): ClassNode | null {
  const owner = fn.parent?.parent;
  if (owner?.kind !== "class" || POSITION_CLASS.test(owner.name)) return null;
  return graph.callersOf(fn).every(({ caller }) => isConstructor(caller) || /^_*(main|run|start|setup|build|init|create|bootstrap|make|from)/.test(caller.name)) ? owner : null;
}

/** Called for one symbol or position at a time. */
const isForOne = ({ params }: FunctionNode): boolean => params.some(({ name }) => /^(symbol|pair|coin|ticker|instrument|inst_id|position|trade|entry_price)$/.test(name));

/** By any other live store of that name: setters from outside count. A dead reload is a finding of its own. */
const isSetAgain = ({ field, statement }: Landing, index: Index, { isLive, deadReloads }: Regimes): boolean =>
  [...index.modules.values()].some((module) => module.stores.some((one) =>
    one.statement !== statement && !isConstructor(one.fn) && (isLive(one.fn) || deadReloads.some(({ fn }) => fn === one.fn)) && nameOf(one.target.kind === "attribute" ? one.target : one.target.object) === field));
