import { places } from "../../../facts/code/places.ts";
import { keySpellings, type Spelling } from "../../../facts/code/races/key-spellings.ts";
import { tradingCode } from "../../../facts/code/trading-code.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { stakeOf } from "../stake.ts";

const say = catalogue({
  broken: {
    en: "`{code}` asks `{place}` for {askedEn}, but entries are stored under {storedEn} ({stored}): the two are never equal, so the lookup never hits and what it was to prevent happens.",
    ru: "`{code}` ищет в `{place}` {askedRu}, а записывают туда {storedRu} ({stored}): ключи никогда не совпадут, проверка не сработает ни разу, и случится то, от чего она должна беречь.",
  },
  fix: { en: "Build the key in one function and use it for writing and asking.", ru: "Собирайте ключ в одной функции и используйте её и при записи, и при чтении." },
  asked: { en: "asked under this spelling", ru: "ищут в этом написании" },
  stored: { en: "stored under that one", ru: "записывают в этом" },
  holds: { en: "`{place}` is written and asked with {spelledEn}: nothing is cut off or put together on one side only.", ru: "и при записи в `{place}`, и при чтении ключ — {spelledRu}: ни одна из сторон ничего не отрезает и не добавляет." },
  none: { en: "No shared map is keyed by symbol in a way that could be followed.", ru: "Нет общих словарей по символу, написание ключей которых удалось проследить." },
});

const words = (spelling: Spelling): { en: string; ru: string } => {
  if (spelling.form === "plain") return { en: "the plain symbol", ru: "символ как есть" };
  if (spelling.form === "made") return { en: `the composed key \`${spelling.shape}\``, ru: `составной ключ \`${spelling.shape}\`` };
  return { en: `the symbol after \`${spelling.shape}\``, ru: `символ после \`${spelling.shape}\`` };
};

export default defineCheck({
  name: "races/two-key-spellings",
  claim: "A shared map is asked under the spelling under which it is written.",
  impact: "position",
  about: "key",
  code: {
    requires: { keySpellings, places, tradingCode },
    look({ keySpellings, places, tradingCode }, see) {
      const { broken, same } = keySpellings;
      if (broken.length + same.length === 0) return see.notApplicable(say("none"));
      for (const one of broken) {
        const [asked, stored] = [words(one.askedAs), words(one.storedAs)];
        const at = places.at(one.stored.node);
        // A cut symbol is the odd one out; a composed key is meant, and the plain question is wrong.
        const steps = [{ at: places.at(one.asked.node), note: say("asked") }, { at, note: say("stored") }] as const;
        const [first, second] = one.storedAs.form === "changed" && one.askedAs.form === "plain" ? [steps[1], steps[0]] : steps;
        see.broken(
          places.subject("key", one.asked.node),
          say("broken", { code: places.snippet(one.asked.node, 60), place: one.place.location.label, askedEn: asked.en, askedRu: asked.ru, storedEn: stored.en, storedRu: stored.ru, stored: `${at.file}:${at.line}` }),
          [first, second],
          { fix: say("fix"), group: one.place.location.label, impact: stakeOf(one.place, one.asked.fn, tradingCode), weight: 3 },
        );
      }
      for (const { place, access, spelling } of same) see.holds(places.subject("key", access.node), say("holds", { place: place.location.label, spelledEn: words(spelling).en, spelledRu: words(spelling).ru }), [{ at: places.at(access.node), note: say("stored") }]);
    },
  },
});
