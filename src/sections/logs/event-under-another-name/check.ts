import { EVENT_CONCEPTS, eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { skipSites } from "../../../facts/code/logs/skip-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { EVENT_TAGS, type LogEvent } from "../../../knowledge/log-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { quoted } from "../log-words.ts";
import { EVENTS, isBeside, speaking, toldOf, type Told } from "../told-events.ts";
import { say } from "./messages.ts";

const MOST = 8;

export const eventUnderAnotherName = defineCheck({
  name: "logs/event-under-another-name",
  claim: "Mandatory events stand in the log under their tags, so that a run can be reconciled.",
  impact: "blind",
  about: "event-name",
  code: {
    requires: { eventSites, skipSites, eventNames, places },
    look(facts, see) {
      let any = false;
      // What a helper writes in words of its own is told by the helper's name: its text may be about something else.
      const words = (event: LogEvent, one: Told): string => {
        const line = speaking(event, one, facts.eventNames);
        if (one.wording === "none" && !isBeside(one)) return `${line.fn.qualname}()`;
        return quoted(line.text.replace(/[{}\s]/g, "") === "" ? facts.places.snippet(line.call, 60) : line.text);
      };
      for (const event of EVENTS) {
        const told = toldOf(event, facts);
        const untagged = told.filter((one) => one.wording !== "tag");
        const sure = untagged.filter((one) => one.wording === "words" || isBeside(one));
        const other = sure.length > 0 ? sure : untagged;
        if (told.length > 0) any = true;
        if (told.length > 0 && other.length === 0) see.holds({ kind: "event-name", id: event }, say("holds", { tag: EVENT_TAGS[event].join(", ") }), listed(told));
        if (other.length === 0) continue;
        const [first] = [...other].sort((a, b) => rank(a) - rank(b)) as [Told, ...Told[]];
        const text = words(event, first);
        const values = { tag: EVENT_TAGS[event].join(" / "), text, count: String(other.length), event: say(event).en, concept: EVENT_CONCEPTS[event], fn: speaking(event, first, facts.eventNames).fn.qualname };
        const says = { en: say("broken", values).en, ru: say("broken", { ...values, event: say(event).ru }).ru };
        const evidence = [first, ...other.filter((one) => one !== first)].slice(0, MOST).map((one) => {
          return { at: one.at, note: say("told", { fn: one.fn, text: words(event, one) }) };
        });
        see.broken({ kind: "event-name", id: event }, says, evidence as [Evidence, ...Evidence[]], { fix: say("fix", values), group: event, weight: other.length });
      }
      if (!any) see.notApplicable(say("none"));
    },
  },
});

/** What is told in the event's own words is the better example. */
const rank = (one: Told): number => (one.wording === "words" ? 0 : 1);

const listed = (told: readonly Told[]): [Evidence, ...Evidence[]] => told.slice(0, MOST).map((one) => ({ at: one.at, note: say("here", { fn: one.fn }) })) as [Evidence, ...Evidence[]];
