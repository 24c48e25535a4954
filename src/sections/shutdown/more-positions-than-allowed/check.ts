import { constants } from "../../../facts/code/constants.ts";
import { places } from "../../../facts/code/places.ts";
import { limitSources } from "../../../facts/code/stopping/limit-sources.ts";
import { heldIntervals, mostHeld } from "../../../facts/run/held-intervals.ts";
import { horizonOf, until } from "../../../facts/run/horizon.ts";
import { run } from "../../../facts/roots.ts";
import { byLog } from "../../../facts/run/one-log.ts";
import { toldOnce } from "../../../facts/run/told-once.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const MOST = 8;
/** Limits of something narrower than the account. */
const NARROW = /per_|_per|correlat|sector|group|cluster|side|strateg|daily|day/i;

const say = catalogue({
  broken: {
    en: "{count} positions were open at once ({symbols}), the limit is {limit}: in a market-wide move the account loses on {count} positions at once instead of {limit}",
    ru: "Одновременно было открыто позиций: {count} ({symbols}), лимит — {limit}: при общем движении рынка счёт теряет сразу на {count} позициях вместо {limit}",
  },
  holds: { en: "at most {count} positions were open at once, the limit is {limit}", ru: "одновременно открыто позиций не больше {count}, лимит — {limit}" },
  limit: { en: "the limit: {limit}", ru: "лимит: {limit}" },
  unknown: { en: "Position limit: its value was not found in the code and the shipped settings.", ru: "Лимит позиций: его значение не найдено ни в коде, ни в настройках." },
  few: { en: "Position limit: this run never came to the limit of {limit} positions (at most {count} at once).", ru: "Лимит позиций: запуск ни разу не дошёл до лимита ({limit}), одновременно было не больше {count}." },
  fix: {
    en: "count pending entries too, and test the limit under the same lock as the entry, right before the order",
    ru: "учитывать и отправленные входы, а лимит проверять под тем же lock, что и вход, перед самым ордером",
  },
});

export const morePositionsThanAllowed = defineCheck({
  name: "shutdown/more-positions-than-allowed",
  claim: "Never were more positions open in this run than the limit allows.",
  impact: "funds",
  about: "positions",
  run: {
    requires: { run, toldOnce, limitSources, constants, places },
    look({ run, toldOnce, limitSources, constants, places }, see) {
      const limits = limitSources.flatMap(({ kind, asks }) => {
        const value = kind === "position-limit" && !NARROW.test(places.snippet(asks.limit)) ? constants.of(asks.limit) : null;
        return typeof value?.value === "number" && value.value >= 1 ? [{ limit: value.value, asks, setting: value.setting?.value ?? null }] : [];
      });
      // Where there are several limits, the loosest is the one that nothing may pass.
      const loosest = limits.reduce<(typeof limits)[number] | null>((most, one) => (most && most.limit >= one.limit ? most : one), null);
      if (!loosest) return see.notExercised(say("unknown"));
      const events = until(toldOnce, horizonOf(run, ["started", "entry", "exit", "drift-add", "drift-remove"]));
      const together = byLog(events).map((one) => mostHeld(heldIntervals(one))).reduce((most, one) => (one.length > most.length ? one : most), []);
      const values = { count: String(together.length), limit: String(loosest.limit) };
      const asked: Evidence = { at: places.at(loosest.asks.node), note: say("limit", values) };
      const set: Evidence[] = loosest.setting ? [{ at: { in: "code", file: loosest.setting.at.file, line: loosest.setting.at.line }, note: say("limit", values) }] : [];
      const lines = together.slice(-MOST).map((one) => logLine(one.entry));
      const alive = together.slice(0, MOST).map((one) => logLine(one.alive));
      const [last] = lines.slice(-1);
      if (!last || together.length < loosest.limit) return see.notExercised(say("few", values));
      const subject = { kind: "positions", id: "at once" } as const;
      const evidence: [Evidence, ...Evidence[]] = [last, ...lines.slice(0, -1), ...alive, asked, ...set];
      if (together.length === loosest.limit) see.holds(subject, say("holds", values), evidence);
      else see.broken(subject, say("broken", { ...values, symbols: together.map((one) => one.symbol).slice(0, MOST).join(", ") }), evidence, { fix: say("fix"), weight: 50 });
    },
  },
});
