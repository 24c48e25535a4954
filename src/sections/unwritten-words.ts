import { places, type Places } from "../facts/code/places.ts";
import { wordDefects, type WordDefect, type WordSection } from "../facts/code/words/word-defects.ts";
import type { WordTest } from "../facts/code/words/word-tests.ts";
import { defineCheck, type Check, type Maturity } from "../sdk/check.ts";
import type { Evidence } from "../sdk/evidence.ts";
import { catalogue } from "../sdk/text.ts";

const HARM_EN = "{harm, select, order {, so the order behind it is never sent} entry {, so this never refuses an entry} answer {, so the answer is always the same} other {, so what hangs on it never happens}}";
const HARM_RU = "{harm, select, order {, и ордер за этой проверкой не отправляется никогда} entry {, и эта проверка не остановит ни одного входа} answer {, и ответ всегда один и тот же} other {, и того, что от неё зависит, не происходит}}";

const say = catalogue({
  spelled: {
    en: `\`{code}\` is always {outcome, select, true {true} other {false}}: what is compared there is written as "{instead}" ({place}), never as {compared}${HARM_EN}`,
    ru: `\`{code}\` всегда {outcome, select, true {истинно} other {ложно}}: сравниваемое значение записывают как "{instead}" ({place}), и никогда как {compared}${HARM_RU}`,
  },
  documented: {
    en: `\`{code}\` does not know how the exchange's answer says it: it is read at {place}, and there the word is "{instead}", not {compared}{harm, select, order {; for such an answer the order behind it is never sent} other {}}`,
    ru: `\`{code}\` не знает слова из ответа биржи: его читают в {place}, и там это "{instead}", а не {compared}{harm, select, order {; при таком ответе ордер за этой проверкой не отправляется} other {}}`,
  },
  mixed: {
    en: "`{code}` misses what is written as \"{instead}\" ({place}): it means the same as {compared}, and nothing here asks for it{harm, select, order {, so there the order behind it is never sent} other {}}",
    ru: "`{code}` пропускает то, что записано как \"{instead}\" ({place}): значит это то же, что {compared}, но здесь о нём не спрашивают{harm, select, order {, и ордер за этой проверкой тогда не отправляется} other {}}",
  },
  member: {
    en: `\`{code}\` is always {outcome, select, true {true} other {false}}: a member of an Enum ({instead}, {place}) is compared with a text, and the two are never equal${HARM_EN}`,
    ru: `\`{code}\` всегда {outcome, select, true {истинно} other {ложно}}: член Enum ({instead}, {place}) сравнивают с текстом, а они никогда не равны${HARM_RU}`,
  },
  none: {
    en: `\`{code}\` is always {outcome, select, true {true} other {false}}: the only words that are written there are {written} ({place}), never {compared}${HARM_EN}`,
    ru: `\`{code}\` всегда {outcome, select, true {истинно} other {ложно}}: туда записывают только {written} ({place}), и никогда {compared}${HARM_RU}`,
  },
  compared: { en: "compared with {compared} here", ru: "здесь сравнивают с {compared}" },
  written: { en: "\"{word}\" is written here", ru: "здесь записывают \"{word}\"" },
  read: { en: "read from the exchange's answer here, where \"{word}\" says it", ru: "здесь читают ответ биржи, а в нём это \"{word}\"" },
  fix: { en: "use one word on both sides: an Enum or a constant that the writer and the reader share", ru: "использовать с обеих сторон одно слово: Enum или константу, общую для пишущего и читающего кода" },
  none_found: { en: "No comparison with a word that nobody writes was found", ru: "Сравнений со словом, которого никто не записывает, не найдено" },
});

const MOST = 3;

/** Comparisons with words that nobody writes, of those that concern the section. */
export const unwrittenWords = (section: WordSection, claim: string, maturity: Maturity = "stable"): Check => defineCheck({
  name: `${section}/word-never-written`,
  claim,
  maturity,
  impact: "blind",
  about: "comparison",
  code: {
    requires: { wordDefects, places },
    look({ wordDefects, places }, see) {
      const own = wordDefects.filter((one) => one.section === section);
      if (own.length === 0) return see.notApplicable(say("none_found"));
      for (const one of own) {
        const { words, key } = wordsOf(one, places);
        see.broken(places.subject("comparison", one.test), say(key, words), [{ at: places.at(one.test), note: say("compared", words) }, ...writers(one, places)], {
          fix: say("fix"), impact: one.isGrave ? "position" : "blind", group: `${places.at(one.fn).file} ${one.instead?.word ?? ""}`, weight: one.isGrave ? 4 : 1,
        });
      }
    },
  },
});

function wordsOf(one: WordDefect, places: Places) {
  const first = one.instead ?? one.written[0]!;
  const { file, line } = places.at(first.at);
  const quoted = (all: readonly { readonly word: string }[]): string => all.map(({ word }) => `"${word}"`).join(", ");
  const words = {
    code: places.snippet(one.test, 70), outcome: String(one.outcome), instead: first.word, place: `${file}:${line}`, compared: quoted(one.compared), written: quoted(one.written.slice(0, 6)), harm: one.harm,
  };
  return { words, key: isRead(one) ? "documented" as const : one.why };
}

/** The word comes out of a venue's answer, which is read there. */
const isRead = ({ instead }: WordTest): boolean => instead?.documented === true;

function writers(one: WordTest, places: Places): readonly Evidence[] {
  const first = one.instead ?? one.written[0]!;
  const others = one.written.filter(({ word, at, documented }) => word !== "" && at !== first.at && !documented);
  return [first, ...others].slice(0, MOST).map(({ word, at, documented }): Evidence => ({ at: places.at(at), note: say(documented ? "read" : "written", { word }) }));
}
