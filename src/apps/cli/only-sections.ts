import { existsSync, statSync } from "node:fs";
import { InputError } from "../../sdk/input-error.ts";
import { catalogue, type Text } from "../../sdk/text.ts";
import { complaints } from "./complaints.ts";

interface Known {
  readonly number: number;
  readonly id: string;
}

const messages = catalogue({
  partial: { en: "Only asked about: {sections}. The gate speaks of these alone", ru: "Проверено только: {sections}. Решение относится лишь к ним" },
});

/** Section ids and numbers as asked, separated by spaces or commas -> ids in report order. */
export function sectionIds(asked: readonly string[], known: readonly Known[]): string[] {
  const wanted = new Set(asked.flatMap((word) => word.split(",")).map((word) => word.trim()).filter((word) => word !== "").map((word) => {
    const section = known.find(({ id, number }) => id === word || String(number) === word);
    if (!section) throw new InputError(complaints("section", { section: word, known: known.map(({ id }) => id).join(", ") }));
    return section.id;
  }));
  return known.filter(({ id }) => wanted.has(id)).map(({ id }) => id);
}

/**
 * `--section races DIR` hands DIR to the option that takes many values. The last value is given back as the directory where
 * no directory was named, the value means nothing to the option, and such a directory exists.
 */
export function giveBackDirectory(directory: string | undefined, values: readonly string[], means: (value: string) => boolean): { directory: string | undefined; values: readonly string[] } {
  const last = values.at(-1);
  if (directory !== undefined || last === undefined || means(last) || !existsSync(last) || !statSync(last).isDirectory()) return { directory, values };
  return { directory: last, values: values.slice(0, -1) };
}

/** What an audit of some sections says about itself: its gate is not that of the bot. */
export const partialNotes = (ids: readonly string[]): Text[] => (ids.length === 0 ? [] : [messages("partial", { sections: ids.join(", ") })]);
