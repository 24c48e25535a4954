import { blockOf, statementOf } from "../../../ir/blocks.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node, Return } from "../../../ir/nodes.ts";
import { children, contains, mentions, walkBody } from "../../../ir/walk.ts";
import { SIMULATED } from "../../../knowledge/fill-words.ts";
import { NO_EVENT, NOTHING_DONE } from "../../../knowledge/log-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";
import { snake } from "../snake.ts";
import { namesOfAnswer } from "../order-answers.ts";
import { Closes, orderReach, Protects } from "../order-reach.ts";
import { closingSites } from "./closing-sites.ts";
import { reach } from "../reach.ts";
import { same } from "../regimes/landings.ts";
import { eventNames } from "./event-names.ts";
import { logCalls, type LogCall } from "./log-calls.ts";
import { complains } from "./log-summaries.ts";
import { quietFailures } from "./quiet-failures.ts";

/** A line says that a position was closed or a stop moved, and nobody looked whether the order for it was taken. */
export interface UntestedClaim {
  readonly fn: FunctionNode;
  readonly record: LogCall;
  readonly event: "exit" | "trail";
  readonly order: Call;
  /** How what sends the order says that it was not taken; null: the order only follows the line. */
  readonly failure: Return | null;
}

/** Behind a closing order these words are enough. */
const DONE = /\b(closed|liquidated|flattened|exited)\b|закрыт|ликвидирован|(已|成功|完成).{0,3}平[仓倉]|平[仓倉].{0,4}(成功|完成|完毕)|決済(完了|成功)|\b(fechad|encerrad|cerrad)[oa]|clôturée?|\bfermée?\b/iu;
const MOVED = /\b(moved|updated|raised|lowered|tightened|adjusted|trailed|armed|locked)\b|перен[её]с|сдвину|обновл[её]н|подтяну|移至|推至|已(更新|移[动動])/iu;
const NAMED = /(^|_)(close|exit|flatten|liquidate|unwind)(_|$)/;
const NOT_DONE = /\b(closing|will|try|trying|attempt\w*|being|if|not|to be|already|should|no)\b|❌|不|未|\?/iu;
/** "Cancelled TP/SL orders after position closed" reports of the orders. */
const AFTERWARDS = /\b(after|since|because|once|when)\b[^|.;:]{0,30}\b(closed|liquidated|flattened|exited)\b|после закрыт/iu;

export const untestedClaims = codeFact({
  name: "untested-claims",
  doc: "Log lines that say a position was closed or a stop moved behind an order whose answer nobody looked at.",
  requires: { index, orderReach, closingSites, quietFailures, eventNames, logCalls, reach },
  derive({ index, orderReach, closingSites, quietFailures, eventNames, logCalls, reach }): readonly UntestedClaim[] {
    const closing = new Map<FunctionNode, Call[]>();
    for (const { fn, call } of closingSites) closing.set(fn, [...(closing.get(fn) ?? []), call]);
    const found: UntestedClaim[] = [];
    const said = (record: LogCall): UntestedClaim["event"] | null => {
      if (record.kind !== "log" || (record.level ?? 20) < 20) return null;
      const closed = DONE.test(record.text);
      if (!closed && !(MOVED.test(record.text) && eventNames.of("trail", record) !== "none")) return null;
      if (NO_EVENT.test(record.text) || NOTHING_DONE.test(record.text) || NOT_DONE.test(record.text) || complains(record) || AFTERWARDS.test(record.text)) return null;
      return closed ? "exit" : "trail";
    };
    const byFunction = new Map<FunctionNode, LogCall[]>();
    for (const record of logCalls.all) {
      const { fn } = record;
      if (orderReach.ofFunction(fn) !== 0 && reach.of(fn) !== "dead" && said(record) && !SIMULATED.test(`${index.moduleOf(fn).file} ${fn.qualname}`)) byFunction.set(fn, [...(byFunction.get(fn) ?? []), record]);
    }
    for (const [fn, records] of byFunction) {
      const closes = (call: Call): boolean => closing.get(fn)?.includes(call) === true || (orderReach.ofCall(call) & Closes) !== 0 || (orderReach.ofCall(call) !== 0 && NAMED.test(snake(calledName(call))));
      const orders = index.callsIn(fn).filter((call) => closes(call) || (orderReach.ofCall(call) & Protects) !== 0);
      if (orders.length === 0) continue;
      const reported = new Set<Call>();
      for (const record of records) {
        const next = said(record) === "trail" ? followedBy(record, orders) : null;
        if (next) found.push({ fn, record, event: "trail", order: next, failure: null });
        if (next) continue;
        const before = orders.filter((one) => one.end < record.call.start).at(-1);
        const failure = before && !reported.has(before) ? quietFailures.ofCall(before) : null;
        const order = failure ? untested(fn, record, before!) : null;
        if (!order || !failure || (failure.nothing && isOpened(fn, order, record.call))) continue;
        const event = said(record)!;
        if (event === "exit" ? !closes(order) : (orderReach.ofCall(order) & Protects) === 0) continue;
        reported.add(order);
        found.push({ fn, record, event, order, failure: failure.at });
      }
    }
    return found;
  },
});

/** `log("stop moved to ...")`, then `await self.place_stop(...)` in the same block, and none before: where that fails the line stays. */
function followedBy(record: LogCall, orders: readonly Call[]): Call | null {
  const line = statementOf(record.call);
  const block = blockOf(line);
  if (!block) return null;
  const at = block.indexOf(line);
  const within = (from: number, to: number): Call | undefined => orders.find((order) => block.slice(Math.max(0, from), to).some((one) => contains(one, order)));
  return within(at - NEAR, at + 1) ? null : within(at + 1, at + 1 + NEAR) ?? null;
}

const NEAR = 3;

/** The nearest order before the line, where every way to it has sent it, and no test on the way and no other code has seen its answer. */
function untested(fn: FunctionNode, record: LogCall, before: Call): Call | null {
  const flow = flowOf(fn);
  const line = reachablePointOf(flow, record.call);
  if (line === undefined) return null;
  const tree = dominatorsOf(flow);
  const point = reachablePointOf(flow, before);
  if (point === undefined || !dominates(tree, point, line) || contains(record.call, before)) return null;
  const names = namesOfAnswer(fn, before);
  const place = placeOfAnswer(before);
  if (conditionsAt(flow, line).some(({ node }) => node.kind !== "for" && node.kind !== "handler" && (contains(node, before) || mentions(node, names) || (place !== null && reads(node, place))))) return null;
  return isGivenAway(fn, before, record.call, names) ? null : before;
}

/** `self.stops[symbol] = place_stop(...)`: where the answer is put. */
function placeOfAnswer(order: Call): Expr | null {
  const holder = order.parent?.kind === "await" ? order.parent.parent : order.parent;
  const target = holder?.kind === "assign" ? holder.targets[0] : undefined;
  return target?.kind === "subscript" || target?.kind === "attribute" ? target : null;
}

/** `if self.stops[symbol]:` reads what was put there. */
function reads(node: Node, place: Expr): boolean {
  let found = same(node as Expr, place);
  children(node, (child) => { found ||= reads(child, place); });
  return found;
}

/** The answer is handed to something that may look at it, or the line itself puts it in. */
function isGivenAway(fn: FunctionNode, order: Call, line: Call, names: ReadonlySet<string>): boolean {
  let given = false;
  const holder: Node | null = order.parent?.kind === "await" ? order.parent.parent : order.parent;
  if (holder?.kind === "argument" || holder?.kind === "compare" || holder?.kind === "if" || holder?.kind === "unary" || holder?.kind === "logical" || holder?.kind === "return") return true;
  walkBody(fn, (node) => {
    if (given || node.start < order.end || node.start > line.end) return;
    given = (node.kind === "argument" && mentions(node.value, names)) || (node.kind === "interpolation" && mentions(node, names)) || (node.kind === "assert" && mentions(node, names)) || (node.kind === "conditional" && mentions(node.test, names));
  });
  return given;
}

/** `answer["id"]` before the line: where there is no answer the function does not get there. */
function isOpened(fn: FunctionNode, order: Call, line: Call): boolean {
  const names = namesOfAnswer(fn, order);
  let opened = false;
  walkBody(fn, (node) => {
    if (!opened && node.start > order.end && node.end < line.start) opened = (node.kind === "attribute" || node.kind === "subscript") && node.object.kind === "name" && names.has(node.object.id);
  });
  return opened;
}
