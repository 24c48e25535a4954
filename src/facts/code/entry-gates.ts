import { leaves } from "../../ir/blocks.ts";
import type { Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import { contains } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { statementsOf } from "./filter-defects/statements.ts";
import { Answers, filterAnswers, type Filter } from "./filter-answers.ts";
import { guardKinds } from "./guard-kinds.ts";
import { index } from "./module-index.ts";
import { Opens, orderReach } from "./order-reach.ts";

/** A test in running code that keeps back the opening orders behind it. */
export interface EntryGate {
  readonly fn: FunctionNode;
  readonly test: Expr;
  /** How it comes out where the way goes on. */
  readonly passes: boolean;
  /** What leads to an opening order behind it. */
  readonly order: Call;
}

export interface EntryGates {
  readonly all: readonly EntryGate[];
  /** Functions that such tests ask, beyond those that stand on a way of a recognised signal. */
  readonly beyond: readonly Filter[];
}

export const entryGates = codeFact({
  name: "entry-gates",
  doc: "Tests that keep back the opening orders behind them, and the functions that they ask, wherever the signal was born.",
  requires: { index, callGraph, guardKinds, orderReach, filterAnswers },
  derive({ index, callGraph, guardKinds, orderReach, filterAnswers }): EntryGates {
    const all: EntryGate[] = [];
    for (const fn of index.functions) {
      if ((orderReach.ofFunction(fn) & Opens) === 0 || !orderReach.trades(fn)) continue;
      const orders = index.callsIn(fn).filter((one) => (orderReach.ofCall(one) & Opens) !== 0);
      if (orders.length > 0) all.push(...gatesIn(fn, orders));
    }
    const answers = new Answers(index, callGraph, guardKinds);
    for (const { test, passes } of all) answers.tested(test, passes, test);
    answers.spread();
    const known = new Set([...filterAnswers.filters, ...filterAnswers.others].map((one) => one.fn));
    return { all, beyond: [...answers.found.values()].filter((one) => !known.has(one.fn)) };
  },
});

function gatesIn(fn: FunctionNode, orders: readonly Call[]): EntryGate[] {
  const found: EntryGate[] = [];
  statementsOf(fn, (node) => {
    if (node.kind !== "if") return;
    const inside = orders.find((one) => node.body.some((each) => contains(each, one)));
    const behind = orders.find((one) => one.start >= node.end || node.otherwise.some((each) => contains(each, one)));
    if (inside && !behind) found.push({ fn, test: node.test, passes: true, order: inside });
    else if (!inside && behind && leaves(node.body)) found.push({ fn, test: node.test, passes: false, order: behind });
  });
  return found;
}
