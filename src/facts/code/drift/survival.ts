import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Handler, Node } from "../../../ir/nodes.ts";

/** A step from the comparison up to what runs it. */
export interface Step { readonly fn: FunctionNode; readonly node: Node }

/** What a loop lives through: any error of the comparison, that of the request alone (the rest of the comparison stands outside of the `try`), or none. */
export type Survival = "all" | "request" | "nothing";

export type CallsIn = (fn: FunctionNode) => readonly Call[];

/** `steps`: from the request up to the loop. Around the call of the comparison a handler takes whatever it raises; around the request alone, only where nothing else is done. */
export function survivalOf(steps: readonly Step[], callsIn: CallsIn): Survival {
  const [first, ...outer] = steps;
  if (outer.some((one) => isSafe(one.node))) return "all";
  if (!first || !isSafe(first.node)) return "nothing";
  const round = roundOf(first.node);
  const rest = callsIn(first.fn).filter((call) => !HARMLESS.test(calledName(call)) && (!round || (call.start >= round.start && call.end <= round.end)));
  return rest.every(isSafe) ? "all" : "request";
}

/** Waits, says, or looks at what the bot has: nothing that fails. */
const HARMLESS = /^(debug|info|warning|error|exception|critical|log|print|sleep|wait|time|monotonic|perf_counter|now|utcnow|len|get|items|keys|values|list|dict|set|add|append|is_set|clear|bool|str|isinstance)$/;

const roundOf = (node: Node): Node | null => {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "while") return at;
  return null;
};

/** Inside of a loop's round, or of the whole function: a handler that takes every error and goes on. */
function isSafe(node: Node): boolean {
  for (let at = node; at.parent && at.kind !== "function" && at.kind !== "while"; at = at.parent) {
    const up: Node = at.parent;
    if (up.kind === "try" && (up.body as readonly Node[]).includes(at) && up.handlers.some(takesAll)) return true;
  }
  return false;
}

function takesAll(handler: Handler): boolean {
  const broad = !handler.type || /^(Exception|BaseException)$/.test(handler.type.kind === "name" ? handler.type.id : "")
    || (handler.type.kind === "tuple" && handler.type.items.some((one) => one.kind === "name" && /^(Exception|BaseException)$/.test(one.id)));
  return broad && !handler.body.some((one) => one.kind === "raise" || one.kind === "break");
}
