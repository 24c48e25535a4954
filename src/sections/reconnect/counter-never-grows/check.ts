import { places } from "../../../facts/code/places.ts";
import { reconnectLoops } from "../../../facts/code/reconnect-loops.ts";
import { stuckFormula } from "../../../facts/code/reconnect/formula.ts";
import { grows } from "../../../facts/code/reconnect/schedule.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { eachConnection, groupOf, ownLoop, path, scheduleOf, steps, subjectOf, weakFeed, weightOf } from "../connection-words.ts";

const say = catalogue({
  broken: {
    en: "`{formula}` should grow, but `{name}` never changes in {fn}: every attempt waits the same, {schedule} s.",
    ru: "`{formula}` должна расти, но `{name}` в {fn} не меняется: каждая попытка ждёт одинаково, {schedule} с.",
  },
  fix: { en: "Increase `{name}` at each failed attempt.", ru: "Увеличивайте `{name}` при каждой неудачной попытке." },
  formula: { en: "the formula", ru: "формула" },
  holds: { en: "the pauses of {fn} grow: {schedule} s", ru: "паузы {fn} растут: {schedule} с" },
  same: { en: "{fn} makes its pause of no counter", ru: "{fn} не вычисляет паузу из счётчика" },
});

export const counterNeverGrows = defineCheck({
  name: "reconnect/counter-never-grows",
  // No finding on a real bot yet, the unseen ones included.
  maturity: "draft",
  claim: "The counter in the delay's formula grows with each attempt.",
  impact: "blind",
  about: "connection",
  code: {
    requires: { reconnectLoops, places },
    look({ reconnectLoops, places }, see) {
      eachConnection(reconnectLoops, see, ownLoop, (one) => {
        const { failing, root } = one.story;
        const values = { fn: root.fn.qualname, schedule: scheduleOf(one) };
        const formula = stuckFormula(one.story);
        if (formula) {
          const name = formula.names[0]!;
          return see.broken(subjectOf(places, one), say("broken", { ...values, name, formula: places.snippet(formula.expr, 60) }), path({ at: places.at(formula.expr), note: say("formula") }, steps(places, one)),
            { fix: say("fix", { name }), impact: weakFeed(one), group: groupOf(places, one), weight: weightOf(one) });
        }
        if (!grows(failing.schedule)) return see.notApplicable(say("same", values));
        const at = { at: places.at(failing.computedAt ?? root.at), note: say("holds", values) };
        see.holds(subjectOf(places, one), say("holds", values), path(at, steps(places, one)));
      });
    },
  },
});
