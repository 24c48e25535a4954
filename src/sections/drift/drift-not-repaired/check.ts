import { drifts } from "../../../facts/run/drifts.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  add: {
    en: "The exchange holds a position in {instrument} that the bot does not have: told {count, plural, other {# times}} in a row and never taken over or closed. Nobody moves its stop.",
    ru: "На бирже есть позиция {instrument}, которой нет у бота: об этом сообщено {count, plural, few {# раза} other {# раз}} подряд, но она не принята и не закрыта. Её стоп никто не двигает.",
  },
  remove: {
    en: "The bot keeps a position in {instrument} that the exchange does not have: told {count, plural, other {# times}} in a row and never taken out of the books. It blocks the symbol, and its exit opens a new position.",
    ru: "Бот держит позицию {instrument}, которой нет на бирже: об этом сообщено {count, plural, few {# раза} other {# раз}} подряд, но из реестра она не удалена. Символ занят, а выход откроет новую позицию.",
  },
  fix: { en: "Repair what was found in the same round: adopt or close an unknown position, drop the record of one that is gone.", ru: "Исправляйте найденное в том же круге: неизвестную позицию примите или закройте, исчезнувшую удалите из реестра." },
  holds: { en: "each of {count} differences was told once and did not come back", ru: "каждое из расхождений ({count}) устранено: повторно о нём не сообщалось" },
  none: { en: "no difference between the books and the exchange was told in this run", ru: "расхождений между реестром и биржей в этом запуске не было" },
});

export const driftNotRepaired = defineCheck({
  name: "drift/drift-not-repaired",
  claim: "A difference that the comparison found is repaired, not only told.",
  impact: "position",
  about: "drift",
  run: {
    requires: { drifts },
    look({ drifts }, see) {
      const { any, open, sample } = drifts;
      if (!sample) return see.notExercised(say("none"));
      const seen = new Set<string>();
      for (const { instrument, times } of open) {
        const [first] = times;
        const id = `${first!.kind} ${instrument}`;
        if (seen.has(id)) continue;
        seen.add(id);
        const [head, ...rest] = times.map(logLine);
        const last = rest.slice(-3);
        see.broken({ kind: "drift", id }, say(first!.kind === "drift-add" ? "add" : "remove", { instrument, count: times.length }), [head!, ...last], { fix: say("fix"), group: "unrepaired", weight: 6 });
      }
      if (open.length === 0) see.holds({ kind: "drift", id: "repaired" }, say("holds", { count: String(any) }), [logLine(sample)]);
    },
  },
});
