import type { RunEvent } from "../../run/event.ts";
import { runFact } from "../../sdk/fact.ts";
import { instrumentOf, secondsBetween } from "./instruments.ts";
import { toldOnce } from "./told-once.ts";

/** Why a position was closed, by the exit's own words: the exchange did not have it any more. */
const BY_COMPARISON = /drift|reconcil|phantom|ghost|not[ _]on|рассинхрон|сверк|нет на бирже/i;
/** Two lines of one repair. Seconds. */
const BESIDE = 5;

export const unwrittenRepairs = runFact({
  name: "unwritten-repairs",
  doc: "Exits of the run that the comparison with the exchange brought about, beside which no line tells of the repair.",
  requires: { toldOnce },
  derive: ({ toldOnce }): readonly RunEvent[] => repairsOf(toldOnce),
});

/** Pure. */
export function repairsOf(events: readonly RunEvent[]): RunEvent[] {
  const told = events.filter((one) => one.kind === "drift-remove");
  const isTold = (exit: RunEvent): boolean => told.some((one) => instrumentOf(one) === instrumentOf(exit) && Math.abs(secondsBetween(one, exit) ?? 0) <= BESIDE);
  return events.filter((one) => one.kind === "exit" && BY_COMPARISON.test(one.fields.reason ?? "") && !isTold(one));
}
