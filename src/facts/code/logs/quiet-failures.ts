import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node, Return } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { orderReach } from "../order-reach.ts";

/** A function that sends an order and tells its caller only by its answer that it did not go through. */
export interface QuietFailure {
  /** `return None`, `return ExecutionResult(success=False)`. */
  readonly at: Return;
  /** It answers with nothing: whoever asks the answer for a field learns of it by an exception. */
  readonly nothing: boolean;
}

export interface QuietFailures {
  /** How all that the call may run answer where their order fails; null: one of them may raise instead, or is not seen. */
  ofCall(call: Call): QuietFailure | null;
}

const MOST_DEEP = 2;

export const quietFailures = codeFact({
  name: "quiet-failures",
  doc: "Functions that send an order and tell only by their answer that it failed.",
  requires: { index, callGraph, orderReach },
  derive({ index, callGraph, orderReach }): QuietFailures {
    const known = new Map<FunctionNode, QuietFailure | null>();
    const sends = (call: Call): boolean => orderReach.ofCall(call) !== 0;
    const ofFunction = (fn: FunctionNode, depth: number): QuietFailure | null => {
      const before = known.get(fn);
      if (before !== undefined) return before;
      known.set(fn, null);
      const orders = index.callsIn(fn).filter(sends);
      const returns = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!;
      const failing = returns.filter((one) => saysNo(one.value) !== null && orders.some((order) => order.end < one.start));
      const others = returns.some((one) => saysNo(one.value) === null);
      const made: QuietFailure | null = failing.length > 0 && others ? { at: failing[0]!, nothing: failing.every((one) => saysNo(one.value) === "nothing") } : handedOn(returns, depth);
      known.set(fn, made);
      return made;
    };
    // `return await self.request(...)`
    const handedOn = (returns: readonly Return[], depth: number): QuietFailure | null => {
      if (depth >= MOST_DEEP) return null;
      for (const { value } of returns) {
        const call = value?.kind === "await" ? value.value : value;
        const found = call?.kind === "call" && sends(call) ? callGraph.runs(call).map((fn) => ofFunction(fn, depth + 1)).find((one) => one !== null) : undefined;
        if (found) return found;
      }
      return null;
    };
    return {
      ofCall(call) {
        const runs = callGraph.runs(call);
        const each = runs.map((fn) => ofFunction(fn, 0));
        return each.length > 0 && each.every((one) => one !== null) ? each[0]! : null;
      },
    };
  },
});

/** What an answer is asked by: `result.success`, `answer["ok"]`. */
export const SUCCESS = /^(success|ok|is_success|executed)$/i;

/** nothing: None, False, no value. object: an answer whose field says that it failed. null: neither. */
export function saysNo(value: Expr | null): "nothing" | "object" | null {
  if (value === null || value.kind === "none" || (value.kind === "boolean" && !value.value)) return "nothing";
  if (value.kind === "dict") return value.entries.some(({ key, value: of }) => key?.kind === "string" && isNo(key.value, of)) ? "object" : null;
  return value.kind === "call" && /^[A-Z]/.test(calledName(value)) && value.args.some((one) => one.name !== null && isNo(one.name, one.value)) ? "object" : null;
}

const isNo = (key: string, value: Node): boolean => {
  if (SUCCESS.test(key)) return value.kind === "boolean" && !value.value;
  if (/^(status|state|result)$/i.test(key)) return value.kind === "string" && /^(error|failed|failure|rejected)$/i.test(value.value);
  return /^(ret_?code|code)$/i.test(key) && value.kind === "unary" && value.op === "-";
};
