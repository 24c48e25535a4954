import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import { ownName } from "../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { walkBody } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { snake } from "./guard-kinds.ts";
import { closingSites, type ClosingSite } from "./logs/closing-sites.ts";
import { tradeSteps, type PathStep, type TradeSteps } from "./trade-steps.ts";

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
/** Decides itself: `check_exits`, `_exit_monitor_loop`. */
const DECIDES_ITSELF = /(^|_)(check\w*|monitor\w*|loop|watch\w*|scan\w*|tick|evaluate|manage\w*|should)(_|$)/;
/** Its name is the reason: `_on_stop_loss`. */
const SAYS_WHY = /(^|_)(stop_loss|take_profit|trailing\w*|emergency|panic|time_?out|expir\w*|liquidation)(_|$)/;
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
  const climbed = new Set<FunctionNode>();
  const seen = new Set<Node>([site.call]);
  let level: { fn: FunctionNode; at: Node }[] = [{ fn: site.fn, at: site.call }];
  for (let hop = 0; hop <= MOST_HOPS && level.length > 0 && found.length < MOST_TRIGGERS; hop++) {
    const above: typeof level = [];
    for (const { fn, at } of level) {
      const test = testBefore(fn, at);
      const callers = (test === null && (hop === 0 || !SAYS_WHY.test(snake(fn.name)))) || handsOn(fn) ? steps.into(fn).filter((step) => decidesAbove(step)) : [];
      if (callers.length === 0 || hop === MOST_HOPS) found.push({ fn, at, test });
      if (climbed.has(fn)) continue;
      climbed.add(fn);
      for (const { from, at: call } of callers) {
        if (seen.has(call)) continue;
        seen.add(call);
        above.push({ fn: from, at: call });
      }
    }
    level = above;
  }
  return found.slice(0, MOST_TRIGGERS);
}

const handsOn = (fn: FunctionNode): boolean => HANDS_ON.test(snake(fn.name)) && !DECIDES_ITSELF.test(snake(fn.name));

/** What starts a loop or the program decides nothing about positions. */
const decidesAbove = ({ from, to, starts }: PathStep): boolean => from.name !== "<module>" && !(starts && to !== null && loops(to));

function loops(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => { found ||= node.kind === "while"; });
  return found;
}

/** The nearest test that says when: a loop's own condition does not, nor does "there is a position", where anything else does. */
function testBefore(fn: FunctionNode, at: Node): ExitTrigger["test"] {
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, at);
  if (point === undefined) return null;
  let presence: ExitTrigger["test"] = null;
  for (const { node, outcome } of conditionsAt(flow, point)) {
    if (node.kind === "for" || node.kind === "clause" || node.kind === "handler" || node.kind === "case") continue;
    const test = node as Expr;
    if (test.parent?.kind === "while" || isMode(test) || findsNothing(test, outcome)) continue;
    if (!asksForPresence(test, outcome)) return { node: test, outcome };
    // `if profit_alert:` may be the decision, `if self.executor:` is not.
    if (test.kind === "name") presence ??= { node: test, outcome };
  }
  return handsOn(fn) ? null : presence;
}

/** `if self.config.dry_run: return`: whether it trades for real, not when it closes. */
const isMode = (test: Expr): boolean => (test.kind === "unary" ? isMode(test.operand) : MODE.test(snake(ownName(test))));
const MODE = /(^|_)(dry_?run|paper\w*|simulat\w*|live|is_live|demo|testnet|sandbox|mock)(_|$)/;

/** `if qty <= 0: return`: there is nothing to close. */
const findsNothing = (test: Expr, outcome: boolean): boolean =>
  !outcome && test.kind === "compare" && (test.op === "<=" || test.op === "==") && test.right.kind === "number" && test.right.value === 0 && SIZE.test(snake(ownName(test.left)));
const SIZE = /(^|_)(qty|quantity|size|amount|contracts|volume|lots?|price|balance)(_|$)/;

/** Names whose presence is the decision: `if reason is not None`, `if should_exit`. */
const DECIDES = /exit|clos|stop|hit|trigger|should|reason|expired|signal|sell|flip|revers|timeout|tp|sl/i;

/** `if position is None: return`, `if not self.positions: return`, `if order is not None` */
function asksForPresence(test: Expr, outcome: boolean): boolean {
  if (test.kind === "compare" && test.right.kind === "none") return test.op === "is" || test.op === "==" ? !outcome : outcome && !DECIDES.test(ownName(test.left));
  if (test.kind === "unary" && test.op === "not") return asksForPresence(test.operand, !outcome);
  return (test.kind === "name" || test.kind === "attribute" || test.kind === "subscript") && outcome && !DECIDES.test(ownName(test));
}

