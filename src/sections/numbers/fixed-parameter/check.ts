import type { FixedParameter } from "../../../facts/code/fixed-parameters.ts";
import { fixedParameters } from "../../../facts/code/fixed-parameters.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue, verbatim, type Text } from "../../../sdk/text.ts";
import { whatIsDecided } from "../messages.ts";

const say = catalogue({
  left: {
    en: "`{code}` of `{fn}` decides {what}, and {count, plural, one {the only call leaves it as it is} other {all # calls leave it as it is}}: the parameter looks configurable, but no setting reaches it{more}.",
    ru: "`{code}` в `{fn}` определяет {what}, и {count, plural, one {единственный вызов его не задаёт} few {ни один из # вызовов его не задаёт} other {ни один из # вызовов его не задаёт}}: параметр выглядит настраиваемым, но ни одна настройка до него не доходит{more}.",
  },
  given: {
    en: "`{name}={code}` is written down in {count, plural, one {the only call} other {all # calls}} of `{fn}` and decides {what}: the parameter is there, but no setting reaches it{more}.",
    ru: "`{name}={code}` записано прямо в {count, plural, one {единственном вызове} few {каждом из # вызовов} other {каждом из # вызовов}} `{fn}` и определяет {what}: параметр есть, но ни одна настройка до него не доходит{more}.",
  },
  fate: { en: "how long the outcome of an order is waited for", ru: "сколько бот ждёт исхода ордера" },
  more: { en: "; {count, plural, one {# more parameter} other {# more parameters}} of it likewise", ru: "; так же {count, plural, one {ещё # параметр} few {ещё # параметра} other {ещё # параметров}}" },
  number: { en: "`{code}` → `{key}`", ru: "`{code}` → `{key}`" },
  leaves: { en: "called without it", ru: "вызов без него" },
  gives: { en: "called with the number", ru: "вызов с этим числом" },
  fix: { en: "Read it from the configuration where the call is made: {keys}.", ru: "Читайте значение из конфигурации там, где стоит вызов: {keys}." },
  nothing: { en: "No function of the trade takes a parameter that decides about orders by its name.", ru: "Ни одна функция, ведущая к ордерам, не принимает параметра, который судя по имени решает об ордерах." },
  none: {
    en: "{count, plural, one {One parameter that decides} other {# parameters that decide}} about orders by {count, plural, one {its name} other {their names}}: none is the same number in every call.",
    ru: "Параметров, которые судя по имени решают об ордерах: {count}; ни один не равен одному и тому же числу во всех вызовах.",
  },
});

const MOST_CALLS = 3;

export const fixedParameter = defineCheck({
  name: "numbers/fixed-parameter",
  claim: "No parameter that decides about orders is one and the same number in every call.",
  impact: "hygiene",
  about: "parameter",
  code: {
    requires: { fixedParameters, orderSites, places },
    look({ fixedParameters, orderSites, places }, see) {
      const { all, examined, elsewhere } = fixedParameters;
      for (const group of all) {
        const [first] = group as readonly [FixedParameter, ...FixedParameter[]];
        see.broken(places.subject("parameter", first.fn, first.parameter.name), messageOf(first, group.length - 1, places), evidenceOf(group, places), {
          fix: say("fix", { keys: group.map((one) => `\`${one.key}\``).join(", ") }),
          group: `${places.at(first.fn).file} parameters`,
          weight: first.decides === "fate" || first.decides === "entry" ? 35 : 55,
        });
      }
      const [order] = orderSites;
      if (all.length > 0 || elsewhere > 0 || !order) return;
      if (examined === 0) return see.notApplicable(say("nothing"));
      see.holds({ kind: "parameter", id: "all" }, say("none", { count: examined }), [{ at: order.at, note: say("none", { count: examined }) }]);
    },
  },
});

function messageOf(one: FixedParameter, others: number, places: Places): Text {
  const what = one.decides === "fate" ? say("fate") : whatIsDecided(one.decides);
  const more = others === 0 ? verbatim("") : say("more", { count: others });
  const told = (language: "en" | "ru"): string => say(one.isGiven ? "given" : "left", {
    code: places.snippet(one.isGiven ? one.number : one.parameter, 60), name: one.parameter.name, count: one.calls.length, what: what[language], more: more[language],
    fn: one.fn.name === "__init__" ? one.fn.qualname.replace(/\.__init__$/, "") : one.fn.name,
  })[language];
  return { en: told("en"), ru: told("ru") };
}

function evidenceOf(group: readonly FixedParameter[], places: Places): readonly [Evidence, ...Evidence[]] {
  const [first] = group as readonly [FixedParameter, ...FixedParameter[]];
  const numbers = group.map((one): Evidence => ({ at: places.at(one.number), note: say("number", { code: places.snippet(one.isGiven ? one.number : one.parameter, 60), key: one.key }) }));
  const calls = first.calls.slice(0, MOST_CALLS).map((call): Evidence => ({ at: places.at(call), note: say(first.isGiven ? "gives" : "leaves") }));
  return [...numbers, ...calls] as [Evidence, ...Evidence[]];
}
