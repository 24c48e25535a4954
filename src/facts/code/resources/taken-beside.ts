import { classOf } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { runLocks } from "../races/run-locks.ts";
import { together } from "../races/together.ts";
import { acquisitions, type Acquisition } from "./acquisitions.ts";
import { madeTwice } from "./made-twice.ts";

/** Handles that two runs may take into one attribute at the same time, under no common lock and with no test that only one of them passes. */
export const takenBeside = codeFact({
  name: "taken-beside",
  doc: "Connections and tasks that several runs may open into one attribute at the same time: `async with self.client` in three tasks.",
  requires: { acquisitions, madeTwice, together, runLocks },
  derive({ acquisitions, madeTwice, together, runLocks }): ReadonlySet<Acquisition> {
    const tested = new Set(madeTwice.flatMap((one) => (one.race ? [] : [one.acquisition])));
    const isBeside = ({ fn, call }: Acquisition): boolean =>
      ENTERS.test(fn.name) || together.pair(fn, fn, "anything", classOf(fn) ?? undefined, (one, other) => runLocks.exclude(one, [call, call], other, [call, call])) !== null;
    return new Set(acquisitions.filter((one) => !one.collected && !tested.has(one) && one.fates.some((fate) => fate.kind === "kept" && fate.spot.kind !== "local") && isBeside(one)));
  },
});

/** Each `with` of the same object comes here. */
const ENTERS = /^__a?enter__$/;
