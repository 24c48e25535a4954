import { calledName } from "../../../ir/names.ts";
import type { FunctionNode, Handler, Node } from "../../../ir/nodes.ts";
import { children, contains, walk } from "../../../ir/walk.ts";
import { DOUBT_WORDS, REPORTS_ONLY } from "../../../knowledge/order-doubts.ts";
import type { CallGraph } from "../call-graph.ts";
import type { SharedState } from "../shared-state.ts";
import { WRITES } from "./accesses.ts";
import type { OrderLookups } from "./order-lookups.ts";

export interface Memory { readonly graph: CallGraph; readonly lookups: OrderLookups; readonly state: SharedState }

/** The handlers of a request look nothing up, take nothing back and keep nothing in mind. */
export function forgets(on: Memory, fn: FunctionNode, handler: Handler): boolean {
  const guard = handler.parent;
  if (guard?.kind !== "try" || guard.handlers.some((one) => on.lookups.settles(one) || one.body.some(doubts))) return false;
  if (guard.finally.some((one) => on.lookups.settles(one))) return false;
  const writes = on.state.inside(fn).some(({ access }) => WRITES.has(access.kind) && contains(handler, access.node) && !REPORTS_ONLY.test(access.place.kind === "attribute" ? access.place.name : access.place.kind === "name" ? access.place.id : ""));
  return !writes && !handler.body.some((one) => actsIn(on, one));
}

function doubts(node: Node): boolean {
  if (node.kind === "raise" || (node.kind === "call" && TELLS.test(calledName(node)))) return false;
  if (node.kind === "string" ? DOUBT_WORDS.test(node.value) : node.kind === "call" && /pending|watch|track|retry|later|queue|enqueue|halt|pause|kill|emergency|cooldown|block|disable|stop|sleep|backoff/i.test(calledName(node))) return true;
  let found = false;
  children(node, (one) => { found ||= doubts(one); });
  return found;
}

const TELLS = /^_?(debug|info|warning|warn|error|exception|critical|print|log\w*|send_\w+|notify\w*|alert\w*)$/i;

/** The handler calls functions of the bot that change something. */
function actsIn(on: Memory, node: Node): boolean {
  let found = false;
  walk(node, (one) => {
    if (one.kind === "call" && !TELLS.test(calledName(one))) found ||= on.graph.runs(one).some((fn) => on.state.inside(fn).some(({ access }) => access.kind === "store" || access.kind === "add"));
  });
  return found;
}
