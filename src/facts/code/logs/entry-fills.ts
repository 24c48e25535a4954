import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { ENTERED, SIMULATED } from "../../../knowledge/fill-words.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import { leadsTo } from "../leads-to.ts";
import { orderDesks, type OrderDesk } from "../metrics/order-desks.ts";
import { index, type Index } from "../module-index.ts";
import { openWays } from "../open-ways.ts";
import { handsOn, isMarket, opensAnswer, readsFill } from "../order-answers.ts";
import { reach } from "../reach.ts";
import type { PathStep } from "../trade-steps.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { fillSites } from "./fill-sites.ts";
import { seenFills } from "./seen-fills.ts";
import { logCalls, type LogCalls } from "./log-calls.ts";
import { complains } from "./log-summaries.ts";

/** An entry whose answer is the fill: a market order, or an order whose filled price or size is read from what came back. */
export interface EntryFill {
  readonly fn: FunctionNode;
  /** The call whose answer is the fill, in the function that makes a position of it. */
  readonly call: Call;
  /** Certainly at the market. */
  readonly market: boolean;
  /** Where the order goes out. */
  readonly sent: Call;
}

const MOST_STEPS = 4;

export const entryFills = codeFact({
  name: "entry-fills",
  doc: "Entries of a bot without a handler of fills: the answer to the order is the fill, told where it is taken.",
  requires: { program, index, callGraph, openWays, orderDesks, reach, fillSites, seenFills, logCalls },
  derive({ program, index, callGraph, openWays, orderDesks, reach, fillSites, seenFills, logCalls }): readonly EntryFill[] {
    if (fillSites.length > 0) return [];
    const found = new Map<FunctionNode, EntryFill>();
    // An order that is asked for until it is filled is told there.
    const isAsked = (fn: FunctionNode, call: Call): boolean => seenFills.some((one) => one.fn === fn || callGraph.runs(call).includes(one.fn));
    const isKnown = (fn: FunctionNode, call: Call): boolean => isAsked(fn, call) || [...found.keys()].some((one) => one === fn || leadsTo(index, callGraph, one, fn) || leadsTo(index, callGraph, fn, one));
    const desks = orderDesks.filter(({ kind, fn }) => kind === "entry" && reach.of(fn) !== "dead" && !SIMULATED.test(`${index.moduleOf(fn).file} ${fn.qualname}`));
    const take = (at: (one: OrderDesk) => boolean): void => {
      for (const one of desks) if (at(one) && !isKnown(one.fn, one.call)) found.set(one.fn, { fn: one.fn, call: one.call, market: one.market, sent: one.site.call });
    };
    // Who hands the answer on as it came leaves the fill to whoever gets it.
    take(({ fn, call, market }) => readsFill(fn, call) || (market && !handsOn(fn, call) && (tellsEntry(logCalls, fn, call) || booksEntry(index, fn, call))));
    for (const way of openWays.without(null)) {
      if ((way.kind !== "signal" && way.kind !== "unborn") || way.start === "person") continue;
      const steps = way.steps.slice(-MOST_STEPS);
      const below: PathStep[] = [];
      for (const step of steps.toReversed()) {
        below.push(step);
        const { from, at } = step;
        const file = index.moduleOf(from).file;
        if (at.kind !== "call" || step.starts || reach.of(from) === "dead" || SIMULATED.test(`${file} ${from.qualname}`) || UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
        const answered = readsFill(from, at);
        if (!answered && (handsOn(from, at) || !((tellsEntry(logCalls, from, at) || booksEntry(index, from, at)) && below.some((one) => one.at.kind === "call" && isMarket(one.at))))) continue;
        if (!isKnown(from, at)) found.set(from, { fn: from, call: at, market: below.some((one) => one.at.kind === "call" && isMarket(one.at)), sent: way.site.call });
        break;
      }
    }
    take(({ fn, call, market }) => market && opensAnswer(fn, call));
    // Whatever becomes of its answer: there is no other place for the fill.
    take(({ fn, call, market }) => market && !handsOn(fn, call));
    return [...found.values()];
  },
});

/** After the order, and not because it failed. */
const tellsEntry = (logs: LogCalls, fn: FunctionNode, order: Call): boolean =>
  logs.inside(fn).some((one) => one.call.start > order.end && one.kind !== "counter" && ENTERED.test(one.text) && !complains(one));

/** `self.positions[symbol] = Position(...)` behind the order. */
const booksEntry = (index: Index, fn: FunctionNode, order: Call): boolean =>
  index.modules.get(index.moduleOf(fn).file)!.stores.some((one) => one.fn === fn && one.statement.start > order.end && one.value?.kind !== "none" && REGISTRY_WORDS.test(snake(headName(one.target))));

const headName = (node: Node): string => (node.kind === "attribute" ? node.name : node.kind === "subscript" ? headName(node.object) : "");
