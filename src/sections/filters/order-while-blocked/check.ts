import { signalFunnel } from "../../../facts/run/signal-funnel.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  broken: {
    en: "{instrument} was entered while its circuit breaker was on{more, plural, =0 {} other { (and # times more in this run)}}: signals before and after the order, {seconds} s apart, were stopped by it. One way to the order does not ask it.",
    ru: "В {instrument} бот вошёл при сработавшем circuit breaker{more, plural, =0 {} other { (и ещё раз: #)}}: сигналы до и после ордера (с разницей {seconds} с) он остановил. Какой-то путь к ордеру его не спрашивает.",
  },
  fix: { en: "Ask `is_symbol_blocked(symbol)` once, in the last function before the order, which every way passes.", ru: "Спрашивайте `is_symbol_blocked(symbol)` в последней функции перед ордером, через которую проходит любой путь." },
  before: { en: "stopped before: {text}", ru: "остановлен до: {text}" },
  after: { en: "stopped after: {text}", ru: "остановлен после: {text}" },
  holds: { en: "the breaker stopped {count} signals, and no order came in between", ru: "circuit breaker остановил сигналов: {count}; ордеров между ними не было" },
  none: { en: "the circuit breaker stopped no signal in this run, or the log does not tell of it", ru: "circuit breaker в этом запуске не останавливал сигналов, или в логе этого нет" },
});

export const orderWhileBlocked = defineCheck({
  name: "filters/order-while-blocked",
  claim: "No position was opened while the circuit breaker stopped signals of its market.",
  impact: "funds",
  about: "blocked",
  run: {
    requires: { signalFunnel },
    look({ signalFunnel: { ordersWhileBlocked, blocked, firstSkip } }, see) {
      for (const instrument of new Set(ordersWhileBlocked.map((one) => one.instrument))) {
        const [first, ...more] = ordersWhileBlocked.filter((one) => one.instrument === instrument);
        const steps: Evidence[] = [{ at: first!.before.at, note: say("before", { text: first!.before.text }) }, { at: first!.after.at, note: say("after", { text: first!.after.text }) }];
        see.broken({ kind: "blocked", id: instrument }, say("broken", { instrument, more: more.length, seconds: String(Math.round(first!.seconds)) }), [logLine(first!.order), ...steps, ...more.slice(0, 4).map((one) => logLine(one.order))], { fix: say("fix"), group: "breaker", weight: 7 });
      }
      if (ordersWhileBlocked.length > 0) return;
      if (blocked === 0 || !firstSkip) return see.notExercised(say("none"));
      see.holds({ kind: "blocked", id: "none" }, say("holds", { count: String(blocked) }), [logLine(firstSkip)]);
    },
  },
});
