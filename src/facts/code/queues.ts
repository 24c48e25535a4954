import type { Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";

export interface Put {
  readonly call: Call;
  readonly fn: FunctionNode;
}

/** Hand-overs between tasks: what one function puts into a queue another one takes out. */
export interface Queues {
  /** The puts into queues that the function takes from. */
  putsFor(consumer: FunctionNode): readonly Put[];
}

const PUTS = new Set(["put", "put_nowait", "send", "send_nowait"]);
const GETS = new Set(["get", "get_nowait", "receive"]);

export const queues = codeFact({
  name: "queues",
  doc: "Which functions put into the queues that a function takes from.",
  requires: { index, infer, callGraph },
  derive({ index, infer }): Queues {
    const puts = new Map<Expr, Put[]>();
    const gets = new Map<FunctionNode, Set<Expr>>();
    for (const one of index.modules.values()) {
      one.module.functions.forEach((fn) => {
        for (const call of one.calls[fn.index]!) {
          if (call.callee.kind !== "attribute") continue;
          const { name, object } = call.callee;
          const isPut = PUTS.has(name);
          if (!isPut && !GETS.has(name)) continue;
          for (const value of infer.evaluate(object)) {
            if (value.kind !== "container" || !isQueue(value.site)) continue;
            if (isPut) puts.set(value.site, [...(puts.get(value.site) ?? []), { call, fn }]);
            else gets.set(fn, (gets.get(fn) ?? new Set()).add(value.site));
          }
        }
      });
    }
    return { putsFor: (consumer) => [...(gets.get(consumer) ?? [])].flatMap((site) => puts.get(site) ?? []) };
  },
});

const isQueue = (site: Expr): boolean => {
  const head = site.kind === "call" ? site.callee : site;
  return head.kind === "attribute" ? /Queue$/.test(head.name) : head.kind === "name" && /Queue$/.test(head.id);
};
