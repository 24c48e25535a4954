import type { Language } from "../../sdk/text.ts";

export const isLanguage = (word: string | undefined): word is Language => word === "en" || word === "ru";

/** The language of the terminal, by the rules of POSIX. */
export function environmentLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  return /^ru\b|^ru_/i.test(locale) ? "ru" : "en";
}

/** For help and usage errors, before the command line is understood. */
export function wantedLanguage(words: readonly string[], environment: Readonly<Record<string, string | undefined>>): Language {
  const at = words.indexOf("--lang");
  const named = at >= 0 ? words[at + 1] : words.find((word) => word.startsWith("--lang="))?.slice("--lang=".length);
  return isLanguage(named) ? named : environmentLanguage(environment);
}
