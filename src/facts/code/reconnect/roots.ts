import { calledName } from "../../../ir/names.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import type { ConnectSite, World } from "./machine.ts";
import { loopAround } from "./sites.ts";

/** A function whose run connects again: by a loop around the way to the connection, by coming back to itself, or because others call it again and again. */
export interface Root {
  readonly fn: FunctionNode;
  /** The loop, or the call that comes back. */
  readonly at: Node;
  readonly how: "loop" | "comes-back" | "called";
  /** Calls between it and the connecting function. */
  readonly level: number;
  /** The story begins with a connection that worked and ended like this: what came back to it are its own tasks. */
  readonly after?: "closed" | "lost" | undefined;
}

const MAX_LEVEL = 5;
const MAX_SEEN = 60;

/** Candidates by level, the nearest first; found upwards from the connecting function, through calls, starts and callbacks. */
export function rootsOf(world: World, site: ConnectSite, isLive: (fn: FunctionNode) => boolean, handed: ReadonlyMap<FunctionNode, readonly FunctionNode[]>): Root[] {
  const found: Root[] = [];
  const level = new Map<FunctionNode, number>([[site.fn, 0]]);
  const queue = [site.fn];
  const own = iterating(site.call) ?? repeating(site.call);
  if (own) found.push({ fn: site.fn, at: own, how: "loop", level: 0 });
  for (let i = 0; i < queue.length && i < MAX_SEEN; i++) {
    const fn = queue[i]!;
    const height = level.get(fn)! + 1;
    if (height > MAX_LEVEL) continue;
    for (const { call, caller } of world.graph.callersOf(fn)) {
      if (!isLive(caller)) continue;
      const loop = repeating(call);
      if (loop && !found.some((one) => one.fn === caller)) found.push({ fn: caller, at: loop, how: "loop", level: height });
      if (!level.has(caller)) {
        level.set(caller, height);
        queue.push(caller);
      }
    }
    for (const caller of handed.get(fn) ?? []) {
      if (!level.has(caller) && isLive(caller)) {
        level.set(caller, height);
        queue.push(caller);
      }
    }
  }
  const back = comesBack(world, site, level, isLive);
  if (back) found.push(back);
  return found.sort((a, b) => a.level - b.level || (a.at.start - b.at.start));
}

/** `async for ws in websockets.connect(...)` */
const iterating = (call: Node): Node | null => (call.parent?.kind === "for" && call.parent.iterable === call ? call.parent : null);

/**
 * A loop that repeats the call: `for` over a socket, over a literal list of symbols or over what the call itself yields does
 * not connect *again*.
 */
function repeating(node: Node): Node | null {
  for (let at = loopAround(node); at; at = loopAround(at)) {
    if (at.kind === "while") return at;
    if (at.kind !== "for") continue;
    if (at.iterable === node) continue;
    if (at.async) return at;
    if (at.iterable.kind !== "call") continue;
    const name = calledName(at.iterable);
    if (name === "range" || name === "count" || /backoff|delay|retr|attempt/i.test(name)) return at;
  }
  return null;
}

/** A way from what the connecting function runs (itself, its callbacks, what it starts) back to itself or to a function above it. */
function comesBack(world: World, site: ConnectSite, above: ReadonlyMap<FunctionNode, number>, isLive: (fn: FunctionNode) => boolean): Root | null {
  if (site.how.shape === "app") {
    const back = [...world.callbacks(site).values()].find((fn) => world.leads.has(fn));
    if (back) return { fn: site.fn, at: back, how: "comes-back", level: 0 };
  }
  for (const [fn, level] of above) {
    if (level > 2) continue;
    const again = wayBack(world, fn, isLive);
    if (again) return { fn, at: again, how: "comes-back", level };
  }
  return null;
}

/** A call through which the function runs again because of itself. */
function wayBack(world: World, fn: FunctionNode, isLive: (fn: FunctionNode) => boolean): Node | null {
  const seen = new Set<FunctionNode>([fn]);
  const queue = [fn];
  for (let i = 0; i < queue.length && i < 25; i++) {
    for (const { call, caller, how } of world.graph.callersOf(queue[i]!)) {
      if (how !== "resolved" || !isLive(caller)) continue;
      if (caller === fn) return call;
      if (seen.has(caller)) continue;
      seen.add(caller);
      queue.push(caller);
    }
  }
  return null;
}
