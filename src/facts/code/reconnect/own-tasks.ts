import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import type { World } from "./machine.ts";
import { loopAround } from "./sites.ts";
import { storyOf, type Story } from "./story.ts";

type IsLive = (fn: FunctionNode) => boolean;

/**
 * What follows a connection that worked, where the plain story tells nothing of it. `connect` starts tasks, and the one that reads
 * comes back to `connect`: its first attempt is its caller's matter. Or a loop reads a socket that was opened before it, and
 * connects again when that ends. Where the rest of the bot calls for another attempt too (a watchdog), the story is that call, again
 * and again. Null: no such connection, or not decided.
 */
export function afterSuccess(world: World, plain: Story, isLive: IsLive): Story | null {
  const { root, site } = plain;
  const isFirstOnly = root.how === "comes-back" && plain.failing.stopsAfter === 1;
  if (site.how.shape !== "socket" || !(isFirstOnly || (root.how === "loop" && root.level > 0 && !plain.decided))) return null;
  const best = longest((["closed", "lost"] as const).map((after) => storyOf(world, { ...root, after }, site, [])).filter((one) => one.decided));
  if (!best || (root.how === "loop" && best.failing.stopsAfter === null)) return best;
  const outside = callsFromOutside(world, best, isLive);
  if (outside.length === 0) return best;
  return longest(outside.slice(0, MOST).map(({ fn, call }) => storyOf(world, { fn, at: call, how: "called", level: 1 }, site, [])).filter((one) => one.decided && one.failing.schedule.delays.length > 2));
}

const MOST = 4;

const tries = (one: Story): number => one.failing.stopsAfter ?? Infinity;
const longest = (stories: readonly Story[]): Story | null => stories.reduce<Story | null>((best, one) => (best && tries(best) >= tries(one) ? best : one), null);

/** Where functions that did not run call for another attempt: the outermost of the connection's own methods. */
function callsFromOutside(world: World, story: Story, isLive: IsLive): { readonly fn: FunctionNode; readonly call: Call }[] {
  const found: { fn: FunctionNode; call: Call }[] = [];
  const queue = [...story.entered].filter((fn) => world.leads.has(fn));
  const seen = new Set(queue);
  for (let i = 0; i < queue.length && i < 40; i++) {
    const fn = queue[i]!;
    for (const { call, caller } of world.graph.callersOf(fn)) {
      if (seen.has(caller) || !isLive(caller)) continue;
      // Starting it is no other attempt.
      if ((fn === story.root.fn || fn === story.site.fn) && !isRepeated(world, call, caller, isLive)) continue;
      if (classOf(caller) !== null && classOf(caller) === classOf(story.root.fn)) {
        seen.add(caller);
        queue.push(caller);
      } else if (!found.some((one) => one.fn === fn)) found.push({ fn, call });
    }
  }
  return found;
}

const AGAIN = /re_?connect|ensure|watch_?dog|health|check|monitor|keep_?alive|supervis|heal|recover|restart/i;

/** The call stands in a loop, or in a function that is called like one that looks after the connection, or so do those that call it. */
function isRepeated(world: World, call: Call, caller: FunctionNode, isLive: IsLive): boolean {
  let above = [{ call, caller }];
  for (let level = 0; level < LEVELS && above.length > 0; level++) {
    if (above.some((one) => loopAround(one.call) || AGAIN.test(one.caller.name))) return true;
    above = above.flatMap((one) => [...world.graph.callersOf(one.caller)].filter((each) => isLive(each.caller))).slice(0, MOST_CALLERS);
  }
  return false;
}

const LEVELS = 3;
const MOST_CALLERS = 8;
