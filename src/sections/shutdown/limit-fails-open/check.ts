import { openHandlers } from "../../../facts/code/filter-defects/open-handlers.ts";
import { places } from "../../../facts/code/places.ts";
import { limitSources } from "../../../facts/code/stopping/limit-sources.ts";
import { passingFailures } from "../../../facts/code/stopping/passing-failures.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  nothing: {
    en: "{kind, select, daily {The daily loss limit} other {The limit of open positions}} passes when it cannot count: after an exception `{fn}` answers `{answer}`, and `{test}` takes that for an empty book. While the database or the exchange does not answer, every entry is let through",
    ru: "{kind, select, daily {Дневной лимит убытка} other {Лимит открытых позиций}} пропускает вход, когда не может посчитать: после исключения `{fn}` отвечает `{answer}`, и `{test}` принимает это за пустой счёт. Пока база или биржа не отвечает, проходит каждый вход",
  },
  allowed: {
    en: "{kind, select, daily {The daily loss limit} other {The limit of open positions}} passes when it fails: whatever is raised around `{test}`, `{fn}` answers `{answer}`. The limit is gone exactly when something is wrong",
    ru: "{kind, select, daily {Дневной лимит убытка} other {Лимит открытых позиций}} при сбое пропускает вход: какое бы исключение ни возникло вокруг `{test}`, `{fn}` отвечает `{answer}`. Лимит исчезает именно тогда, когда что-то не так",
  },
  guard: {
    en: "the limit `{fn}` passes when it fails: on {error} it answers as if nothing were lost and no limit were reached, so entries go out exactly when the result of the day or the account cannot be read",
    ru: "лимит `{fn}` при сбое пропускает вход: на {error} он отвечает так, будто убытка нет и предел не достигнут, и входы уходят именно тогда, когда результат дня или счёт не удалось прочитать",
  },
  fix: { en: "refuse the entry: let the exception through, or answer `None` (or False) and leave the path on it", ru: "отказывать во входе: пропустить исключение дальше или вернуть `None` (либо False) и уходить с пути" },
  tested: { en: "the limit is asked here", ru: "лимит спрашивают здесь" },
  none: { en: "No limit stands before an order, so none can fail open", ru: "Перед ордерами нет лимитов, которые могли бы пропустить вход при сбое" },
  unseen: { en: "No exception was seen after which a limit before an order passes", ru: "Исключений, после которых лимит перед ордером пропускает вход, не видно" },
});

export const limitFailsOpen = defineCheck({
  name: "shutdown/limit-fails-open",
  claim: "What cannot be counted does not pass a limit.",
  impact: "hygiene",
  about: "limit",
  code: {
    requires: { limitSources, openHandlers, passingFailures, places },
    look({ limitSources, openHandlers, passingFailures, places }, see) {
      const guards = openHandlers.filter((one) => one.sure && one.limit && !passingFailures.some(({ fn }) => fn === one.fn));
      for (const { fn, asked, handlers: [first] } of guards) {
        const says = say("guard", { fn: fn.qualname, error: first.type ? `\`${places.snippet(first.type, 40)}\`` : "`except`" });
        see.broken(places.subject("limit", first, `guard ${fn.name}`), says, [{ at: { ...places.at(first), endLine: places.at(first).line }, note: says }, ...(asked ? [{ at: places.at(asked), note: say("tested") }] : [])], { fix: say("fix"), group: fn.qualname, weight: 2 });
      }
      if (passingFailures.length + guards.length === 0) return see.notApplicable(say(limitSources.length > 0 ? "unseen" : "none"));
      for (const { kind, asks, fn, answer, how } of passingFailures) {
        const values = { kind: kind === "daily-loss" ? "daily" : "positions", fn: fn.qualname, answer: places.snippet(answer.value!, 40), test: places.snippet(asks.node, 60) };
        const says = say(how, values);
        see.broken(places.subject("limit", answer), says, [{ at: places.at(answer), note: says }, { at: places.at(asks.node), note: say("tested") }], { fix: say("fix"), group: kind, weight: kind === "daily-loss" ? 3 : 2 });
      }
    },
  },
});
