import type { Call } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { toldByConnections } from "./told-by-connections.ts";
import { toldByRunning } from "./told-by-running.ts";
import type { ToldEvent } from "./told-event.ts";
import { toldByTrading } from "./told-by-trading.ts";

export interface ToldEvents {
  of(call: Call): readonly ToldEvent[];
}

export const toldEvents = codeFact({
  name: "told-events",
  doc: "Which events a log line reports, by where it stands: after an order, in the branch of a drop, in a reconnect loop.",
  requires: { toldByTrading, toldByConnections, toldByRunning },
  derive({ toldByTrading, toldByConnections, toldByRunning }): ToldEvents {
    const found = new Map<Call, ToldEvent[]>();
    for (const one of [...toldByTrading, ...toldByConnections, ...toldByRunning]) {
      const known = found.get(one.call);
      if (!known) found.set(one.call, [one]);
      else if (!known.some((each) => each.kind === one.kind)) known.push(one);
    }
    return { of: (call) => found.get(call) ?? NOTHING };
  },
});

const NOTHING: readonly ToldEvent[] = [];
