import { calledName } from "../../../ir/names.ts";
import { catchesOrdinary } from "../../../ir/exception-kinds.ts";
import type { Call, FunctionNode, Node, While } from "../../../ir/nodes.ts";
import { enclosingFunction, isInLoop, walkBody } from "../../../ir/walk.ts";
import { STOPPING_NAME } from "../../../knowledge/resources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index } from "../module-index.ts";
import { tasks } from "../tasks.ts";
import { neverEnds } from "./endless.ts";
import { escapingFailures, isHandedOn, type Escape } from "./escaping-failures.ts";
import { handleFlows, type HandleFlows } from "./flows.ts";
import { taskHandles, type TaskStart } from "./task-handles.ts";
import { releases, type Release } from "./releases.ts";

/** An endless loop of a task or thread of its own that the first failed request ends. */
export interface UnseenEnd {
  readonly fn: FunctionNode;
  readonly kind: "task" | "thread";
  readonly loop: While;
  readonly start: Call;
  readonly escape: Escape;
  /** A handler around the loop tells of the error: it is in the log, and the loop is over. */
  readonly told: boolean;
}

export interface UnseenEnds {
  readonly ends: readonly UnseenEnd[];
  /** Loops beside the main program that no failed request is known to end. */
  readonly lasting: readonly { readonly fn: FunctionNode; readonly loop: While; readonly start: Call }[];
}

export const unseenEnds = codeFact({
  name: "unseen-ends",
  doc: "Endless loops in tasks and threads that one failed request ends, and nobody looks whether they still run.",
  requires: { index, tasks, taskHandles, releases, handleFlows, escapingFailures },
  derive({ index, tasks, taskHandles, releases, handleFlows, escapingFailures }): UnseenEnds {
    const looks = lookedAt(index, handleFlows);
    const ends: UnseenEnd[] = [];
    const lasting: UnseenEnds["lasting"][number][] = [];
    const seen = new Set<While>();
    const judge = (fn: FunctionNode, kind: UnseenEnd["kind"], start: Call, calls: readonly Call[], isWatched: () => boolean): void => {
      const loop = loopOf(fn);
      if (!loop || seen.has(loop)) return;
      seen.add(loop);
      const escape = escapingFailures.ofRound(loop);
      if (!escape) return void (isGuarded(loop) && lasting.push({ fn, loop, start }));
      if (calls.some((one) => looks.has(one)) || isInLoop(start) || isWatched()) return;
      ends.push({ fn, kind, loop, start, escape, told: isTold(loop) });
    };
    const ownReleases = (one: TaskStart): readonly Release[] => releases.of(one.acquisition.call);
    for (const one of taskHandles) {
      if ((one.handle !== "kept" && one.handle !== "released") || one.callback) continue;
      for (const fn of one.runs) judge(fn, "task", one.call, [one.call, one.acquisition.call], () => isAwaitedAtWork(one, ownReleases(one)));
    }
    const hooked = [...index.modules.values()].some((one) => one.stores.some(({ target }) => target.kind === "attribute" && target.name === "excepthook"));
    if (!hooked) for (const { kind, by, at, fn } of tasks.roots) if (kind === "thread" && /Thread$/.test(by) && at?.kind === "call") judge(fn, "thread", at, [at], () => isJoined(at, releases.of(at)));
    return { ends, lasting };
  },
});

/** The outermost endless loop of the function itself, if nothing in the function goes round it. */
function loopOf(fn: FunctionNode): While | null {
  let found: While | null = null;
  walkBody(fn, (node) => { if (!found && node.kind === "while" && enclosingFunction(node) === fn && neverEnds(node)) found = node; });
  return found && !isInLoop(found) ? found : null;
}

function isTold(loop: While): boolean {
  for (let at: Node = loop; at.parent && at.kind !== "function"; at = at.parent) {
    const up: Node = at.parent;
    if (up.kind === "try" && (up.body as readonly Node[]).includes(at) && up.handlers.some(({ type }) => catchesOrdinary(type) === "always")) return true;
  }
  return false;
}

/** A round stands in a `try` that takes whatever is raised. */
const isGuarded = (loop: While): boolean => loop.body.some((one) => one.kind === "try" && one.handlers.some(({ type }) => catchesOrdinary(type) === "always"));

/** The calls whose tasks or threads somebody asks whether they still run: `task.done()`, `thread.is_alive()`. Not the `start()` that asks before it starts another. */
function lookedAt(index: Index, flows: HandleFlows): ReadonlySet<Call> {
  const found = new Set<Call>();
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("attribute") ?? []) {
      if (node.kind !== "attribute" || !LOOKS.test(node.name) || node.parent?.kind !== "call" || node.parent.callee !== node) continue;
      const fn = enclosingFunction(node);
      if (fn && !STOPPING_NAME.test(fn.name)) for (const call of flows.originsOf(node.object).calls) found.add(call);
    }
  }
  return found;
}

const LOOKS = /^(done|exception|is_alive|cancelled)$/;

/** `await asyncio.gather(*tasks)` while the bot works, not on its way out. */
const isAwaitedAtWork = (one: TaskStart, all: readonly Release[]): boolean =>
  one.fates.some((fate) => fate.kind === "managed" || fate.kind === "awaited") || all.some((each) => waits(each) && !isOnTheWayOut(each, all));

function waits({ node, verb }: Release): boolean {
  if (verb === "close") return node.kind === "call" && /^(result|join)$/.test(calledName(node));
  return !(node.kind === "call" && node.args.some(isHandedOn));
}

/** In a function that stops things, in a `finally`, or behind a cancel. */
function isOnTheWayOut({ node, fn, spots }: Release, all: readonly Release[]): boolean {
  if (STOPPING_NAME.test(fn.name)) return true;
  for (let at: Node = node; at.parent && at.kind !== "function"; at = at.parent) {
    const up: Node = at.parent;
    if (up.kind === "try" && (up.finally as readonly Node[]).includes(at)) return true;
  }
  return all.some((other) => other.fn === fn && other.node.start < node.start && other.node.kind === "call" && calledName(other.node) === "cancel" && [...other.spots].some((spot) => spots.has(spot) || spots.size === 0));
}

/** `thread.join()` of the main program: it ends with the thread. */
const isJoined = (start: Call, all: readonly Release[]): boolean =>
  all.some((each) => each.node.kind === "call" && calledName(each.node) === "join" && each.node.args.length === 0 && !isOnTheWayOut(each, all)) || start.parent?.kind === "return";
