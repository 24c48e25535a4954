import { orderSites } from "../../../facts/code/order-sites.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { reach } from "../../../facts/code/reach.ts";
import { signalHandlers } from "../../../facts/code/stopping/signal-handlers.ts";
import { stopBreaks } from "../../../facts/code/stopping/stop-breaks.ts";
import { stopEffects, type StopEffects } from "../../../facts/code/stopping/stop-effects.ts";
import { stopRegions, type StopRegion } from "../../../facts/code/stopping/stop-regions.ts";
import { tradingStart } from "../../../facts/code/stopping/trading-start.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { undecided } from "../shutdown-words.ts";
import { say } from "./messages.ts";

const MOST_ROOTS = 3;

export const sequenceIncomplete = defineCheck({
  name: "shutdown/sequence-incomplete",
  claim: "The shutdown stops entries, settles or hands over orders and positions, and closes what is open.",
  impact: "position",
  about: "sequence",
  code: {
    requires: { stopEffects, stopBreaks, stopRegions, signalHandlers, tradingStart, orderSites, reach, places },
    look({ stopEffects, stopBreaks, stopRegions, signalHandlers, tradingStart, orderSites, reach, places }, see) {
      if (undecided(tradingStart, "sequence", "stop", see)) return;
      // What another program of the repository does at its end says nothing about this one.
      const own = stopRegions.filter((one) => tradingStart.loads(places.moduleOf(one.at)));
      if (own.length === 0 && stopRegions.length > 0) return see.unclear({ kind: "sequence", id: "stop" }, say("elsewhere"), rootsOf(stopRegions, places) as [Evidence, ...Evidence[]]);
      const roots = rootsOf(own, places);
      const subject = (id: string) => ({ kind: "sequence", id }) as const;
      const [first, ...rest] = roots;
      const stops = orderSites.find((one) => one.role === "protect" && reach.of(one.fn) !== "dead")?.call ?? stopEffects.attached;
      const guarded: Evidence[] = stops ? [{ at: places.at(stops), note: say("protects") }] : [];
      const soft = stops ? { impact: "hygiene" as const } : {};
      if (!first) {
        if (signalHandlers.installed.length + signalHandlers.runners.length === 0) return see.notApplicable(say("none"));
        const at = places.at((signalHandlers.installed[0] ?? signalHandlers.runners[0])!.call);
        return see.broken(subject("empty"), say("empty"), [{ at, note: say("empty") }, ...guarded], { fix: say("fix-orders"), ...soft });
      }
      const missing = missingIn(stopEffects);
      for (const one of missing) {
        const done: Evidence[] = one === "entries" && stopEffects.orders ? [{ at: places.at(stopEffects.orders), note: say("settles") }] : [];
        see.broken(subject(one), say(one), [first, ...rest, ...done, ...(one === "orders" ? guarded : [])], { fix: say(`fix-${one}`), group: "sequence", ...(one === "connections" ? { impact: "hygiene" as const } : one === "orders" ? soft : {}) });
      }
      // What follows a step that always raises is not done; that step is told by a check of its own.
      const broken = stopBreaks.find(({ step, lost }) => lost.length > 0 && own.includes(step.region));
      if (missing.length === 0 && broken) return see.unclear(subject("stop"), say("breaks"), [{ at: places.at(broken.name), note: say("breaks") }]);
      if (missing.length > 0) return;
      const done = [stopEffects.entries, stopEffects.orders ?? stopEffects.handedOver, stopEffects.connections, stopEffects.state].flatMap((node): Evidence[] => (node ? [{ at: places.at(node), note: say("does") }] : []));
      see.holds(subject("stop"), say("holds"), [first, ...done]);
    },
  },
});

type Part = "orders" | "entries" | "connections";

function missingIn(does: StopEffects): Part[] {
  const missing: Part[] = [];
  if (!does.orders && !does.handedOver) missing.push("orders");
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
