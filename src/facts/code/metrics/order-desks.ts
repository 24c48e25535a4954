import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { classOf, walkBody } from "../../../ir/walk.ts";
import { EXIT_WORDS } from "../../../knowledge/metric-words.ts";
import { ADAPTER_WORDS, ASIDE_PATH } from "../../../knowledge/trade-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph, type CallSite } from "../call-graph.ts";
import { closingSites } from "../logs/closing-sites.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index } from "../module-index.ts";
import { handsOn, isConditional, isMarket, isResting, opensAnswer, readsFill, usesAnswer } from "../order-answers.ts";
import { parameterRun } from "../handed-functions.ts";
import { closesByName, reducesOnly } from "../order-intent.ts";
import { orderSites, type OrderSite } from "../order-sites.ts";
import { reach, type Reachability } from "../reach.ts";
import { snake } from "../snake.ts";
import { tradeSteps, type TradeSteps } from "../trade-steps.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** Where the answer to an order is taken: the function that knows what was expected and what came of it. */
export interface OrderDesk {
  readonly kind: "entry" | "exit";
  readonly fn: FunctionNode;
  /** The order, or the call that leads to it. */
  readonly call: Call;
  readonly site: OrderSite;
  /** At the market, as far as the calls say on the way to the venue. */
  readonly market: boolean;
  /** Functions that see the answer: from the one that sends the order up to those that get it handed. */
  readonly sees: ReadonlySet<FunctionNode>;
  /** Its callers: what they do after it may be about its order, too. */
  readonly above: ReadonlySet<FunctionNode>;
}

const MOST_STEPS = 4;
const MOST_CALLERS = 30;

export const orderDesks = codeFact({
  name: "order-desks",
  doc: "Where the answers to opening and closing orders are taken.",
  requires: { program, index, infer, callGraph, orderSites, closingSites, tradeSteps, reach },
  derive({ program, index, infer, callGraph, orderSites, closingSites, tradeSteps, reach }): readonly OrderDesk[] {
    const roleOf = (fn: FunctionNode): string => program.roles.get(index.moduleOf(fn).file) ?? "bot";
    const isLive = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" && !UNTRADED_ROLES.has(roleOf(fn));
    const closing = new Set(closingSites.map((one) => one.call));
    const found = new Map<FunctionNode, OrderDesk>();
    const markets = new Set<FunctionNode>();
    const add = (kind: OrderDesk["kind"], fn: FunctionNode, call: Call, site: OrderSite, below: readonly FunctionNode[]): void => {
      const market = isMarket(call) || below.some((one) => markets.has(one));
      if (!found.has(fn)) found.set(fn, { kind, fn, call, site, market, ...seersOf(callGraph, reach, fn, below) });
    };
    // A client has many callers: each is followed once.
    const climbed = new Set<string>();
    const climb = (kind: OrderDesk["kind"], fn: FunctionNode, call: Call, site: OrderSite, below: readonly FunctionNode[]): void => {
      // `await operation()`: whoever handed it over knows what it sends.
      if (parameterRun(call, fn) >= 0) return;
      const key = `${kind} ${index.moduleOf(fn).file} ${String(call.start)}`;
      if (climbed.has(key)) return below.some((one) => markets.has(one)) ? tellMarket(found, fn, call, site) : undefined;
      climbed.add(key);
      if (isResting(call) || RESTING.test(snake(fn.name)) || below.includes(fn) || (kind === "entry" && closing.has(call))) return;
      if (kind === "entry" && (EXIT_WORDS.test(snake(fn.name)) || closesByName(fn) || TARGET_HIT.test(snake(fn.name)))) return climb("exit", fn, call, site, below);
      // What waits at the venue for its trigger is answered without a fill; where it only reduces it is no entry either.
      if (kind === "entry" && (isConditional(call) || reducesOnly(infer, call))) return;
      if (isMarket(call)) markets.add(fn);
      const stays = opensAnswer(fn, call) && !isAdapter(index, fn);
      const callers = stays || below.length >= MOST_STEPS || !handsOn(fn, call) ? [] : takersOf(callGraph, fn).filter((one) => isLive(one.caller));
      if (!stays && callers.length <= MOST_CALLERS) throwsAway(kind, fn, site, below);
      if (callers.length === 0 || callers.length > MOST_CALLERS) return settle(kind, fn, call, site, below);
      for (const one of callers) climb(kind, one.caller, one.call, site, [...below, fn]);
    };
    // `await client.place_order(symbol, side, "market")`, and the answer is thrown away: there nobody will ever know the fill.
    const throwsAway = (kind: OrderDesk["kind"], fn: FunctionNode, site: OrderSite, below: readonly FunctionNode[]): void => {
      for (const one of askersOf(callGraph, fn)) if (isMarket(one.call) && !usesAnswer(one.call) && isLive(one.caller) && !leaves(closing, kind, one) && !(kind === "entry" && reducesOnly(infer, one.call))) add(kind, one.caller, one.call, site, [...below, fn]);
    };
    // Who only learns that it went well books a price of his own.
    const settle = (kind: OrderDesk["kind"], fn: FunctionNode, call: Call, site: OrderSite, below: readonly FunctionNode[]): void => {
      const asking = askersOf(callGraph, fn);
      // A client that only code asks which never runs, or which closes, sends no entry.
      if (isAdapter(index, fn) && asking.length > 0 && asking.every((one) => !isLive(one.caller) || leaves(closing, kind, one))) return;
      const bookers = readsFill(fn, call) || books(kind, fn, call) ? [] : asking.filter((one) => isLive(one.caller) && one.caller !== fn && books(kind, one.caller, one.call));
      if (bookers.length === 0 || bookers.length > MOST_CALLERS) return add(kind, fn, call, site, below);
      for (const one of bookers) {
        if (kind === "entry" && closing.has(one.call)) continue;
        add(leaves(closing, kind, one) ? "exit" : kind, one.caller, one.call, site, [...below, fn]);
      }
    };
    for (const site of orderSites) if (site.role === "open" && isLive(site.fn)) climb("entry", site.fn, site.call, site, []);
    for (const { fn, call, order } of closingSites) if (isLive(fn)) climb("exit", fn, call, order, []);
    return botsOwn([...found.values()], index, callGraph, tradeSteps);
  },
});

/** One of several clients orders at the market: its order is told. */
function tellMarket(found: Map<FunctionNode, OrderDesk>, fn: FunctionNode, call: Call, site: OrderSite): void {
  const known = found.get(fn);
  if (known?.call === call && !known.market) found.set(fn, { ...known, site, market: true });
}

/** Without what only a person orders, and without what a client merely offers. */
function botsOwn(all: readonly OrderDesk[], index: Index, callGraph: CallGraph, tradeSteps: TradeSteps): readonly OrderDesk[] {
  // What a person orders was not decided at a price by the bot.
  const isPersons = (fn: FunctionNode): boolean => tradeSteps.startOf(fn) === "person" || /^resolve_|^(cmd|command)_|_(cmd|command)$/.test(fn.name);
  const ofBot = (kind: OrderDesk["kind"]): readonly OrderDesk[] => narrowed(all.filter((one) => one.kind === kind), (one) => !isPersons(one.fn) && !ASIDE_PATH.test(index.moduleOf(one.fn).file));
  const isUnused = (fn: FunctionNode): boolean => isAdapter(index, fn) && classOf(fn) !== null && callGraph.callersOf(fn).length === 0 && !isMentioned(index, fn.name);
  // What a client offers and nobody asks for sends no order; an adapter whose callers were not found, beside others that were.
  const kinds = (["entry", "exit"] as const).map((kind) => narrowed(ofBot(kind).filter((one) => !isUnused(one.fn)), (one) => !isAdapter(index, one.fn) || readsFill(one.fn, one.call) || books(kind, one.fn, one.call)));
  return kinds.flat();
}

const BOOKED: Readonly<Record<OrderDesk["kind"], RegExp>> = { entry: /^(avg_|average_)?(entry|open|fill|exec|execution)_?(price|px)$/, exit: /^(exit|close|closing|fill)_?(price|px)$|(^|_)pnl(_|$)/ };

/** After the order a price of the entry, or a price or result of the exit, is written down: `Position(entry_price=price)`, `trade["pnl"] = ...`. */
function books(kind: OrderDesk["kind"], fn: FunctionNode, call: Call): boolean {
  let found = false;
  const note = (name: string): void => void (found ||= BOOKED[kind].test(snake(name)));
  walkBody(fn, (node) => {
    if (found || node.start < call.end) return;
    if (node.kind === "argument" && node.name !== null) note(node.name);
    else if (node.kind === "entry" && node.key?.kind === "string") note(node.key.value);
    else if (node.kind === "assign") for (const one of node.targets) note(one.kind === "subscript" && one.index.kind === "string" ? one.index.value : ownName(one));
    else if (node.kind === "call") note(calledName(node).replace(/^_*(record|log|book|save)_/, ""));
  });
  return found;
}

/** `order_limit_batch`, `place_post_only`: what rests fills at its own price. */
const RESTING = /(^|_)(orders?_limit|limit_(orders?|batch|buy|sell|entry)|(place|create|submit|send|buy|sell|open|entry)_limits?|post_only)(_|$)(?!\w*(market|ioc|fok))/;

/** `_handle_tp1_hit` */
const TARGET_HIT = /(^|_)(tp|sl)\d?_(hit|reached|triggered|fill(ed)?)(_|$)/;

/** Those that pass, or all where none does. */
function narrowed<T>(all: readonly T[], passes: (one: T) => boolean): readonly T[] {
  const some = all.filter(passes);
  return some.length > 0 ? some : all;
}

/** A class or module that speaks the venue's language: it answers for all who order by it. */
function isAdapter(index: Index, fn: FunctionNode): boolean {
  const holder = classOf(fn)?.name ?? index.moduleOf(fn).file.split("/").at(-1)!.replace(/\.\w+$/, "");
  return ADAPTER_WORDS.test(snake(holder));
}

/** Something asks an object for a method of that name: `to_thread(client.place_stop, symbol)`. */
const isMentioned = (index: Index, name: string): boolean =>
  [...index.modules.values()].some((one) => (one.byKind.get("attribute") ?? []).some((node) => node.kind === "attribute" && node.name === name));

/** A caller that closes. */
const leaves = (closing: ReadonlySet<Call>, kind: OrderDesk["kind"], { caller, call }: CallSite): boolean => kind === "entry" && (EXIT_WORDS.test(snake(caller.name)) || closesByName(caller) || closing.has(call));

const askersOf = (graph: CallGraph, fn: FunctionNode): readonly CallSite[] => graph.callersOf(fn).filter((one) => one.how === "resolved" || one.how === "named");

/** Callers that do something with what they are given. */
const takersOf = (graph: CallGraph, fn: FunctionNode): { readonly caller: FunctionNode; readonly call: Call }[] =>
  askersOf(graph, fn).filter((one) => !HANDED_OVER.test(calledName(one.call)) && usesAnswer(one.call));

/** `def wrapper(*args): return func(*args)`: a decorator takes no answers. */
const HANDED_OVER = /^_*(func|fn|f|callback|cb|method|coro|coro_func|wrapped|operation|action|call|target)$/;

function seersOf(graph: CallGraph, reach: Reachability, desk: FunctionNode, below: readonly FunctionNode[]): Pick<OrderDesk, "sees" | "above"> {
  const sees = new Set<FunctionNode>([...below, desk]);
  let level = [desk];
  for (let i = 0; i < MOST_STEPS && level.length > 0; i++) {
    level = level.flatMap((fn) => takersOf(graph, fn).map((one) => one.caller)).filter((fn) => !sees.has(fn)).slice(0, MOST_CALLERS);
    for (const fn of level) sees.add(fn);
  }
  const above = new Set<FunctionNode>();
  for (const fn of sees) for (const one of graph.callersOf(fn)) if (!sees.has(one.caller) && reach.of(one.caller) !== "dead") above.add(one.caller);
  return { sees, above };
}
