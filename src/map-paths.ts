import type { Index } from "./facts/code/module-index.ts";
import { tellingGuards } from "./facts/code/telling-guards.ts";
import type { OpenWays, Way } from "./facts/code/open-ways.ts";
import type { TriggeredExit } from "./facts/code/exit-triggers.ts";
import type { Tasks } from "./facts/code/tasks.ts";
import type { Guard, PathStep } from "./facts/code/trade-steps.ts";
import type { Places } from "./facts/code/places.ts";
import type { Call, FunctionNode, Node } from "./ir/nodes.ts";
import type { GuardKind } from "./knowledge/guard-words.ts";
import type { MapExit, MapPath, MapPlace, MapStart } from "./sdk/audit-result.ts";
import { catalogue, verbatim, type Text } from "./sdk/text.ts";

const say = catalogue({
  "expected-value": { en: "expected value", ru: "EV" },
  gap: { en: "gap", ru: "gap" },
  breaker: { en: "circuit breaker", ru: "circuit breaker" },
  correlation: { en: "correlation", ru: "корреляция" },
  "position-limit": { en: "position limit", ru: "лимит позиций" },
  "daily-loss": { en: "loss limit", ru: "лимит убытка" },
  signal: { en: "signal", ru: "сигнал" },
  quoting: { en: "quotes or grid", ru: "котировки или сетка" },
  person: { en: "a person's command", ru: "команда человека" },
  probe: { en: "a probe at start", ru: "проба при запуске" },
  byPerson: { en: "a person's command gets here", ru: "сюда ведёт команда человека" },
  byMain: { en: "the program starts here", ru: "с этого начинается программа" },
  byLibrary: { en: "a library calls it", ru: "её вызывает библиотека" },
  startedBy: { en: "started by {by}", ru: "запускается через {by}" },
  when: { en: "when {test}", ru: "когда {test}" },
  unless: { en: "unless {test}", ru: "если не {test}" },
  resent: { en: "an unfilled order is replaced", ru: "замена неисполненного ордера" },
  unborn: { en: "no signal recognised", ru: "сигнал не распознан" },
});

/** The four filters of section 7, and the two limits of section 11: what should stand on each way. */
const ORDER: readonly Exclude<GuardKind, "throttle">[] = ["expected-value", "gap", "breaker", "correlation", "position-limit", "daily-loss"];

const SIZING = /(^|_)(size|sizing|qty|quantity|amount|lots?|contracts|notional|volume)(_|$)/i;

/** The ways from where decisions are made to the opening orders. */
export function pathsOf(openWays: OpenWays, index: Index, tasks: Tasks, places: Places): MapPath[] {
  // The shortest way may pass a filter that another way from the same place avoids.
  const avoided = new Map(ORDER.map((kind) => [kind, new Set(openWays.without(kind).map((way) => way.steps[way.born]!.at))]));
  return openWays.without(null).map((way) => {
    const steps = way.steps.slice(way.born);
    const first = steps[0]!;
    const filters = way.kind === "signal" || way.kind === "unborn" ? ORDER.map((kind) => filterOn(avoided.get(kind)!.has(first.at) ? undefined : tellingGuards([way], kind)[0], kind, places)) : [];
    const sizing = sizingOn(way, index);
    return {
      kind: say(way.kind),
      source: { what: named(first.from, first.at, places), at: places.at(first.at) },
      ...startOf(way, tasks, places),
      steps: stepsOf(steps, places),
      filters,
      sizing: sizing && { what: verbatim(places.snippet(sizing, 60)), at: places.at(sizing) },
      order: { what: verbatim(way.site.by), at: way.site.at },
    };
  });
}

function filterOn(guard: Guard | undefined, kind: Exclude<GuardKind, "throttle">, places: Places): MapPath["filters"][number] {
  return guard ? { what: say(kind), there: true, at: places.at(guard.test), test: verbatim(places.snippet(guard.test, 60)) } : { what: say(kind), there: false };
}

/** The first function of the whole way: the main program, a task, a callback, a command. */
function startOf({ steps, start }: Way, tasks: Tasks, places: Places): { start?: MapStart } {
  const fn = steps[0]!.from;
  if (start === "unknown") return {};
  const root = tasks.roots.find((one) => one.fn === fn);
  const at = places.at(root?.at ?? fn);
  const why = start === "person" ? say("byPerson") : root?.at ? say("startedBy", { by: root.by || "?" }) : start === "main" ? say("byMain") : say("byLibrary");
  return { start: { what: named(fn, root?.at ?? fn, places), at, why } };
}

/** What stands in no function is told by its file. */
const named = (fn: FunctionNode, at: Node, places: Places): Text => verbatim(fn.name === "<module>" ? places.at(at).file : fn.qualname);

const stepsOf = (steps: readonly PathStep[], places: Places): MapPlace[] =>
  steps.map(({ from, at }) => ({ what: verbatim(`${named(from, at, places).en}: ${places.snippet(at, 60)}`), at: places.at(at) }));

/** Closing orders with what decides about them, by place. */
export function exitsOf(exits: readonly TriggeredExit[], places: Places): MapExit[] {
  return exits.map(({ site, triggers }) => ({
    what: named(site.fn, site.call, places), at: places.at(site.call), order: { what: verbatim(site.order.by), at: site.order.at },
    triggers: triggers.map(({ fn, at, test }) => ({
      what: named(fn, at, places), at: places.at(at),
      when: test && say(test.outcome ? "when" : "unless", { test: places.snippet(test.node, 60) }),
    })),
  })).sort((a, b) => (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.line - b.at.line));
}

/** The nearest call to the order that is called like a size. */
function sizingOn(way: Way, index: Index): Call | null {
  for (const { from } of way.steps.slice(way.born).reverse()) {
    const found = index.callsIn(from).find(({ callee }) =>
      SIZING.test(callee.kind === "attribute" ? callee.name : callee.kind === "name" ? callee.id : ""));
    if (found) return found;
  }
  return null;
}
