import { entryStops } from "../../../facts/code/drift/entry-stops.ts";
import { schedules } from "../../../facts/code/drift/schedules.ts";
import { places } from "../../../facts/code/places.ts";
import { ownLog } from "../../../facts/run/own-log.ts";
import { syncRhythm } from "../../../facts/run/sync-rhythm.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";
import { both, fastest, intervalAt, loopsOf, mainOnes, runEvidence, say as words, seconds } from "../best-run.ts";

const say = catalogue({
  broken: {
    en: "Positions are compared with the exchange only every {seconds} (`{fn}`); at most {most} is asked for. A liquidation, a lost fill or a stop that went off stays unknown for that long.",
    ru: "Позиции сверяются с биржей только раз в {seconds} (`{fn}`), а нужно не реже {most}. Ликвидация, потерянное исполнение или сработавший стоп всё это время остаются неизвестны.",
  },
  stopped: {
    en: "Where `{test}` keeps new entries back, `{fn}` ends the round before positions are compared with the exchange: how long that lasts the code does not show. Compare positions and look after exits first.",
    ru: "Когда `{test}` удерживает новые входы, `{fn}` заканчивает круг до сверки позиций с биржей: сколько это длится, из кода не видно. Сначала сверяйте позиции и ведите выходы.",
  },
  ends: { en: "the round ends here, before the comparison", ru: "здесь круг заканчивается, до сверки" },
  fix: { en: "Lower the interval to {most} or less.", ru: "Уменьшите интервал до {most} или меньше." },
  holds: { en: "positions are compared with the exchange every {seconds} (`{fn}`)", ru: "позиции сверяются с биржей каждые {seconds} (`{fn}`)" },
  stated: { en: "golive.yaml says that positions are compared every {seconds}", ru: "в golive.yaml указано, что позиции сверяются каждые {seconds}" },
  unclear: {
    en: "`{fn}` is repeated, but its interval is only known to the running bot. State it in golive.yaml: `checks: '{'drift/schedule-too-slow: '{'interval_s: 30'}}'`.",
    ru: "`{fn}` повторяется, но интервал знает только работающий бот. Укажите его в golive.yaml: `checks: '{'drift/schedule-too-slow: '{'interval_s: 30'}}'`.",
  },
  single: {
    en: "`{fn}` looks at one position at a time; that all positions are compared, and how often, the code does not show. State it in golive.yaml: `checks: '{'drift/schedule-too-slow: '{'interval_s: 30'}}'`.",
    ru: "`{fn}` проверяет одну позицию; сверяются ли все и как часто, из кода не видно. Укажите это в golive.yaml: `checks: '{'drift/schedule-too-slow: '{'interval_s: 30'}}'`.",
  },
  ran: {
    en: "In this run positions were compared with the exchange every {seconds} ({count} comparisons in the log); at most {most} is asked for.",
    ru: "В этом запуске позиции сверялись с биржей раз в {seconds} (сверок в логе: {count}), а нужно не реже {most}.",
  },
  kept: { en: "in this run positions were compared every {seconds} ({count} comparisons in the log)", ru: "в этом запуске позиции сверялись раз в {seconds} (сверок в логе: {count})" },
  other: {
    en: "lines of comparisons came every {seconds}, and the code says otherwise or not at all: another clock, another setting, not a line for each; this run says nothing about the interval",
    ru: "строки о сверках шли раз в {seconds}, а из кода следует другое или ничего: другие часы, другая настройка, строка не на каждую сверку; об интервале этот запуск не говорит",
  },
  notSeen: { en: "the log has too few lines of comparisons to tell their interval", ru: "строк о сверке в логе слишком мало, чтобы назвать интервал" },
  none: { en: "No comparison is repeated.", ru: "Ни одна сверка не повторяется." },
});

export const scheduleTooSlow = defineCheck({
  name: "drift/schedule-too-slow",
  claim: "Positions are compared with the exchange at least once a minute.",
  impact: "blind",
  about: "schedule",
  /** `interval_s`: what the person states where the code does not tell; 0: nothing. From `red_interval_s` on it is a failure.
   * `tolerance_s`: what the gaps in a log may exceed the interval by, for the time that the request itself takes. */
  options: { max_interval_s: 60, red_interval_s: 600, interval_s: 0, tolerance_s: 6 },
  code: {
    requires: { schedules, entryStops, places },
    look({ schedules, entryStops, places }, see, options) {
      const main = mainOnes(schedules);
      if (main.length === 0) return see.notApplicable(words("noFetch"));
      const all = loopsOf(main);
      const best = fastest(all.filter(({ run }) => entryStops.before(run) === null)) ?? fastest(all);
      if (!best) return see.notApplicable(say("none"));
      const { fn } = best.schedule.reconciliation;
      const subject = places.subject("schedule", fn, "schedule");
      const known = best.run.seconds ?? (options.interval_s > 0 ? options.interval_s : null);
      // One position at hand is looked at that often; whether all are, is not shown.
      if (!best.schedule.reconciliation.core && (known ?? 0) <= options.max_interval_s && options.interval_s <= 0) return see.unclear(subject, say("single", { fn: fn.qualname }), runEvidence(places, best));
      const stop = (known ?? 0) <= options.max_interval_s ? entryStops.before(best.run) : null;
      if (stop) return see.unclear(subject, say("stopped", { fn: stop.fn.qualname, test: places.snippet(stop.test, 70) }), [{ at: places.at(stop.exit), note: say("ends") }, ...runEvidence(places, best)]);
      if (known === null) return see.unclear(subject, say("unclear", { fn: fn.qualname }), runEvidence(places, best));
      const [text, most] = [seconds(known), seconds(options.max_interval_s)];
      const told = best.run.seconds === null ? "stated" : "holds";
      if (known <= options.max_interval_s) return see.holds(subject, both((language) => say(told, { fn: fn.qualname, seconds: text[language] })), runEvidence(places, best));
      see.broken(
        subject, both((language) => say("broken", { fn: fn.qualname, seconds: text[language], most: most[language] })), intervalAt(places, best),
        { fix: both((language) => say("fix", { most: most[language] })), group: "schedule", impact: known >= options.red_interval_s ? "position" : "blind", weight: 4 },
      );
    },
  },
  run: {
    requires: { syncRhythm, ownLog, schedules, places },
    look({ syncRhythm, ownLog, schedules, places }, see, options) {
      const best = fastest(loopsOf(mainOnes(schedules)));
      const { median, steady, each, syncs, gaps, scalable } = syncRhythm;
      if (!best || !ownLog) return;
      if (syncs === 0 || median === null || !steady) return see.notExercised(say("notSeen"));
      const subject = places.subject("schedule", best.schedule.reconciliation.fn, "schedule");
      const [text, most] = [seconds(median), seconds(options.max_interval_s)];
      const told = both((language) => say(median > options.max_interval_s + options.tolerance_s ? "ran" : "kept", { seconds: text[language], most: most[language], count: String(syncs) }));
      const shown = gaps.filter((one) => one.to !== null).slice(0, 3).flatMap((one) => [logLine(one.from), logLine(one.to!)]) as [Evidence, ...Evidence[]];
      const planned = best.run.seconds ?? (options.interval_s > 0 ? options.interval_s : null);
      // A faster clock, another setting than the one that ships, a line for every tenth round: such a run says nothing about the schedule.
      if (planned === null ? !each || scalable : Math.max(planned, median) > Math.min(planned, median) * OTHER) return see.notExercised(both((language) => say("other", { seconds: text[language] })));
      if (median > options.max_interval_s + options.tolerance_s) return see.broken(subject, told, [intervalAt(places, best)[0], ...shown], { group: "schedule", impact: median >= options.red_interval_s ? "position" : "blind", weight: 5 });
      see.holds(subject, told, shown);
    },
  },
});

/** From this factor on it is not the same schedule any more. */
const OTHER = 1.35;
