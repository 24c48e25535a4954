import { callGraph, type CallGraph } from "../../../facts/code/call-graph.ts";
import { index, type Index } from "../../../facts/code/module-index.ts";
import { places } from "../../../facts/code/places.ts";
import type { Landing } from "../../../facts/code/regimes/landings.ts";
import { regimes, type Regimes } from "../../../facts/code/regimes/regimes.ts";
import { nameOf } from "../../../facts/code/metrics/price-roles.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { OPENS_POSITION, POSITION_CLASS } from "../../../knowledge/regime-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { changedAt, hasRegime, noRegime, nothingOfTheKind } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "{fields} of a position are set from the regime when it opens and never again: a position that was opened in one regime is managed by its parameters in the next",
    ru: "{fields} позиции задаются по режиму при открытии и больше никогда: открытая в одном режиме позиция ведётся по его параметрам и в следующем",
  },
  set: { en: "`{code}`: set at the opening", ru: "`{code}`: задаётся при открытии" },
  handed: { en: "`{code}`: the regime's parameters are handed in here", ru: "`{code}`: сюда передаются параметры режима" },
  fix: { en: "set them again for open positions where the regime changes (a stop may only be tightened)", ru: "при смене режима задавать их заново для открытых позиций (стоп — только подтягивать)" },
  holds: { en: "`{field}` of open positions is set again after the opening", ru: "`{field}` открытых позиций задаётся и после открытия" },
});

export const openPositionsKeepOldParameters = defineCheck({
  name: "regime/open-positions-keep-old-parameters",
  claim: "Open positions take over the trailing and TP/SL parameters of a new regime.",
  impact: "position",
  about: "field",
  code: {
    requires: { regimes, callGraph, index, places },
    look({ regimes, callGraph, index, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      const kept = fieldsOfPositions(regimes);
      if (kept.size === 0) return see.notApplicable(nothingOfTheKind);
      const frozen = [...kept].filter(([field, all]) => isFrozen(field, all, regimes, callGraph) && !isMoved(field, all, index, regimes));
      for (const [field, all] of kept) {
        if (frozen.some(([other]) => other === field)) continue;
        see.holds({ kind: "field", id: field }, say("holds", { field }), [{ at: places.at(all[0]!.statement), note: say("holds", { field }) }]);
      }
      const byOpening = new Map<FunctionNode, Landing[]>();
      for (const one of frozen.flatMap(([, all]) => all)) byOpening.set(one.fn, [...(byOpening.get(one.fn) ?? []), one]);
      for (const landings of byOpening.values()) {
        const names = [...new Set(landings.map((one) => one.field))].sort();
        const handed = landings.flatMap((one) => handedIn(one, regimes, callGraph)).slice(0, 1);
        const set = landings.slice(0, 6).map((one) => ({ at: places.at(one.statement.kind === "dict" ? one.node : one.statement), note: say("set", { code: places.snippet(one.node, 60) }) }));
        const evidence = [...handed.map((call) => ({ at: places.at(call), note: say("handed", { code: places.snippet(call, 70) }) })), ...set, ...changedAt(regimes, places)];
        see.broken({ kind: "field", id: names.join(" ") }, say("broken", { fields: names.map((one) => `\`${one}\``).join(", ") }), [evidence[0]!, ...evidence.slice(1)], {
          fix: say("fix"), group: "open positions", impact: isKnownToChange(regimes) ? "position" : "blind",
        });
      }
    },
  },
});

/** Where the regime is only asked for at the opening, there is no change of it that could have been missed. */
const isKnownToChange = ({ stores, changes }: Regimes): boolean =>
  changes.some((one) => !stores.some(({ owner, stores: all }) => owner !== null && POSITION_CLASS.test(owner.name) && all.includes(one)));

function fieldsOfPositions({ landings }: Regimes): Map<string, Landing[]> {
  const kept = new Map<string, Landing[]>();
  for (const one of landings) {
    if (!one.live || one.kind !== "position" || !(one.groups.includes("trailing") || one.groups.includes("levels"))) continue;
    kept.set(one.field, [...(kept.get(one.field) ?? []), one]);
  }
  return kept;
}

/** Every store of the field stands where positions are opened, and none runs when the regime changes. A dead reload is a finding of its own. */
function isFrozen(field: string, all: readonly Landing[], { afterChange, deadReloads }: Regimes, graph: CallGraph): boolean {
  if (deadReloads.some(({ store }) => nameOf(store.target) === field)) return false;
  return all.every((one) => !afterChange.has(one.fn) && opens(one, graph));
}

/** A trailing stop, break-even: what another store moves is not what it was at the opening. */
const isMoved = (field: string, all: readonly Landing[], index: Index, { isLive }: Regimes): boolean =>
  [...index.modules.values()].some((module) => module.stores.some(({ target, statement, fn }) =>
    !all.some((one) => one.statement === statement) && fn.name !== "__init__" && isLive(fn) && fieldOf(target) === field && !/(^|_)(open|enter|entry)(_|$)/.test(nameIn(fn.name))));

const fieldOf = (target: Expr): string => (target.kind === "subscript" ? (target.index.kind === "string" ? target.index.value : "") : nameOf(target));

function opens({ fn, statement }: Landing, graph: CallGraph): boolean {
  if (statement.kind === "call" || statement.kind === "dict") return true;
  if (/(^|_)(open|enter)(_|$)/.test(nameIn(fn.name))) return true;
  const callers = graph.callersOf(fn);
  return callers.length > 0 ? callers.every(({ caller }) => OPENS_POSITION.test(nameIn(caller.name))) : OPENS_POSITION.test(nameIn(fn.name));
}

const nameIn = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** Calls that hand a parameter of the regime to the function that keeps it. */
const handedIn = ({ fn }: Landing, { isChosen, isLive }: Regimes, graph: CallGraph): Node[] =>
  graph.callersOf(fn).filter(({ call, caller }) => isLive(caller) && call.args.some((one) => isChosen(one.value))).map(({ call }) => call);
