import { ownCounts, type OwnCount } from "../../../facts/run/own-counts.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const EN = "{what, select, signals {signals} skips {skips} orders {orders} fills {fills} entries {entries} other {exits}}";
const RU = "{what, select, signals {сигналов} skips {пропусков} orders {ордеров} fills {исполнений} entries {входов} other {выходов}}";

const say = catalogue({
  broken: {
    en: `The bot's own summaries count at most {own} ${EN}, the log between them tells {counted} with as many different ids. Whoever goes by the summary, a limit or a person, goes by a wrong number.`,
    ru: `Собственные сводки бота насчитали не больше {own} ${RU}, а лог между ними показывает {counted}, и у каждого свой id. Кто опирается на сводку (лимит или человек), опирается на неверное число.`,
  },
  fix: { en: "Raise the counter where the event is logged, once for each, and not in a branch behind it.", ru: "Увеличивайте счётчик там же, где пишется событие, по разу на каждое, а не в ветке после него." },
  more: {
    en: `the summaries count at most {own} ${EN}, the log between them tells {counted}; without an id in each line some may be the same one told twice`,
    ru: `сводки насчитали не больше {own} ${RU}, лог между ними показывает {counted}; без id в каждой строке часть может быть повтором`,
  },
  fewer: {
    en: `the summaries count at least {own} ${EN}, the log between them tells {counted}: the others have no line, a level that is off, or words that golive does not know`,
    ru: `сводки насчитали не меньше {own} ${RU}, лог между ними показывает {counted}: у остальных нет строки, выключен уровень или слова, которых golive не знает`,
  },
  holds: { en: `the bot's own count of ${EN} agrees with the log: {own} and {counted}`, ru: `собственный счёт ${RU} сходится с логом: {own} и {counted}` },
  none: { en: "the bot prints no running summary of its signals and orders that could be held against the log", ru: "бот не печатает сводок о сигналах и ордерах, которые можно сверить с логом" },
});

/** Whether its numbers count from the start or since the summary before, nobody says: what is true of both. */
function ownOf({ grew, summed, counted, verdict }: OwnCount): number {
  if (verdict === "agrees") return Math.abs(summed - counted) < Math.abs(grew - counted) ? summed : grew;
  return verdict === "more in the log" ? Math.max(grew, summed) : Math.min(grew, summed);
}

export const countersDisagree = defineCheck({
  name: "logs/counters-disagree",
  claim: "What the bot counts of itself is what its log tells.",
  impact: "blind",
  maturity: "draft",
  about: "counter",
  run: {
    requires: { ownCounts },
    look({ ownCounts }, see) {
      if (ownCounts.length === 0) return see.notExercised(say("none"));
      for (const one of ownCounts) {
        const { what, first, last, counted, ids, verdict } = one;
        const own = ownOf(one);
        const values = { what, own: String(own), counted: String(counted) };
        const subject = { kind: "counter", id: what } as const;
        if (verdict === "agrees") see.holds(subject, say("holds", values), [logLine(last), logLine(first)]);
        else if (verdict === "fewer in the log") see.unclear(subject, say("fewer", values), [logLine(last), logLine(first)]);
        else if (ids === counted) see.broken(subject, say("broken", values), [logLine(last), logLine(first)], { fix: say("fix"), group: "counters", weight: 3 });
        else see.unclear(subject, say("more", values), [logLine(last), logLine(first)]);
      }
    },
  },
});
