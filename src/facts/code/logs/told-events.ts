import type { Call } from "../../../ir/nodes.ts";
import type { RunEventKind } from "../../../run/event.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { toldByConnections } from "./told-by-connections.ts";
import { toldByRunning } from "./told-by-running.ts";
import { toldByTrading } from "./told-by-trading.ts";

/** What the code around a line says that it reports, whatever its words; `name` tells which metric or limit. */
export interface ToldEvent {
  readonly call: Call;
  readonly kind: RunEventKind;
  readonly name: string | null;
}

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
