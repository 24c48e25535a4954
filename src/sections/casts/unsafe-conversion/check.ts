import type { Node } from "../../../ir/nodes.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { VENUE_NAMES } from "../../../facts/code/venue-values/trail.ts";
import { venueUses, type VenueUse } from "../../../facts/code/venue-values/uses.ts";
import { failedCasts } from "../../../facts/run/failed-casts.ts";
import { emptyWhen } from "../../../knowledge/venue-fields.ts";
import { appendTo } from "../../../sdk/append.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence, See } from "../../../sdk/evidence.ts";
import type { Text } from "../../../sdk/text.ts";
import { isNumberText, lookForFailures } from "../failed-in-run.ts";
import { admitCut, admitUnread, byPlace, hasPayloads, nothingUsed } from "../venue-scope.ts";
import { say } from "./messages.ts";

/** Messages about these are not repeated: whatever is lost with one stays wrong in the bot. */
const ACCOUNT: ReadonlySet<string> = new Set(["positions", "orders", "fills"]);

const mayFail = (use: VenueUse): boolean => (use.text.value.empty || use.text.value.null) && use.guard === null && use.rescue.kind !== "handled" && use.rescue.kind !== "restated" && (!use.text.value.rare || isRareLoss(use));

/** What is None or "" in rare cases is told where a default was to help, which never does, and where None passes for no position, stops the loop, or takes a good price along. */
const isRareLoss = (use: VenueUse): boolean => hasDefault(use) && (use.rescue.kind === "none" || use.text.value.topic === "positions" || use.text.value.topic === "tickers");

/** `row.get("sz", 0)`, also as the text of it: `str(row.get("sz", 0))`. */
function hasDefault({ text: { expr } }: VenueUse): boolean {
  const read = expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "str" ? expr.args[0]?.value : expr;
  return read?.kind === "call" && read.callee.kind === "attribute" && read.callee.name === "get" && read.args.length === 2;
}

export const unsafeConversion = defineCheck({
  name: "casts/unsafe-conversion",
  claim: "A conversion of a field that an exchange leaves empty at times cannot fail, or its failure is handled on the spot.",
  impact: "position",
  about: "conversion",
  code: {
    requires: { venueUses, orderSites, places },
    look(given, see) {
      if (!hasPayloads(given, see, "conversion")) return;
      admitCut(given, see, "conversion");
      admitUnread(given, see, "conversion");
      const conversions = byPlace(given.venueUses.uses.filter((one) => one.kind === "convert" || one.kind === "whole" || one.kind === "none"));
      const failures = new Map<Node, VenueUse[]>();
      for (const uses of conversions) {
        const failing = uses.find((one) => mayFail(one) && one.rescue.kind === "none") ?? uses.find((one) => mayFail(one) && one.text.value.stream) ?? uses.find(mayFail);
        if (!failing) safe(given.places, see, uses);
        else appendTo(failures, workLost(failing), failing);
      }
      for (const uses of failures.values()) broken(given.places, see, uses);
      if (conversions.length + given.venueUses.unread.length === 0) see.notApplicable(nothingUsed);
    },
  },
  run: {
    requires: { failedCasts, places },
    look: (given, see) => lookForFailures("conversion", ["convert", "whole"], given, see, ({ failure }, use) => use.kind === "convert" || !isNumberText(failure.value)),
  },
});

/** A function that reads ten such fields in one piece of work has one thing to change: the handler that drops the work, or the function. */
const workLost = (use: VenueUse): Node => (use.rescue.kind === "swallowed" && use.rescue.fn === use.fn ? use.rescue.by : use.fn);

const HARM = ["position", "blind", "hygiene"];

function broken(places: Places, see: See<"conversion">, uses: readonly VenueUse[]): void {
  const rank = (one: VenueUse): number => HARM.indexOf(impactOf(one)) * 1e9 + one.at.start;
  const use = uses.reduce((worst, one) => (rank(one) < rank(worst) ? one : worst));
  const { value } = use.text;
  const code = places.snippet(use.at, 70);
  const withDefault = /\.(get|pop)\([^()]+,/.test(code);
  const words = (language: "en" | "ru") => ({
    code, field: value.field, venue: VENUE_NAMES[value.venue]!, what: say(value.empty ? "empty" : "null")[language], when: say(emptyWhen(value.field, value.toldBy))[language],
  });
  const key = withDefault && value.empty ? "default" : value.venue === "ccxt" && hasDefault(use) ? "setToNone" : "bare";
  const others = uses.filter((one) => one !== use);
  const [what, then] = [{ en: say(key, words("en")).en, ru: say(key, words("ru")).ru }, consequence(places, use)];
  const more = others.length > 0 ? say("more", { count: others.length }) : { en: "", ru: "" };
  const evidence: [Evidence, ...Evidence[]] = [{ at: places.at(use.at), note: say("here", { code, failure: use.failure }) }, ...use.trail];
  if (use.rescue.kind === "swallowed") evidence.push({ at: places.at(use.rescue.by), note: say("handler") });
  for (const one of others.slice(0, 4)) evidence.push({ at: places.at(one.at), note: say("here", { code: places.snippet(one.at, 70), failure: one.failure }) });
  see.broken(places.subject("conversion", use.at), { en: what.en + then.en + more.en, ru: what.ru + then.ru + more.ru }, evidence, {
    fix: say(value.text === "object" ? "fixObject" : "fix"), impact: impactOf(use), group: `${places.at(use.at).file} ${value.topic ?? "payload"}`, weight: use.onOrderPath ? 3 : use.rescue.kind === "none" ? 2 : 1,
  });
}

function impactOf(use: VenueUse): "position" | "blind" | "hygiene" {
  if (use.script || use.text.value.rare) return "hygiene";
  const { stream, topic } = use.text.value;
  const lost = stream && (topic === null || ACCOUNT.has(topic));
  return use.rescue.kind === "swallowed" && (use.rescue.fallback || use.rescue.quiet || !use.onOrderPath) && !lost ? "blind" : "position";
}

function consequence(places: Places, use: VenueUse): Text {
  if (use.rescue.kind !== "swallowed") return say("uncaught", { failure: use.failure });
  const at = places.at(use.rescue.by);
  if (use.rescue.fallback) return say("fallback", { place: `${at.file}:${at.line}` });
  if (use.rescue.quiet) return say("quiet", { place: `${at.file}:${at.line}` });
  return say(use.onOrderPath && use.text.value.topic !== "tickers" ? "onOrders" : "swallowed", { place: `${at.file}:${at.line}` });
}

function safe(places: Places, see: See<"conversion">, uses: readonly VenueUse[]): void {
  const use = uses.find((one) => one.text.value.empty || one.text.value.null) ?? uses[0]!;
  const words = { code: places.snippet(use.at, 70), field: use.text.value.field };
  const { empty, null: isNull } = use.text.value;
  if ((empty || isNull) && !use.guard && use.rescue.kind === "restated") return see.unclear(places.subject("conversion", use.at), say("restated", words), [{ at: places.at(use.at), note: say("restated", words) }, { at: places.at(use.rescue.by), note: say("handler") }]);
  const key = !empty && !isNull ? "filled" : use.guard ? "guarded" : "handled";
  const evidence: [Evidence, ...Evidence[]] = [{ at: places.at(use.at), note: say(key, words) }];
  if (use.guard) evidence.push({ at: places.at(use.guard), note: say("test") });
  see.holds(places.subject("conversion", use.at), say(key, words), evidence);
}
