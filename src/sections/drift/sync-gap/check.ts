import { syncRhythm, type SyncGap } from "../../../facts/run/sync-rhythm.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  gap: {
    en: "For {seconds} s this run did not compare its positions with the exchange{more, plural, =0 {} other { (and # more gaps)}}, although it was at work: at most {most} s is asked for.",
    ru: "{seconds} с этот запуск не сверял позиции с биржей{more, plural, =0 {} one { (и ещё # пропуск)} few { (и ещё # пропуска)} other { (и ещё # пропусков)}}, хотя бот работал: нужно не реже {most} с.",
  },
  ended: {
    en: "After this line positions were never compared with the exchange again, though the bot worked on for {seconds} s: the comparison has died.",
    ru: "После этой строки позиции больше ни разу не сверялись с биржей, хотя бот работал ещё {seconds} с: сверка умерла.",
  },
  fix: { en: "Give the request a time-out, catch its errors inside the loop, and let nothing block the event loop; log each comparison, also one that found nothing.", ru: "Задайте запросу таймаут, ловите его ошибки внутри цикла, ничем не блокируйте event loop; пишите в лог каждую сверку, даже если расхождений нет." },
  next: { en: "the next comparison: {text}", ru: "следующая сверка: {text}" },
  holds: { en: "positions were compared {count, plural, other {# times}}, {longest} s apart at most", ru: "позиции сверялись {count, plural, few {# раза} other {# раз}}, не реже чем через {longest} с" },
  none: { en: "the log has no line of a comparison with the exchange: it leaves none, or its level is off", ru: "в логе нет строк о сверке с биржей: бот её не пишет или уровень выключен" },
  conditional: {
    en: "the line about a comparison stands in a branch or behind a way out, or its place in the code is not known: where it is missing the comparison may have run",
    ru: "строка о сверке стоит в ветке или после выхода из функции, или её место в коде неизвестно: там, где её нет, сверка могла пройти",
  },
  few: { en: "positions were compared too rarely or too irregularly in this log to tell gaps from missing lines ({count} lines)", ru: "сверок в логе слишком мало или они нерегулярны: пропуск не отличить от пропущенной строки (строк: {count})" },
  scaled: { en: "the bot can run its clock faster, so that {median} s between comparisons of this log may stand for more", ru: "бот умеет ускорять свои часы: {median} с между сверками в этом логе могут означать больше" },
});

export const syncGap = defineCheck({
  name: "drift/sync-gap",
  claim: "While the bot was at work, no longer than a minute passed between two comparisons with the exchange.",
  impact: "blind",
  about: "sync-gap",
  /** Seconds of the log's clock. A gap that is longer by `tolerance_s` is told; from `red_gap_s` on it is a failure. */
  options: { max_gap_s: 60, tolerance_s: 6, red_gap_s: 300 },
  run: {
    requires: { syncRhythm },
    look({ syncRhythm }, see, options) {
      const { syncs, gaps, median, steady, each, scalable } = syncRhythm;
      if (syncs === 0) return see.notExercised(say("none"));
      if (median === null || !steady) return see.notExercised(say("few", { count: String(syncs) }));
      if (!each) return see.notExercised(say("conditional"));
      const most = options.max_gap_s + options.tolerance_s;
      // A whole schedule that is too slow is `schedule-too-slow`'s; here is what fell out of the schedule.
      const long = gaps.filter((one) => one.awake && one.seconds > Math.max(most, median * 2) && (one.to !== null || one.seconds > median * 3)).sort((a, b) => b.seconds - a.seconds);
      const [first] = long;
      if (first) {
        const values = { seconds: whole(first.seconds), most: String(options.max_gap_s), more: long.length - 1 };
        const evidence: [Evidence, ...Evidence[]] = [logLine(first.from), ...ends(first), ...long.slice(1, 5).flatMap((one) => [logLine(one.from), ...ends(one)])];
        see.broken({ kind: "sync-gap", id: "gap" }, say(first.to ? "gap" : "ended", values), evidence, { fix: say("fix"), impact: first.seconds >= options.red_gap_s ? "blind" : "hygiene", group: "schedule", weight: 4 });
      } else if (median > most) see.notExercised(say("few", { count: String(syncs) }));
      else if (scalable) see.notExercised(say("scaled", { median: whole(median) }));
      else see.holds({ kind: "sync-gap", id: "gap" }, say("holds", { count: syncs, longest: whole(Math.max(...gaps.filter((one) => one.to).map((one) => one.seconds))) }), [logLine(gaps[0]!.from)]);
    },
  },
});

const ends = ({ to }: SyncGap): Evidence[] => (to ? [{ at: to.at, note: say("next", { text: to.text }) }] : []);
const whole = (seconds: number): string => String(seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds));
