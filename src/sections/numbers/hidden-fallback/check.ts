import { fallbackReads, type FallbackRead } from "../../../facts/code/fallback-reads.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { verbatim, type Text } from "../../../sdk/text.ts";
import { whatIsDecided } from "../messages.ts";
import { say } from "./messages.ts";

const WEIGHT = { differs: 80, disagrees: 60, missing: 45 } as const;

export const hiddenFallback = defineCheck({
  name: "numbers/hidden-fallback",
  claim: "No number in the code stands in silently for a missing setting that decides about orders.",
  impact: "hygiene",
  about: "fallback",
  code: {
    requires: { fallbackReads, orderSites, places },
    look({ fallbackReads, orderSites, places }, see) {
      const groups = new Map<string, FallbackRead[]>();
      for (const one of fallbackReads.all) {
        const key = `${places.at(one.fn).file} ${one.fn.start} ${one.how}`;
        groups.set(key, [...(groups.get(key) ?? []), one]);
      }
      for (const all of groups.values()) {
        const [first] = all as [FallbackRead, ...FallbackRead[]];
        see.broken(places.subject("fallback", first.fn, first.how), message(first, all.length - 1, places), evidenceOf(all, places), {
          fix: say(first.how === "disagrees" ? "fixOnce" : first.how === "missing" ? "fixMissing" : "fixDiffers", { key: first.read.key }),
          group: `${places.at(first.fn).file} ${first.how}`,
          weight: WEIGHT[first.how] + Math.min(all.length, 10),
        });
      }
      const order = orderSites.find((one) => one.role !== "cancel");
      if (groups.size > 0 || !order) return;
      if (fallbackReads.examined === 0) return see.notApplicable(say("nothing"));
      see.holds({ kind: "fallback", id: "all" }, say("none", { count: fallbackReads.examined }), [{ at: order.at, note: say("none", { count: fallbackReads.examined }) }]);
    },
  },
});

function message(one: FallbackRead, others: number, places: Places): Text {
  const code = places.snippet(one.read.node, 70);
  const at = one.read.shipped[0]?.at ?? (one.other ? places.at(one.other) : null);
  const more = others === 0 ? verbatim("") : say("more", { count: others });
  const told = (language: "en" | "ru"): string => say(one.how, {
    code, key: one.read.key, value: String(one.value), shipped: String(one.shipped), what: whatIsDecided(one.decides)[language], more: more[language],
    place: at ? `${at.file}:${at.line}` : "", other: one.other ? places.snippet(one.other, 20) : "",
  })[language];
  return { en: told("en"), ru: told("ru") };
}

function evidenceOf(all: readonly FallbackRead[], places: Places): readonly [Evidence, ...Evidence[]] {
  const steps = all.slice(0, 10).flatMap((one): Evidence[] => {
    const here: Evidence = { at: places.at(one.fallback), note: say("here", { key: one.read.key, value: String(one.value) }) };
    const shipped = one.read.shipped[0];
    if (one.how === "differs" && shipped) return [here, { at: { in: "code", ...shipped.at }, note: say("there", { key: shipped.key, value: String(one.shipped) }) }];
    return one.other ? [here, { at: places.at(one.other), note: say("elsewhere", { value: places.snippet(one.other, 20) }) }] : [here];
  });
  return steps as [Evidence, ...Evidence[]];
}
