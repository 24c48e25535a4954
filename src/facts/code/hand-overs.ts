import type { Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";

export interface HandOver {
  readonly call: Call;
  readonly from: FunctionNode;
}

/** Where a function of the bot is given to another one of the bot to be called: `breaker.call(self._place_order, ...)`. */
export interface HandOvers {
  of(fn: FunctionNode): readonly HandOver[];
}

const NONE: readonly HandOver[] = [];

export const handOvers = codeFact({
  name: "hand-overs",
  doc: "Where functions of the bot are arguments of calls of the bot.",
  requires: { index, infer, callGraph },
  derive({ index, infer, callGraph }): HandOvers {
    const found = new Map<FunctionNode, HandOver[]>();
    for (const one of index.modules.values()) {
      one.module.functions.forEach((from) => {
        for (const call of one.calls[from.index]!) {
          if (call.args.length === 0 || callGraph.targets(call).how !== "resolved") continue;
          for (const argument of call.args) {
            if (!mayBeFunction(argument.value)) continue;
            for (const value of infer.evaluate(argument.value)) {
              if (value.kind !== "function") continue;
              appendTo(found, value.fn, { call, from });
            }
          }
        }
      });
    }
    return { of: (fn) => found.get(fn) ?? NONE };
  },
});

const mayBeFunction = (expr: Expr): boolean => expr.kind === "attribute" || expr.kind === "lambda" || expr.kind === "name";
