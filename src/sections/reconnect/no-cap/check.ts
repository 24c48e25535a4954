import { places } from "../../../facts/code/places.ts";
import { reconnectLoops } from "../../../facts/code/reconnect-loops.ts";
import { reconnects } from "../../../facts/run/reconnects.ts";
import { grows } from "../../../facts/code/reconnect/schedule.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { deadFeed, eachConnection, groupOf, ownLoop, path, scheduleOf, steps, subjectOf, weakFeed, weightOf, type Looping } from "../connection-words.ts";
import { readable, seconds, waitEvidence } from "../run-words.ts";
import type { Connection } from "../../../facts/code/reconnect-loops.ts";

const say = catalogue({
  broken: {
    en: "{fn} waits {schedule} s: nothing caps the delay, so after a long outage the stream stays dead for hours.",
    ru: "{fn} ждёт {schedule} с: задержка ничем не ограничена, после долгого сбоя поток мёртв часами.",
  },
  fix: { en: "Cap it: `min(delay, 300)`.", ru: "Ограничьте: `min(delay, 300)`." },
  waited: {
    en: "In this run the stream “{name}” waited {seconds} s before one attempt: after a long outage it stays dead although the exchange is back.",
    ru: "В этом запуске поток «{name}» ждал одну попытку {seconds} с: после долгого сбоя он мёртв, хотя биржа уже работает.",
  },
  holds: { en: "{fn} has an upper limit: {schedule} s", ru: "{fn} ограничивает паузу: {schedule} с" },
  same: { en: "{fn} always waits the same: there is nothing to cap", ru: "{fn} ждёт всегда одинаково: ограничивать нечего" },
  computed: { en: "the delay: {schedule} s", ru: "задержка: {schedule} с" },
});

const wanted = (one: Connection): one is Looping => ownLoop(one) && one.story.failing.schedule.delays.length > 1;

export const noCap = defineCheck({
  name: "reconnect/no-cap",
  claim: "The pause between attempts has an upper limit.",
  impact: "blind",
  about: "connection",
  options: { maxDelaySeconds: 900 },
  code: {
    requires: { reconnectLoops, places },
    look({ reconnectLoops, places }, see, { maxDelaySeconds }) {
      eachConnection(reconnectLoops, see, wanted, (one) => {
        const { schedule, computedAt, stopsAfter } = one.story.failing;
        const fn = one.story.root.fn.qualname;
        const evidence = path({ at: places.at(computedAt ?? one.story.root.at), note: say("computed", { schedule: scheduleOf(one) }) }, steps(places, one));
        const endless = !schedule.capped && grows(schedule);
        if (endless && (stopsAfter === null || schedule.longest > maxDelaySeconds)) {
          const impact = schedule.growth === "exponential" ? deadFeed(one) : weakFeed(one);
          return see.broken(subjectOf(places, one), say("broken", { fn, schedule: scheduleOf(one) }), evidence, { fix: say("fix"), impact, group: groupOf(places, one), weight: weightOf(one) });
        }
        if (!grows(schedule)) return see.notApplicable(say("same", { fn }));
        see.holds(subjectOf(places, one), say("holds", { fn, schedule: scheduleOf(one) }), evidence);
      });
    },
  },
  run: {
    requires: { reconnects, places },
    look({ reconnects, places }, see, { maxDelaySeconds }) {
      for (const { connection, outages, name } of readable(reconnects.streams)) {
        if (!connection || !wanted(connection)) continue;
        // A pause that the log states and the clock bears out: a number without its unit is no hour.
        const long = outages.flatMap((one) => one.waits).filter((one) => (one.stated ?? 0) > maxDelaySeconds && (one.measured ?? 0) > maxDelaySeconds);
        const [first, ...rest] = waitEvidence(long);
        if (first) see.broken(subjectOf(places, connection), say("waited", { name, seconds: seconds(long[0]!.stated!) }), [first, ...rest], { fix: say("fix"), impact: weakFeed(connection), group: groupOf(places, connection), weight: weightOf(connection) });
      }
    },
  },
});
