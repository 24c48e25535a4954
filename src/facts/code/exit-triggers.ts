import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import { ownName } from "../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { snake } from "./guard-kinds.ts";
import { closingSites, type ClosingSite } from "./logs/closing-sites.ts";
import { tradeSteps, type TradeSteps } from "./trade-steps.ts";

/** What makes the bot close a position: the place where that is decided. */
export interface ExitTrigger {
  /** Who decides. */
  readonly fn: FunctionNode;
  /** The call towards the closing order. */
  readonly at: Node;
  /** The nearest test that leads there, and how it came out; null: it always closes when it runs. */
  readonly test: { readonly node: Expr; readonly outcome: boolean } | null;
}

export interface TriggeredExit {
  readonly site: ClosingSite;
  readonly triggers: readonly ExitTrigger[];
}

/** Hands on a decision that was made elsewhere: `close_position`, `_exit_all`. */
const HANDS_ON = /(^|_)(close|closes|closing|exit|exits|flatten|liquidate|unwind|square_?off|market_close)(_|$)/;
const MOST_HOPS = 6;
const MOST_TRIGGERS = 24;

export const exitTriggers = codeFact({
  name: "exit-triggers",
  doc: "Closing orders, and where it is decided to send them.",
  requires: { closingSites, tradeSteps },
  derive: ({ closingSites, tradeSteps }): readonly TriggeredExit[] => closingSites.map((site) => ({ site, triggers: triggersOf(site, tradeSteps) })),
});

function triggersOf(site: ClosingSite, steps: TradeSteps): ExitTrigger[] {
  const found: ExitTrigger[] = [];
  const seen = new Set<FunctionNode>([site.fn]);
  let level: { fn: FunctionNode; at: Node }[] = [{ fn: site.fn, at: site.call }];
  for (let hop = 0; hop <= MOST_HOPS && level.length > 0 && found.length < MOST_TRIGGERS; hop++) {
    const above: typeof level = [];
    for (const { fn, at } of level) {
      const test = testBefore(fn, at);
      const callers = HANDS_ON.test(snake(fn.name)) || test === null ? steps.into(fn).filter((step) => !seen.has(step.from)) : [];
      if (callers.length === 0 || hop === MOST_HOPS) found.push({ fn, at, test });
      for (const { from, at: call } of callers) {
        if (seen.has(from)) continue;
        seen.add(from);
        above.push({ fn: from, at: call });
      }
    }
    level = above;
  }
  return found.slice(0, MOST_TRIGGERS);
}

/** The nearest test that says when: a loop's own condition does not, nor does "there is a position". */
function testBefore(fn: FunctionNode, at: Node): ExitTrigger["test"] {
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, at);
  if (point === undefined) return null;
  for (const { node, outcome } of conditionsAt(flow, point)) {
    if (node.kind === "for" || node.kind === "clause" || node.kind === "handler" || node.kind === "case") continue;
    const test = node as Expr;
    if (test.parent?.kind === "while" || asksForPresence(test, outcome)) continue;
    return { node: test, outcome };
  }
  return null;
}

/** Names whose presence is the decision: `if reason is not None`, `if should_exit`. */
const DECIDES = /exit|clos|stop|hit|trigger|should|reason|expired|signal|sell|flip|revers|timeout|tp|sl/i;

/** `if position is None: return`, `if not self.positions: return`, `if order is not None` */
function asksForPresence(test: Expr, outcome: boolean): boolean {
  if (test.kind === "compare" && test.right.kind === "none") return test.op === "is" || test.op === "==" ? !outcome : outcome && !DECIDES.test(ownName(test.left));
  if (test.kind === "unary" && test.op === "not") return asksForPresence(test.operand, !outcome);
  return (test.kind === "name" || test.kind === "attribute" || test.kind === "subscript") && outcome && !DECIDES.test(ownName(test));
}

