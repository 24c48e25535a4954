import type { Language, Text } from "../sdk/text.ts";
import { inBoth } from "../sdk/text.ts";
import { runWords } from "./run-words.ts";

const formats = { en: new Intl.NumberFormat("en", { maximumSignificantDigits: 4 }), ru: new Intl.NumberFormat("ru", { maximumSignificantDigits: 4 }) };
/** Of sizes in memory. */
const rough = { en: new Intl.NumberFormat("en", { maximumSignificantDigits: 3 }), ru: new Intl.NumberFormat("ru", { maximumSignificantDigits: 3 }) };
const whole = { en: new Intl.NumberFormat("en"), ru: new Intl.NumberFormat("ru") };

export const countText = (count: number, language: Language): string => whole[language].format(count);

/** 100 only where it is all of them. */
export const percentText = (share: number, language: Language): string => whole[language].format(share === 1 ? 100 : Math.min(99.9, Math.round(share * 1000) / 10));

const KB = 1024;

/** A measured value with its unit; bytes in what fits them, as bots and `ps` count: 1 MB is 1,048,576 bytes. */
export function measureText(value: number, unit: string): Text {
  const inLanguage = (language: Language): string => {
    const number = (scaled: number): string => formats[language].format(scaled);
    if (unit === "B") {
      const size = Math.abs(value);
      const [key, scale] = size >= KB ** 3 ? (["gigabytes", KB ** 3] as const) : size >= KB ** 2 ? (["megabytes", KB ** 2] as const) : (["kilobytes", KB] as const);
      return runWords(key, { value: rough[language].format(value / scale) })[language];
    }
    if (unit === "ms") return runWords("milliseconds", { value: number(value) })[language];
    return unit === "" ? number(value) : `${number(value)} ${unit}`;
  };
  return { en: inLanguage("en"), ru: inLanguage("ru") };
}

/** Seconds as people say them, handed to the sentence around it. */
export function durationText(seconds: number, say: (duration: string, language: Language) => string): Text {
  const duration = durationOf(Math.max(0, seconds));
  return { en: say(duration.en, "en"), ru: say(duration.ru, "ru") };
}

function durationOf(seconds: number): Text {
  const all = Math.round(seconds);
  if (seconds < 60) return inBoth((language) => runWords("seconds", { seconds: whole[language].format(seconds < 10 ? Math.round(seconds * 10) / 10 : all) })[language]);
  if (all < 3600) return runWords("minutes", { minutes: String(Math.floor(all / 60)), seconds: String(all % 60) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return runWords("hours", { hours: String(Math.floor(minutes / 60)), minutes: String(minutes % 60) });
  const hours = Math.round(seconds / 3600);
  return runWords("days", { days: String(Math.floor(hours / 24)), hours: String(hours % 24) });
}
