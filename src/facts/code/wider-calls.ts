import type { Call, FunctionNode } from "../../ir/nodes.ts";
import { classOf } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { index } from "./module-index.ts";

export interface WiderSite {
  readonly call: Call;
  readonly caller: FunctionNode;
  /** Arguments before this one are not the function's: `to_thread(fn, a)` has 1. */
  readonly shift: number;
}

/**
 * The call graph with plausible guesses: an unknown receiver's method may be any method of that name (an interface with
 * several implementations), and a function that is handed to a call is run there. For questions where missing a path costs
 * more than following one too many.
 */
export interface WiderCalls {
  callersOf(fn: FunctionNode): readonly WiderSite[];
  runs(call: Call): readonly FunctionNode[];
}

const MOST_GUESSES = 6;

export const widerCalls = codeFact({
  name: "wider-calls",
  doc: "The call graph, with methods of unknown receivers guessed by name and handed-out functions followed.",
  requires: { program, index, callGraph },
  derive({ program, index, callGraph }): WiderCalls {
    const inBot = (fn: FunctionNode): boolean => {
      const role = program.roles.get(index.moduleOf(fn).file) ?? "bot";
      return role === "bot" || role === "config" || role === "interface";
    };
    const more = new Map<FunctionNode, WiderSite[]>();
    const guesses = new Map<Call, readonly FunctionNode[]>();
    const add = (fn: FunctionNode, site: WiderSite): void => {
      appendTo(more, fn, site);
    };
    for (const one of index.modules.values()) {
      one.module.functions.forEach((caller) => {
        if (!inBot(caller)) return;
        for (const call of one.calls[caller.index]!) {
          const guessed = guess(callGraph, call).filter(inBot);
          if (guessed.length === 0 || guessed.length > MOST_GUESSES) continue;
          guesses.set(call, guessed);
          for (const fn of guessed) add(fn, { call, caller, shift: 0 });
        }
      });
    }
    const handed = new Map<Call, FunctionNode[]>();
    for (const { fn, at, from } of callGraph.escapes) {
      if (at.kind !== "call" || !inBot(fn) || !inBot(from)) continue;
      const position = at.args.findIndex((one) => callGraph.valuesOf(one.value).some((value) => value.kind === "function" && value.fn === fn));
      if (position < 0) continue;
      add(fn, { call: at, caller: from, shift: position + 1 });
      handed.set(at, [...(handed.get(at) ?? []), fn]);
    }
    return {
      callersOf: (fn) => [...callGraph.callersOf(fn).map(({ call, caller }) => ({ call, caller, shift: 0 })), ...(more.get(fn) ?? [])],
      runs(call) {
        const found = callGraph.runs(call);
        const extra = [...(guesses.get(call) ?? []), ...(handed.get(call) ?? [])];
        return extra.length === 0 ? found : [...found, ...extra];
      },
    };
  },
});

function guess(graph: CallGraph, call: Call): readonly FunctionNode[] {
  const { how, reason } = graph.targets(call);
  if (how !== "unresolved" || reason !== "unknown-receiver" || call.callee.kind !== "attribute") return [];
  return graph.named(call.callee.name).filter((fn) => classOf(fn) !== null);
}
