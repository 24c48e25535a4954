import { signalFunnel, type SignalFunnel } from "../../../facts/run/signal-funnel.ts";
import { FILTERS, type Filter } from "../../../knowledge/skip-reasons.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence, See } from "../../../sdk/evidence.ts";
import { catalogue, type Text } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  broken: {
    en: "An order for {instrument} was sent although its signal had just been dropped{more, plural, =0 {} other { (and # times more in this run)}}: the filter answers, and the way to the order does not stop.",
    ru: "По {instrument} отправлен ордер, хотя его сигнал только что отклонён{more, plural, =0 {} other { (и ещё раз: #)}}: фильтр отвечает, но путь к ордеру не прерывается.",
  },
  fix: { en: "Leave the function (`return`) right after the SIGNAL_SKIP line; the order belongs behind the last filter.", ru: "Выходите из функции (`return`) сразу после SIGNAL_SKIP; ордер — только за последним фильтром." },
  signal: { en: "the signal: {text}", ru: "сигнал: {text}" },
  skip: { en: "dropped: {text}", ru: "отклонён: {text}" },
  holds: { en: "signals {signals} → dropped {skips} → entered {entries}; no dropped signal became an order", ru: "сигналов {signals} → отклонено {skips} → входов {entries}; ни один отклонённый сигнал не стал ордером" },
  silent: { en: "the log tells of no signals that were dropped ({signals} signals, {entries} entries)", ru: "отклонённых сигналов в логе нет (сигналов {signals}, входов {entries})" },
  idle: { en: "the {filter} filter rejected none of {signals} signals: it may be too loose, or never asked", ru: "фильтр «{filter}» не отклонил ни одного из {signals} сигналов: возможно, порог слишком мягкий или его не спрашивают" },
});

const NAMES: Readonly<Record<Filter, Text>> = {
  "expected-value": { en: "expected value", ru: "EV" }, gap: { en: "gap", ru: "gap" },
  breaker: { en: "circuit breaker", ru: "circuit breaker" }, correlation: { en: "correlation", ru: "корреляция" },
};

export const orderForDroppedSignal = defineCheck({
  name: "filters/order-for-dropped-signal",
  claim: "No signal that a filter dropped became an order.",
  impact: "funds",
  about: "decision",
  /** So many signals without a rejection of a filter are told as a note. */
  options: { idle_signals: 20 },
  run: {
    requires: { signalFunnel },
    look({ signalFunnel }, see, options) {
      const { ordersAfterSkip, skips, firstSkip } = signalFunnel;
      noteIdle(signalFunnel, options.idle_signals, see);
      for (const instrument of new Set(ordersAfterSkip.map((one) => one.instrument))) {
        const [first, ...more] = ordersAfterSkip.filter((one) => one.instrument === instrument);
        const steps: Evidence[] = [{ at: first!.signal.at, note: say("signal", { text: first!.signal.text }) }, { at: first!.skip.at, note: say("skip", { text: first!.skip.text }) }];
        see.broken({ kind: "decision", id: instrument }, say("broken", { instrument, more: more.length }), [logLine(first!.order), ...steps, ...more.slice(0, 4).map((one) => logLine(one.order))], { fix: say("fix"), group: "order after skip", weight: 7 });
      }
      if (ordersAfterSkip.length > 0) return;
      const { signals, entries } = signalFunnel;
      const values = { signals: String(Math.max(signals, skips)), skips: String(skips), entries: String(entries) };
      if (!firstSkip || signals + entries === 0) return see.notExercised(say("silent", { signals: String(signals), entries: String(entries) }));
      // Without lines of signals an order cannot be told from the order of the next signal.
      if (signals > 0) see.holds({ kind: "decision", id: "funnel" }, say("holds", values), [logLine(firstSkip)]);
      else see.notExercised(say("holds", values));
    },
  },
});

function noteIdle({ signals, skips, entries, byFilter }: SignalFunnel, least: number, see: See<"decision">): void {
  const all = Math.max(signals, skips + entries);
  if (all < least || skips === 0) return;
  for (const filter of FILTERS) {
    if (byFilter[filter] > 0) continue;
    const told = (language: "en" | "ru"): string => say("idle", { filter: NAMES[filter][language], signals: String(all) })[language];
    see.notExercised({ en: told("en"), ru: told("ru") });
  }
}
