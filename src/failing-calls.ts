import { places } from "./facts/code/places.ts";
import { failingCalls, type WrongArguments } from "./facts/code/wrong-arguments.ts";
import { Unavailable, type Facts } from "./facts/engine.ts";
import { catalogue, inBoth, type Text } from "./sdk/text.ts";

const say = catalogue({
  raises: {
    en: "{at}: `{code}` raises TypeError whenever the bot gets there: {why}.",
    ru: "{at}: `{code}` падает с TypeError каждый раз, когда бот сюда приходит: {why}.",
  },
  missing: { en: "{fn} ({of}) needs `{name}`, and nothing is given for it", ru: "{fn} ({of}) требует `{name}`, а он не передан" },
  unexpected: { en: "{fn} ({of}) takes no `{name}`", ru: "{fn} ({of}) не принимает `{name}`" },
  "too-many": {
    en: "{fn} ({of}) takes {name, plural, =0 {no positional arguments} one {# positional argument} other {# positional arguments}}",
    ru: "{fn} ({of}) принимает позиционных аргументов: {name}",
  },
} satisfies Record<WrongArguments["how"] | "raises", Text>);

/** The calls of the running bot that never come to pass: what should follow them does not happen either, whoever catches the exception. */
export function failingCallNotes(facts: Facts): readonly Text[] {
  const [calls, place] = [facts.get(failingCalls), facts.get(places)];
  if (calls instanceof Unavailable || place instanceof Unavailable) return [];
  return calls.map(({ call, wrong }) => {
    const [at, of] = [place.at(call), place.at(wrong.fn)];
    const why = say(wrong.how, { fn: `\`${wrong.fn.qualname}\``, of: `${of.file}:${of.line}`, name: wrong.how === "too-many" ? Number(wrong.name) : wrong.name });
    return inBoth((language) => say("raises", { at: `${at.file}:${at.line}`, code: place.snippet(call, 60), why: why[language] })[language]);
  });
}
