import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, isReachable, pointsOf } from "../../../ir/flow.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { EVENT_TAGS, type LogEvent } from "../../../knowledge/log-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { isTested } from "../guard-shapes.ts";
import { index, type Index } from "../module-index.ts";
import { orderReach, type OrderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";
import { switchedOff } from "../switched-off.ts";
import { eventNames } from "./event-names.ts";
import { logCalls, type LogCall } from "./log-calls.ts";

/**
 * A log line of a mandatory event that is never written. nobody-calls: its function is called by nobody, and no other line
 * reports the event. acknowledgement: it needs a price or quantity that the answer to an order does not carry. never: its
 * condition cannot hold as the bot ships.
 */
export interface DeadLog {
  readonly record: LogCall;
  readonly event: LogEvent;
  readonly why: "nobody-calls" | "acknowledgement" | "never";
  /** The condition, or the function. */
  readonly at: Node;
}

export const deadLogs = codeFact({
  name: "dead-logs",
  doc: "Log lines of mandatory events that are never written.",
  requires: { index, callGraph, orderReach, reach, switchedOff, eventNames, logCalls },
  derive({ index, callGraph, orderReach, reach, switchedOff, eventNames, logCalls }): readonly DeadLog[] {
    const found: DeadLog[] = [];
    for (const event of Object.keys(EVENT_TAGS) as LogEvent[]) {
      const tagged = logCalls.all.filter((one) => one.kind === "log" && one.text !== "" && eventNames.tagged(event, one));
      const living = tagged.filter((one) => reach.of(one.fn) !== "dead");
      // Another wording elsewhere reports it as well.
      const worded = (): boolean => logCalls.all.some((one) => one.kind === "log" && reach.of(one.fn) !== "dead" && eventNames.of(event, one) === "words");
      if (living.length === 0 && tagged.length > 0 && !worded()) for (const record of tagged.slice(0, 1)) found.push({ record, event, why: "nobody-calls", at: record.fn });
      for (const record of living) {
        for (const { node, outcome } of conditionsOf(record)) {
          if (outcome && event === "fill" && asksAnswer(index, callGraph.runs, orderReach, record.fn, node)) found.push({ record, event, why: "acknowledgement", at: node });
          else if (isTested(node) && switchedOff.never(node, outcome)) found.push({ record, event, why: "never", at: node });
        }
      }
    }
    return found;
  },
});

function conditionsOf(record: LogCall): { node: Node; outcome: boolean }[] {
  const flow = flowOf(record.fn);
  const point = pointsOf(flow, record.call).find((one) => isReachable(flow, one));
  return point === undefined ? [] : conditionsAt(flow, point);
}

/** What the answer to an order of OKX does not have (https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order). */
const EXECUTED = /^(avgPx|fillPx|fillSz|accFillSz|average|filled|avgPrice)$/;
const OKX_ORDER = /\/api\/v5\/trade\/(order|batch-orders)$|^okx\.|^ccxt\.(\w+\.)?okx\(\)/;

/** `ack.get("avgPx")` where `ack` is the answer to an order that OKX was just sent. */
function asksAnswer(index: Index, runs: (call: Call) => readonly FunctionNode[], orders: OrderReach, fn: FunctionNode, test: Node): boolean {
  const read = readIn(test);
  if (!read || !EXECUTED.test(read.key)) return false;
  const own = index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(read.name) ?? [];
  return own.length > 0 && own.every((one) => {
    const call = one.kind === "value" ? innerCall(one.expr) : null;
    if (!call) return false;
    const sites = [orders.siteOf(call), ...runs(call).map((each) => orders.nearest(each))];
    return sites.some((site) => site !== null && OKX_ORDER.test(site.by));
  });
}

function readIn(test: Node): { name: string; key: string } | null {
  let found: { name: string; key: string } | null = null;
  const step = (node: Node): void => {
    if (found || node.kind === "function") return;
    if (node.kind === "subscript" && node.object.kind === "name" && node.index.kind === "string") found = { name: node.object.id, key: node.index.value };
    if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" && node.callee.object.kind === "name" && node.args[0]?.value.kind === "string") found = { name: node.callee.object.id, key: node.args[0].value.value };
    children(node, step);
  };
  step(test);
  return found;
}

const innerCall = (expr: Expr): Call | null => (expr.kind === "await" ? innerCall(expr.value) : expr.kind === "call" ? expr : expr.kind === "subscript" ? innerCall(expr.object) : null);
