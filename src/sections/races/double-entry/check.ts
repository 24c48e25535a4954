import { doubleEntries } from "../../../facts/run/double-entries.ts";
import { positionBooks } from "../../../facts/run/position-books.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence, Subject } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";
import { entryEvidence, TOGETHER, twiceText, within } from "../double-entry-text.ts";

const say = catalogue({
  fix: {
    en: "Reserve the symbol before the first `await` on the way to the order (`if symbol in reserved: return; reserved.add(symbol)`), or hold one lock per symbol over test, order and booking.",
    ru: "Занимайте символ до первого `await` на пути к ордеру (`if symbol in reserved: return; reserved.add(symbol)`) или держите один lock на символ вокруг проверки, ордера и записи.",
  },
  unclear: {
    en: "{instrument} was entered twice with no exit in between, and nothing shows whether the bot adds to its positions on purpose. If it does, state it in golive.yaml: `checks: '{'races/double-entry: '{'adds_allowed: true'}}'`.",
    ru: "В {instrument} бот вошёл дважды без выхода; намеренно ли он наращивает позицию, неизвестно. Если да, укажите в golive.yaml: `checks: '{'races/double-entry: '{'adds_allowed: true'}}'`.",
  },
  apart: {
    en: "{instrument} was entered again with no exit in the log, too late for a race: the exit was not written",
    ru: "{instrument}: повторный вход без выхода в логе, но для гонки слишком поздно: выход не записан",
  },
  rule: { en: "the bot's own rule: {text}", ru: "правило самого бота: {text}" },
  there: { en: "double entries are told with the test that two tasks pass together", ru: "о двойных входах сказано при проверке, которую две задачи проходят одновременно" },
  holds: { en: "no market was entered twice: {entries} entries, {closed} closed, {open} open", ru: "ни в один символ бот не вошёл дважды: входов {entries}, закрыто {closed}, открыто {open}" },
  allowed: { en: "golive.yaml says that the bot adds to its positions", ru: "в golive.yaml указано, что бот наращивает позиции" },
  none: { en: "no position was opened in this run, or the log does not tell of it", ru: "в этом запуске позиции не открывались, или в логе этого нет" },
});

export default defineCheck({
  name: "races/double-entry",
  claim: "No market was entered twice at a time in this run.",
  impact: "funds",
  about: "entry",
  options: { together_s: TOGETHER, adds_allowed: false },
  run: {
    requires: { doubleEntries, positionBooks },
    look({ doubleEntries: { all, oneAtATime }, positionBooks }, see, options) {
      const { entries, closed, open, firstEntry } = positionBooks;
      if (!firstEntry) return see.notExercised(say("none"));
      if (options.adds_allowed) return see.notApplicable(say("allowed"));
      const together = all.flatMap((one) => within(one, options.together_s) ?? []);
      // Those that a racing test of the code explains are told there.
      for (const one of together.filter((each) => each.gate === null)) {
        const subject: Subject<"entry"> = { kind: "entry", id: one.instrument };
        const rule: Evidence[] = oneAtATime && "text" in oneAtATime ? [{ at: oneAtATime.at, note: say("rule", { text: logLine(oneAtATime).note.en }) }] : [];
        const [first, ...rest] = entryEvidence(one);
        if (oneAtATime) see.broken(subject, twiceText(one), [first!, ...rest, ...rule], { fix: say("fix"), group: "double entry", weight: 8 });
        else see.unclear(subject, say("unclear", { instrument: one.instrument }), [first!, ...rest]);
      }
      const [apart] = positionBooks.reentries;
      if (together.length === 0 && apart) see.notExercised(say("apart", { instrument: apart.instrument }));
      else if (together.length === 0) see.holds({ kind: "entry", id: "once" }, say("holds", { entries: String(entries), closed: String(closed), open: String(open) }), [logLine(firstEntry)]);
      else if (together.every((one) => one.gate !== null)) see.notExercised(say("there"));
    },
  },
});
