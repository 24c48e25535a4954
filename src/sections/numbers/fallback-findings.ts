import type { FallbackRead, FallbackReads } from "../../facts/code/fallback-reads.ts";
import type { OrderSite } from "../../facts/code/order-sites.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import { verbatim, type Text } from "../../sdk/text.ts";
import { say } from "./hidden-fallback/messages.ts";
import { whatIsDecided } from "./messages.ts";

const WEIGHT = { differs: 80, disagrees: 60, missing: 45, nowhere: 40 } as const;

/** The setting is there as long as its file ships, or its class declares it: the fallback decides only where somebody takes it out. */
export const isShipped = ({ how }: FallbackRead): boolean => how === "differs";

/** One finding for each function and each way in which its fallbacks hide something. */
export function tellFallbacks({ all, examined, agreeing }: FallbackReads, isMine: (one: FallbackRead) => boolean, orders: readonly OrderSite[], places: Places, see: See<"fallback">): void {
  const groups = new Map<string, FallbackRead[]>();
  for (const one of all.filter(isMine)) {
    const key = `${places.at(one.fn).file} ${one.fn.start} ${one.how}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const found of groups.values()) {
    const [first] = found as [FallbackRead, ...FallbackRead[]];
    see.broken(places.subject("fallback", first.fn, first.how), message(first, found.length - 1, places), evidenceOf(found, places), {
      fix: say(first.how === "disagrees" ? "fixOnce" : first.how === "missing" || first.how === "nowhere" ? "fixMissing" : "fixDiffers", { key: first.read.key }),
      group: `${places.at(first.fn).file} ${first.how}`,
      weight: WEIGHT[first.how] + Math.min(found.length, 10),
    });
  }
  const order = orders.find((one) => one.role !== "cancel");
  if (groups.size > 0 || !order) return;
  if (examined === 0) return see.notApplicable(say("nothing"));
  // What neither ships nor is declared was compared with nothing; and nothing is proved where the other check has something to tell.
  if (all.length === 0 && agreeing === examined) see.holds({ kind: "fallback", id: "all" }, say("none", { count: examined }), [{ at: order.at, note: say("none", { count: examined }) }]);
}

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
