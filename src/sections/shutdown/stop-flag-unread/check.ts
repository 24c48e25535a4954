import { places } from "../../../facts/code/places.ts";
import { unheardStops } from "../../../facts/code/stopping/unheard-stops.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const MOST = 3;

const say = catalogue({
  broken: {
    en: "`{fn}` sets `{name}` to stop trading, and nothing that trades reads it: {reads, plural, =0 {no code does at all} other {only its own class does, to show it}}. Whoever pulls this switch believes that the bot has stopped, and it opens the next position",
    ru: "`{fn}` выставляет `{name}`, чтобы остановить торговлю, но торгующий код его не читает: {reads, plural, =0 {его не читает никто} other {читает только его собственный класс, чтобы показать}}. Кто нажал этот выключатель, уверен, что бот остановлен, а тот открывает следующую позицию",
  },
  shown: { en: "it is only shown here", ru: "здесь его только показывают" },
  fix: { en: "let the way to the order ask the flag right before it is sent, or stop the engine from this command", ru: "спрашивать флаг на пути к ордеру прямо перед отправкой или останавливать движок из этой команды" },
  none: { en: "No switch that stops trading and that nothing reads was found", ru: "Выключателей торговли, которых никто не читает, не найдено" },
});

export const stopFlagUnread = defineCheck({
  name: "shutdown/stop-flag-unread",
  claim: "A switch that is to stop trading is read by what trades.",
  impact: "hygiene",
  about: "flag",
  code: {
    requires: { unheardStops, places },
    look({ unheardStops, places }, see) {
      if (unheardStops.length === 0) return see.notApplicable(say("none"));
      for (const { name, set, fn, reads } of unheardStops) {
        const says = say("broken", { fn: fn.qualname, name, reads: reads.length });
        const shown = reads.slice(0, MOST).map((node): Evidence => ({ at: places.at(node), note: say("shown") }));
        see.broken(places.subject("flag", set.target), says, [{ at: places.at(set.statement), note: says }, ...shown], { fix: say("fix"), weight: 5 });
      }
    },
  },
});
