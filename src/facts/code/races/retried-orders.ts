import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { orderSites, reducesOnly, type OrderSite } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { attemptsAround, isRetrying, type On } from "./attempts.ts";
import { sellsFreeBalance } from "./free-balance.ts";
import { callsWithoutId, clientIdOf } from "./order-client-ids.ts";
import { orderLookups } from "./order-lookups.ts";
import { retryingCallee } from "./repeating-callees.ts";
import { sentId, type SentId, type Step } from "./sent-ids.ts";
import { isRestingStop } from "./resting-stops.ts";
import { swallowerOf } from "./swallowed.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** An opening or closing order that is sent again when the first attempt failed. */
export interface RetriedOrder {
  readonly site: OrderSite;
  /** The loop, the decorator, or the call that a loop in the callee repeats. */
  readonly retry: Node;
  readonly how: "loop" | "decorator" | "callee";
  /** The function whose loop repeats it. */
  readonly where: FunctionNode;
  /** What gives the order its client id; null: nothing. */
  readonly clientId: Node | null;
  /** What that id is worth for the repeat; null: there is none. */
  readonly sent: SentId | null;
  /** Where the order's parameters come from could not be followed. */
  readonly unknown: boolean;
  /** `reduceOnly`: the second order opens nothing; it may stay behind as a stop without a position. */
  readonly reduces: boolean;
  /** It sells all that is free: the venue refuses the second one, and a sale that was done looks like one that failed. */
  readonly sellsAll: boolean;
  /** The call that leaves out the id which the function would take; null: the order is the same for all callers. */
  readonly bare: { readonly call: Call; readonly caller: FunctionNode } | null;
}

export const retriedOrders = codeFact({
  name: "retried-orders",
  doc: "Orders on a path that repeats them after an exception, and whether a client order id makes the repeat harmless.",
  requires: { program, index, callGraph, orderSites, reach, orderLookups },
  derive({ program, index, callGraph, orderSites, reach, orderLookups }): readonly RetriedOrder[] {
    const on: Asking = { index, graph: callGraph, asks: (call) => orderLookups.asks(call), isDead: (fn) => reach.of(fn) === "dead" };
    return orderSites.flatMap((site): RetriedOrder[] => {
      if (!(site.role === "open" || site.role === "close" || isRestingStop(site)) || reach.of(site.fn) === "dead" || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(site.fn).file) ?? "bot")) return [];
      const worst = worstOf(on, site);
      if (!worst) return [];
      const { id: { found, unknown }, sent, retry: { retry, how, where } } = worst;
      const one = { site, retry, how, where, clientId: found, sent, unknown, reduces: reducesOnly(site.call) || worst.retry.chain.some(({ call }) => reducesOnly(call)), sellsAll: sellsFreeBalance(index, site), bare: null };
      const bare = callsWithoutId(on.graph, site).filter(({ call, caller }) => reach.of(caller) !== "dead" && !reducesOnly(call));
      // What some of its callers leave out is not kept for all.
      return [bare.length > 0 && one.sent === "kept" ? { ...one, sent: "unsure" } : one, ...bare.map((each) => ({ ...one, clientId: null, sent: null, unknown: false, bare: each }))];
    });
  },
});

interface Asking extends On { readonly asks: (call: Call) => boolean; readonly isDead: (fn: FunctionNode) => boolean }
type Retry = Pick<RetriedOrder, "retry" | "how" | "where"> & { readonly chain: readonly Step[] };

/** Everything that repeats the order, the nearest first: an id that one of them keeps may be made anew by the next. */
function retriesOf(on: Asking, site: OrderSite): Retry[] {
  const found: Retry[] = [];
  const own = attemptsAround(on, site.call, site.fn);
  if (own) found.push({ retry: own, how: "loop", where: site.fn, chain: [] });
  const callee = retryingCallee(on, { call: site.call, up: null }, 0);
  if (callee) found.push({ ...callee, how: "callee", chain: [] });
  // What the function itself takes never comes to a decorator or to a loop around it.
  return swallowerOf(site.call) === null ? [...found, ...retriesAbove(on, site.fn, [], site.call)] : found;
}

const MOST_STEPS = 3;
const MOST_CALLERS = 8;

const asksBefore = (on: Asking, fn: FunctionNode, order: Call): boolean => on.index.callsIn(fn).some((one) => one.end <= order.start && on.asks(one));

function retriesAbove(on: Asking, fn: FunctionNode, chain: readonly Step[], order: Call): Retry[] {
  const decorator = fn.decorators.find((one) => isRetrying(on, one));
  const found: Retry[] = decorator ? [{ retry: decorator, how: "decorator", where: fn, chain }] : [];
  if (chain.length >= MOST_STEPS) return found;
  for (const { call, caller, how } of on.graph.callersOf(fn).slice(0, MOST_CALLERS)) {
    if (how !== "resolved" || on.isDead(caller) || chain.some((one) => one.caller === caller)) continue;
    const way = [...chain, { call, caller }];
    // Whoever looks first whether the order lies there already sends no second one.
    if (asksBefore(on, fn, order)) continue;
    const loop = attemptsAround(on, call, caller);
    if (loop) found.push({ retry: loop, how: "loop", where: caller, chain: way });
    else if (swallowerOf(call) === null) found.push(...retriesAbove(on, caller, way, call));
  }
  return found;
}

/** What is done once more for each attempt; null: only what lies below the order. */
const againOf = (site: OrderSite, { how, where, retry, chain }: Retry): Node | null => (how === "callee" ? null : chain.length === 0 ? (how === "loop" && where === site.fn ? retry : site.fn) : how === "loop" ? retry : where);

/** The repeat that is worth the most words: one that makes the id anew, else the nearest. */
function worstOf(on: Asking, site: OrderSite): { readonly retry: Retry; readonly id: ReturnType<typeof clientIdOf>; readonly sent: SentId | null } | null {
  const retries = retriesOf(on, site);
  if (retries.length === 0) return null;
  const id = clientIdOf(on.graph, site);
  const all = retries.map((retry) => ({ retry, id, sent: id.found && (id.some ? "unsure" as const : sentId(on.graph, site, id.found, againOf(site, retry), retry.chain)) }));
  return all.find((one) => one.sent === "anew") ?? all[0]!;
}
