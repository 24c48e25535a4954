import { calledName, ownName } from "../../../ir/names.ts";
import type { ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { DISTANCE_NAME, EXIT_WORDS, FORESEEN, LATENCY_NAME, SLIPPAGE_NAME, TRAIL_NAME, UNMEASURED_FILE, type MetricKind } from "../../../knowledge/metric-words.ts";
import { ASIDE_NAME, ASIDE_PATH } from "../../../knowledge/trade-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { snake } from "../guard-kinds.ts";
import { leadsTo } from "../leads-to.ts";
import { index, type Index } from "../module-index.ts";
import { orderSites, type OrderSite } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { fillSites } from "../logs/fill-sites.ts";
import { logCalls } from "../logs/log-calls.ts";
import { follower } from "../value-follower.ts";
import { comparisonOf, type Comparison } from "./comparisons.ts";
import { WARNING } from "./loudness.ts";
import type { Mark } from "./metric-units.ts";
import { orderDesks, type OrderDesk } from "./order-desks.ts";
import { nameOf } from "./price-roles.ts";
import { trailMovers } from "./trail-movers.ts";
import { tradeSteps } from "../trade-steps.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** What the bot does that each metric would measure, and what already goes by a metric's name. */
export interface Measurable {
  /** Live code that the metric would measure, one place for each that could have its own: opening orders, closing orders, senders of orders, trailing stops. */
  readonly where: ReadonlyMap<MetricKind, readonly Measured[]>;
  /** Comparisons of a value under the metric's name, wherever it comes from, of which one way is said at WARNING or above. */
  readonly named: ReadonlyMap<MetricKind, readonly Node[]>;
  /** One for each class (module, base of several clients) of those that take answers: a maintainer would measure there. What calls another of them is left to that. */
  together(all: readonly Measured[]): readonly Measured[];
}

export interface Measured {
  readonly fn: FunctionNode;
  readonly node: Node;
  /** The orders that are answered here; null: none. */
  readonly desk: OrderDesk | null;
  /** What else it stands for: further orders of the same sender. */
  readonly more: readonly Node[];
  /** A client's callers, where they are too many to be told one by one: any of them may read a clock around its own order. */
  readonly askers: readonly { readonly fn: FunctionNode; readonly node: Node }[];
  /** The function is handed to code that calls it, and may measure around it; of a stop: its distance is handed to the venue, which trails it. */
  readonly handed: boolean;
}

export const measurable = codeFact({
  name: "measurable",
  doc: "The live code that slippage, trailing distance and latency would be measured in.",
  requires: { program, index, callGraph, constants, logCalls, follower, orderSites, orderDesks, trailMovers, tradeSteps, fillSites, reach },
  derive({ program, index, callGraph, constants, logCalls, follower, orderSites, orderDesks, trailMovers, tradeSteps, fillSites, reach }): Measurable {
    const hearing = { graph: callGraph, logs: logCalls, constants, follower };
    const where = new Map<MetricKind, Measured[]>();
    const named = new Map<MetricKind, Node[]>();
    const isLive = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" && !/^resolve_/.test(fn.name) && tradeSteps.startOf(fn) !== "person" && !UNTRADED_ROLES.has(program.roles.get(index.moduleOf(fn).file) ?? "bot");
    const all = orderSites.filter((one) => one.role === "open" && isLive(one.fn));
    const trading = all.filter((one) => !ASIDE_PATH.test(one.at.file));
    const opening = trading.length > 0 ? trading : all;
    if (opening.length > 0) {
      where.set("slippage", asked(orderDesks, "entry"));
      const exits = asked(orderDesks, "exit");
      // Positions that only stops and targets at the venue close: their fills come to a handler.
      where.set("exit-slippage", exits.length > 0 ? exits : fillSites.filter(({ fn }) => handlesExits(fn)).map(({ fn, node }) => ({ fn, node, desk: null, more: [], askers: [], handed: false })));
      // What orders by a library in one method and by the venue's paths in another is one client.
      const byLibrary = new Set(opening.flatMap((one) => (one.by.includes("/") ? [] : classOf(one.fn) ?? [])));
      where.set("latency", senders(index, opening.flatMap((one) => askers(callGraph, isLive, byLibrary, one))));
      where.set("trail-distance", trailMovers.map(({ fn, node, more, atVenue }) => ({ fn, node, desk: null, more, askers: [], handed: atVenue })));
    }
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      for (const node of one.byKind.get("compare") ?? []) {
        if (node.kind !== "compare" || !["<", "<=", ">", ">="].includes(node.op)) continue;
        const fn = enclosingFunction(node);
        if (!fn || reach.of(fn) === "dead" || UNMEASURED_FILE.test(file) || FORESEEN.test(snake(fn.name))) continue;
        // `next_slippage > slippage`: how much the next attempt may cost.
        if (kindOf(nameOf(node.left)) !== null && kindOf(nameOf(node.right)) !== null) continue;
        for (const side of [node.left, node.right]) if (constants.of(side) === null && kindOf(nameOf(side)) !== null && isHeard(comparisonOf(hearing, side, UNKNOWN))) note(named, side, node);
      }
    }
    return { where, named, together: (each) => together(index, callGraph, each) };
  },
});

/** `_handle_exit_fill(symbol, qty, price)` */
const handlesExits = (fn: FunctionNode): boolean => EXIT_WORDS.test(snake(fn.name)) && fn.params.some((one) => /price|px/i.test(one.name));

const asked = (desks: readonly OrderDesk[], kind: OrderDesk["kind"]): Measured[] =>
  desks.filter((one) => one.kind === kind).map((one) => ({ fn: one.fn, node: one.call, desk: one, more: [], askers: [], handed: false }));

/**
 * One for each class or module that sends orders, and for each client of the venue's paths: there the clock would be read once for all
 * of them. Clients of several venues with one base share its clock.
 */
const senders = (index: Index, calls: readonly Sent[]): Measured[] =>
  byOwner(index, [...calls].sort((a, b) => Number(closes(a)) - Number(closes(b))).map(({ fn, call, below, askers, client }) => ({ fn, node: call, desk: null, more: below, askers, handed: isHanded(fn), client })));

/** The call that sends an order, in the function that waits for its answer; the client that it asks. */
interface Sent { readonly fn: FunctionNode; readonly call: Node; readonly below: readonly Node[]; readonly askers: Measured["askers"]; readonly client: ClassNode | null }

/** A client of the venue's REST paths is what a library would be: its clock is read by whoever asks it for an order. */
function askers(graph: CallGraph, isLive: (fn: FunctionNode) => boolean, byLibrary: ReadonlySet<ClassNode>, { fn, call, by }: OrderSite): Sent[] {
  const own = { fn, call, below: [], askers: [], client: null };
  const holder = classOf(fn);
  if (!by.includes("/") || !holder || byLibrary.has(holder)) return [own];
  const above = graph.callersOf(fn).filter((one) => (one.how === "resolved" || one.how === "named") && classOf(one.caller) !== holder && isLive(one.caller) && !ASIDE_NAME.test(snake(one.caller.name)));
  if (above.length > MOST_ASKERS) return [{ ...own, askers: above.map((one) => ({ fn: one.caller, node: one.call })) }];
  return above.length > 0 ? above.map((one) => ({ fn: one.caller, call: one.call, below: [call], askers: [{ fn: one.caller, node: one.call }], client: holder })) : [own];
}

const MOST_ASKERS = 6;

function together(index: Index, graph: CallGraph, all: readonly Measured[]): readonly Measured[] {
  // What is closed because it must be is told beside what the bot decided to close.
  const decided = all.filter((one) => !isForced(one.fn));
  if (decided.length > 0 && decided.length < all.length) {
    const [first, ...others] = together(index, graph, decided) as [Measured, ...Measured[]];
    return [{ ...first, more: [...first.more, ...all.filter((one) => isForced(one.fn)).map((one) => one.node)] }, ...others];
  }
  const lowest = all.filter((one) => !all.some((other) => other.fn !== one.fn && leadsTo(index, graph, one.fn, other.fn) && !leadsTo(index, graph, other.fn, one.fn)));
  return byOwner(index, [...(lowest.length > 0 ? lowest : all)].sort((a, b) => Number(CLOSES.test(b.fn.name)) - Number(CLOSES.test(a.fn.name))));
}

function byOwner(index: Index, all: readonly (Measured & { readonly client?: ClassNode | null })[]): Measured[] {
  const found = new Map<Node | string, Measured>();
  for (const one of all) {
    const holder = one.client ?? classOf(one.fn);
    const owner = baseOf(holder) ?? holder ?? index.moduleOf(one.fn).root;
    const known = found.get(owner);
    const nodes = known && new Set([...known.more, one.node, ...one.more]);
    found.set(owner, known && nodes ? { ...known, more: [...nodes].filter((node) => node !== known.node), askers: [...known.askers, ...one.askers.filter((each) => !known.askers.some((other) => other.node === each.node))] } : one);
  }
  return [...found.values()];
}

/** `emergency_close`, `LiquidationGuard.close`, `sync_positions`: nobody expected a price there. */
export const isForced = (fn: FunctionNode): boolean => FORCED.test(snake(fn.qualname.replace(".", "_")));

/** A function that is made to close before one that closes besides. */
const CLOSES = /close|exit|flatten/i;

const FORCED = /(^|_)(sync\w*|reconcil\w*|drift\w*|emergency|liquidat\w*|panic|kill|opposite|orphan\w*|ghost\w*|phantom\w*|shutdown|close_all\w*|flatten_all\w*)(_|$)/;

/** The bot's own base class of a client. */
function baseOf(holder: ClassNode | null): string | null {
  const bases = (holder?.args ?? []).filter((one) => one.name === null).map((one) => ownName(one.value)).filter((name) => !/^(ABC|Protocol|Generic|object|)$/.test(name));
  return bases.at(-1) ?? null;
}

/** `self._run_rest("place", operation=lambda: self.api.place_order(...))`; a thread or an executor measures nothing. */
function isHanded(fn: FunctionNode): boolean {
  const call = fn.name === "<lambda>" && fn.parent?.parent?.kind === "argument" ? fn.parent.parent.parent : null;
  return call?.kind === "call" && !RUNNERS.test(calledName(call));
}

const RUNNERS = /^(run\w*_in_executor|to_thread|run_sync\w*|submit|call_soon\w*|call_later|create_task|Thread|Timer|wait_for)$/;

const closes = (site: Sent): boolean => EXIT_WORDS.test(snake(site.fn.name));

function note(named: Map<MetricKind, Node[]>, side: Expr, at: Node): void {
  const kind = kindOf(nameOf(side));
  if (kind) named.set(kind, [...(named.get(kind) ?? []), at]);
}

function kindOf(name: string): MetricKind | null {
  if (/(^|_)(max|min|limit|threshold|warn|allowed|tolerance)(_|$)/.test(name)) return null;
  if (SLIPPAGE_NAME.test(name)) return EXIT_WORDS.test(name) ? "exit-slippage" : "slippage";
  return LATENCY_NAME.test(name) ? "latency" : TRAIL_NAME.test(name) && DISTANCE_NAME.test(name) ? "trail-distance" : null;
}

const isHeard = (one: Comparison | null): boolean => Math.max(one?.whenTrue?.level ?? 0, one?.whenFalse?.level ?? 0) >= WARNING;

/** In whatever unit: only what the comparison leads to is asked. */
const UNKNOWN: Mark = { scale: 1, divided: true, absolute: false, side: true };
