import type { Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import { classOf } from "../../ir/walk.ts";
import type { GuardKind } from "../../knowledge/guard-words.ts";
import { PRETENDING_WORDS } from "../../knowledge/signal-words.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { excludes } from "./contradictions.ts";
import { handsOver, parameterRun } from "./handed-functions.ts";
import { bitOf, snake, type GuardMask } from "./guard-kinds.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { closesByName, intentOf, intentThrough, type Intent } from "./order-intent.ts";
import { orderSites, type OrderSite } from "./order-sites.ts";
import { provenGuards, type ProvenGuards } from "./proven-guards.ts";
import { reach } from "./reach.ts";
import { tradeSteps, type Guard, type PathStep, type Start, type TradeSteps } from "./trade-steps.ts";
import { WayObjects, type Objects } from "./way-objects.ts";

export type { Guard, PathStep, Start };

export interface TradePaths {
  /** Opening orders that the running bot can send. */
  readonly openings: readonly OrderSite[];
  /** Orders that may open as they are written, and that nobody sends but to reduce: `place_order(side)` that only a close calls. */
  readonly reducing: ReadonlySet<OrderSite>;
  /** The steps that lead to an opening order, by the function that they lead to. */
  stepsTo(fn: FunctionNode): readonly PathStep[];
  stepOf(site: OrderSite): PathStep;
  /**
   * A shortest way from where something starts to the order on which no guard of the kind stands, first step first; null when
   * every way passes one. `startKnown` is false where nobody was seen to call the first function: who does may have the guard.
   */
  unguarded(site: OrderSite, kind: GuardKind): { readonly steps: readonly PathStep[]; readonly startKnown: boolean } | null;
  /** Guards of the kind on the ways to the order, for evidence. */
  guards(site: OrderSite, kind: GuardKind): readonly Guard[];
  /** The kinds of which it is certain that the guard has asked. */
  provedBy(guard: Guard): GuardMask;
  /** Every part of a way that passes no guard of the kinds in the mask; proved: none of which it is certain that it asked. */
  web(mask: GuardMask, how?: "any" | "proved"): Web;
}

/** A function on a way, with what is known there about the order: the rest of a shortest way to it hangs on `next`. */
export interface Place {
  readonly fn: FunctionNode;
  readonly intent: Intent;
  /** Of which classes the object may be that it runs on, so that the rest of the way is taken. */
  readonly objects: Objects;
  /** The step that leaves the function towards the order. */
  readonly step: PathStep;
  /** Null: the step sends the order. */
  readonly next: Place | null;
  readonly site: OrderSite;
  /** Ways here: each a step of another place. */
  readonly ups: Link[];
}

export interface Link {
  readonly from: Place;
  readonly step: PathStep;
}

export interface Web {
  /** Breadth first from the orders backwards: shorter ways first. */
  readonly places: readonly Place[];
  /** Where ways begin. */
  readonly starts: readonly { readonly place: Place; readonly start: Start }[];
  /** Where each order is sent. */
  readonly sources: ReadonlyMap<OrderSite, Place>;
  /** Why steps to a place were not taken: all of them close there, or some are left out for another reason. */
  readonly cuts: ReadonlyMap<Place, "closes" | "other">;
}

const MOST_PLACES = 4000;

export const tradePaths = codeFact({
  name: "trade-paths",
  doc: "The ways that lead to an opening order, and the guards that dominate each step.",
  requires: { infer, orderSites, reach, tradeSteps, provenGuards },
  derive({ infer, orderSites, reach, tradeSteps, provenGuards }): TradePaths {
    const intents = new Map(orderSites.map((one) => [one, intentOf(infer, one.call)]));
    const candidates = orderSites.filter((one) => one.role === "open" && intents.get(one) !== "closes" && reach.of(one.fn) !== "dead" && !closesByName(one.fn));
    const real = candidates.filter((one) => !pretends(one));
    const all = real.length > 0 ? real : candidates;
    const sites = new Map(all.map((one) => [one, tradeSteps.step(one.fn, null, one.call)]));
    const anyGuard = (step: PathStep): GuardMask => step.mask;
    const proved = proofsOf(provenGuards);
    const provedOn = (step: PathStep, mask: GuardMask): GuardMask => step.guards.reduce((sum, guard) => ((guard.mask & mask) === 0 ? sum : sum | proved(guard)), 0);
    const objects = new WayObjects(infer);
    const weave = (from: readonly OrderSite[], mask: GuardMask, asked: (step: PathStep, mask: GuardMask) => GuardMask = anyGuard): Web => woven(infer, objects, tradeSteps, from, sites, intents, (step) => (asked(step, mask) & mask) !== 0 || step.off);
    const any = weave(all, 0);
    const reducing = onlyReducing(any);
    const openings = reducing.size > 0 ? all.filter((one) => !reducing.has(one)) : all;
    const webs = new Map<string, Web>([["any 0", any]]);
    return {
      openings,
      reducing,
      stepsTo: (fn) => tradeSteps.into(fn),
      stepOf: (site) => sites.get(site)!,
      unguarded(site, kind) {
        const { starts } = weave([site], bitOf(kind));
        const known = starts.find((one) => one.start !== "unknown");
        const first = known ?? starts[0];
        return first ? { steps: stepsOf(first.place), startKnown: known !== undefined } : null;
      },
      provedBy: proved,
      guards: (site, kind) => guardsOn(tradeSteps, sites.get(site)!, bitOf(kind)),
      web(mask, how = "any") {
        const key = `${how} ${String(mask)}`;
        let web = webs.get(key);
        if (!web) webs.set(key, (web = weave(openings, mask, how === "any" ? anyGuard : provedOn)));
        return web;
      },
    };
  },
});

/** What a guard is certain to have asked, found when first asked for: proofs are dear. */
function proofsOf(proven: ProvenGuards): (guard: Guard) => GuardMask {
  const known = new Map<Guard, GuardMask>();
  return (guard) => {
    let mask = known.get(guard);
    if (mask === undefined) known.set(guard, (mask = guard.mask & (guard.outcome === null ? proven.survived(guard.test as Call) : proven.of(guard.test as Expr, guard.outcome))));
    return mask;
  };
}

/** A paper exchange beside the real one. */
const pretends = ({ fn, at }: OrderSite): boolean =>
  [classOf(fn)?.name ?? "", at.file.split("/").at(-1)!.replace(/\.\w+$/, "")].some((one) => PRETENDING_WORDS.test(snake(one)));

/** Backwards from the orders along steps without the guard that do not turn the order into a closing one. Linear in the steps. */
function woven(on: Inference, ways: WayObjects, steps: TradeSteps, openings: readonly OrderSite[], sites: ReadonlyMap<OrderSite, PathStep>, intents: ReadonlyMap<OrderSite, Intent>, passes: (step: PathStep) => boolean): Web {
  const places: Place[] = [];
  const known = new Map<FunctionNode, Map<string, Place>>();
  const starts: { place: Place; start: Start }[] = [];
  const sources = new Map<OrderSite, Place>();
  const cuts = new Map<Place, "closes" | "other">();
  const placeOf = (fn: FunctionNode, intent: Intent, objects: Objects, step: PathStep, next: Place | null, site: OrderSite): Place => {
    const own = known.get(fn) ?? new Map<string, Place>();
    known.set(fn, own);
    // `retry(operation)` leads to each operation that it is given, by a way of its own.
    const handed = next && parameterRun(step.at, fn) >= 0 ? ` ${String(next.fn.start)} ${on.moduleIndexOf(next.fn).module.file}` : "";
    const key = (typeof intent === "string" ? intent : `${intent.param}.${intent.attribute}`) + handed + ways.keyOf(fn, objects);
    let place = own.get(key);
    if (place) return place;
    place = { fn, intent, objects, step, next, site, ups: [] };
    own.set(key, place);
    if (places.length < MOST_PLACES) places.push(place);
    return place;
  };
  for (const site of openings) {
    const step = sites.get(site)!;
    if (!passes(step)) sources.set(site, placeOf(site.fn, intents.get(site)!, ways.of(site.fn), step, null, site));
  }
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    const start = steps.startOf(place.fn);
    if (start) starts.push({ place, start });
    if (start === "person") continue;
    const parameter = place.next ? parameterRun(place.step.at, place.fn) : -1;
    for (const step of steps.into(place.fn)) {
      if (place.next && parameter >= 0 && !handsOver(on, step.at, place.fn, parameter, place.next.fn)) continue;
      const objects = ways.through(step.from, step.at, place.fn, place.objects);
      if (objects?.length === 0) {
        cuts.set(place, "other");
        continue;
      }
      const intent = closesByName(step.from) ? "closes" : intentThrough(on, step.at, place.fn, place.intent, classOf(place.fn) !== null);
      if (intent === "closes") cuts.set(place, cuts.get(place) ?? "closes");
      else if (passes(step) || excludes(step.at, place.fn, place.step.at, (fn, name) => on.moduleIndexOf(fn).scopes.get(fn)?.get(name) ?? [])) cuts.set(place, "other");
      else place.ups.push({ from: placeOf(step.from, intent, objects, step, place, place.site), step });
    }
  }
  return { places, starts, sources, cuts };
}

/** The orders to which nothing leads but what closes. */
function onlyReducing({ places, starts, sources, cuts }: Web): ReadonlySet<OrderSite> {
  if (cuts.size === 0 || places.length >= MOST_PLACES) return new Set();
  const open = new Set<Place>([...starts.map((one) => one.place), ...[...cuts].flatMap(([place, why]) => (why === "other" ? [place] : []))]);
  // Whatever leads to a place leads to the places below it.
  const downs = new Map<Place, Place[]>();
  for (const place of places) for (const { from } of place.ups) appendTo(downs, from, place);
  for (const place of open) for (const one of downs.get(place) ?? []) open.add(one);
  return new Set([...sources].flatMap(([site, place]) => (open.has(place) ? [] : [site])));
}

/** A shortest way from the place to the order. */
export function stepsOf(first: Place): PathStep[] {
  const path: PathStep[] = [];
  for (let at: Place | null = first; at; at = at.next) path.push(at.step);
  return path;
}

function guardsOn(steps: TradeSteps, last: PathStep, bit: GuardMask): Guard[] {
  const found = new Set(last.guards.filter((one) => one.mask & bit));
  const seen = new Set<FunctionNode>([last.from]);
  for (const fn of seen) {
    if (seen.size > MOST_PLACES) break;
    for (const step of steps.into(fn)) {
      for (const guard of step.guards) if (guard.mask & bit) found.add(guard);
      seen.add(step.from);
    }
  }
  return [...found];
}
