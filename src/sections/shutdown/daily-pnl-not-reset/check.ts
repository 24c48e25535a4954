import { places } from "../../../facts/code/places.ts";
import { dailyResults } from "../../../facts/code/stopping/daily-results.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{name}` is counted up and never starts anew: the daily limit becomes a limit for the whole life of the bot. One bad week stops trading for good, and after good weeks a whole day's crash passes unnoticed",
    ru: "`{name}` только накапливается и никогда не обнуляется: дневной лимит становится лимитом на всю жизнь бота. Одна плохая неделя останавливает торговлю навсегда, а после хороших недель обвал целого дня пройдёт незамеченным",
  },
  dead: {
    en: "`{name}` should start anew each day in `{fn}`, but nothing calls it: the daily limit becomes a limit for the whole life of the bot",
    ru: "`{name}` должен обнуляться каждый день в `{fn}`, но её никто не вызывает: дневной лимит становится лимитом на всю жизнь бота",
  },
  lifetime: {
    en: "`{name}` is only called the day's result: it is made of `{counter}`, which counts up for the bot's whole life. One bad week stops trading for good, and after good weeks a whole day's crash passes unnoticed",
    ru: "`{name}` лишь называется дневным результатом: он берётся из `{counter}`, а тот накапливается всю жизнь бота. Одна плохая неделя останавливает торговлю навсегда, а после хороших недель обвал целого дня пройдёт незамеченным",
  },
  fix: { en: "when the UTC date changes, start the result and its base (equity) anew, on every read and every close", ru: "при смене даты (UTC) начинать результат и его базу (капитал) заново — при каждом чтении и каждом закрытии" },
  made: { en: "the day's result is taken from here", ru: "отсюда берётся результат дня" },
  reads: { en: "the limit reads it here", ru: "лимит читает его здесь" },
  deadReset: { en: "nothing of the running bot gets here", ru: "работающий бот сюда не попадает" },
  counts: { en: "the result is counted up here", ru: "результат накапливается здесь" },
  resets: { en: "it starts anew here", ru: "здесь он начинается заново" },
  holds: { en: "`{name}` starts anew", ru: "`{name}` начинается заново" },
  unclear: { en: "`{name}` starts anew in `{fn}`; that this happens once a day was not seen", ru: "`{name}` обнуляется в `{fn}`; что это происходит раз в день, не видно" },
  none: { en: "No daily loss limit that reads a counter was found", ru: "Дневного лимита, который читает счётчик, не найдено" },
});

export const dailyPnlNotReset = defineCheck({
  name: "shutdown/daily-pnl-not-reset",
  claim: "What the daily loss limit reads starts anew each day.",
  impact: "funds",
  about: "result",
  code: {
    requires: { dailyResults, places },
    look({ dailyResults, places }, see) {
      for (const { name, test, lifetime } of dailyResults) {
        if (!lifetime) continue;
        const evidence: [Evidence, ...Evidence[]] = [{ at: places.at(lifetime.read), note: say("made") }, { at: places.at(lifetime.feed), note: say("counts") }, { at: places.at(test), note: say("reads") }];
        see.broken({ kind: "result", id: `${name} reset` }, say("lifetime", { name, counter: lifetime.counter }), evidence, { fix: say("fix") });
      }
      const counted = dailyResults.filter((one) => one.feeds.length > 0 && !one.derived);
      if (counted.length === 0) return dailyResults.some((one) => one.lifetime) ? undefined : see.notApplicable(say("none"));
      for (const one of counted) {
        const subject = { kind: "result", id: `${one.name} reset` } as const;
        const counts: Evidence = { at: places.at(one.feeds[0]!.statement), note: say("counts") };
        const reads: Evidence = { at: places.at(one.test), note: say("reads") };
        const reset = one.resets.find((each) => one.daily(each)) ?? one.resets[0];
        const [dead] = one.deadResets;
        const values = { name: one.name, fn: (reset ?? dead)?.fn.qualname ?? "" };
        if (reset && one.daily(reset)) see.holds(subject, say("holds", values), [{ at: places.at(reset.statement), note: say("resets") }, reads]);
        else if (reset) see.unclear(subject, say("unclear", values), [{ at: places.at(reset.statement), note: say("resets") }, reads]);
        else if (dead) see.broken(subject, say("dead", values), [{ at: places.at(dead.statement), note: say("deadReset") }, counts, reads], { fix: say("fix") });
        else see.broken(subject, say("broken", values), [counts, reads], { fix: say("fix") });
      }
    },
  },
});
