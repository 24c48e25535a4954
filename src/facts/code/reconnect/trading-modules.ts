import type { Module } from "../../../ir/nodes.ts";
import type { EntryPoints } from "../entry-points.ts";
import type { Index } from "../module-index.ts";
import type { OrderSite } from "../order-sites.ts";

/** Modules that run in one process with code that sends orders: a collector or a dashboard that is started by itself does not trade. */
export function tradingModules(entryPoints: EntryPoints, index: Index, orders: readonly OrderSite[]): Set<Module> {
  const ordering = new Set(orders.filter((one) => one.role !== "cancel").map((one) => index.moduleOf(one.call)));
  const found = new Set<Module>();
  const live = entryPoints.all.filter((one) => one.live);
  for (const { module } of live.length > 0 ? live : entryPoints.all) {
    const closure = new Set([module]);
    for (const one of closure) for (const each of entryPoints.imports(one)) closure.add(each);
    if ([...closure].some((one) => ordering.has(one))) for (const one of closure) found.add(one);
  }
  return found;
}
