import { asleepLoops } from "../../../facts/code/drift/asleep-loops.ts";
import { schedules } from "../../../facts/code/drift/schedules.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { both, comparesAt, loopsOf, mainOnes, seconds } from "../best-run.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` would compare positions with the exchange every {seconds}, but nothing starts it, and no other comparison is repeated: a liquidation, a lost fill or a stop that went off stays unknown.",
    ru: "`{fn}` сверял бы позиции с биржей каждые {seconds}, но его никто не запускает, а других повторяющихся сверок нет: ликвидация, потерянное исполнение или сработавший стоп останутся неизвестны.",
  },
  loop: { en: "the loop that never runs", ru: "цикл, который никогда не выполняется" },
  asks: { en: "`{fn}` asks the exchange here", ru: "здесь `{fn}` запрашивает биржу" },
  fix: {
    en: "Start it with the bot (`asyncio.create_task`, in the list that `asyncio.gather` waits for) and keep its handle. If something starts it by a name that golive cannot follow, name the file that starts it under `entry_points` in golive.yaml.",
    ru: "Запускайте его вместе с ботом (`asyncio.create_task`, в списке `asyncio.gather`) и храните задачу. Если его запускает код, за которым golive не может проследить, назовите запускающий файл в `entry_points` в golive.yaml.",
  },
  holds: { en: "`{fn}` is started and repeats the comparison", ru: "`{fn}` запускается и повторяет сверку" },
  none: { en: "No comparison of positions in a loop was recognised.", ru: "Сверок позиций в цикле не найдено." },
});

export const scheduleNotStarted = defineCheck({
  name: "drift/schedule-not-started",
  claim: "The loop that compares positions with the exchange is started.",
  impact: "position",
  about: "start",
  tellsOfIdleCode: true,
  code: {
    requires: { asleepLoops, schedules, places },
    look({ asleepLoops, schedules, places }, see) {
      const running = loopsOf(mainOnes(schedules))[0];
      if (running) {
        const { fn } = running.run.steps.at(-1)!;
        return see.holds(places.subject("start", fn, "start"), say("holds", { fn: fn.qualname }), [comparesAt(places, running.schedule.reconciliation)]);
      }
      if (asleepLoops.length === 0) return see.notApplicable(say("none"));
      for (const { fn, loop, pauses, asks } of asleepLoops) {
        const known = pauses.reduce<number | null>((sum, one) => (sum === null || !one.duration ? null : sum + one.duration.seconds), 0);
        const text = known === null ? { en: "?", ru: "?" } : seconds(known);
        see.broken(
          places.subject("start", fn), both((language) => say("broken", { fn: fn.qualname, seconds: text[language] })),
          [{ at: { ...places.at(loop), endLine: places.at(loop).line }, note: say("loop") }, { at: { ...places.at(asks), endLine: places.at(asks).line }, note: say("asks", { fn: asks.qualname }) }],
          { fix: say("fix"), group: "schedule", weight: 7 },
        );
      }
    },
  },
});
