import { actsAfterTests } from "../../../facts/code/races/acts-after-tests.ts";
import { positionBooks, type Reentry } from "../../../facts/run/position-books.ts";
import { reentryWindow } from "../../../facts/run/reentry-window.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence, Subject } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  broken: {
    en: "{instrument} was entered twice within {seconds} s with no exit in between{more, plural, =0 {} other { (and # times more in this run)}}: the position is twice as large as the bot's rules allow.",
    ru: "В {instrument} бот вошёл дважды за {seconds} с, выхода между входами не было{more, plural, =0 {} other { (и ещё раз: #)}}: позиция вдвое больше, чем разрешают его правила.",
  },
  fix: {
    en: "Reserve the symbol before the first `await` on the way to the order (`if symbol in reserved: return; reserved.add(symbol)`), or hold one lock per symbol over test, order and booking.",
    ru: "Занимайте символ до первого `await` на пути к ордеру (`if symbol in reserved: return; reserved.add(symbol)`) или держите один lock на символ вокруг проверки, ордера и записи.",
  },
  unclear: {
    en: "{instrument} was entered twice within {seconds} s with no exit in between, and nothing shows whether the bot adds to its positions on purpose. If it does, state it in golive.yaml: `checks: '{'races/double-entry: '{'adds_allowed: true'}}'`.",
    ru: "В {instrument} бот вошёл дважды за {seconds} с без выхода; намеренно ли он наращивает позицию, неизвестно. Если да, укажите в golive.yaml: `checks: '{'races/double-entry: '{'adds_allowed: true'}}'`.",
  },
  proof: { en: "the first entry became a position: {text}", ru: "первый вход стал позицией: {text}" },
  rule: { en: "the bot's own rule: {text}", ru: "правило самого бота: {text}" },
  holds: { en: "no market was entered twice: {entries} entries, {closed} closed, {open} open", ru: "ни в один символ бот не вошёл дважды: входов {entries}, закрыто {closed}, открыто {open}" },
  allowed: { en: "golive.yaml says that the bot adds to its positions", ru: "в golive.yaml указано, что бот наращивает позиции" },
  apart: {
    en: "{instrument} was entered again with no exit in the log, too late for a race: the exit was not written",
    ru: "{instrument}: повторный вход без выхода в логе, но для гонки слишком поздно: выход не записан",
  },
  none: { en: "no position was opened in this run, or the log does not tell of it", ru: "в этом запуске позиции не открывались, или в логе этого нет" },
});

export default defineCheck({
  name: "races/double-entry",
  claim: "No market was entered twice at a time in this run.",
  impact: "funds",
  about: "entry",
  /** `together_s`: entries so close cannot have an unlogged exit between them. */
  options: { together_s: 10, adds_allowed: false },
  run: {
    requires: { positionBooks, actsAfterTests, reentryWindow },
    look({ positionBooks, actsAfterTests, reentryWindow }, see, options) {
      const { entries, closed, open, firstEntry, reentries, oneAtATime } = positionBooks;
      if (!firstEntry) return see.notExercised(say("none"));
      if (options.adds_allowed) return see.notApplicable(say("allowed"));
      const together = reentries.filter((one) => one.closing === null && one.seconds !== null && one.seconds <= Math.min(options.together_s, reentryWindow));
      const single = oneAtATime !== null || actsAfterTests.some((one) => one.order.role === "open" && one.question !== "count");
      const byMarket = new Map<string, Reentry[]>();
      for (const one of together) byMarket.set(one.instrument, [...(byMarket.get(one.instrument) ?? []), one]);
      for (const [instrument, [first, ...more]] of byMarket) {
        const subject: Subject<"entry"> = { kind: "entry", id: instrument };
        const values = { instrument, seconds: String(Number(first!.seconds!.toFixed(1))), more: more.length };
        const rule: Evidence[] = oneAtATime ? [{ at: oneAtATime.at, note: say("rule", { text: oneAtATime.text }) }] : [];
        const evidence: [Evidence, ...Evidence[]] = [logLine(first!.second), logLine(first!.first), { at: first!.proof.at, note: say("proof", { text: first!.proof.text }) }, ...rule, ...more.slice(0, 4).map((one) => logLine(one.second))];
        if (single) see.broken(subject, say("broken", values), evidence, { fix: say("fix"), group: "double entry", weight: 8 });
        else see.unclear(subject, say("unclear", values), evidence);
      }
      if (reentries.length > 0 && together.length === 0) return see.notExercised(say("apart", { instrument: reentries[0]!.instrument }));
      if (together.length === 0) see.holds({ kind: "entry", id: "once" }, say("holds", { entries: String(entries), closed: String(closed), open: String(open) }), [logLine(firstEntry)]);
    },
  },
});
