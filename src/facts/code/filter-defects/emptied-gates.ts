import { calledName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { leaves } from "../../../ir/blocks.ts";
import { mentions } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { entryGates } from "../entry-gates.ts";
import { filterAnswers, rejectsIn } from "../filter-answers.ts";
import { index } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { FailedValues, type FailedValue } from "./failed-values.ts";
import { snake } from "../snake.ts";
import { deciding, passingOn } from "./passing-tests.ts";
import { sendersOf } from "./senders.ts";
import { statementsOf } from "./statements.ts";

/** A test that should keep an order back, and a failed read that is answered with nothing: with that the order goes out. */
export interface EmptiedGate extends FailedValue {
  readonly fn: FunctionNode;
  /** The part of the test that rejects by itself. */
  readonly test: Expr;
  /** Where the order, or the answer of the filter, hangs on it. */
  readonly behind: Node;
}

export const emptiedGates = codeFact({
  name: "emptied-gates",
  doc: "Tests before an opening order that let pass where a read has failed, because its failure is answered with 0, None or nothing.",
  requires: { index, callGraph, entryGates, filterAnswers, orderSites, reach },
  derive({ index, callGraph, entryGates, filterAnswers, orderSites, reach }): readonly EmptiedGate[] {
    const values = new FailedValues(index, callGraph);
    const senders = sendersOf(orderSites, callGraph);
    const found = new Map<Node, EmptiedGate>();
    const toldApart = new Map<FunctionNode, ReadonlySet<string>>();
    const look = (fn: FunctionNode, test: Expr, rejects: boolean, behind: Node): void => {
      if (reach.of(fn) === "dead") return;
      let apart = toldApart.get(fn);
      if (!apart) toldApart.set(fn, (apart = leftOnNothing(fn)));
      for (const atom of deciding(test, rejects)) {
        if (apart.size > 0 && mentions(atom.test, apart)) continue;
        const failed = passingOn(atom.test, atom.rejects, (expr) => values.of(expr));
        // `if self.check_exits(price): return`: what sends orders itself answers whether it did.
        if (failed && !found.has(failed.handler) && !(failed.source && senders.has(failed.source))) found.set(failed.handler, { ...failed, fn, test: atom.test, behind });
      }
    };
    for (const { fn, test, passes, order } of entryGates.all) if (!MENDS.test(snake(calledName(order))) && !MENDS.test(snake(fn.name))) look(fn, test, !passes, order);
    for (const filter of [...filterAnswers.filters, ...filterAnswers.others, ...entryGates.beyond]) {
      statementsOf(filter.fn, (node) => { if (node.kind === "if" && rejectsIn(node, filter, filterAnswers)) look(filter.fn, node.test, true, filter.asked); });
    }
    return [...found.values()];
  },
});

/** `if resting is None: return`, `if not balance: return`: names with which the function leaves where there is nothing. */
function leftOnNothing(fn: FunctionNode): ReadonlySet<string> {
  const found = new Set<string>();
  statementsOf(fn, (node) => {
    if (node.kind !== "if" || !leaves(node.body)) return;
    for (const { test, rejects } of deciding(node.test, true)) {
      const name = test.kind === "name" && !rejects ? test : test.kind === "compare" && test.right.kind === "none" && (test.op === "is" || test.op === "==") === rejects ? test.left : null;
      if (name?.kind === "name") found.add(name.id);
    }
  });
  return found;
}

/** Behind the test a position is closed or protected: nothing is entered there. */
const MENDS = /(^|_)(close|exit|flatten|reduce|protect\w*|stop|tp|sl|take_profit|trail\w*|ensure|repair|reconcile|sync|restore|recover|hedge)(_|$)/;
