import { orderSites } from "../../../facts/code/order-sites.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { reach } from "../../../facts/code/reach.ts";
import { schedules } from "../../../facts/code/drift/schedules.ts";
import { keptBooks, type KeptBooks } from "../../../facts/code/stopping/kept-books.ts";
import { restingEntries } from "../../../facts/code/stopping/resting-entries.ts";
import { signalHandlers } from "../../../facts/code/stopping/signal-handlers.ts";
import { stopBreaks } from "../../../facts/code/stopping/stop-breaks.ts";
import { stopEffects, type StopEffects } from "../../../facts/code/stopping/stop-effects.ts";
import { stopRegions, type StopRegion } from "../../../facts/code/stopping/stop-regions.ts";
import { calleeName, stopSequence } from "../../../facts/code/stopping/stop-sequence.ts";
import { tradingStart } from "../../../facts/code/stopping/trading-start.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf, type Evidence, type See } from "../../../sdk/evidence.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { undecided } from "../shutdown-words.ts";
import { say } from "./messages.ts";

const MOST_ROOTS = 3;

/** The function that a person opens to change what happens at the end. */
const LEAST_PARTS = 3;
const STOPS = /^_*(stop|shut_?down|cleanup|teardown|graceful\w*|stop_(bot|all|trading|engine))$/;

const NOTES = { loaded: "loads", compared: "compares", adoptedBeside: "adopts" } as const;

export const sequenceIncomplete = defineCheck({
  name: "shutdown/sequence-incomplete",
  claim: "The shutdown stops entries, settles or hands over orders and positions, and closes what is open.",
  impact: "position",
  about: "sequence",
  code: {
    requires: { stopEffects, stopBreaks, stopRegions, signalHandlers, tradingStart, restingEntries, schedules, keptBooks, stopSequence, orderSites, reach, places },
    look({ stopEffects, stopBreaks, stopRegions, signalHandlers, tradingStart, restingEntries, schedules, keptBooks, stopSequence, orderSites, reach, places }, see) {
      if (undecided(tradingStart, "sequence", "stop", see)) return;
      // What another program of the repository does at its end says nothing about this one.
      const possible = stopRegions.filter((one) => !tradingStart.isAside(one.at));
      const own = possible.filter((one) => tradingStart.loads(places.moduleOf(one.at)));
      if (own.length === 0 && possible.length > 0) return see.unclear({ kind: "sequence", id: "stop" }, say("elsewhere"), rootsOf(possible, places) as [Evidence, ...Evidence[]]);
      const parts = (fn: FunctionNode): number => stopSequence.steps.filter((one) => one.from?.fn === fn).length;
      const [stops] = stopSequence.steps.filter((one) => one.via !== null && own.includes(one.region) && STOPS.test(one.fn.name) && parts(one.fn) >= LEAST_PARTS);
      const roots = [...(stops ? [{ at: firstLineOf(places.at(stops.fn)), note: say("stops", { fn: stops.fn.qualname }) }] : []), ...rootsOf(own, places)];
      const subject = (id: string) => ({ kind: "sequence", id }) as const;
      const [first, ...rest] = roots;
      // `await handler.execute_callbacks()`: what was registered somewhere runs too.
      let registered: Node | null = null;
      stopSequence.visit((node, step) => void (registered ??= node.kind === "call" && own.includes(step.region) && /callbacks?$|hooks?$/.test(calleeName(node)) ? node : null));
      if (registered && !stopEffects.orders && !stopEffects.handedOver && !stopEffects.readsBooks) return see.unclear(subject("stop"), say("registered"), [{ at: places.at(registered), note: say("registered") }]);
      const guards = orderSites.find((one) => one.role === "protect" && reach.of(one.fn) !== "dead")?.call ?? stopEffects.attached;
      const guarded: Evidence[] = guards ? [{ at: places.at(guards), note: say("protects") }] : [];
      const soft = guards ? { impact: "hygiene" as const } : {};
      if (!first) {
        const handler = [...signalHandlers.installed, ...signalHandlers.runners].find((one) => !tradingStart.isAside(one.call));
        if (!handler) return see.notApplicable(say("none"));
        const at = places.at(handler.call);
        return see.broken(subject("empty"), say("empty"), [{ at, note: say("empty") }, ...guarded], { fix: say("fix-orders"), ...soft });
      }
      // `atexit.register(release_lock)` is no shutdown.
      if (own.every((one) => one.kind === "hook" || one.kind === "task") && does({ ...stopEffects, state: null }).length === 0) return see.notApplicable(say("none"));
      // The next start takes the positions over: only what still rests in the book is left to itself.
      const compared = schedules.filter((one) => one.reconciliation.core && one.runs.some((run) => run.atOnce)).map((one) => one.reconciliation);
      const adopting = compared.filter((one) => one.compared.some((each) => each.adopts)).map((one) => one.fn);
      const adopts: Node | null = adopting.find((fn) => tradingStart.loads(places.moduleOf(fn))) ?? (keptBooks?.saves ? keptBooks.loads : null);
      // An order of another program of the repository is not left by this one.
      const resting = restingEntries.filter((one) => tradingStart.loads(places.moduleOf(one)));
      const missing = missingIn(stopEffects, adopts !== null || compared.length > 0 || keptBooks !== null, resting.length > 0);
      for (const one of missing) {
        const done: Evidence[] = one === "entries" && stopEffects.orders ? [{ at: places.at(stopEffects.orders), note: say("settles") }] : [];
        const rests: Evidence[] = one === "resting" ? [{ at: places.at(resting[0]!), note: say("rests") }] : [];
        see.broken(subject(one), say(one), [first, ...rest, ...done, ...rests, ...(one === "orders" ? guarded : [])], { fix: say(`fix-${one}`), group: "sequence", ...(one === "connections" || one === "resting" ? { impact: "hygiene" as const } : one === "orders" ? soft : {}) });
      }
      // What follows a step that always raises is not done; that step is told by a check of its own.
      const broken = stopBreaks.find(({ step, lost }) => lost.length > 0 && own.includes(step.region));
      if (missing.length === 0 && broken) return see.unclear(subject("stop"), say("breaks"), [{ at: places.at(broken.name), note: say("breaks") }]);
      if (missing.length > 0) return;
      const done = stopEffects.orders ?? stopEffects.handedOver;
      const settles = done ?? adopts;
      if (!settles && stopEffects.readsBooks) return see.unclear(subject("stop"), say("reads", { what: places.snippet(stopEffects.readsBooks, 60) }), [first, { at: places.at(stopEffects.readsBooks), note: say("does") }]);
      if (!settles) return nextStart(keptBooks, compared.map((one) => one.fn), adopting, first, places, see);
      const values = { orders: stopEffects.orders ? "settled" : done ? "handed" : "adopted", what: settles.kind === "function" ? settles.qualname : places.snippet(settles, 60), fn: stopEffects.settler?.qualname ?? "" };
      const over: Evidence[] = done ? [] : [{ at: firstLineOf(places.at(settles)), note: say("adopts") }];
      see.holds(subject("stop"), say("holds", values), [first, ...does(stopEffects).map((node): Evidence => ({ at: places.at(node), note: say("does") })), ...over]);
    },
  },
});

/** What the next start knows of, where the shutdown itself does nothing. */
function nextStart(kept: KeptBooks | null, compared: readonly FunctionNode[], adopting: readonly FunctionNode[], first: Evidence, places: Places, see: See<"sequence">): void {
  const [key, at] = kept && compared.length === 0 ? (["loaded", kept.loads] as const) : adopting.length === 0 ? (["compared", compared[0]!] as const) : (["adoptedBeside", adopting[0]!] as const);
  see.unclear({ kind: "sequence", id: "stop" }, say(key, { what: places.snippet(at, 60), fn: at.kind === "function" ? at.qualname : "" }), [first, { at: firstLineOf(places.at(at)), note: say(NOTES[key]) }]);
}

type Part = "orders" | "resting" | "entries" | "connections";

const does = ({ entries, orders, handedOver, readsBooks, connections, state }: StopEffects): Node[] => [entries, orders ?? handedOver ?? readsBooks, connections, state].flatMap((one) => one ?? []);

function missingIn(does: StopEffects, adopted: boolean, rests: boolean): Part[] {
  const missing: Part[] = [];
  if (!does.orders && !does.handedOver && !does.readsBooks && !adopted) missing.push("orders");
  else if (!does.orders && !does.told && rests) missing.push("resting");
  if (does.orders && !does.entries && does.entriesBeside) missing.push("entries");
  if (does.holdsConnections && !does.connections) missing.push("connections");
  return missing;
}

/** Signals first: where the stop comes from. */
function rootsOf(regions: readonly StopRegion[], places: Places): Evidence[] {
  const order = ["signal", "hook", "finally", "interrupt", "after"];
  return regions.filter((one) => one.kind !== "task").sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).slice(0, MOST_ROOTS)
    .map((one) => ({ at: { ...places.at(one.at), endLine: places.at(one.at).line }, note: say("root", { kind: one.kind }) }));
}
