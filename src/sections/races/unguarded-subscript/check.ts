import { places } from "../../../facts/code/places.ts";
import { isPassedOver } from "../../../facts/code/races/swallowed.ts";
import { subscripts } from "../../../facts/code/races/subscripts.ts";
import { tradingCode } from "../../../facts/code/trading-code.ts";
import { failedAccesses, isStale } from "../../../facts/run/failed-accesses.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { tellMissingKey } from "../failed-in-run.ts";
import { pairEvidence, pairText } from "../runs-text.ts";
import { stakeOf } from "../stake.ts";

const say = catalogue({
  broken: {
    en: "`{code}` has no guard, while {pairEn} take turns: {removal} removes the entry, this line raises KeyError and the rest of `{fn}` is lost.",
    ru: "`{code}` без проверки, а {pairRu} работают вперемешку: {removal} удаляет запись, здесь — KeyError, и остаток `{fn}` теряется.",
  },
  fix: { en: "Read it once with `.get({key})`, return when it is None, and go on with the local value.", ru: "Прочитайте один раз через `.get({key})`, при None выйдите и дальше работайте с локальным значением." },
  here: { en: "the subscript", ru: "обращение по ключу" },
  removal: { en: "the entry is removed here, in another run", ru: "здесь другой запуск удаляет запись" },
  either: {
    en: "`{code}` relies on `{test}`, and a key that only the other map holds passes that too: this line raises KeyError and the rest of `{fn}` is lost.",
    ru: "`{code}` полагается на `{test}`, но её проходит и ключ, который есть только в другом словаре: здесь — KeyError, и остаток `{fn}` теряется.",
  },
  tested: { en: "the test of two maps", ru: "проверка двух словарей" },
  fixEither: { en: "Ask for the map that is read: `entry = ….get({key})`, and handle the other map on its own branch.", ru: "Спрашивайте тот словарь, который читаете: `entry = ….get({key})`, а для другого словаря сделайте свою ветку." },
  holds: {
    en: "{count} of {all} subscripts of `{place}` come after a test, an `except KeyError` or a store of the same key, or nobody else takes entries out.",
    ru: "{count} из {all} обращений к `{place}` по ключу стоят после проверки, `except KeyError` или записи того же ключа, либо больше никто не удаляет записей.",
  },
  none: { en: "No shared map loses entries while the bot runs.", ru: "В боте нет общих словарей, из которых записи удаляются во время работы." },
});

export default defineCheck({
  name: "races/unguarded-subscript",
  // Unseen bots: 3 judged, 0 right; their causes are mended, and nothing right was seen since.
  maturity: "draft",
  claim: "Whoever subscripts a shared map has made sure that the key is there.",
  impact: "position",
  about: "subscript",
  code: {
    requires: { subscripts, places, tradingCode },
    look({ subscripts, places, tradingCode }, see) {
      if (subscripts.length === 0) return see.notApplicable(say("none"));
      const right = new Map<string, typeof subscripts[number][]>();
      const wrong = new Set<string>();
      const all = new Map<string, number>();
      for (const use of subscripts) {
        const label = use.place.location.label;
        all.set(label, (all.get(label) ?? 0) + 1);
        if (use.either) {
          wrong.add(label);
          see.broken(places.subject("subscript", use.access.node), say("either", { code: places.snippet(use.access.node, 60), test: places.snippet(use.either, 80), fn: use.access.fn.qualname }), [
            { at: places.at(use.access.node), note: say("here") }, { at: places.at(use.either), note: say("tested") },
          ], { fix: say("fixEither", { key: places.snippet(use.access.key!, 40) }), group: label, weight: 3 });
          continue;
        }
        // A caller, a loop or some other condition may know of the key: that is no finding, and no proof either.
        if (use.otherwise !== null && use.otherwise !== "handler") continue;
        if (use.byThread && use.otherwise !== "handler") wrong.add(label);
        if (use.guard || !use.removal) {
          right.set(label, [...(right.get(label) ?? []), use]);
          continue;
        }
        wrong.add(label);
        const { access, removal, place } = use;
        const pair = pairText(removal.pair, places);
        const at = places.at(removal.access.node);
        see.broken(
          places.subject("subscript", access.node),
          say("broken", { code: places.snippet(access.node, 60), pairEn: pair.en, pairRu: pair.ru, removal: `${at.file}:${at.line}`, fn: access.fn.qualname }),
          [{ at: places.at(access.node), note: say("here") }, { at, note: say("removal") }, ...pairEvidence(removal.pair, places)],
          { fix: say("fix", { key: places.snippet(access.key!, 40) }), group: label, impact: isPassedOver(access.node) ? "hygiene" : stakeOf(place, access.fn, tradingCode), weight: tradingCode.of(access.fn) === "other" ? 1 : 3 },
        );
      }
      for (const [label, uses] of right) {
        if (wrong.has(label)) continue;
        const [first] = uses;
        see.holds(places.subject("subscript", first!.access.node, label), say("holds", { place: label, count: uses.length, all: all.get(label)! }), [{ at: places.at(first!.access.node), note: say("here") }]);
      }
    },
  },
  run: {
    requires: { failedAccesses, places },
    look({ failedAccesses, places }, see) {
      for (const one of failedAccesses.subscripts) if (!isStale(one.use)) tellMissingKey(one, places, see);
    },
  },
});
