import { places } from "../../../facts/code/places.ts";
import { loops } from "../../../facts/code/races/loops.ts";
import { tradingCode } from "../../../facts/code/trading-code.ts";
import { failedAccesses } from "../../../facts/run/failed-accesses.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { tellBrokenLoop } from "../failed-in-run.ts";
import { pairEvidence, pairText } from "../runs-text.ts";
import { stakeOf } from "../stake.ts";

const say = catalogue({
  broken: {
    en: "The loop over `{code}` waits in line {yields}, and {change} changes the size of `{place}` meanwhile ({pairEn}): \"changed size during iteration\", the rest of the loop is not done.",
    ru: "Цикл по `{code}` ждёт в строке {yields}, а {change} в это время меняет размер `{place}` ({pairRu}): «changed size during iteration», остаток цикла не выполнен.",
  },
  fix: { en: "Loop over a copy: `for … in list({code})`, and look whether the entry is still there after each await.", ru: "Идите по копии: `for … in list({code})`, и после каждого await смотрите, на месте ли запись." },
  loop: { en: "the loop over the live container", ru: "цикл по живому контейнеру" },
  yields: { en: "other tasks may run here", ru: "здесь могут выполняться другие задачи" },
  change: { en: "the size changes here, in another run", ru: "здесь другой запуск меняет размер" },
  quiet: { en: "the loop over `{place}` does not wait inside.", ru: "цикл по `{place}` внутри не ждёт." },
  alone: { en: "nobody changes the size of `{place}` while this loop waits.", ru: "пока этот цикл ждёт, размер `{place}` никто не меняет." },
  none: { en: "No loop runs over a shared dict or set itself.", ru: "Нет циклов прямо по общему словарю или множеству." },
});

export default defineCheck({
  name: "races/iteration-across-await",
  claim: "No loop over a shared dict or set waits inside while another task changes its size.",
  impact: "position",
  about: "loop",
  code: {
    requires: { loops, places, tradingCode },
    look({ loops, places, tradingCode }, see) {
      if (loops.length === 0) return see.notApplicable(say("none"));
      for (const { loop, place, fn, yieldsAt, change, unsure } of loops) {
        if (unsure) continue;
        const label = place.location.label;
        const code = places.snippet(loop.iterable, 60);
        const subject = places.subject("loop", loop, code);
        const here = { at: places.at(loop.iterable), note: say("loop") };
        if (!yieldsAt || !change) {
          see.holds(subject, say(yieldsAt ? "alone" : "quiet", { place: label }), [here]);
          continue;
        }
        const pair = pairText(change.pair, places);
        const [yields, at] = [places.at(yieldsAt), places.at(change.access.node)];
        see.broken(
          subject,
          say("broken", { code, yields: String(yields.line), change: `${at.file}:${at.line}`, place: label, pairEn: pair.en, pairRu: pair.ru }),
          [here, { at: yields, note: say("yields") }, { at, note: say("change") }, ...pairEvidence(change.pair, places)],
          { fix: say("fix", { code }), group: label, impact: stakeOf(place, fn, tradingCode), weight: tradingCode.of(fn) === "other" ? 1 : 4 },
        );
      }
    },
  },
  run: {
    requires: { failedAccesses, places },
    look({ failedAccesses, places }, see) {
      for (const one of failedAccesses.loops) tellBrokenLoop(one, places, see);
    },
  },
});
