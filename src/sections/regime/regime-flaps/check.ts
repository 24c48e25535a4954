import { flapsOf, regimeChanges, type RegimeChange } from "../../../facts/run/regime-changes.ts";
import { syncRhythm } from "../../../facts/run/sync-rhythm.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  broken: {
    en: "The regime of {market, select, all {the market} other {{market}}} went to and fro {count} times within {window} s each ({from} → {to} and back): stops, targets and sizes jump with it, and each jump is paid for.",
    ru: "Режим {market, select, all {рынка} other {{market}}} {count, plural, one {# раз} few {# раза} other {# раз}} менялся туда и обратно быстрее чем за {window} с ({from} → {to} и назад): вместе с ним прыгают стопы, цели и размер, и каждый прыжок оплачивает счёт.",
  },
  fix: { en: "Let a new regime stand for several bars before it counts, or use different levels to enter and to leave it.", ru: "Требуйте, чтобы новый режим держался несколько баров, или задайте разные уровни входа в режим и выхода из него." },
  holds: { en: "the regime changed {count, plural, one {once} other {# times}} and never went back within {window} s more than {most} times", ru: "режим менялся {count, plural, few {# раза} other {# раз}}; быстрых возвратов (за {window} с) было не больше {most}" },
  scaled: { en: "the bot can run its clock faster, so that seconds of this log may be minutes of the market", ru: "бот умеет ускорять свои часы: секунды этого лога могут быть минутами рынка" },
  none: { en: "no regime changed in this run, or the log does not tell of it", ru: "режим в этом запуске не менялся, или в логе этого нет" },
});

export const regimeFlaps = defineCheck({
  name: "regime/regime-flaps",
  claim: "A regime stands long enough to trade by it.",
  impact: "hygiene",
  about: "flapping",
  /** A return within `window_s` counts; more of them than `most` in one market are told. */
  options: { window_s: 60, most: 3 },
  run: {
    requires: { regimeChanges, syncRhythm },
    look({ regimeChanges: { changes }, syncRhythm }, see, options) {
      if (changes.length === 0) return see.notExercised(say("none"));
      if (syncRhythm.scalable) return see.notExercised(say("scaled"));
      const byMarket = new Map<string, RegimeChange[]>();
      for (const one of flapsOf(changes, options.window_s)) byMarket.set(one.instrument, [...(byMarket.get(one.instrument) ?? []), one]);
      const flapping = [...byMarket].filter(([, all]) => all.length > options.most);
      for (const [instrument, all] of flapping) {
        const [first] = all;
        const values = { market: instrument || "all", count: all.length, window: String(options.window_s), from: first!.to, to: first!.from ?? "?" };
        see.broken({ kind: "flapping", id: instrument }, say("broken", values), all.slice(0, 5).map((one) => logLine(one.event)) as [Evidence, ...Evidence[]], { fix: say("fix"), group: "flapping" });
      }
      if (flapping.length === 0) see.holds({ kind: "flapping", id: "steady" }, say("holds", { count: changes.length, window: String(options.window_s), most: String(options.most) }), [logLine(changes[0]!.event)]);
    },
  },
});
