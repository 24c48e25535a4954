import { calledName } from "../../../ir/names.ts";
import type { Call } from "../../../ir/nodes.ts";
import { functionAround } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import { index } from "../module-index.ts";
import { closesByName } from "../order-intent.ts";
import { Opens, orderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";

/** Calls by which the running bot leaves entry orders in the book: limit orders that open. */
export const restingEntries = codeFact({
  name: "resting-entries",
  doc: "Calls that place limit orders which open a position: they wait in the book until they are filled or taken back.",
  requires: { index, callGraph, orderReach, reach },
  derive({ index, callGraph, orderReach, reach }): readonly Call[] {
    const takenBack = (call: Call): boolean => {
      const fn = functionAround(call);
      const callers = callGraph.callersOf(fn);
      return takesBack(index.callsIn(fn), call) || callGraph.runs(call).some((by) => takesBack(index.callsIn(by), null)) || (callers.length > 0 && callers.every((one) => takesBack(index.callsIn(one.caller), one.call)));
    };
    return index.functions.flatMap((fn) => (reach.of(fn) === "live" && orderReach.trades(fn) && !closesByName(fn) ? index.callsIn(fn) : [])
      .filter((call) => isLimit(call) && !reduces(call) && (orderReach.ofCall(call) & Opens) !== 0 && !takenBack(call)));
  },
});

/** It waits for the fill and cancels what was not filled: nothing rests when it returns. A cancel before the order takes back an older one. */
const takesBack = (calls: readonly Call[], after: Call | null): boolean =>
  calls.some((one) => (!after || one.start > after.start) && /(^|_)cancel(_\w+)?_?(order|$)/.test(snake(calledName(one))));

/** `create_order(symbol, "limit", ...)`, `place(order_type="post_only")`, `create_limit_buy_order(...)` */
const isLimit = (call: Call): boolean =>
  /(^|_)(limit|maker|post_only)(_\w+)?_orders?$/.test(snake(calledName(call))) ||
  call.args.some(({ name, value }, i) => value.kind === "string" && /^(limit|post_?only|limit_maker|gtc|gtx)$/i.test(value.value) && (name !== null ? /type|tif|time_?in_?force/i.test(name) : i > 0 && /order/i.test(calledName(call))));

const reduces = (call: Call): boolean =>
  call.args.some(({ name, value }) => (/^(reduce_?only|close_?position)$/i.test(name ?? "") && value.kind === "boolean" && value.value) || (value.kind === "dict" && value.entries.some((one) => one.key?.kind === "string" && /^(reduce_?only|closePosition)$/i.test(one.key.value))));
