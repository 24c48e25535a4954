import { callGraph, type CallGraph } from "../../../facts/code/call-graph.ts";
import { places } from "../../../facts/code/places.ts";
import type { Landing } from "../../../facts/code/regimes/landings.ts";
import { regimes, type Regimes } from "../../../facts/code/regimes/regimes.ts";
import { nameOf } from "../../../facts/code/metrics/price-roles.ts";
import type { Node } from "../../../ir/nodes.ts";
import { OPENS_POSITION } from "../../../knowledge/regime-words.ts";
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
  maturity: "draft",
  about: "field",
  code: {
    requires: { regimes, callGraph, places },
    look({ regimes, callGraph, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      const kept = fieldsOfPositions(regimes);
      if (regimes.changes.length === 0 || kept.size === 0) return see.notApplicable(nothingOfTheKind);
      const frozen = [...kept].filter(([field, all]) => isFrozen(field, all, regimes, callGraph));
      for (const [field, all] of kept) {
        if (frozen.some(([other]) => other === field)) continue;
        see.holds({ kind: "field", id: field }, say("holds", { field }), [{ at: places.at(all[0]!.statement), note: say("holds", { field }) }]);
      }
      if (frozen.length === 0) return;
      const landings = frozen.flatMap(([, all]) => all);
      const values = { fields: frozen.map(([field]) => `\`${field}\``).sort().join(", ") };
      const handed = landings.flatMap((one) => handedIn(one, regimes, callGraph)).slice(0, 1);
      const set = landings.slice(0, 6).map((one) => ({ at: places.at(one.statement), note: say("set", { code: places.snippet(one.statement, 60) }) }));
      const evidence = [...handed.map((call) => ({ at: places.at(call), note: say("handed", { code: places.snippet(call, 70) }) })), ...set, ...changedAt(regimes, places)];
      see.broken({ kind: "field", id: frozen.map(([field]) => field).sort().join(" ") }, say("broken", values), [evidence[0]!, ...evidence.slice(1)], { fix: say("fix"), group: "open positions" });
    },
  },
});

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

function opens({ fn, statement }: Landing, graph: CallGraph): boolean {
  if (statement.kind === "call") return true;
  if (/(^|_)(open|enter)(_|$)/.test(nameIn(fn.name))) return true;
  const callers = graph.callersOf(fn);
  return callers.length > 0 ? callers.every(({ caller }) => OPENS_POSITION.test(nameIn(caller.name))) : OPENS_POSITION.test(nameIn(fn.name));
}

const nameIn = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();

/** Calls that hand a parameter of the regime to the function that keeps it. */
const handedIn = ({ fn }: Landing, { isChosen, isLive }: Regimes, graph: CallGraph): Node[] =>
  graph.callersOf(fn).filter(({ call, caller }) => isLive(caller) && call.args.some((one) => isChosen(one.value))).map(({ call }) => call);
