import type { DictEntry, Expr, FunctionNode, If, Node } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import { FETCHER, FORMULA, FORMULA_MODULE, INDICATOR, INDICATOR_FOLDER, JUDGES, JUDGING_MODULE, REHEARSAL, type Decides } from "../../knowledge/trading-numbers.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { index, type Index } from "./module-index.ts";
import { infer } from "./inference/infer.ts";
import { Bindings } from "./numbers/bindings.ts";
import { Slice, type Demand, type Force } from "./numbers/demand.ts";
import { targetOf } from "./numbers/declared-place.ts";
import { exclusions } from "./numbers/exclusions.ts";
import { standsIn } from "./numbers/stand-ins.ts";
import { guardsOf, leverageArgument, orderArguments } from "./numbers/seeds.ts";
import { entryPoints } from "./entry-points.ts";
import { orderReach, type OrderReach } from "./order-reach.ts";
import { orderSites, type OrderSite } from "./order-sites.ts";
import { reach } from "./reach.ts";
import { hookDemands } from "./numbers/hook-demands.ts";
import { settingReads } from "./setting-reads.ts";
import { snake } from "./snake.ts";
import { strategyHooks } from "./strategy-hooks.ts";
import { widerCalls } from "./wider-calls.ts";
import { isTopConstant } from "./numbers/top-constants.ts";
import { isWritten, type WrittenNumber } from "./numbers/written-number.ts";
import { decisionFunctions, isUnseen, strategyNumbers } from "./numbers/strategy-numbers.ts";

/** A number in the code that takes part in a decision about orders and that no setting can change. */
export interface DecidingNumber {
  readonly node: WrittenNumber;
  readonly fn: FunctionNode;
  readonly decides: Decides;
  readonly force: Force;
  readonly demand: Demand;
  /** The name that the number is stored under or compared with; null: it stands alone. */
  readonly name: string | null;
  /** The call that it is handed to, or the nearest order that the condition stands before. */
  readonly sink: Node;
  /** The order that it leads to, the nearest one. */
  readonly order: OrderSite | null;
  /** Taken only where the value that should be there is missing. */
  readonly standsIn: boolean;
  /** The default of a parameter that each of its function's callers leaves as it is. */
  readonly leftByAll: boolean;
  /** A constant at the top of a module beside the bot's settings. */
  readonly constant: boolean;
}

export interface NumberRoles {
  readonly deciding: readonly DecidingNumber[];
  /** Reads of settings that decide about orders. */
  readonly settings: ReadonlyMap<Expr, Demand>;
  /** Whether the function takes part in a decision about an order: it leads to one, or such a function uses its result. */
  takesPart(fn: FunctionNode): boolean;
  /** Numbers looked at, and functions of trading code that they stand in. */
  readonly examined: number;
  readonly functions: number;
  /** The way from the orders into the rest of the bot was lost: so few functions were reached that finding nothing proves nothing. */
  readonly lost: boolean;
  readonly orders: number;
}

/** So many settings decide about orders that a constant is none of them. */
const SOME_SETTINGS = 3;

/** `_check_rsi_divergence` judges, `_rsi` computes. */
const isFormula = (name: string): boolean => FORMULA.test(name) || (INDICATOR.test(name) && !JUDGES.test(name));

const isFormulaModule = (file: string): boolean => FORMULA_MODULE.test(JUDGING_MODULE.test(file) ? file.replace(INDICATOR_FOLDER, "$1") : file);

/** Code of a trade that neither rehearses nor, unless orders are sent from there, computes an indicator or asks for market data. */
function entersDecisions(fn: FunctionNode, reach: OrderReach, index: Index): boolean {
  if (!reach.trades(fn) || isFormula(fn.name) || REHEARSAL.test(fn.name) || REHEARSAL.test(snake(classOf(fn)?.name ?? ""))) return false;
  return reach.ofFunction(fn) > 0 || (!FETCHER.test(fn.name) && !isFormulaModule(index.moduleOf(fn).file));
}

/** Of so many functions with numbers among so many of the bot; a bot of a dozen functions has few anyway. */
const isLost = (found: number, all: number): boolean => found < 0.02 * all || (all > 15 && found < 3);

export const numberRoles = codeFact({
  name: "number-roles",
  doc: "What each number of trading code decides: followed backwards from order arguments and from the branches towards orders.",
  requires: { entryPoints, index, infer, callGraph, widerCalls, orderSites, orderReach, reach, settingReads, strategyHooks },
  derive({ entryPoints, index, infer, callGraph, widerCalls, orderSites, orderReach, reach, settingReads, strategyHooks }): NumberRoles {
    const { trades } = orderReach;
    const enters = (fn: FunctionNode): boolean => entersDecisions(fn, orderReach, index);
    const bindings = new Bindings(infer, callGraph, widerCalls, index);
    for (const entry of entriesOf(index)) bindings.addEntry(entry);
    const slice = new Slice({ calls: widerCalls, bindings, reads: settingReads, moduleIndexOf: (node) => infer.moduleIndexOf(node), enters });
    const sites = orderSites.filter((one) => one.role !== "cancel" && trades(one.fn));
    const decidingHooks = strategyHooks.all.flatMap((one) => (trades(one.fn) ? hookDemands(one) : []));
    for (const demand of decidingHooks) slice.want(demand);
    sow(slice, index, sites, orderReach, trades);
    const hasSettings = new Set([...slice.settings.keys()].map((one) => settingReads.settingOf(one)?.key)).size >= SOME_SETTINGS;
    const isOwn = (demand: Demand): boolean => hasSettings && isTopConstant(infer, demand);
    const decidesNothing = exclusions({ entryPoints, infer, widerCalls, orderReach, reach, settingReads, enters, isOwn, wants: (call) => slice.wants(call) });
    const judged = new Map<Expr, DecidingNumber>();
    const functions = new Set<FunctionNode>();
    const decisive = decisionFunctions(index, orderReach, widerCalls);
    const decisions = strategyNumbers(index, (fn) => (decisive.has(fn) || orderReach.ofFunction(fn) > 0) && enters(fn));
    for (const demand of [...slice.numbers, ...decisions]) {
      const { expr, site } = demand;
      const fn = enclosingFunction(expr);
      if (!fn || !isWritten(expr)) continue;
      const node = expr as WrittenNumber;
      functions.add(fn);
      if (saysAsMuch(judged.get(node), demand) || decidesNothing(demand, fn)) continue;
      const order = orderOf(demand, orderReach);
      judged.set(node, {
        node, fn, decides: demand.decides, force: demand.force, demand, name: nameOf(demand), order,
        sink: site.kind === "call" ? site : order?.call ?? site,
        standsIn: standsIn(node, infer.moduleIndexOf(node)), leftByAll: isLeft(node, callGraph, bindings), constant: isOwn(demand),
      });
    }
    return {
      deciding: [...judged.values()], settings: slice.settings, examined: slice.numbers.length + decisions.length, functions: functions.size, orders: sites.length + decidingHooks.length,
      takesPart: (fn) => enters(fn) && (orderReach.ofFunction(fn) > 0 || decisive.has(fn) || (slice.functions.has(fn) && fn.parent !== null)),
      lost: (orderReach.lost && decidingHooks.length === 0) || isLost(functions.size, index.functions.filter(trades).length),
    };
  },
});

/** What is known of the number already is at least as much as this: a value says more than a branch. */
const saysAsMuch = (known: DecidingNumber | undefined, demand: Demand): boolean =>
  known !== undefined && (known.force === "value" || demand.force !== "value" || isUnseen(demand));

/** The default of a parameter that each call leaves as it is. */
function isLeft(node: Expr, graph: CallGraph, bindings: Bindings): boolean {
  const fn = node.parent?.kind === "parameter" ? enclosingFunction(node.parent) : null;
  const [own, position] = fn ? [fn, fn.params.findIndex((one) => one === node.parent)] : [null, -1];
  if (!own || position < 0) return false;
  const calls = graph.callersOf(own);
  return calls.length > 0 && calls.every(({ call }) => bindings.argument(call, own, position) === node);
}

function* entriesOf(index: Index): Iterable<DictEntry> {
  for (const module of index.modules.values()) {
    for (const one of module.byKind.get("string") ?? []) if (one.parent?.kind === "entry" && one.parent.key === one) yield one.parent;
  }
}

/** Arguments first, so that what flows into an order is told as such and not as a mere condition. */
function sow(slice: Slice, index: Index, sites: readonly OrderSite[], reach: OrderReach, trades: (fn: FunctionNode) => boolean): void {
  for (const site of sites) for (const demand of orderArguments(site)) slice.want(demand);
  const functions = index.functions.filter((fn) => trades(fn));
  const callsOf = (fn: FunctionNode) => index.callsIn(fn);
  for (const fn of functions) {
    for (const call of callsOf(fn)) {
      const demand = leverageArgument(call);
      if (demand) slice.want(demand);
    }
  }
  slice.run();
  const ifs = ifsOf(index);
  const near = functions.filter((fn) => reach.ofFunction(fn) > 0).sort((a, b) => reach.distance(a) - reach.distance(b));
  for (const fn of near) for (const demand of guardsOf(fn, callsOf(fn), ifs.get(fn) ?? [], reach)) slice.want(demand);
  slice.run();
}

function ifsOf(index: Index): Map<FunctionNode, If[]> {
  const found = new Map<FunctionNode, If[]>();
  for (const module of index.modules.values()) {
    for (const one of module.byKind.get("if") ?? []) {
      const fn = one.kind === "if" ? enclosingFunction(one) : null;
      if (!fn || one.kind !== "if") continue;
      const known = found.get(fn);
      if (known) known.push(one);
      else found.set(fn, [one]);
    }
  }
  return found;
}

function orderOf(demand: Demand, reach: OrderReach): OrderSite | null {
  if (demand.site.kind === "call") {
    const own = reach.siteOf(demand.site);
    if (own) return own;
  }
  const fn: FunctionNode | null = enclosingFunction(demand.site as Node);
  return fn && reach.nearest(fn);
}

const nameOf = (demand: Demand): string | null => targetOf(demand.expr) ?? demand.name;
