import { places } from "../../../facts/code/places.ts";
import { replacements } from "../../../facts/code/resources/replacements.ts";
import { takenBeside } from "../../../facts/code/resources/taken-beside.ts";
import { reconnectLeaks } from "../../../facts/run/socket-steps.ts";
import { leftBehind } from "../left-behind.ts";
import { stepsEvidence, stepsText } from "../left-behind-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  connection: {
    en: "a reconnect overwrites `{target}` while the old one ({by}) is open: each time its socket and its tasks stay behind, until the exchange limits the connections",
    ru: "переподключение перезаписывает `{target}`, не закрыв старое соединение ({by}): каждый раз остаются его сокет и задачи, пока биржа не упрётся в лимит соединений",
  },
  task: {
    en: "`{target}` is overwritten while the old task still runs: each restart leaves one more endless loop behind, and nobody can cancel it",
    ru: "`{target}` перезаписывается, пока старая task ещё работает: каждый перезапуск оставляет ещё один бесконечный цикл, и отменить его уже некому",
  },
  taken: { en: "the new one is stored over the old one", ru: "новое значение записывается поверх старого" },
  again: { en: "from here it is taken again", ru: "отсюда оно создаётся снова" },
  raised: { en: "when this fails, the old one stays open", ru: "если здесь ошибка, старое остаётся открытым" },
  fixConnection: {
    en: "Close the old one first, in `finally` or with `async with`: `if self._ws is not None: await self._ws.close()`.",
    ru: "Сначала закройте старое соединение: в `finally` или через `async with` (`if self._ws is not None: await self._ws.close()`).",
  },
  fixTask: { en: "Cancel the old task and await it before a new one is started.", ru: "Перед запуском новой task отмените старую и дождитесь её." },
  holds: { en: "`{target}` is closed, or known to be absent, on every way that comes here again", ru: "на каждом пути, который приходит сюда снова, `{target}` закрыт или заведомо отсутствует" },
  none: { en: "the bot keeps no connection and no endless task in an attribute", ru: "бот не хранит в атрибутах ни соединений, ни бесконечных task" },
});

export const connectionReplacedWithoutClose = defineCheck({
  name: "leaks/connection-replaced-without-close",
  claim: "A connection or an endless task is ended before another one takes its place.",
  impact: "position",
  about: "handle",
  code: {
    requires: { replacements, takenBeside, places },
    look({ replacements, takenBeside, places }, see) {
      if (replacements.length === 0) return see.notApplicable(say("none"));
      for (const { acquisition, target, path } of replacements) {
        const subject = places.subject("handle", acquisition.call);
        const words = { target: places.snippet(target, 60), by: acquisition.by };
        const taken = { at: places.at(acquisition.call), note: say("taken") };
        if (!path) {
          // Two runs beside each other overwrite what the other one has just opened, whatever each of them does in turn.
          if (!takenBeside.has(acquisition)) see.holds(subject, say("holds", words), [taken]);
          continue;
        }
        const again = places.at(path.again);
        const steps = [{ at: { ...again, endLine: again.line }, note: say("again") }, ...(path.raisedBy ? [{ at: places.at(path.raisedBy), note: say("raised") }] : [])];
        const isTask = acquisition.kind === "task";
        see.broken(subject, say(isTask ? "task" : "connection", words), [taken, ...steps], { fix: say(isTask ? "fixTask" : "fixConnection"), group: words.target, weight: 3 });
      }
    },
  },
  run: {
    requires: { reconnectLeaks, replacements, places },
    look({ reconnectLeaks: { steps }, replacements, places }, see) {
      const one = leftBehind(replacements);
      if (steps && one) see.broken(places.subject("handle", one.acquisition.call), stepsText(steps), stepsEvidence(steps), { fix: say("fixConnection"), group: places.snippet(one.target, 60), weight: 3 });
    },
  },
});
