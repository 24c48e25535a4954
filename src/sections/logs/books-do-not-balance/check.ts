import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { actsAfterTests } from "../../../facts/code/races/acts-after-tests.ts";
import { ownLog } from "../../../facts/run/own-log.ts";
import { positionBooks } from "../../../facts/run/position-books.ts";
import { reentryWindow } from "../../../facts/run/reentry-window.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";
import { silentSubjects } from "../silent-event.ts";
import { exitEvidence, unloggedExits } from "../unlogged-exits.ts";

const say = catalogue({
  broken: {
    en: "{count, plural, =1 {A closed position has} other {# closed positions have}} no EXIT_HIT in this run (first {instrument}): {entries} entries are not {closed} exits and {open} open. Why it was closed and with what result, the log does not tell.",
    ru: "{count, plural, one {У # закрытой позиции} other {У # закрытых позиций}} в этом запуске нет EXIT_HIT (первая — {instrument}): входов {entries}, а выходов {closed} и открытых {open}. Почему и с каким результатом закрыто, по логу не узнать.",
  },
  fix: { en: "Log `EXIT_HIT symbol=… side=… reason=… price=… size=… pnl=…` on every way on which a position leaves the books, also when the exchange or a person closed it.", ru: "Пишите `EXIT_HIT symbol=… side=… reason=… price=… size=… pnl=…` на каждом пути, где позиция уходит из учёта, в том числе когда её закрыла биржа или человек." },
  candidate: { en: "`{fn}` closes without a line", ru: "`{fn}` закрывает без записи в лог" },
  holds: { en: "the log adds up: {entries} entries = {closed} exits + {open} open", ru: "лог сходится: входов {entries} = выходов {closed} + открытых {open}" },
  unresolved: {
    en: "{entries} entries, {closed} exits, {open} open: {count, plural, =1 {one entry is} other {# entries are}} told neither as filled nor as closed",
    ru: "входов {entries}, выходов {closed}, открытых {open}: {count, plural, one {о # входе} other {о # входах}} не сказано ни об исполнении, ни о закрытии",
  },
  there: { en: "what has no EXIT_HIT is told with `{fn}`, the one place that closes without it", ru: "о закрытиях без EXIT_HIT сказано при `{fn}`: это единственное место, где закрывают без записи" },
  none: { en: "no position was opened in this run, or the log does not tell of it", ru: "в этом запуске позиции не открывались, или в логе этого нет" },
});

export const booksDoNotBalance = defineCheck({
  name: "logs/books-do-not-balance",
  claim: "The log of the run adds up: entries are exits and what is open.",
  impact: "position",
  about: "books",
  run: {
    requires: { positionBooks, reentryWindow, ownLog, actsAfterTests, eventSites, places },
    look({ positionBooks, reentryWindow, ownLog, actsAfterTests, eventSites, places }, see) {
      const { entries, closed, open, firstEntry, unresolved } = positionBooks;
      if (!firstEntry) return see.notExercised(say("none"));
      const lost = unloggedExits(positionBooks, actsAfterTests, reentryWindow);
      const values = { entries: String(entries), closed: String(closed), open: String(open) };
      if (lost.length === 0 && unresolved > 0) return see.notExercised(say("unresolved", { ...values, count: unresolved }));
      if (lost.length === 0) return see.holds({ kind: "books", id: "balance" }, say("holds", values), [logLine(firstEntry)]);
      const silent = ownLog ? silentSubjects("exit", { eventSites, places }) : [];
      // The one function that closes without a line is it: `exit-silent` tells it there.
      if (silent.length === 1) return see.notExercised(say("there", { fn: silent[0]!.fn }));
      const candidates = silent.slice(0, 4).map((one) => ({ at: one.at, note: say("candidate", { fn: one.fn }) }));
      see.broken({ kind: "books", id: "balance" }, say("broken", { ...values, count: lost.length, instrument: lost[0]!.instrument }), [...exitEvidence(lost), ...candidates], { fix: say("fix"), group: "exit", weight: 4 });
    },
  },
});
