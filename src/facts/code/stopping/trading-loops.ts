import type { FunctionNode, While } from "../../../ir/nodes.ts";
import { contains, enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { entryPoints } from "../entry-points.ts";
import { index, type ModuleIndex } from "../module-index.ts";
import { Opens, orderReach, type OrderReach } from "../order-reach.ts";
import { programs } from "../programs.ts";
import { reach } from "../reach.ts";
import { neverEnds } from "../resources/endless.ts";
import { tradingStart } from "./trading-start.ts";

/** The endless loops that lead to opening orders: what runs as long as the bot does. */
export interface TradingLoops {
  /** Of the trading program. */
  readonly own: readonly While[];
  /** One of each other live program that has such a loop and shares none of the trading program's. */
  readonly others: readonly While[];
}

/** What keeps something alive only starts the loop again. */
const TENDS = /heart_?beat|watch_?dog|keep_?alive|reconnect|health|supervis/i;

export const tradingLoops = codeFact({
  name: "trading-loops",
  doc: "The endless loops from which the running bot sends opening orders.",
  requires: { index, entryPoints, orderReach, programs, reach, tradingStart },
  derive({ index, entryPoints, orderReach, programs, reach, tradingStart }): TradingLoops {
    const runs = (fn: FunctionNode | null): boolean => fn === null || (reach.of(fn) !== "dead" && !TENDS.test(fn.name));
    const loops = [...index.modules.values()].flatMap((one) => (one.byKind.get("while") ?? []).flatMap((loop) =>
      (loop.kind === "while" && runs(enclosingFunction(loop)) && neverEnds(loop) && leadsToEntry(loop, one, orderReach) && reach.idle(loop) === null ? [{ loop, module: one.module }] : [])));
    const own = loops.filter(({ loop, module }) => tradingStart.loads(module) && !tradingStart.isAside(loop));
    const others = entryPoints.all.filter((one) => one.live && one.module.file !== tradingStart.name).flatMap(({ module }) => {
      const closure = programs.closureOf(module);
      const all = loops.filter((one) => closure.has(one.module));
      return all.some((one) => own.includes(one)) ? [] : all.slice(0, 1);
    });
    const first = own.filter(({ module }) => module.file === tradingStart.name);
    return { own: [...first, ...own.filter((one) => !first.includes(one))].map(({ loop }) => loop), others: [...new Set(others)].map(({ loop }) => loop) };
  },
});

function leadsToEntry(loop: While, module: ModuleIndex, orders: OrderReach): boolean {
  const fn = enclosingFunction(loop) ?? module.module.root;
  return module.calls[fn.index]!.some((call) => contains(loop, call) && (orders.ofCall(call) & Opens) !== 0);
}
