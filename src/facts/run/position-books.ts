import type { RunEvent, RunEventKind } from "../../run/event.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { Bookkeeper, type PositionBooks } from "./bookkeeper.ts";
import { toldOnce, wholePart } from "./told-once.ts";

export type { Closing, Oversold, PositionBooks, Reentry, SecondClose } from "./bookkeeper.ts";

const COUNTED: readonly RunEventKind[] = ["entry", "exit", "fill", "trail", "started", "order-submitted", "order-canceled", "order-rejected", "drift-add", "drift-remove"];

export const positionBooks = runFact({
  name: "position-books",
  doc: "Entries and exits of the run, market by market: what was closed, what is open, what does not add up.",
  requires: { toldOnce, run },
  derive({ toldOnce, run }): PositionBooks {
    const whole = wholePart(toldOnce, run.tallies, COUNTED);
    return { ...booksOf(whole), cut: whole.length < toldOnce.length };
  },
});

/** Pure: events in the order of time → the books. */
export function booksOf(events: readonly RunEvent[]): PositionBooks {
  const keeper = new Bookkeeper();
  for (const one of events) keeper.read(one);
  return { ...keeper.close(), cut: false };
}
