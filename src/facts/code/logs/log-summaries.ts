import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { NO_EVENT } from "../../../knowledge/log-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { widerCalls } from "../wider-calls.ts";
import { logCalls, type LogCall } from "./log-calls.ts";

/** What calls and functions write down of what happened. */
export interface LogSummaries {
  /** Records of the call itself, or of what it runs, a few calls deep. */
  ofCall(call: Call): readonly LogCall[];
  /** Records that running the function may write. */
  within(fn: FunctionNode): readonly LogCall[];
  /** The function's own records. */
  own(fn: FunctionNode): readonly LogCall[];
  callsOf(fn: FunctionNode): readonly Call[];
  /** The functions that the call may run. */
  runs(call: Call): readonly FunctionNode[];
  /** It may run code that nobody found: what that writes is unknown. */
  opaque(call: Call): boolean;
}

const MAX_DEPTH = 3;
const MOST_FUNCTIONS = 60;

export const logSummaries = codeFact({
  name: "log-summaries",
  doc: "What running a function may write into the log or elsewhere, helpers included.",
  requires: { index, callGraph, widerCalls, logCalls },
  derive({ index, callGraph, widerCalls, logCalls }): LogSummaries {
    const own = (fn: FunctionNode): readonly LogCall[] => logCalls.inside(fn);
    const known = new Map<FunctionNode, readonly LogCall[]>();
    const within = (fn: FunctionNode): readonly LogCall[] => {
      const before = known.get(fn);
      if (before) return before;
      const depth = new Map<FunctionNode, number>([[fn, 0]]);
      const found: LogCall[] = [];
      for (const [one, far] of depth) {
        found.push(...own(one));
        if (far === MAX_DEPTH || depth.size > MOST_FUNCTIONS) continue;
        for (const call of index.callsIn(one)) {
          for (const next of widerCalls.runs(call)) if (!depth.has(next)) depth.set(next, far + 1);
        }
      }
      known.set(fn, found);
      return found;
    };
    const ofCall = (call: Call): readonly LogCall[] => {
      const direct = logCalls.of(call);
      const runs = widerCalls.runs(call);
      if (runs.length === 0) return direct ? [direct] : [];
      const inside = runs.flatMap((fn) => within(fn));
      // `await self.telegram.send(f"closed {symbol}")`: the text is the record, however it is sent.
      return direct?.kind === "log" || (direct?.kind === "record" && /\p{L}/u.test(direct.text)) ? [direct, ...inside] : inside;
    };
    return {
      ofCall, within, own,
      runs: (call) => widerCalls.runs(call),
      callsOf: (fn) => index.callsIn(fn),
      opaque: (call) => callGraph.targets(call).how === "unresolved" && widerCalls.runs(call).length === 0,
    };
  },
});

/** Written because an exception was caught, or because something failed: it does not say that the event took place. */
export function complains(one: LogCall): boolean {
  if (one.kind !== "log") return false;
  let handled = false;
  for (let at: Node | null = one.call; at && at.kind !== "function"; at = at.parent) if (at.kind === "handler") handled = true;
  return handled || (one.level !== null && one.level >= 40 && NO_EVENT.test(one.text));
}
