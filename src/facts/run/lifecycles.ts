import type { RunEventKind } from "../../run/event.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { orderLives, type OrderLife } from "./order-lives.ts";
import { toldOnce } from "./told-once.ts";

export interface Lifecycles {
  /** In the order of submission. */
  readonly orders: readonly OrderLife[];
  /** More orders or ends were told than are kept: an order that looks open may have ended. */
  readonly cut: boolean;
}

const OF_ORDERS: readonly RunEventKind[] = ["order-submitted", "order-accepted", "order-rejected", "order-canceled", "order-unresolved", "fill"];

export const lifecycles = runFact({
  name: "lifecycles",
  doc: "Each order of the run from its submission to its end, as far as the log tells.",
  requires: { run, toldOnce },
  derive: ({ run, toldOnce }): Lifecycles => ({
    orders: orderLives(toldOnce),
    cut: OF_ORDERS.some((kind) => (run.tallies[kind]?.count ?? 0) > (run.tallies[kind]?.kept ?? 0)),
  }),
});
