import { entryPoints } from "../../../facts/code/entry-points.ts";
import { mainGuard } from "../../../facts/code/main-guard.ts";
import { EVENT_CONCEPTS, eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { logLevels } from "../../../facts/code/logs/log-levels.ts";
import { skipSites } from "../../../facts/code/logs/skip-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { EVENT_TAGS, type LogEvent } from "../../../knowledge/log-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import type { Given } from "../../../sdk/fact.ts";
import type { Text } from "../../../sdk/text.ts";
import { isBlank, isNote, quoted } from "../log-words.ts";
import { denies, EVENTS, isBeside, speaking, toldOf, type Told } from "../told-events.ts";
import { say } from "./messages.ts";

const MOST = 8;

const PAPER = /\b(paper|dry.?run|simulat\w*|shadow)\b/i;

const NEEDS = { eventSites, skipSites, eventNames, logLevels, entryPoints, places };

export const eventUnderAnotherName = defineCheck({
  name: "logs/event-under-another-name",
  claim: "Mandatory events stand in the log under their tags, so that a run can be reconciled.",
  impact: "blind",
  about: "event-name",
  code: {
    requires: NEEDS,
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
      const parts: Part[] = [];
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
          const says = both(event, "vague", { count: untagged.length, tag: EVENT_TAGS[event].join(" / "), fn: vague.fn, helper: helper(vague) });
          const evidence = untagged.slice(0, MOST).map((one) => ({ at: one.at, note: say("vague-here", { fn: one.fn, helper: helper(one) }) })) as [Evidence, ...Evidence[]];
          // A stop may be the first one, a line of the function's own may be about it after all, and who announces a close leaves its report to others.
          const announced = untagged.some((one) => one.records.some((each) => facts.eventNames.of(event, each) !== "none"));
          if (event === "trail" || announced || untagged.some((one) => one.distance.size > 0)) see.unclear({ kind: "event-name", id: event }, says, evidence);
          else parts.push({ event, says, evidence, count: untagged.length, writers: [helper(vague)] });
          continue;
        }
        // One function bound leaves the others under their own words.
        const writers = [...new Set([first, ...sure].map((one) => speaking(event, one, facts.eventNames).fn.qualname))].slice(0, MOST);
        const says = both(event, "told", { tag: EVENT_TAGS[event].join(" / "), told: first.wording, text: words(event, first), count: sure.length });
        const evidence = [first, ...sure.filter((one) => one !== first)].slice(0, MOST).map((one) => ({ at: one.at, note: say(isNote(event, speaking(event, one, facts.eventNames)) ? "noted" : "line", { fn: one.fn, text: words(event, one) }) }));
        parts.push({ event, says, evidence, count: sure.length, writers });
      }
      if (parts.length > 0) see.broken({ kind: "event-name", id: "tags" }, row(parts), [{ at: homeOf(facts), note: say("home") }, ...parts.flatMap((one) => one.evidence)], { fix: fixOf(parts), group: "tags", weight: parts.reduce((sum, one) => sum + one.count, 0) });
      if (!any) see.notApplicable(say("none"));
    },
  },
});

/** One kind of event that is not told by its tag. */
interface Part {
  readonly event: LogEvent;
  readonly says: Text;
  readonly evidence: readonly Evidence[];
  readonly count: number;
  readonly writers: readonly string[];
}

/** A line that tells its event well is no defect where it stands: what is missing is said once, where the log is set up or the bot starts. */
function homeOf({ logLevels, entryPoints, places }: Given<typeof NEEDS>): Evidence["at"] {
  const start = entryPoints.all.find((one) => one.live) ?? entryPoints.all[0];
  const guard = start && mainGuard(start.module);
  const at = places.at(logLevels.at ?? guard ?? start!.module.root);
  return { ...at, endLine: at.line };
}

const row = (parts: readonly Part[]): Text => ({ en: say("broken", { parts: parts.map((one) => one.says.en).join("; ") }).en, ru: say("broken", { parts: parts.map((one) => one.says.ru).join("; ") }).ru });

const fixOf = (parts: readonly Part[]): Text => say("fix", { tags: parts.flatMap((one) => EVENT_TAGS[one.event]).join(", "), concepts: parts.map((one) => `${EVENT_CONCEPTS[one.event]}: [${one.writers.join(", ")}]`).join(", ") });

/** A text with the event's name in both languages under `event`. */
function both(event: LogEvent, key: "told" | "vague", values: Readonly<Record<string, string | number>>): Text {
  return { en: say(key, { ...values, event: say(event).en }).en, ru: say(key, { ...values, event: say(event).ru }).ru };
}

const listed = (told: readonly Told[]): [Evidence, ...Evidence[]] => told.slice(0, MOST).map((one) => ({ at: one.at, note: say("here", { fn: one.fn }) })) as [Evidence, ...Evidence[]];
