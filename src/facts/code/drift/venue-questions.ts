import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { widerCalls } from "../wider-calls.ts";
import { positionFetches } from "./position-fetches.ts";

/** Whether a call asks the exchange for positions, itself or through functions of the bot. */
export interface VenueQuestions {
  asks(call: Call): boolean;
}

const DEEPEST = 4;

export const venueQuestions = codeFact({
  name: "venue-questions",
  doc: "Calls that lead to a request for positions.",
  requires: { widerCalls, positionFetches },
  derive({ widerCalls, positionFetches }): VenueQuestions {
    const direct = new Set<Call>(positionFetches.map((one) => one.call));
    const asking = new Set<FunctionNode>();
    let edge = positionFetches.map((one) => one.fn);
    for (let depth = 0; depth < DEEPEST && edge.length > 0; depth++) {
      const next: FunctionNode[] = [];
      for (const fn of edge) {
        if (asking.has(fn) || fn.name === "<module>") continue;
        asking.add(fn);
        for (const { caller } of widerCalls.callersOf(fn)) next.push(caller);
      }
      edge = next;
    }
    return { asks: (call) => direct.has(call) || widerCalls.runs(call).some((fn) => asking.has(fn)) };
  },
});
