import { EVENT_CONCEPTS, eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { skipSites } from "../../../facts/code/logs/skip-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { EVENT_TAGS, type LogEvent } from "../../../knowledge/log-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import type { Text } from "../../../sdk/text.ts";
import { isBlank, isNote, quoted } from "../log-words.ts";
import { denies, EVENTS, isBeside, speaking, toldOf, type Told } from "../told-events.ts";
import { say } from "./messages.ts";

const MOST = 8;

const PAPER = /\b(paper|dry.?run|simulat\w*|shadow)\b/i;

export const eventUnderAnotherName = defineCheck({
  name: "logs/event-under-another-name",
  claim: "Mandatory events stand in the log under their tags, so that a run can be reconciled.",
  impact: "blind",
  about: "event-name",
  code: {
    requires: { eventSites, skipSites, eventNames, places },
    look(facts, see) {
      let any = false;
      const words = (event: LogEvent, one: Told): string => {
        const line = speaking(event, one, facts.eventNames);
        return isNote(event, line) ? `${facts.places.snippet(line.call.callee, 50)}(…)` : quoted(isBlank(line) ? facts.places.snippet(line.call, 60) : line.text);
      };
      // What the function itself tells is the better example, and in the event's own words the best.
      const rank = (event: LogEvent, one: Told): number => {
        const line = speaking(event, one, facts.eventNames);
        if (isNote(event, line) || isBlank(line)) return 5;
        // The line of a rehearsal is not what the live bot writes.
        if (PAPER.test(line.text)) return 5;
        return denies(event, line) ? 4 : !one.distance.has(line) ? 3 : one.wording !== "words" ? 2 : facts.eventNames.of(event, line) === "none" ? 1 : 0;
      };
      for (const event of EVENTS) {
        const told = toldOf(event, facts);
        const untagged = told.filter((one) => one.wording !== "tag");
        // Beside a repair of the books much else is written.
        const sure = untagged.filter((one) => one.wording === "words" || (event !== "drift" && isBeside(event, one)));
        if (told.length > 0) any = true;
        if (told.length > 0 && untagged.length === 0) see.holds({ kind: "event-name", id: event }, say("holds", { tag: EVENT_TAGS[event].join(", ") }), listed(told));
        const [first] = [...sure].sort((a, b) => rank(event, a) - rank(event, b));
        if (!first) {
          // What helpers write in words of their own may be about something else: they are named, and not quoted.
          const [vague] = untagged;
          if (!vague) continue;
          const helper = (one: Told): string => speaking(event, one, facts.eventNames).fn.qualname;
          const values = { count: untagged.length, tag: EVENT_TAGS[event].join(" / "), fn: vague.fn, helper: helper(vague), concept: EVENT_CONCEPTS[event] };
          const evidence = untagged.slice(0, MOST).map((one) => ({ at: one.at, note: say("vague-here", { fn: one.fn, helper: helper(one) }) })) as [Evidence, ...Evidence[]];
          const says = both(event, "vague", values);
          // A stop may be the first one, a line of the function's own may be about it after all, and who announces a close leaves its report to others.
          const announced = untagged.some((one) => one.records.some((each) => facts.eventNames.of(event, each) !== "none"));
          if (event === "trail" || announced || untagged.some((one) => one.distance.size > 0)) see.unclear({ kind: "event-name", id: event }, says, evidence);
          else see.broken({ kind: "event-name", id: event }, says, evidence, { fix: say("fix", { ...values, fn: values.helper, writers: 1 }), group: event, weight: untagged.length });
          continue;
        }
        // One function bound leaves the others under their own words.
        const writers = [...new Set([first, ...sure].map((one) => speaking(event, one, facts.eventNames).fn.qualname))].slice(0, MOST);
        const values = { tag: EVENT_TAGS[event].join(" / "), told: first.wording, text: words(event, first), count: sure.length, concept: EVENT_CONCEPTS[event], fn: writers.join(", "), writers: writers.length };
        const evidence = [first, ...sure.filter((one) => one !== first)].slice(0, MOST).map((one) => ({ at: one.at, note: say(isNote(event, speaking(event, one, facts.eventNames)) ? "noted" : "told", { fn: one.fn, text: words(event, one) }) }));
        see.broken({ kind: "event-name", id: event }, both(event, "broken", values), evidence as [Evidence, ...Evidence[]], { fix: say("fix", values), group: event, weight: sure.length });
      }
      if (!any) see.notApplicable(say("none"));
    },
  },
});

/** A text with the event's name in both languages under `event`. */
function both(event: LogEvent, key: "broken" | "vague", values: Readonly<Record<string, string | number>>): Text {
  return { en: say(key, { ...values, event: say(event).en }).en, ru: say(key, { ...values, event: say(event).ru }).ru };
}

const listed = (told: readonly Told[]): [Evidence, ...Evidence[]] => told.slice(0, MOST).map((one) => ({ at: one.at, note: say("here", { fn: one.fn }) })) as [Evidence, ...Evidence[]];
