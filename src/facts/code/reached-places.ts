import type { FunctionNode } from "../../ir/nodes.ts";
import { classOf } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { snake } from "./snake.ts";
import type { PathStep, Place, Start, Web } from "./trade-paths.ts";

/** How a place is got to: from which start, and by which place and step above it. */
export interface Reached { readonly start: Start; readonly up: Place | null; readonly step: PathStep | null }

/** Which of several starts is told first. */
export const RANK: Record<Start, number> = { main: 0, callback: 1, unknown: 2, person: 3 };

/** Downwards from where ways begin, the best known starts first. */
export function reachedFrom(web: Web, lateness: (place: Place, start: Start) => number): Map<Place, Reached> {
  const downs = new Map<Place, { to: Place; step: PathStep }[]>();
  for (const place of web.places) {
    for (const { from, step } of place.ups) {
      appendTo(downs, from, { to: place, step });
    }
  }
  const reached = new Map<Place, Reached>();
  for (const { place, start } of [...web.starts].sort((a, b) => lateness(a.place, a.start) - lateness(b.place, b.start))) {
    if (reached.has(place)) continue;
    reached.set(place, { start, up: null, step: null });
    // What a backtest does as well is told by the way on which the bot trades.
    const [work, later]: [Place[], Place[]] = isBacktest(place.fn) ? [[], [place]] : [[place], []];
    for (let i = 0, at = work[0] ?? later.shift(); at; at = work[++i] ?? later.shift()) {
      for (const { to, step } of downs.get(at) ?? []) {
        if (reached.has(to)) continue;
        reached.set(to, { start, up: at, step });
        (isBacktest(to.fn) ? later : work).push(to);
      }
    }
  }
  return reached;
}

const isBacktest = (fn: FunctionNode): boolean => /(^|_)back_?test/.test(snake(classOf(fn)?.name ?? fn.name));

/** The steps from the start down to the place. */
export function stepsAbove(place: Place, reached: ReadonlyMap<Place, Reached>): PathStep[] {
  const found: PathStep[] = [];
  for (let at = reached.get(place); at?.up && at.step; at = reached.get(at.up)) found.unshift(at.step);
  return found;
}

