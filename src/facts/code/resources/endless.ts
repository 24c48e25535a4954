import type { Call, Expr, FunctionNode, Handler, Node, While } from "../../../ir/nodes.ts";
import { children, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";

/** Functions that run until somebody stops them. */
export interface EndlessFunctions {
  /** The loop that never ends by itself, in the function or in what it awaits; null: it ends, or may end, by itself. */
  loopOf(fn: FunctionNode): Node | null;
}

export const endlessFunctions = codeFact({
  name: "endless-functions",
  doc: "Which functions loop until they are stopped: no way out but a stop flag, giving up, a lost connection, a cancellation.",
  requires: { index, callGraph },
  derive({ index, callGraph }): EndlessFunctions {
    const known = new Map<FunctionNode, Node | null>();
    const loopOf = (fn: FunctionNode, depth: number): Node | null => {
      const found = known.get(fn);
      if (found !== undefined) return found;
      known.set(fn, null);
      const loop = ownLoop(fn) ?? (depth < MAX_DEPTH ? awaitedLoop(index, callGraph, fn, (callee) => loopOf(callee, depth + 1)) : null);
      known.set(fn, loop);
      return loop;
    };
    return { loopOf: (fn) => loopOf(fn, 0) };
  },
});

const MAX_DEPTH = 6;

function ownLoop(fn: FunctionNode): Node | null {
  let found: Node | null = null;
  walkBody(fn, (node) => {
    if (found) return;
    if (node.kind === "while" ? neverEnds(node) : node.kind === "for" && node.async && !leaves(node.body)) found = node;
  });
  return found;
}

/** `await self._loop()` as a step of the body: where the callee never ends, neither does the caller. */
function awaitedLoop(index: Index, graph: CallGraph, fn: FunctionNode, loopOf: (fn: FunctionNode) => Node | null): Node | null {
  for (const call of index.callsIn(fn)) {
    if (!isStep(call)) continue;
    const { how, functions } = graph.targets(call);
    if (how !== "resolved" || functions.length !== 1) continue;
    const loop = functions[0] === fn ? null : loopOf(functions[0]!);
    if (loop) return loop;
  }
  return null;
}

/** Run for its effect, on the spot: `await f()`, `return await f()`, `f()`. */
function isStep(call: Call): boolean {
  const up = call.parent;
  const at = up?.kind === "await" ? up.parent : up;
  return at?.kind === "expression" || at?.kind === "return";
}

/** Stop flags, and the counters by which a reconnecting loop gives up. */
const FLAG = /attempt|retr(y|ies)|fail|reconnect|run|stop|shut|activ|clos|enabl|alive|cancel|connect|terminat|quit|exit|halt|kill|started|finish|done|(^|_|\b)once\b/i;

/** `while self.running and self.ws:` is as long as the connection lasts. */
const SOCKET = /^_?(ws|websocket|sock|socket|conn|connection)$/i;

/** A loop that waits and whose only ways out are stop flags, cancellation and exceptions. */
export function neverEnds(loop: While): boolean {
  return loopsOnFlag(loop) && waits(loop);
}

/** Whether it waits or not: a loop without any test of its own but a stop flag. */
export const loopsOnFlag = (loop: While): boolean => isFlagTest(loop.test) && !leaves(loop.body);

function isFlagTest(test: Expr): boolean {
  switch (test.kind) {
    case "boolean": return test.value;
    case "number": return test.value !== 0;
    case "unary": return test.op === "not" && isFlagTest(test.operand);
    case "logical": return isFlagTest(test.left) && isFlagTest(test.right);
    case "name": return FLAG.test(test.id) || SOCKET.test(test.id);
    case "attribute": return FLAG.test(test.name) || SOCKET.test(test.name);
    // `stop.is_set()`, `stop.wait(5)`: the flag is the event, not the question.
    case "call": return isFlagTest(test.callee) || (test.callee.kind === "attribute" && /^(is_set|isSet|wait)$/.test(test.callee.name) && FLAG.test(wordsOf(test.callee.object)));
    case "compare": return (test.op === "==" || test.op === "!=" || test.op === "is" || test.op === "is not") && FLAG.test(wordsOf(test));
    default: return false;
  }
}

function wordsOf(node: Node): string {
  if (node.kind === "name") return node.id;
  let words = node.kind === "attribute" ? node.name : "";
  children(node, (child) => { words += ` ${wordsOf(child)}`; });
  return words;
}

/** Awaits, or sleeps in a thread: a loop over data does neither. */
function waits(loop: While): boolean {
  let found = false;
  const step = (node: Node): void => {
    if (found || node.kind === "function" || node.kind === "class") return;
    if (node.kind === "await" || (node.kind === "for" && node.async) || (node.kind === "with" && node.async)) found = true;
    else if (node.kind === "call" && node.callee.kind === "attribute" && /^(sleep|wait|recv|run_forever|get)$/.test(node.callee.name)) found = true;
    else children(node, step);
  };
  step(loop.test);
  for (const one of loop.body) step(one);
  return found;
}

/** Some way out of the loop that is no stop flag and no handler. Breaks of inner loops stay inside. */
function leaves(body: readonly Node[], inner = false): boolean {
  return body.some((node): boolean => {
    switch (node.kind) {
      case "return": return true;
      case "break": return !inner;
      case "if": {
        const flag = FLAG.test(wordsOf(node.test));
        return (!flag && leaves(node.body, inner)) || leaves(node.otherwise, inner);
      }
      case "for": case "while": return leaves(node.body, true) || leaves(node.otherwise, inner);
      case "with": return leaves(node.body, inner);
      case "try": return leaves(node.body, inner) || leaves(node.otherwise, inner) || leaves(node.finally, inner) || node.handlers.some((one) => givesUp(one, inner));
      case "match": return node.cases.some((one) => leaves(one.body, inner));
      default: return false;
    }
  });
}

/** Leaving at a cancellation, an interrupt or a lost connection is how an endless loop ends; other handlers hand a result on. */
function givesUp(handler: Handler, inner: boolean): boolean {
  const caught = handler.type ? wordsOf(handler.type) : "";
  return !/Cancel|Interrupt|Exit|Clos|Connection|Exception|Error/.test(caught) && leaves(handler.body, inner);
}
