import { showSchedule } from "../../../facts/code/reconnect/schedule.ts";
import { earlyOf } from "../../../facts/run/wait-growth.ts";
import { reconnects, type LoggedStream } from "../../../facts/run/reconnects.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { noStream, readable, seconds, waitEvidence } from "../run-words.ts";

const say = catalogue({
  broken: {
    en: "The stream “{name}” said that it waits {stated} s and tried again after {measured} s ({count, plural, one {once} other {# times}}): something else connects beside the loop, or the pause is cut short, and the exchange sees the attempts at full pace",
    ru: "Поток «{name}» сообщил о паузе в {stated} с, а новая попытка была через {measured} с (таких случаев: {count}): кто-то подключается в обход цикла, или паузу прерывают, и биржа видит попытки в полном темпе",
  },
  holds: { en: "the stream “{name}” waited as long as its lines say ({count})", ru: "поток «{name}» ждал столько, сколько пишет ({count})" },
  scheduled: { en: "the pauses by the code: {schedule} s", ru: "паузы по коду: {schedule} с" },
  untold: { en: "Pauses before attempts: no line of the log states one whose end it shows.", ru: "Паузы перед попытками: ни одна строка лога не называет паузу, конец которой виден." },
  fix: { en: "Look for a second place that connects (a watchdog, a health check, a handler of `on_close`), and let only the loop do it.", ru: "Найдите второе место, которое подключается (watchdog, health check, обработчик `on_close`), и оставьте подключение только циклу." },
});

export const pauseCutShort = defineCheck({
  name: "reconnect/pause-cut-short",
  claim: "Each pause before an attempt lasted as long as its line says.",
  impact: "blind",
  about: "stream",
  run: {
    requires: { reconnects, places },
    look({ reconnects, places }, see) {
      const lost = readable(reconnects.streams).filter((one) => one.outages.length > 0);
      if (lost.length === 0) return see.notExercised(noStream);
      let told = 0;
      for (const stream of lost) {
        const waits = stream.outages.flatMap((one) => one.waits).filter((one) => one.stated !== null && one.measured !== null);
        const [first] = waits;
        if (!first) continue;
        told += 1;
        const subject = { kind: "stream", id: stream.key } as const;
        const early = earlyOf(stream.outages);
        const [worst] = [...early].sort((a, b) => a.ratio - b.ratio);
        // Once is a coincidence: a person who restarted it, two lines in one second.
        if (worst && early.length >= 2) {
          const evidence = [...waitEvidence([worst.wait, ...early.filter((one) => one !== worst).map((one) => one.wait)]), ...scheduled(stream, places)] as unknown as [Evidence, ...Evidence[]];
          see.broken(subject, say("broken", { name: stream.name, stated: seconds(worst.wait.stated!), measured: seconds(worst.wait.measured!), count: early.length }), evidence, { fix: say("fix"), group: stream.key, weight: 20 });
        } else see.holds(subject, say("holds", { name: stream.name, count: waits.length }), waitEvidence(waits) as [Evidence, ...Evidence[]]);
      }
      if (told === 0) see.notExercised(say("untold"));
    },
  },
});

function scheduled({ connection }: LoggedStream, places: { at(node: NonNullable<typeof connection>["site"]["call"]): Evidence["at"] }): Evidence[] {
  const schedule = connection?.story?.failing.schedule;
  const [sleep] = connection?.story?.failing.sleeps ?? [];
  return schedule && sleep && schedule.delays.length > 0 ? [{ at: places.at(sleep), note: say("scheduled", { schedule: showSchedule(schedule) }) }] : [];
}
