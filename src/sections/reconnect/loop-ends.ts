import type { Connection } from "../../facts/code/reconnect-loops.ts";
import type { Expr, Node } from "../../ir/nodes.ts";
import type { Exit } from "../../facts/code/reconnect/machine.ts";
import { snake } from "../../facts/code/snake.ts";
import { isLooping, type Looping } from "./connection-words.ts";

export interface LoopEnd {
  readonly kind: string;
  readonly exit: Exit;
}

/** The task that reads and the one that sends heartbeats. */
const OWN_TASKS = 2;

/** The first way in which the loop ends although nothing bounded it. A function that connects once may fail: its caller decides. */
export function endOf({ story, site }: Looping): LoopEnd | null {
  // Whoever calls for each attempt may call for another one.
  if (story.root.how === "called") return null;
  const [fatal] = story.fatal.filter((one) => !isStop(one.exit.node));
  if (fatal) return { kind: fatal.attempt, exit: fatal.exit };
  if (story.failing.stopsAfter === 1 && !story.establishes && story.root.how === "loop") return { kind: story.root.after ? "once" : "refused", exit: story.failing.exit };
  // Each of its own tasks has tried, and no count ended it.
  if (story.failing.stopsAfter !== null && story.failing.stopsAfter <= OWN_TASKS && story.root.after && story.failing.limit === null) return { kind: "once", exit: story.failing.exit };
  const lost = story.endings.find((one) => one.how === "lost" && !one.again);
  if (lost?.swallowedBy && site.how.shape === "socket") return { kind: "swallowed", exit: { how: "stuck", node: lost.swallowedBy } };
  return lost && !isStop(lost.exit.node) && site.how.shape === "socket" && story.failing.stopsAfter !== 1 ? { kind: "lost", exit: lost.exit } : null;
}

/** `except ...: if self._state is State.CLOSED: return`: whoever closed it wanted the end. */
export function isStop(node: Node | null): boolean {
  if (node?.kind !== "return" && node?.kind !== "break") return false;
  const test = node.parent?.kind === "if" && node.parent.body[0] === node ? node.parent.test : null;
  if (test?.kind !== "compare" || (test.op !== "is" && test.op !== "==")) return false;
  const { right } = test;
  return (right.kind === "attribute" && STOPPED.test(snake(right.name))) || (right.kind === "name" && STOPPED.test(snake(right.id))) || (right.kind === "string" && STOPPED.test(right.value.toLowerCase()));
}

const STOPPED = /(^|_)(closed|closing|stopped|stopping|shut_?down|cancell?ed|terminated)$/;

/** By its code a failure ends the loop: reconnect/attempt-ends-loop speaks about it. */
export const loopEnds = (one: Connection): boolean => isLooping(one) && endOf(one) !== null;

/** By its code nothing connects again: reconnect/no-reconnect speaks about it. */
export const neverAgain = (one: Connection): boolean =>
  one.story === null && one.decorator === null && one.site.how.keeps === null && !(one.alone?.ended && isBounded(one.alone.ended));

/** `while time.time() - started < seconds:` around the receiving: it was to run for so long, or for so many messages, and its end is no loss. */
export function isBounded(ended: Node): boolean {
  for (let at: Node | null = ended; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "while" && comparesOrder(at.test)) return true;
  }
  return false;
}

const comparesOrder = (test: Expr): boolean =>
  test.kind === "logical" ? comparesOrder(test.left) || comparesOrder(test.right) : test.kind === "compare" && /^[<>]=?$/.test(test.op);
