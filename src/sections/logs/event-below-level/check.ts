import { eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import type { LogCall } from "../../../facts/code/logs/log-calls.ts";
import { logLevels } from "../../../facts/code/logs/log-levels.ts";
import { skipSites } from "../../../facts/code/logs/skip-sites.ts";
import { places } from "../../../facts/code/places.ts";
import type { Call } from "../../../ir/nodes.ts";
import { EVENT_TAGS } from "../../../knowledge/log-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { quoted } from "../log-words.ts";
import { EVENTS, linesAbout, speaking, toldOf, type Told } from "../told-events.ts";

const say = catalogue({
  broken: {
    en: "`{text}` is written below the level that the set-up lets through: as shipped the event ({tag}) is not in the log ({count, plural, one {# place} other {# places}})",
    ru: "`{text}` пишется ниже уровня, который пропускает настройка логов: с поставляемой конфигурацией события {tag} в логе нет ({count, plural, one {# место} few {# места} other {# мест}})",
  },
  fix: { en: "write {tag} at INFO or above", ru: "писать {tag} уровнем INFO или выше" },
  here: { en: "`{fn}`: every line about it is switched off", ru: "`{fn}`: все строки об этом выключены" },
  level: { en: "the level is set here", ru: "уровень задан здесь" },
  holds: { en: "Every recognised line of a mandatory event ({count}) passes the level of its logging library that is set here", ru: "Каждая распознанная строка обязательного события ({count}) проходит по уровню, заданному здесь для её библиотеки логов" },
  line: { en: "such a line", ru: "такая строка" },
  unproven: { en: "Whether the level that is set here is the one of the lines of mandatory events could not be followed", ru: "Действует ли заданный здесь уровень для строк обязательных событий, проследить не удалось" },
  nothing: { en: "No line of a mandatory event was recognised", ru: "Строк обязательных событий не распознано" },
  unknown: { en: "The logging set-up has no level that could be read from code and shipped configuration", ru: "Из кода и поставляемой конфигурации уровень логов не читается" },
});

export const eventBelowLevel = defineCheck({
  name: "logs/event-below-level",
  claim: "Lines of mandatory events are above the log level that ships.",
  impact: "blind",
  about: "event-level",
  code: {
    requires: { eventSites, skipSites, eventNames, logLevels, places },
    look(facts, see) {
      const { at, hides } = facts.logLevels;
      if (!at) return see.notApplicable(say("unknown"));
      const level = (set: Call): Evidence => ({ at: facts.places.at(set), note: say("level") });
      let broken = false;
      for (const event of EVENTS) {
        const off = toldOf(event, facts).filter((one) => {
          const lines = linesAbout(event, one, facts.eventNames);
          return lines.length > 0 && lines.every((each) => hides(each) !== null);
        });
        const [first] = off;
        if (!first) continue;
        broken = true;
        const line = (one: Told): LogCall => speaking(event, one, facts.eventNames);
        const values = { text: quoted(line(first).text), tag: EVENT_TAGS[event].join(" / "), count: off.length };
        const evidence = off.slice(0, 6).map((one) => ({ at: facts.places.at(line(one).call), note: say("here", { fn: one.fn }) })) as [Evidence, ...Evidence[]];
        see.broken({ kind: "event-level", id: event }, say("broken", values), [...evidence, level(hides(line(first)) ?? at)], { fix: say("fix", values), group: event });
      }
      if (broken) return;
      const lines = EVENTS.flatMap((event) => toldOf(event, facts).flatMap((one) => linesAbout(event, one, facts.eventNames)));
      const shown = lines.map((one) => facts.logLevels.shows(one));
      const [first] = shown;
      if (first && shown.every((one) => one !== null)) see.holds({ kind: "event-level", id: "all" }, say("holds", { count: lines.length }), [level(first), ...lines.slice(0, 6).map((one) => ({ at: facts.places.at(one.call), note: say("line") }))]);
      else if (lines.length > 0) see.unclear({ kind: "event-level", id: "all" }, say("unproven"), [level(at)]);
      else see.notApplicable(say("nothing"));
    },
  },
});
