import type { Node } from "../../../ir/nodes.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { readIn, VENUE_NAMES } from "../../../facts/code/venue-values/trail.ts";
import { venueUses, type UseKind, type VenueUse } from "../../../facts/code/venue-values/uses.ts";
import { failedCasts } from "../../../facts/run/failed-casts.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { lookForFailures } from "../failed-in-run.ts";
import { admitCut, byPlace, hasPayloads, nothingUsed } from "../venue-scope.ts";
import { say } from "./messages.ts";

type Raw = "order" | "equal" | "arithmetic" | "number-call" | "format" | "sort";
const RAW: ReadonlySet<UseKind> = new Set<UseKind>(["order", "equal", "arithmetic", "number-call", "format", "sort"]);

/** What the exception costs: nothing but a lost line where a handler for everything takes it beside the trading. */
function impactOf(use: VenueUse): "position" | "blind" | "hygiene" {
  if (use.script) return "hygiene";
  if (use.kind === "sort") return "blind";
  return use.kind === "format" && use.rescue.kind !== "none" && !use.onOrderPath ? "blind" : "position";
}

export const unconvertedVenueValue = defineCheck({
  name: "casts/unconverted-venue-value",
  claim: "Text from an exchange becomes a number before it is compared, calculated with or formatted.",
  impact: "position",
  about: "venue-value",
  code: {
    requires: { venueUses, orderSites, places },
    look(given, see) {
      if (!hasPayloads(given, see, "venue-value")) return;
      admitCut(given, see, "venue-value");
      const { places, venueUses } = given;
      const told = new Map<Node, Set<string>>();
      for (const [use] of byPlace(venueUses.uses.filter((one) => RAW.has(one.kind)))) {
        const { value } = use!.text;
        if (use!.guard || use!.rescue.kind === "handled") continue;
        // What is read once and used thrice is converted at one place: the worst of its uses speaks.
        const [read, impact] = [readIn(use!.text), impactOf(use!)];
        if (told.get(read)?.has(impact) || (impact !== "position" && told.get(read)?.has("position"))) continue;
        told.set(read, new Set([...(told.get(read) ?? []), impact]));
        const code = places.snippet(use!.at, 70);
        const words = { code, field: value.field, venue: VENUE_NAMES[value.venue]! };
        see.broken(places.subject("venue-value", use!.at), say(use!.kind as Raw, words), [{ at: places.at(use!.at), note: say("here", { code }) }, ...use!.trail], {
          fix: say("fix"), impact, group: `${places.at(use!.at).file} ${value.field}`, weight: use!.onOrderPath ? 3 : 1,
        });
      }
      const fields = new Set<string>();
      for (const use of venueUses.uses) {
        const { value } = use.text;
        if (RAW.has(use.kind) || use.kind === "truth" || fields.has(`${value.venue} ${value.field}`)) continue;
        fields.add(`${value.venue} ${value.field}`);
        const words = { field: value.field, venue: VENUE_NAMES[value.venue]! };
        see.holds(places.subject("venue-value", use.at), say("converted", words), [{ at: places.at(use.at), note: say("conversion", { code: places.snippet(use.at, 70) }) }]);
      }
      if (venueUses.uses.length === 0) see.notApplicable(nothingUsed);
    },
  },
  run: {
    requires: { failedCasts, places },
    look: (given, see) => lookForFailures("venue-value", [...RAW], given, see),
  },
});
