import { places } from "../../../facts/code/places.ts";
import { closingPaths, type UnfedClose } from "../../../facts/code/stopping/closing-paths.ts";
import { dailyResults, type DailyResult } from "../../../facts/code/stopping/daily-results.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  never: {
    en: "The daily loss limit reads `{name}`, and nothing that runs ever adds a result to it: the limit is never reached, whatever the bot loses",
    ru: "Дневной лимит убытка читает `{name}`, но работающий код никогда не добавляет туда результат: лимит не сработает, сколько бы бот ни потерял",
  },
  dead: {
    en: "The daily loss limit reads `{name}`, but what adds results to it is never called: the limit is never reached, whatever the bot loses",
    ru: "Дневной лимит убытка читает `{name}`, но код, который добавляет туда результаты, никто не вызывает: лимит не сработает, сколько бы бот ни потерял",
  },
  passed: {
    en: "The daily loss limit reads `{name}`, but the only calls that add results to it stand behind `{test}`, which has left the function by then: the limit is never reached, whatever the bot loses",
    ru: "Дневной лимит убытка читает `{name}`, но вызовы, которые добавляют туда результаты, стоят после `{test}`, где функция уже завершилась: лимит не сработает, сколько бы бот ни потерял",
  },
  "fix-passed": { en: "add the result where the close really happens: before that return, or in what it hands the close to", ru: "добавлять результат там, где позиция действительно закрывается: до этого return или в том, чему передаётся закрытие" },
  leaves: { en: "leaves the function here whenever the condition of that call holds", ru: "при выполнении условия того вызова функция завершается здесь" },
  neverCalled: { en: "this call is never reached", ru: "до этого вызова дело не доходит" },
  close: {
    en: "`{fn}` closes a position and takes it off the books without adding its result to `{name}`: losses of these closes are missing in the daily limit, which comes too late",
    ru: "`{fn}` закрывает позицию и снимает её с учёта, не добавляя результат в `{name}`: убытков этих закрытий в дневном лимите нет, и он срабатывает слишком поздно",
  },
  told: {
    en: "`{fn}` takes a position off the books that the venue has closed (a stop order, a liquidation) without adding its result to `{name}`: the losses of these closes are missing in the daily limit",
    ru: "`{fn}` снимает с учёта позицию, которую закрыла биржа (стоп-ордер, ликвидация), не добавляя результат в `{name}`: убытков этих закрытий в дневном лимите нет",
  },
  fix: { en: "let every close (stop, target, time exit, manual, liquidation, found closed by the sync) go through one function that adds the result", ru: "провести каждое закрытие (стоп, цель, выход по времени, ручное, ликвидация, найденное сверкой) через одну функцию, которая добавляет результат" },
  reads: { en: "the limit reads it here", ru: "лимит читает его здесь" },
  feeds: { en: "other closes are added here", ru: "другие закрытия добавляются здесь" },
  deadFeed: { en: "nothing of the running bot gets here", ru: "работающий бот сюда не попадает" },
  drops: { en: "the position leaves the books", ru: "позиция снимается с учёта" },
  closes: { en: "the close is sent", ru: "закрытие отправляется" },
  holds: { en: "Results are added to `{name}`, and no close was found that leaves its own out", ru: "Результаты добавляются в `{name}`, и закрытий, которые не добавляют свой, не найдено" },
  unsure: { en: "The day's result `{name}` is fed, but not beside the close `{close}` as far as could be followed: its loss may be missing in the daily limit", ru: "Результат дня `{name}` пополняется, но возле закрытия `{close}` этого, насколько удалось проследить, не происходит: его убытка может не быть в дневном лимите" },
  noCloses: { en: "The day's result `{name}` is fed; the closes of the bot were not found, so whether each adds to it is not known", ru: "Результат дня `{name}` пополняется; закрытия бота не найдены, поэтому неизвестно, добавляет ли результат каждое" },
  derived: { en: "The day's result `{name}` is computed from records or from the account, not counted", ru: "Результат дня `{name}` вычисляется по записям или по счёту, а не накапливается" },
  none: { en: "No daily loss limit that reads a counter was found", ru: "Дневного лимита, который читает счётчик, не найдено" },
});

export const dailyPnlNotFed = defineCheck({
  name: "shutdown/daily-pnl-not-fed",
  claim: "Every close adds its result to what the daily loss limit reads.",
  impact: "funds",
  about: "result",
  code: {
    requires: { dailyResults, closingPaths, places },
    look({ dailyResults, closingPaths, places }, see) {
      if (dailyResults.length === 0) return see.notApplicable(say("none"));
      const close = (one: UnfedClose): void => {
        const values = { fn: one.fn.qualname, name: one.result.name };
        const head = places.at(one.fn);
        const feed = one.result.feeds[0]!;
        const says = say(one.closes ? "close" : "told", values);
        const sent: Evidence[] = one.closes ? [{ at: places.at(one.closes), note: say("closes") }] : [];
        see.broken(places.subject("result", one.fn), says, [
          { at: { ...head, endLine: head.line }, note: says }, ...sent, { at: places.at(one.drops), note: say("drops") }, { at: places.at(feed.statement), note: say("feeds") },
        ], { fix: say("fix"), group: one.result.name, ...(one.closes ? {} : { impact: "hygiene" as const }) });
      };
      const fed = (one: DailyResult, reads: Evidence): void => {
        const subject = { kind: "result", id: one.name } as const;
        const feeds: Evidence = { at: places.at(one.feeds[0]!.statement), note: say("feeds") };
        const open = closingPaths.unsure(one);
        if (open) see.unclear(subject, say("unsure", { name: one.name, close: places.snippet(open, 60) }), [{ at: places.at(open), note: say("closes") }, feeds, reads]);
        else if (open === undefined) see.unclear(subject, say("noCloses", { name: one.name }), [feeds, reads]);
        else see.holds(subject, say("holds", { name: one.name }), [feeds, reads]);
      };
      for (const one of dailyResults) {
        const subject = { kind: "result", id: one.name } as const;
        const reads: Evidence = { at: places.at(one.test), note: say("reads") };
        const values = { name: one.name };
        if (one.derived) see.notApplicable(say("derived", values));
        else if (one.feeds.length === 0) {
          const [dead] = one.deadFeeds;
          const { passed } = one;
          if (passed) see.broken(subject, say("passed", { ...values, test: places.snippet(passed.test.test, 60) }), [{ at: places.at(passed.call), note: say("neverCalled") }, { at: lineOf(places.at(passed.test)), note: say("leaves") }, reads], { fix: say("fix-passed") });
          else see.broken(subject, say(dead ? "dead" : "never", values), dead ? [{ at: places.at(dead.statement), note: say("deadFeed") }, reads] : [reads], { fix: say("fix") });
        } else if (!closingPaths.unfed.some((each) => each.result === one)) fed(one, reads);
      }
      for (const one of closingPaths.unfed) close(one);
    },
  },
});

const lineOf = (at: Evidence["at"]): Evidence["at"] => ({ ...at, endLine: at.line });
