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
  holds: {
    en: "every subscript of `{place}` comes after a test, an `except KeyError` or a store of the same key, or no other run takes entries out ({count}).",
    ru: "каждому обращению к `{place}` по ключу предшествует проверка, `except KeyError` или запись того же ключа, либо другие запуски записей не удаляют ({count}).",
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
      for (const use of subscripts) {
        const label = use.place.location.label;
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
        see.holds(places.subject("subscript", first!.access.node, label), say("holds", { place: label, count: uses.length }), [{ at: places.at(first!.access.node), note: say("here") }]);
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
