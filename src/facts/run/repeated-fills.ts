import type { RunEvent } from "../../run/event.ts";
import { runFact } from "../../sdk/fact.ts";
import { instrumentOf, sameCall } from "./instruments.ts";
import { toldOnce } from "./told-once.ts";

/** One execution that the bot told twice. */
export interface RepeatedFill {
  readonly trade: string;
  readonly first: RunEvent;
  readonly second: RunEvent;
}

export interface Fills {
  readonly repeated: readonly RepeatedFill[];
  /** Fills that the log tells with the id of their execution. */
  readonly named: number;
  readonly any: number;
  readonly sample: RunEvent | null;
}

export const fillsInRun = runFact({
  name: "fills-in-run",
  doc: "Fills that the run told, and those of them that came twice.",
  requires: { toldOnce },
  derive: ({ toldOnce }): Fills => fillsOf(toldOnce),
});

/** A bot may number its trades by ids of its own: entry and exit of one trade are two fills. */
const sameFill = (one: RunEvent, other: RunEvent): boolean => (["price", "size", "side"] as const).every((field) => one.fields[field] === other.fields[field] && (field === "side" || one.fields[field] !== undefined));

/** Pure. One logging call must have told both: "received" and "booked" are two steps of one fill. */
export function fillsOf(events: readonly RunEvent[]): Fills {
  const known = new Map<string, RunEvent[]>();
  const repeated: RepeatedFill[] = [];
  const fills = events.filter((one) => one.kind === "fill");
  const named = fills.filter((one) => (one.fields["trade-id"] ?? "") !== "");
  for (const one of named) {
    const trade = one.fields["trade-id"]!;
    // Ids of executions count for each market anew at some venues.
    const key = `${instrumentOf(one)} ${trade}`;
    const before = known.get(key) ?? [];
    const first = before.find((other) => sameCall(other, one) && sameFill(other, one));
    if (first) repeated.push({ trade, first, second: one });
    else known.set(key, [...before, one]);
  }
  return { repeated, named: named.length, any: fills.length, sample: named[0] ?? fills[0] ?? null };
}
