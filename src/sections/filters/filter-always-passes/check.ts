import { filterAnswers, type Filter, type FilterAnswers } from "../../../facts/code/filter-answers.ts";
import type { Inference } from "../../../facts/code/inference/context.ts";
import { infer } from "../../../facts/code/inference/infer.ts";
import { index, type Index } from "../../../facts/code/module-index.ts";
import { places } from "../../../facts/code/places.ts";
import type { Expr } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, askedAt, headOf, statementsOf } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` stands before the order as a filter, but lets every signal pass: each of its answers is {answer}. It is a stub that nobody finished",
    ru: "`{fn}` стоит перед ордером как фильтр, но пропускает любой сигнал: каждый её ответ — {answer}. Это заглушка, которую не дописали",
  },
  nothing: { en: "nothing (None)", ru: "пустота (None)" },
  fix: { en: "write the test, or remove `{fn}` from the path so that nobody relies on it", ru: "написать проверку или убрать `{fn}` с пути, чтобы на неё никто не рассчитывал" },
});

export const filterAlwaysPasses = defineCheck({
  name: "filters/filter-always-passes",
  claim: "Every filter function before an order has an answer that rejects.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, index, infer, places },
    look({ filterAnswers, index, infer, places }, see) {
      let found = 0;
      for (const filter of filterAnswers.filters) {
        const answers = alwaysPassing(filter, filterAnswers, index);
        if (!answers || isOverridden(filter, infer)) continue;
        found++;
        const { fn } = filter;
        const [first] = answers;
        const words = first ? { en: `\`${places.snippet(first, 40)}\``, ru: `\`${places.snippet(first, 40)}\`` } : say("nothing");
        const says = { en: say("broken", { fn: fn.qualname, answer: words.en }).en, ru: say("broken", { fn: fn.qualname, answer: words.ru }).ru };
        see.broken(places.subject("filter", fn, "stub"), says, [{ at: headOf(fn, places), note: says }, askedAt(filter, places)], { fix: say("fix", { fn: fn.name }) });
      }
      if (found === 0) allSound(filterAnswers.filters, places, see, "always-passes");
    },
  },
});

/** All its answers, where each of them lets the signal pass; null where one rejects, raises or depends. */
function alwaysPassing(filter: Filter, { lets }: FilterAnswers, index: Index): (Expr | null)[] | null {
  const { fn } = filter;
  if (fn.generator || fn.decorators.some((one) => /abstract/.test(one.kind === "name" ? one.id : one.kind === "attribute" ? one.name : ""))) return null;
  const one = index.modules.get(index.moduleOf(fn).file)!;
  const answers = one.returns[fn.index]!.map((each) => each.value);
  let gives = false;
  statementsOf(fn, (statement) => { if (statement.kind === "raise") gives = true; });
  if (gives) return null;
  // Without a last `return` it ends in None.
  if (fn.body.at(-1)?.kind !== "return") answers.push(null);
  return answers.every((answer) => lets(filter, answer) === true) ? answers : null;
}

/** What runs may be a method that overrides it. */
function isOverridden({ fn }: Filter, on: Inference): boolean {
  const owner = classOf(fn);
  return owner !== null && on.hierarchy.descendants(owner).some((one) => one !== owner && on.moduleIndexOf(one).scopes.get(one)?.has(fn.name));
}
