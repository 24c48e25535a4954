import type { FunctionNode } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";
import { fillNews } from "./fill-news.ts";
import { schedules } from "./schedules.ts";

/** Whether a position that the function's books lack comes back into them soon. */
export interface AdoptsSoon {
  for(fn: FunctionNode): boolean;
  /** Some books of the bot are mended so. */
  readonly somewhere: boolean;
}

export const adoptsSoon = codeFact({
  name: "adopts-soon",
  doc: "Whether positions that only the exchange has come into the bot's books while it runs.",
  requires: { index, schedules, fillNews },
  derive({ index, schedules, fillNews }): AdoptsSoon {
    const loops = schedules.filter(({ reconciliation, runs }) => runs.some((one) => one.kind === "loop") && reconciliation.compared.some((one) => one.direction === "add" && one.acts)).map((one) => one.reconciliation);
    // One that looks at a single position mends the books that it stands beside, not those of another program.
    const mends = (fn: FunctionNode): boolean => loops.some((one) => one.core || index.moduleOf(one.fn) === index.moduleOf(fn));
    return { for: (fn) => fillNews.length > 0 || mends(fn), somewhere: fillNews.length > 0 || loops.length > 0 };
  },
});
