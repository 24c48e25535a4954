import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { reaches } from "../../../ir/paths.ts";
import { isDropped, mentionsName, walk, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { assignedTo } from "../order-answers.ts";
import { orderReach } from "../order-reach.ts";
import { isOpening, orderActs, type OrderActs } from "./order-acts.ts";
import { orderLookups, type OrderLookups } from "./order-lookups.ts";

/**
 * A resting order of a list is taken back and sent again in another form. ignored: whatever came of the cancel. whole: with its
 * full amount, though a part of it may be filled.
 */
export interface ReplacedOrder {
  readonly fn: FunctionNode;
  readonly cancel: Call;
  readonly second: Call;
  readonly how: "ignored" | "whole";
}

export const replacedOrders = codeFact({
  name: "replaced-orders",
  doc: "Resting orders that are cancelled and sent again by what was known of them before the cancel.",
  requires: { index, callGraph, orderActs, orderReach, orderLookups },
  derive({ index, callGraph, orderActs, orderReach, orderLookups }): readonly ReplacedOrder[] {
    const on: On = { index, graph: callGraph, acts: orderActs, lookups: orderLookups };
    return index.functions.flatMap((fn) => {
      if (orderActs.from(fn) === null || !orderReach.trades(fn)) return [];
      const calls = index.callsIn(fn);
      const cancels = calls.filter((call) => orderActs.of(call) === null && orderLookups.cancels(call) && CANCELS_ONE.test(calledName(call)));
      return cancels.length === 0 ? [] : inFunction(on, fn, cancels, calls.filter((call) => isOpening(orderActs, call)));
    });
  },
});

interface On {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly acts: OrderActs;
  readonly lookups: OrderLookups;
}

const CANCELS_ONE = /cancel(?!\w*all)/i;
function inFunction(on: On, fn: FunctionNode, cancels: readonly Call[], opening: readonly Call[]): ReplacedOrder[] {
  const flow = flowOf(fn);
  return opening.flatMap((second): ReplacedOrder[] => {
    const to = reachablePointOf(flow, second);
    const cancel = to === undefined ? undefined : cancels.findLast((one) => one.end <= second.start && leadsTo(on, flow, one, to));
    if (!cancel || to === undefined) return [];
    const records = recordsOf(on, fn, cancel.args.map((one) => one.value));
    const amount = amountOf(on, fn, second, records);
    if (!amount) return [];
    const decides = !isDropped(cancel) && isAsked(flow, to, cancel);
    if (!decides) return [{ fn, cancel, second, how: "ignored" }];
    return amount === "whole" ? [{ fn, cancel, second, how: "whole" }] : [];
  });
}

/** The cancel comes before, and nobody asks the venue in between. */
function leadsTo(on: On, flow: FlowGraph, cancel: Call, to: Point): boolean {
  const from = reachablePointOf(flow, cancel);
  if (from === undefined || !reaches(flow, from, to)) return false;
  for (let point = 0; point < flow.size; point++) {
    const node = flow.nodes[point];
    if (node?.kind === "call" && point !== from && point !== to && flow.position[point]! >= 0 && asksForOrder(on, node) && reaches(flow, from, point) && reaches(flow, point, to) && node.start > cancel.end && node.end < flow.nodes[to]!.end) return false;
  }
  return true;
}

const asksForOrder = (on: On, call: Call): boolean => on.lookups.asks(call) && !/instrument|ticker|price|market|book/i.test(calledName(call));

/** What the cancel answered is tested on the way to the second order. */
function isAsked(flow: FlowGraph, to: Point, cancel: Call): boolean {
  const name = assignedTo(cancel);
  return conditionsAt(flow, to).some(({ node }) => node.kind !== "handler" && node.kind !== "case" && node.kind !== "for" && node.kind !== "clause" && ((name !== null && mentionsName(node, name)) || (node.start <= cancel.start && cancel.end <= node.end)));
}

const MAX_HOPS = 5;
const ORDER_ID = /id$|^(key|hash|order|cloid|ref)$/i;

/** The local records whose id is among the values: `order.get("ordId")` of `order`; `oid, info` of one loop are one record. */
function recordsOf(on: On, fn: FunctionNode, values: readonly Expr[]): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<Node>();
  const step = (expr: Node, hops: number): void => {
    walk(expr, (node) => {
      const object = fieldOf(node);
      if (object?.object.kind === "name" && ORDER_ID.test(object.field)) found.add(object.object.id);
      if (node.kind !== "name" || hops > MAX_HOPS || seen.has(node)) return;
      seen.add(node);
      for (const one of definitionsOf(on, fn, node.id)) {
        if (one.kind === "value") step(one.expr, hops + 1);
        else if (one.kind === "iteration" && ORDER_ID.test(node.id)) for (const beside of besides(one.node, node.id)) found.add(beside);
      }
    });
  };
  for (const one of values) step(one, 0);
  return found;
}

/** `order["sz"]`, `order.get("sz")`, `order.size` */
function fieldOf(node: Node): { object: Expr; field: string } | null {
  if (node.kind === "subscript" && node.index.kind === "string") return { object: node.object, field: node.index.value };
  if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" && node.args[0]?.value.kind === "string") return { object: node.callee.object, field: node.args[0].value.value };
  return node.kind === "attribute" && node.parent?.kind !== "call" ? { object: node.object, field: node.name } : null;
}

const definitionsOf = (on: On, fn: FunctionNode, name: string) => on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name) ?? [];

/** The other names of `for oid, info in ...`. */
function besides(node: Node, name: string): string[] {
  const found: string[] = [];
  if (node.kind === "for" && node.target.kind === "tuple") for (const one of node.target.items) if (one.kind === "name" && one.id !== name) found.push(one.id);
  return found;
}

const AMOUNT = /^(sz|size|qty|quantity|amount|contracts|volume|orig_?qty|orig_?size|orderQty|lots?|units|base_?amount)$/i;
const REST = /fill|remain|exec|cum_?|left|unfilled|done|leaves/i;

/** How the second order's amount comes out of the same record; null: it does not. */
function amountOf(on: On, fn: FunctionNode, second: Call, records: ReadonlySet<string>): "whole" | "rest" | null {
  let amount = false;
  let rest = false;
  const seen = new Set<Node>();
  const step = (expr: Node, hops: number): void => {
    walk(expr, (node) => {
      const field = fieldOf(node);
      if (field?.object.kind === "name" && records.has(field.object.id)) {
        amount ||= AMOUNT.test(field.field);
        rest ||= REST.test(field.field);
      }
      if (node.kind === "name") {
        rest ||= REST.test(node.id);
        if (hops <= MAX_HOPS && !seen.has(node)) {
          seen.add(node);
          for (const one of definitionsOf(on, fn, node.id)) if (one.kind === "value") step(one.expr, hops + 1);
        }
      }
    });
  };
  for (const { value, name } of second.args) {
    if (value.kind === "name" && records.has(value.id)) handedWhole(value.id, name);
    else step(value, 0);
  }
  return amount ? (rest ? "rest" : "whole") : null;

  /** `self.chase(symbol, info)`: what the called function reads of it. */
  function handedWhole(record: string, name: string | null): void {
    for (const callee of on.graph.runs(second)) {
      const at = name !== null ? name : callee.params[second.args.findIndex((one) => one.value.kind === "name" && one.value.id === record) + (callee.params[0]?.name === "self" ? 1 : 0)]?.name;
      walkBody(callee, (node) => {
        const field = fieldOf(node);
        if (field && ownName(field.object) === at) {
          amount ||= AMOUNT.test(field.field);
          rest ||= REST.test(field.field);
        }
      });
    }
  }
}
