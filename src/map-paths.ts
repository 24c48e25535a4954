import type { Index } from "./facts/code/module-index.ts";
import { kindsIn } from "./facts/code/guard-kinds.ts";
import type { OpenWays, Way } from "./facts/code/open-ways.ts";
import type { Places } from "./facts/code/places.ts";
import type { Call } from "./ir/nodes.ts";
import type { GuardKind } from "./knowledge/guard-words.ts";
import type { MapPath } from "./sdk/audit-result.ts";
import { catalogue, verbatim } from "./sdk/text.ts";

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
  unborn: { en: "no signal recognised", ru: "сигнал не распознан" },
});

/** The four filters of section 7, and the two limits of section 11: what should stand on each way. */
const ORDER: readonly GuardKind[] = ["expected-value", "gap", "breaker", "correlation", "position-limit", "daily-loss"];

const SIZING = /(^|_)(size|sizing|qty|quantity|amount|lots?|contracts|notional|volume)(_|$)/i;

/** The ways from where decisions are made to the opening orders. */
export function pathsOf(openWays: OpenWays, index: Index, places: Places): MapPath[] {
  return openWays.without(null).map((way) => {
    const steps = way.steps.slice(way.born);
    const first = steps[0]!;
    const there = new Set(kindsIn(way.steps.reduce((sum, one) => sum | one.mask, 0)));
    const filters = way.kind === "signal" || way.kind === "unborn" ? ORDER.map((kind) => ({ what: say(kind), there: there.has(kind) })) : [];
    const sizing = sizingOn(way, index);
    return {
      kind: say(way.kind),
      source: { what: verbatim(first.from.qualname), at: places.at(first.at) },
      filters,
      sizing: sizing && { what: verbatim(places.snippet(sizing, 60)), at: places.at(sizing) },
      order: { what: verbatim(way.site.by), at: way.site.at },
    };
  });
}

/** The nearest call to the order that is called like a size. */
function sizingOn(way: Way, index: Index): Call | null {
  for (const { from } of way.steps.slice(way.born).reverse()) {
    const found = index.modules.get(index.moduleOf(from).file)!.calls[from.index]!.find(({ callee }) =>
      SIZING.test(callee.kind === "attribute" ? callee.name : callee.kind === "name" ? callee.id : ""));
    if (found) return found;
  }
  return null;
}
