import { places } from "../../../facts/code/places.ts";
import { queuedTooLate } from "../../../facts/code/stopping/queued-too-late.ts";
import { stopBreaks } from "../../../facts/code/stopping/stop-breaks.ts";
import { stopRegions } from "../../../facts/code/stopping/stop-regions.ts";
import { tradingStart } from "../../../facts/code/stopping/trading-start.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf, type Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const MOST = 4;

const say = catalogue({
  unbound: {
    en: "The shutdown breaks off here with a NameError: nothing defines `{name}`. {lost, plural, =0 {The process ends with a traceback} other {Nothing behind this line runs, and orders, tasks and sockets are left as they are}}",
    ru: "Остановка обрывается здесь с NameError: имя `{name}` нигде не определено. {lost, plural, =0 {Процесс завершается с traceback} other {Всё, что ниже, не выполняется: ордера, задачи и сокеты остаются как есть}}",
  },
  none: {
    en: "The shutdown breaks off here with an AttributeError: `{name}` is never anything but None. {lost, plural, =0 {The process ends with a traceback} other {Nothing behind this line runs}}",
    ru: "Остановка обрывается здесь с AttributeError: `{name}` всегда None. {lost, plural, =0 {Процесс завершается с traceback} other {Всё, что ниже, не выполняется}}",
  },
  late: {
    en: "`{what}` hands the shutdown to an event loop that is over by then: nothing of it ever runs",
    ru: "`{what}` передаёт остановку циклу событий, который к этому моменту уже завершён: ничего из неё не выполнится",
  },
  queued: { en: "queued here, and the loop does not run again", ru: "поставлено в очередь здесь, а цикл больше не запускается" },
  "fix-late": { en: "run the loop once more until it is done: `loop.run_until_complete(bot.stop())`", ru: "ещё раз запустить цикл до её конца: `loop.run_until_complete(bot.stop())`" },
  raises: { en: "raises as soon as the shutdown gets here", ru: "падает, как только остановка доходит сюда" },
  lost: { en: "never runs", ru: "не выполняется никогда" },
  root: { en: "the shutdown starts here", ru: "остановка начинается здесь" },
  "fix-unbound": { en: "remove what is left of `{name}` from the shutdown, or create it again; give each step a `try` of its own, so that one failure does not cost the others", ru: "убрать из остановки остатки `{name}` или снова его создать; каждому шагу дать свой `try`, чтобы один сбой не отменял остальные" },
  "fix-none": { en: "ask first: `if {name} is not None`", ru: "сначала проверить: `if {name} is not None`" },
  holds: { en: "Every name that the shutdown uses is defined", ru: "Все имена, которые использует остановка, определены" },
  nothing: { en: "The bot has no shutdown code that could break off", ru: "У бота нет кода остановки, который мог бы оборваться" },
});

export const shutdownBreaksOff = defineCheck({
  name: "shutdown/shutdown-breaks-off",
  claim: "No step of the shutdown is bound to raise, so that what follows it never runs.",
  impact: "position",
  about: "step",
  code: {
    requires: { stopBreaks, stopRegions, tradingStart, places },
    look({ stopBreaks, stopRegions, tradingStart, places }, see) {
      const own = stopBreaks.filter(({ step }) => tradingStart.loads(places.moduleOf(step.region.at)));
      for (const { why, name, step, lost } of own) {
        const values = { name: name.id, lost: lost.length };
        const behind = lost.slice(0, MOST).map((one): Evidence => ({ at: firstLineOf(places.at(one)), note: say("lost") }));
        see.broken(places.subject("step", name), say(why, values), [{ at: places.at(name), note: say("raises") }, ...behind, { at: firstLineOf(places.at(step.region.at)), note: say("root") }],
          { fix: say(`fix-${why}`, values), group: "sequence", ...(lost.length === 0 ? { impact: "hygiene" as const } : {}) });
      }
      const running = stopRegions.filter((one) => one.kind !== "task" && tradingStart.loads(places.moduleOf(one.at)) && !tradingStart.isAside(one.at));
      for (const region of running) {
        const late = queuedTooLate(region);
        if (late) see.broken(places.subject("step", late), say("late", { what: places.snippet(late, 60) }), [{ at: places.at(late), note: say("queued") }, { at: firstLineOf(places.at(region.at)), note: say("root") }], { fix: say("fix-late"), group: "sequence", impact: "hygiene" });
      }
      if (own.length > 0) return;
      // What another program of the repository does at its end proves nothing about this one.
      const region = running.find((one) => queuedTooLate(one) === null);
      if (region) see.holds({ kind: "step", id: "sequence" }, say("holds"), [{ at: firstLineOf(places.at(region.at)), note: say("root") }]);
      else if (running.length === 0) see.notApplicable(say("nothing"));
    },
  },
});
