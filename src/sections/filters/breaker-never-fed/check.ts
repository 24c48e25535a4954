import { feeders, type Feeders } from "../../../facts/code/breaker-feeders.ts";
import { bitOf } from "../../../facts/code/guard-kinds.ts";
import { unfedTests } from "../../../facts/code/filter-defects/unfed-tests.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { headOf } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "`{asks}` is asked before every order, but nothing that runs ever feeds it: `{feeds}`, which could make it block, {called, select, yes {is called only by code that does not run as the bot ships} other {is never called}}. It can never stop trading",
    ru: "`{asks}` спрашивают перед каждым ордером, но ничто в работающем боте его не питает: `{feeds}`, который мог бы заблокировать, {called, select, yes {вызывает только код, который в этом виде не выполняется} other {никто не вызывает}}. Остановить торговлю он не сможет никогда",
  },
  passed: {
    en: "`{asks}` is asked before every order, but every call of `{feeds}`, which could make it block, stands behind `{test}`, which has left the function by then. It can never stop trading",
    ru: "`{asks}` спрашивают перед каждым ордером, но все вызовы `{feeds}`, который мог бы заблокировать, стоят после `{test}`, где функция уже завершилась. Остановить торговлю он не сможет никогда",
  },
  leaves: { en: "leaves the function here whenever the condition of that call holds", ru: "при выполнении условия того вызова функция завершается здесь" },
  neverCalled: { en: "this call is never reached", ru: "до этого вызова дело не доходит" },
  orphan: {
    en: "`{asks}` is asked before every order, but nothing ever writes `{state}`, by which it blocks: it can never stop trading",
    ru: "`{asks}` спрашивают перед каждым ордером, но `{state}`, по которому он блокирует, никто никогда не пишет: предохранитель не сработает никогда",
  },
  untold: {
    en: "`{asks}` is asked before every order, but nobody tells it how a trade ended: `{feeds}` {called, select, yes {is called only by code that does not run as the bot ships} other {is never called}}. However many losses in a row, it never stops trading by itself",
    ru: "`{asks}` спрашивают перед каждым ордером, но никто не сообщает ему, чем закончилась сделка: `{feeds}` {called, select, yes {вызывает только код, который в этом виде не выполняется} other {никто не вызывает}}. Сколько бы ни было убытков подряд, сам он торговлю не остановит",
  },
  stale: {
    en: "`{asks}` is asked before every order, but `{feeds}`, which brings what it compares, {called, select, yes {is called only by code that does not run as the bot ships} other {is never called}}: it answers from its first value for ever and never rejects",
    ru: "`{asks}` спрашивают перед каждым ордером, но `{feeds}`, через которую он получает данные, {called, select, yes {вызывает только код, который в этом виде не выполняется} other {никто не вызывает}}: он вечно отвечает по начальному значению и ничего не отклоняет",
  },
  unfed: {
    en: "`{test}` in `{asks}` never rejects: `{state}` keeps its first value for ever, since `{feeds}`, which alone writes it, is called by nothing that runs",
    ru: "`{test}` в `{asks}` никогда не отклоняет: `{state}` вечно хранит начальное значение, потому что `{feeds}`, единственную, кто его пишет, не вызывает ничто из работающего",
  },
  refresh: { en: "call it with every new value, or remove the filter so that nobody relies on it", ru: "вызывать её с каждым новым значением или убрать фильтр, чтобы на него никто не рассчитывал" },
  brings: { en: "`{fn}` brings its data", ru: "`{fn}` приносит ему данные" },
  fix: { en: "call it from every path that closes a position: stop, target, manual close, liquidation, and what the sync finds closed", ru: "вызывать её на каждом пути закрытия позиции: стоп, цель, ручное закрытие, ликвидация и то, что сверка нашла закрытым" },
  asked: { en: "the breaker is asked here", ru: "здесь предохранитель спрашивают" },
  fed: { en: "`{fn}` can block", ru: "`{fn}` может заблокировать" },
  holds: { en: "`{asks}` blocks by {state}, which `{by}` writes, and running code calls that", ru: "`{asks}` блокирует по {state}: его пишет `{by}`, которую вызывает работающий код" },
  none: { en: "No breaker whose own state decides was recognised in what is asked before an order", ru: "Среди того, что спрашивают перед ордером, не распознан предохранитель, который решает по собственному состоянию" },
});

export const breakerNeverFed = defineCheck({
  name: "filters/breaker-never-fed",
  claim: "A breaker that is asked before an order is told about losses by code that runs.",
  impact: "funds",
  about: "breaker",
  tellsOfIdleCode: true,
  code: {
    requires: { feeders, unfedTests, places },
    look({ feeders, unfedTests, places }, see) {
      const found: Feeders = feeders;
      for (const { filter, breaker, state, live, dead, called, passed, teller } of found.filter((one) => one.breaker || (one.live.length === 0 && one.dead.length > 0))) {
        const subject = places.subject("breaker", filter.fn, "fed");
        const asked: Evidence = { at: places.at(filter.asked), note: say("asked") };
        // A limit of the day's loss alone is judged as such where the limits are (section 11).
        const impact = (filter.kinds & bitOf("breaker")) === 0 ? { impact: "hygiene" as const } : {};
        const values = { asks: filter.fn.qualname, state, feeds: dead[0]?.qualname ?? "", called: called ? "yes" : "no" };
        if (teller && !OF_LOSSES.test([state, teller.name, ...teller.params.map((one) => one.name)].join(" "))) continue;
        if (teller) see.holds(subject, say("holds", { ...values, by: teller.qualname }), [{ at: headOf(teller, places), note: say("fed", { fn: teller.qualname }) }, asked]);
        else if (live[0]) continue;
        else if (passed) see.broken(subject, say("passed", { ...values, test: places.snippet(passed.test.test, 60) }), [{ at: places.at(passed.call), note: say("neverCalled") }, { at: lineOf(places.at(passed.test)), note: say("leaves") }, asked], { fix: say("fix"), ...impact });
        else if (dead[0] && !breaker) see.broken(subject, say("stale", values), [{ at: headOf(dead[0], places), note: say("brings", { fn: dead[0].qualname }) }, asked], { fix: say("refresh"), ...(filter.kinds === 0 ? impact : {}) });
        else if (dead[0]) see.broken(subject, say(state === "" ? "untold" : "broken", values), [{ at: headOf(dead[0], places), note: say("fed", { fn: dead[0].qualname }) }, asked], { fix: say("fix"), ...impact });
        else see.broken(subject, say("orphan", values), [{ at: headOf(filter.fn, places), note: say("orphan", values) }, asked], { fix: say("fix"), ...impact });
      }
      const told = new Set(found.filter((one) => one.live.length === 0).map((one) => one.filter.fn));
      const unfed = unfedTests.filter((one) => !told.has(one.filter.fn));
      for (const { filter, test, state, feeder } of unfed) {
        const says = say("unfed", { asks: filter.fn.qualname, test: places.snippet(test, 60), state: places.snippet(state, 40), feeds: feeder.qualname });
        see.broken(places.subject("breaker", test, `unfed ${state.name}`), says, [{ at: headOf(feeder, places), note: says }, { at: lineOf(places.at(test)), note: say("asked") }], { fix: say("fix"), impact: "hygiene" });
      }
      if (unfed.length === 0 && found.every((one) => one.live.length > 0 && !one.teller)) see.notApplicable(say("none"));
    },
  },
});

/** A breaker that counts failed requests is told nothing of losses. */
const OF_LOSSES = /loss|lost|pnl|p_and_l|profit|trade|streak|drawdown|result|equity|balance|position|outcome|(^|_| )(sl|win|wins)(_| |$)/i;

const lineOf = (at: Evidence["at"]): Evidence["at"] => ({ ...at, endLine: at.line });
