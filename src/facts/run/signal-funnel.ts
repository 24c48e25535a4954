import { FILTERS, filterOf, isBreaker, type Filter } from "../../knowledge/skip-reasons.ts";
import type { RunEvent } from "../../run/event.ts";
import type { Run } from "../../run/run.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { instrumentOf, sameOwner, secondsBetween } from "./instruments.ts";
import { toldOnce, wholePart } from "./told-once.ts";

/** An order for a signal that the log says was dropped. */
export interface OrderAfterSkip {
  readonly instrument: string;
  readonly signal: RunEvent;
  readonly skip: RunEvent;
  readonly order: RunEvent;
}

/** An order between two signals of its market that the breaker stopped. */
export interface OrderWhileBlocked {
  readonly instrument: string;
  readonly before: RunEvent;
  readonly order: RunEvent;
  readonly after: RunEvent;
  readonly seconds: number;
}

export interface SignalFunnel {
  /** Whole counts of the run, kept or not. */
  readonly signals: number;
  readonly skips: number;
  readonly entries: number;
  readonly reasons: Run["skipReasons"];
  readonly byFilter: Readonly<Record<Filter, number>>;
  /** Signals that the circuit breaker stopped. */
  readonly blocked: number;
  readonly firstSignal: RunEvent | null;
  readonly firstSkip: RunEvent | null;
  readonly ordersAfterSkip: readonly OrderAfterSkip[];
  readonly ordersWhileBlocked: readonly OrderWhileBlocked[];
}

export const signalFunnel = runFact({
  name: "signal-funnel",
  doc: "Signals of the run, why they were dropped, and orders that came although they were.",
  requires: { toldOnce, run },
  derive({ toldOnce, run }): SignalFunnel {
    const count = (kind: RunEvent["kind"]): number => run.tallies[kind]?.count ?? 0;
    const byFilter = Object.fromEntries(FILTERS.map((one) => [one, 0])) as Record<Filter, number>;
    for (const { reason, count: times } of run.skipReasons) {
      const filter = filterOf(reason);
      if (filter) byFilter[filter] += times;
    }
    const blocked = run.skipReasons.reduce((sum, one) => sum + (isBreaker(one.reason) ? one.count : 0), 0);
    return { blocked, signals: count("signal"), skips: count("skip"), entries: count("entry"), reasons: run.skipReasons, byFilter, ...leaksOf(wholePart(toldOnce, run.tallies, ["signal", "skip", "entry", "exit", "order-submitted", "limit-reached"])) };
  },
});

/** Seconds from the skip to the order: one decision takes no longer. */
const ONE_DECISION = 2;
/** Another signal of the market so shortly before may be the one that the order belongs to. */
const OTHER_SIGNAL = 10;
/** Seconds between two signals that the breaker stopped: in so short a time it does not open and trip again unseen. */
const STILL_BLOCKED = 60;
const RELEASED = /(un|re)block|releas|reset|expir|resum|re-?enabl|lifted|снят|разблок|сброш|истек/i;

type Leaks = Pick<SignalFunnel, "firstSignal" | "firstSkip" | "ordersAfterSkip" | "ordersWhileBlocked">;

interface Market { signals: RunEvent[]; skip: RunEvent | null; blocked: RunEvent | null; order: RunEvent | null }

/** Pure: events in the order of time. */
export function leaksOf(events: readonly RunEvent[]): Leaks {
  const found = { firstSignal: null as RunEvent | null, firstSkip: null as RunEvent | null };
  const ordersAfterSkip: OrderAfterSkip[] = [];
  const ordersWhileBlocked: OrderWhileBlocked[] = [];
  let markets = new Map<string, Market>();
  for (const one of events) {
    if (one.kind === "signal") found.firstSignal ??= one;
    if (one.kind === "skip") found.firstSkip ??= one;
    // A close may trip or free the breaker, a restart forgets it.
    if (one.kind === "started" || one.kind === "exit" || one.kind === "limit-reached" || RELEASED.test(one.text)) for (const each of markets.values()) Object.assign(each, { blocked: null, order: null });
    if (one.kind === "started") markets = new Map();
    const instrument = instrumentOf(one);
    if (instrument === "") continue;
    let market = markets.get(instrument);
    if (!market) markets.set(instrument, (market = { signals: [], skip: null, blocked: null, order: null }));
    if (one.kind === "signal") Object.assign(market, { signals: [...market.signals.slice(-1), one], skip: null });
    else if (one.kind === "skip") {
      const blocked = stillBlocked(instrument, market, one);
      if (blocked) ordersWhileBlocked.push(blocked);
      const stops = isBreaker(reasonOf(one));
      Object.assign(market, { skip: one, blocked: stops ? one : market.blocked, order: stops ? null : market.order });
    } else if (opens(one)) {
      const leak = afterSkip(instrument, market, one);
      if (leak) ordersAfterSkip.push(leak);
      if (market.blocked) market.order ??= one;
    }
  }
  return { ...found, ordersAfterSkip, ordersWhileBlocked };
}

const reasonOf = ({ fields, text }: RunEvent): string => fields.reason ?? text;

const opens = (one: RunEvent): boolean => one.kind === "entry" || (one.kind === "order-submitted" && /reduce[_ ]?(only)?["']?\s*[=:]\s*["']?false/i.test(one.text));

function afterSkip(instrument: string, { signals, skip }: Market, order: RunEvent): OrderAfterSkip | null {
  const signal = signals.at(-1);
  if (!skip || !signal || (secondsBetween(skip, order) ?? Infinity) > ONE_DECISION) return null;
  const other = signals.length > 1 ? signals[0]! : null;
  if (other && (secondsBetween(other, signal) ?? 0) < OTHER_SIGNAL) return null;
  if (!sameOwner(signal, order) || !sameOwner(skip, order)) return null;
  const sides = [signal, skip, order].flatMap(({ fields }) => (fields.side ? [sideOf(fields.side)] : []));
  return new Set(sides).size <= 1 ? { instrument, signal, skip, order } : null;
}

const sideOf = (side: string): string => (/^(buy|long|bid)/i.test(side) ? "buy" : "sell");

function stillBlocked(instrument: string, { blocked, order }: Market, after: RunEvent): OrderWhileBlocked | null {
  if (!blocked || !order || !isBreaker(reasonOf(after))) return null;
  const seconds = secondsBetween(blocked, after);
  return seconds !== null && seconds <= STILL_BLOCKED ? { instrument, before: blocked, order, after, seconds } : null;
}
