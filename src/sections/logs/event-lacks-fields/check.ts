import { eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { skipSites } from "../../../facts/code/logs/skip-sites.ts";
import { oneMarket } from "../../../facts/code/one-market.ts";
import { openWays } from "../../../facts/code/open-ways.ts";
import { places } from "../../../facts/code/places.ts";
import { printedFields } from "../../../facts/run/lacking-fields.ts";
import { tradeSteps } from "../../../facts/code/trade-steps.ts";
import { EVENT_TAGS } from "../../../knowledge/log-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";
import { isBlank, quoted } from "../log-words.ts";
import { isPersons, missingIn } from "../missing-fields.ts";
import { say as inRun } from "../run-messages.ts";
import { EVENTS, speaking, toldOf, type Told } from "../told-events.ts";

const say = catalogue({
  broken: {
    en: "`{text}` does not say {fields} ({count, plural, one {# place} other {# places}}): from such a line a trade cannot be followed afterwards",
    ru: "В `{text}` нет {fields} ({count, plural, one {# место} few {# места} other {# мест}}): по такой строке сделку потом не восстановить",
  },
  latency: {
    en: "`{text}` has no latency ({count, plural, one {# place} other {# places}}): how long orders take to fill cannot be read from the log, and no threshold can watch it",
    ru: "В `{text}` нет latency ({count, plural, one {# место} few {# места} other {# мест}}): по логу не узнать, сколько исполняются ордера, и никакой порог за этим не следит",
  },
  fix: { en: "add {fields} to the line of {tag}", ru: "добавить {fields} в строку {tag}" },
  missing: { en: "`{fn}`: without {fields}", ru: "`{fn}`: без {fields}" },
  complete: { en: "`{fn}`: all fields are there", ru: "`{fn}`: все поля на месте" },
  holds: { en: "{tag} carries its fields ({count, plural, one {# place} other {# places}})", ru: "{tag} несёт все свои поля ({count, plural, one {# место} few {# места} other {# мест}})" },
  none: { en: "No line of a mandatory event was recognised", ru: "Строк обязательных событий не распознано" },
});

export const eventLacksFields = defineCheck({
  name: "logs/event-lacks-fields",
  claim: "Lines of mandatory events carry the fields that a trade is followed by.",
  impact: "blind",
  about: "event-fields",
  code: {
    requires: { eventSites, skipSites, eventNames, places, oneMarket, openWays, tradeSteps },
    look({ oneMarket, openWays, tradeSteps, ...facts }, see) {
      let any = false;
      // A bot of one market need not name it.
      const isOne = oneMarket.of(openWays.without(null).filter((one) => one.kind === "signal"))?.how === "symbol";
      for (const event of EVENTS) {
        const told = toldOf(event, facts).filter((one) => one.wording !== "none" && one.records.some((each) => each.kind === "log"));
        if (told.length === 0) continue;
        any = true;
        const missing = (one: Told): string[] => missingIn(event, one, facts.eventNames).filter((field) => field !== "symbol" || !isOne);
        const lacking = told.filter((one) => !isPersons(one, tradeSteps)).map((one) => ({ one, fields: missing(one) })).filter(({ fields }) => fields.length > 0);
        const tag = EVENT_TAGS[event].join(" / ");
        // Of a line under another name nobody asks for the fields of the tag.
        if (lacking.length === 0 && told.every((one) => one.wording === "tag")) see.holds({ kind: "event-fields", id: event }, say("holds", { tag, count: String(told.length) }), told.slice(0, 6).map((one) => ({ at: one.at, note: say("complete", { fn: one.fn }) })) as [Evidence, ...Evidence[]]);
        byFile(lacking).forEach((each, i) => {
          // The line that lacks most is quoted, with what that one lacks.
          each.sort((a, b) => b.fields.length - a.fields.length);
          const { fields } = each[0];
          const { text } = speaking(event, each[0].one, facts.eventNames);
          const values = { text: quoted(text), fields: fields.join(", "), count: String(each.length), tag };
          const evidence = each.slice(0, 6).map(({ one, fields }) => ({ at: facts.places.at(speaking(event, one, facts.eventNames).call), note: say("missing", { fn: one.fn, fields: fields.join(", ") }) }));
          // What a run shows is told with the first.
          see.broken({ kind: "event-fields", id: i === 0 ? event : `${event} ${fileOf(each[0].one)}` }, say(fields.join() === "latency" ? "latency" : "broken", values), evidence as [Evidence, ...Evidence[]], { fix: say("fix", values), group: event });
        });
      }
      if (!any) see.notApplicable(say("none"));
    },
  },
  run: {
    requires: { printedFields, eventSites, skipSites, eventNames, places },
    look({ printedFields, ...facts }, see) {
      for (const event of EVENTS) {
        // Only what the code half speaks about.
        const told = toldOf(event, facts).filter((one) => one.wording !== "none" && one.records.some((each) => each.kind === "log"));
        if (told.length === 0) continue;
        // A line that no call of this code printed tells against the code only where a call prints whatever it is handed.
        const opaque = told.some((one) => one.records.some(isBlank));
        const lacking = printedFields.lacking.filter((one) => one.event === event && (opaque || one.lines[0].pattern !== null));
        const tag = EVENT_TAGS[event].join(" / ");
        const complete = printedFields.complete[event];
        const [first] = lacking;
        if (first) {
          const missing = (one: Told): string[] => missingIn(event, one, facts.eventNames);
          const lacksAt = told.find((one) => missing(one).length > 0) ?? told[0]!;
          const fields = [...new Set(lacking.flatMap((one) => one.fields))].join(", ");
          see.broken({ kind: "event-fields", id: event }, inRun("lacks", { text: quoted(first.lines[0].text), fields }), [{ at: lacksAt.at, note: inRun("printed", { fn: lacksAt.fn }) }, ...lacking.flatMap((one) => one.lines.slice(0, 2).map(logLine))], { fix: say("fix", { tag, fields }), group: event });
        // What one call prints says nothing of another that lacks something and was not heard.
        } else if (complete && complete.pattern !== null && told.every((one) => missingIn(event, one, facts.eventNames).length === 0)) see.holds({ kind: "event-fields", id: event }, inRun("complete", { tag }), [logLine(complete)]);
      }
    },
  },
});

interface Lacking { readonly one: Told; readonly fields: readonly string[] }

const fileOf = ({ at }: Told): string => ("file" in at ? at.file : "");

/** Each file has its own lines to mend. */
function byFile(all: readonly Lacking[]): [Lacking, ...Lacking[]][] {
  const found = new Map<string, [Lacking, ...Lacking[]]>();
  for (const each of all) {
    const known = found.get(fileOf(each.one));
    if (known) known.push(each);
    else found.set(fileOf(each.one), [each]);
  }
  return [...found.values()];
}
