import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { raisingFilters } from "../../../facts/code/filter-defects/raising-filters.ts";
import { soundFilters } from "../../../facts/code/filter-defects/sound-filters.ts";
import { FOUR } from "../../../facts/code/filter-defects/statements.ts";
import { kindsIn } from "../../../facts/code/guard-kinds.ts";
import { missingQuestions } from "../../../facts/code/missing-questions.ts";
import { openWays, type Way } from "../../../facts/code/open-ways.ts";
import { places } from "../../../facts/code/places.ts";
import { unaskedFilters } from "../../../facts/code/unasked-filters.ts";
import { unaskedQuestions } from "../../../facts/code/unasked-questions.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, headOf } from "../filter-facts.ts";
import { say as name } from "../missing-filter-messages.ts";

const say = catalogue({
  broken: {
    en: "The bot builds `{class}` as `{name}` and never asks it: signals go to their orders as if the filter did not exist",
    ru: "Бот создаёт `{class}` (`{name}`), но ни разу его не спрашивает: сигналы идут к ордерам так, будто фильтра нет",
  },
  commented: {
    en: "The call of `{name}` (`{class}`) is commented out while the filter is still built: signals go to their orders unasked",
    ru: "Вызов `{name}` (`{class}`) закомментирован, хотя сам фильтр по-прежнему создаётся: сигналы идут к ордерам без проверки",
  },
  question: {
    en: "`{fn}` could reject a signal ({kinds}), and nothing that runs asks it: signals go to their orders past it, although the bot builds `{class}`",
    ru: "`{fn}` мог бы отклонить сигнал ({kinds}), но работающий код его не спрашивает: сигналы идут к ордерам мимо, хотя `{class}` бот создаёт",
  },
  gate: {
    en: "`{fn}` could reject a signal ({kinds}) and its state is kept up to date, but nothing that runs asks it: signals go to their orders past it",
    ru: "`{fn}` мог бы отклонить сигнал ({kinds}), и его состояние обновляется, но работающий код его не спрашивает: сигналы идут к ордерам мимо",
  },
  permission: {
    en: "`{fn}` says whether to trade, running code keeps its state up to date, and nobody asks it: what `{class}` has withdrawn goes on opening positions",
    ru: "`{fn}` отвечает, можно ли торговать, работающий код обновляет его состояние, но никто его не спрашивает: то, что `{class}` запретил, продолжает открывать позиции",
  },
  kept: { en: "its state is kept up to date here", ru: "здесь обновляется его состояние" },
  missing: {
    en: "`{call}` asks `{class}` by a name that it does not have: the call raises at every signal, and `{instead}`, which could reject, is not what is asked",
    ru: "`{call}` обращается к `{class}` по имени, которого у него нет: вызов падает на каждом сигнале, а `{instead}`, который мог бы отклонить, здесь не спрашивают",
  },
  raises: {
    en: "nothing binds {names}: `{fn}` raises NameError before it can reject, the handler swallows it, and the signal goes on as if nobody had asked",
    ru: "{names} нигде не определено: `{fn}` падает с NameError раньше, чем успевает отклонить, обработчик глотает ошибку, и сигнал идёт дальше, будто его и не проверяли",
  },
  also: { en: "`{name}` as well", ru: "и `{name}` тоже" },
  swallowed: { en: "the error ends here", ru: "ошибка заканчивается здесь" },
  bind: { en: "bind the name, and let the handler reject: a filter that cannot ask must not let pass", ru: "определить имя, а в обработчике отклонять: фильтр, который не смог проверить, не должен пропускать" },
  instead: { en: "what the class can be asked", ru: "что у этого класса можно спросить" },
  rename: { en: "ask `{instead}` here, and handle its answer", ru: "спрашивать здесь `{instead}` и обрабатывать её ответ" },
  past: { en: "the signal goes past it here", ru: "здесь сигнал идёт мимо" },
  built: { en: "the filter is built here", ru: "фильтр создаётся здесь" },
  fix: { en: "ask it before the order, or remove it so that nobody relies on it", ru: "спрашивать его перед ордером или удалить, чтобы на него никто не рассчитывал" },
});

export const filterNeverAsked = defineCheck({
  name: "filters/filter-never-asked",
  claim: "Every filter that the bot builds is asked.",
  impact: "hygiene",
  about: "filter",
  tellsOfIdleCode: true,
  code: {
    requires: { unaskedFilters, unaskedQuestions, missingQuestions, raisingFilters, openWays, filterAnswers, soundFilters, places },
    look({ unaskedFilters, unaskedQuestions, missingQuestions, raisingFilters, openWays, filterAnswers, soundFilters, places }, see) {
      for (const { fn, names } of raisingFilters) {
        const says = say("raises", { fn: fn.qualname, names: names.slice(0, 4).map((one) => `\`${one.name.id}\``).join(", ") + (names.length > 4 ? ", …" : "") });
        const [first, ...rest] = names.flatMap(({ name, handler }, i): Evidence[] => [{ at: places.at(name), note: i === 0 ? says : say("also", { name: name.id }) }, { at: headOf(handler, places), note: say("swallowed") }]);
        see.broken(places.subject("filter", fn, "raises"), says, [first!, ...rest], { fix: say("bind"), impact: "funds" });
      }
      for (const { call, class: owner, instead } of missingQuestions) {
        const values = { call: places.snippet(call, 50), class: owner.name, instead: instead.name };
        const says = say("missing", values);
        see.broken(places.subject("filter", call, "missing"), says, [{ at: places.at(call), note: says }, { at: headOf(instead, places), note: say("instead") }], { fix: say("rename", values) });
      }
      for (const one of unaskedFilters) {
        const says = say(one.comment ? "commented" : "broken", { class: one.class.name, name: one.name });
        const built: Evidence = { at: places.at(one.built), note: say("built") };
        const evidence: [Evidence, ...Evidence[]] = one.comment ? [{ at: { in: "code", file: one.comment.file, line: one.comment.line }, note: says }, built] : [built];
        see.broken(places.subject("filter", one.built, `unasked ${one.class.name}`), says, evidence, { fix: say("fix"), ...((one.kinds & FOUR) !== 0 ? { impact: "funds" as const } : {}) });
      }
      const misnamed = new Set(missingQuestions.map((one) => one.instead));
      for (const { fn, class: owner, built, kinds, elsewhere } of unaskedQuestions) {
        if (misnamed.has(fn)) continue;
        const [kind = null] = kindsIn(kinds);
        const isSignal = (one: Way): boolean => one.kind === "signal" && one.start !== "unknown";
        const way = openWays.without(kind).find(isSignal) ?? (kind && openWays.unproven(kind).find(isSignal));
        const told = (language: "en" | "ru"): string => say(kind === null ? "permission" : owner ? "question" : "gate", { fn: fn.qualname, class: owner?.name ?? "", kinds: kindsIn(kinds).map((one) => name(one)[language]).join(", ") })[language];
        const says = { en: told("en"), ru: told("ru") };
        const evidence: [Evidence, ...Evidence[]] = [{ at: headOf(fn, places), note: says }, { at: places.at(built), note: say(owner ? "built" : "kept") }, ...(way ? [{ at: places.at(way.steps[way.born]!.at), note: say("past") }] : [])];
        see.broken(places.subject("filter", fn, "question"), says, evidence, { fix: say("fix"), ...(owner && !elsewhere && (kinds & FOUR) !== 0 ? { impact: "funds" as const } : {}) });
      }
      if (unaskedFilters.length + unaskedQuestions.length + missingQuestions.length + raisingFilters.length === 0) allSound(filterAnswers.filters, soundFilters.proven, places, see, "asks");
    },
  },
});
