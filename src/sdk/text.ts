import { IntlMessageFormat } from "intl-messageformat";

/** A sentence for people, in every language that golive speaks. */
export interface Text {
  readonly en: string;
  readonly ru: string;
}

export type Language = keyof Text;
export const LANGUAGES = ["en", "ru"] as const satisfies readonly Language[];

type Values = Readonly<Record<string, string | number>>;

/**
 * The catalogue: ICU message templates (https://unicode-org.github.io/icu/userguide/format_parse/messages/) in both
 * languages under one key. Numbers that must not be grouped ("1,000") are passed as strings.
 */
export function catalogue<const K extends string>(templates: Readonly<Record<K, Text>>): (key: K, values?: Values) => Text {
  return (key, values = {}) => ({ en: format(templates[key].en, "en", values), ru: format(templates[key].ru, "ru", values) });
}

const compiled = new Map<string, IntlMessageFormat>();

function format(template: string, language: Language, values: Values): string {
  if (!template.includes("{") && !template.includes("'")) return template;
  const key = `${language} ${template}`;
  let message = compiled.get(key);
  if (!message) compiled.set(key, (message = new IntlMessageFormat(template, language, undefined, { ignoreTag: true })));
  return String(message.format(values));
}

/** The same words in both languages: identifiers, code, names. */
export const verbatim = (words: string): Text => ({ en: words, ru: words });

/** What is said anew in each language: numbers, lists. */
export const inBoth = (say: (language: Language) => string): Text => ({ en: say("en"), ru: say("ru") });
