import type { Facts } from "./facts/engine.ts";
import { Unavailable } from "./facts/engine.ts";
import { callSummary } from "./facts/code/call-summary.ts";
import { entryPoints } from "./facts/code/entry-points.ts";
import { index } from "./facts/code/module-index.ts";
import { openWays } from "./facts/code/open-ways.ts";
import { orderSites } from "./facts/code/order-sites.ts";
import { places } from "./facts/code/places.ts";
import { tasks } from "./facts/code/tasks.ts";
import { pathsOf } from "./map-paths.ts";
import type { MapEntry, MapSummary } from "./sdk/audit-result.ts";
import { catalogue, verbatim } from "./sdk/text.ts";
import type { Fact } from "./sdk/fact.ts";

const say = catalogue({
  live: { en: "live", ru: "рабочая" },
  side: { en: "on the side", ru: "вспомогательная" },
  by: { en: "calls {by}", ru: "вызывает {by}" },
  started: { en: "started by {by}", ru: "запускается через {by}" },
});

/** What was recognised, so that a wrong guess is seen at once. */
export function mapOf(facts: Facts): MapSummary {
  const get = <T>(fact: Fact<T>): T => {
    const value = facts.get(fact);
    if (value instanceof Unavailable) throw new Error(`${fact.name}: ${value.why.en}`);
    return value;
  };
  const place = get(places);
  const entries: MapEntry[] = [];
  for (const one of get(entryPoints).all) {
    entries.push({ concept: "entry-point", at: place.at(one.module.root), what: verbatim(one.module.file), why: one.why, detail: one.live ? say("live").en : say("side").en });
  }
  for (const site of get(orderSites)) {
    entries.push({ concept: `order-${site.role}`, at: site.at, what: verbatim(place.snippet(site.call, 60)), why: say("by", { by: site.by }) });
  }
  for (const root of get(tasks).roots) {
    if (root.at) entries.push({ concept: `task-${root.kind}`, at: place.at(root.at), what: verbatim(root.fn.qualname), why: say("started", { by: root.by || "?" }) });
  }
  return { entries, paths: pathsOf(get(openWays), get(index), place), calls: get(callSummary) };
}
