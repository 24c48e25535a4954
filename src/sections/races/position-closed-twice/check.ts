import { positionBooks } from "../../../facts/run/position-books.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  broken: {
    en: "The position in {instrument} was closed twice{more, plural, =0 {} other { (and # times more in this run)}}: the second order opens a position the other way round, and nobody manages it.",
    ru: "Позиция в {instrument} закрыта дважды{more, plural, =0 {} other { (и ещё раз: #)}}: второй ордер открывает позицию в обратную сторону, и ею никто не управляет.",
  },
  fix: { en: "Mark the position as closing before the first `await` (or under one lock per symbol), and send the order with `reduceOnly`.", ru: "Помечайте позицию закрываемой до первого `await` (или под одним lock на символ) и отправляйте ордер с `reduceOnly`." },
  proof: { en: "the first close was done: {text}", ru: "первое закрытие состоялось: {text}" },
  holds: { en: "no position was closed twice: {entries} entries, {closed} closed, {open} open", ru: "ни одна позиция не закрыта дважды: входов {entries}, закрыто {closed}, открыто {open}" },
  none: { en: "no position was closed in this run, or the log does not tell of it", ru: "в этом запуске позиции не закрывались, или в логе этого нет" },
});

export default defineCheck({
  name: "races/position-closed-twice",
  claim: "No position of this run was closed twice.",
  impact: "funds",
  about: "close",
  run: {
    requires: { positionBooks },
    look({ positionBooks }, see) {
      const { entries, closed, open, firstExit, secondCloses } = positionBooks;
      // Exits of positions that the log never saw opened show nothing.
      if (!firstExit || (closed === 0 && secondCloses.length === 0)) return see.notExercised(say("none"));
      for (const instrument of new Set(secondCloses.map((one) => one.instrument))) {
        const [first, ...more] = secondCloses.filter((one) => one.instrument === instrument);
        const proof: Evidence[] = first!.proof ? [{ at: first!.proof.at, note: say("proof", { text: first!.proof.text }) }] : [];
        const evidence: [Evidence, ...Evidence[]] = [logLine(first!.second), logLine(first!.first), ...proof, ...more.slice(0, 4).map((one) => logLine(one.second))];
        see.broken({ kind: "close", id: instrument }, say("broken", { instrument, more: more.length }), evidence, { fix: say("fix"), group: "double close", weight: 8 });
      }
      if (secondCloses.length === 0) see.holds({ kind: "close", id: "once" }, say("holds", { entries: String(entries), closed: String(closed), open: String(open) }), [logLine(firstExit)]);
    },
  },
});
