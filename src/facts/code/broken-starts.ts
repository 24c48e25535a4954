import type { Module } from "../../ir/nodes.ts";
import type { BrokenImports } from "./broken-imports.ts";
import type { EntryPoint } from "./entry-point.ts";
import { mainGuard } from "./main-guard.ts";

/**
 * A program that Python cannot start trades nothing. Beside one that runs it is no start of the bot; where none is left that leads to
 * the orders, the bot is judged as if it started: who mends the import wants to know the rest.
 */
export function withBroken(starts: readonly EntryPoint[], broken: BrokenImports, orders: (module: Module) => boolean): readonly EntryPoint[] {
  const all = starts.map((one): EntryPoint => {
    const breakage = one.live ? breakageOf(one.module, broken) : null;
    return breakage ? { ...one, broken: breakage } : one;
  });
  const lost = all.filter((one) => one.broken);
  if (lost.length === 0) return starts;
  const whole = all.filter((one) => one.live && !one.broken);
  if (whole.length === 0 || (lost.some((one) => orders(one.module)) && !whole.some((one) => orders(one.module)))) return all;
  return all.map((one) => (one.broken ? { ...one, live: false } : one));
}

function breakageOf(module: Module, broken: BrokenImports): EntryPoint["broken"] {
  const guard = mainGuard(module);
  return broken.of(module) ?? (guard ? broken.started(module, guard.body) : null) ?? undefined;
}
