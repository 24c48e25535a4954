import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { closesByName } from "../order-intent.ts";
import { orderSites } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { dailyResults, type DailyResult } from "./daily-results.ts";

/** A function that closes a position and takes it off the bot's books, so that nothing later can account for it. */
export interface UnfedClose {
  readonly fn: FunctionNode;
  /** Where the position leaves the books. */
  readonly drops: Node;
  /** The call that leads to the closing order. */
  readonly closes: Call;
  readonly result: DailyResult;
}

export interface ClosingPaths {
  readonly unfed: readonly UnfedClose[];
  /** Functions that close and account for it. */
  readonly fed: readonly FunctionNode[];
}

const MAX_DEPTH = 4;

export const closingPaths = codeFact({
  name: "closing-paths",
  doc: "Functions that close a position and drop it from the bot's books, with and without adding its result to the day's.",
  requires: { index, callGraph, reach, orderSites, dailyResults },
  derive({ index, callGraph, reach, orderSites, dailyResults }): ClosingPaths {
    const counted = dailyResults.filter((one) => one.feeds.length > 0 && !one.derived);
    const unfed: UnfedClose[] = [];
    const fed: FunctionNode[] = [];
    if (counted.length === 0) return { unfed, fed };
    const callsOf = (fn: FunctionNode): readonly Call[] => index.callsIn(fn);
    const closing = new Set<FunctionNode>(orderSites.filter((one) => one.role === "close" || (one.role === "open" && closesByName(one.fn))).map((one) => one.fn));
    const sends = memoised((fn, again) => closing.has(fn) || callsOf(fn).some((call) => callGraph.runs(call).some(again)));
    const sent = new Set<Call>(orderSites.map((one) => one.call));
    const candidates = index.functions.flatMap((fn) => {
      const drops = reach.of(fn) === "dead" || fn.name === "<module>" ? null : dropIn(fn);
      const closes = drops && callsOf(fn).find((call) => callGraph.runs(call).some((one) => sends(one, 0)) || (closing.has(fn) && sent.has(call)));
      return drops && closes ? [{ fn, drops, closes }] : [];
    });
    for (const result of counted) {
      const feeding = new Set(result.feeds.map((one) => one.fn));
      const feeds = memoised((fn, again) => feeding.has(fn) || callsOf(fn).some((call) => callGraph.runs(call).some(again)));
      for (const { fn, drops, closes } of candidates) {
        if (feeds(fn, 0) || fedAbove(fn, feeds, callGraph, 0)) fed.push(fn);
        else unfed.push({ fn, drops, closes, result });
      }
    }
    return { unfed, fed };
  },
});

type Asks = (fn: FunctionNode, depth: number) => boolean;

function memoised(ask: (fn: FunctionNode, again: (fn: FunctionNode) => boolean) => boolean): Asks {
  const known = new Map<FunctionNode, boolean>();
  const of: Asks = (fn, depth) => {
    const before = known.get(fn);
    if (before !== undefined) return before;
    if (depth > MAX_DEPTH) return false;
    known.set(fn, false);
    const found = ask(fn, (one) => of(one, depth + 1));
    known.set(fn, found);
    return found;
  };
  return of;
}

/** A caller that runs it on the spot accounts for it. */
function fedAbove(fn: FunctionNode, feeds: Asks, graph: CallGraph, depth: number): boolean {
  if (depth >= 2) return false;
  return graph.callersOf(fn).some(({ call, caller }) => caller !== fn && caller.name !== "<module>" && isDirect(call) && (feeds(caller, 0) || fedAbove(caller, feeds, graph, depth + 1)));
}

/** Awaited or run in place, not started beside. */
const isDirect = (call: Call): boolean => call.parent?.kind !== "argument";

const BOOKS = /(^|_)(positions?|registry|open_trades|trades|active_trades|deals|holdings)$/i;
const DROPS = /^(pop|remove|discard|delete|drop|unregister|close_position|remove_position)$/;

/** `self.positions.pop(symbol)`, `del positions[symbol]`, `self.position = None`. */
function dropIn(fn: FunctionNode): Node | null {
  let found: Node | null = null;
  const visit = (node: Node): void => {
    if (found || node.kind === "function") return;
    if (node.kind === "call" && node.callee.kind === "attribute" && DROPS.test(node.callee.name) && BOOKS.test(ownName(node.callee.object))) found = node;
    else if (node.kind === "delete" && node.targets.some((one) => one.kind === "subscript" && BOOKS.test(ownName(one.object)))) found = node;
    else if (node.kind === "assign" && node.value.kind === "none" && node.targets.some((one) => one.kind === "attribute" && /^_?(current_|open_|active_)?(position|trade)$/.test(one.name))) found = node;
    else children(node, visit);
  };
  for (const one of fn.body) visit(one);
  return found;
}

