import type { FunctionNode } from "../../ir/nodes.ts";
import type { RunEvent } from "../../run/event.ts";
import { appendTo } from "../../sdk/append.ts";
import { runFact } from "../../sdk/fact.ts";
import { codeLines } from "../code/code-lines.ts";
import { actsAfterTests, type GatedOrder } from "../code/races/acts-after-tests.ts";
import { run } from "../roots.ts";
import { ownLog } from "./own-log.ts";
import { positionBooks, type Reentry } from "./position-books.ts";
import { reentryWindow } from "./reentry-window.ts";

/** Entries of one market with nothing between them. */
export interface DoubleEntry {
  readonly instrument: string;
  readonly entries: readonly [Reentry, ...Reentry[]];
  /** The test of the code that two tasks pass together; null: the code shows none, or several. */
  readonly gate: GatedOrder | null;
}

export interface DoubleEntries {
  readonly all: readonly DoubleEntry[];
  /** The bot holds one position at a time: it tests shared state before the order, or says so when it drops a signal. */
  readonly oneAtATime: RunEvent | GatedOrder | null;
}

export const doubleEntries = runFact({
  name: "double-entries",
  doc: "Markets that the run entered again while they were open, by the test of the code that should have stopped it.",
  requires: { positionBooks, actsAfterTests, reentryWindow, ownLog, codeLines, run },
  derive({ positionBooks, actsAfterTests, reentryWindow, ownLog, codeLines, run }): DoubleEntries {
    const gates = actsAfterTests.filter((one) => one.order.role === "open" && one.question !== "count");
    const races = gates.filter((one) => one.verdict === "race");
    const byMarket = new Map<string, [Reentry, ...Reentry[]]>();
    for (const one of positionBooks.reentries) {
      // Where the code has a way of closing that writes nothing, what is further apart had an exit (a real run: 10 s).
      if (one.closing !== null || one.seconds === null || one.seconds > reentryWindow) continue;
      appendTo(byMarket, one.instrument, one);
    }
    const functionOf = ({ pattern }: RunEvent): FunctionNode | null => (pattern === null ? null : codeLines.functionAt(run.patterns[pattern]!.at));
    const all = [...byMarket].map(([instrument, entries]): DoubleEntry => {
      const fn = functionOf(entries[0].second);
      return { instrument, entries, gate: races.find((one) => fn !== null && (one.fn === fn || one.order.fn === fn)) ?? (ownLog && races.length === 1 ? races[0]! : null) };
    });
    return { all, oneAtATime: positionBooks.oneAtATime ?? gates[0] ?? null };
  },
});
