import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains } from "../../../ir/walk.ts";
import { EVENT_TAGS, type LogEvent } from "../../../knowledge/log-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { isTested } from "../guard-shapes.ts";
import { callGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { Closes, Opens, orderReach } from "../order-reach.ts";
import { neverTaken, type NeverTaken } from "../never-taken.ts";
import { reach } from "../reach.ts";
import { switchedOff } from "../switched-off.ts";
import { eventNames } from "./event-names.ts";
import { logCalls, type LogCall } from "./log-calls.ts";
import { complains } from "./log-summaries.ts";
import { refusedOrder } from "./refused-branches.ts";

/**
 * A log line of a mandatory event that is never written. nobody-calls: its function is called by nobody, and no other line
 * reports the event. acknowledgement: it needs a price or quantity that the answer to an order does not carry. flag: it needs
 * a flag that nothing sets. never: its condition cannot hold as the bot ships. refused: it is written only where the venue
 * refused the order, and where it took it nothing of the event is. stub: it needs a yes of what always answers no.
 */
export interface DeadLog {
  readonly record: LogCall;
  readonly event: LogEvent;
  readonly why: "nobody-calls" | NeverTaken["why"] | "never" | "refused" | "stub";
  /** The condition, or the function. */
  readonly at: Node;
}

export const deadLogs = codeFact({
  name: "dead-logs",
  doc: "Log lines of mandatory events that are never written.",
  requires: { index, callGraph, orderReach, neverTaken, reach, switchedOff, eventNames, logCalls },
  derive({ index, callGraph, orderReach, neverTaken, reach, switchedOff, eventNames, logCalls }): readonly DeadLog[] {
    const found: DeadLog[] = [];
    const stubs = new Set(index.functions.filter((fn) => isStub(index, fn)));
    const isRefusing = (test: Node, outcome: boolean): boolean => {
      if (test.kind === "unary" && test.op === "not") return isRefusing(test.operand, !outcome);
      if (test.kind === "await") return isRefusing(test.value, outcome);
      const runs = test.kind === "call" && outcome ? callGraph.runs(test) : [];
      return runs.length > 0 && runs.every((one) => stubs.has(one));
    };
    const asking = new Set([...stubs].flatMap((fn) => callGraph.callersOf(fn).map((one) => one.caller)));
    for (const fn of asking) {
      if (reach.of(fn) === "dead") continue;
      for (const record of logCalls.inside(fn)) {
        const event = record.kind === "log" ? STUBBED.find((one) => eventNames.of(one, record) !== "none") : undefined;
        const test = event && conditionsOf(record).find(({ node, outcome }) => isRefusing(node, outcome));
        if (event && test) found.push({ record, event, why: "stub", at: test.node });
      }
    }
    const isOrder = (call: Call): boolean => (orderReach.ofCall(call) & (Opens | Closes)) !== 0;
    // Something else of the close is written behind the test, outside of its branch.
    const toldOtherwise = ({ fn }: LogCall, test: Node, outcome: boolean): boolean =>
      logCalls.inside(fn).some((one) => one.kind !== "counter" && one.call.start > test.end && !isInBranchOf(one.call, test, outcome) && !complains(one) && (one.kind === "record" || eventNames.of("exit", one) !== "none"));
    for (const event of Object.keys(EVENT_TAGS) as LogEvent[]) {
      const tagged = logCalls.all.filter((one) => one.kind === "log" && one.text !== "" && eventNames.tagged(event, one));
      const living = tagged.filter((one) => reach.of(one.fn) !== "dead");
      // Another wording elsewhere reports it as well.
      const worded = (): boolean => logCalls.all.some((one) => one.kind === "log" && reach.of(one.fn) !== "dead" && eventNames.of(event, one) === "words");
      if (living.length === 0 && tagged.length > 0 && !worded()) for (const record of tagged.slice(0, 1)) found.push({ record, event, why: "nobody-calls", at: record.fn });
      for (const record of living) {
        for (const { node, outcome } of conditionsOf(record)) {
          const never = neverTaken.of(node, outcome);
          if (found.some((one) => one.record === record)) continue;
          if (never) found.push({ record, event, why: never.why, at: node });
          else if (event === "exit" && !toldOtherwise(record, node, outcome) && refusedOrder(index, record.fn, node, outcome, isOrder)) found.push({ record, event, why: "refused", at: node });
          else if (isTested(node) && switchedOff.never(node, outcome)) found.push({ record, event, why: "never", at: node });
        }
      }
    }
    return found;
  },
});

const STUBBED: readonly LogEvent[] = ["exit", "fill", "trail", "drift"];

/** `return False  # placeholder`, in a method that no subclass brings to life: those are among what a call runs. */
function isStub(index: Index, fn: FunctionNode): boolean {
  const [only, ...others] = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!;
  if (!only || others.length > 0 || only.value?.kind !== "boolean" || only.value.value || fn.decorators.length > 0) return false;
  return fn.body.at(-1) === only && fn.body.slice(0, -1).every((one) => one.kind === "expression" && one.value.kind === "string");
}

function conditionsOf(record: LogCall): { node: Node; outcome: boolean }[] {
  const flow = flowOf(record.fn);
  const point = reachablePointOf(flow, record.call);
  return point === undefined ? [] : conditionsAt(flow, point);
}

/** Whether the node stands in the branch that is taken where the test comes out so. */
function isInBranchOf(node: Node, test: Node, outcome: boolean): boolean {
  for (let at = test.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "if") return (outcome ? at.body : at.otherwise).some((one) => contains(one, node));
  return false;
}
