import { limitTests } from "../../../facts/code/stopping/limit-tests.ts";
import { places } from "../../../facts/code/places.ts";
import { dailyLossReached } from "../../../facts/run/daily-loss-reached.ts";
import { horizonOf, until } from "../../../facts/run/horizon.ts";
import { byLog } from "../../../facts/run/one-log.ts";
import { toldOnce } from "../../../facts/run/told-once.ts";
import { run } from "../../../facts/roots.ts";
import type { RunEvent } from "../../../run/event.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { lineText, logLine } from "../../log-line.ts";

const MOST = 8;

const say = catalogue({
  broken: {
    en: "The bot said that its daily loss limit is reached and went on opening positions ({count, plural, one {# entry} other {# entries}} after it): the limit is a line in the log, and the day goes on until the account is empty",
    ru: "Бот сообщил о дневном лимите убытка и продолжил открывать позиции ({count, plural, one {# вход} few {# входа} many {# входов} other {# входа}} после этого): лимит остался строкой лога, и день продолжается, пока не кончится счёт",
  },
  holds: { en: "after the daily loss limit nothing was opened", ru: "после дневного лимита убытка ничего не открывалось" },
  entry: { en: "opened although the limit was reached: {line}", ru: "открыто, хотя лимит достигнут: {line}" },
  untold: { en: "Daily loss: the limit was reached, and no line of this log tells of an opening, before it or after.", ru: "Дневной убыток: лимит достигнут, но ни одна строка этого лога не говорит об открытии, ни до, ни после." },
  nothing: { en: "Daily loss: the limit was not reached in this run.", ru: "Дневной убыток: в этом запуске лимит не достигнут." },
  fix: {
    en: "test the day's result right before each opening order, and keep the halt in the state file, so that a restart does not forget it",
    ru: "проверять результат дня перед каждым открывающим ордером и хранить запрет в файле состояния, чтобы перезапуск его не забыл",
  },
});

/** A log that never tells them proves nothing by their absence. */
const OPENINGS: ReadonlySet<RunEvent["kind"]> = new Set(["entry", "order-submitted"]);

export const ordersAfterDailyLoss = defineCheck({
  name: "shutdown/orders-after-daily-loss",
  claim: "After its daily loss limit the bot opened nothing in this run.",
  impact: "funds",
  about: "day",
  run: {
    requires: { run, toldOnce, limitTests, places },
    look({ run, toldOnce, limitTests, places }, see) {
      const tests = new Set(limitTests.of("daily-loss").map(({ fn }) => `${places.at(fn).file}:${fn.qualname}`));
      const isDailyLoss = (one: RunEvent): boolean => one.pattern !== null && tests.has(run.patterns[one.pattern]?.fn ?? "") && /loss|pnl|убыт/iu.test(one.text);
      const events = until(toldOnce, horizonOf(run, ["limit-reached", "entry", "order-submitted"]));
      const days = byLog(events).flatMap((one) => dailyLossReached(one, isDailyLoss) ?? []);
      const found = days.find((one) => one.opened.length > 0) ?? days[0];
      if (!found) return see.notExercised(say("nothing"));
      const reached: Evidence = logLine(found.reached);
      const subject = { kind: "day", id: "daily loss" } as const;
      const [first, ...rest] = found.opened.slice(0, MOST).map((one): Evidence => ({ at: one.at, note: say("entry", { line: lineText(one.text) }) }));
      if (first) see.broken(subject, say("broken", { count: found.opened.length }), [first, reached, ...rest], { fix: say("fix"), weight: 60 });
      else if (!events.some(({ kind }) => OPENINGS.has(kind))) see.notExercised(say("untold"));
      else see.holds(subject, say("holds"), [reached]);
    },
  },
});
