import { asksGenerator, comparesName, generatorAsked, isMadeOf, setBackInside } from "../../../facts/code/reconnect/counter-resets.ts";
import { places } from "../../../facts/code/places.ts";
import { reconnectLoops } from "../../../facts/code/reconnect-loops.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { reconnects } from "../../../facts/run/reconnects.ts";
import { resetsOf } from "../../../facts/run/wait-growth.ts";
import { readable, seconds, upEvidence, waitEvidence } from "../run-words.ts";
import { attemptsOf, deadFeed, eachConnection, groupOf, ownLoop, scheduleOf, steps, subjectOf, weakFeed, weightOf } from "../connection-words.ts";

const say = catalogue({
  tires: {
    en: "{counter} is never set back: after {known, select, yes {{count, plural, one {# harmless disconnect} other {# harmless disconnects}}} other {`{bound}` harmless disconnects}} over the life of the bot {fn} gives up.",
    ru: "{counter} не сбрасывается: после {known, select, yes {{count, plural, one {# безобидного обрыва} other {# безобидных обрывов}}} other {`{bound}` безобидных обрывов}} за жизнь бота {fn} сдаётся.",
  },
  never: {
    en: "{counter} is not set back after a connection that worked: one short disconnect a week later waits as long as the last outage did ({schedule} s).",
    ru: "{counter} не сбрасывается после удачного подключения: короткий обрыв через неделю ждёт столько же, сколько прошлый сбой ({schedule} с).",
  },
  early: {
    en: "{counter} is set back at each attempt, before the connection stands: the delay never grows ({schedule} s).",
    ru: "{counter} сбрасывается при каждой попытке, ещё до подключения: задержка не растёт ({schedule} с).",
  },
  swallowed: { en: "{fn}: the end of the connection does not get out of its reading loop", ru: "{fn}: обрыв не выходит из цикла чтения" },
  limit: {
    en: "{counter} is set back before each attempt, before any connection stands: its limit is never reached, so the bot is never told that the stream is gone.",
    ru: "{counter} сбрасывается перед каждой попыткой, ещё до подключения: предел никогда не наступит, и бот не узнает, что потока нет.",
  },
  elsewhere: { en: "{counter} is set back in another function; whether that runs after a connection was not decided", ru: "{counter} сбрасывается в другой функции; выполняется ли это после подключения, не установлено" },
  unknown: { en: "{fn}: whether the delay starts over after a connection could not be decided", ru: "{fn}: не удалось решить, начинается ли задержка заново после подключения" },
  fix: { en: "Set it to 0 where the connection has proved to work (after login and subscription).", ru: "Обнуляйте его там, где подключение подтвердилось (после логина и подписки)." },
  holds: { en: "{fn} starts over after a connection that worked: {schedule} s", ru: "{fn} после удачного подключения начинает заново: {schedule} с" },
  nothing: { en: "{fn} has nothing to set back: {schedule} s", ru: "{fn}: сбрасывать нечего: {schedule} с" },
  fixRun: { en: "Set the counter and the delay back where the connection has proved to work (after login and subscription).", ru: "Обнуляйте счётчик и задержку там, где подключение подтвердилось (после логина и подписки)." },
  went: {
    en: "The stream “{name}” waited {before} s, its connection held, and the next disconnect waited {after} s at once: what worked does not start the delay over.",
    ru: "Поток «{name}» ждал {before} с, соединение продержалось, а следующий обрыв сразу ждал {after} с: удачное подключение не начинает задержку заново.",
  },
  over: { en: "after a connection that held the stream “{name}” started over: {before} s before, {after} s after", ru: "после удачного подключения поток «{name}» начал заново: было {before} с, стало {after} с" },
  grows: { en: "grows here", ru: "растёт здесь" },
  back: { en: "set back here, at each attempt", ru: "сбрасывается здесь, при каждой попытке" },
});

export const counterNeverReset = defineCheck({
  name: "reconnect/counter-never-reset",
  claim: "A connection that worked starts the attempts and the delay over.",
  impact: "blind",
  about: "connection",
  code: {
    requires: { reconnectLoops, places },
    look({ reconnectLoops, places }, see) {
      eachConnection(reconnectLoops, see, ownLoop, (one) => {
        const { story } = one;
        const subject = subjectOf(places, one);
        const counter = story.counters.find((each) => each.grows && /attempt|retr|count|fail|tries|reconn|errors/i.test(each.key)) ?? story.counters.find((each) => each.grows);
        // The delay comes out of a generator, whatever is counted beside it.
        const drawn = story.failing.sleeps.find(asksGenerator);
        const values = { fn: story.root.fn.qualname, schedule: scheduleOf(one), counter: `\`${drawn ? places.snippet(generatorAsked(drawn) ?? drawn, 40) : counter?.key ?? "attempt"}\`` };
        const remarks = { fix: say("fix"), group: groupOf(places, one), weight: weightOf(one) };
        const evidence = [{ at: places.at(drawn ?? counter?.node ?? story.root.at), note: say("grows") }, ...steps(places, one)] as const;
        const elsewhere = counter ? reconnectLoops.storesOf(counter.key).filter((store) => store.statement !== counter.node && store.value?.kind === "number") : [];
        const early = story.counters.find((each) => each.setBack && /attempt|retr|count|delay|backoff|wait|fail/i.test(each.key));
        if (early?.setBack && story.failing.schedule.growth === "constant") {
          const delays = isMadeOf(story.failing.computedAt, early.key);
          if (!delays && !comparesName(story.entered, early.key)) return see.notApplicable(say("nothing", values));
          return see.broken(subject, say(delays ? "early" : "limit", { ...values, counter: `\`${early.key}\`` }), [{ at: places.at(early.setBack), note: say("back") }, ...steps(places, one)], { ...remarks, impact: weakFeed(one) });
        }
        const tired = story.tires !== null && story.failing.stopsAfter !== null && story.failing.stopsAfter > 1 && !story.establishes;
        if (tired || story.reset === "never") {
          const store = elsewhere[0];
          if (store) return see.unclear(subject, say("elsewhere", values), [{ at: places.at(store.statement), note: say("elsewhere", values) }, ...evidence]);
          // `failures = 0` after a session that was healthy: whether ours would have been is not known.
          const inside = story.failing.sleeps.some(asksGenerator) ? null : story.counters.filter((each) => each.grows).map((each) => setBackInside(story.root.fn, each.key, each.node)).find((each) => each !== null);
          if (inside) return see.unclear(subject, say("elsewhere", values), [{ at: places.at(inside), note: say("elsewhere", values) }, ...evidence]);
          if (tired) return see.broken(subject, say("tires", { ...values, ...attemptsOf(one, story.tires!) }), evidence, { ...remarks, impact: deadFeed(one) });
          return see.broken(subject, say("never", values), evidence, { ...remarks, impact: weakFeed(one) });
        }
        // What its end does not get out of the reading loop sets nothing back: attempt-ends-loop speaks of that.
        if (story.reset === "unknown" && story.endings.some((each) => each.swallowedBy)) return see.notApplicable(say("swallowed", values));
        if (story.reset === "unknown") return see.unclear(subject, say("unknown", values), evidence);
        if (story.reset !== "after-success") return see.notApplicable(say("nothing", values));
        see.holds(subject, say("holds", values), evidence);
      });
    },
  },
  run: {
    requires: { reconnects, places },
    look({ reconnects, places }, see) {
      for (const stream of readable(reconnects.streams)) {
        const { connection } = stream;
        const found = connection && ownLoop(connection) ? resetsOf(stream.outages) : null;
        if (!connection || !found) continue;
        const { last, first, up } = found.pair;
        const words = { name: stream.name, before: seconds(last.stated!), after: seconds(first.stated!) };
        const [one, ...rest] = [...waitEvidence([first]), ...waitEvidence([last]), ...upEvidence(up)];
        if (found.view === "reset") see.holds(subjectOf(places, connection), say("over", words), [one!, ...rest]);
        else see.broken(subjectOf(places, connection), say("went", words), [one!, ...rest], { fix: say("fixRun"), group: groupOf(places, connection), weight: weightOf(connection) });
      }
    },
  },
});
