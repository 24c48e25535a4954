import { calledName } from "../../../ir/names.ts";
import type { ClassNode, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, functionAround } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import { index, type Index } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { reach } from "../reach.ts";

export interface OtherCommands {
  /** The node runs in commands of the command line that send no opening order, and in no command that does. */
  runsWithoutOrders(node: Node): boolean;
}

/** What one command comes to. */
type Life = ReadonlySet<FunctionNode>;

interface On { readonly index: Index; readonly graph: CallGraph; readonly hierarchy: Inference["hierarchy"] }

export const otherCommands = codeFact({
  name: "other-commands",
  doc: "Code of commands beside the one that trades: `backtest.set_defaults(func=cmd_backtest)` is another life than `live.set_defaults(func=cmd_live)`.",
  requires: { index, infer, callGraph, orderSites, reach },
  derive({ index, infer, callGraph, orderSites, reach }): OtherCommands {
    const commands = commandsOf(index, callGraph);
    const opening = commands.size < 2 ? [] : orderSites.filter((one) => one.role === "open" && reach.of(one.fn) === "live");
    if (opening.length === 0) return { runsWithoutOrders: () => false };
    const on: On = { index, graph: callGraph, hierarchy: infer.hierarchy };
    const lives = [...commands].map((fn) => lifeOf(fn, on));
    const sending = new Set(lives.filter((life) => opening.some(({ fn }) => life.has(fn))));
    return {
      runsWithoutOrders(node) {
        const own = lives.filter((life) => life.has(functionAround(node)));
        return sending.size > 0 && own.length > 0 && !own.some((life) => sending.has(life));
      },
    };
  },
});

/** `sub.set_defaults(func=cmd_live)`. */
function commandsOf(index: Index, graph: CallGraph): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  for (const one of index.modules.values()) {
    for (const call of one.byKind.get("call") ?? []) {
      if (call.kind !== "call" || calledName(call) !== "set_defaults") continue;
      for (const { value } of call.args) for (const given of graph.valuesOf(value)) if (given.kind === "function") found.add(given.fn);
    }
  }
  return found;
}

/** A base class calls the methods of all classes below it: only those of what the command makes run in it. */
function lifeOf(command: FunctionNode, { index, graph, hierarchy }: On): Life {
  const life = new Set([command]);
  const made = new Set<ClassNode>();
  const waiting = new Map<ClassNode, Set<FunctionNode>>();
  const enter = (fn: FunctionNode): void => {
    const owner = classOf(fn);
    if (!owner || made.has(owner) || fn.decorators.length > 0) return void life.add(fn);
    const others = waiting.get(owner);
    if (others) others.add(fn);
    else waiting.set(owner, new Set([fn]));
  };
  const make = (one: ClassNode): void => {
    for (const each of [one, ...hierarchy.ancestors(one)]) {
      made.add(each);
      for (const fn of waiting.get(each) ?? []) life.add(fn);
      waiting.delete(each);
    }
  };
  for (const fn of life) {
    for (const call of index.callsIn(fn)) {
      for (const one of graph.targets(call).classes) make(one);
      for (const callee of graph.runs(call)) enter(callee);
    }
  }
  return life;
}
