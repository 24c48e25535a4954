import { places } from "../../../facts/code/places.ts";
import { unreadLimits } from "../../../facts/code/stopping/unread-limits.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  unread: {
    en: "`{name}` is set here and nothing reads it: {kind, select, daily {the loss that it names stops nothing} other {no entry is kept back by it}}, and whoever changes the value changes nothing",
    ru: "`{name}` задан здесь, и никто его не читает: {kind, select, daily {названный им убыток ничего не останавливает} other {ни один вход он не удержит}}, и кто меняет значение, не меняет ничего",
  },
  shown: {
    en: "`{name}` is set here and only shown: {kind, select, daily {the loss that it names stops nothing} other {no entry is kept back by it}}, although the log says that the limit is there",
    ru: "`{name}` задан здесь и только показывается: {kind, select, daily {названный им убыток ничего не останавливает} other {ни один вход он не удержит}}, хотя в логе лимит есть",
  },
  where: { en: "it is only shown here", ru: "здесь он только показывается" },
  fix: { en: "compare it before every entry, or remove it so that nobody relies on it", ru: "сравнивать с ним перед каждым входом или убрать, чтобы на него никто не рассчитывал" },
  none: { en: "No limit was seen that is declared and not read", ru: "Лимитов, которые заданы и не читаются, не видно" },
});

export const limitNeverRead = defineCheck({
  name: "shutdown/limit-never-read",
  claim: "A limit that is declared is read.",
  impact: "hygiene",
  about: "limit",
  code: {
    requires: { unreadLimits, places },
    look({ unreadLimits, places }, see) {
      if (unreadLimits.length === 0) return see.notApplicable(say("none"));
      for (const { kind, name, declared, shown } of unreadLimits) {
        const says = say(shown ? "shown" : "unread", { name, kind: kind === "daily-loss" ? "daily" : "positions" });
        const more: Evidence[] = shown ? [{ at: places.at(shown), note: say("where") }] : [];
        see.broken(places.subject("limit", declared, `unread ${name}`), says, [{ at: places.at(declared), note: says }, ...more], { fix: say("fix"), group: kind });
      }
    },
  },
});
