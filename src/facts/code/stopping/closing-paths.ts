import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { snake } from "../guard-kinds.ts";
import { closingSites } from "../logs/closing-sites.ts";
import { closesByName } from "../order-intent.ts";
import { programs } from "../programs.ts";
import { reach } from "../reach.ts";
import { CloseProofs, type Hops } from "./close-proofs.ts";
import { dailyResults, type DailyResult } from "./daily-results.ts";

/** A function that closes a position and takes it off the bot's books, so that nothing later can account for it. */
export interface UnfedClose {
  readonly fn: FunctionNode;
  /** Where the position leaves the books. */
  readonly drops: Node;
  /** The call that leads to the closing order; null: the venue closed it (a stop order, a liquidation) and told so here. */
  readonly closes: Call | null;
  readonly result: DailyResult;
}

export interface ClosingPaths {
  readonly unfed: readonly UnfedClose[];
  /** Functions that close and account for it. */
  readonly fed: readonly FunctionNode[];
  /** A close by running code beside which the result was not seen to be added; null: each was; undefined: no close was seen. */
  unsure(result: DailyResult): Call | null | undefined;
}

const MAX_DEPTH = 4;

export const closingPaths = codeFact({
  name: "closing-paths",
  doc: "Functions that close a position and drop it from the bot's books, with and without adding its result to the day's.",
  requires: { index, callGraph, reach, programs, closingSites, dailyResults },
  derive({ index, callGraph, reach, programs, closingSites, dailyResults }): ClosingPaths {
    const counted = dailyResults.filter((one) => one.feeds.length > 0 && !one.derived);
    const unfed: UnfedClose[] = [];
    const fed: FunctionNode[] = [];
    if (counted.length === 0) return { unfed, fed, unsure: () => undefined };
    const sends = hopsTo(closingSites.map((one) => one.fn), callGraph);
    const unsure = (result: DailyResult): Call | null | undefined => {
      const own = closingSites.filter(({ fn }) => reach.of(fn) !== "dead" && programs.share(index.moduleOf(fn), index.moduleOf(result.test)));
      if (own.length === 0) return undefined;
      const proofs = new CloseProofs(hopsTo(result.feeds.map((one) => one.fn), callGraph), sends, index, callGraph, reach);
      const open = own.flatMap(({ call, fn }) => proofs.openAt(call, fn, 0) ?? []);
      return proofs.someBeside ? (open[0] ?? null) : null;
    };
    const sent = new Set(closingSites.map((one) => one.call));
    const candidates = index.functions.flatMap((fn): Candidate[] => {
      const drops = reach.of(fn) === "dead" || fn.name === "<module>" ? null : dropIn(fn);
      if (!drops) return [];
      const closes = TOLD_CLOSED.test(snake(fn.name)) ? null : closeIn(index.callsIn(fn), sent, (call) => callGraph.runs(call).some((one) => sends.get(one) === 0));
      return closes === undefined ? [] : [{ fn, drops, closes }];
    });
    for (const result of counted) {
      const accounts = new Accounts(hopsTo(result.feeds.map((one) => one.fn), callGraph), sends, index, callGraph);
      // Another bot of the repository has limits of its own, or none.
      const limits = index.moduleOf(result.test);
      const open = candidates.filter(({ fn }) => programs.share(index.moduleOf(fn), limits) && !accounts.below(fn, 0) && !accounts.above(fn, 0));
      const without = new Set(open.map((one) => one.fn));
      fed.push(...candidates.flatMap(({ fn }) => (without.has(fn) ? [] : [fn])));
      // What only hands on to a close that does not account for it is right as soon as that one is.
      const handsOn = ({ fn, closes }: Candidate): boolean => closes !== null && !sent.has(closes) && callGraph.runs(closes).some((one) => one !== fn && without.has(one));
      unfed.push(...open.filter((one) => !handsOn(one)).map((one) => ({ ...one, result })));
    }
    return { unfed, fed, unsure };
  },
});

/** The order itself, else what sends one. */
const closeIn = (calls: readonly Call[], sent: ReadonlySet<Call>, sends: (call: Call) => boolean): Call | undefined =>
  calls.find((call) => sent.has(call)) ?? calls.find(sends);

type Candidate = Omit<UnfedClose, "result">;
/** The functions themselves (0), and what calls them over a few hops. */
function hopsTo(fns: readonly FunctionNode[], graph: CallGraph): Hops {
  const hops = new Map(fns.map((one) => [one, 0]));
  for (const [fn, far] of hops) {
    if (far < MAX_DEPTH) for (const { caller } of graph.callersOf(fn)) if (!hops.has(caller)) hops.set(caller, far + 1);
  }
  return hops;
}

/** Who adds the result of a close to the day's. */
class Accounts {
  readonly #feeds: Hops;
  readonly #sends: Hops;
  readonly #index: Index;
  readonly #graph: CallGraph;

  constructor(feeds: Hops, sends: Hops, index: Index, graph: CallGraph) {
    this.#feeds = feeds;
    this.#sends = sends;
    this.#index = index;
    this.#graph = graph;
  }

  /** The function does, or the close that it runs. */
  below(fn: FunctionNode, depth: number): boolean {
    if (this.#does(fn)) return true;
    return depth < MAX_DEPTH && this.#index.callsIn(fn).some((call) => this.#graph.runs(call).some((one) => one !== fn && this.#feeds.has(one) && this.#sends.has(one) && this.#sends.get(one)! < (this.#sends.get(fn) ?? 1) && this.below(one, depth + 1)));
  }

  /** A caller that runs it on the spot does; what also closes, or syncs the books, is no part of it. */
  above(fn: FunctionNode, depth: number): boolean {
    return depth < 2 && this.#graph.callersOf(fn).some(({ call, caller }) => caller !== fn && caller.name !== "<module>" && isDirect(call) && (this.#does(caller) || (closesByName(caller) && this.above(caller, depth + 1))));
  }

  /** It is nearer to the counter than to an order: a loop that also runs another close, which accounts for itself, is not. */
  #does(fn: FunctionNode): boolean {
    const isAccount = (one: FunctionNode): boolean => this.#feeds.has(one) && this.#feeds.get(one)! <= (this.#sends.get(one) ?? Infinity);
    return this.#feeds.get(fn) === 0 || (this.#feeds.has(fn) && this.#index.callsIn(fn).some((call) => this.#graph.runs(call).some(isAccount)));
  }
}

/** Awaited or run in place, not started beside. */
const isDirect = (call: Call): boolean => call.parent?.kind !== "argument";

/** `on_position_closed`, `sync_positions`: the venue says that the position is gone. */
const TOLD_CLOSED = /^_*(on|handle|process)_(\w+_)?(position|trade)_(closed|gone|liquidated)(_|$)|(^|_)(sync\w*|reconcil\w*)(_|$)/;

const BOOKS = /(^|_)(positions?|registry|open_trades|trades|active_trades|deals|holdings)(_(ref|map|dict|cache|by_symbol))?$/i;
const DROPS = /^(pop|remove|discard|delete|drop|unregister|close_position|remove_position)$/;

const UNREGISTERS = /^_*(unregister|remove|drop|delete|forget)_(open_|active_)?(position|trade)$/;

/** `self.positions.pop(symbol)`, `risk.unregister_position(symbol)`, `del positions[symbol]`, `self.position = None`. */
function dropIn(fn: FunctionNode): Node | null {
  let found: Node | null = null;
  const visit = (node: Node): void => {
    if (found || node.kind === "function") return;
    if (node.kind === "call" && node.callee.kind === "attribute" && (UNREGISTERS.test(node.callee.name) || (DROPS.test(node.callee.name) && BOOKS.test(ownName(node.callee.object))))) found = node;
    else if (node.kind === "delete" && node.targets.some((one) => one.kind === "subscript" && BOOKS.test(ownName(one.object)))) found = node;
    else if (node.kind === "assign" && node.value.kind === "none" && node.targets.some((one) => one.kind === "attribute" && /^_?(current_|open_|active_)?(position|trade)$/.test(one.name))) found = node;
    else children(node, visit);
  };
  for (const one of fn.body) visit(one);
  return found;
}

