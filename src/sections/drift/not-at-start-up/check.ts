import { onlyIn, openingPrograms } from "../../../facts/code/drift/opening-programs.ts";
import { beforeStart, schedules, type Run } from "../../../facts/code/drift/schedules.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { comparesAt, fastest, loopsOf, mainOnes, say as words, secondsText } from "../best-run.ts";
import { startOf } from "../start-of.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` first runs {seconds} after the start: until then the open positions of the previous run are unknown to the bot, and an entry may double them.",
    ru: "`{fn}` впервые выполняется через {seconds} после запуска: до того бот не знает открытых позиций прошлого запуска и может удвоить их новым входом.",
  },
  pause: { en: "the loop waits first", ru: "цикл сначала ждёт" },
  before: { en: "this is done before the first comparison", ru: "это делается до первой сверки" },
  fix: { en: "Compare once before the first signal is handled, and allow entries only when that succeeded.", ru: "Сверьтесь один раз до первого сигнала и разрешайте входы только после успешной сверки." },
  holds: { en: "positions are compared when {only, select, all {the bot} other {`{only}`}} starts (`{fn}`)", ru: "при запуске {only, select, all {} other {`{only}` }}позиции сверяются (`{fn}`)" },
  oneWay: { en: "The comparison that runs at the start finds no position that only the exchange has: told by drift/one-direction-only.", ru: "Сверка при запуске не находит позиций, которые есть только на бирже: об этом сообщает drift/one-direction-only." },
  soon: { en: "`{fn}` first runs {seconds} after the start: soon enough", ru: "`{fn}` впервые выполняется через {seconds} после запуска: достаточно рано" },
  unclear: { en: "whether `{fn}` runs at the start, the code does not show", ru: "выполняется ли `{fn}` при запуске, из кода не видно" },
});

export const notAtStartUp = defineCheck({
  name: "drift/not-at-start-up",
  claim: "Positions are compared with the exchange when the bot starts, before it trades.",
  impact: "blind",
  about: "start-up",
  /** A first comparison that comes no later than this after the start is soon enough. */
  options: { grace_s: 15 },
  code: {
    requires: { schedules, openingPrograms, places },
    look({ schedules, openingPrograms, places }, see, options) {
      const main = mainOnes(schedules);
      const [first] = main;
      if (!first) return see.notApplicable(words("noFetch"));
      const started = main.find((one) => one.reconciliation.core && one.runs.some((run) => run.atOnce));
      const chosen = (started ?? first).reconciliation;
      const subject = places.subject("start-up", chosen.fn, "start-up");
      // Books that the orders of this run fill are empty then: only a look at what the exchange has finds something.
      const looks = started && schedules.some(({ reconciliation, runs }) => (reconciliation === chosen || runs.some((run) => run.atOnce)) && reconciliation.compared.some((one) => one.direction === "add") && openingPrograms.share(reconciliation.fn, chosen.fn));
      if (started && !looks) return see.notApplicable(say("oneWay"));
      if (started) return see.holds(subject, say("holds", { fn: chosen.fn.qualname, only: onlyIn(openingPrograms, chosen.fn) }), [comparesAt(places, chosen)]);
      const loop = fastest(loopsOf(main));
      const events = !first.reconciliation.core || main.some((one) => one.runs.some((run) => run.kind === "event"));
      if (!loop || events || loop.run.pauses.length === 0 || loop.run.seconds === null) return see.unclear(subject, say("unclear", { fn: chosen.fn.qualname }), [comparesAt(places, chosen)]);
      const { run } = loop;
      // The first round of a loop that waits first: seconds after the start are soon enough.
      if (run.seconds! <= options.grace_s) return see.holds(subject, say("soon", { fn: chosen.fn.qualname, seconds: secondsText(run.seconds) }), [comparesAt(places, chosen)]);
      const pause: Evidence = { at: startOf(places, run.pauses[0]!.call), note: say("pause") };
      see.broken(
        subject, say("broken", { fn: loop.schedule.reconciliation.fn.qualname, seconds: secondsText(run.seconds) }),
        [pause, comparesAt(places, loop.schedule.reconciliation), ...earlier(places, run)], { fix: say("fix"), group: "start-up", weight: 3 },
      );
    },
  },
});

/** What stands before the call that starts the loop. */
function earlier(places: Places, run: Run): Evidence[] {
  const before = beforeStart(run).filter((one) => one.kind === "expression").slice(-3);
  return before.map((one) => ({ at: startOf(places, one), note: say("before") }));
}
