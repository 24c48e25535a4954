import { ownName } from "../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node, While } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type ModuleIndex } from "./module-index.ts";
import { isWritten, valueOf, type WrittenNumber } from "./numbers/written-number.ts";
import { Opens, orderReach } from "./order-reach.ts";
import { tradingCode } from "./trading-code.ts";

/** A loop that sends opening orders and waits a number of seconds between two rounds that the code names. */
export interface LoopPause {
  readonly fn: FunctionNode;
  readonly sleep: Call;
  /** Where the number stands. */
  readonly number: Expr;
  readonly seconds: number;
  /** The call of the loop that leads to an order. */
  readonly order: Call;
}

export interface LoopPauses {
  readonly all: readonly LoopPause[];
  /** Loops that lead to opening orders. */
  readonly examined: readonly { readonly fn: FunctionNode; readonly order: Call }[];
}

/** Loops that keep something alive: what leads to an order from there is a start, not a look at the market. */
const TENDS = /heart_?beat|watch_?dog|keep_?alive|reconnect|health|clean_?up|journal|snapshot|supervis|refresh|listen|receive/i;

/** A shorter one lets others run and is no period. */
const SHORTEST = 1;

export const loopPauses = codeFact({
  name: "loop-pauses",
  doc: "How often a loop that sends orders looks for them, where the code says it.",
  requires: { index, callGraph, orderReach, tradingCode },
  derive({ index, callGraph, orderReach, tradingCode }): LoopPauses {
    const all: LoopPause[] = [];
    const examined: { fn: FunctionNode; order: Call }[] = [];
    for (const module of index.modules.values()) {
      for (const loop of module.byKind.get("while") ?? []) {
        const fn = loop.kind === "while" ? enclosingFunction(loop) : null;
        if (!fn || loop.kind !== "while" || orderReach.ofFunction(fn) === 0 || !orderReach.trades(fn) || TENDS.test(fn.name)) continue;
        const { order, sleep } = inLoop(loop, module.calls[fn.index]!, (call) => (orderReach.ofCall(call) & Opens) !== 0 && (orderReach.siteOf(call) !== null || callGraph.runs(call).some((one) => tradingCode.of(one) === "order")));
        if (!order) continue;
        examined.push({ fn, order });
        const number = sleep && numberOf(sleep.args[0]!.value, module);
        if (number && valueOf(number) >= SHORTEST) all.push({ fn, sleep, number, seconds: valueOf(number), order });
      }
    }
    return { all, examined };
  },
});

/** The first call that leads to an opening order, and the pause that each round ends or begins with. */
function inLoop(loop: While, calls: readonly Call[], opens: (call: Call) => boolean): { order: Call | null; sleep: Call | null } {
  const inside = calls.filter((one) => one.start >= loop.start && one.end <= loop.end);
  return {
    order: inside.find(opens) ?? null,
    sleep: inside.find((one) => isSleep(one) && isOfEachRound(one, loop)) ?? null,
  };
}

const isSleep = (call: Call): boolean => ownName(call.callee) === "sleep" && call.args.length === 1 && call.args[0]!.name === null;

/** Not in a branch, a loop within or the handler of an error. */
function isOfEachRound(call: Call, loop: While): boolean {
  for (let at: Node = call; at.parent; at = at.parent) {
    if (at.parent === loop) return true;
    if (at.parent.kind !== "expression" && at.parent.kind !== "await" && at.parent.kind !== "try" && at.parent.kind !== "with") return false;
  }
  return false;
}

/** The number itself, or the one that a name of the function always is. */
function numberOf(expr: Expr, module: ModuleIndex): WrittenNumber | null {
  if (isWritten(expr)) return expr as WrittenNumber;
  const own = expr.kind === "name" && expr.id !== expr.id.toUpperCase() ? (module.scopes.get(scopeOf(expr))?.get(expr.id) ?? []) : [];
  const only = own.length === 1 ? own[0]! : null;
  return only?.kind === "value" && isWritten(only.expr) ? (only.expr as WrittenNumber) : null;
}
