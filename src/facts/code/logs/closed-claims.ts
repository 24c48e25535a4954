import { conditionsAt } from "../../../ir/conditions.ts";
import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { reaches } from "../../../ir/paths.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { snake } from "../guard-kinds.ts";
import { isTested } from "../guard-shapes.ts";
import { index } from "../module-index.ts";
import { Closes, Opens, orderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";
import { isMode } from "../switched-off.ts";
import { wordsIn } from "./candidates.ts";
import { logCalls, type LogCall } from "./log-calls.ts";

/** A line says that a position was closed, and on some way to it no closing order was sent, or none was sent yet. */
export interface ClosedClaim {
  readonly fn: FunctionNode;
  readonly record: LogCall;
  /** The call that sends the closing order on the other ways, or afterwards. */
  readonly order: Call;
  /** The condition on which that hangs, and which the line does not ask; null: the order is sent behind the line. */
  readonly test: Expr | null;
  /** Where what is tested comes from, if that is one place. */
  readonly origin: Node | null;
}

const CLOSED = /\b(position|trade|long|short)s?\b.{0,40}\b(closed|exited|liquidated)\b|\b(closed|exited)\b.{0,25}\b(position|trade)\b|позици\S* .{0,30}закрыт|EXIT_HIT/iu;
/** A summary with a count is true of none as well. */
const COUNTED = /(\{\}|%[sd])[^\s\p{L}]*\s*(open )?(positions?|trades?|позици\S*|сдел\S*).{0,20}(closed|закрыт)|(closed|закрыт\S*)[^\p{L}]{0,3}\s*(\{\}|%[sd])[^\s\p{L}]*\s*(of|out of|из|\/|(open )?(positions?|trades?)|позици|сдел)/iu;
/** Whether the bot trades for real at all. */
const SWITCH = /enabled|active|connected|authenticated|\bapi_key|client\b/i;
const NAMED = /(^|_)(close|exit|flatten|liquidate|unwind)(_|$)/;

export const closedClaims = codeFact({
  name: "closed-claims",
  doc: "Log lines that say a position was closed, reached by ways on which no closing order was sent.",
  requires: { index, orderReach, reach, logCalls },
  derive({ index, orderReach, reach, logCalls }): readonly ClosedClaim[] {
    const found: ClosedClaim[] = [];
    for (const record of logCalls.all) {
      const { fn } = record;
      if (record.kind !== "log" || !NAMED.test(snake(fn.name)) || !CLOSED.test(record.text) || COUNTED.test(record.text) || reach.of(fn) === "dead") continue;
      const calls = index.callsIn(fn);
      const orders = calls.filter((call) => (orderReach.ofCall(call) & (Opens | Closes)) !== 0);
      const claim = orders.length > 0 ? (unbacked(record, orders, (name) => index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(name) ?? []) ?? early(record, orders)) : null;
      if (claim) found.push(claim);
    }
    return found;
  },
});

function unbacked(record: LogCall, orders: readonly Call[], definitions: (name: string) => readonly { readonly node: Node }[]): ClosedClaim | null {
  const flow = flowOf(record.fn);
  const line = reachablePointOf(flow, record.call);
  if (line === undefined) return null;
  const tree = dominatorsOf(flow);
  const asked = new Set(conditionsAt(flow, line).map((one) => one.point));
  const sent = orders.map((order) => ({ order, point: reachablePointOf(flow, order) }));
  if (sent.some(({ point }) => point === undefined || dominates(tree, point, line))) return null;
  for (const { order, point } of sent) {
    if (!reaches(flow, point!, line)) continue;
    const conditions = conditionsAt(flow, point!).filter((one) => !asked.has(one.point));
    const [test, ...rest] = conditions.filter((one) => isTested(one.node) && !isMode(one.node) && !SWITCH.test([...wordsIn(one.node)].join(" ")));
    // With several ways of closing one of them may always be taken.
    if (!test || sent.length > 1 || !test.outcome || rest.length > 1) continue;
    return { fn: record.fn, record, order, test: test.node as Expr, origin: test.node.kind === "name" ? (definitions(test.node.id).at(0)?.node ?? null) : null };
  }
  return null;
}

/** `EXIT_HIT` may as well say that the exit was decided. */
const DECIDED = /EXIT_HIT|\b(will|would|should|must|to be|being)\b|если|будет/iu;

/** The line stands before the only orders of its function: where they are refused it stays in the log. */
function early(record: LogCall, orders: readonly Call[]): ClosedClaim | null {
  if (DECIDED.test(record.text)) return null;
  const flow = flowOf(record.fn);
  const line = reachablePointOf(flow, record.call);
  if (line === undefined) return null;
  const tree = dominatorsOf(flow);
  const sent = orders.map((order) => ({ order, point: reachablePointOf(flow, order) }));
  const behind = sent.find(({ order, point }) => order.start > record.call.end && point !== undefined && dominates(tree, line, point));
  return behind && sent.every(({ point }) => point === undefined || !reaches(flow, point, line)) ? { fn: record.fn, record, order: behind.order, test: null, origin: null } : null;
}
