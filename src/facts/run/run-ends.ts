import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { announcesStop, endsOf, stopTimeOf, type RunEnd, type StopTime } from "./run-end.ts";
import { toldOnce } from "./told-once.ts";

export interface RunEnds {
  readonly ends: readonly RunEnd[];
  /** The shutdown's lines would be seen in this log. */
  readonly announced: boolean;
  readonly stop: StopTime | null;
}

export const runEnds = runFact({
  name: "run-ends",
  doc: "How each life of the bot in this run ended, and how long its shutdown took.",
  requires: { run, toldOnce },
  derive({ run, toldOnce }): RunEnds {
    const announced = announcesStop(run, toldOnce);
    return { ends: endsOf(run, toldOnce, announced), announced, stop: stopTimeOf(run, toldOnce) };
  },
});
