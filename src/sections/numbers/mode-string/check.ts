import { modeStrings, type ModeString } from "../../../facts/code/mode-strings.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  enum: {
    en: "`{code}` writes the name of a mode out, although it is declared as `{member}`: rename it there, and this branch silently never runs again.",
    ru: "`{code}` повторяет имя режима текстом, хотя он объявлен как `{member}`: переименуйте его там — и эта ветка молча перестанет выполняться.",
  },
  setting: {
    en: "`{code}` writes the name of a mode out, although it is the setting `{key}`: rename it there, and this branch silently never runs again.",
    ru: "`{code}` повторяет имя режима текстом, хотя это настройка `{key}`: переименуйте её — и эта ветка молча перестанет выполняться.",
  },
  fixEnum: { en: "Compare with `{member}`.", ru: "Сравнивайте с `{member}`." },
  fixSetting: { en: "Take the name from the configuration, or declare an Enum that the configuration is checked against.", ru: "Берите имя из конфигурации или объявите Enum, с которым она сверяется." },
  here: { en: "compared as text", ru: "сравнивается текстом" },
  declared: { en: "declared here", ru: "объявлен здесь" },
  none: { en: "Comparisons of a mode in code that decides about orders: {count}; none repeats the name of a declared mode as text.", ru: "Сравнений режима в коде, решающем об ордерах: {count}; ни одно не повторяет имя объявленного режима текстом." },
  undeclared: { en: "The bot declares no modes: each comparison may only write them out.", ru: "Режимы в боте нигде не объявлены: сравнивать их можно только текстом." },
  nothing: { en: "Code that decides about orders knows no modes.", ru: "Код, решающий об ордерах, режимов не различает." },
});

export const modeString = defineCheck({
  name: "numbers/mode-string",
  claim: "No branch compares a mode with its name as text where the mode is declared.",
  impact: "hygiene",
  maturity: "draft",
  about: "mode",
  code: {
    requires: { modeStrings, orderSites, places },
    look({ modeStrings, orderSites, places }, see) {
      const byFunction = new Map<string, ModeString[]>();
      for (const one of modeStrings.all) {
        const key = `${places.at(one.fn).file} ${one.member?.owner.name ?? one.setting?.key ?? ""}`;
        byFunction.set(key, [...(byFunction.get(key) ?? []), one]);
      }
      for (const all of byFunction.values()) {
        const [first] = all as [ModeString, ...ModeString[]];
        const code = places.snippet(first.compare, 70);
        const member = first.member ? `${first.member.owner.name}.${first.member.name}` : "";
        const declared: Evidence = { at: first.member ? places.at(first.member.at) : { in: "code", ...first.setting!.at }, note: say("declared") };
        const others = all.slice(1, 8).map((one) => ({ at: places.at(one.compare), note: say("here") }));
        see.broken(
          { kind: "mode", id: `${places.at(first.fn).file}##${first.member?.owner.name ?? first.name}` },
          first.member ? say("enum", { code, member }) : say("setting", { code, key: first.setting!.key }),
          [{ at: places.at(first.compare), note: say("here") }, declared, ...others],
          { fix: first.member ? say("fixEnum", { member }) : say("fixSetting"), group: `mode ${member.split(".")[0] || first.setting!.key}`, weight: (first.member ? 40 : 30) + Math.min(all.length, 5) },
        );
      }
      const order = orderSites.find((one) => one.role !== "cancel");
      if (byFunction.size > 0 || modeStrings.doubtful > 0 || !order) return;
      if (modeStrings.examined === 0) return see.notApplicable(say("nothing"));
      if (!modeStrings.declared) return see.notApplicable(say("undeclared"));
      see.holds({ kind: "mode", id: "all" }, say("none", { count: modeStrings.examined }), [{ at: order.at, note: say("none", { count: modeStrings.examined }) }]);
    },
  },
});
