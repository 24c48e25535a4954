import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Index } from "../module-index.ts";

/** A request on its way out of the process. */
export const isTransport = (call: Call): boolean => /^_*(request|post|send|send_request|do_request|fetch|urlopen|execute)$/.test(calledName(call));

/** Functions that carry orders to the venue: `self._request("POST", "/order", ...)` and what it calls in turn. */
export function carriersOf(sites: ReadonlySet<Call>, index: Index, graph: CallGraph): ReadonlySet<FunctionNode> {
  const found = new Map<FunctionNode, number>();
  for (const site of sites) for (const fn of graph.runs(site)) found.set(fn, 0);
  for (const [fn, far] of found) {
    if (far === MOST_HOPS || found.size > MOST_CARRIERS) continue;
    for (const call of index.callsIn(fn)) for (const next of [...graph.runs(call), ...handedTo(call, graph)]) if (!found.has(next)) found.set(next, far + 1);
  }
  return new Set(found.keys());
}

/** `self.breaker.call(self._send, url)` */
export const handedTo = (call: Call, graph: CallGraph): readonly FunctionNode[] =>
  call.args.flatMap(({ value }) => (value.kind === "attribute" || value.kind === "name" ? graph.valuesOf(value) : []).flatMap((one) => (one.kind === "function" ? [one.fn] : [])));

const MOST_HOPS = 4;
const MOST_CARRIERS = 120;
