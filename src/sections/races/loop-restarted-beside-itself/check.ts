import { places } from "../../../facts/code/places.ts";
import { restarts } from "../../../facts/code/races/restarts.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{stopper}` only changes `{flag}`, and `{starter}` changes it back without waiting for the old loop: stopped and started within one round, `{loop}` sees nothing of the stop, and two of it run{opens, select, yes {: what one round enters is entered twice} other {}}.",
    ru: "`{stopper}` только меняет `{flag}`, а `{starter}` меняет его обратно, не дожидаясь старого цикла: если остановить и запустить в пределах одного прохода, `{loop}` остановки не заметит, и работать будут два{opens, select, yes { — вход, который делает один проход, будет сделан дважды} other {}}.",
  },
  fix: { en: "Wait for the old run before the new one (`thread.join()`, `await task`), or give each run an event of its own.", ru: "Дождитесь старого запуска перед новым (`thread.join()`, `await task`) или дайте каждому запуску собственное событие." },
  start: { en: "the loop is started again here", ru: "здесь цикл запускается снова" },
  back: { en: "the order to stop is taken back", ru: "приказ остановиться отменён" },
  stop: { en: "all that stopping does", ru: "вся остановка" },
  test: { en: "the loop looks at it once a round", ru: "цикл смотрит на него раз за проход" },
  other: { en: "the same start begins this loop too", ru: "тот же запуск начинает и этот цикл" },
  none: { en: "No loop can be started again while its last run is under way.", ru: "Ни один цикл нельзя запустить снова, пока идёт его прошлый запуск." },
});

export default defineCheck({
  name: "races/loop-restarted-beside-itself",
  claim: "A loop that can be stopped and started again waits for its last run.",
  impact: "position",
  about: "loop",
  code: {
    requires: { restarts, places },
    look({ restarts, places }, see) {
      if (restarts.length === 0) return see.notApplicable(say("none"));
      for (const one of restarts) {
        see.broken(places.subject("loop", one.start, `${one.loop.qualname} ${one.flag}`), say("broken", { stopper: one.stopper.qualname, flag: one.flag, starter: one.starter.qualname, loop: one.loop.qualname, opens: one.opens ? "yes" : "no" }), [
          { at: places.at(one.takenBack), note: say("back") }, { at: places.at(one.start), note: say("start") }, { at: places.at(one.stopped), note: say("stop") }, { at: places.at(one.test), note: say("test") },
          ...one.others.map((test) => ({ at: places.at(test), note: say("other") })),
        ], { fix: say("fix"), group: one.loop.qualname, ...(one.opens ? { weight: 2 } : { impact: "hygiene" as const, weight: 1 }) });
      }
    },
  },
});
