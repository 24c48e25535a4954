import { dailyResults } from "../../../facts/code/stopping/daily-results.ts";
import { forgottenResults } from "../../../facts/code/stopping/forgotten-results.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  result: {
    en: "`{name}`, which the daily loss limit reads, lives in memory only: after a restart (a crash, an update, a supervisor) the day begins at zero, and the bot may lose the whole limit once more",
    ru: "`{name}`, который читает дневной лимит убытка, хранится только в памяти: после перезапуска (падение, обновление, супервизор) день начинается с нуля, и бот может потерять весь лимит ещё раз",
  },
  base: {
    en: "`{name}`, from which the daily loss limit measures, lives in memory only: after a restart the equity of that moment becomes the day's base, and what was lost before is forgotten",
    ru: "`{name}`, от которого отсчитывается дневной лимит убытка, хранится только в памяти: после перезапуска базой дня становится капитал на этот момент, а прежний убыток забыт",
  },
  fix: { en: "write it to a file or a database with its date on each change, and read it back at the start while the date is today's; or sum today's closed trades at the venue", ru: "при каждом изменении записывать его с датой в файл или базу и читать при старте, пока дата сегодняшняя; либо суммировать сегодняшние закрытые сделки на бирже" },
  begun: { en: "each run begins it anew", ru: "каждый запуск начинает его заново" },
  grows: { en: "it is kept up in the run here", ru: "здесь он ведётся во время работы" },
  reads: { en: "the limit reads it here", ru: "лимит читает его здесь" },
  unproven: { en: "Whether the day's result `{name}` outlives a restart was not decided", ru: "Переживает ли результат дня `{name}` перезапуск, установить не удалось" },
  none: { en: "No daily loss limit that reads a counter was found", ru: "Дневного лимита, который читает счётчик, не найдено" },
});

export const dailyLossForgotten = defineCheck({
  name: "shutdown/daily-loss-forgotten",
  claim: "A restart does not forget what was lost today.",
  impact: "hygiene",
  // Two findings are too few to say how often it is right: see the page.
  maturity: "draft",
  about: "result",
  code: {
    requires: { forgottenResults, dailyResults, places },
    look({ forgottenResults, dailyResults, places }, see) {
      for (const { name, what, begun, feed, test } of forgottenResults) {
        const grows: Evidence[] = feed ? [{ at: places.at(feed), note: say("grows") }] : [];
        see.broken({ kind: "result", id: `${name} restart` }, say(what, { name }), [{ at: places.at(begun), note: say("begun") }, ...grows, { at: places.at(test), note: say("reads") }], { fix: say("fix") });
      }
      const [first] = dailyResults;
      if (forgottenResults.length === 0) see.notApplicable(first ? say("unproven", { name: first.name }) : say("none"));
    },
  },
});
