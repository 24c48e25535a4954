import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { classOf, isDropped } from "../../../ir/walk.ts";
import type { ConnectSite, World } from "./machine.ts";
import { answersFor } from "./scenarios.ts";
import { loopAround } from "./sites.ts";
import type { Story } from "./story.ts";

/** The first connection is tried once: what tries again is only started by a connection that stood. */
export interface FirstFailure {
  /** What the rest of the bot calls to connect. */
  readonly fn: FunctionNode;
  /** That call: nothing is done about its failure. */
  readonly call: Call;
}

/**
 * A refused first connection after which the method that connects returns as if nothing had happened. Not: one that raises, whose answer
 * its caller tests, or that is called again and again.
 */
export function firstFailureOf(world: World, site: ConnectSite, story: Story | null, isLive: (fn: FunctionNode) => boolean): FirstFailure | null {
  const owner = classOf(site.fn);
  if (!owner || !story?.decided || story.library || story.failing.stopsAfter !== null || site.how.shape !== "socket" || story.root.how === "called") return null;
  for (const fn of world.leads) {
    if (classOf(fn) !== owner || fn === story.root.fn || !isLive(fn) || fn.name === "__init__") continue;
    const calls = world.graph.callersOf(fn).filter(({ caller }) => isLive(caller) && classOf(caller) !== owner);
    const call = calls.find((one) => isDropped(one.call))?.call;
    if (!call || calls.some((one) => isRepeated(world, one.call, one.caller, 0))) continue;
    const { run } = answersFor(world, { fn, at: site.call, how: "comes-back", level: 0 }, site, ["refused", "refused", "refused"]);
    if (run.attempts === 1 && run.exit.how === "returned" && !run.entered.has(story.root.fn)) return { fn, call };
  }
  return null;
}

const MAX_DEPTH = 3;

/** In a loop, or in what one calls: the next round tries again. */
const isRepeated = (world: World, call: Call, caller: FunctionNode, depth: number): boolean =>
  loopAround(call) !== null || (depth < MAX_DEPTH && world.graph.callersOf(caller).some((one) => one.caller !== caller && isRepeated(world, one.call, one.caller, depth + 1)));
