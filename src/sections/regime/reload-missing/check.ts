import { regimes } from "../../../facts/code/regimes/regimes.ts";
import { regimeChanges, type RegimeChange } from "../../../facts/run/regime-changes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  broken: {
    en: "The regime of {market, select, all {the market} other {{market}}} changed from {from} to {to} with a position open, and within {within} s no TRAIL_RELOAD followed{more, plural, =0 {} other { (and # times more in this run)}}: the position is managed by the parameters of the old regime.",
    ru: "Режим {market, select, all {рынка} other {{market}}} сменился с {from} на {to} при открытой позиции, и за {within} с не последовало TRAIL_RELOAD{more, plural, =0 {} other { (и ещё раз: #)}}: позиция ведётся по параметрам старого режима.",
  },
  fix: { en: "Set trailing, TP/SL and size anew for open positions in the handler of the regime change, and log `TRAIL_RELOAD symbol=… regime=…`.", ru: "В обработчике смены режима задавайте trailing, TP/SL и размер заново и для открытых позиций; пишите `TRAIL_RELOAD symbol=… regime=…`." },
  position: { en: "the open position: {text}", ru: "открытая позиция: {text}" },
  late: { en: "the reload came only {seconds} s later: {text}", ru: "обновление пришло только через {seconds} с: {text}" },
  holds: { en: "each of {count} changes of the regime was followed by new trailing parameters within {within} s", ru: "после каждой из смен режима ({count}) новые параметры трейлинга пришли не позже чем через {within} с" },
  flat: { en: "no position was open when the regime changed without a TRAIL_RELOAD ({count} changes)", ru: "когда режим менялся без TRAIL_RELOAD, открытых позиций не было (смен: {count})" },
  pulled: { en: "the regime changed {count, plural, one {once} other {# times}} and no line tells of new parameters: the bot reads them at each use, or does not log them", ru: "режим менялся {count, plural, few {# раза} other {# раз}}, строк о новых параметрах нет: бот читает их при каждом использовании или не пишет об этом" },
  read: { en: "the trailing parameters are read through the regime at each use; {count} changes without a TRAIL_RELOAD say nothing", ru: "параметры трейлинга читаются по режиму при каждом использовании; смены без TRAIL_RELOAD ({count}) ни о чём не говорят" },
  none: { en: "no regime changed in this run, or the log does not tell of it", ru: "режим в этом запуске не менялся, или в логе этого нет" },
});

export const reloadMissing = defineCheck({
  name: "regime/reload-missing",
  claim: "After each change of the regime the open position of that market got its new parameters.",
  impact: "position",
  about: "change",
  /** Seconds: the handler of the change runs at once, waiting for the lock of the symbol at most. */
  options: { within_s: 5 },
  run: {
    requires: { regimeChanges, regimes },
    look({ regimeChanges: { changes, reloads }, regimes }, see, options) {
      if (changes.length === 0) return see.notExercised(say("none"));
      if (reloads === 0) return see.notExercised(say("pulled", { count: changes.length }));
      const late = changes.filter((one) => !isInTime(one, options.within_s));
      const missed = late.filter((one) => one.position !== null);
      // What is read through the regime at each use needs no reload, and may log one only where something is pushed as well.
      if (missed.length > 0 && regimes.following.some((one) => one.groups.includes("trailing"))) return see.notExercised(say("read", { count: String(missed.length) }));
      const byMarket = new Map<string, RegimeChange[]>();
      for (const one of missed) byMarket.set(one.instrument, [...(byMarket.get(one.instrument) ?? []), one]);
      for (const [instrument, all] of byMarket) {
        const [first, ...more] = all as [RegimeChange, ...RegimeChange[]];
        const values = { market: instrument || "all", from: first.from ?? "?", to: first.to, within: String(options.within_s), more: more.length };
        see.broken({ kind: "change", id: instrument }, say("broken", values), [logLine(first.event), ...beside(first), ...more.slice(0, 4).map((one) => logLine(one.event))], { fix: say("fix"), group: "reload", weight: 5 });
      }
      if (missed.length > 0) return;
      const kept = changes.find((one) => isInTime(one, options.within_s));
      if (late.length > 0 || !kept) return see.notExercised(say("flat", { count: String(late.length) }));
      see.holds({ kind: "change", id: "reloaded" }, say("holds", { count: String(changes.length), within: String(options.within_s) }), [logLine(kept.event), logLine(kept.reload!.event)]);
    },
  },
});

const isInTime = ({ reload }: RegimeChange, within: number): boolean => reload !== null && (reload.seconds === null || reload.seconds <= within);

function beside({ position, reload }: RegimeChange): Evidence[] {
  const held = position ? [{ at: position.at, note: say("position", { text: position.text }) }] : [];
  return reload ? [...held, { at: reload.event.at, note: say("late", { seconds: String(Math.round(reload.seconds ?? 0)), text: reload.event.text }) }] : held;
}
