import type { FlowGraph, Point } from "../../../ir/flow.ts";

/**
 * A point strictly between `from` and `to` at which another task may really run (`yields`), on some path that passes no
 * `renewed` point after it (a second test makes what the first one saw irrelevant); -1 when there is none.
 */
export function staleWindow(flow: FlowGraph, yields: Uint8Array, from: Point, to: Point, renewed: (point: Point) => boolean): Point {
  const { start, point } = flow.next;
  const seen = new Uint8Array(flow.size);
  const queue: { at: Point; via: Point }[] = [{ at: from, via: -1 }];
  for (let i = 0; i < queue.length; i++) {
    const { at, via } = queue[i]!;
    const now = via >= 0 || at === from || yields[at] === 0 ? via : at;
    for (let e = start[at]!; e < start[at + 1]!; e++) {
      const next = point[e]!;
      if (next === to && now >= 0) return now;
      if (next === from) continue;
      const state = now >= 0 ? 2 : 1;
      if ((seen[next]! & state) !== 0 || (seen[next]! & 2) !== 0) continue;
      seen[next]! |= state;
      if (!renewed(next)) queue.push({ at: next, via: now });
    }
  }
  return -1;
}
